internal import Survey
internal import Synchronization

/// How many answers a place may send in a second.
///
/// By place and never by address: a whole office sits behind one. Places are known, so this grows
/// no further than their number.
final class PlaceLimits: Sendable {
    private struct Second {
        var start: Int64
        var count: Int
    }

    /// Answers a second and place; 0 is no limit.
    let answersPerSecond: Int
    private let seconds = Mutex<[String: Second]>([:])

    init(answersPerSecond: Int) {
        self.answersPerSecond = answersPerSecond
    }

    /// Counts an answer.
    ///
    /// - Parameter place: the code of a place there is
    /// - Returns: false where the place has had its share of this second
    func admits(place: String, at now: Timestamp) -> Bool {
        guard answersPerSecond > 0 else { return true }
        let start = now.milliseconds / 1000
        return seconds.withLock { seconds in
            var second = seconds[place] ?? Second(start: start, count: 0)
            if second.start != start { second = Second(start: start, count: 0) }
            second.count += 1
            seconds[place] = second
            return second.count <= answersPerSecond
        }
    }
}
