import Foundation
import Statistics
import Testing

@Suite("The pages of the methods")
struct MethodPagesTests {
    static let pages = [
        "all45", "alpha", "before-after", "channels", "clopper-pearson", "control-chart", "design",
        "drivers", "funnel", "korn-graubard", "korn-graubard-cr3", "mean01", "mean5",
        "qd766", "ranking", "sample-size", "stratified", "suppression", "t2b-mean-of-factors",
        "t2b-overall-item", "t2b-pooled", "trend", "tt01",
        "wilson", "worst-case",
    ]

    /// Those whose examples are of another room: AnalyticsTests checks them.
    static let elsewhere = ["qd766", "suppression", "tt01", "worst-case"]

    static let folder = URL(fileURLWithPath: #filePath)
        .deletingLastPathComponent().deletingLastPathComponent().deletingLastPathComponent()
        .appendingPathComponent("analytics/methods")

    @Test("every page is listed here")
    func listed() throws {
        let found = try FileManager.default.contentsOfDirectory(atPath: Self.folder.path)
            .filter { $0.hasSuffix(".md") && $0 != "README.md" }.map { String($0.dropLast(3)) }
        #expect(found.sorted() == Self.pages)
    }

    @Test("a page is short and has every part", arguments: pages)
    func parts(page: String) throws {
        let lines = try lines(page)
        #expect(lines.count < 60 && lines[0].hasPrefix("# "))
        #expect(lines.contains { $0.hasPrefix("**Tóm tắt.** ") })
        for part in [
            "Question", "Formula", "Assumptions", "When it fails", "Worked example", "Source",
        ] {
            #expect(lines.contains("## " + part), "\(page) lacks \(part)")
        }
    }

    @Test(
        "the worked examples are what the code gives",
        arguments: pages.filter { !elsewhere.contains($0) })
    func examples(page: String) throws {
        var inside = false
        var count = 0
        for line in try lines(page) {
            if line.hasPrefix("```") {
                inside = line == "```example"
            } else if inside {
                let sides = line.components(separatedBy: " → ")
                let words = sides[0].components(separatedBy: " ")
                let made = try #require(
                    Example(name: words[0], arguments: Array(words.dropFirst())).values, "\(line)")
                // Ranks are printed best-worst; elsewhere a hyphen is a sign.
                let given = sides[1].split { $0 == " " || (words[0] == "ranks" && $0 == "-") }
                try #require(made.count >= given.count, "\(line)")
                for (text, value) in zip(given, made) {
                    #expect(matches(text, value), "\(line): \(made)")
                }
                count += 1
            }
        }
        #expect(count > 0)
    }

    private func lines(_ page: String) throws -> [String] {
        let file = Self.folder.appendingPathComponent(page + ".md")
        return try String(contentsOf: file, encoding: .utf8)
            .components(separatedBy: "\n").dropLast()
    }

    /// Whether a printed number is the value rounded to as many digits as are printed.
    private func matches(_ text: Substring, _ value: Double) -> Bool {
        let digits = text.contains(".") ? text.split(separator: ".")[1].count : 0
        guard let given = Double(text) else { return false }
        return abs(given - value) <= 0.5000001 * pow(10, -Double(digits))
    }
}

/// One line of a worked example: a name, its arguments, and what the code makes of them.
struct Example {
    let name: String
    let arguments: [String]

    /// The numbers in the order the page prints them; nil for a name without a meaning.
    var values: [Double]? {
        let numbers = arguments.compactMap(Double.init)
        switch name {
        case "wilson", "clopperPearson":
            let limits =
                name == "wilson"
                ? wilson(successes: numbers[0], trials: numbers[1], level: numbers[2])
                : clopperPearson(successes: numbers[0], trials: numbers[1], level: numbers[2])
            return [limits.lower, limits.upper]
        case "pooled", "xlogit", "unanimous", "cr3": return pooled
        case "stratified": return stratified
        case "factors": return factors
        case "mean5", "mean01": return mean
        case "design": return design
        case "further", "ballots", "chance", "needed": return planned
        case "difference", "fisher":
            let pair = (
                Count(successes: Int(numbers[0]), trials: Int(numbers[1])),
                Count(successes: Int(numbers[2]), trials: Int(numbers[3]))
            )
            if name == "fisher" { return [fisherExact(pair.0, pair.1)] }
            return ProportionDifference(from: pair.0, to: pair.1).map {
                [$0.difference, $0.newcombe.lower, $0.newcombe.upper, $0.z, $0.p]
            }
        case "mannKendall":
            let test = MannKendall(numbers)
            return [Double(test.score), test.z, test.p]
        case "theilSen":
            return TheilSen(numbers).map { [$0.slope, $0.interval.lower, $0.interval.upper] }
        case "armitage": return CochranArmitage(counts).map { [$0.chiSquared, $0.p] }
        case "spearman":
            let table = arguments.map { $0.split(separator: "/").compactMap { Int($0) } }
            return RankCorrelation(table).flatMap { made in
                made.interval.map { [made.rho, $0.lower, $0.upper, made.z] }
            }
        case "shift":
            let sides = arguments.map { $0.split(separator: "/").compactMap { Double($0) } }
            let parts = sides.map { side in side.map { $0 / side.reduce(0, +) } }
            return [zip(parts[0], parts[1]).reduce(0) { $0 + abs($1.0 - $1.1) / 2 }]
        case "chart", "funnel": return charted
        case "holm": return MultipleTests.holm.adjusted(numbers)
        case "bh": return MultipleTests.benjaminiHochberg.adjusted(numbers)
        case "ranks":
            let limits = arguments.map { $0.split(separator: "-").compactMap { Double($0) } }
            return rankIntervals(limits.map { Interval(lower: $0[0], upper: $0[1]) })
                .flatMap { [Double($0.best), Double($0.worst)] }
        case "simultaneous": return [simultaneousLevel(numbers[0], count: Int(numbers[1]))]
        case "alpha":
            let rows = arguments.map { $0.split(separator: ",").map { Double($0) } }
            return CronbachAlpha(rows).flatMap { made in
                made.standardized.map { [made.raw, $0] + made.withoutItem.compactMap(\.self) }
            }
        default: return nil
        }
    }

