internal import Columns
internal import Logging
internal import Storage
internal import Synchronization

/// What a running server tells its operator, on standard error: no addresses, no answers.
///
/// A trouble is told when it begins and when it ends, not with every answer it meets.
final class ServiceLog: Sendable {
    private let logger: Logger
    private let isFailing = Mutex(false)
    private let isSealFailing = Mutex(false)

    init() {
        logger = Logger(label: "hailong") { StreamLogHandler.standardError(label: $0) }
    }

    /// Whether the last answers were stored.
    var isStoring: Bool { !isFailing.withLock { $0 } }

    /// - Parameter outcome: of one answer on its way to the disk
    func note(_ outcome: Intake.Outcome) {
        switch outcome {
        case .done:
            if change(isFailing, to: false) { logger.notice("answers are stored again") }
        case .failed(let error):
            if change(isFailing, to: true) {
                logger.error("answers cannot be stored, citizens are told: \(error)")
            }
        }
    }

    /// - Parameter fault: why derived columns could not be written; reports stay right
    func note(sealing fault: ColumnsError?) {
        guard change(isSealFailing, to: fault != nil), let fault else { return }
        logger.warning("columns stay in memory, the next start is slower: \(fault)")
    }

    /// - Parameters:
    ///   - milliseconds: by which the wall clock was moved, forward or back
    ///   - steps: how many there were since the start
    func note(clockStep milliseconds: Int64, steps: Int) {
        logger.warning(
            """
            the clock was moved by \(milliseconds / 1000) s (\(steps) since the start): \
            answers are dated by it, closed months stay as they are
            """)
    }

    func note(reporting error: StorageError) {
        logger.error("a report cannot be made: \(error)")
    }

    private func change(_ state: borrowing Mutex<Bool>, to value: Bool) -> Bool {
        state.withLock { state in
            defer { state = value }
            return state != value
        }
    }
}
