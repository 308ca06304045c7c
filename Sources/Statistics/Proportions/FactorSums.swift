/// An index that is the weighted mean of several ratios of one set of ballots: the mean of factors,
/// of item means.
///
/// The factors are answered by the same people, so their errors hang together; the sums keep every
/// pair of them. Whole numbers only, so neither the order of the ballots nor the number of threads
/// changes a digit. With one factor it is ``RatioSums``.
/// - Source: linearised variance of a function of totals, K. M. Wolter, Introduction to Variance
///   Estimation (2007) ch. 6; analytics/methods/t2b-mean-of-factors.md
public struct FactorSums: Sendable, Equatable {
    /// Ballots with at least one answer to any factor (count).
    public private(set) var ballots = 0
    /// Σ of each factor's numerator.
    public private(set) var numerators: [Int]
    /// Σ of each factor's denominator.
    public private(set) var denominators: [Int]
    /// Σ over ballots of numerator d × numerator e, row by row; and the two mixed kinds.
    private var squares: [Int]
    private var mixed: [Int]
    private var sizes: [Int]

    /// No ballots.
    ///
    /// - Parameter factors: how many, ≥ 1; each ballot costs three times their square
    public init(factors: Int) {
        precondition(factors >= 1, "a mean needs a factor")
        numerators = [Int](repeating: 0, count: factors)
        denominators = numerators
        squares = [Int](repeating: 0, count: factors * factors)
        mixed = squares
        sizes = squares
    }

    /// Sums that a scan has taken itself.
    ///
    /// - Parameters:
    ///   - ballots: ballots with an answer to any factor (count)
    ///   - numerators: Σ of each factor's numerator
    ///   - denominators: Σ of each factor's denominator
    ///   - squares: Σ numerator d × numerator e, row by row, factors² values
    ///   - mixed: Σ numerator d × denominator e
    ///   - sizes: Σ denominator d × denominator e
    public init(
        ballots: Int, numerators: [Int], denominators: [Int], squares: [Int], mixed: [Int],
        sizes: [Int]
    ) {
        let pairs = numerators.count * numerators.count
        precondition(
            !numerators.isEmpty && denominators.count == numerators.count
                && squares.count == pairs && mixed.count == pairs && sizes.count == pairs
                && ballots >= 0,
            "one value a factor, and one a pair of them")
        self.ballots = ballots
        self.numerators = numerators
        self.denominators = denominators
        self.squares = squares
        self.mixed = mixed
        self.sizes = sizes
    }

    /// One factor: what ``RatioSums`` holds.
    public init(_ sums: RatioSums) {
        self.init(
            ballots: sums.ballots, numerators: [sums.satisfied], denominators: [sums.answers],
            squares: [sums.satisfiedSquared], mixed: [sums.satisfiedByAnswers],
            sizes: [sums.answersSquared])
    }

    /// Σ and Σ² over ballots of z = Σ scale × (numerator − ratio × denominator).
    ///
    /// - Parameters:
    ///   - ratios: one a factor, near its own ratio: what is far from it cancels digits
    ///   - scales: one a factor
    public func deviations(
        from ratios: [Double], scales: [Double]
    ) -> (sum: Double, squares: Double) {
        precondition(
            ratios.count == numerators.count && scales.count == numerators.count,
            "one value a factor")
        var (sum, squares) = (ExactSum(), ExactSum())
        for first in numerators.indices where scales[first] != 0 {
            let own = Double(numerators[first]) - ratios[first] * Double(denominators[first])
            sum.add(scales[first] * own)
            for second in numerators.indices where scales[second] != 0 {
                let pair = first * numerators.count + second
                let turned = second * numerators.count + first
                let product =
                    Double(self.squares[pair]) - ratios[second] * Double(mixed[pair])
                    - ratios[first] * Double(mixed[turned])
                    + ratios[first] * ratios[second] * Double(sizes[pair])
                squares.add(scales[first] * scales[second] * product)
            }
        }
        return (sum.value, squares.value)
    }

