public import Survey

/// The registry of methods: the statistics an index may be computed by. The raw value is the name
/// that travels with every result.
///
/// Three families stand side by side and are never blended: rates made from ballots, the points of
/// the one-stop rules, the rates of the real-time rules.
public enum IndexMethod: String, Sendable, CaseIterable {
    /// The share at levels 4 and 5 on the one overall item; Wilson's interval.
    case overallItem = "t2b.overallItem"
    /// Satisfied answers ÷ answers over all items; the ballot is the unit of variance.
    case pooled = "t2b.pooled"
    /// The weighted mean of the dimensions' pooled shares; the ballot is the unit of variance.
    case meanOfFactors = "t2b.meanOfFactors"
    /// The mean level ÷ 5: mean of items in a dimension, weighted mean of dimensions.
    case mean5
    /// The same as (mean level − 1) ÷ 4, so that the lowest level is 0.
    case mean01
    /// The share of ballots whose every answered item is satisfied; Wilson's interval.
    case all45
    /// Points of the one-stop rules (TT 01/2018/TT-VPCP); no interval.
    case tt01
    /// The three rates of the real-time rules (QĐ 766/QĐ-TTg); no interval.
    case qd766

    /// What a method's figures are about.
    public enum Family: String, Sendable {
        /// Answers on ballots.
        case ballots
        /// Points by a scale of indicators.
        case points
        /// Counts of dossiers and feedback.
        case counts
    }

    public var family: Family {
        switch self {
        case .overallItem, .pooled, .meanOfFactors, .mean5, .mean01, .all45: .ballots
        case .tt01: .points
        case .qd766: .counts
        }
    }

    /// Raised when the rule itself changes, so that an old result can still be told from a new one.
    public var version: Int { 1 }

    /// The name of its page in analytics/methods, without `.md`.
    public var page: String {
        switch self {
        case .overallItem: "t2b-overall-item"
        case .pooled: "t2b-pooled"
        case .meanOfFactors: "t2b-mean-of-factors"
        case .mean5: "mean5"
        case .mean01: "mean01"
        case .all45: "all45"
        case .tt01: "tt01"
        case .qd766: "qd766"
        }
    }

    /// What a reader calls it.
    public var title: LocalizedText {
        let (vietnamese, english) =
            switch self {
            case .overallItem:
                (
                    "Tỷ lệ phiếu chọn mức 4–5 ở câu hỏi chung",
                    "Ballots at 4 or 5 on the overall question"
                )
            case .pooled:
                (
                    "Tỷ lệ câu trả lời ở mức 4–5, gộp mọi câu hỏi",
                    "Answers at 4 or 5, all items pooled"
                )
            case .meanOfFactors:
                (
                    "Bình quân các nhóm tiêu chí, mức 4–5",
                    "Mean of the factors' shares at 4 or 5"
                )
            case .mean5: ("Điểm bình quân chia 5", "Mean level ÷ 5")
            case .mean01: ("Điểm bình quân quy về 0–100 %", "Mean level, from 0 to 100 %")
            case .all45:
                (
                    "Tỷ lệ phiếu mà mọi câu trả lời đều ở mức 4–5",
                    "Ballots with every answer at 4 or 5"
                )
            case .tt01: ("Điểm theo TT 01/2018/TT-VPCP", "Points after TT 01/2018/TT-VPCP")
            case .qd766: ("Tỷ lệ theo QĐ 766/QĐ-TTg", "Rates after QĐ 766/QĐ-TTg")
            }
        return LocalizedText(["vi": vietnamese, "en": english])
    }

    /// A figure that was estimated between 0 and 1 as it is printed: `mean5` begins at 1 ÷ 5.
    func shown(_ figure: Double) -> Double { self == .mean5 ? (1 + 4 * figure) / 5 : figure }
}
