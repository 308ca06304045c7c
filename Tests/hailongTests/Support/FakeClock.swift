import Foundation
import Synchronization

/// A wall clock for the program that a test sets, also while the program runs (libfaketime).
///
/// Only the wall clock: the time since the machine started goes on as it does when somebody sets
/// the real one.
final class FakeClock: Sendable {
    /// The library, where Debian's package `libfaketime` is installed.
    static let library: String? = {
        let folders = (try? FileManager.default.contentsOfDirectory(atPath: "/usr/lib")) ?? []
        return folders.map { "/usr/lib/\($0)/faketime/libfaketimeMT.so.1" }
            .first { FileManager.default.fileExists(atPath: $0) }
    }()

    private let folder: TemporaryFolder
    private let users = Mutex<[pid_t]>([])

    /// - Parameter moment: RFC 3339, to the second; the clock goes on from there
    init(_ moment: String) throws {
        folder = try TemporaryFolder()
        try set(moment)
    }

    deinit {
        // The library leaves these to whoever ended without its own leave-taking.
        for id in users.withLock({ $0 }) {
            for name in ["sem.faketime_sem_\(id)", "faketime_shm_\(id)"] {
                unlink("/dev/shm/\(name)")
            }
        }
    }

    /// Sets the clock, and a running program notices at its next look.
    func set(_ moment: String) throws {
        try move(seconds: try Date(moment, strategy: .iso8601).timeIntervalSinceNow)
    }

    /// Sets the clock so many seconds apart from the true one.
    func move(seconds: Double) throws {
        // Replaced by a rename: the program must not read half a number.
        _ = try folder.write(
            (seconds < 0 ? "" : "+") + "\(Int(seconds.rounded()))\n", to: "offset.new")
        guard rename(folder.path("offset.new"), folder.path("offset")) == 0 else {
            throw CocoaError(.fileWriteUnknown)
        }
    }

    var environment: [String: String] {
        [
            "LD_PRELOAD": Self.library ?? "", "FAKETIME_TIMESTAMP_FILE": folder.path("offset"),
            "FAKETIME_NO_CACHE": "1", "FAKETIME_DONT_FAKE_MONOTONIC": "1", "NO_FAKE_STAT": "1",
        ]
    }

    /// A program under the clock.
    ///
    /// Through a shell that becomes it: the library adds to the environment of the first process
    /// it meets, and Swift then does not find the arguments any more.
    static func command(_ path: String, _ arguments: [String]) -> (String, [String]) {
        ("/bin/sh", ["-c", "exec \"$0\" \"$@\"", path] + arguments)
    }

    func isUsed(by process: pid_t) {
        users.withLock { $0.append(process) }
    }
}
