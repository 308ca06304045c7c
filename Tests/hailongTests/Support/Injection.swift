import Foundation

/// System calls of a running process that fail as they would on a bad disk; right again when the
/// value goes.
final class Injection {
    private let tracer: ChildProcess
    private let folder: TemporaryFolder
    private let process: ChildProcess
    /// Held to the end: a tracer that nobody listens to would die in the middle.
    private let said: Int32

    /// Returns once the process is held by the tracer.
    ///
    /// - Parameters:
    ///   - faults: in strace's words, such as `fdatasync:error=EIO:when=3`
    ///   - traced: calls that are written down besides
    init(_ faults: [String], into server: Server, traced: [String] = []) throws {
        folder = try TemporaryFolder()
        process = server.process
        let messages = try ChildProcess.pipe()
        said = messages.reading
        let calls = (faults.map { String($0.prefix { $0 != ":" }) } + traced)
            .joined(separator: ",")
        let nowhere = try folder.descriptor(of: "stdout")
        defer { close(nowhere) }
        do {
            defer { close(messages.writing) }
            tracer = try ChildProcess(
                FaultTools.path(of: "strace") ?? "strace",
                ["-f", "-y", "-p", "\(process.id)", "-o", folder.path("calls")]
                    + ["-e", "trace=\(calls)"] + faults.flatMap { ["-e", "inject=\($0)"] },
                output: nowhere, messages: messages.writing)
        }
        // "strace: Process 123 attached with 5 threads"
        var byte: UInt8 = 0
        var line = ""
        while read(said, &byte, 1) == 1, byte != 10 {
            line.unicodeScalars.append(Unicode.Scalar(byte))
        }
        guard line.contains("attached") else {
            throw FaultTools.Failure(command: "strace", status: 1, messages: line)
        }
    }

    /// Lets the process go on as before.
    ///
    /// - Returns: the calls it made meanwhile, a line each
    @discardableResult
    func end() throws -> [String] {
        tracer.signal(SIGINT)
        tracer.wait()
        return try String(contentsOfFile: folder.path("calls"), encoding: .utf8)
            .components(separatedBy: "\n")
    }

    deinit {
        tracer.signal(SIGKILL)
        tracer.wait()
        close(said)
    }
}
