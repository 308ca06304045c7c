/// A form: what is asked, in which words, in which order. Immutable; a change is a new version.
public struct Questionnaire: Sendable, Equatable {
    /// Whether the wording is a draft of ours or the official one.
    public enum Status: String, Sendable {
        case draft, official
    }

    /// A group of items that an index may sum up.
    public struct Dimension: Sendable, Equatable {
        public let id: String
        public let title: LocalizedText

        public init(id: String, title: LocalizedText) {
            self.id = id
            self.title = title
        }
    }

    public static let itemsMax = 60
    /// The id that a free text must have.
    public static let commentItem = "comment"

    public let id: String
    /// 1, 2, …
    public let version: Int
    public let status: Status
    /// Where the questions come from.
    public let source: String
    /// Language tags; the first is the default.
    public let languages: [String]
    public let title: LocalizedText
    public let intro: LocalizedText?
    /// The words of levels 1 to 5, worst first.
    public let levels: [LocalizedText]
    public let dimensions: [Dimension]
    public let items: [Item]
    /// Whether an answer decides if another item is asked.
    let hasConditions: Bool

    public init(
        id: String, version: Int, status: Status, source: String, languages: [String],
        title: LocalizedText, intro: LocalizedText?, levels: [LocalizedText],
        dimensions: [Dimension], items: [Item]
    ) {
        self.id = id
        self.version = version
        self.status = status
        self.source = source
        self.languages = languages
        self.title = title
        self.intro = intro
        self.levels = levels
        self.dimensions = dimensions
        self.items = items
        hasConditions = items.contains { $0.condition != nil }
    }

    public func index(of item: String) -> Int? { items.firstIndex { $0.id == item } }

    /// Whether the form ends with a free text.
    public var asksComment: Bool { items.contains { $0.kind == .text } }

    /// Whether an item is asked, given the answers so far, which are those of the
    /// first ``items``. An item whose governing one comes later is never asked.
    public func asks(_ index: Int, given answers: [Answer]) -> Bool {
        guard let condition = items[index].condition,
            let governing = self.index(of: condition.item)
        else { return true }
        guard governing < answers.count else { return false }
        switch (condition.test, answers[governing]) {
        case (.atMost(let limit), .score(let score)): return score <= limit
        case (.atLeast(let limit), .score(let score)): return score >= limit
        case (.isOneOf(let codes), .choices(let chosen)):
            return chosen.contains { codes.contains(items[governing].choices[$0].code) }
        default: return false
        }
    }
}
