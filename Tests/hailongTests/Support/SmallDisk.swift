import Foundation

/// An ext4 file system of a few megabytes, mounted as long as the value lives.
final class SmallDisk {
    let folder: TemporaryFolder
    /// Where it is mounted.
    var path: String { folder.path("mounted") }
    private var filler: String { path + "/filler" }

    /// - Parameter megabytes: of the whole device
    init(megabytes: Int) throws {
        folder = try TemporaryFolder()
        let image = folder.path("image")
        try FaultTools.run("truncate", "-s", "\(megabytes)M", image)
        try FaultTools.run("mkfs.ext4", "-q", "-F", "-m", "0", image)
        try FileManager.default.createDirectory(
            atPath: path, withIntermediateDirectories: false)
        try FaultTools.run("mount", "-o", "loop", image, path)
    }

    deinit {
        // Lazily: what still has files open there is about to end.
        _ = try? FaultTools.attempt("umount", ["-l", path])
    }

    /// Moves an office's data here.
    func take(_ office: SmallOffice) throws -> SmallOffice {
        let here = SmallOffice(in: folder, data: path + "/data")
        try FileManager.default.copyItem(atPath: office.data, toPath: here.data)
        return here
    }

    /// Writes until not a byte fits.
    func fill() throws {
        let file = open(filler, O_WRONLY | O_CREAT | O_APPEND | O_CLOEXEC, 0o600)
        guard file >= 0 else { throw ChildProcess.Failure.cannotStart(filler, errno: errno) }
        defer { close(file) }
        let zeros = [UInt8](repeating: 0, count: 65_536)
        for size in [65_536, 4_096, 512] {
            while write(file, zeros, size) > 0 {}
        }
    }

    /// Gives the space back.
    func free() throws {
        try FileManager.default.removeItem(atPath: filler)
    }
}
