public import Survey

/// How an index gives points: its indicators, where each takes its points from, and the classes.
/// All of it is data of a definition, because the rules change and ours wait to be checked.
public struct PointScheme: Sendable, Equatable {
    /// Where an indicator's points come from. Points are in hundredths, so that they add exactly.
    public enum Source: Sendable, Equatable {
        /// Each dossier completed early, on time or late gets so many; the unit their mean.
        case dossiers(early: Int, onTime: Int, late: Int)
        /// Each feedback handled on time or not gets so many; the unit their mean.
        case feedback(onTime: Int, otherwise: Int)
        /// Each answer to an item gets so many by its level, level 1 first; the unit their mean.
        case item(String, levels: [Int])
        /// People give them, month by month (`hailong import points`).
        case given
    }

    /// One of the indicators.
    public struct Indicator: Sendable, Equatable {
        public let id: String
        public let title: LocalizedText
        public let source: Source
        /// The most it can give, in hundredths of a point.
        public let most: Int

        public init(id: String, title: LocalizedText, source: Source, most: Int) {
            self.id = id
            self.title = title
            self.source = source
            self.most = most
        }
    }

    /// What a number of points is called.
    public struct Class: Sendable, Equatable {
        public let id: String
        public let title: LocalizedText
        /// The fewest points that belong to it.
        public let from: Double

        public init(id: String, title: LocalizedText, from: Double) {
            self.id = id
            self.title = title
            self.from = from
        }
    }

    public let indicators: [Indicator]
    /// From the most points to the fewest; the last begins at 0.
    public let classes: [Class]

    public init(indicators: [Indicator], classes: [Class]) {
        self.indicators = indicators
        self.classes = classes.sorted { $0.from > $1.from }
    }

    /// What all indicators can give, in points.
    public var most: Double { Double(indicators.reduce(0) { $0 + $1.most }) / 100 }

    /// The class of so many points; a boundary belongs to the class that begins there.
    ///
    /// A sum of means such as ⅓ + ⅔ + 14 lies a hair beside 15 in binary, so points are first
    /// rounded to nine decimals.
    public func classification(of points: Double) -> Class? {
        let rounded = (points * 1e9).rounded() / 1e9
        return classes.first { rounded >= $0.from }
    }
}
