import Foundation

/// A running `hailong serve` on a free port of loopback, ended by its own process id.
final class Server {
    let process: Process
    let address: String
    var port: UInt16 { UInt16(address.split(separator: ":").last ?? "") ?? 0 }

    enum Failure: Error {
        case didNotStart(String)
    }

    init(data: String, extra: [String] = []) throws {
        process = Process()
        process.executableURL = URL(filePath: Program.path)
        process.arguments = ["serve", "--data", data, "--listen", "127.0.0.1:0"] + extra
        process.environment = ["PATH": "/usr/bin:/bin"]
        let output = Pipe()
        process.standardOutput = output
        process.standardError = FileHandle.nullDevice
        process.standardInput = FileHandle.nullDevice
        try process.run()
        var line = Data()
        while !line.contains(10) {
            let more = output.fileHandleForReading.availableData
            guard !more.isEmpty else {
                throw Failure.didNotStart(String(decoding: line, as: UTF8.self))
            }
            line += more
        }
        let text = String(decoding: line, as: UTF8.self)
        guard let start = text.range(of: "listening on http://")?.upperBound else {
            throw Failure.didNotStart(text)
        }
        address = "http://" + text[start...].prefix { !$0.isNewline }
    }

    /// The hard way: what a power cut does to a process.
    func kill() {
        Foundation.kill(process.processIdentifier, SIGKILL)
        process.waitUntilExit()
    }

    /// The gentle way.
    func stop() -> Int32 {
        Foundation.kill(process.processIdentifier, SIGTERM)
        process.waitUntilExit()
        return process.terminationStatus
    }

    deinit {
        if process.isRunning { kill() }
    }
}

/// One HTTP exchange over a socket of its own, byte for byte.
struct Exchange {
    let status: Int
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
        text += "\r\n" + body
        guard let answer = Self.send(text, port: port),
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

    private static func encoded(_ text: String) -> String {
        text.addingPercentEncoding(withAllowedCharacters: .alphanumerics) ?? text
    }

    private static func send(_ text: String, port: UInt16) -> String? {
        let descriptor = socket(AF_INET, Int32(SOCK_STREAM.rawValue), 0)
        guard descriptor >= 0 else { return nil }
        defer { close(descriptor) }
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
        var rest = Array(text.utf8)[...]
        while !rest.isEmpty {
            let count = rest.withUnsafeBytes {
                Foundation.send(descriptor, $0.baseAddress, $0.count, Int32(MSG_NOSIGNAL))
            }
            guard count > 0 else { return nil }
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
