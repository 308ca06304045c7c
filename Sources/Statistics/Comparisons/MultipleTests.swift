/// How p values of several tests are raised so that many tests do not find something by chance.
public enum MultipleTests: Sendable, CaseIterable {
    /// Holm's step-down: the chance of any false finding stays under the level; no assumption.
    case holm
    /// Benjamini–Hochberg: the expected share of false findings among all; independent or
    /// positively dependent tests.
    case benjaminiHochberg
    /// Benjamini–Yekutieli: the same under any dependence, at the price of power.
    case benjaminiYekutieli

    /// The adjusted p values, in the order given.
    ///
    /// - Parameter p: p values of all tests made, 0...1; leaving some out makes the rest wrong
    /// - Returns: as many, each ≥ its p and ≤ 1
    /// - Source: S. Holm, Scandinavian Journal of Statistics 6 (1979) 65–70; Y. Benjamini & Y.
    ///   Hochberg, JRSS B 57 (1995) 289–300; Y. Benjamini & D. Yekutieli, Annals of Statistics 29
    ///   (2001) 1165–1188; R's `p.adjust`; analytics/methods/funnel.md
    public func adjusted(_ p: [Double]) -> [Double] {
        precondition(p.allSatisfy { $0 >= 0 && $0 <= 1 }, "a p value lies in 0...1")
        let order = p.indices.sorted { p[$0] < p[$1] }
        let count = Double(p.count)
        var result = p
        switch self {
        case .holm:
            var largest = 0.0
            for (place, index) in order.enumerated() {
                largest = max(largest, min(1, (count - Double(place)) * p[index]))
                result[index] = largest
            }
        case .benjaminiHochberg, .benjaminiYekutieli:
            let harmonic = (1...max(1, p.count)).reduce(0) { $0 + 1 / Double($1) }
            let factor = self == .benjaminiYekutieli ? harmonic : 1
            var smallest = 1.0
            for (place, index) in order.enumerated().reversed() {
                smallest = min(smallest, factor * count / Double(place + 1) * p[index])
                result[index] = smallest
            }
        }
        return result
    }
}
