internal import Analytics
internal import Documents
internal import HTTPServer
internal import Survey

/// Comparisons, trends, rankings and drivers as JSON, for whoever may see the leader's page.
struct ComparisonRoutes: Sendable {
    private static let monthFields = ["index", "from", "to", "unit", "method"]

    let office: WebOffice

    func add(to router: inout Router) {
        office.inside.add("/api/v1/compare", to: &router, of: office, make: compared)
        office.inside.add("/api/v1/trends", to: &router, of: office, make: trends)
        office.inside.add("/api/v1/rankings", to: &router, of: office, make: ranked)
        office.inside.add("/api/v1/drivers", to: &router, of: office, make: drivers)
    }

    // MARK: Answers, each made on a worker

    @Sendable private func compared(_ request: HTTPRequest) -> HTTPResponse {
        answer(
            request, taking: ["index", "before", "after", "baseline", "previous", "unit", "method"]
        ) { fields, units throws(AnalysisFault) in
            let query = try CompareFields(fields, office.definitions).query(units: units)
            let made = try make { source throws(CompareFault) in
                try ComparisonBuilder.comparison(
                    query, from: source, definitions: office.definitions, at: office.now())
            }
            return ComparisonJSON.value(of: made, offset: office.offset)
        }
    }

    @Sendable private func trends(_ request: HTTPRequest) -> HTTPResponse {
        answer(request, taking: Self.monthFields) { fields, units throws(AnalysisFault) in
            let asked = try decode(fields)
            let query = AnalysisQuery(
                index: asked.index, period: asked.period, units: units, method: asked.method)
            let made = try make { source throws(CompareFault) in
                try TrendBuilder.trend(
                    query, from: source, definitions: office.definitions, at: office.now())
            }
            return TrendFiles.json(of: made, offset: office.offset)
        }
    }

    @Sendable private func ranked(_ request: HTTPRequest) -> HTTPResponse {
        answer(request, taking: ["index", "from", "to", "kind", "method"]) {
            fields, _ throws(AnalysisFault) in
            let asked = try decode(fields)
            var kind: Unit.Kind?
            if let name = fields.value("kind"), !name.isEmpty {
                guard let known = Unit.Kind(rawValue: name) else { throw .unknownKind(name) }
                kind = known
            }
            let query = RankQuery(
                index: asked.index, period: asked.period, kind: kind, method: asked.method)
            let made = try make { source throws(CompareFault) in
                try RankingBuilder.ranking(
                    query, from: source, definitions: office.definitions, at: office.now())
            }
            return RankingFiles.json(of: made, offset: office.offset)
        }
    }

    @Sendable private func drivers(_ request: HTTPRequest) -> HTTPResponse {
        answer(request, taking: Self.monthFields) { fields, units throws(AnalysisFault) in
            var asked = try decode(fields)
            if fields.value("index") == nil { asked.index = LeaderQuery.detailedIndex }
            let query = AnalysisQuery(
                index: asked.index, period: asked.period, units: units, method: asked.method)
            let made = try make { source throws(CompareFault) in
                try DriversBuilder.drivers(
                    query, from: source, definitions: office.definitions, at: office.now())
            }
            return DriversFiles.json(of: made, offset: office.offset)
        }
    }

    // MARK: Steps

    private func answer(
        _ request: HTTPRequest, taking known: [String],
        _ body: ([(name: String, value: String)], [String]) throws(AnalysisFault) -> JSON
    ) -> HTTPResponse {
        let fields = request.queryFields
        let units = fields.filter { $0.name == "unit" && !$0.value.isEmpty }.map(\.value)
        do throws(AnalysisFault) {
            try check(fields, known)
            return HTTPResponse(.json, try body(fields, units).text(indented: true))
        } catch {
            let message = error.message(office.site, language: "en")
            let body = JSON.object([("error", .string(message))]).text()
            return HTTPResponse(status: error.status, .json, body).retriedIfBusy
        }
    }

    private func check(
        _ fields: [(name: String, value: String)], _ known: [String]
    ) throws(AnalysisFault) {
        do throws(LeaderQuery.Fault) {
            try LeaderQuery.check(fields, known: known)
        } catch {
            throw .leader(.query(error))
        }
    }

    private func decode(
        _ fields: [(name: String, value: String)]
    ) throws(AnalysisFault) -> LeaderQuery {
        do throws(LeaderQuery.Fault) {
            return try LeaderQuery.decode(fields, today: office.now().day(at: office.offset))
        } catch {
            throw .leader(.query(error))
        }
    }

    private func make<Result>(
        _ body: (ReportSource) throws(CompareFault) -> Result
    ) throws(AnalysisFault) -> Result {
        try office.analysed(body)
    }
}

extension WebOffice {
    /// Reads the office and makes something of it; on a worker, never on the event thread.
    func analysed<Result>(
        _ body: (ReportSource) throws(CompareFault) -> Result
    ) throws(AnalysisFault) -> Result {
        guard case .success(let source) = reading() else { throw .leader(.unavailable) }
        do throws(CompareFault) {
            return try body(source)
        } catch {
            throw .compare(error)
        }
    }
}
