import Foundation
import Synchronization

/// A process of its own, ended only by its own id.
///
/// `posix_spawn` and `waitpid` instead of Foundation's `Process`, which asks every 50 ms whether a
/// child has ended: hundreds of short runs would mostly wait.
final class ChildProcess: Sendable {
    /// No command of a test takes a tenth of this on a slow machine.
    private static let patienceSeconds = 120

    enum Failure: Error {
        case cannotStart(String, errno: Int32)
    }

    /// What a sanitizer needs in the program too (scripts/sanitize).
    private static let sanitizing = ProcessInfo.processInfo.environment.filter {
        ["LD_PRELOAD", "TSAN_OPTIONS", "ASAN_OPTIONS"].contains($0.key)
    }

    /// Held while a child starts and while a pipe is not yet closed to children.
    private static let starting = Mutex(())

    let id: pid_t
    private let status = Mutex<Int32?>(nil)

    /// - Parameters:
    ///   - output: becomes its standard output
    ///   - messages: becomes its standard error
    init(
        _ path: String, _ arguments: [String], environment: [String: String] = [:],
        output: Int32, messages: Int32
    ) throws {
        var files = posix_spawn_file_actions_t()
        posix_spawn_file_actions_init(&files)
        defer { posix_spawn_file_actions_destroy(&files) }
        posix_spawn_file_actions_addopen(&files, 0, "/dev/null", O_RDONLY, 0)
        posix_spawn_file_actions_adddup2(&files, output, 1)
        posix_spawn_file_actions_adddup2(&files, messages, 2)
        var attributes = posix_spawnattr_t()
        posix_spawnattr_init(&attributes)
        defer { posix_spawnattr_destroy(&attributes) }
        // Whatever the test runner does with signals, the program begins as from a shell.
        var signals = sigset_t()
        sigemptyset(&signals)
        posix_spawnattr_setsigmask(&attributes, &signals)
        sigfillset(&signals)
        posix_spawnattr_setsigdefault(&attributes, &signals)
        posix_spawnattr_setflags(
            &attributes, Int16(POSIX_SPAWN_SETSIGMASK | POSIX_SPAWN_SETSIGDEF))
        var words = ([path] + arguments).map { strdup($0) } + [nil]
        let bare = ["PATH": "/usr/bin:/bin"].merging(Self.sanitizing) { $1 }
            .merging(environment) { $1 }
        var settings = bare.map { strdup("\($0)=\($1)") } + [nil]
        defer { for text in words + settings { free(text) } }
        var id: pid_t = 0
        let code = Self.starting.withLock { _ in
            posix_spawn(&id, path, &files, &attributes, &words, &settings)
        }
        guard code == 0 else { throw Failure.cannotStart(path, errno: code) }
        self.id = id
    }

    /// A pipe that no child inherits but the one it is given to.
    static func pipe() throws -> (reading: Int32, writing: Int32) {
        var ends: [Int32] = [-1, -1]
        let isMade = starting.withLock { _ in
            guard Foundation.pipe(&ends) == 0 else { return false }
            for end in ends { _ = fcntl(end, F_SETFD, FD_CLOEXEC) }
            return true
        }
        guard isMade else { throw Failure.cannotStart("pipe", errno: errno) }
        return (ends[0], ends[1])
    }

    /// Waits for the end: the exit code, or minus the number of the signal that ended it.
    ///
    /// What should have ended and goes on is killed, so that a broken promise fails its test
    /// instead of holding up all others.
    @discardableResult
    func wait() -> Int32 {
        let guardian = DispatchWorkItem { [self] in signal(SIGKILL) }
        DispatchQueue.global().asyncAfter(
            deadline: .now() + .seconds(Self.patienceSeconds), execute: guardian)
        // Without taking its status, which would free its id for another process.
        var information = siginfo_t()
        while waitid(P_PID, id_t(id), &information, WEXITED | WNOWAIT) < 0, errno == EINTR {}
        guardian.cancel()
        return status.withLock { status in
            if let status { return status }
            var found: Int32 = 0
            while waitpid(id, &found, 0) < 0, errno == EINTR {}
            let result = Self.result(found)
            status = result
            return result
        }
    }

    /// Whether it has ended, waited for or not.
    var hasEnded: Bool {
        status.withLock { status in
            if status != nil { return true }
            var information = siginfo_t()
            let flags = WEXITED | WNOHANG | WNOWAIT
            return waitid(P_PID, id_t(id), &information, flags) == 0
                && information.si_signo == SIGCHLD
        }
    }

    func signal(_ number: Int32) {
        // An id that was waited for may belong to another process by now.
        status.withLock { status in
            if status == nil { kill(id, number) }
        }
    }

    private static func result(_ found: Int32) -> Int32 {
        found & 0x7F == 0 ? found >> 8 & 0xFF : -(found & 0x7F)
    }

    deinit {
        guard status.withLock({ $0 == nil }) else { return }
        kill(id, SIGKILL)
        var found: Int32 = 0
        waitpid(id, &found, 0)
    }
}
