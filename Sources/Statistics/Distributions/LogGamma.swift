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
    if x <= 15 {
        return logGamma(x + 1) - (x + 0.5) * log(x) + x - halfLogTwoPi
    }
    let square = x * x
    // From the smallest term up; at 15 the first term left out is under 1e-17.
    var sum = 691.0 / 360_360.0 / square
    sum = (1.0 / 1188.0 - sum) / square
    sum = (1.0 / 1680.0 - sum) / square
    sum = (1.0 / 1260.0 - sum) / square
    sum = (1.0 / 360.0 - sum) / square
    return (1.0 / 12.0 - sum) / x
}

/// x ln(x / mean) + mean − x, the deviance of a count, without cancellation near the mean.
///
/// - Parameters:
///   - x: the count, real and > 0
///   - mean: its expectation, > 0
/// - Returns: half the deviance, ≥ 0
/// - Source: C. Loader 2000 (see ``stirlingCorrection(_:)``)
func halfDeviance(_ x: Double, mean: Double) -> Double {
    guard abs(x - mean) < 0.1 * (x + mean) else {
        return x * log(x / mean) + mean - x
    }
    let ratio = (x - mean) / (x + mean)
    var sum = (x - mean) * ratio
    var power = 2 * x * ratio
    let square = ratio * ratio
    // |ratio| < 0.1, so each step gains two digits and the loop ends within nine.
    for order in stride(from: 3.0, through: 41.0, by: 2.0) {
        power *= square
        let next = sum + power / order
        if next == sum { break }
        sum = next
    }
    return sum
}

/// The same at an expectation of mean + rest, where the rest is under a unit in the mean's last
/// place.
func halfDeviance(_ x: Double, mean: Double, rest: Double) -> Double {
    let change = rest * ((mean - x) / mean)
    return halfDeviance(x, mean: mean) + (change.isFinite ? change : 0)
}

/// ½ ln 2π.
let halfLogTwoPi = 0.918_938_533_204_672_741_8
