internal import Analytics
internal import Documents
internal import Storage
internal import Survey
internal import Web

/// Makes the file of a report to print and to send: gathers what the leader's page gathers.
struct ReportDocument {
    let reporter: Reporter
    let content: Content
    let query: ReportQuery
    let report: Report

    /// - Returns: the whole file
    func html(in say: Language) throws(Failure) -> [UInt8] {
        let site = try content.site(isSample: report.isSample, contactDays: 0, in: say)
        let assets = content.assets
        do throws(ReporterFault) {
            return LeaderDocument(
                site: site,
                style: ["hailong.css", "tables.css"].flatMap { assets[$0] ?? [] },
                language: say == .vi ? "vi" : "en", offset: OpenOffice.offset,
                indices: content.definitions.indices, report: report,
                wholeMonths: try wholeMonths(), closeLooks: try closeLooks(),
                ranking: try ranking(), methodPages: content.methodPages
            ).html.bytes
        } catch {
            throw error.failure(in: say)
        }
    }

    /// Dossiers are counted by the month: the same report for the whole months of the period.
    private func wholeMonths() throws(ReporterFault) -> Report? {
        guard let period = query.period.wholeMonths, period != query.period else { return nil }
        var whole = query
        whole.period = period
        return try reporter.report(whole, at: report.generatedAt)
    }

    /// The units that were asked for by name, else the topmost.
    private var units: [String] {
        let codes = report.units.map(\.unit.code)
        return query.units.isEmpty
            ? Array(codes.prefix(1)) : Array(codes.prefix(LeaderDocument.closeLooksMax))
    }

    private func closeLooks() throws(ReporterFault) -> [LeaderDocument.CloseLook] {
        let source = try reading()
        var looks: [LeaderDocument.CloseLook] = []
        for unit in units {
            looks.append(
                LeaderDocument.CloseLook(
                    unit: unit, details: try details(of: unit), change: change(of: unit, source)))
        }
        return looks
    }

    private func reading() throws(ReporterFault) -> ReportSource {
        do throws(StorageError) {
            return try reporter.reading()
        } catch {
            throw .storage(error)
        }
    }

    /// The unit by an index with several items, from the same ballots.
    private func details(of unit: String) throws(ReporterFault) -> Report? {
        guard content.definitions.index(LeaderQuery.detailedIndex) != nil else { return nil }
        var detailed = query
        detailed.index = LeaderQuery.detailedIndex
        detailed.method = nil
        detailed.units = [unit]
        do throws(ReporterFault) {
            return try reporter.report(detailed, at: report.generatedAt)
        } catch {
            // An index that was no rule in the period says nothing of what to mend.
            if case .report = error { return nil }
            throw error
        }
    }

    /// Comparisons know every ballot, and no audience but the office's: beside other figures, or
    /// before the public, they would mislead or tell too much.
    private var isCompared: Bool { query.filter.isEmpty && query.audience != .everybody }

    /// Of the units right below the topmost, where all are in the report.
    private func ranking() throws(ReporterFault) -> LeaderRanking? {
        guard isCompared, query.units.isEmpty else { return nil }
        let asked = LeaderQuery(index: query.index, period: query.period, method: query.method)
        return LeaderRanking(
            asked, report, from: try reading(), definitions: content.definitions,
            at: report.generatedAt)
    }

    /// By the index's own method alone.
    private func change(of unit: String, _ source: ReportSource) -> LeaderComparison? {
        guard isCompared, query.method == nil else { return nil }
        let asked = LeaderQuery(index: query.index, period: query.period, unit: unit)
        return LeaderComparison(
            asked, report, from: source, definitions: content.definitions,
            at: report.generatedAt)
    }
}
