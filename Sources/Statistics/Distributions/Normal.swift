internal import Glibc

/// The standard normal distribution.
///
/// - Source: the C library's `erfc` for tails; quantile by Newton's method on ln Φ, which is
///   concave
public enum Normal {
    /// The probability of a value up to `z`.
    ///
    /// - Parameter z: any real number, in standard deviations
    /// - Returns: 0...1, relative error about z² × 1e-16 in the lower tail
    public static func cumulative(_ z: Double) -> Double {
        0.5 * erfc(-z / 2.0.squareRoot())
    }

    /// The probability of a value as far from 0 as `z` on either side: a two-sided p value.
    ///
    /// - Parameter z: any real number
    /// - Returns: 0...1
    public static func twoSided(_ z: Double) -> Double {
        erfc(abs(z) / 2.0.squareRoot())
    }

    /// The value below which the share `p` lies.
    ///
    /// - Parameter p: 0...1; 0 and 1 give −∞ and +∞
    /// - Returns: standard deviations, relative error about 1e-15
    public static func quantile(_ p: Double) -> Double {
        precondition(p >= 0 && p <= 1, "a probability lies in 0...1")
        return p <= 0.5 ? -upperQuantile(p) : upperQuantile(1 - p)
    }

    /// The critical value of a two-sided interval: 1.96 at 0.95.
    ///
    /// - Parameter level: confidence, 0 < level < 1
    /// - Returns: standard deviations, > 0
    public static func critical(level: Double) -> Double {
        precondition(level > 0 && level < 1, "a confidence level lies between 0 and 1")
        return level == 0.95 ? usual : upperQuantile((1 - level) / 2)
    }

    /// That of nearly every interval.
    private static let usual = upperQuantile((1 - 0.95) / 2)

    /// The value above which the share `tail` ≤ ½ lies.
    static func upperQuantile(_ tail: Double) -> Double {
        if tail == 0 { return .infinity }
        let root = 2.0.squareRoot()
        let density = 1 / (2 * Double.pi).squareRoot()
        if tail > 0.25 {
            // erf keeps the digits that 1 − Φ loses around the middle.
            var z = 0.0
            for _ in 0..<20 {
                let miss = (0.5 - tail) - 0.5 * erf(z / root)
                let step = miss / (density * exp(-z * z / 2))
                z += step
                if abs(step) <= 1e-16 * z { break }
            }
            return z
        }
        var z = -rough(log(tail))
        for _ in 0..<50 {
            let upper = 0.5 * erfc(z / root)
            let hazard = density * exp(-z * z / 2) / upper
            // ln Q falls with the hazard, and the hazard grows with itself less z (Halley's step).
            let newton = log(upper / tail) / hazard
            let step = newton / (1 + newton * (hazard - z) / 2)
            z += step
            if abs(step) <= 1e-5 * z { break }
        }
        return z
    }

    /// The value below which the share with this logarithm, up to ½, lies; to 4.5e-4.
    ///
    /// - Source: Abramowitz & Stegun 26.2.23
    static func rough(_ logProbability: Double) -> Double {
        let t = (-2 * logProbability).squareRoot()
        return (2.515517 + t * (0.802853 + t * 0.010328))
            / (1 + t * (1.432788 + t * (0.189269 + t * 0.001308))) - t
    }
}
