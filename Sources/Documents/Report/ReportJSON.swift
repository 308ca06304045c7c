public import Analytics
public import Survey

/// A report as JSON, schema `hailong.report/1`: names, nesting and nulls are public.
///
/// Shares are unrounded doubles. In a suppressed row every figure that tells what was answered
/// (shares, limits, means, counts by level, `pointMet`, `needed`) is withheld whatever the report
/// holds; how many answered is told unless the row is withheld from the report's audience.
public enum ReportJSON {
    public static let schema = "hailong.report/1"

    /// - Parameters:
    ///   - report: the report
    ///   - offset: the offset at which moments are written
    public static func value(of report: Report, offset: DayOffset = .vietNam) -> JSON {
        var members: [(String, JSON)] = [
            ("schema", .string(schema)),
            (
                "index",
                .object([
                    ("id", .string(report.index.id)),
                    ("version", .integer(report.index.version)),
                    ("method", .string(report.index.method)),
                    ("methodVersion", .integer(report.method?.version)),
                ])
            ),
            ("period", .object(AnalysisJSON.days(of: report.period))),
            ("level", .number(report.level)),
            ("generatedAt", .string(report.generatedAt.rfc3339(at: offset))),
            ("closed", .bool(report.isClosed)),
            ("closings", .array(report.closings.map { closing($0, offset) })),
        ]
        if report.design != .ballot {
            members.append(("design", .string(report.design.rawValue)))
        }
        if report.sampling.isStratified {
            members.append(
                (
                    "sampling",
                    .object([
                        ("strata", .string(report.sampling.strata.rawValue)),
                        ("clusters", .string(report.design.rawValue)),
                        ("weights", .string(report.sampling.weights.rawValue)),
                    ])
                ))
        }
        if !report.filter.isEmpty { members.append(("filter", filter(report.filter))) }
        if report.isSample { members.append(("sample", .bool(true))) }
        if !report.altered.isEmpty {
            members.append(("altered", .array(report.altered.map { .string($0) })))
        }
        let isOpen = report.audience == .machine
        if !isOpen { members.append(("audience", .string(report.audience.rawValue))) }
        members.append(("units", .array(report.units.map { unit($0, saysWithheld: !isOpen) })))
        return .object(members)
    }

    /// What was asked for alone; the hours as `[first, one past the last]`.
    private static func filter(_ filter: ReportFilter) -> JSON {
        var members: [(String, JSON)] = []
        for (name, codes) in [
            ("place", filter.places), ("channel", filter.channels.map(\.rawValue)),
            ("procedure", filter.procedures), ("field", filter.fields),
            ("outcome", filter.outcomes.map(\.rawValue)),
        ] where !codes.isEmpty {
            members.append((name, .array(codes.map { .string($0) })))
        }
        if let hours = filter.hours {
            members.append(
                ("hours", .array([.integer(hours.lowerBound), .integer(hours.upperBound)])))
        }
        return .object(members)
    }

    /// Rows are numbered from 1 without a gap, so the last one says how many answers there were:
    /// the first so many lines of an export.
    private static func closing(_ closing: Closing, _ offset: DayOffset) -> JSON {
        var members: [(String, JSON)] = [
            ("month", .string(closing.month.description)),
            ("closedAt", .string(closing.closedAt.rfc3339(at: offset))),
            ("stored", .integer(Int(closing.lastRow))),
        ]
        if !closing.changedSince.isEmpty {
            let parts = closing.changedSince.map { JSON.string($0.rawValue) }
            members.append(("changedSince", .array(parts)))
        }
        return .object(members)
    }

    private static func unit(_ row: UnitReport, saysWithheld: Bool) -> JSON {
        let isOpen = !row.isSuppressed
        let estimate = isOpen ? row.estimate : nil
        let counts = row.withheld == nil
        return .object(
            [
                ("unit", .string(row.unit.code)),
                ("name", .string(row.unit.name)),
                ("responses", .integer(counts ? row.responses : nil)),
                ("valid", .integer(counts ? row.valid : nil)),
                ("late", .integer(counts ? row.late : nil)),
                ("dossiers", .integer(row.dossiers)),
                ("coverage", .number(row.coverage)),
            ] + AnalysisJSON.limits(of: estimate) + [
                ("interval", .string(estimate?.interval)),
                ("designEffect", .number(estimate?.designEffect)),
                ("effectiveResponses", .number(estimate?.effectiveResponses)),
                ("dimensions", .array(row.dimensions.map { dimension($0, isOpen: isOpen) })),
                ("items", .array(row.items.map { item($0, isOpen: isOpen) })),
                ("targets", .array(row.targets.map(target))),
                ("trend", .array(row.trend.map { point($0, isOpen: isOpen) })),
                ("suppressed", .bool(row.isSuppressed)),
                ("presentation", .string(row.presentation.rawValue)),
                ("figures", .array(row.figures.map { figure($0, isOpen: isOpen) })),
                ("points", isOpen ? row.points.map(points) ?? .null : .null),
                ("worstCase", isOpen ? row.worstCase.map(worstCase) ?? .null : .null),
            ] + (saysWithheld ? [("withheld", .string(row.withheld?.rawValue))] : [])
                + (isOpen ? row.sampling.map { [("sampling", sampling($0))] } ?? [] : []))
    }

