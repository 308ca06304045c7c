/// How many dossiers a unit handled in one month, by procedure and field: what coverage divides by.
public struct DossierCount: Sendable, Equatable {
    /// What one row is about.
    public struct Key: Sendable, Hashable {
        public let unit: String
        public let procedure: String
        public let field: String
        public let period: CalendarMonth

        public init(unit: String, procedure: String, field: String, period: CalendarMonth) {
            self.unit = unit
            self.procedure = procedure
            self.field = field
            self.period = period
        }
    }

    public let key: Key
    public let received: Int
    public let completed: Int
    public let onTime: Int
    public let early: Int
    public let late: Int
    public let online: Int
    public let postal: Int
    public let digitised: Int

    public init(
        key: Key, received: Int, completed: Int, onTime: Int, early: Int, late: Int, online: Int,
        postal: Int, digitised: Int
    ) {
        self.key = key
        self.received = received
        self.completed = completed
        self.onTime = onTime
        self.early = early
        self.late = late
        self.online = online
        self.postal = postal
        self.digitised = digitised
    }

    /// How many different dossiers the unit handled at least: no part may be more.
    public var most: Int { max(received, completed) }

    /// Whether completed = early + on time + late.
    public var addsUp: Bool { completed == early + onTime + late }
}
