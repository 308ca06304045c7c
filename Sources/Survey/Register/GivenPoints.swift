/// Points that people gave a unit for one indicator in one month, where no data of ours give them:
/// the minutes of whoever checked it say so.
public struct GivenPoints: Sendable, Equatable {
    /// What one row is about.
    public struct Key: Sendable, Hashable {
        public let unit: String
        public let period: CalendarMonth
        /// The id of an index that counts points.
        public let index: String
        /// The id of one of its indicators.
        public let indicator: String

        public init(unit: String, period: CalendarMonth, index: String, indicator: String) {
            self.unit = unit
            self.period = period
            self.index = index
            self.indicator = indicator
        }
    }

    /// 100 points, in hundredths: more than any indicator gives.
    public static let hundredthsMax = 10_000

    public let key: Key
    /// Hundredths of a point, 0...``hundredthsMax``: whole numbers add exactly.
    public let hundredths: Int

    public init(key: Key, hundredths: Int) {
        self.key = key
        self.hundredths = hundredths
    }
}
