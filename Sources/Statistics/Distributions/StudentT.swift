internal import Glibc

/// Student's t distribution with real degrees of freedom.
///
/// - Source: through the incomplete beta function, Abramowitz & Stegun 26.7.1
public struct StudentT: Sendable, Equatable {
    /// Degrees of freedom, > 0; +∞ is the normal distribution.
    public let degreesOfFreedom: Double

    /// A t distribution.
    ///
    /// - Parameter degreesOfFreedom: > 0, may be fractional or infinite
    public init(degreesOfFreedom: Double) {
        precondition(degreesOfFreedom > 0, "degrees of freedom must be > 0")
        self.degreesOfFreedom = degreesOfFreedom
    }

    /// The probability of a value up to `t`.
    ///
    /// - Parameter t: any real number
    /// - Returns: 0...1
    public func cumulative(_ t: Double) -> Double {
        if degreesOfFreedom.isInfinite { return Normal.cumulative(t) }
        let (outside, inside) = shares(t)
        return t < 0 ? outside / 2 : 0.5 + inside / 2
    }

    /// The probability of a value as far from 0 as `t` on either side: a two-sided p value.
    ///
    /// - Parameter t: any real number
    /// - Returns: 0...1
    public func twoSided(_ t: Double) -> Double {
        degreesOfFreedom.isInfinite ? Normal.twoSided(t) : shares(t).outside
    }

    /// The value below which the share `p` lies.
    ///
    /// - Parameter p: 0...1; 0 and 1 give −∞ and +∞
    /// - Returns: any real number, relative error about 1e-13
    public func quantile(_ p: Double) -> Double {
        precondition(p >= 0 && p <= 1, "a probability lies in 0...1")
        if degreesOfFreedom.isInfinite { return Normal.quantile(p) }
        let tail = min(p, 1 - p)
        let size = critical(outside: 2 * tail, inside: 2 * abs(p - 0.5))
        return p < 0.5 ? -size : size
    }

    /// The critical value of a two-sided interval.
    ///
    /// - Parameter level: confidence, 0 < level < 1
    /// - Returns: > 0
    public func critical(level: Double) -> Double {
        precondition(level > 0 && level < 1, "a confidence level lies between 0 and 1")
        if degreesOfFreedom.isInfinite { return Normal.critical(level: level) }
        return critical(outside: 1 - level, inside: level)
    }

    private func critical(outside: Double, inside: Double) -> Double {
        // df / (df + t²) is beta distributed with shapes df/2 and 1/2.
        let beta = Beta(a: degreesOfFreedom / 2, b: 0.5)
        let (x, complement) = beta.quantile(lower: outside, upper: inside)
        return (degreesOfFreedom * (complement / x)).squareRoot()
    }

    private func shares(_ t: Double) -> (outside: Double, inside: Double) {
        let square = t * t
        if square.isInfinite { return (0, 1) }
        let total = degreesOfFreedom + square
        let tails = Beta(a: degreesOfFreedom / 2, b: 0.5)
            .tails(x: degreesOfFreedom / total, complement: square / total)
        return (tails.lower, tails.upper)
    }
}
