import Foundation

/// Runs the program as a user does: a process of its own.
struct Program {
    struct Result {
        let status: Int32
        let output: String
        let messages: String

        /// The output read as JSON.
        func json() throws -> [String: Any] {
            try JSONSerialization.jsonObject(with: Data(output.utf8)) as? [String: Any] ?? [:]
        }
    }

    /// The debug build that stands beside the test bundle.
    static let path: String = {
        let bundle = URL(filePath: CommandLine.arguments[0]).resolvingSymlinksInPath()
        var folder = bundle.deletingLastPathComponent()
        while folder.path != "/" {
            let candidate = folder.appending(path: "hailong").path
            if FileManager.default.isExecutableFile(atPath: candidate),
                !FileManager.default.fileExists(atPath: candidate + "/Package.swift")
            {
                return candidate
            }
            folder.deleteLastPathComponent()
        }
        return ".build/debug/hailong"
    }()

    /// Runs to the end.
    ///
    /// - Parameter environment: added to a bare one without LANG
    static func run(_ arguments: [String], environment: [String: String] = [:]) throws -> Result {
        let process = Process()
        process.executableURL = URL(filePath: path)
        process.arguments = arguments
        process.environment = ["PATH": "/usr/bin:/bin"].merging(environment) { $1 }
        // Files, not pipes: a full pipe would stop the program.
        let folder = try TemporaryFolder()
        let output = folder.path("stdout")
        let messages = folder.path("stderr")
        for file in [output, messages] {
            try Data().write(to: URL(filePath: file))
        }
        process.standardOutput = FileHandle(forWritingAtPath: output)
        process.standardError = FileHandle(forWritingAtPath: messages)
        process.standardInput = FileHandle.nullDevice
        try process.run()
        process.waitUntilExit()
        return Result(
            status: process.terminationStatus,
            output: try String(contentsOfFile: output, encoding: .utf8),
            messages: try String(contentsOfFile: messages, encoding: .utf8))
    }
}

/// A folder that goes when the value goes.
final class TemporaryFolder {
    let root: URL

    init() throws {
        root = FileManager.default.temporaryDirectory
            .appending(path: "hailong-test-\(UUID().uuidString)")
        try FileManager.default.createDirectory(at: root, withIntermediateDirectories: true)
    }

    deinit {
        try? FileManager.default.removeItem(at: root)
    }

    func path(_ name: String) -> String { root.appending(path: name).path }

    /// Writes a file and gives its path.
    func write(_ text: String, to name: String) throws -> String {
        try Data(text.utf8).write(to: root.appending(path: name))
        return path(name)
    }
}