    /// Counts one ballot; one without an answer leaves everything as it is.
    ///
    /// - Parameters:
    ///   - numerators: one a factor, ≥ 0: satisfied answers, or the sum of scores
    ///   - denominators: one a factor, ≥ 0: answers, or answers × the highest score
    public mutating func add(numerators ballot: [Int], denominators size: [Int]) {
        let factors = numerators.count
        precondition(ballot.count == factors && size.count == factors, "one value a factor")
        guard size.contains(where: { $0 > 0 }) else { return }
        ballots += 1
        for first in 0..<factors {
            precondition(ballot[first] >= 0 && size[first] >= 0, "sums are not negative")
            numerators[first] += ballot[first]
            denominators[first] += size[first]
            for second in 0..<factors {
                let pair = first * factors + second
                squares[pair] += ballot[first] * ballot[second]
                mixed[pair] += ballot[first] * size[second]
                sizes[pair] += size[first] * size[second]
            }
        }
    }

    /// Adds another set of ballots with the same factors.
    public static func += (left: inout FactorSums, right: FactorSums) {
        precondition(left.numerators.count == right.numerators.count, "the same factors")
        func add(_ sums: inout [Int], _ other: [Int]) {
            for index in sums.indices { sums[index] += other[index] }
        }
        left.ballots += right.ballots
        add(&left.numerators, right.numerators)
        add(&left.denominators, right.denominators)
        add(&left.squares, right.squares)
        add(&left.mixed, right.mixed)
        add(&left.sizes, right.sizes)
    }

    /// The index with its interval.
    ///
    /// Where the index is 0 or 1, or its variance is 0, the limits are Clopper–Pearson's on the
    /// ballots, and `method` says so; one ballot has no variance: `standardError` and `interval`
    /// are nil. `designEffect` is nil: a mean of ratios has no sample of independent answers beside
    /// it.
    /// - Parameters:
    ///   - weights: one a factor, ≥ 0, not all 0; only their proportions count
    ///   - method: `.xlogit`, `.asin`, `.mean`, or another on the effective size
    ///   - level: confidence, 0 < level < 1
    /// - Returns: nil where a factor that has a weight has no answers
    public func estimate(
        weights: [Double], method: IntervalMethod = .xlogit, level: Double = 0.95
    ) -> ShareEstimate? {
        precondition(weights.count == numerators.count, "one weight a factor")
        precondition(
            weights.allSatisfy { $0 >= 0 } && weights.contains { $0 > 0 }, "weights are ≥ 0")
        let used = weights.indices.filter { weights[$0] > 0 }
        guard used.allSatisfy({ denominators[$0] > 0 }) else { return nil }
        let total = weights.reduce(0, +)
        let all = used.allSatisfy { numerators[$0] == denominators[$0] }
        let raw = used.reduce(0.0) {
            $0 + weights[$1] / total * (Double(numerators[$1]) / Double(denominators[$1]))
        }
        let value = all ? 1 : raw
        let variance = variance(weights: weights.map { $0 / total }, used)
        var interval: Interval?
        var name = method
        if value <= 0 || value >= 1 || variance == 0 || method == .clopperPearson {
            name = .clopperPearson
            let units = Double(ballots)
            interval = clopperPearson(
                successes: min(units, value * units), trials: units, level: level)
        } else if let variance {
            interval = designInterval(
                share: value, variance: variance, degreesOfFreedom: ballots - 1,
                answers: denominators.reduce(0, +), method: method, level: level)
        }
        return ShareEstimate(
            share: value, standardError: variance?.squareRoot(), degreesOfFreedom: ballots - 1,
            answers: denominators.reduce(0, +), interval: interval, method: name,
            designEffect: nil)
    }

    /// n/(n − 1) Σ z², z = Σ weight (numerator − ratio × denominator) ÷ Σ denominator; each pair of
    /// factors in 128-bit whole numbers before it is rounded.
    private func variance(weights: [Double], _ used: [Int]) -> Double? {
        guard ballots >= 2 else { return nil }
        var sum = ExactSum()
        for first in used {
            for second in used {
                let pair = first * numerators.count + second
                let turned = second * numerators.count + first
                let (top, bottom) = (Int128(numerators[first]), Int128(denominators[first]))
                let (other, size) = (Int128(numerators[second]), Int128(denominators[second]))
                let product =
                    bottom * (size * Int128(squares[pair]) - other * Int128(mixed[pair]))
                    - top * (size * Int128(mixed[turned]) - other * Int128(sizes[pair]))
                let scale = Double(denominators[first]) * Double(denominators[second])
                let part = Double(nearest: product) / scale / scale
                sum.add(weights[first] * weights[second] * part)
            }
        }
        let units = Double(ballots)
        return max(0, sum.value) * (units / (units - 1))
    }
}
