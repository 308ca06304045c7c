import Foundation

/// Runs the program as a user does: a process of its own.
enum Program {
    struct Result {
        /// The exit code, or minus the signal.
        let status: Int32
        let output: String
        let messages: String

        /// The output read as JSON.
        func json() throws -> [String: Any] {
            try JSONSerialization.jsonObject(with: Data(output.utf8)) as? [String: Any] ?? [:]
        }

        /// The last line on standard output.
        var lastLine: String { output.split(separator: "\n").last.map(String.init) ?? "" }
    }

    /// The build that `HAILONG_PROGRAM` names, else the debug build beside the test bundle.
    static let path: String = {
        if let path = ProcessInfo.processInfo.environment["HAILONG_PROGRAM"] { return path }
        let bundle = URL(filePath: CommandLine.arguments[0]).resolvingSymlinksInPath()
        var folder = bundle.deletingLastPathComponent()
        while folder.path != "/" {
            let candidate = folder.appending(path: "hailong").path
            var isFolder: ObjCBool = false
            if FileManager.default.fileExists(atPath: candidate, isDirectory: &isFolder),
                !isFolder.boolValue, FileManager.default.isExecutableFile(atPath: candidate)
            {
                return candidate
            }
            folder.deleteLastPathComponent()
        }
        return ".build/debug/hailong"
    }()

    /// The repository, for content that the program ships.
    static let repository = URL(filePath: #filePath).deletingLastPathComponent()
        .deletingLastPathComponent().deletingLastPathComponent().deletingLastPathComponent()

    /// Runs to the end.
    ///
    /// - Parameters:
    ///   - environment: added to a bare one without LANG
    ///   - clock: what the machine's clock shall say; nil for the true one
    static func run(
        _ arguments: [String], environment: [String: String] = [:], clock: FakeClock? = nil
    ) throws -> Result {
        guard let clock else {
            return try run(executable: path, arguments, environment: environment)
        }
        let (executable, words) = FakeClock.command(path, arguments)
        let merged = clock.environment.merging(environment) { $1 }
        return try run(executable: executable, words, environment: merged, clock: clock)
    }

    /// Runs it inside a line of shell, where `"$@"` is the program with its arguments.
    static func shell(_ line: String, _ arguments: [String]) throws -> Result {
        try run(executable: "/bin/sh", ["-c", line, "sh", path] + arguments)
    }

    /// Runs a program of the system, such as `/usr/bin/curl`.
    static func tool(_ path: String, _ arguments: [String]) throws -> Result {
        try run(executable: path, arguments)
    }

    /// Runs any program to its end.
    static func run(
        executable: String, _ arguments: [String], environment: [String: String] = [:],
        clock: FakeClock? = nil
    ) throws -> Result {
        // Files, not pipes: a full pipe would stop the program.
        let folder = try TemporaryFolder()
        let output = try folder.descriptor(of: "stdout")
        let messages = try folder.descriptor(of: "stderr")
        defer { for file in [output, messages] { close(file) } }
        let process = try ChildProcess(
            executable, arguments, environment: environment, output: output, messages: messages)
        clock?.isUsed(by: process.id)
        return Result(
            status: process.wait(),
            output: try String(contentsOfFile: folder.path("stdout"), encoding: .utf8),
            messages: try String(contentsOfFile: folder.path("stderr"), encoding: .utf8))
    }
}
