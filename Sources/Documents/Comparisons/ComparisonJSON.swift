public import Analytics
public import Survey

/// A comparison as JSON, schema `hailong.compare/1`: names, nesting and nulls are public.
///
/// Shares and differences are unrounded doubles. A side with under five ballots withholds its share
/// and everything made from it; how many answered is always told.
public enum ComparisonJSON {
    public static let schema = "hailong.compare/1"

    /// - Parameter offset: the offset at which moments are written
    public static func value(of comparison: Comparison, offset: DayOffset = .vietNam) -> JSON {
        var members: [(String, JSON)] = [
            ("schema", .string(schema)),
            ("index", AnalysisJSON.index(comparison.index)),
            ("before", period(comparison.before, isClosed: comparison.isBeforeClosed)),
            ("after", period(comparison.after, isClosed: comparison.isAfterClosed)),
            ("baseline", comparison.baseline.map(baseline) ?? .null),
            ("level", .number(comparison.level)),
            ("minimumBallots", .integer(comparison.minimumBallots)),
            ("generatedAt", .string(comparison.generatedAt.rfc3339(at: offset))),
        ]
        if comparison.isSample { members.append(("sample", .bool(true))) }
        members.append(("units", .array(comparison.units.map(unit))))
        return .object(members)
    }

    private static func period(_ period: Period, isClosed: Bool) -> JSON {
        .object(AnalysisJSON.days(of: period) + [("closed", .bool(isClosed))])
    }

    private static func baseline(_ baseline: Baseline) -> JSON {
        .object([
            ("id", .string(baseline.id)),
            ("frozen", .string(baseline.frozen.description)),
            ("document", .string(baseline.source.document)),
            ("section", .string(baseline.source.section)),
        ])
    }

    private static func unit(_ row: UnitComparison) -> JSON {
        .object(
            [
                ("unit", .string(row.unit.code)),
                ("name", .string(row.unit.name)),
                ("before", side(row.before)),
                ("after", side(row.after)),
            ] + change(row.change) + [
                ("verdict", .string(row.verdict.rawValue)),
                ("items", .array(row.items.map { .string($0) })),
                ("itemsLeftOut", .array(row.itemsLeftOut.map { .string($0) })),
                ("mixShift", .number(row.mixShift)),
                ("warnings", .array(row.warnings.map { .string($0.rawValue) })),
                ("standardised", row.standardised.map(standardised) ?? .null),
                ("channels", .array(row.channels.map(channel))),
                ("suppressed", .bool(row.isSuppressed)),
            ])
    }

    private static func side(_ side: ComparedSide) -> JSON {
        .object(
            [
                ("responses", .integer(side.responses)),
                ("valid", .integer(side.valid)),
                ("ballots", .integer(side.ballots)),
                ("months", .integer(side.months)),
                ("monthsWithBallots", .integer(side.monthsWithBallots)),
            ] + AnalysisJSON.limits(of: side.estimate) + [
                ("interval", .string(side.estimate?.interval)),
                (
                    "forms",
                    .array(
                        side.forms.map {
                            .object([
                                ("form", .string($0.form)), ("version", .integer($0.version)),
                                ("responses", .integer($0.responses)),
                            ])
                        })
                ),
            ])
    }

    private static func change(_ change: Change?) -> [(String, JSON)] {
        [
            ("difference", .number(change?.difference)), ("lower", .number(change?.lower)),
            ("upper", .number(change?.upper)), ("interval", .string(change?.interval)),
            ("z", .number(change?.z)), ("p", .number(change?.p)),
        ]
    }

    private static func standardised(_ made: StandardisedChange) -> JSON {
        .object(
            [
                ("channels", .array(made.channels.map { .string($0.rawValue) })),
                ("covered", .number(made.covered)),
                ("before", .number(made.before)),
                ("after", .number(made.after)),
            ] + change(made.change) + [("verdict", .string(made.verdict.rawValue))])
    }

    private static func channel(_ row: ChannelComparison) -> JSON {
        func side(_ side: ChannelComparison.Side) -> JSON {
            .object(
                [
                    ("responses", .integer(side.responses)), ("ballots", .integer(side.ballots)),
                    ("mix", .number(side.mix)),
                ] + AnalysisJSON.limits(of: side.estimate))
        }
        let test = row.versusRest
        return .object([
            ("channel", .string(row.channel?.rawValue)),
            ("before", side(row.before)),
            ("after", side(row.after)),
            (
                "versusRest",
                test.map {
                    .object(change($0) + [("adjustedP", .number(row.adjustedP))])
                } ?? .null
            ),
        ])
    }
}
