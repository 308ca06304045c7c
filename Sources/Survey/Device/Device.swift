/// A kiosk or tablet that an operator has paired with a place.
///
/// Its code is made at the pairing and never given again: whatever stands in for a device that
/// broke or lost its memory is a new device, because its answers are counted from 1 anew.
public struct Device: Sendable, Equatable {
    /// What a code begins with. Kiosks that are not paired call themselves something else.
    public static let codePrefix = "d-"
    /// Devices that an office may have had.
    public static let countMax = 16_384

    public let code: String
    /// What its key is derived with, 16 random bytes.
    public let salt: [UInt8]
    public let pairedAt: Timestamp
    /// The code of the device whose work it took over, or nil.
    public let replaces: String?
    public var settings: DeviceSettings
    /// How often the settings were set, from 1.
    public var settingsVersion: Int
    /// Where it stood and how it was called from when on, oldest first; never empty.
    public var bindings: [DeviceBinding]

    public init(
        code: String, salt: [UInt8], pairedAt: Timestamp, replaces: String?,
        settings: DeviceSettings, settingsVersion: Int, bindings: [DeviceBinding]
    ) {
        precondition(!bindings.isEmpty, "a device that never stood anywhere")
        self.code = code
        self.salt = salt
        self.pairedAt = pairedAt
        self.replaces = replaces
        self.settings = settings
        self.settingsVersion = settingsVersion
        self.bindings = bindings
    }

    /// Whether it was taken out of use. Its answers stay.
    public var isRetired: Bool { bindings[bindings.count - 1].place == nil }

    /// Where it stands; nil for one that is retired.
    public var place: String? { bindings[bindings.count - 1].place }

    /// How people call it.
    public var name: String { bindings[bindings.count - 1].name }

    /// A new device's code, such as `d-7k2m9xpw`.
    ///
    /// - Parameter random: ``PlainCode/randomBytes`` random bytes
    public static func makeCode(random: [UInt8]) -> String {
        codePrefix + PlainCode.make(random: random).lowercased()
    }
}

/// From when on a device stood at a place under a name. Bindings are added and never changed.
public struct DeviceBinding: Sendable, Equatable {
    /// Nil from when on it is retired.
    public let place: String?
    /// 1...``nameGraphemesMax`` characters on one line.
    public let name: String
    public let since: Timestamp

    public static let nameGraphemesMax = 80

    public init(place: String?, name: String, since: Timestamp) {
        self.place = place
        self.name = name
        self.since = since
    }

    /// A name as it is kept: composed, trimmed, on one line; nil where it is empty or too long.
    public static func name(typed text: String) -> String? {
        guard Text.isStreamSafe(text) else { return nil }
        let name = Text.trimmed(Text.normalized(text))
        let isOneLine = name.unicodeScalars.allSatisfy { $0.value >= 0x20 && $0.value != 0x7F }
        return isOneLine && (1...nameGraphemesMax).contains(name.count) ? name : nil
    }
}

/// Eight letters and digits that nobody confuses, read from one screen and typed into another.
public enum PlainCode {
    /// Neither 0 nor O, neither 1 nor I: 32 of them, so that five random bits choose each.
    private static let alphabet = Array("23456789ABCDEFGHJKLMNPQRSTUVWXYZ")
    private static let length = 8
    /// What ``make(random:)`` takes.
    public static let randomBytes = 5

    /// - Parameter random: ``randomBytes`` random bytes
    public static func make(random: [UInt8]) -> String {
        precondition(random.count == randomBytes, "five bytes are forty bits")
        let bits = random.reduce(UInt64(0)) { $0 << 8 | UInt64($1) }
        return String((0..<length).map { alphabet[Int(bits >> (5 * UInt64($0)) & 31)] })
    }

    /// A code as it is shown, `K7P42M9X` as `K7P4-2M9X`.
    public static func shown(_ code: String) -> String {
        "\(code.prefix(length / 2))-\(code.dropFirst(length / 2))"
    }

    /// What somebody typed, in capitals or not, with or without hyphen and spaces; nil for what is
    /// no code.
    public static func typed(_ text: String) -> String? {
        let code = text.uppercased().filter { $0 != "-" && $0 != " " }
        guard code.count == length, code.allSatisfy(alphabet.contains) else { return nil }
        return code
    }
}
