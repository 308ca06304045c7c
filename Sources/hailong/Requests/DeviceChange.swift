internal import Survey

/// Settings of a device as they are asked for: what is nil stays as it is.
struct DeviceChange: Equatable {
    var languages: [String]?
    var defaultLanguage: String?
    var idleSeconds: Int?
    var thanksSeconds: Int?
    /// `HH:MM`, or empty for none.
    var opens: String?
    /// `HH:MM`, or empty for none.
    var closes: String?
    /// Empty for none.
    var pinHash: String?

    init() {}

    var isEmpty: Bool { self == DeviceChange() }

    /// The settings after the change; nil where they would contradict each other.
    func applied(to settings: DeviceSettings) -> DeviceSettings? {
        var changed = settings
        if let languages { changed.languages = languages }
        if let defaultLanguage {
            changed.defaultLanguage = defaultLanguage
        } else if !changed.languages.contains(changed.defaultLanguage) {
            changed.defaultLanguage = changed.languages.first ?? changed.defaultLanguage
        }
        changed.idleSeconds = idleSeconds ?? changed.idleSeconds
        changed.thanksSeconds = thanksSeconds ?? changed.thanksSeconds
        if let opens { changed.opens = DayTime(opens) }
        if let closes { changed.closes = DayTime(closes) }
        if let pinHash { changed.pinHash = pinHash.isEmpty ? nil : pinHash }
        return changed.isSound ? changed : nil
    }

    var json: JSON {
        .object([
            ("languages", languages.map { .array($0.map { .string($0) }) } ?? .null),
            ("defaultLanguage", .string(defaultLanguage)), ("idleSeconds", .integer(idleSeconds)),
            ("thanksSeconds", .integer(thanksSeconds)), ("opens", .string(opens)),
            ("closes", .string(closes)), ("pinHash", .string(pinHash)),
        ])
    }

    init?(_ value: JSON) {
        guard value.members != nil else { return nil }
        languages = value["languages"]?.array?.compactMap(\.string)
        defaultLanguage = value["defaultLanguage"]?.string
        idleSeconds = value["idleSeconds"]?.integer
        thanksSeconds = value["thanksSeconds"]?.integer
        opens = value["opens"]?.string
        closes = value["closes"]?.string
        pinHash = value["pinHash"]?.string
    }
}
