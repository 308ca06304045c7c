/// What an operator sets for a kiosk or tablet from afar.
public struct DeviceSettings: Sendable, Equatable {
    public static let languagesMax = 12
    /// After how long without a touch the kiosk begins anew, in seconds.
    public static let idleRange = 5...600
    /// How long the thanks are shown, in seconds.
    public static let thanksRange = 1...60
    public static let pinDigits = 4...12

    /// Languages that are offered, in this order, at most ``languagesMax``; none are all of the
    /// form, in its own order. See ``isLanguage(_:)``.
    public var languages: [String] = []
    /// In which the kiosk begins, where it is offered: one of ``languages``, if some are named.
    public var defaultLanguage = "vi"
    public var idleSeconds = 20
    public var thanksSeconds = 4
    /// From when to when it asks, both or neither, ``opens`` first; otherwise always.
    public var opens: DayTime?
    public var closes: DayTime?
    /// What the staff's number is compared with; see ``pinHash(salt:digest:)``.
    public var pinHash: String?

    /// What a kiosk is set to that nobody has set.
    public init() {}

    /// Whether a text can be a language's code: 2...12 of `a–z` and `-`.
    public static func isLanguage(_ text: String) -> Bool {
        (2...12).contains(text.utf8.count)
            && text.utf8.allSatisfy { (0x61...0x7A).contains($0) || $0 == 0x2D }
    }

    /// Whether a text can be the staff's number.
    public static func isPin(_ text: String) -> Bool {
        pinDigits.contains(text.utf8.count) && text.utf8.allSatisfy { (0x30...0x39).contains($0) }
    }

    /// How the staff's number is kept: `SALT:DIGEST`, where DIGEST is SHA-256 over the text
    /// `SALT:NUMBER`, both in small hexadecimal digits.
    ///
    /// The kiosk compares it offline, where a plain page has no slow hash. Few digits are guessed
    /// by whoever has this text: it keeps visitors out of the staff's menu, which shows no answers.
    public static func pinHash(salt: String, digest: String) -> String { "\(salt):\(digest)" }

    /// Whether each value is inside its limits and they agree with each other.
    public var isSound: Bool {
        let areHours = (opens == nil) == (closes == nil)
        let areInOrder = opens.flatMap { opens in closes.map { opens < $0 } } ?? true
        return languages.count <= Self.languagesMax
            && Set(languages).count == languages.count && languages.allSatisfy(Self.isLanguage)
            && Self.isLanguage(defaultLanguage)
            && (languages.isEmpty || languages.contains(defaultLanguage))
            && Self.idleRange.contains(idleSeconds)
            && Self.thanksRange.contains(thanksSeconds) && areHours && areInOrder
            && (pinHash.map { $0.utf8.count <= 128 } ?? true)
    }

    /// Whether it should be working at a time of day.
    public func isOpen(at time: DayTime) -> Bool {
        guard let opens, let closes else { return true }
        return opens <= time && time < closes
    }
}

/// Settings as JSON: as the store keeps them, and as a device is told.
extension DeviceSettings {
    /// Every member by its name; `pinHash` only where there is one.
    public var members: [(String, JSON)] {
        var members: [(String, JSON)] = [
            ("languages", .array(languages.map { .string($0) })),
            ("defaultLanguage", .string(defaultLanguage)),
            ("idleSeconds", .integer(idleSeconds)),
            ("thanksSeconds", .integer(thanksSeconds)),
            ("opens", .string(opens?.description)), ("closes", .string(closes?.description)),
        ]
        if let pinHash { members.append(("pinHash", .string(pinHash))) }
        return members
    }

    /// Reads what ``members`` wrote; nil for anything that is not sound.
    public init?(_ value: JSON) {
        guard let languages = value["languages"]?.array,
            let defaultLanguage = value["defaultLanguage"]?.string,
            let idleSeconds = value["idleSeconds"]?.integer,
            let thanksSeconds = value["thanksSeconds"]?.integer
        else { return nil }
        self.languages = languages.compactMap(\.string)
        self.defaultLanguage = defaultLanguage
        self.idleSeconds = idleSeconds
        self.thanksSeconds = thanksSeconds
        opens = value["opens"]?.string.flatMap { DayTime($0) }
        closes = value["closes"]?.string.flatMap { DayTime($0) }
        pinHash = value["pinHash"]?.string
        guard isSound, self.languages.count == languages.count else { return nil }
    }
}
