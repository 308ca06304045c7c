/// How the answers of one form version are packed: 4 bits a score, yes/no or single choice, 16 a
/// multiple choice, in the form's order, low half of a byte first; a text item takes no room.
///
/// 4-bit fields: 0 missing, 1...12 the level or choice, 13 dk, 14 na, 15 not asked. 16-bit fields:
/// bits 0...11 the chosen choices, bit 13 dk, 14 na, 15 not asked, all zero missing.
public struct AnswerLayout: Sendable, Equatable {
    /// Where one item's field lies.
    public struct Field: Sendable, Equatable {
        /// In half bytes from the start.
        public let offset: Int
        /// In half bytes: 1, 4, or 0 for a text item.
        public let width: Int
        /// Whether a value 1...5 is a level and not a choice.
        public let isScore: Bool
    }

    public static let dontKnow: UInt8 = 13
    public static let notApplicable: UInt8 = 14
    public static let notAsked: UInt8 = 15

    public let fields: [Field]
    /// Bytes that one response's answers take.
    public let bytesCount: Int

    public init(_ form: Questionnaire) {
        var offset = 0
        var fields: [Field] = []
        for item in form.items {
            let width = item.kind == .text ? 0 : item.kind == .multiple ? 4 : 1
            fields.append(
                Field(offset: offset, width: width, isScore: item.kind == .score))
            offset += width
        }
        self.fields = fields
        bytesCount = (offset + 1) / 2
    }

    /// - Parameter answers: one for each item, as ``Questionnaire/checked(_:)`` gives them
    public func pack(_ answers: [Answer]) -> [UInt8] {
        precondition(answers.count == fields.count, "answers of another form")
        var bytes = [UInt8](repeating: 0, count: bytesCount)
        for (field, answer) in zip(fields, answers) {
            var value = Self.value(of: answer, width: field.width)
            for place in field.offset..<field.offset + field.width {
                bytes[place / 2] |= UInt8(value & 15) << (place % 2 == 0 ? 0 : 4)
                value >>= 4
            }
        }
        return bytes
    }

    /// - Returns: nil where the bytes cannot have come from ``pack(_:)``
    public func unpack(_ bytes: [UInt8]) -> [Answer]? {
        guard bytes.count == bytesCount else { return nil }
        var answers: [Answer] = []
        for field in fields {
            var value: UInt16 = 0
            for place in (field.offset..<field.offset + field.width).reversed() {
                value = value << 4 | UInt16(bytes[place / 2] >> (place % 2 == 0 ? 0 : 4) & 15)
            }
            answers.append(Self.answer(value, in: field))
        }
        return answers
    }

    private static func value(of answer: Answer, width: Int) -> UInt16 {
        switch answer {
        case .missing: 0
        case .score(let score): UInt16(score)
        case .choices(let places) where width == 4: places.reduce(0) { $0 | 1 << UInt16($1) }
        case .choices(let places): UInt16(places[0] + 1)
        case .dontKnow: width == 4 ? 1 << 13 : UInt16(dontKnow)
        case .notApplicable: width == 4 ? 1 << 14 : UInt16(notApplicable)
        case .notAsked: width == 4 ? 1 << 15 : UInt16(notAsked)
        }
    }

    private static func answer(_ value: UInt16, in field: Field) -> Answer {
        guard value != 0 else { return .missing }
        if field.width == 4 {
            if value & 1 << 13 != 0 { return .dontKnow }
            if value & 1 << 14 != 0 { return .notApplicable }
            if value & 1 << 15 != 0 { return .notAsked }
            return .choices((0..<Item.choicesMax).filter { value & 1 << UInt16($0) != 0 })
        }
        switch UInt8(value) {
        case dontKnow: return .dontKnow
        case notApplicable: return .notApplicable
        case notAsked: return .notAsked
        default: return field.isScore ? .score(Int(value)) : .choices([Int(value) - 1])
        }
    }
}
