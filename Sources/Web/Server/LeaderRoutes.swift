internal import Analytics
internal import Documents
internal import HTTPServer
internal import Survey

/// The leadership's page and the same numbers as files. Until there are accounts they answer only
/// on the machine itself.
struct LeaderRoutes: Sendable {
    /// What the page is asked for; files take filters too, which its comparisons do not know.
    private static let pageFields = ["index", "from", "to", "unit", "method"]

    let office: WebOffice

    func add(to router: inout Router) {
        office.inside.add("/leader", to: &router, of: office, make: page)
        office.inside.add("/leader/report.csv", to: &router, of: office, make: table)
        office.inside.add("/leader/report.xlsx", to: &router, of: office, make: workbook)
        office.inside.add("/api/v1/indices", to: &router, of: office, make: numbers)
        office.inside.add("/leader/methods", to: &router, of: office, make: methods)
    }

    /// Pages that are made in no time and need no worker.
    func addMethods(to router: inout Router) {
        router.add(.get, "/leader/methods/{id}", answersLater: false) { request, path, responder in
            guard InsideAnswers.isFromHere(request) else {
                responder.send(office.trouble(403))
                return
            }
            let language = language(of: request.queryFields)
            let id = path["id"]
            guard let text = office.methodPages[id] else {
                responder.send(office.trouble(404))
                return
            }
            let page = MethodPage(
                site: office.site, language: language, id: id, text: text,
                known: Set(office.methodPages.keys))
            responder.send(HTTPResponse(page: page.html))
        }
    }

    private func language(of fields: [(name: String, value: String)]) -> String {
        fields.value("lang").flatMap { office.site.strings.languages.contains($0) ? $0 : nil }
            ?? Strings.reference
    }

    // MARK: Answers, each made on a worker

    @Sendable private func page(_ request: HTTPRequest) -> HTTPResponse {
        let fields = request.queryFields
        let language = language(of: fields)
        let today = office.now().day(at: office.offset)
        do throws(LeaderFault) {
            let query = try decode(fields, today, known: Self.pageFields + ["all"])
            let report = try report(query, units: [], for: .staff)
            // The page stands without what is compared: its own report has said what is wrong.
            let source = try? office.reading().get()
            let page = LeaderPage(
                site: office.site, language: language, query: query, today: today,
                offset: office.offset, indices: office.definitions.indices, report: report,
                wholeMonths: try wholeMonths(query), details: try details(query, report),
                change: source.flatMap {
                    LeaderComparison(
                        query, report, from: $0, definitions: office.definitions, at: office.now())
                },
                ranking: source.flatMap {
                    LeaderRanking(
                        query, report, from: $0, definitions: office.definitions, at: office.now())
                })
            return HTTPResponse(page: page.html)
        } catch {
            let page = LeaderFaultPage(site: office.site, language: language, fault: error)
            return HTTPResponse(page: page.html, status: error.status).retriedIfBusy
        }
    }

    @Sendable private func methods(_ request: HTTPRequest) -> HTTPResponse {
        let page = MethodListPage(
            site: office.site, language: language(of: request.queryFields),
            texts: office.methodPages)
        return HTTPResponse(page: page.html)
    }

    @Sendable private func table(_ request: HTTPRequest) -> HTTPResponse {
        file(request) { HTTPResponse(.csv, ReportCSV.text(of: $0)) }
    }

    @Sendable private func numbers(_ request: HTTPRequest) -> HTTPResponse {
        file(request) {
            HTTPResponse(
                .json, ReportJSON.value(of: $0, offset: office.offset).text(indented: true))
        }
    }

    @Sendable private func workbook(_ request: HTTPRequest) -> HTTPResponse {
        let language = DocumentLanguage(rawValue: language(of: request.queryFields)) ?? .vietnamese
        return file(request) { report in
            do throws(DocumentFault) {
                let bytes = try ReportWorkbook.bytes(
                    of: report, overallItem: office.definitions.overallItem(of: report.index),
                    language: language, offset: office.offset)
                return HTTPResponse(
                    status: 200, contentType: .workbook,
                    headers: [HTTPHeader("Content-Disposition", "attachment")],
                    body: .bytes(bytes))
            } catch {
                // Too many rows for any workbook, or the library that writes them is not there.
                return office.trouble(503, for: request)
            }
        }
    }

