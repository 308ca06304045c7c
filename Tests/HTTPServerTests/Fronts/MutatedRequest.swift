import Foundation

/// A request whose framing was damaged by a seeded hand, with another one in its body.
///
/// What the damage makes of it is for the proxy to say. Whatever it says, the server behind must
/// say the same.
struct MutatedRequest {
    private var lines: [String]
    private var body: String
    private var random: SeededRandom
    private let number: Int

    /// The bytes as they are sent.
    private(set) var bytes: [UInt8] = []

    /// - Parameters:
    ///   - number: tells the request from all others
    ///   - seed: makes the same requests of the same numbers
    init(_ number: Int, seed: UInt64) {
        self.number = number
        random = SeededRandom(seed: seed &+ UInt64(number) &* 0x9E37_79B9_7F4A_7C15)
        body = "GET /m?inner-\(number) HTTP/1.1\r\nHost: a\r\n\r\n"
        let shape = random.number(below: 4)
        let method = shape == 0 ? "GET" : "POST"
        lines = ["\(method) /m?outer-\(number) HTTP/1.1", "Host: a", "X-A: b"]
        switch shape {
        case 0: body = random.chance(2) ? body : ""
        case 1: lines.append("Content-Length: \(body.utf8.count)")
        default:
            lines.append("Transfer-Encoding: chunked")
            body = chunked(body)
        }
        for _ in 0..<random.number(below: 3) { mutateHeaders() }
        var head = lines.joined(separator: "\r\n") + "\r\n\r\n"
        if random.chance(4) { head = withOtherLineEnd(head) }
        bytes = Array((head + body).utf8)
        if random.chance(4) { mutateByte(before: head.utf8.count) }
    }

    /// The body in chunks, some of them written as they should not be.
    private mutating func chunked(_ text: String) -> String {
        let size = String(text.utf8.count, radix: 16)
        let sizes = [
            size, size, "0" + size, size + ";x=y", size + ";x=\"\r\n\"", size + " ;x", " " + size,
            "0x" + size, "+" + size, size + ";x\n", size + "\u{b}", "f" + size,
            "1000000000000000" + size, "-1", size + ";" + String(repeating: "x", count: 300),
        ]
        let ends = [
            "\r\n0\r\n\r\n", "\r\n0\r\n\r\n", "\n0\n\n", "0\r\n\r\n", "\r\n0\r\nX: y\r\n\r\n",
            "\r\n0\r\nContent-Length: 9\r\n\r\n", "\r\n00\r\n\r\n", "\r\n0;x\r\n\r\n",
            "\r\n0\r\nTransfer-Encoding: chunked\r\n\r\n", "\r\n0\r\n",
        ]
        return "\(random.pick(sizes))\(random.chance(6) ? "\n" : "\r\n")\(text)\(random.pick(ends))"
    }

    private mutating func mutateHeaders() {
        let length = body.utf8.count
        let lengths = [
            "\(length)", "0", "5", "+\(length)", "\(length), \(length)", "0\(length)", "-1", "",
            "\(length) ", "\t\(length)", "0x\(String(length, radix: 16))", "\(length);", "4,5",
            "18446744073709551616", "\(length)\u{b}", "\(length)\r\n 1",
        ].map { "Content-Length: \($0)" }
        let encodings = [
            "chunked", "Chunked", "xchunked", "chunked, identity", "identity, chunked", "identity",
            "\tchunked", "\u{b}chunked", "chunked;q=1", "\"chunked\"", "chunked,", ", chunked",
            "gzip, chunked", "chunk\r\n ed", "\r\n chunked", "chunked\r\n x", "chunked, chunked",
        ].map { "Transfer-Encoding: \($0)" }
        let odd = [
            "Transfer-Encoding : chunked", "Content-Length : \(length)", " Content-Length: 7",
            "Transfer_Encoding: chunked", "Content-Length\t: 7", "\u{b}Transfer-Encoding: chunked",
            "X: y\nTransfer-Encoding: chunked", "X: y\rContent-Length: 7", "X: y\r\n folded",
            "Host: b", "Host : b", "Expect: 100-continue", "Connection: Content-Length",
            "Connection: Transfer-Encoding", "X: \0y", "Content-Length:\r\n \(length)", "nonsense",
            "Upgrade: h2c\r\nConnection: Upgrade, HTTP2-Settings", "Trailer: Content-Length",
        ]
        switch random.number(below: 8) {
        case 0, 1: insert(random.pick(lengths))
        case 2, 3: insert(random.pick(encodings))
        case 4: insert(random.pick(odd))
        case 5:
            let targets = [
                "POST http://evil/m?outer-\(number) HTTP/1.1", "GET /m?outer-\(number) HTTP/1.0",
                "POST /m?outer-\(number) HTTP/1.2", "POST  /m?outer-\(number) HTTP/1.1",
                "GET /m?outer-\(number)", "POST /m?outer-\(number)%00 HTTP/1.1",
                "POST /m?outer-\(number) http/1.1", "\r\nPOST /m?outer-\(number) HTTP/1.1",
                "POST /m?outer-\(number)\tHTTP/1.1", "PUT /m?outer-\(number) HTTP/1.1",
            ]
            lines[0] = random.pick(targets)
        case 6: lines.append(lines[random.number(below: lines.count - 1) + 1])
        default: break
        }
    }

    private mutating func insert(_ line: String) {
        lines.insert(line, at: 1 + random.number(below: lines.count))
    }

    private mutating func withOtherLineEnd(_ head: String) -> String {
        let parts = head.components(separatedBy: "\r\n")
        let odd = random.number(below: parts.count - 1)
        var text = parts[0]
        for (index, part) in parts.dropFirst().enumerated() {
            text += index == odd ? random.pick(["\n", "\r", "\n\r", "\r\r\n", "\r\n\r\n"]) : "\r\n"
            text += part
        }
        return text
    }

    private mutating func mutateByte(before end: Int) {
        let place = random.number(below: end)
        let byte = random.pick([0, 9, 10, 11, 13, 32, 0x2c, 0x3a, 0x3b, 0x80, 0xff] as [UInt8])
        switch random.number(below: 3) {
        case 0: bytes[place] = byte
        case 1: bytes.insert(byte, at: place)
        default: bytes.remove(at: place)
        }
    }
}

/// Repeatable numbers. Source: Steele, Lea and Flood, "Fast splittable pseudorandom number
/// generators", 2014 (SplitMix64).
struct SeededRandom {
    private var state: UInt64

    init(seed: UInt64) { state = seed }

    mutating func number(below bound: Int) -> Int {
        state &+= 0x9E37_79B9_7F4A_7C15
        var mixed = state
        mixed = (mixed ^ (mixed >> 30)) &* 0xBF58_476D_1CE4_E5B9
        mixed = (mixed ^ (mixed >> 27)) &* 0x94D0_49BB_1331_11EB
        return Int((mixed ^ (mixed >> 31)) % UInt64(bound))
    }

    /// True once in so many times.
    mutating func chance(_ times: Int) -> Bool { number(below: times) == 0 }

    mutating func pick<Element>(_ elements: [Element]) -> Element {
        elements[number(below: elements.count)]
    }
}
