/// What the writer has done since it started.
public struct IntakeStatistics: Sendable, Equatable {
    public var stored = 0
    /// Repeated with the same content.
    public var already = 0
    public var conflicts = 0
    public var erased = 0
    /// Drafts of answers.
    public var saved = 0
    /// Not stored because the disk refused, and told so.
    public var failed = 0
    /// Sent away at once because too many waited or the disk was not to be had.
    public var sentAway = 0
    /// Waiting at this moment.
    public var waiting = 0
    /// Answers in a commit.
    public var batchAnswers = Histogram(bounds: [1, 2, 4, 8, 16, 32, 64, 128, 256, 512])
    /// From the first look at a batch to its acknowledgement, in seconds.
    public var batchSeconds = Histogram.ofSeconds
    /// The commit alone: the log is written and synchronised with the disk, in seconds.
    public var syncSeconds = Histogram.ofSeconds
    public var condition = IntakeCondition.storing
    /// The disk when it was last looked at.
    public var disk: DiskSpace?

    /// Nothing done yet.
    public init() {}

    mutating func count(_ outcome: AppendOutcome) {
        switch outcome {
        case .stored: stored += 1
        case .already: already += 1
        case .conflict, .afterPartial: conflicts += 1
        case .erased: erased += 1
        case .draft(.saved): saved += 1
        case .draft(.answered), .draft(.full): break
        }
    }
}
