internal import Glibc

/// ln Γ(x) for x > 0, without the sign that `lgamma` keeps in a global (and so races over).
///
/// - Parameter x: a positive number; 0 gives +∞
/// - Returns: the natural logarithm of the gamma function, about 1 unit in the last place
/// - Source: the C library's `lgamma_r` (POSIX; FreeBSD msun e_lgamma_r)
func logGamma(_ x: Double) -> Double {
    var sign: Int32 = 1
    return lgamma_r(x, &sign)
}

/// What Stirling's formula leaves over: ln Γ(x + 1) − [(x + ½) ln x − x + ½ ln 2π].
///
/// Densities written with it lose no digits for large arguments, where differences of
/// ``logGamma(_:)`` would lose seven of them at 10⁷.
/// - Parameter x: a positive number
/// - Returns: the correction, between 0 and about ½ ln(1/x) for small x; absolute error under 1e-14
/// - Source: C. Loader, "Fast and accurate computation of binomial probabilities", 2000;
///   asymptotic series, Abramowitz & Stegun 6.1.41
func stirlingCorrection(_ x: Double) -> Double {
    if x <= 8 {
        return logGamma(x + 1) - (x + 0.5) * log(x) + x - halfLogTwoPi
    }
    let inverse = 1 / x
    let square = inverse * inverse
    let fourth = square * square
    // At 8 the first term left out is under 1e-17. Two halves, for neither waits for the other.
    let even =
        1.0 / 12 + fourth
        * (1.0 / 1_260
            + fourth * (1.0 / 1_188 + fourth * (1.0 / 156 + fourth * (43_867.0 / 244_188))))
    let odd =
        1.0 / 360 + fourth
        * (1.0 / 1_680 + fourth * (691.0 / 360_360 + fourth * (3_617.0 / 122_400)))
    return (even - square * odd) * inverse
}

/// x ln(x / mean) + mean − x, the deviance of a count, without cancellation near the mean.
///
/// - Parameters:
///   - x: the count, real and > 0
///   - mean: its expectation, > 0
///   - excess: its expectation less the count; given apart, since a difference of large numbers
///     has lost its digits
/// - Returns: half the deviance, ≥ 0
/// - Source: C. Loader 2000 (see ``stirlingCorrection(_:)``)
func halfDeviance(_ x: Double, mean: Double, excess: Double) -> Double {
    guard abs(excess) < 0.1 * (x + mean) else { return x * log(x / mean) + excess }
    let ratio = -excess / (x + mean)
    let square = ratio * ratio
    let fourth = square * square
    // Σ square^k ÷ (2k + 3): |ratio| < 0.1, so nine terms are all digits.
    let even =
        1.0 / 3 + fourth
        * (1.0 / 7 + fourth * (1.0 / 11 + fourth * (1.0 / 15 + fourth * (1.0 / 19))))
    let odd = 1.0 / 5 + fourth * (1.0 / 9 + fourth * (1.0 / 13 + fourth * (1.0 / 17)))
    return ratio * (2 * x * square * (even + square * odd) - excess)
}

/// ½ ln 2π.
let halfLogTwoPi = 0.918_938_533_204_672_741_8