    private func fraction(_ text: some StringProtocol) -> Count {
        let parts = text.split(separator: "/").compactMap { Int($0) }
        return Count(successes: parts[0], trials: parts[1])
    }

    private var counts: [Count] { arguments.filter { $0.contains("/") }.map(fraction) }

    private var pooled: [Double]? {
        var sums = RatioSums()
        if name == "unanimous" {
            for _ in 0..<(Int(arguments[0]) ?? 0) {
                let answers = Int(arguments[1]) ?? 0
                sums.add(satisfied: answers, answers: answers)
            }
        }
        for count in counts { sums.add(satisfied: count.successes, answers: count.trials) }
        guard
            let made = sums.estimate(
                method: name == "xlogit"
                    ? .xlogit : name == "cr3" ? .kornGraubardCR3 : .kornGraubard),
            let error = made.standardError, let limits = made.interval
        else { return nil }
        if name == "unanimous" || name == "cr3" { return [made.share, limits.lower, limits.upper] }
        return [made.share, error, limits.lower, limits.upper, made.designEffect ?? .nan]
    }

    private var factors: [Double]? {
        let weights = arguments[0].split(separator: ",").compactMap { Double($0) }
        var sums = FactorSums(factors: weights.count)
        for ballot in arguments.dropFirst() {
            let counts = ballot.split(separator: ",").map(fraction)
            sums.add(numerators: counts.map(\.successes), denominators: counts.map(\.trials))
        }
        guard let made = sums.estimate(weights: weights), let limits = made.interval,
            let error = made.standardError
        else { return nil }
        return [made.share, error, limits.lower, limits.upper]
    }

    /// Ballots by their levels; every item is a dimension of its own.
    private var mean: [Double]? {
        let weights = arguments[0].split(separator: ",").compactMap { Double($0) }
        var sums = FactorSums(factors: weights.count)
        for ballot in arguments.dropFirst() {
            let levels = ballot.split(separator: ",").map { Int($0) }
            sums.add(
                numerators: levels.map { $0.map { $0 - 1 } ?? 0 },
                denominators: levels.map { $0 == nil ? 0 : 4 })
        }
        guard let made = sums.estimate(weights: weights), let limits = made.interval else {
            return nil
        }
        return [made.share, limits.lower, limits.upper].map {
            name == "mean5" ? (1 + 4 * $0) / 5 : $0
        }
    }

    /// Dossiers, ballots and satisfied ones of each stratum.
    private var stratified: [Double]? {
        let strata = arguments.map { text in
            let numbers = text.split(separator: ":").compactMap { Int($0) }
            let (all, ballots, good) = (Double(numbers[0]), numbers[1], numbers[2])
            return StratifiedSums.Stratum(
                sums: RatioSums(
                    ballots: ballots, satisfied: good, answers: ballots, satisfiedSquared: good,
                    satisfiedByAnswers: good, answersSquared: ballots),
                clusters: ballots, weight: all / Double(ballots),
                unsampled: 1 - Double(ballots) / all)
        }
        return StratifiedSums(strata).estimate().flatMap { made in
            made.standardError.map { [made.share, $0, Double(made.degreesOfFreedom)] }
        }
    }

    private var design: [Double]? {
        let rows = arguments.map { $0.split(separator: ":").compactMap { Int($0) } }
        guard
            let design = try? SurveyDesign(
                rows: rows.count, strata: rows.map { $0[0] }, clusters: rows.map { $0[1] },
                weights: rows.map { Double($0[2]) }),
            let made = design.share(satisfied: rows.map { $0[3] }, answers: rows.map { _ in 1 }),
            let error = made.standardError
        else { return nil }
        return [made.share, error, Double(made.degreesOfFreedom)]
    }

    private var planned: [Double]? {
        let numbers = arguments.map { Double($0) ?? .nan }
        switch name {
        case "further":
            return furtherTrialsToDecide(
                successes: Int(numbers[0]), trials: Int(numbers[1]), threshold: numbers[2],
                level: numbers[3]
            ).map { [Double($0)] }
        case "ballots":
            return ballotsToShow(threshold: numbers[0], share: numbers[1]).map { [Double($0)] }
        case "chance":
            return [
                chanceToShow(threshold: numbers[0], share: numbers[1], trials: Int(numbers[2]))
            ]
        default:
            return [
                answersNeeded(
                    margin: numbers[0], share: numbers[1],
                    population: numbers[2].isNaN ? nil : numbers[2], designEffect: numbers[3])
            ]
        }
    }

    private var charted: [Double]? {
        if name == "funnel" {
            return Funnel(counts).flatMap { funnel in
                funnel.z(counts[0]).map {
                    [funnel.pooled, funnel.overdispersion, $0, funnel.p(counts[0])]
                }
            }
        }
        guard let chart = ControlChart(counts, baseline: Int(arguments[0]) ?? 1),
            let last = chart.points.last, let z = last.z, let sigma = chart.sigmaZ
        else { return nil }
        return [chart.centre, sigma, z, last.cusumLow, last.ewma]
    }
}
