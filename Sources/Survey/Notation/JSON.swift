/// A JSON value that remembers where it stood in its text, so that a fault can name its line.
public struct JSON: Sendable {
    /// The six kinds of value; integers are kept apart from other numbers, members keep order.
    public enum Value: Sendable {
        case null
        case bool(Bool)
        case integer(Int)
        case number(Double)
        case string(String)
        case array([JSON])
        case object([(name: String, value: JSON)])
    }

    public let value: Value
    /// The line the value starts on, from 1; 0 for a value that was never text.
    public let line: Int

    public init(_ value: Value, line: Int = 0) {
        self.value = value
        self.line = line
    }

    /// The member of an object, or nil where it is absent or this is no object.
    public subscript(name: String) -> JSON? {
        guard case .object(let members) = value else { return nil }
        return members.first { $0.name == name }?.value
    }

    public var string: String? {
        if case .string(let text) = value { text } else { nil }
    }

    /// A whole number, however it was written: JSON knows no difference between 5, 5.0 and 0.5e1.
    ///
    /// Written with a point or an exponent it must lie within ±2^53, up to where a double counts.
    public var integer: Int? {
        switch value {
        case .integer(let number): number
        case .number(let number):
            number.magnitude <= Double(1 << 53) ? Int(exactly: number) : nil
        default: nil
        }
    }

    /// Any number as a double.
    public var number: Double? {
        switch value {
        case .integer(let number): Double(number)
        case .number(let number): number
        default: nil
        }
    }

    public var bool: Bool? {
        if case .bool(let flag) = value { flag } else { nil }
    }

    public var array: [JSON]? {
        if case .array(let elements) = value { elements } else { nil }
    }

    public var members: [(name: String, value: JSON)]? {
        if case .object(let members) = value { members } else { nil }
    }

    public var isNull: Bool {
        if case .null = value { true } else { false }
    }
}

/// Builders for values that are about to be written.
extension JSON {
    public static var null: JSON { JSON(.null) }
    public static func bool(_ flag: Bool) -> JSON { JSON(.bool(flag)) }
    public static func integer(_ number: Int) -> JSON { JSON(.integer(number)) }
    public static func string(_ text: String) -> JSON { JSON(.string(text)) }
    public static func array(_ elements: [JSON]) -> JSON { JSON(.array(elements)) }
    public static func object(_ members: [(String, JSON)]) -> JSON {
        JSON(.object(members.map { (name: $0.0, value: $0.1) }))
    }

    /// A finite double, unrounded; anything else is null, which JSON has no other word for.
    public static func number(_ number: Double?) -> JSON {
        guard let number, number.isFinite else { return .null }
        return JSON(.number(number))
    }

    public static func integer(_ number: Int?) -> JSON { number.map { .integer($0) } ?? .null }
    public static func string(_ text: String?) -> JSON { text.map { .string($0) } ?? .null }
}
