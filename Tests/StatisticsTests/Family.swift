import Statistics
import Testing

/// A family of keys of the `expected_*.csv`, with our value for each of its keys.
enum Family: String, CaseIterable {
    case bin, edge, svy, kish, svyby, svyby2, diff, glm, svychisq, quant, scale, alpha, ps, rk, jkn
    case spc, mk, sen, trendglm
    case cochranArmitage = "cochran_armitage"
    case funnel
    case sampleSize = "n_needed"
    case pooled
    case seasonal = "py"

    /// Keys that are left out, by their last parts or whole, and why.
    static let leftOut: [(matches: @Sendable (String) -> Bool, reason: String)] = [
        ({ $0 == "version.survey" }, "names the program, not a statistic"),
        (
            { $0.contains(".likelihood.") },
            "limits by a fitted model's scaled deviance; nobody asks for them"
        ),
        (
            { $0.hasPrefix("svyby.T1.logit.") },
            "a unit at 100 %: R's logit limits are both 1; ours are Clopper–Pearson's, by name"
        ),
        (
            { $0.hasPrefix("quant.hf") },
            "interpolating rules for continuous values; scores are five whole numbers"
        ),
        (
            { $0.hasPrefix("py.mk_hamed_rao.") },
            "a variance for series with memory, by one package's own choice of lags"
        ),
    ]
    static let files = ["expected_r.csv", "expected_pooled.csv", "expected_py.csv"]

    /// Our value of every key of every family.
    static let all = Result {
        let sample = try Sample()
        return try allCases.reduce(into: [String: Double]()) { values, family in
            values.merge(try family.values(sample)) { $1 }
        }
    }

    /// 1e-9, as the reference promises; but R's glm keeps the errors of the step before its last,
    /// up to 4e-6 off (shown by logistic.py).
    static func tolerance(_ key: String) -> Double {
        key.hasPrefix("trendglm.") && key.hasSuffix(".se") ? 5e-6 : 1e-9
    }

    func values(_ sample: Sample) throws -> [String: Double] {
        switch self {
        case .bin: binValues(sample)
        case .edge: try edgeValues()
        case .svy: try svyValues(sample)
        case .kish: try kishValues(sample)
        case .svyby: try unitValues(sample)
        case .svyby2: try stratumPeriodValues(sample)
        case .diff: try differenceValues(sample)
        case .glm: try oddsValues(sample)
        case .svychisq: try independenceValues(sample)
        case .quant: try quantileValues(sample)
        case .scale: try scaleValues(sample)
        case .alpha: try alphaValues(sample)
        case .ps: try postStratifiedValues(sample)
        case .rk: try rakedValues(sample)
        case .jkn: try jackknifeValues(sample)
        case .spc: try chartValues()
        case .mk, .sen: try trendValues()
        case .trendglm, .cochranArmitage: try shareTrendValues()
        case .funnel: try funnelValues(sample)
        case .sampleSize: sampleSizeValues()
        case .pooled: try pooledValues(sample)
        case .seasonal: try seasonalValues()
        }
    }
}

@Suite("Every number of the reference")
struct ReferenceTests {
    /// A p value that Python takes from 1 − Φ keeps sixteen absolute digits.
    private func isMatched(_ key: String, _ ours: Double, _ theirs: Double) -> Bool {
        agrees(ours, theirs, within: Family.tolerance(key))
            || key.hasSuffix(".p") && abs(ours - theirs) < 1e-15
    }

    @Test(
        "each key with a number is matched by name or left out with a reason",
        arguments: Family.files)
    func everyKey(file: String) throws {
        let ours = try Family.all.get()
        var matched = 0
        var reasons: [String: Int] = [:]
        for (key, theirs) in try Reference.values(file).sorted(by: { $0.key < $1.key }) {
            if let left = Family.leftOut.first(where: { $0.matches(key) }) {
                reasons[left.reason, default: 0] += 1
                #expect(ours[key] == nil, "\(key) is left out and computed")
                continue
            }
            guard let value = ours[key] else {
                Issue.record("\(key) is neither computed nor left out with a reason")
                continue
            }
            matched += 1
            #expect(isMatched(key, value, theirs), "\(key): \(value), theirs \(theirs)")
        }
        print("\(file): \(matched) keys matched, \(reasons.values.reduce(0, +)) left out")
        for (reason, count) in reasons.sorted(by: { $0.key < $1.key }) {
            print("  \(count) left out: \(reason)")
        }
        #expect(matched >= (file == "expected_pooled.csv" ? 176 : 500))
    }

    @Test("each family has keys in the files", arguments: Family.allCases)
    func families(_ family: Family) throws {
        let keys = try Family.files.flatMap { try Reference.values($0).keys }
        #expect(keys.contains { $0.hasPrefix(family.rawValue + ".") })
    }
}
