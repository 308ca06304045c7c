import Survey
import Testing

@Suite("JSON")
struct JSONTests {
    @Test(
        "A text after RFC 8259 is read and written again on one line",
        arguments: [
            ("null", "null"), (" true ", "true"), ("\t\r\nfalse", "false"), ("0", "0"),
            ("-0", "0"), ("-12", "-12"), ("1.5", "1.5"), ("1E2", "100.0"), ("2e-3", "0.002"),
            ("9223372036854775807", "9223372036854775807"),
            ("9223372036854775808", "9.223372036854776e+18"),
            ("\"\"", "\"\""), ("[]", "[]"), ("{}", "{}"), ("[1,[2]]", "[1,[2]]"),
            ("{\"b\":1,\"a\":{}}", "{\"b\":1,\"a\":{}}"), ("\u{FEFF}1", "1"),
            (#""\u00e9\/\b\f\n\r\t\"\\""#, #""é/\u0008\u000c\n\r\t\"\\""#),
            (#""\ud83d\udc4d""#, "\"👍\""), (#""\u0000""#, #""\u0000""#),
            ("\"\u{7F}\u{2028}\"", #""\u007f\u2028""#),
        ])
    func reads(text: String, again: String) throws {
        #expect(try JSONParser.parse(Array(text.utf8)).text() == again)
    }

    @Test(
        "Anything else is refused with the line and the problem",
        arguments: [
            ("", 1, JSONFault.Problem.endsEarly), ("\n\n", 3, .endsEarly), ("tru", 1, .endsEarly),
            ("[nu]", 1, .unexpected), ("True", 1, .unexpected), ("[1,\n2", 2, .endsEarly),
            ("[1,]", 1, .unexpected), ("[1 2]", 1, .unexpected), ("{\"a\":1,}", 1, .unexpected),
            ("{a:1}", 1, .unexpected), ("{\"a\" 1}", 1, .unexpected), ("{", 1, .endsEarly),
            ("{\"a\":\n1,\n\"a\":2}", 3, .nameTwice("a")),
            (#"{"a":1,"\u0061":2}"#, 1, .nameTwice("a")),
            ("1\n2", 2, .textAfterEnd), ("{}]", 1, .textAfterEnd), ("01", 1, .unexpected),
            ("+1", 1, .unexpected), (".5", 1, .unexpected), ("1.", 1, .endsEarly),
            ("[1.]", 1, .unexpected), ("1e", 1, .endsEarly), ("-", 1, .endsEarly),
            ("1e400", 1, .unexpected), ("NaN", 1, .unexpected), ("Infinity", 1, .unexpected),
            ("'a'", 1, .unexpected), ("// a\n1", 1, .unexpected), ("\"a", 1, .endsEarly),
            ("\"a\tb\"", 1, .controlCharacter), ("\"a\nb\"", 1, .controlCharacter),
            (#""\x""#, 1, .unexpected), (#""\u12G4""#, 1, .unexpected), (#""\u12"#, 1, .endsEarly),
            (#""\ud83d""#, 1, .loneSurrogate), (#""\ud83d\n""#, 1, .loneSurrogate),
            (#""\ud83dA""#, 1, .loneSurrogate), (#""\udc4d""#, 1, .loneSurrogate),
            (#""\ud83d\u0041""#, 1, .loneSurrogate),
        ])
    func refuses(text: String, line: Int, problem: JSONFault.Problem) {
        #expect(throws: JSONFault(line: line, problem: problem)) {
            try JSONParser.parse(Array(text.utf8))
        }
    }

    @Test(
        "Bytes that are not UTF-8 are refused, never replaced",
        arguments: [
            [0xFF], [0xC0, 0xAF], [0xED, 0xA0, 0x80], [0xE1, 0xBA], [0xF4, 0x90, 0x80, 0x80],
        ]
            as [[UInt8]])
    func refusesBytes(bytes: [UInt8]) {
        #expect(throws: JSONFault(line: 1, problem: .notUTF8)) {
            try JSONParser.parse([0x22] + bytes + [0x22])
        }
    }

    @Test("The deepest nesting allowed is read, one level more and a bomb are refused")
    func depth() throws {
        func nested(_ depth: Int, _ open: String, _ close: String) -> [UInt8] {
            Array(
                (String(repeating: open, count: depth) + "1"
                    + String(repeating: close, count: depth))
                    .utf8)
        }
        let deepest = JSONParser.depthMax
        _ = try JSONParser.parse(nested(deepest, "[", "]"))
        _ = try JSONParser.parse(nested(deepest, "{\"a\":", "}"))
        for depth in [deepest + 1, 200_000] {
            #expect(throws: JSONFault(line: 1, problem: .tooDeep)) {
                try JSONParser.parse(nested(depth, "[", "]"))
            }
            #expect(throws: JSONFault(line: 1, problem: .tooDeep)) {
                try JSONParser.parse(nested(depth, "{\"a\":", "}"))
            }
        }
    }

    private static let accents =
        "\"b" + String(repeating: "\u{323}\u{306}", count: 100_000) + "\""

    @Test("A name of 200,000 mixed accents is refused before it is compared")
    func accents() {
        for json in ["{\(Self.accents):1}", "[{\"answers\":{\(Self.accents):5}}]"] {
            #expect(throws: JSONFault(line: 1, problem: .unexpected)) {
                try JSONParser.parse(Array(json.utf8))
            }
        }
    }

    @Test("An answer with such a text is refused by name, the others beside it are not")
    func accentsInAnswer() throws {
        let good = """
            {"id":"01930000-0000-7000-8000-000000000001","form":"f","version":1,"place":"P",
            "channel":"kiosk","answeredAt":"2025-01-01T00:00:00Z","answers":{"overall":5}}
            """
        let bad = good.replacing("\"P\"", with: Self.accents)
        let entries = try JSONParser.parse(Array("[\(bad),\(good)]".utf8)).array ?? []
        #expect(throws: SubmissionFault.self) { try SubmissionJSON.decode(entries[0]) }
        #expect(try SubmissionJSON.decode(entries[1]).place == "P")
    }

    @Test("A value says on which line it started")
    func lines() throws {
        let root = try JSONParser.parse(Array("{\n\"a\":\n[1,\r\n{}]\n}".utf8))
        #expect(root.line == 1)
        #expect(root["a"]?.line == 3)
        #expect(root["a"]?.array?.map(\.line) == [3, 4])
        #expect(root["b"] == nil)
    }

    @Test("Any text survives being written and read", arguments: 0..<20 as Range<UInt64>)
    func roundTrip(seed: UInt64) throws {
        var random = SeededGenerator(seed: seed)
        let texts = (0..<50).map { _ in random.awkwardText(upTo: 20) }
        let written = JSON.array(texts.map { .string($0) })
        for indented in [false, true] {
            let again = try JSONParser.parse(Array(written.text(indented: indented).utf8))
            let read = again.array?.compactMap(\.string).map { Array($0.unicodeScalars) }
            #expect(read == texts.map { Array($0.unicodeScalars) })
        }
    }

    @Test(
        "A double is written so that the same double is read; what is no number is null",
        arguments: [
            0.1, 1.0 / 3, .leastNonzeroMagnitude, .greatestFiniteMagnitude, -0.0, 100, 0.956789,
        ] as [Double])
    func doubles(number: Double) throws {
        let text = JSON.number(number).text()
        #expect(try JSONParser.parse(Array(text.utf8)).number == number)
        #expect(JSON.number(.nan).text() == "null")
        #expect(JSON.number(.infinity).text() == "null")
        #expect(JSON.number(nil).text() == "null")
    }

    @Test("No mangled text stops the reader", arguments: 0..<8 as Range<UInt64>)
    func mangled(seed: UInt64) {
        var random = SeededGenerator(seed: seed)
        let text = Array(#"{"a":[1,-2.5e3,true,null,"x\u00e9\ud83d\udc4d"],"b":{"c":"\n"}}"#.utf8)
        for _ in 0..<300 {
            var bytes = text
            for _ in 0..<3 {
                bytes[Int.random(in: bytes.indices, using: &random)] =
                    UInt8.random(in: 0...255, using: &random)
            }
            bytes.removeLast(Int.random(in: 0..<bytes.count, using: &random) / 4)
            guard let value = try? JSONParser.parse(bytes) else { continue }
            #expect((try? JSONParser.parse(Array(value.text().utf8))) != nil)
        }
    }
}
