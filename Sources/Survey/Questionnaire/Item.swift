/// One question of a form.
public struct Item: Sendable, Equatable {
    /// What kind of answer it takes.
    public enum Kind: String, Sendable, CaseIterable {
        /// One of five levels, 1 worst to 5 best.
        case score
        /// One of the choices.
        case single
        /// Any of the choices.
        case multiple
        /// `yes` or `no`.
        case yesNo
        /// Free text; kept apart from the answers. A form has at most one, called `comment`.
        case text
    }

    /// One choice of a single or multiple choice item.
    public struct Choice: Sendable, Equatable {
        public let code: String
        public let text: LocalizedText

        public init(code: String, text: LocalizedText) {
            self.code = code
            self.text = text
        }
    }

    /// When an item is asked: the answer to an earlier item decides.
    public struct Condition: Sendable, Equatable {
        /// The test put to the earlier answer. Missing, dk and na pass none.
        public enum Test: Sendable, Equatable {
            case atMost(Int)
            case atLeast(Int)
            case isOneOf([String])
        }

        public let item: String
        public let test: Test

        public init(item: String, test: Test) {
            self.item = item
            self.test = test
        }
    }

    public static let choicesMax = 12
    /// What the name of a recording may end with.
    public static let audioEndings = [".mp3", ".m4a", ".ogg"]

    public let id: String
    public let kind: Kind
    public let text: LocalizedText
    public let hint: LocalizedText?
    /// The file name of a recording of the question, in the languages there is one for.
    public let audio: LocalizedText?
    /// The id of the dimension it belongs to, if any.
    public let dimension: String?
    /// Whether pages offer "không biết"; it is taken where it comes otherwise, from paper say.
    public let allowsDontKnow: Bool
    /// Whether pages offer "không áp dụng", likewise.
    public let allowsNotApplicable: Bool
    /// In the order shown; `yes` and `no` for a yes/no item; empty for score and text.
    public let choices: [Choice]
    public let condition: Condition?

    public init(
        id: String, kind: Kind, text: LocalizedText, hint: LocalizedText? = nil,
        audio: LocalizedText? = nil,
        dimension: String? = nil, allowsDontKnow: Bool = false, allowsNotApplicable: Bool = false,
        choices: [Choice] = [], condition: Condition? = nil
    ) {
        self.id = id
        self.kind = kind
        self.text = text
        self.hint = hint
        self.audio = audio
        self.dimension = dimension
        self.allowsDontKnow = allowsDontKnow
        self.allowsNotApplicable = allowsNotApplicable
        self.choices = choices
        self.condition = condition
    }
}
