import Foundation

/// One HTTP exchange over a socket of its own, byte for byte.
struct Exchange {
    /// A server that says nothing for so long is broken: the exchange is nil then.
    private static let silenceSeconds = 60

    let status: Int
    /// By lower-case name.
    let headers: [String: String]
    let body: String

    /// - Returns: nil where the server was gone before it had answered
    init?(
        _ method: String, _ target: String, port: UInt16, host: String? = nil,
        headers: [String: String] = [:], body: String = ""
    ) {
        var text = "\(method) \(target) HTTP/1.1\r\nHost: \(host ?? "127.0.0.1:\(port)")\r\n"
        text += "Connection: close\r\n"
        for (name, value) in headers { text += "\(name): \(value)\r\n" }
        if method == "POST" { text += "Content-Length: \(body.utf8.count)\r\n" }
        self.init(sending: text + "\r\n" + body, port: port)
    }

    /// A post of any bytes.
    init?(posting body: Data, type: String, to target: String, port: UInt16) {
        let head = """
            POST \(target) HTTP/1.1\r\nHost: 127.0.0.1:\(port)\r\nConnection: close\r\n\
            Content-Type: \(type)\r\nContent-Length: \(body.count)\r\n\r\n
            """
        self.init(sending: Array(head.utf8) + body, port: port)
    }

    /// - Parameter sending: a whole request, as it goes over the wire
    init?(sending text: String, port: UInt16) {
        self.init(sending: Array(text.utf8), port: port)
    }

    private init?(sending bytes: [UInt8], port: UInt16) {
        guard let answer = Self.send(bytes, port: port),
            let end = answer.range(of: "\r\n\r\n")
        else { return nil }
        let head = answer[..<end.lowerBound].components(separatedBy: "\r\n")
        guard let status = Int(head[0].split(separator: " ").dropFirst().first ?? "") else {
            return nil
        }
        self.status = status
        var found: [String: String] = [:]
        for line in head.dropFirst() {
            guard let colon = line.firstIndex(of: ":") else { continue }
            found[line[..<colon].lowercased()] = line[line.index(after: colon)...]
                .trimmingCharacters(in: .whitespaces)
        }
        self.headers = found
        self.body = String(answer[end.upperBound...])
    }

    /// A form post, as a browser sends it.
    static func post(_ fields: [(String, String)], to target: String, port: UInt16) -> Exchange? {
        let body = fields.map { "\(encoded($0.0))=\(encoded($0.1))" }.joined(separator: "&")
        return Exchange(
            "POST", target, port: port,
            headers: ["Content-Type": "application/x-www-form-urlencoded"], body: body)
    }

    /// The hidden fields of the page's form, as a browser would send them back.
    var hiddenFields: [(String, String)] {
        body.components(separatedBy: "<input type=\"hidden\" name=\"").dropFirst().compactMap {
            let parts = $0.components(separatedBy: "\"")
            return parts.count > 2 && parts[1] == " value=" ? (parts[0], parts[2]) : nil
        }
    }

    static func encoded(_ text: String) -> String {
        var plain = CharacterSet(charactersIn: "a"..."z")
        plain.formUnion(CharacterSet(charactersIn: "A"..."Z"))
        plain.formUnion(CharacterSet(charactersIn: "0"..."9"))
        return text.addingPercentEncoding(withAllowedCharacters: plain) ?? text
    }

    private static func send(_ bytes: [UInt8], port: UInt16) -> String? {
        // Closed in children: a server started meanwhile must not hold this connection open.
        let kind = Int32(SOCK_STREAM.rawValue) | Int32(SOCK_CLOEXEC.rawValue)
        let descriptor = socket(AF_INET, kind, 0)
        guard descriptor >= 0 else { return nil }
        defer { close(descriptor) }
        var silence = timeval(tv_sec: silenceSeconds, tv_usec: 0)
        setsockopt(
            descriptor, SOL_SOCKET, SO_RCVTIMEO, &silence, socklen_t(MemoryLayout<timeval>.size))
        var address = sockaddr_in()
        address.sin_family = sa_family_t(AF_INET)
        address.sin_port = port.bigEndian
        address.sin_addr.s_addr = UInt32(0x7f00_0001).bigEndian
        let connected = withUnsafePointer(to: &address) {
            $0.withMemoryRebound(to: sockaddr.self, capacity: 1) {
                connect(descriptor, $0, socklen_t(MemoryLayout<sockaddr_in>.size))
            }
        }
        guard connected == 0 else { return nil }
        var rest = bytes[...]
        while !rest.isEmpty {
            let count = rest.withUnsafeBytes {
                Foundation.send(descriptor, $0.baseAddress, $0.count, Int32(MSG_NOSIGNAL))
            }
            // A server may refuse before it has read everything: its answer is read all the same.
            guard count > 0 else { break }
            rest = rest.dropFirst(count)
        }
        var answer: [UInt8] = []
        var buffer = [UInt8](repeating: 0, count: 65_536)
        while true {
            let count = recv(descriptor, &buffer, buffer.count, 0)
            guard count > 0 else { break }
            answer += buffer[..<count]
        }
        return answer.isEmpty ? nil : String(decoding: answer, as: UTF8.self)
    }
}
