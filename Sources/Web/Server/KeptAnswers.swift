internal import HTTPServer
internal import Survey

/// Pages and files that were made before, to be given again while nothing has been stored since.
///
/// What one says follows from its target, the day and the store's state alone; who may see it is
/// asked before.
struct KeptAnswers {
    /// Bytes of all answers that are kept at most; a province's report takes some of them.
    static let bytesMax = 32 << 20
    /// Answers that are kept at most.
    static let countMax = 512
    /// A longer target is answered and not remembered.
    static let targetBytesMax = 1_024

    /// An answer to a target on a day: many mean "until today".
    private struct Entry {
        let target: String
        let day: CalendarDay
        let response: HTTPResponse
    }

    /// The state of the store before the first of them was made.
    private var version: Int64?
    /// Oldest first.
    private var entries: [Entry] = []
    private var bytes = 0
    /// How often one was given again.
    private(set) var given = 0

    /// What was answered before, where the store is still in the same state; forgets all that is
    /// of another.
    mutating func answer(
        to target: String, on day: CalendarDay, at version: Int64
    ) -> HTTPResponse? {
        if self.version != version { (self.version, entries, bytes) = (version, [], 0) }
        guard let entry = entry(target, day) else { return nil }
        given += 1
        return entry.response
    }

    /// Keeps a whole answer; the oldest go where there are too many.
    ///
    /// - Parameter version: the store's state, as it was before anything was read for the answer
    mutating func keep(
        _ response: HTTPResponse, to target: String, on day: CalendarDay, at version: Int64
    ) {
        // Made from a state that is over, or by two at once.
        guard self.version == version, entry(target, day) == nil else { return }
        guard response.status == 200, response.body.count <= Self.bytesMax,
            target.utf8.count <= Self.targetBytesMax
        else { return }
        entries.append(Entry(target: target, day: day, response: response))
        bytes += response.body.count
        while bytes > Self.bytesMax || entries.count > Self.countMax {
            bytes -= entries.removeFirst().response.body.count
        }
    }

    private func entry(_ target: String, _ day: CalendarDay) -> Entry? {
        entries.first { $0.target == target && $0.day == day }
    }
}
