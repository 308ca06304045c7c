internal import Glibc

/// The chi-squared distribution with real degrees of freedom.
///
/// - Source: the incomplete gamma function by its series and its continued fraction,
///   Abramowitz & Stegun 6.5.29 and 6.5.31; the factor by Loader's saddle-point form
public struct ChiSquared: Sendable, Equatable {
    /// Degrees of freedom, > 0.
    public let degreesOfFreedom: Double

    /// A chi-squared distribution.
    ///
    /// - Parameter degreesOfFreedom: finite and > 0
    public init(degreesOfFreedom: Double) {
        precondition(
            degreesOfFreedom > 0 && degreesOfFreedom.isFinite, "degrees of freedom must be > 0")
        self.degreesOfFreedom = degreesOfFreedom
    }

    /// The probability of a value above `x`: the p value of a chi-squared test.
    ///
    /// - Parameter x: the statistic; at 0 and below the answer is 1
    /// - Returns: 0...1, relative error about 1e-13 also far out
    public func upperTail(_ x: Double) -> Double {
        if x <= 0 { return 1 }
        if x.isInfinite { return 0 }
        if degreesOfFreedom == 1 { return erfc((x / 2).squareRoot()) }
        let shape = degreesOfFreedom / 2
        let point = x / 2
        // ln [point^shape e^−point / Γ(shape + 1)]
        let factor =
            -stirlingCorrection(shape) - halfDeviance(shape, mean: point, excess: point - shape)
            - 0.5 * log(shape) - halfLogTwoPi
        if point < shape + 1 {
            return 1 - exp(factor) * series(shape, point)
        }
        return exp(factor) * shape * fraction(shape, point)
    }

    /// The value above which the share `p` lies: the critical value of a test.
    ///
    /// - Parameter p: 0...1; 0 and 1 give +∞ and 0
    /// - Returns: relative error about 1e-13 for a tail up to one half; below it (p near 1) the
    ///   tail itself, 1 − p, has lost its digits
    public func upperQuantile(_ p: Double) -> Double {
        precondition(p >= 0 && p <= 1, "a probability lies in 0...1")
        if p == 0 { return .infinity }
        if p == 1 { return 0 }
        // The logarithm of the tail falls ever more steeply, so Newton's steps from the left of the
        // root pass it at most once; what they pass is taken back by halving.
        let goal = log(p)
        var low = 0.0
        var high = degreesOfFreedom + 10
        while log(upperTail(high)) > goal { (low, high) = (high, 2 * high) }
        var x = (low + high) / 2
        for _ in 0..<200 {
            let tail = upperTail(x)
            if log(tail) > goal { low = x } else { high = x }
            let step = (log(tail) - goal) * tail / density(x)
            let next = x + step
            let inside = next > low && next < high
            let last = x
            x = inside ? next : (low + high) / 2
            if abs(x - last) <= 1e-15 * x || high - low <= 1e-16 * high { break }
        }
        return x
    }

    /// The density at x > 0.
    private func density(_ x: Double) -> Double {
        let shape = degreesOfFreedom / 2
        let factor =
            -stirlingCorrection(shape) - halfDeviance(shape, mean: x / 2, excess: x / 2 - shape)
            + 0.5 * log(shape) - halfLogTwoPi
        return exp(factor) / x
    }

    /// 1 + x/(a+1) + x²/((a+1)(a+2)) + …
    private func series(_ shape: Double, _ point: Double) -> Double {
        var term = 1.0
        var sum = 1.0
        var k = shape
        repeat {
            k += 1
            term *= point / k
            sum += term
        } while term > sum * 1e-17
        return sum
    }

    /// The continued fraction of Γ(a, x) e^x x^−a, by Lentz's method; for x ≥ a + 1.
    private func fraction(_ shape: Double, _ point: Double) -> Double {
        var b = point + 1 - shape
        var c = 1e300
        var d = 1 / b
        var value = d
        for step in 1...1_000_000 {
            let i = Double(step)
            let numerator = -i * (i - shape)
            b += 2
            d = numerator * d + b
            if abs(d) < 1e-300 { d = 1e-300 }
            c = b + numerator / c
            if abs(c) < 1e-300 { c = 1e-300 }
            d = 1 / d
            let change = c * d
            value *= change
            if abs(change - 1) <= 1e-16 { break }
        }
        return value
    }
}
