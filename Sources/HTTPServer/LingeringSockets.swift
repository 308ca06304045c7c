import CMicrohttpd
import Glibc

/// Sockets whose response is out and whose client may still be sending.
///
/// Closing a socket with unread bytes makes the system reset it, which can destroy the
/// response before the client reads it: a kiosk would never see that its batch was too
/// large. So the last of them stay open a little and what they send is thrown away.
/// - Source: RFC 9112 §9.6
struct LingeringSockets: ~Copyable {
    /// How many may linger; beyond, sockets close at once.
    static let most = 64
    /// How long one may linger.
    static let milliseconds: Int64 = 2_000
    /// How much one may still send, in bytes.
    static let bytesMax = 4 * 1024 * 1024

    private struct Entry {
        let descriptor: Int32
        let deadline: Int64
        var bytes = 0
    }

    private var entries: [Entry] = []

    init() {}

    deinit { for entry in entries { close(entry.descriptor) } }

    var isEmpty: Bool { entries.isEmpty }

    /// Keeps the connection behind a socket open that is about to be closed.
    mutating func adopt(_ descriptor: Int32, now: Int64) {
        guard entries.count < Self.most else { return }
        let copy = fcntl(descriptor, F_DUPFD_CLOEXEC, 3)
        guard copy >= 0 else { return }
        // By TLS the library says good-bye without ending the stream beneath.
        shutdown(copy, Int32(SHUT_WR))
        entries.append(Entry(descriptor: copy, deadline: now + Self.milliseconds))
    }

    /// Adds what to poll for.
    func append(to polled: inout [pollfd]) {
        for entry in entries {
            polled.append(pollfd(fd: entry.descriptor, events: Int16(POLLIN), revents: 0))
        }
    }

    /// Throws away what came and closes whoever has ended or run out of time.
    mutating func sweep(now: Int64) {
        var at = 0
        while at < entries.count {
            if drain(at) || entries[at].deadline <= now {
                close(entries[at].descriptor)
                entries.swapAt(at, entries.count - 1)
                entries.removeLast()
            } else {
                at += 1
            }
        }
    }

    /// Reads one piece.
    /// - Returns: whether the socket is done with
    private mutating func drain(_ at: Int) -> Bool {
        withUnsafeTemporaryAllocation(byteCount: 16 * 1024, alignment: 16) { buffer in
            let flags = Int32(MSG_DONTWAIT)
            let count = recv(entries[at].descriptor, buffer.baseAddress, buffer.count, flags)
            if count < 0 { return errno != EAGAIN && errno != EINTR }
            entries[at].bytes += count
            return count == 0 || entries[at].bytes > Self.bytesMax
        }
    }
}
