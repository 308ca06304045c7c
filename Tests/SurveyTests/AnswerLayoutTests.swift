import Survey
import Testing

@Suite("Answer layout")
struct AnswerLayoutTests {
    @Test("Any answers to any form are packed and unpacked", arguments: 0..<200 as Range<UInt64>)
    func roundTrip(seed: UInt64) {
        var random = SeededGenerator(seed: seed)
        let count = Int.random(in: 1...Questionnaire.itemsMax - 1, using: &random)
        let (form, answers) = random.form(items: count)
        let layout = AnswerLayout(form)
        let bytes = layout.pack(answers)
        #expect(bytes.count == layout.bytesCount)
        #expect(layout.unpack(bytes) == answers)
        #expect(layout.unpack(bytes + [0]) == nil)
        #expect(layout.unpack(Array(bytes.dropLast())) == nil)
    }

    @Test("Bytes that unpack at all are those that pack again", arguments: 0..<40 as Range<UInt64>)
    func damaged(seed: UInt64) {
        var random = SeededGenerator(seed: seed)
        let (form, answers) = random.form(items: 9)
        let layout = AnswerLayout(form)
        let bytes = layout.pack(answers)
        for bit in 0..<bytes.count * 8 {
            var flipped = bytes
            flipped[bit / 8] ^= 1 << (bit % 8)
            guard let found = layout.unpack(flipped) else { continue }
            #expect(found != answers)
            #expect(layout.pack(found) == flipped)
        }
    }

    @Test("Missing is zero and no score; every word has its own number")
    func numbers() throws {
        let layout = AnswerLayout(
            Forms.form([
                Forms.item("a", .score), Forms.item("b", .single, choices: 12),
                Forms.item("c", .multiple, choices: 12), Forms.item("comment", .text),
                Forms.item("d", .yesNo),
            ]))
        #expect(layout.fields.map(\.offset) == [0, 1, 2, 6, 6])
        #expect(layout.fields.map(\.width) == [1, 1, 4, 0, 1])
        #expect(layout.fields.map(\.isScore) == [true, false, false, false, false])
        #expect(layout.bytesCount == 4)
        let none = [Answer](repeating: .missing, count: 5)
        #expect(layout.pack(none) == [0, 0, 0, 0])
        #expect(layout.unpack([0, 0, 0, 0]) == none)
        #expect(
            layout.pack([.score(5), .choices([11]), .choices([0, 11]), .missing, .choices([1])])
                == [0xC5, 0x01, 0x08, 0x02])
        #expect(
            layout.pack([.dontKnow, .notApplicable, .dontKnow, .missing, .notAsked])
                == [0xED, 0x00, 0x20, 0x0F])
    }

    @Test(
        "A level or choice that the form lacks, two words at once and stray bits are damage",
        arguments: [
            [0x06, 0], [0x0C, 0], [0x40, 0], [0, 0x10],
        ] as [[UInt8]])
    func impossible(bytes: [UInt8]) {
        let layout = AnswerLayout(
            Forms.form([
                Forms.item("a", .score), Forms.item("b", .single, choices: 3),
                Forms.item("d", .yesNo),
            ]))
        #expect(layout.unpack([0x35, 0x02]) == [.score(5), .choices([2]), .choices([1])])
        #expect(layout.unpack(bytes) == nil)
    }

    @Test(
        "A mask with a choice that the form lacks, or with a word beside choices, is damage",
        arguments: [0x0008, 0x1000, 0x2001, 0x6000, 0xC000] as [UInt16])
    func impossibleMask(mask: UInt16) {
        let layout = AnswerLayout(Forms.form([Forms.item("c", .multiple, choices: 3)]))
        #expect(layout.unpack([0x05, 0]) == [.choices([0, 2])])
        #expect(layout.unpack([UInt8(mask & 0xFF), UInt8(mask >> 8)]) == nil)
    }
}
