import Analytics
import Survey

/// Values made by hand: a province, a commune that is suppressed, two targets, three months.
enum Samples {
    static func day(_ text: String) -> CalendarDay { CalendarDay(text)! }

    static func period(_ from: String, _ to: String) -> Period {
        Period(from: day(from), to: day(to))!
    }

    static func unit(_ code: String, _ name: String, parent: String? = nil) -> Unit {
        Unit(
            code: code, name: name, kind: parent == nil ? .province : .commune, parent: parent,
            validFrom: nil, validTo: nil, successor: nil)
    }

    static func estimate(
        _ share: Double, _ lower: Double?, _ upper: Double?, interval: String? = "wilson"
    ) -> Estimate {
        Estimate(
            share: share, lower: lower, upper: upper, interval: interval, designEffect: nil,
            effectiveResponses: nil)
    }

    static let scope = Target.Scope(
        id: "tthc", title: LocalizedText(["vi": "Giải quyết TTHC"]), item: "overall", field: nil)

    static func target(_ id: String, _ threshold: Double, due: String) -> Target {
        Target(
            id: id, scope: scope, threshold: threshold, due: day(due), until: nil,
            title: LocalizedText(["vi": "Hài lòng về TTHC", "en": "Satisfied with procedures"]),
            source: Target.Source(
                plan: "kh", document: "KH 12", section: "II.2.a", quote: "từ 90 % trở lên"))
    }

    static let targets = [
        target("tthc-2025", 0.9, due: "2025-12-31"), target("tthc-2030", 0.95, due: "2030-12-31"),
    ]

    /// Met at 90 %; at 95 % not decided yet.
    static let province = UnitReport(
        unit: unit("P", "Tỉnh Khánh Hòa"), depth: 0, responses: 1_003, valid: 1_000,
        dossiers: 12_345, coverage: 1_003.0 / 12_345.0,
        estimate: Estimate(
            share: 0.92, lower: 0.901534, upper: 0.935252, interval: "wilson", designEffect: 1.25,
            effectiveResponses: 800),
        dimensions: [
            DimensionReport(
                id: "access", title: LocalizedText(["vi": "Tiếp cận"]),
                estimate: estimate(0.91, 0.9, 0.92), answers: 3_000)
        ],
        items: [
            ItemReport(
                id: "overall", text: LocalizedText(["vi": "Ông/bà hài lòng không?"]),
                counts: ItemSpread(
                    ItemCounts(
                        levels: [10, 20, 50, 420, 500], dontKnow: 2, notApplicable: 1,
                        missing: 0)),
                share: 0.92, mean: 4.38)
        ],
        targets: [
            TargetReport(
                target: targets[0], responses: 1_000, estimate: estimate(0.92, 0.901534, 0.935252),
                isPointMet: true, verdict: .met, needed: nil),
            TargetReport(
                target: targets[1], responses: 1_000, estimate: estimate(0.938, 0.921, 0.9512),
                isPointMet: false, verdict: .undecided, needed: 77),
        ],
        trend: [
            TrendPoint(
                period: period("2025-01-01", "2025-01-31"), responses: 600,
                estimate: estimate(0.8996, 0.873, 0.921)),
            TrendPoint(
                period: period("2025-02-01", "2025-02-28"), responses: 3, estimate: nil),
            TrendPoint(
                period: period("2025-03-01", "2025-03-31"), responses: 400,
                estimate: estimate(0.951, 0.925, 0.968)),
        ],
        isSuppressed: false, presentation: .show)

    /// Four valid ballots and, against the rule, every figure filled in: a document must not tell
    /// them. The counts are numbers that occur nowhere else.
    static let suppressed = UnitReport(
        unit: unit("X", "Xã Phước \"Dinh\", <b>&", parent: "P"), depth: 1, responses: 6, valid: 4,
        dossiers: nil, coverage: nil, estimate: estimate(0.7717, 0.3319, 0.9619),
        dimensions: [
            DimensionReport(
                id: "access", title: LocalizedText(["vi": "Tiếp cận"]),
                estimate: estimate(0.7718, 0.3318, 0.9618), answers: 7719)
        ],
        items: [
            ItemReport(
                id: "overall", text: LocalizedText(["vi": "Ông/bà hài lòng không?"]),
                counts: ItemSpread(
                    ItemCounts(
                        levels: [7721, 7722, 7723, 7724, 7725], dontKnow: 7726,
                        notApplicable: 7727, missing: 7728)), share: 0.7729, mean: 3.7731)
        ],
        targets: [
            TargetReport(
                target: targets[0], responses: 4, estimate: nil, isPointMet: false,
                verdict: .tooFew, needed: nil)
        ],
        trend: [
            TrendPoint(
                period: period("2025-01-01", "2025-01-31"), responses: 4,
                estimate: estimate(0.7734, 0.3316, 0.9616))
        ],
        isSuppressed: true, presentation: .hide)

    /// A row of which so many ballots came after the closing.
    static func late(_ count: Int) -> UnitReport {
        UnitReport(
            unit: unit("L", "Xã Mới"), depth: 0, responses: 9, valid: 9, late: count, dossiers: nil,
            coverage: nil, estimate: estimate(0.8, 0.5, 0.95), dimensions: [], items: [],
            targets: [], trend: [], isSuppressed: false, presentation: .show)
    }

    /// What must not be found in anything made from ``suppressed``.
    static let secrets = ["77", "331", "961", "96,1", "96.1", "33,1", "33.1"]

    /// The quarter's months, closed one after the other; each day begins at +07:00.
    static let closings = ["02-03T08:00:00", "03-04T08:00:00", "04-01T00:30:00"].enumerated()
        .map { number, time in
            Closing(
                month: CalendarMonth(year: 2025, month: number + 1)!,
                closedAt: Timestamp(rfc3339: "2025-\(time)+07:00")!,
                lastRow: Int64(number + 1) * 500)
        }

    static func report(
        units: [UnitReport] = [province, suppressed], isClosed: Bool = true,
        filter: ReportFilter = ReportFilter(), design: CountingDesign = .ballot,
        isSample: Bool = false
    ) -> Report {
        Report(
            index: Report.IndexReference(
                id: "overall", version: 2, method: "t2b.overallItem",
                title: LocalizedText(["vi": "Mức hài lòng chung", "en": "Overall satisfaction"])),
            period: period("2025-01-01", "2025-03-31"), level: 0.95,
            generatedAt: Timestamp(rfc3339: "2025-04-01T08:00:00+07:00")!,
            closings: isClosed ? closings : [], filter: filter, design: design,
            isSample: isSample, minimumBallots: 30, units: units)
    }
}
