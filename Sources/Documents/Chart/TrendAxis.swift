/// The vertical axis of a trend: which shares it spans and where its lines lie.
///
/// It ends at 100 % and begins at 0, or higher where everything shown lies well above 0, so that a
/// few points can be told apart: at a whole ten at or below the lowest limit and threshold, never
/// above 80 %. The chart says in words where it begins.
struct TrendAxis: Equatable {
    /// The lowest percent shown, 0, 30, 40 … 80.
    let floorPercent: Int

    /// - Parameter shares: every share, limit and threshold that is drawn, 0...1
    init(showing shares: [Double]) {
        let lowest = shares.filter(\.isFinite).min() ?? 0
        // Room of two points below the lowest, so that nothing is drawn upon the axis.
        let tens = Int(((lowest - 0.02) * 10).rounded(.down)) * 10
        floorPercent = tens < 30 ? 0 : min(80, tens)
    }

    /// Where the axis begins, as a share.
    var floor: Double { Double(floorPercent) / 100 }

    /// The percents that get a line and a label, lowest first.
    var ticks: [Int] {
        let span = 100 - floorPercent
        let step = span <= 20 ? 5 : span <= 70 ? 10 : 20
        return Array(stride(from: floorPercent, through: 100, by: step))
    }

    /// How high a share lies: 0 at the bottom, 1 at the top.
    func height(of share: Double) -> Double {
        (share - floor) / (1 - floor)
    }

    /// Where the axis begins, in words.
    func note(_ language: DocumentLanguage) -> String {
        floorPercent == 0
            ? language.choose("Trục đứng từ 0 đến 100 %.", "Axis from 0 to 100 %.")
            : language.choose(
                "Trục đứng bắt đầu từ \(floorPercent) %.", "Axis starts at \(floorPercent) %.")
    }
}
