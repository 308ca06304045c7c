internal import Glibc

/// The beta distribution: cumulative shares and quantiles, accurate from 10⁻⁷ to 10⁷ in both
/// shapes.
///
/// Clopper–Pearson, Jeffreys and Korn–Graubard limits, Student's t, F and the binomial all rest on
/// it.
/// - Source: ``BetaFraction``; its factor by Loader's saddle-point form; quantile by Newton's
///   method on the logit scale
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
        tails(x: x, complement: 1 - x).lower
    }

    /// Both tails at a point given with its complement, so that neither end loses digits.
    ///
    /// - Parameters:
    ///   - x: the point, 0...1
    ///   - complement: 1 − x, exact where x is close to 1
    /// - Returns: the probability below and above; they sum to 1
    func tails(x: Double, complement: Double) -> (lower: Double, upper: Double) {
        if x <= 0 { return (0, 1) }
        if complement <= 0 { return (1, 0) }
        let excess = excess(x: x, complement: complement)
        let (power, scale) = density(x: x, complement: complement, excess: excess)
        func below() -> Double {
            exp(power + log(scale / BetaFraction(a: a, b: b, x: x, excess: excess).value))
        }
        func above() -> Double {
            let fraction = BetaFraction(a: b, b: a, x: complement, excess: -excess)
            return exp(power + log(scale / fraction.value))
        }
        // The side on which the fraction ends soon; the other tail follows unless it is tiny.
        if excess <= complement - x {
            let lower = below()
            return (lower, lower < 0.997 ? 1 - lower : above())
        }
        let upper = above()
        return (upper < 0.997 ? 1 - upper : below(), upper)
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

    /// Both ends of an interval, in little more time than one takes.
    ///
    /// - Parameters:
    ///   - tail: what each end leaves outside, 0 < tail ≤ ½
    ///   - lower: the distribution that leaves it below the lower end
    ///   - upper: the one that leaves it above the upper end
    static func limits(
        tail: Double, lower: Beta, upper: Beta
    ) -> (lower: Double, upper: Double) {
        precondition(tail > 0 && tail <= 0.5, "a tail is at most a half")
        let (target, mirrored) = (log(tail), Beta(a: upper.b, b: upper.a))
        let places = (
            lower.place(logit: lower.start(target)), mirrored.place(logit: mirrored.start(target))
        )
        let fractions = BetaFraction.values(places.0.fraction, places.1.fraction)
        return (
            lower.lowerQuantile(target, from: places.0, fractions.0).x,
            mirrored.lowerQuantile(target, from: places.1, fractions.1).complement
        )
    }

    private func lowerQuantile(_ logProbability: Double) -> (x: Double, complement: Double) {
        let place = place(logit: start(logProbability))
        return lowerQuantile(logProbability, from: place, place.fraction.value)
    }

    /// Newton's method for ln I(u) = ln p, u = logit x. ln I is concave in u for every a and b (the
    /// density of the logit of a beta is log-concave), so from the left the steps rise to the
    /// root without passing it, and a start on the right lands on the left at once.
    ///
    /// Close to the root a step also takes the next three derivatives, which cost nothing more; it
    /// leaves the fifth power of what was missing.
    private func lowerQuantile(
        _ logProbability: Double, from start: Place, _ fraction: Double
    ) -> (x: Double, complement: Double) {
        let end = Self.logitMax
        let deviation = min(1, (1 / a + 1 / b).squareRoot())
        var (u, tail) = (start.logit, logLower(start, fraction))
        for _ in 0..<200 {
            let newton = (logProbability - tail.value) / tail.slope
            let isClose = abs(newton) <= 0.05 * deviation
            let next = u + (isClose ? newton * tail.refinement(newton) : newton)
            let step = abs(next - u)
            if next <= -end || next.isNaN {
                if logLower(logit: -end).value >= logProbability { return (0, 1) }
                u = -end
            } else if next >= end {
                if logLower(logit: end).value <= logProbability { return (1, 0) }
                u = end
            } else {
                u = next
                if step <= 1e-3 * deviation || step <= 1e-15 * max(1e-2, abs(u)) { break }
            }
            tail = logLower(logit: u)
        }
        return Self.point(logit: u)
    }

    /// Beyond it a share or its complement is 0 (10⁻³⁰⁴).
    private static let logitMax = 700.0

    /// Where to begin: the mean; where both shapes are large enough, the quantile by the logit's
    /// first five cumulants; for Student's t that of t.
    ///
    /// - Source: Cornish & Fisher's terms, Abramowitz & Stegun 26.2.49 and, for t, 26.7.5;
    ///   cumulants from the polygamma functions' series, 6.3.18 and 6.4.11, at a − ½
    private func start(_ logProbability: Double) -> Double {
        max(-Self.logitMax, min(Self.logitMax, guess(logProbability)))
    }

    private func guess(_ logProbability: Double) -> Double {
        if b == 0.5, a > 2 {
            let z = Normal.rough(logProbability - log(2))
            let (degrees, square) = (2 * a, z * z)
            let t =
                z
                * (1 + (square + 1) / (4 * degrees)
                    + (square * (5 * square + 16) + 3) / (96 * degrees * degrees))
            return log(degrees / (t * t))
        }
        guard a > 2, b > 2 else { return log(a / b) }
        let z = Normal.rough(logProbability)
        let (left, right) = (1 / (a - 0.5), 1 / (b - 0.5))
        let (left2, right2) = (left * left, right * right)
        let mean = log(right / left) + (left2 - right2) / 24
        let variance = left + right - (left2 * left + right2 * right) / 12
        let deviation = variance.squareRoot()
        let skew = (right2 - left2) / (variance * deviation)
        let excess = 2 * (left2 * left + right2 * right) / (variance * variance)
        let fifth = 6 * (right2 * right2 - left2 * left2) / (variance * variance * deviation)
        let square = z * z
        let bend =
            skew * (square - 1) / 6 + excess * z * (square - 3) / 24
            - skew * skew * z * (2 * square - 5) / 36
            + fifth * (square * (square - 6) + 3) / 120
            - skew * excess * (square * (square - 5) + 2) / 24
            + skew * skew * skew * (square * (12 * square - 53) + 17) / 324
        return mean + deviation * (z + bend)
    }

    /// ln I at a logit, and its derivative.
    private struct LogTail {
        let value: Double
        let slope: Double
        /// What the second, third and fourth derivative are, divided by the first and by 2, 6, 24.
        let bends: (Double, Double, Double)

        /// What a Newton step is multiplied by to take the curve's bends along.
        ///
        /// - Source: reversion of series, Abramowitz & Stegun 3.6.25
        func refinement(_ step: Double) -> Double {
            let (b, c, d) = bends
            return 1 - step * (b - step * (2 * b * b - c - step * (5 * b * (b * b - c) + d)))
        }
    }

    /// A point, and what ln I is made from there.
    private struct Place {
        let logit: Double
        let x: Double
        let complement: Double
        let excess: Double
        /// On the side of the mean where it ends soon.
        let fraction: BetaFraction
    }

    private func place(logit: Double) -> Place {
        let (x, complement) = Self.point(logit: logit)
        let excess = excess(x: x, complement: complement)
        return Place(
            logit: logit, x: x, complement: complement, excess: excess,
            fraction: excess <= 0
                ? BetaFraction(a: a, b: b, x: x, excess: excess)
                : BetaFraction(a: b, b: a, x: complement, excess: -excess))
    }

    private func logLower(logit: Double) -> LogTail {
        let place = place(logit: logit)
        return logLower(place, place.fraction.value)
    }

    private func logLower(_ place: Place, _ fraction: Double) -> LogTail {
        let (x, complement, excess) = (place.x, place.complement, place.excess)
        let (power, scale) = density(x: x, complement: complement, excess: excess)
        let value, slope: Double
        if excess <= 0 {
            slope = fraction
            value = power + log(scale / slope)
        } else {
            let density = scale * exp(power)
            let upper = density / fraction
            value = log1p(-upper)
            slope = density / (1 - upper)
        }
        // The density in u is x^a (1 − x)^b, so its own slopes are known; all are over `slope`.
        let rest = -excess - slope
        let spread = (a + b) * x * complement
        let change = -spread - slope * rest
        let third = rest * rest + change
        let fourth =
            rest * third + 2 * rest * change - spread * (complement - x)
            - slope * (rest * rest + change)
        return LogTail(value: value, slope: slope, bends: (rest / 2, third / 6, fourth / 24))
    }

    /// (a + b) x − a, as if rounded once: what the point lies above the mean, times a + b.
    private func excess(x: Double, complement: Double) -> Double {
        let n = a + b
        // What is lost in the sum of a large and a small shape.
        let rest = min(a, b) - (n - max(a, b))
        return x <= complement
            ? (-a).addingProduct(n, x) + rest * x
            : b.addingProduct(-n, complement) - rest * complement
    }

    /// x^a (1 − x)^b / B(a, b) as a power of e and what that is multiplied by.
    private func density(
        x: Double, complement: Double, excess: Double
    ) -> (power: Double, scale: Double) {
        let n = a + b
        let correction = stirlingCorrection(n) - stirlingCorrection(a) - stirlingCorrection(b)
        let deviance =
            halfDeviance(a, mean: n * x, excess: excess)
            + halfDeviance(b, mean: n * complement, excess: -excess)
        return (correction - deviance - halfLogTwoPi, (a / n * b).squareRoot())
    }

    /// The point with this logit, and its complement; both keep their digits.
    private static func point(logit: Double) -> (x: Double, complement: Double) {
        let odds = exp(-abs(logit))
        let (less, more) = (odds / (1 + odds), 1 / (1 + odds))
        return logit < 0 ? (less, more) : (more, less)
    }
}
