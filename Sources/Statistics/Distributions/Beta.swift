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
        let factor = logFactor(x: x, complement: complement, excess: excess)
        func below() -> Double { exp(factor - log(fraction(x: x, excess: excess))) }
        func above() -> Double {
            exp(factor - log(Beta(a: b, b: a).fraction(x: complement, excess: -excess)))
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

    /// Newton's method for ln I(u) = ln p, u = logit x. ln I is concave in u for every a and b (the
    /// density of the logit of a beta is log-concave), so from the left the steps rise to the
    /// root without passing it, and a start on the right lands on the left at once.
    ///
    /// Close to the root a step also takes the next three derivatives, which cost nothing more; it
    /// leaves the fifth power of what was missing.
    private func lowerQuantile(_ logProbability: Double) -> (x: Double, complement: Double) {
        let end = 700.0
        let deviation = min(1, (1 / a + 1 / b).squareRoot())
        var u = max(-end, min(end, start(logProbability)))
        for _ in 0..<200 {
            let tail = logLower(logit: u)
            let newton = (logProbability - tail.value) / tail.slope
            let isClose = abs(newton) <= 0.05 * deviation
            let next = u + (isClose ? newton * tail.refinement(newton) : newton)
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
            if step <= 1e-3 * deviation || step <= 1e-15 * max(1e-2, abs(u)) { break }
        }
        return (1 / (1 + exp(-u)), 1 / (1 + exp(u)))
    }

    /// Where to begin: the mean; where both shapes are large enough, the quantile by the logit's
    /// first five cumulants; for Student's t that of t.
    ///
    /// - Source: Cornish & Fisher's terms, Abramowitz & Stegun 26.2.49 and, for t, 26.7.5;
    ///   cumulants from the polygamma functions' series, 6.3.18 and 6.4.11, at a − ½
    private func start(_ logProbability: Double) -> Double {
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

    private func logLower(logit u: Double) -> LogTail {
        let x = 1 / (1 + exp(-u))
        let complement = 1 / (1 + exp(u))
        let excess = excess(x: x, complement: complement)
        let factor = logFactor(x: x, complement: complement, excess: excess)
        let value, slope: Double
        if excess <= 0 {
            slope = fraction(x: x, excess: excess)
            value = factor - log(slope)
        } else {
            let density = exp(factor)
            let upper = density / Beta(a: b, b: a).fraction(x: complement, excess: -excess)
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

    /// ln [x^a (1 − x)^b / B(a, b)].
    private func logFactor(x: Double, complement: Double, excess: Double) -> Double {
        let n = a + b
        let correction = stirlingCorrection(n) - stirlingCorrection(a) - stirlingCorrection(b)
        let deviance =
            halfDeviance(a, mean: n * x, excess: excess)
            + halfDeviance(b, mean: n * complement, excess: -excess)
        return correction - deviance + 0.5 * (log(a / n) + log(b)) - halfLogTwoPi
    }

    /// The continued fraction that divides the factor; for x up to the mean it needs a few times
    /// the square root of the larger shape in steps (thousands at 10⁷).
    ///
    /// Numerators and denominators of its convergents are carried along, so that a step waits for
    /// no division; they are scaled back before they grow too large.
    private func fraction(x: Double, excess: Double) -> Double {
        let skew = 1 - excess
        var (top, bottom) = (a * skew / (a + 1), 1.0)
        var (topBefore, bottomBefore) = (1.0, 0.0)
        // 1 ÷ (a + 2m − 1) is the division that the step before had.
        var inverse = 1 / (a + 1)
        for step in 1...200_000 {
            let m = Double(step)
            let next = 1 / (a + 2 * m + 1)
            let rest = m * (b - m) * x * inverse
            let numerator = (a + m - 1) * ((a + b + m - 1) * inverse) * rest * x
            let denominator = m + rest + (a + m) * next * (skew + m * (2 - x))
            inverse = next
            let newTop = denominator * top + numerator * topBefore
            let newBottom = denominator * bottom + numerator * bottomBefore
            (topBefore, bottomBefore) = (top, bottom)
            (top, bottom) = (newTop, newBottom)
            if abs(top * bottomBefore - topBefore * bottom) <= 1e-16 * abs(topBefore * bottom) {
                break
            }
            if abs(top) > 1e100 || abs(bottom) > 1e100 {
                let scale = 1e-100
                (top, bottom) = (top * scale, bottom * scale)
                (topBefore, bottomBefore) = (topBefore * scale, bottomBefore * scale)
            }
        }
        return top / bottom
    }
}
