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
        /// How many levels or choices there are; 0 for a text item.
        public let values: Int
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
            let isScore = item.kind == .score
            fields.append(
                Field(
                    offset: offset, width: width, isScore: isScore,
                    values: isScore ? 5 : item.choices.count))
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
            var value = Self.value(of: answer, in: field)
            for place in field.offset..<field.offset + field.width {
                bytes[place / 2] |= UInt8(value & 15) << (place % 2 == 0 ? 0 : 4)
                value >>= 4
            }
        }
        return bytes
    }

    /// - Returns: nil where the bytes cannot have come from ``pack(_:)``, as after damage
    public func unpack(_ bytes: [UInt8]) -> [Answer]? {
        guard bytes.count == bytesCount else { return nil }
        if let last = fields.last, (last.offset + last.width) % 2 == 1, bytes[bytesCount - 1] > 15 {
            return nil
        }
        var answers: [Answer] = []
        answers.reserveCapacity(fields.count)
        for field in fields {
            var value: UInt16 = 0
            for place in (field.offset..<field.offset + field.width).reversed() {
                value = value << 4 | UInt16(bytes[place / 2] >> (place % 2 == 0 ? 0 : 4) & 15)
            }
            guard let answer = Self.answer(value, in: field) else { return nil }
            answers.append(answer)
        }
        return answers
    }

    private static func value(of answer: Answer, in field: Field) -> UInt16 {
        let isWide = field.width == 4
        switch answer {
        case .missing: return 0
        case .score(let score):
            precondition(field.isScore && (1...5).contains(score), "no such level")
            return UInt16(score)
        case .choices(let places):
            precondition(places.allSatisfy { (0..<field.values).contains($0) }, "no such choice")
            return isWide
                ? places.reduce(0) { $0 | 1 << UInt16($1) } : UInt16(places[0] + 1)
        case .dontKnow: return isWide ? 1 << dontKnow : UInt16(dontKnow)
        case .notApplicable: return isWide ? 1 << notApplicable : UInt16(notApplicable)
        case .notAsked: return isWide ? 1 << notAsked : UInt16(notAsked)
        }
    }

    private static func answer(_ value: UInt16, in field: Field) -> Answer? {
        if value == 0 { return .missing }
        let isWide = field.width == 4
        if value == (isWide ? 1 << dontKnow : UInt16(dontKnow)) { return .dontKnow }
        if value == (isWide ? 1 << notApplicable : UInt16(notApplicable)) { return .notApplicable }
        if value == (isWide ? 1 << notAsked : UInt16(notAsked)) { return .notAsked }
        if isWide {
            guard value < 1 << field.values else { return nil }
            return .choices((0..<field.values).filter { value & 1 << UInt16($0) != 0 })
        }
        guard value <= field.values else { return nil }
        return field.isScore ? .score(Int(value)) : .choices([Int(value) - 1])
    }
}
