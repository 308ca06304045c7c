import Foundation

/// A folder that goes when the value goes.
final class TemporaryFolder: Sendable {
    /// One for the whole run. Folders that tests share live as long as it does and go with it.
    private static let shared: URL = {
        atexit { try? FileManager.default.removeItem(at: TemporaryFolder.shared) }
        return FileManager.default.temporaryDirectory
            .appending(path: "hailong-test-\(UUID().uuidString)")
    }()

    let root: URL

    init() throws {
        root = Self.shared.appending(path: UUID().uuidString)
        try FileManager.default.createDirectory(at: root, withIntermediateDirectories: true)
    }

    deinit {
        // Left behind it does no harm; the system clears its folder for temporary files.
        try? FileManager.default.removeItem(at: root)
    }

    func path(_ name: String) -> String { root.appending(path: name).path }

    /// Writes a file and gives its path.
    func write(_ text: String, to name: String) throws -> String {
        try write(Data(text.utf8), to: name)
    }

    func write(_ bytes: Data, to name: String) throws -> String {
        try bytes.write(to: root.appending(path: name))
        return path(name)
    }

    /// Copies files or folders of the repository below a folder of this one.
    func copy(_ part: String, of repository: URL, to name: String) throws {
        try FileManager.default.copyItem(
            at: repository.appending(path: part), to: root.appending(path: name))
    }

    /// Makes a file and opens it for writing; the caller closes it.
    func descriptor(of name: String) throws -> Int32 {
        let descriptor = open(path(name), O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, 0o600)
        guard descriptor >= 0 else {
            throw ChildProcess.Failure.cannotStart(path(name), errno: errno)
        }
        return descriptor
    }
}
