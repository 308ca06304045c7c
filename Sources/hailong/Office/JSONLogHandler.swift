internal import Glibc
internal import Logging
internal import Survey

/// Writes each event as one JSON object and line to standard error:
/// `{"time","level","message",…}`, with what belongs to the event under names of its own.
struct JSONLogHandler: LogHandler {
    var metadata: Logger.Metadata = [:]
    var logLevel = Logger.Level.info
    private let label: String
    private let now: @Sendable () -> Timestamp

    init(label: String, now: @escaping @Sendable () -> Timestamp) {
        self.label = label
        self.now = now
    }

    subscript(metadataKey key: String) -> Logger.Metadata.Value? {
        get { metadata[key] }
        set { metadata[key] = newValue }
    }

    func log(event: LogEvent) {
        let all = metadata.merging(event.metadata ?? [:]) { $1 }
        let line = Self.line(
            at: now(), label: label, level: event.level, message: event.message.description,
            metadata: all)
        let bytes = Array(line.utf8)
        // One write, so that lines of several threads do not mix. Where standard error is closed
        // there is nobody to tell.
        _ = write(STDERR_FILENO, bytes, bytes.count)
    }

    /// - Returns: the object with the line's end
    static func line(
        at time: Timestamp, label: String, level: Logger.Level, message: String,
        metadata: Logger.Metadata
    ) -> String {
        var fields: [(String, JSON)] = [
            ("time", .string(time.rfc3339(at: OpenOffice.offset))),
            ("level", .string(level.rawValue)),
            ("logger", .string(label)), ("message", .string(message)),
        ]
        for (name, value) in metadata.sorted(by: { $0.key < $1.key }) {
            fields.append((name, .string("\(value)")))
        }
        return JSON.object(fields).text() + "\n"
    }
}
