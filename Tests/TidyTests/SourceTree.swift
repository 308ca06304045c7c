import Foundation

/// The repository as the tidy tests read it.
enum SourceTree {
    /// The folder that holds Package.swift.
    static let root = URL(filePath: #filePath).deletingLastPathComponent()
        .deletingLastPathComponent().deletingLastPathComponent()

    /// Every file below a folder that ends so, as paths from the root, sorted.
    static func files(below folder: String, endingWith endings: [String] = [""]) -> [String] {
        let start = root.appending(path: folder)
        let all = FileManager.default.enumerator(atPath: start.path)?.allObjects ?? []
        return all.compactMap { $0 as? String }
            .filter { path in endings.contains { path.hasSuffix($0) } && !isHidden(path) }
            .map { "\(folder)/\($0)" }
            .filter { path in
                var isFolder: ObjCBool = false
                let full = root.appending(path: path).path
                return FileManager.default.fileExists(atPath: full, isDirectory: &isFolder)
                    && !isFolder.boolValue
            }
            .sorted()
    }

    static func text(_ path: String) throws -> String {
        try String(contentsOf: root.appending(path: path), encoding: .utf8)
    }

    static func lines(_ path: String) throws -> [String] {
        try text(path).components(separatedBy: "\n")
    }

    private static func isHidden(_ path: String) -> Bool {
        path.split(separator: "/").contains { $0.hasPrefix(".") || $0 == "__pycache__" }
    }
}
