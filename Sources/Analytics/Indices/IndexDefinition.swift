public import Survey

/// How an index is made, as data: one version of one file in analytics/indices.
public struct IndexDefinition: Sendable, Equatable {
    /// A named group of items.
    public struct Dimension: Sendable, Equatable {
        public let id: String
        public let title: LocalizedText
        /// Item ids.
        public let items: [String]
        /// What it weighs in a mean of dimensions, > 0; only proportions count.
        public let weight: Double

        public init(id: String, title: LocalizedText, items: [String], weight: Double = 1) {
            self.id = id
            self.title = title
            self.items = items
            self.weight = weight
        }
    }

    /// How many ballots must stand behind a figure before it is shown; stricter than the program's
    /// own floors, never laxer.
    public struct Suppression: Sendable, Equatable {
        /// For staff and leadership, ≥ 5.
        public let staff: Int
        /// For everybody, ≥ 10.
        public let everybody: Int

        public init(staff: Int = 5, everybody: Int = 10) {
            self.staff = staff
            self.everybody = everybody
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
    /// The first day the version is the rule; nil where it was so from the beginning.
    public let validFrom: CalendarDay?
    /// The last day; nil while no newer rule has taken its place.
    public let validTo: CalendarDay?
    public let suppression: Suppression
    /// How ballots are taken to have been drawn.
    public let design: IndexDesign
    /// How points are given; only a method that counts points has them.
    public let points: PointScheme?

    public init(
        id: String, version: Int, title: LocalizedText, source: String, method: IndexMethod,
        satisfied: [Int], dimensions: [Dimension], overallItem: String, validity: Validity,
        minimumBallots: Int, level: Double, validFrom: CalendarDay? = nil,
        validTo: CalendarDay? = nil, suppression: Suppression = Suppression(),
        design: IndexDesign = IndexDesign(), points: PointScheme? = nil
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
        self.validFrom = validFrom
        self.validTo = validTo
        self.suppression = suppression
        self.design = design
        self.points = points
    }

    /// The id with the version, as `sipas@1`: names this definition for ever.
    public var reference: String { "\(id)@\(version)" }

    /// Whether it is the rule on at least one day of a period.
    public func isValid(in period: Period) -> Bool {
        (validFrom.map { $0 <= period.to } ?? true) && (validTo.map { $0 >= period.from } ?? true)
    }

    /// The items the index sums up: those of its dimensions, or the overall item where it has none.
    public var items: [String] {
        dimensions.isEmpty ? [overallItem] : dimensions.flatMap(\.items)
    }

    /// Of indicators whose points come from the answers to one item: its place among ``items``, by
    /// the indicator's id.
    var itemOfIndicator: [String: Int] {
        (points?.indicators ?? []).reduce(into: [:]) { places, indicator in
            guard case .item(let id, _) = indicator.source else { return }
            places[indicator.id] = items.firstIndex(of: id)
        }
    }

    /// The one item that a mean level is made from, of some items: its place among ``items``. Such
    /// a mean tells how the item's answers are spread.
    func soleItem(of own: [String], by method: IndexMethod) -> Int? {
        guard [.mean5, .mean01].contains(method), own.count == 1 else { return nil }
        return items.firstIndex(of: own[0])
    }

    /// Whether a form's ballots belong to the index: it asks at least one of its items by levels.
    public func covers(_ form: Questionnaire) -> Bool {
        form.items.contains { $0.kind == .score && items.contains($0.id) }
    }

    /// Each item's question in the newest form that asks it.
    func texts(in forms: [Questionnaire]) -> [LocalizedText] {
        let newest = forms.filter { covers($0) }
            .sorted { ($0.version, $0.id) > ($1.version, $1.id) }
        return items.map { id in
            for form in newest {
                if let index = form.index(of: id) { return form.items[index].text }
            }
            return LocalizedText(["vi": id])
        }
    }

    /// The name of the index with the method that a figure was made by.
    func named(_ method: IndexMethod) -> Report.IndexReference {
        .init(id: id, version: version, method: method.rawValue, title: title)
    }
}
