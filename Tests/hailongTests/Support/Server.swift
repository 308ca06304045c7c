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
    }

    /// Returns once it accepts.
    ///
    /// - Parameters:
    ///   - program: another build of it, or a copy
    ///   - wrapper: a command with its arguments that turns itself into the program (`setpriv`)
    ///   - clock: what the machine's clock shall say; nil for the true one
    init(
        data: String, listen: String = "127.0.0.1:0", _ extra: [String] = [],
        program: String = Program.path, wrapper: [String] = [], clock: FakeClock? = nil
    ) throws {
        folder = try TemporaryFolder()
        let messages = try folder.descriptor(of: "stderr")
        defer { close(messages) }
        let pipe = try ChildProcess.pipe()
        defer { close(pipe.reading) }
        do {
            defer { close(pipe.writing) }
            let command = wrapper + [program, "serve", "--data", data, "--listen", listen] + extra
            let arguments = Array(command.dropFirst())
            let (path, words) =
                clock.map { _ in FakeClock.command(command[0], arguments) }
                ?? (command[0], arguments)
            process = try ChildProcess(
                path, words, environment: clock?.environment ?? [:], output: pipe.writing,
                messages: messages)
            clock?.isUsed(by: process.id)
        }
        // Nothing more comes after this line, so the pipe may be closed.
        let text = Self.line(from: pipe.reading)
        let words = "listening on "
        let shown = String(text.dropFirst(words.count))
        guard text.hasPrefix(words + "http://"),
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

    /// What it has said on standard error.
    func messages() throws -> String {
        try String(contentsOfFile: folder.path("stderr"), encoding: .utf8)
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