    /// How a row was estimated where the index keeps strata apart.
    private static func sampling(_ row: SamplingReport) -> JSON {
        .object([
            ("strata", .integer(row.strata)),
            ("clusters", .integer(row.clusters)),
            ("degreesOfFreedom", .integer(row.degreesOfFreedom)),
            ("weighted", .bool(row.isWeighted)),
            ("unweighted", .string(row.unweighted?.rawValue)),
            ("unweightedStrata", .array(row.unweightedStrata.map { .string($0) })),
            ("represented", .number(row.represented)),
            ("finitePopulation", .bool(row.hasFinitePopulation)),
        ])
    }

    /// A figure under its own name; one made from ballots is withheld with its row.
    private static func figure(_ figure: IndexFigure, isOpen: Bool) -> JSON {
        let isTold = isOpen || figure.basis != .ballots
        return .object([
            ("id", .string(figure.id)),
            ("name", .string(figure.title.text(in: "vi"))),
            ("unit", .string(figure.unit.rawValue)),
            ("basis", .string(figure.basis.rawValue)),
            ("numerator", .number(isTold ? figure.numerator : nil)),
            ("denominator", .number(isTold ? figure.denominator : nil)),
            ("value", .number(isTold ? figure.value : nil)),
            ("most", .number(figure.most)),
        ])
    }

    private static func points(_ total: PointTotal) -> JSON {
        .object([
            ("points", .number(total.points)), ("possible", .number(total.possible)),
            ("most", .number(total.most)), ("class", .string(total.classification?.id)),
        ])
    }

    private static func worstCase(_ worst: WorstCase) -> JSON {
        .object([
            ("lower", .number(worst.lower)), ("upper", .number(worst.upper)),
            ("basis", .string(worst.basis.rawValue)),
        ])
    }

    private static func dimension(_ dimension: DimensionReport, isOpen: Bool) -> JSON {
        .object(
            [("id", .string(dimension.id))]
                + AnalysisJSON.limits(of: isOpen ? dimension.estimate : nil)
                + [("answers", .integer(isOpen ? dimension.answers : nil))])
    }

    private static func item(_ item: ItemReport, isOpen: Bool) -> JSON {
        let counts = isOpen ? item.counts : nil
        var members: [(String, JSON)] = (1...5).map { level in
            (String(level), .integer(counts?.levels[level - 1]))
        }
        members.append(("dk", .integer(counts?.dontKnow)))
        members.append(("na", .integer(counts?.notApplicable)))
        members.append(("missing", .integer(counts?.missing)))
        return .object([
            ("id", .string(item.id)),
            ("counts", .object(members)),
            ("share", .number(isOpen ? item.share : nil)),
            ("mean", .number(isOpen ? item.mean : nil)),
        ])
    }

    /// A target has a scope of its own: it is withheld where that has under five answers, whatever
    /// the row has.
    private static func target(_ row: TargetReport) -> JSON {
        // Without an estimate there are under five answers: the plain comparison would tell them.
        let estimate = row.estimate
        return .object(
            [
                ("id", .string(row.target.id)),
                ("scope", .string(row.target.scope.id)),
                ("threshold", .number(row.target.threshold)),
                ("due", .string(row.target.due.description)),
                ("responses", .integer(row.isWithheld ? nil : row.responses)),
            ] + AnalysisJSON.limits(of: estimate) + [
                // Withheld from this audience: it may well have ballots enough.
                ("pointMet", row.isWithheld ? .null : .bool(estimate != nil && row.isPointMet)),
                ("verdict", row.isWithheld ? .null : .string(row.verdict.rawValue)),
                ("needed", .integer(estimate == nil ? nil : row.needed)),
            ])
    }

    private static func point(_ point: TrendPoint, isOpen: Bool) -> JSON {
        .object(
            AnalysisJSON.days(of: point.period) + [
                ("responses", .integer(point.isWithheld ? nil : point.responses))
            ]
                + AnalysisJSON.limits(of: isOpen ? point.estimate : nil))
    }
}
