import Testing

@testable import Survey

@Suite("Text")
struct TextTests {
    private static func scalars(_ text: String) -> [UInt32] { text.unicodeScalars.map(\.value) }

    @Test(
        "What looks the same is kept the same: NFC",
        arguments: [
            ("plain\nASCII ~", "plain\nASCII ~"), ("e\u{302}\u{301}", "\u{1EBF}"),
            ("e\u{323}\u{302}", "\u{1EC7}"), ("o\u{31B}\u{301}", "\u{1EDB}"),
            ("\u{EA}\u{301}", "\u{1EBF}"), ("\u{1EBF}", "\u{1EBF}"), ("\u{111}", "\u{111}"),
            ("\u{212B}", "\u{C5}"), ("\u{FF15}", "\u{FF15}"), ("", ""),
        ])
    func composes(text: String, kept: String) {
        #expect(Self.scalars(Text.normalized(text)) == Self.scalars(kept))
    }

    @Test(
        "Letters without a composed form stay two scalars and one character",
        arguments: ["\u{EA}\u{306}", "\u{1A1}\u{306}", "\u{1B0}\u{306}"])
    func edeAndJrai(text: String) {
        #expect(Self.scalars(Text.normalized(text)) == Self.scalars(text))
        #expect(Text.normalized(text).count == 1)
    }

    @Test("Where nothing is to be changed, the short way says so of no scalar wrongly")
    func plainScalars() {
        // Latin and punctuation with what may grow together or stand apart; the rest alone.
        for value in [
            Array(0..<0x3000 as Range<UInt32>), Array(stride(from: 0x3000, to: 0x11_0000, by: 7)),
        ]
        .joined() {
            guard let scalar = Unicode.Scalar(value) else { continue }
            for before in value < 0x3000 ? ["", "e", "ê", "\u{323}"] : [""] {
                let text = before + String(scalar)
                #expect(Self.scalars(Text.normalized(text)) == Self.scalars(Text.rewritten(text)))
            }
        }
    }

    @Test(
        "The short way gives what the long one gives for any neighbours",
        arguments: 0..<40 as Range<UInt64>)
    func plainNeighbours(seed: UInt64) {
        var random = SeededGenerator(seed: seed)
        let alphabet = [0x20...0x2FF, 0x1E00...0x1EFF, 0x2010...0x2027].joined()
            .compactMap { Unicode.Scalar(UInt32($0)) }
            .filter { Text.rewritten(String($0)) == String($0) }
        #expect(alphabet.count > 900)
        for _ in 0..<20 {
            let text = (0..<200).map { _ in String(alphabet.randomElement(using: &random) ?? " ") }
                .joined()
            #expect(Self.scalars(Text.normalized(text)) == Self.scalars(Text.rewritten(text)))
        }
    }

    @Test("One text in NFC and NFD is one text")
    func bothForms() {
        let composed = "Giải quyết hồ sơ đúng hẹn, cán bộ niềm nở"
        let decomposed = composed.unicodeScalars.map { scalar -> String in
            switch scalar {
            case "ả": "a\u{309}"
            case "ế": "e\u{302}\u{301}"
            case "ồ": "o\u{302}\u{300}"
            case "ơ": "o\u{31B}"
            case "ẹ": "e\u{323}"
            case "ộ": "o\u{323}\u{302}"
            case "ề": "e\u{302}\u{300}"
            case "ở": "o\u{31B}\u{309}"
            case "ú": "u\u{301}"
            case "á": "a\u{301}"
            default: String(scalar)
            }
        }.joined()
        #expect(Self.scalars(decomposed) != Self.scalars(composed))
        #expect(Self.scalars(Text.normalized(decomposed)) == Self.scalars(composed))
    }

    @Test(
        "Control, bidirectional, zero-width and other format characters are removed",
        arguments: [
            0x00, 0x07, 0x0D, 0x1B, 0x7F, 0x85, 0xAD, 0x61C, 0x180E, 0x200B, 0x200C, 0x200D, 0x200E,
            0x200F, 0x2028, 0x2029, 0x202A, 0x202E, 0x2060, 0x2066, 0x2069, 0xFEFF, 0xFFF9, 0xE0041,
        ] as [UInt32])
    func removes(value: UInt32) throws {
        let scalar = String(try #require(Unicode.Scalar(value)))
        for text in ["a\(scalar)b", "\(scalar)ab", "ab\(scalar)", "a\(scalar)\(scalar)b"] {
            #expect(Self.scalars(Text.normalized(text)) == Self.scalars("ab"))
        }
        #expect(Self.scalars(Text.normalized("e\(scalar)\u{301}")) == [0xE9])
    }

    @Test("A telephone number cannot hide behind joiners, words do not grow together at a tab")
    func joiners() {
        #expect(Text.normalized("09\u{200D}05\u{200D}1") == "09051")
        #expect(Text.normalized("cán\tbộ") == "cán bộ")
        #expect(Text.normalized("a\r\nb") == "a\nb")
    }

    @Test(
        "Emoji are kept, joined and coloured ones too",
        arguments: ["👍", "👍🏽", "❤\u{FE0F}", "👨\u{200D}👩\u{200D}👧", "❤\u{FE0F}\u{200D}🔥", "🇻🇳"])
    func emoji(text: String) {
        #expect(Self.scalars(Text.normalized(text)) == Self.scalars(text))
    }

    @Test(
        "White space is cut at both ends only",
        arguments: [
            ("", ""), (" ", ""), ("\n \t", ""), ("a", "a"), (" a b ", "a b"),
            ("\u{3000}ế\u{A0}", "ế"),
            ("a ", "a"), (" a", "a"), ("\na\nb\n", "a\nb"),
        ])
    func trims(text: String, kept: String) {
        #expect(Text.trimmed(text) == kept)
    }

    @Test("A letter keeps 30 marks; a text with more is told apart before it is compared")
    func marks() {
        func text(_ count: Int) -> String {
            let marks = (0..<count).map { $0 % 2 == 0 ? "\u{323}" : "\u{306}" }
            return "q" + marks.joined() + "c"
        }
        #expect(Text.isStreamSafe(text(30)) && !Text.isStreamSafe(text(31)))
        #expect(!Text.isStreamSafe(text(200_000)))
        #expect(Text.isStreamSafe(String(repeating: "ê\u{306}", count: 1_000)))
        #expect(Text.normalized(text(30)).unicodeScalars.count == 32)
        #expect(Text.normalized(text(200_000)).unicodeScalars.count == 32)
        let hidden = (0..<40).map { _ in "\u{306}\u{200B}" }.joined()
        #expect(Text.normalized("b" + hidden).unicodeScalars.count == 31)
    }

    @Test("What is kept is kept again unchanged", arguments: 0..<20 as Range<UInt64>)
    func idempotent(seed: UInt64) {
        var random = SeededGenerator(seed: seed)
        for _ in 0..<50 {
            let kept = Text.trimmed(Text.normalized(random.awkwardText(upTo: 12)))
            #expect(Self.scalars(Text.trimmed(Text.normalized(kept))) == Self.scalars(kept))
        }
    }
}
