import Statistics
import Testing

/// A family of keys of expected_r.csv, with our value for each of its keys.
enum Family: String, CaseIterable {
    case bin, edge, svy, kish, svyby, svyby2, diff, glm, svychisq, quant, scale, alpha, ps, rk, jkn
    case spc, mk, sen, trendglm
    case cochranArmitage = "cochran_armitage"
    case funnel
    case sampleSize = "n_needed"

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
    ]

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
        }
    }
}

@Suite("Every number of the reference")
struct ReferenceTests {
    @Test("a family has R's value for each of its keys", arguments: Family.allCases)
    func family(_ family: Family) throws {
        let expected = try Reference.values("expected_r.csv").filter { key, _ in
            key.hasPrefix(family.rawValue + ".")
        }
        let ours = try family.values(Sample()).filter { $0.key.hasPrefix(family.rawValue + ".") }
        #expect(!expected.isEmpty)
        for (key, theirs) in expected.sorted(by: { $0.key < $1.key }) {
            if Family.leftOut.contains(where: { $0.matches(key) }) { continue }
            guard let value = ours[key] else {
                Issue.record("\(key) is neither computed nor left out with a reason")
                continue
            }
            #expect(
                agrees(value, theirs, within: Family.tolerance(key)),
                "\(key): \(value), R \(theirs)")
        }
    }

    @Test("no family of keys is forgotten")
    func complete() throws {
        let known = Family.allCases.map(\.rawValue)
        for key in try Reference.values("expected_r.csv").keys {
            let stem = String(key.prefix { $0 != "." })
            #expect(
                known.contains(stem) || Family.leftOut.contains { $0.matches(key) },
                "\(key) belongs to no family")
        }
    }

    @Test("nothing is left out that we compute", arguments: Family.allCases)
    func leftOutIsNotComputed(_ family: Family) throws {
        for key in try family.values(Sample()).keys {
            #expect(!Family.leftOut.contains { $0.matches(key) }, "\(key)")
        }
    }
}
