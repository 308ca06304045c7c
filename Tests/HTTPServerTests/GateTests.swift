import Testing

@testable import HTTPServer

/// What the library refuses before our gate is asked: the gate refuses it too, whatever version of
/// the library stands before it.
@Suite("The gate by itself")
struct GateTests {
    private static func gate(_ headers: [(String, String)]) -> HeaderGate {
        var gate = Array("/".utf8).withUnsafeBufferPointer { HeaderGate(RequestHead(target: $0)) }
        for (name, value) in [("Host", "a")] + headers {
            Array(name.utf8).withUnsafeBufferPointer { name in
                Array(value.utf8).withUnsafeBufferPointer { gate.readHeader(name, $0) }
            }
        }
        return gate
    }

    @Test(
        "a length is digits, and no more than a number holds",
        arguments: [
            "", "+5", "-1", "5, 5", "5 5", " 5", "0x5", "5.", "18446744073709551616",
            "99999999999999999999", "٥",
        ])
    func lengths(text: String) {
        #expect(!Self.gate([("Content-Length", text)]).isUnambiguous)
    }

    @Test("a length that is one is read, with zeros before it or none")
    func length() {
        for (text, bytes) in [
            ("0", 0), ("5", 5), ("0005", 5), ("18446744073709551615", UInt64.max),
        ] as [(String, UInt64)] {
            let gate = Self.gate([("content-length", text)])
            #expect(gate.isUnambiguous && gate.bodyBytesDeclared == bytes, "\(text)")
        }
    }

    @Test(
        "names are tokens, values hold no control characters",
        arguments: [
            ("", "a"), ("X y", "a"), ("X:", "a"), ("X\u{0}", "a"), ("X", "a\u{0}b"), ("X", "a\rb"),
            ("X", "a\nb"), ("X", "\u{7f}"),
        ])
    func bytes(name: String, value: String) {
        #expect(!Self.gate([(name, value)]).isUnambiguous)
        #expect(Self.gate([("X", "a\tb c")]).isUnambiguous)
    }

    @Test(
        "one host, and one way to say where the body ends",
        arguments: [
            [("Host", "a")], [("host", "b")], [("Content-Length", "1"), ("content-length", "1")],
            [("Transfer-Encoding", "chunked"), ("Content-Length", "1")],
            [("Transfer-Encoding", "chunked"), ("Transfer-Encoding", "chunked")],
            [("Transfer-Encoding", "gzip, chunked")], [("Transfer-Encoding", "")],
        ])
    func once(headers: [(String, String)]) {
        #expect(!Self.gate(headers).isUnambiguous)
        #expect(Self.gate([("Transfer-Encoding", "Chunked")]).isUnambiguous)
    }
}
