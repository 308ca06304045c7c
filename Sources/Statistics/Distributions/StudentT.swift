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
        let size =
            series(Normal.upperQuantile(tail))
            ?? critical(outside: 2 * tail, inside: 2 * abs(p - 0.5))
        return p < 0.5 ? -size : size
    }

    /// The critical value of a two-sided interval.
    ///
    /// - Parameter level: confidence, 0 < level < 1
    /// - Returns: > 0
    public func critical(level: Double) -> Double {
        precondition(level > 0 && level < 1, "a confidence level lies between 0 and 1")
        if degreesOfFreedom.isInfinite { return Normal.critical(level: level) }
        return series(Normal.critical(level: level)) ?? critical(outside: 1 - level, inside: level)
    }

    private func critical(outside: Double, inside: Double) -> Double {
        // df / (df + t²) is beta distributed with shapes df/2 and 1/2.
        let beta = Beta(a: degreesOfFreedom / 2, b: 0.5)
        let (x, complement) = beta.quantile(lower: outside, upper: inside)
        return (degreesOfFreedom * (complement / x)).squareRoot()
    }

    /// The value from the normal's, by a series in 1 ÷ degrees of freedom; nil where seven terms do
    /// not give all digits.
    ///
    /// The terms are the solution of t″(1 + t²/n) = t′((1 + 1/n) t t′ − z (1 + t²/n)), which says
    /// that t has the t distribution where z has the normal one.
    /// - Source: R. A. Fisher & E. A. Cornish, Technometrics 2 (1960) 209–225, for the first five;
    ///   the others from the equation above
    private func series(_ z: Double) -> Double? {
        guard degreesOfFreedom >= 30 else { return nil }
        let (x, rate) = (z * z, 1 / degreesOfFreedom)
        let first = (x + 1) / 4
        let second = ((5 * x + 16) * x + 3) / 96
        let third = (((3 * x + 19) * x + 17) * x - 15) / 384
        let fourth = ((((79 * x + 776) * x + 1_482) * x - 1_920) * x - 945) / 92_160
        let fifth = (((((9 * x + 113) * x + 310) * x - 594) * x - 255) * x + 5_985) / 122_880
        let sixth =
            ((((((1_065 * x + 15_448) * x + 48_821) * x - 82_440) * x + 616_707) * x
                + 6_667_920) * x + 2_463_615) / 185_794_560
        let seventh =
            (((((((339 * x + 6_891) * x + 41_107) * x + 113_891) * x + 1_086_849) * x
                + 5_639_193) * x - 18_226_215) * x - 111_486_375) / 743_178_240
        let three = first + rate * (second + rate * third)
        let fourthPower = rate * rate * rate * rate
        let last = fourthPower * rate * rate * rate * seventh
        let sum =
            1 + rate * three + fourthPower * (fourth + rate * (fifth + rate * sixth)) + last
        return abs(last) <= 5e-16 * sum ? z * sum : nil
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
