import Foundation

/// Runs the system's own tools, for tests of what a browser, a printer and a phone make of a file.
enum Shell {
    /// The path of a tool, or nil where it is not installed.
    static func path(of tool: String) -> String? {
        ["/usr/bin/", "/usr/local/bin/", "/bin/"].map { $0 + tool }
            .first { FileManager.default.isExecutableFile(atPath: $0) }
    }

    /// Those of the tools that are not installed.
    static func missing(_ tools: [String]) -> [String] {
        tools.filter { path(of: $0) == nil }
    }

    /// What a tool wrote to its standard output; its own messages are dropped.
    static func run(_ tool: String, _ arguments: [String]) throws -> String {
        let process = Process()
        process.executableURL = URL(fileURLWithPath: path(of: tool) ?? tool)
        process.arguments = arguments
        process.standardError = FileHandle.nullDevice
        let output = Pipe()
        process.standardOutput = output
        try process.run()
        let bytes = output.fileHandleForReading.readDataToEndOfFile()
        process.waitUntilExit()
        return String(decoding: bytes, as: UTF8.self)
    }

    /// The browser without a window; extra arguments before the file.
    static func chromium(_ arguments: [String], profile: URL) throws -> String {
        try run(
            "chromium",
            [
                "--headless", "--no-sandbox", "--disable-gpu", "--disable-dev-shm-usage",
                "--user-data-dir=\(profile.path)",
            ] + arguments)
    }

    /// A folder of its own for as long as the body runs.
    static func withFolder<Result>(_ body: (URL) throws -> Result) throws -> Result {
        let folder = FileManager.default.temporaryDirectory
            .appendingPathComponent("documents-\(UUID().uuidString)")
        try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
        defer { try? FileManager.default.removeItem(at: folder) }
        return try body(folder)
    }
}
