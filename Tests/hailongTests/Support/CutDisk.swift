import Foundation

/// A disk whose power can be cut: ext4 on a loop device over a file that `Tests/Faults/
/// volatile_disk.py` serves, with a write cache that a cut forgets.
final class CutDisk {
    private let folder: TemporaryFolder
    private let server: ChildProcess
    private var device = ""
    var path: String { folder.path("mounted") }
    private var image: String { folder.path("image") }
    private var control: String { folder.path("cut") }

    init(megabytes: Int, seed: Int) throws {
        folder = try TemporaryFolder()
        for name in ["mounted", "fuse"] {
            try FileManager.default.createDirectory(
                atPath: folder.path(name), withIntermediateDirectories: false)
        }
        let image = folder.path("image")
        try FaultTools.run("truncate", "-s", "\(megabytes)M", image)
        // No lazy tables: they would be written in the middle of the test.
        try FaultTools.run(
            "mkfs.ext4", "-q", "-F", "-m", "0", "-E", "lazy_itable_init=0,lazy_journal_init=0",
            image)
        let plugin = Program.repository.appending(path: "Tests/Faults/volatile_disk.py").path
        let output = try folder.descriptor(of: "said")
        defer { close(output) }
        server = try ChildProcess(
            FaultTools.path(of: "nbdfuse") ?? "nbdfuse",
            [
                folder.path("fuse/disk"), "--command", "nbdkit", "-s", "--exit-with-parent",
                "python", plugin, "path=\(image)", "control=\(folder.path("cut"))", "seed=\(seed)",
            ], output: output, messages: output)
        try wait(for: folder.path("fuse/disk"))
        device = try FaultTools.run("losetup", "--find", "--show", folder.path("fuse/disk"))
        try FaultTools.run("mount", "-t", "ext4", device, path)
    }

    /// Asks for the power to go; it goes a few requests later.
    func askForCut() throws {
        try Data().write(to: URL(filePath: control))
    }

    /// Waits until the power is off, takes the dead disk away and mounts what is left of it.
    ///
    /// - Returns: what became of the writes that waited
    func comeBack() throws -> String {
        // An idle disk is asked nothing: whoever pulls the plug makes it look.
        _ = try FaultTools.attempt("sync", ["-f", path])
        try wait(for: control + ".done")
        _ = try FaultTools.attempt("umount", [path])
        takeAway()
        try FaultTools.run("mount", "-o", "loop", image, path)
        return try String(contentsOfFile: control + ".done", encoding: .utf8)
            .trimmingCharacters(in: .whitespacesAndNewlines)
    }

    private func takeAway() {
        guard !device.isEmpty else { return }
        _ = try? FaultTools.attempt("losetup", ["-d", device])
        _ = try? FaultTools.attempt("fusermount3", ["-u", "-z", folder.path("fuse")])
        device = ""
        server.wait()
    }

    /// Another process makes the file; there is nothing to be told by.
    private func wait(for file: String) throws {
        for _ in 0..<1_500 where !FileManager.default.fileExists(atPath: file) { usleep(20_000) }
        guard FileManager.default.fileExists(atPath: file) else {
            let said = try? String(contentsOfFile: folder.path("said"), encoding: .utf8)
            throw FaultTools.Failure(command: "wait for \(file)", status: 1, messages: said ?? "")
        }
    }

    deinit {
        _ = try? FaultTools.attempt("umount", ["-l", path])
        takeAway()
    }
}
