internal import Analytics
internal import Survey

/// Parts that the files of reports, comparisons, trends, rankings and drivers write alike.
enum AnalysisJSON {
    /// A file of figures of one period.
    ///
    /// - Parameters:
    ///   - offset: the offset at which moments are written
    ///   - rules: what stands behind the level
    ///   - figures: of all rows together
    ///   - rows: lists of rows by their names
    static func file(
        _ schema: String, of head: AnalysisHead, offset: DayOffset, rules: [(String, JSON)] = [],
        figures: [(String, JSON)] = [], rows: [(String, JSON)]
    ) -> JSON {
        var members: [(String, JSON)] = [
            ("schema", .string(schema)), ("index", index(head.index)),
            ("period", .object(days(of: head.period))), ("level", .number(head.level)),
        ]
        members += rules
        members.append(("generatedAt", .string(head.generatedAt.rfc3339(at: offset))))
        members.append(("closed", .bool(head.isClosed)))
        members += figures
        if head.isSample { members.append(("sample", .bool(true))) }
        return .object(members + rows)
    }

    static func index(_ index: Report.IndexReference) -> JSON {
        .object([
            ("id", .string(index.id)), ("version", .integer(index.version)),
            ("method", .string(index.method)),
        ])
    }

    static func days(of period: Period) -> [(String, JSON)] {
        [
            ("from", .string(period.from.description)), ("to", .string(period.to.description)),
        ]
    }

    static func limits(of estimate: Estimate?) -> [(String, JSON)] {
        [
            ("share", .number(estimate?.share)), ("lower", .number(estimate?.lower)),
            ("upper", .number(estimate?.upper)),
        ]
    }
}
