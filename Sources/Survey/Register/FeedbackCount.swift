/// What became of the feedback (phản ánh, kiến nghị) that a unit received in one month: figures of
/// the system that handles it, typed in or exported from there.
public struct FeedbackCount: Sendable, Equatable {
    /// What one row is about.
    public struct Key: Sendable, Hashable {
        public let unit: String
        public let period: CalendarMonth

        public init(unit: String, period: CalendarMonth) {
            self.unit = unit
            self.period = period
        }
    }

    public let key: Key
    /// Feedback received (count).
    public let received: Int
    /// Of it, answered within the time set for it.
    public let onTime: Int
    /// Of it, answered and the answer rated unsatisfactory.
    public let unsatisfactory: Int
    /// Of it, complained about as late, and not counted in `unsatisfactory`.
    public let lateComplaints: Int
    /// Dossiers whose citizens were dissatisfied with them or complained about them, each counted
    /// once; nil where the system does not say.
    public let dissatisfiedDossiers: Int?

    public init(
        key: Key, received: Int, onTime: Int, unsatisfactory: Int, lateComplaints: Int,
        dissatisfiedDossiers: Int?
    ) {
        self.key = key
        self.received = received
        self.onTime = onTime
        self.unsatisfactory = unsatisfactory
        self.lateComplaints = lateComplaints
        self.dissatisfiedDossiers = dissatisfiedDossiers
    }
}
