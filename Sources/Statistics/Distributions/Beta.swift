internal import Glibc

/// The beta distribution: cumulative shares and quantiles, accurate from 10⁻⁷ to 10⁷ in both
/// shapes.
///
/// Clopper–Pearson, Jeffreys and Korn–Graubard limits, Student's t, F and the binomial all rest on
/// it.
/// - Source: continued fraction of DiDonato & Morris, ACM TOMS 18 (1992) 360–373 (algorithm 708);
///   its factor by Loader's saddle-point form; quantile by Newton's method on the logit scale
public struct Beta: Sendable, Equatable {
    /// The first shape, > 0 (weight of the successes).
    public let a: Double
    /// The second shape, > 0 (weight of the failures).
    public let b: Double

    /// A beta distribution.
    ///
    /// - Parameters:
    ///   - a: the first shape, finite and > 0
    ///   - b: the second shape, finite and > 0
    public init(a: Double, b: Double) {
        precondition(a > 0 && b > 0 && a.isFinite && b.isFinite, "beta shapes must be > 0")
        self.a = a
        self.b = b
    }

    /// The probability of a value up to `x`: the regularised incomplete beta function I_x(a, b).
    ///
    /// - Parameter x: 0...1; outside, the answer is 0 or 1
    /// - Returns: 0...1, relative error about 1e-13 also in the lower tail
    public func cumulative(_ x: Double) -> Double {
        let complement = 1 - x
        // What rounding left out of the complement; at shapes of 10⁷ it moves the tail.
        return tails(x: x, complement: complement, left: (1 - complement) - x).lower
    }

    /// Both tails at a point given with its complement, so that neither end loses digits.
    ///
    /// - Parameters:
    ///   - x: the point, 0...1
    ///   - complement: 1 − x, exact where x is close to 1
    ///   - left: 1 − x − complement, where that is known
    /// - Returns: the probability below and above; they sum to 1
    func tails(
        x: Double, complement: Double, left: Double = 0
    ) -> (lower: Double, upper: Double) {
        if x <= 0 { return (0, 1) }
        if complement <= 0 { return (1, 0) }
        let factor = logFactor(x: x, complement: complement, left: left)
        if a * complement >= b * x {
            let lower = exp(factor - log(fraction(x: x, complement: complement)))
            return (lower, 1 - lower)
        }
        let mirrored = Beta(a: b, b: a)
        let upper = exp(factor - log(mirrored.fraction(x: complement, complement: x)))
        return (1 - upper, upper)
    }

    /// The value below which the share `p` lies.
    ///
    /// - Parameter p: 0...1
    /// - Returns: 0...1, relative error about 1e-13; below 1e-304 it is returned as 0
    public func quantile(_ p: Double) -> Double {
        quantile(lower: p, upper: 1 - p).x
    }

    /// The value above which the share `p` lies; keeps its digits when `p` is tiny.
    ///
    /// - Parameter p: 0...1
    /// - Returns: 0...1
    public func upperQuantile(_ p: Double) -> Double {
        quantile(lower: 1 - p, upper: p).x
    }

    /// The quantile with its complement, each with full relative precision.
    ///
    /// - Parameters:
    ///   - lower: probability below, 0...1
    ///   - upper: probability above, 1 − lower
    /// - Returns: the point and 1 − point
    func quantile(lower: Double, upper: Double) -> (x: Double, complement: Double) {
        precondition(lower >= 0 && upper >= 0, "a probability lies in 0...1")
        if lower == 0 { return (0, 1) }
        if upper == 0 { return (1, 0) }
        if lower <= upper { return lowerQuantile(log(lower)) }
        let mirrored = Beta(a: b, b: a).lowerQuantile(log(upper))
        return (mirrored.complement, mirrored.x)
    }

    /// Newton's method for ln I(u) = ln p, u = logit x. ln I is concave in u for every a and b (the
    /// density of the logit of a beta is log-concave), so from the left the steps rise to the
    /// root without passing it, and a start on the right lands on the left at once.
    private func lowerQuantile(_ logProbability: Double) -> (x: Double, complement: Double) {
        let end = 700.0
        let deviation = (1 / a + 1 / b).squareRoot()
        var u = max(-end, min(end, start(logProbability)))
        for _ in 0..<200 {
            let (value, slope) = logLower(logit: u)
            let next = u + (logProbability - value) / slope
            if next <= -end || next.isNaN {
                if logLower(logit: -end).value >= logProbability { return (0, 1) }
                u = -end
                continue
            }
            if next >= end {
                if logLower(logit: end).value <= logProbability { return (1, 0) }
                u = end
                continue
            }
            let step = abs(next - u)
            u = next
            // A step squares what is missing, by a factor of the logit's deviation from its mean;
            // this one was too short to leave anything.
            if step <= 1e-10 * min(1, deviation) || step <= 1e-15 * max(1e-2, abs(u)) { break }
        }
        return (1 / (1 + exp(-u)), 1 / (1 + exp(u)))
    }

