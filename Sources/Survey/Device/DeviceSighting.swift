/// What a device said of itself, and when: nothing about anybody who answered.
public struct DeviceSighting: Sendable, Equatable {
    public static let versionCharactersMax = 64
    /// Beyond this a count says that something is broken, and not how much.
    public static let countMax = 1_000_000_000

    public let at: Timestamp
    /// Answers that wait to be sent.
    public let queue: Int
    /// When the oldest of them was given; nil where none waits.
    public let oldest: Timestamp?
    /// Answers that the office refused for good and the device keeps aside.
    public let rejected: Int
    /// Of the page that runs there.
    public let version: String
    /// Of the settings that it follows; 0 before the first.
    public let settingsVersion: Int
    /// Its clock less the office's, in milliseconds.
    public let skewMilliseconds: Int64
    /// The number of its newest answer; 0 before the first.
    public let sequence: Int
    /// Whether its browser has promised to keep what waits.
    public let isStoragePersisted: Bool
    /// Whether its page came by TLS or from its own machine.
    public let isContextSecure: Bool
    /// Whether its browser refused to store something: people may be sent away with their answers,
    /// and what waits may not be countable.
    public let isStorageFailing: Bool

    public init(
        at: Timestamp, queue: Int, oldest: Timestamp?, rejected: Int, version: String,
        settingsVersion: Int, skewMilliseconds: Int64, sequence: Int, isStoragePersisted: Bool,
        isContextSecure: Bool, isStorageFailing: Bool = false
    ) {
        self.at = at
        self.queue = queue
        self.oldest = oldest
        self.rejected = rejected
        self.version = version
        self.settingsVersion = settingsVersion
        self.skewMilliseconds = skewMilliseconds
        self.sequence = sequence
        self.isStoragePersisted = isStoragePersisted
        self.isContextSecure = isContextSecure
        self.isStorageFailing = isStorageFailing
    }

    /// Reads a heartbeat.
    ///
    /// `queue`, `version`, `settingsVersion`, `clock` and `sequence` must be there; members that
    /// nobody knows are passed over.
    /// - Parameters:
    ///   - value: `{"queue","oldest","rejected","version","settingsVersion","clock","sequence",
    ///     "storagePersisted","secureContext","storageFault"}`
    ///   - now: the office's clock
    /// - Throws: ``SubmissionFault/badValue(name:value:)`` for the first member that is wrong
    public init(heartbeat value: JSON, at now: Timestamp) throws(SubmissionFault) {
        guard value.members != nil else { throw .badValue(name: "heartbeat", value: "") }
        let version = Text.trimmed(value["version"]?.string ?? "")
        guard !version.isEmpty, version.utf8.count <= Self.versionCharactersMax,
            version.utf8.allSatisfy({ (0x20...0x7E).contains($0) })
        else { throw .badValue(name: "version", value: "") }
        guard let clock = try Self.moment(value, "clock") else {
            throw .badValue(name: "clock", value: "")
        }
        self.init(
            at: now, queue: try Self.count(value, "queue"),
            oldest: try Self.moment(value, "oldest"),
            rejected: try Self.count(value, "rejected", absent: 0), version: version,
            settingsVersion: try Self.count(value, "settingsVersion"),
            skewMilliseconds: clock.milliseconds - now.milliseconds,
            sequence: try Self.count(value, "sequence", most: 1 << 53),
            isStoragePersisted: try Self.flag(value, "storagePersisted"),
            isContextSecure: try Self.flag(value, "secureContext"),
            isStorageFailing: try Self.flag(value, "storageFault"))
    }

    private static func count(
        _ value: JSON, _ name: String, absent: Int? = nil, most: Int = countMax
    ) throws(SubmissionFault) -> Int {
        if let absent, value[name]?.isNull ?? true { return absent }
        guard let count = value[name]?.integer, (0...most).contains(count) else {
            throw .badValue(name: name, value: "")
        }
        return count
    }

    private static func moment(
        _ value: JSON, _ name: String
    ) throws(SubmissionFault) -> Timestamp? {
        guard let member = value[name], !member.isNull else { return nil }
        guard let text = member.string, text.utf8.count <= 40,
            let moment = Timestamp(rfc3339: text)
        else { throw .badValue(name: name, value: "") }
        return moment
    }

    private static func flag(_ value: JSON, _ name: String) throws(SubmissionFault) -> Bool {
        guard let member = value[name], !member.isNull else { return false }
        guard let flag = member.bool else { throw .badValue(name: name, value: "") }
        return flag
    }
}
