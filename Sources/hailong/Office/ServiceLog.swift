internal import ArgumentParser
internal import Columns
internal import Logging
internal import Storage
internal import Synchronization

/// How a running server writes its log.
enum LogFormat: String, CaseIterable, ExpressibleByArgument {
    /// A line a person reads.
    case text
    /// A JSON object a line, for a log collector.
    case json
}

/// What a running server tells its operator, on standard error: no addresses, no answers.
///
/// A trouble is told when it begins and when it ends, not with every answer it meets.
final class ServiceLog: Sendable {
    private let logger: Logger
    private let format: LogFormat
    private let isSealFailing = Mutex(false)

    init(_ format: LogFormat) {
        self.format = format
        logger = Logger(label: "hailong") { label in
            switch format {
            case .text: StreamLogHandler.standardError(label: label)
            case .json: JSONLogHandler(label: label, now: OpenOffice.now)
            }
        }
    }

    /// What a person at the terminal is told at the start, in their language; a collector gets it
    /// as an event like the others.
    func tell(_ text: String) {
        switch format {
        case .text: Terminal.warn(text)
        case .json: logger.notice("\(text)")
        }
    }

    func note(_ event: IntakeEvent) {
        switch event {
        case .changed(.storing):
            logger.notice("answers are stored again")
        case .changed(.diskFull):
            logger.error("the disk is nearly full: no answers are taken until there is room")
        case .changed(.failing(let error)):
            logger.error(
                "answers cannot be stored, citizens are told so; tried again each second",
                metadata: Self.metadata(error))
        case .ballastGivenUp:
            logger.warning("the disk is full: the ballast file was removed to make some room")
        case .ballastHeld:
            logger.info("room on the disk is held back in the ballast file")
        case .lost(let loss):
            logger.critical(
                "answers that were confirmed are missing: see hailong verify, keep the folder",
                metadata: [
                    "confirmed": "\(loss.expectedRow)", "found": "\(loss.foundRow)",
                ])
        case .logRestored:
            logger.error(
                "hailong.db-wal was removed under the running server; its answers were saved")
        case .overloaded:
            logger.warning("more answers wait than may: some are sent away for the moment")
        case .leftOpen(let error):
            logger.warning(
                "the log stays beside the store, the next start reads it",
                metadata: Self.metadata(error))
        }
    }

    /// - Parameter fault: why derived columns could not be written; reports stay right
    func note(sealing fault: ColumnsError?) {
        guard change(isSealFailing, to: fault != nil), let fault else { return }
        logger.warning(
            "columns stay in memory, the next start is slower",
            metadata: ["reason": "\(fault)"])
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

    /// - Parameter answers: that the first report needs and no columns have yet
    func note(readingAhead answers: Int64) {
        logger.notice("reading \(answers) answers, so that reports are quick")
    }

    func noteReadAhead() { logger.notice("reports are quick now") }

    func note(reporting error: StorageError) {
        guard error != .interrupted else { return }
        logger.error("a report cannot be made", metadata: Self.metadata(error))
    }

    /// - Parameter line: what a command asked for has come to, such as `paired d-7k2m9xpw`
    func note(request line: String) {
        logger.notice("a command asked: \(line)")
    }

    func noteNoRequests() {
        logger.warning(
            "the folder for requests of commands is not this user's alone: commands are refused")
    }

    private static func metadata(_ error: StorageError) -> Logger.Metadata {
        ["reason": "\(error)"]
    }

    private func change(_ state: borrowing Mutex<Bool>, to value: Bool) -> Bool {
        state.withLock { state in
            defer { state = value }
            return state != value
        }
    }
}
