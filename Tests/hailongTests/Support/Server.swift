import Foundation

/// A running `hailong serve` on a free port, ended by its own process id.
final class Server {
    let process: ChildProcess
    /// As it says itself: `http://127.0.0.1:34567`.
    let address: String
    let port: UInt16
    private let folder: TemporaryFolder

    enum Failure: Error {
        case didNotStart(status: Int32, String)
        /// It has ended, or gone on for long, without these words; and what it said instead.
        case didNotSay(String, instead: String)
    }

    /// Returns once it accepts.
    ///
    /// - Parameters:
    ///   - program: another build of it, or a copy
    ///   - clock: what the machine's clock shall say; nil for the true one
    ///   - tracer: a program that runs the server as its own process, with its options
    init(
        data: String, listen: String = "127.0.0.1:0", _ extra: [String] = [],
        program: String = Program.path, clock: FakeClock? = nil, under tracer: [String] = []
    ) throws {
        folder = try TemporaryFolder()
        let messages = try folder.descriptor(of: "stderr")
        defer { close(messages) }
        let pipe = try ChildProcess.pipe()
        defer { close(pipe.reading) }
        do {
            defer { close(pipe.writing) }
            let arguments = ["serve", "--data", data, "--listen", listen] + extra
            let (path, words) =
                clock.map { _ in FakeClock.command(program, arguments) } ?? (program, arguments)
            process = try ChildProcess(
                tracer.first ?? path,
                tracer.isEmpty ? words : tracer.dropFirst() + [path] + words,
                environment: clock?.environment ?? [:], output: pipe.writing, messages: messages)
            clock?.isUsed(by: process.id)
        }
        // Nothing more comes after this line, so the pipe may be closed.
        let text = Self.line(from: pipe.reading)
        let words = "listening on "
        let shown = String(text.dropFirst(words.count))
        guard text.hasPrefix(words + "http://") || text.hasPrefix(words + "https://"),
            let port = shown.split(separator: ":").last.flatMap({ UInt16($0) })
        else {
            let status = process.wait()
            let said = try String(contentsOfFile: folder.path("stderr"), encoding: .utf8)
            throw Failure.didNotStart(status: status, text + said)
        }
        (address, self.port) = (shown, port)
    }

    private static func line(from descriptor: Int32) -> String {
        var line: [UInt8] = []
        var byte: UInt8 = 0
        while read(descriptor, &byte, 1) == 1, byte != 10 { line.append(byte) }
        return String(decoding: line, as: UTF8.self)
    }

    /// A line of `/proc/PID/status` in KiB, such as `VmRSS`.
    func kibibytes(_ name: String) throws -> Int {
        let status = try String(contentsOfFile: "/proc/\(process.id)/status", encoding: .utf8)
        let line = status.split(separator: "\n").first { $0.hasPrefix(name + ":") }
        return line.flatMap { Int($0.filter(\.isNumber)) } ?? 0
    }

    /// How many files and connections it has open.
    func openFiles() throws -> Int {
        try FileManager.default.contentsOfDirectory(atPath: "/proc/\(process.id)/fd").count
    }

    /// What it has said on standard error so far.
    func messages() throws -> String {
        try String(contentsOfFile: folder.path("stderr"), encoding: .utf8)
    }

    /// Returns when it has said something on standard error.
    ///
    /// - Throws: ``Failure/didNotSay(_:instead:)``, at once where it ends without: whatever comes
    ///   after would only wait in vain as well
    func waits(for words: String) throws {
        try Patience.until(words) {
            // Asked first, so that its last words are read after its end.
            let isLast = process.hasEnded
            let said = try messages()
            if said.contains(words) { return true }
            if isLast { throw Failure.didNotSay(words, instead: said) }
            return false
        }
        let said = try messages()
        guard said.contains(words) else { throw Failure.didNotSay(words, instead: said) }
    }

    /// The hard way: what a power cut does to a process.
    func kill() {
        process.signal(SIGKILL)
        process.wait()
    }

    /// The gentle way; gives the exit code.
    func stop() -> Int32 {
        process.signal(SIGTERM)
        return process.wait()
    }

    func get(
        _ target: String, host: String? = nil, headers: [String: String] = [:]
    ) -> Exchange? {
        Exchange("GET", target, port: port, host: host, headers: headers)
    }

    /// A form post, as a browser sends it.
    func post(_ fields: [(String, String)], to target: String) -> Exchange? {
        Exchange.post(fields, to: target, port: port)
    }
}