    private func file(
        _ request: HTTPRequest, _ response: (Report) -> HTTPResponse
    ) -> HTTPResponse {
        let fields = request.queryFields
        do throws(LeaderFault) {
            let query = try decode(
                fields, office.now().day(at: office.offset),
                known: Self.pageFields + ["audience", "design"] + LeaderQuery.filterFields)
            let units = values(fields, "unit")
            let audience = try audience(of: fields)
            return response(
                try report(
                    query, units: units, filter: try filter(fields), design: try design(fields),
                    for: audience))
        } catch {
            let message = LeaderFaultPage(site: office.site, language: "en", fault: error).message
            let body = JSON.object([("error", .string(message))]).text()
            return HTTPResponse(status: error.status, .json, body).retriedIfBusy
        }
    }

    // MARK: Steps

    private func decode(
        _ fields: [(name: String, value: String)], _ today: CalendarDay, known: [String]
    ) throws(LeaderFault) -> LeaderQuery {
        do throws(LeaderQuery.Fault) {
            try LeaderQuery.check(fields, known: known)
            return try LeaderQuery.decode(fields, today: today)
        } catch {
            throw .query(error)
        }
    }

    private func values(_ fields: [(name: String, value: String)], _ name: String) -> [String] {
        fields.filter { $0.name == name && !$0.value.isEmpty }.map(\.value)
    }

    /// Which ballots a file is to be made from.
    private func filter(
        _ fields: [(name: String, value: String)]
    ) throws(LeaderFault) -> ReportFilter {
        do throws(ReportFault) {
            return try ReportFilter.reading(
                places: values(fields, "place"), channels: values(fields, "channel"),
                procedures: values(fields, "procedure"), fields: values(fields, "field"),
                outcomes: values(fields, "outcome"), hours: values(fields, "hours").first)
        } catch {
            throw .report(error)
        }
    }

    private func audience(
        of fields: [(name: String, value: String)]
    ) throws(LeaderFault) -> Audience {
        do throws(LeaderQuery.Fault) {
            return try LeaderQuery.audience(of: fields)
        } catch {
            throw .query(error)
        }
    }

    private func design(
        _ fields: [(name: String, value: String)]
    ) throws(LeaderFault) -> CountingDesign {
        guard let name = values(fields, "design").first else { return .ballot }
        guard let design = CountingDesign(rawValue: name) else {
            throw .report(.unknownDesign(name))
        }
        return design
    }

    private func report(
        _ query: LeaderQuery, units: [String], filter: ReportFilter = ReportFilter(),
        design: CountingDesign = .ballot, for audience: Audience
    ) throws(LeaderFault) -> Report {
        if let unit = query.unit, office.register.unit(unit) == nil {
            throw .report(.unknownUnit(unit))
        }
        let asked = ReportQuery(
            index: query.index, period: query.period, units: units, method: query.method,
            filter: filter, design: design, audience: audience)
        switch office.reporting(asked) {
        case .success(let report): return report
        case .failure(.report(let fault)): throw .report(fault)
        case .failure(.storage): throw .unavailable
        }
    }

    /// The same numbers for the whole months of a period that begins or ends within one.
    private func wholeMonths(_ query: LeaderQuery) throws(LeaderFault) -> Report? {
        guard let period = query.period.wholeMonths, period != query.period else { return nil }
        var whole = query
        whole.period = period
        return try report(whole, units: [], for: .staff)
    }

    /// The focused unit by the index with several items.
    private func details(
        _ query: LeaderQuery, _ report: Report
    ) throws(LeaderFault) -> Report? {
        guard let unit = query.unit ?? report.units.first?.unit.code,
            office.definitions.index(LeaderQuery.detailedIndex) != nil
        else { return nil }
        var detailed = query
        detailed.index = LeaderQuery.detailedIndex
        detailed.method = nil
        do throws(LeaderFault) {
            return try self.report(detailed, units: [unit], for: .staff)
        } catch {
            // An index that was no rule in the period says nothing of what to mend.
            if case .report = error { return nil }
            throw error
        }
    }
}
