import Foundation

/// What the fault tests find on this machine and how long they may take.
enum FaultTools {
    /// Set by `make faults`: the long forms run too.
    static let isLong = number("HAILONG_FAULTS", or: 0) > 0

    /// Kills of a server under load.
    static let kills = number("HAILONG_KILLS", or: isLong ? 1_000 : 20)

    /// Power cuts.
    static let cuts = number("HAILONG_CUTS", or: isLong ? 100 : 3)

    /// Mounting, and looking into another process, are root's alone.
    static let isRoot = geteuid() == 0

    /// A small file system of its own can be made and mounted: tried, because root of a container
    /// may lack the right.
    static let canMount =
        isRoot && has("mkfs.ext4", "losetup", "mount", "umount")
        && (try? SmallDisk(megabytes: 2)) != nil

    /// A disk with a volatile write cache can be made.
    static let canCutPower =
        canMount && has("nbdkit", "nbdfuse", "fusermount3")
        && access("/dev/fuse", R_OK | W_OK) == 0

    /// The system calls of a child can be watched; a container may forbid it.
    static let canTrace = (try? run("strace", "-o", "/dev/null", "true")) != nil

    /// System calls of a running process can be made to fail.
    static let canInject = isRoot && canTrace

    /// A program by its name, where the system keeps programs.
    static func path(of tool: String) -> String? {
        ["/usr/bin", "/usr/sbin", "/bin", "/sbin"].map { "\($0)/\(tool)" }
            .first { FileManager.default.isExecutableFile(atPath: $0) }
    }

    private static func has(_ tools: String...) -> Bool {
        tools.allSatisfy { path(of: $0) != nil }
    }

    private static func number(_ name: String, or usual: Int) -> Int {
        ProcessInfo.processInfo.environment[name].flatMap { Int($0) } ?? usual
    }

    struct Failure: Error {
        let command: String
        let status: Int32
        let messages: String
    }

    /// Runs a tool of the system to its end.
    ///
    /// - Returns: what it said, without white space around
    @discardableResult
    static func run(_ tool: String, _ arguments: String...) throws -> String {
        let result = try attempt(tool, arguments)
        guard result.status == 0 else {
            throw Failure(
                command: "\(tool) \(arguments)", status: result.status, messages: result.messages)
        }
        return result.output.trimmingCharacters(in: .whitespacesAndNewlines)
    }

    /// The same where a failure says nothing, as when something is taken away that is gone.
    @discardableResult
    static func attempt(_ tool: String, _ arguments: [String]) throws -> Program.Result {
        try Program.run(executable: path(of: tool) ?? tool, arguments)
    }
}
