/// Shares as people read them: percent, rounded, and never on the wrong side of a target.
///
/// One decimal, halves away from zero, with a comma in Vietnamese and a point in English. A share
/// below a threshold is never shown as the threshold or more, and one at or above it never as
/// less: where one decimal would say so, two are shown, then three (89.96 % beside 90 % reads
/// `89,96 %`); where three do not tell them apart either, the last digit is cut towards the side
/// the share is on (89.99999 % reads `89,999 %`). Every twentieth is a threshold whatever the
/// plan's are, for whoever reads 90 % holds it against a target; so is the whole, and 100 % means
/// all; and only nothing reads 0 %.
public enum Percent {
    /// Decimals beyond which a share is cut and no longer rounded.
    public static let decimalsMax = 3
    /// Targets usually stand at one of so many.
    private static let usualSteps = 20.0

    /// The share with its sign, for example `95,5 %`.
    ///
    /// - Parameters:
    ///   - share: 0...1
    ///   - thresholds: the targets shown beside it, 0...1
    /// - Returns: `–` for what is not a number
    public static func text(
        _ share: Double, _ language: DocumentLanguage, beside thresholds: [Double] = []
    ) -> String {
        let number = number(share, language, beside: thresholds)
        return share.isFinite ? number + " %" : number
    }

    /// The same without the sign, for a column whose heading carries it.
    ///
    /// - Parameter isDifference: whether it is one of two shares, which no target is set for
    public static func number(
        _ share: Double, _ language: DocumentLanguage, beside thresholds: [Double] = [],
        isDifference: Bool = false
    ) -> String {
        guard share.isFinite else { return "–" }
        func keepsSide(_ shown: Double) -> Bool {
            Self.keepsSide(shown, of: share, beside: thresholds)
                && (isDifference || twentieth(shown) == twentieth(share))
        }
        for decimals in 1...decimalsMax {
            let scale = power(decimals + 2)
            let steps = (share * scale).rounded()
            if keepsSide(steps / scale) {
                return digits(steps, decimals: decimals, language)
            }
        }
        let scale = power(decimalsMax + 2)
        let below = (share * scale).rounded(.down)
        // The product may itself have been rounded up to the threshold: one step less is left.
        let cuts = [below, below + 1, below - 1]
        let cut = cuts.first { keepsSide($0 / scale) } ?? below
        return digits(cut, decimals: decimalsMax, language)
    }

    /// Both limits, for example `89,8–96,5 %`.
    public static func interval(
        _ lower: Double, _ upper: Double, _ language: DocumentLanguage,
        beside thresholds: [Double] = []
    ) -> String {
        number(lower, language, beside: thresholds) + "–"
            + text(upper, language, beside: thresholds)
    }

    /// A threshold with as few decimals as say it, for example `90 %` or `85,48 %`.
    public static func threshold(_ share: Double, _ language: DocumentLanguage) -> String {
        guard share.isFinite else { return "–" }
        for decimals in 0..<decimalsMax {
            let scale = power(decimals + 2)
            let steps = (share * scale).rounded()
            if abs(steps / scale - share) < 1e-9 {
                return digits(steps, decimals: decimals, language) + " %"
            }
        }
        return text(share, language)
    }

    /// The fewest decimals with which rounding keeps a share on its side of every threshold: for
    /// spreadsheets, which round what they show and cannot cut.
    ///
    /// - Parameter most: what is given where no number of decimals does, at least 1
    static func decimals(of share: Double, beside thresholds: [Double], most: Int) -> Int {
        for decimals in 1..<max(1, most) {
            let scale = power(decimals + 2)
            let shown = (share * scale).rounded() / scale
            if keepsSide(shown, of: share, beside: thresholds), twentieth(shown) == twentieth(share)
            {
                return decimals
            }
        }
        return most
    }

    private static func keepsSide(
        _ shown: Double, of share: Double, beside thresholds: [Double]
    ) -> Bool {
        (shown > 0) == (share > 0) && (shown < 0) == (share < 0) && (shown < 1) == (share < 1)
            && thresholds.allSatisfy { (shown < $0) == (share < $0) }
    }

    /// The twentieth that a share has reached; what is left of rounding is no step short of it.
    private static func twentieth(_ share: Double) -> Double {
        let steps = share * usualSteps
        let nearest = steps.rounded()
        return abs(steps - nearest) < 1e-9 ? nearest : steps.rounded(.down)
    }

    /// Steps of 1/10^decimals percent, written out.
    private static func digits(
        _ steps: Double, decimals: Int, _ language: DocumentLanguage
    ) -> String {
        let sign = steps < 0 ? "−" : ""
        let all = String(Int(abs(steps)))
        guard decimals > 0 else { return sign + all }
        let padded = String(repeating: "0", count: max(0, decimals + 1 - all.count)) + all
        return sign + padded.dropLast(decimals) + language.choose(",", ".")
            + padded.suffix(decimals)
    }

    private static func power(_ exponent: Int) -> Double {
        (0..<exponent).reduce(1) { power, _ in power * 10 }
    }
}