    /// Where to begin: the mean; where both shapes are large enough, the quantile of a normal
    /// distribution with the logit's mean, deviation and skewness; for Student's t that of t.
    ///
    /// - Source: Cornish & Fisher's terms after Abramowitz & Stegun 26.7.5 for t
    private func start(_ logProbability: Double) -> Double {
        if b == 0.5, a > 2 {
            let z = Self.roughNormal(logProbability - log(2))
            let (degrees, square) = (2 * a, z * z)
            let t =
                z
                * (1 + (square + 1) / (4 * degrees)
                    + (square * (5 * square + 16) + 3) / (96 * degrees * degrees))
            return log(degrees / (t * t))
        }
        guard a > 2, b > 2 else { return log(a / b) }
        let z = Self.roughNormal(logProbability)
        let (left, right) = (1 / (a - 0.5), 1 / (b - 0.5))
        let deviation = (left + right).squareRoot()
        let skew = (right * right - left * left) / (deviation * deviation * deviation)
        return log(right / left) + deviation * (z + (z * z - 1) * skew / 6)
    }

    /// The normal's quantile, to 4.5e-4.
    ///
    /// - Source: Abramowitz & Stegun 26.2.23
    private static func roughNormal(_ logProbability: Double) -> Double {
        let t = (-2 * logProbability).squareRoot()
        return (2.515517 + t * (0.802853 + t * 0.010328))
            / (1 + t * (1.432788 + t * (0.189269 + t * 0.001308))) - t
    }

    /// ln I and its derivative in the logit of x.
    private func logLower(logit u: Double) -> (value: Double, slope: Double) {
        let x = 1 / (1 + exp(-u))
        let complement = 1 / (1 + exp(u))
        if a * complement >= b * x { return logBelow(x: x, complement: complement) }
        let (value, slope) = Beta(a: b, b: a).logBelow(x: complement, complement: x)
        let upper = exp(value)
        return (log1p(-upper), slope * upper / (1 - upper))
    }

    /// The same for a point up to the mean.
    private func logBelow(x: Double, complement: Double) -> (value: Double, slope: Double) {
        let fraction = fraction(x: x, complement: complement)
        let value =
            a < 0.5
            ? logSmall(x: x, complement: complement) - log(fraction / a)
            : logFactor(x: x, complement: complement) - log(fraction)
        return (value, fraction)
    }

    /// ln [x^a (1 − x)^b / B(a, b)].
    ///
    /// The expectations n·x and n·(1 − x) are taken with what their rounding leaves out: six
    /// deviations off at shapes of 10⁷ that is 2e-12 of the tail.
    /// - Parameter left: 1 − x − complement, where that is known
    private func logFactor(x: Double, complement: Double, left: Double = 0) -> Double {
        let n = a + b
        let (larger, smaller) = a > b ? (a, b) : (b, a)
        let rest = smaller - (n - larger)
        let correction = stirlingCorrection(n) - stirlingCorrection(a) - stirlingCorrection(b)
        let first = n * x
        let second = n * complement
        let firstRest = (-first).addingProduct(n, x) + rest * x
        let secondRest = (-second).addingProduct(n, complement) + rest * complement + n * left
        let deviance =
            halfDeviance(a, mean: first, rest: firstRest)
            + halfDeviance(b, mean: second, rest: secondRest)
        return correction - deviance + 0.5 * (log(a) + log(b) - log(n)) - halfLogTwoPi
    }

    /// ``logFactor(x:complement:left:)`` − ln a, for a small first shape: its quantiles are some p^(1/a),
    /// so what is lost to terms of ln a that cancel is lost 1/a times over.
    private func logSmall(x: Double, complement: Double) -> Double {
        let n = a + b
        let rest =
            stirlingCorrection(n) - stirlingCorrection(b)
            - halfDeviance(b, mean: n * complement) + 0.5 * log1p(-a / n)
        return rest - logGamma(1 + a) + a * log(n * x) - n * x
    }

    /// The continued fraction that divides the factor; for x up to the mean it needs a few times
    /// the square root of the larger shape in steps (thousands at 10⁷).
    private func fraction(x: Double, complement: Double) -> Double {
        let tiny = 1e-300
        let skew = a * complement - b * x + 1
        var value = a * skew / (a + 1)
        if abs(value) < tiny { value = tiny }
        var c = value
        var d = 0.0
        // Divisions are what a step costs: 1 ÷ (a + 2m − 1) is the one that the step before had.
        var inverse = 1 / (a + 1)
        for step in 1...200_000 {
            let m = Double(step)
            let next = 1 / (a + 2 * m + 1)
            let rest = m * (b - m) * x * inverse
            let numerator = (a + m - 1) * ((a + b + m - 1) * inverse) * rest * x
            let denominator = m + rest + (a + m) * next * (skew + m * (2 - x))
            inverse = next
            d = denominator + numerator * d
            if abs(d) < tiny { d = tiny }
            c = denominator + numerator / c
            if abs(c) < tiny { c = tiny }
            d = 1 / d
            let change = c * d
            value *= change
            if abs(change - 1) <= 1e-16 { break }
        }
        return value
    }
}
