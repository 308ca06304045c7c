/// The continued fraction that the density of a beta distribution is divided by to give its tail.
///
/// For x up to the mean it needs a few times the square root of the larger shape in steps
/// (thousands at 10⁷).
/// - Source: A. R. DiDonato & A. H. Morris, ACM TOMS 18 (1992) 360–373 (algorithm 708)
struct BetaFraction {
    /// The shapes, both > 0.
    let a: Double
    let b: Double
    /// The point, 0 < x < 1.
    let x: Double
    /// (a + b) x − a.
    let excess: Double

    /// Its value, > 0.
    var value: Double { Self.values(self, self).0 }

    /// Two of them at once, which takes the time of one.
    ///
    /// Numerators and denominators of the convergents are carried along, so that a step waits for
    /// no division; they are scaled back before they grow too large.
    static func values(_ first: BetaFraction, _ second: BetaFraction) -> (Double, Double) {
        let one = SIMD2<Double>(1, 1)
        let a = SIMD2(first.a, second.a)
        let b = SIMD2(first.b, second.b)
        let x = SIMD2(first.x, second.x)
        let skew = one - SIMD2(first.excess, second.excess)
        let (sum, bend) = (a + b - one, one + one - x)
        var (top, bottom) = (a * skew / (a + one), one)
        var (topBefore, bottomBefore) = (one, SIMD2<Double>.zero)
        // 1 ÷ (a + 2m − 1) is the division that the step before had.
        var inverse = one / (a + one)
        var m = one
        for _ in 0..<100_000 {
            // Two steps for one look at how far they are.
            for _ in 0..<2 {
                let next = one / (a + (m + m) + one)
                let rest = m * (b - m) * x * inverse
                let numerator = (a + m - one) * ((sum + m) * inverse) * rest * x
                let denominator = m + rest + (a + m) * next * (skew + m * bend)
                inverse = next
                let newTop = denominator * top + numerator * topBefore
                let newBottom = denominator * bottom + numerator * bottomBefore
                (topBefore, bottomBefore) = (top, bottom)
                (top, bottom) = (newTop, newBottom)
                m += one
            }
            let size = topBefore * bottom
            let change = top * bottomBefore - size
            if abs(change[0]) <= 1e-16 * abs(size[0]), abs(change[1]) <= 1e-16 * abs(size[1]) {
                break
            }
            let scale = SIMD2(shrinking(size[0]), shrinking(size[1]))
            (top, bottom) = (top * scale, bottom * scale)
            (topBefore, bottomBefore) = (topBefore * scale, bottomBefore * scale)
        }
        let values = top / bottom
        return (values[0], values[1])
    }

    private static func shrinking(_ size: Double) -> Double { abs(size) > 1e150 ? 1e-75 : 1 }
}
