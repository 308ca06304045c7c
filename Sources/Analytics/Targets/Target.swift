public import Survey

/// One row of a plan: what share of satisfied citizens is asked for, by when, of whom.
public struct Target: Sendable, Equatable {
    /// What a target is about: one item, over all answers or one field of procedures.
    public struct Scope: Sendable, Equatable {
        public let id: String
        public let title: LocalizedText
        /// The item it is tested on.
        public let item: String
        /// The field code its answers must have, or nil for all.
        public let field: String?

        public init(id: String, title: LocalizedText, item: String, field: String?) {
            self.id = id
            self.title = title
            self.item = item
            self.field = field
        }
    }

    /// Where the row stands.
    public struct Source: Sendable, Equatable {
        public let plan: String
        public let document: String
        public let section: String
        public let quote: String

        public init(plan: String, document: String, section: String, quote: String) {
            self.plan = plan
            self.document = document
            self.section = section
            self.quote = quote
        }
    }

    public let id: String
    public let scope: Scope
    /// 0...1
    public let threshold: Double
    /// The day by which it is to be met.
    public let due: CalendarDay
    /// The last day on which it is the standard in force; nil where nothing follows it.
    public let until: CalendarDay?
    public let title: LocalizedText
    public let source: Source

    public init(
        id: String, scope: Scope, threshold: Double, due: CalendarDay, until: CalendarDay?,
        title: LocalizedText, source: Source
    ) {
        self.id = id
        self.scope = scope
        self.threshold = threshold
        self.due = due
        self.until = until
        self.title = title
        self.source = source
    }
}
