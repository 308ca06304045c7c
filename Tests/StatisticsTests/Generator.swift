import Testing

/// Random numbers that are the same on every machine, so that a failing case can be found again.
///
/// - Source: SplitMix64, G. L. Steele, D. Lea & C. H. Flood, OOPSLA 2014
struct Generator: RandomNumberGenerator {
    private var state: UInt64

    init(seed: UInt64) { state = seed }

    mutating func next() -> UInt64 {
        state &+= 0x9E37_79B9_7F4A_7C15
        var z = state
        z = (z ^ (z >> 30)) &* 0xBF58_476D_1CE4_E5B9
        z = (z ^ (z >> 27)) &* 0x94D0_49BB_1331_11EB
        return z ^ (z >> 31)
    }

    /// A share spread evenly over 0..<1.
    mutating func share() -> Double { Double(next() >> 11) * 0x1p-53 }

    /// A sample with strata, clusters, weights and one to four answers a row.
    mutating func sample(rows: Int) -> RandomSample {
        var sample = RandomSample()
        for _ in 0..<rows {
            sample.strata.append(Int.random(in: 0..<3, using: &self))
            sample.clusters.append(Int.random(in: 0..<6, using: &self))
            sample.weights.append(0.1 + 20 * share())
            let answers = Int.random(in: 0...4, using: &self)
            sample.answers.append(answers)
            sample.satisfied.append(Int.random(in: 0...answers, using: &self))
        }
        return sample
    }
}

/// Columns of a made-up sample.
struct RandomSample {
    var strata: [Int] = []
    var clusters: [Int] = []
    var weights: [Double] = []
    var satisfied: [Int] = []
    var answers: [Int] = []
}

/// Records a failure; a hundred times quicker than an expectation that holds, which tells over
/// many thousand cases.
func holds(
    _ claim: Bool, _ what: @autoclosure () -> String = "",
    at location: SourceLocation = #_sourceLocation
) {
    if !claim { Issue.record("\(what())", sourceLocation: location) }
}
