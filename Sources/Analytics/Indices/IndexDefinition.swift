public import Survey

/// How an index is made, as data: one version of one file in analytics/indices.
public struct IndexDefinition: Sendable, Equatable {
    /// A named group of items.
    public struct Dimension: Sendable, Equatable {
        public let id: String
        public let title: LocalizedText
        /// Item ids.
        public let items: [String]

        public init(id: String, title: LocalizedText, items: [String]) {
            self.id = id
            self.title = title
            self.items = items
        }
    }

    /// When a ballot counts.
    public struct Validity: Sendable, Equatable {
        /// An answer at levels 1 to 5 to the overall item is enough.
        public let overallItem: Bool
        /// So is this share of the index's items that the ballot was asked, answered at levels
        /// 1 to 5; 0 is never enough.
        public let answeredShare: Double

        public init(overallItem: Bool, answeredShare: Double) {
            self.overallItem = overallItem
            self.answeredShare = answeredShare
        }

        /// Answers at levels 1 to 5 that are enough for a ballot that was asked so many items.
        ///
        /// - Returns: 1...asked, or nil where no number is enough
        func answersNeeded(asked: Int) -> Int? {
            guard asked > 0, answeredShare > 0 else { return nil }
            // 0.28 × 25 is a hair above 7 in binary; a written share has few digits.
            return max(1, Int((answeredShare * Double(asked) - 1e-9).rounded(.up)))
        }
    }

    public let id: String
    public let version: Int
    public let title: LocalizedText
    /// Where the method comes from.
    public let source: String
    public let method: IndexMethod
    /// Levels that count as satisfied.
    public let satisfied: [Int]
    public let dimensions: [Dimension]
    public let overallItem: String
    public let validity: Validity
    /// Ballots below which there is no verdict.
    public let minimumBallots: Int
    /// Confidence, 0...1.
    public let level: Double

    public init(
        id: String, version: Int, title: LocalizedText, source: String, method: IndexMethod,
        satisfied: [Int], dimensions: [Dimension], overallItem: String, validity: Validity,
        minimumBallots: Int, level: Double
    ) {
        self.id = id
        self.version = version
        self.title = title
        self.source = source
        self.method = method
        self.satisfied = satisfied
        self.dimensions = dimensions
        self.overallItem = overallItem
        self.validity = validity
        self.minimumBallots = minimumBallots
        self.level = level
    }

    /// The items the index sums up: those of its dimensions, or the overall item where it has none.
    public var items: [String] {
        dimensions.isEmpty ? [overallItem] : dimensions.flatMap(\.items)
    }

    /// Whether a form's ballots belong to the index: it asks at least one of its items by levels.
    public func covers(_ form: Questionnaire) -> Bool {
        form.items.contains { $0.kind == .score && items.contains($0.id) }
    }
}

/// The statistics an index may be computed by; id and version of the definition travel with it.
public enum IndexMethod: String, Sendable, CaseIterable {
    /// The share at levels 4 and 5 on the one overall item; Wilson's interval.
    case overallItem = "t2b.overallItem"
    /// Satisfied answers ÷ answers over all items; the ballot is the unit of variance.
    case pooled = "t2b.pooled"
}
