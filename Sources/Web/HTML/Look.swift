/// How a page is drawn for somebody who asked for more contrast or larger letters.
///
/// It stands in the address (`?look=`) and is carried on by every link and form, because a phone is
/// asked to remember nothing: no cookie, no storage.
public enum Look: String, Sendable, Hashable, CaseIterable {
    case plain
    /// White and yellow on black.
    case contrast
    /// Text of 24 px.
    case large
    case both

    /// Reads a link's query; what is unknown is the plain look.
    public init(query: [(name: String, value: String)]) {
        let asked = query.first { $0.name == "look" }.flatMap { Look(rawValue: $0.value) }
        self = asked ?? .plain
    }

    /// As it stands in a query; nil where nothing was asked for.
    public var name: String? { self == .plain ? nil : rawValue }

    public var isHighContrast: Bool { self == .contrast || self == .both }
    public var isLarge: Bool { self == .large || self == .both }

    /// The same look with the other contrast.
    var withOtherContrast: Look {
        Look(isHighContrast: !isHighContrast, isLarge: isLarge)
    }

    /// The same look with the other size.
    var withOtherSize: Look {
        Look(isHighContrast: isHighContrast, isLarge: !isLarge)
    }

    private init(isHighContrast: Bool, isLarge: Bool) {
        self = isHighContrast ? (isLarge ? .both : .contrast) : (isLarge ? .large : .plain)
    }

    /// The classes of the page by which the stylesheet knows it.
    var classes: HTML? {
        switch self {
        case .plain: nil
        case .contrast: " class=\"contrast\""
        case .large: " class=\"large\""
        case .both: " class=\"contrast large\""
        }
    }
}
