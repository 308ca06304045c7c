import Foundation

/// A load generator: one thread, many connections, answers sent at a rate that does not wait for
/// what is answered. What each was told is noted.
final class Flood {
    struct Told {
        var acknowledged: Set<Int> = []
        var refused: Set<Int> = []
        /// Sent, and not answered in the end.
        var open: Set<Int> = []
        /// What should never be said: other statuses, a 503 without Retry-After, a broken answer.
        var odd: [String] = []
        /// From sending to the answer, in milliseconds.
        var acknowledgedMilliseconds: [Double] = []
        var refusedMilliseconds: [Double] = []
        /// For so long it was sent, in seconds.
        var seconds = 0.0

        static func percentile(_ values: [Double], _ share: Double) -> Double {
            guard !values.isEmpty else { return 0 }
            return values.sorted()[min(values.count - 1, Int(share * Double(values.count)))]
        }
    }

    private struct Connection {
        var descriptor: Int32
        var number = 0
        var sentAt: UInt64 = 0
        var received: [UInt8] = []
    }

    /// Longer than a full queue takes on the slowest disk of these tests.
    private static let answerSecondsMax = 20.0

    private let port: UInt16
    private var connections: [Connection] = []
    /// One for each connection; poll passes over those that wait for nothing.
    private var polled: [pollfd] = []
    private var idle: [Int] = []
    private var last: Int
    private var told = Told()

    /// - Parameter first: answers are numbered from the one after it
    init(port: UInt16, connections count: Int, from first: Int) {
        Swarm.raiseDescriptorLimit()
        self.port = port
        last = first
        for place in 0..<count {
            connections.append(Connection(descriptor: -1))
            polled.append(pollfd(fd: -1, events: Int16(POLLIN), revents: 0))
            open(place)
        }
    }

    deinit {
        for connection in connections where connection.descriptor >= 0 {
            close(connection.descriptor)
        }
    }

    private static func now() -> UInt64 { DispatchTime.now().uptimeNanoseconds }

    /// Sends for some seconds and waits for what was sent.
    ///
    /// - Parameter perSecond: answers, whatever becomes of those before; nil keeps each connection
    ///   busy, one answer after the other
    func run(perSecond: Double?, seconds: Double) -> Told {
        told = Told()
        let start = Self.now()
        var sent = 0
        while true {
            let elapsed = Double(Self.now() - start) / 1e9
            guard elapsed < seconds else { break }
            let due = perSecond.map { Int(elapsed * $0) - sent } ?? idle.count
            for _ in 0..<max(0, min(due, idle.count)) {
                send(on: idle.removeLast())
                sent += 1
            }
            receive(milliseconds: 1)
        }
        told.seconds = Double(Self.now() - start) / 1e9
        while idle.count < connections.count {
            let elapsed = Double(Self.now() - start) / 1e9
            guard elapsed < seconds + Self.answerSecondsMax else { break }
            receive(milliseconds: 50)
        }
        return told
    }

    /// Opens the connection at a place, in its former one's stead.
    private func open(_ place: Int) {
        let descriptor = Swarm.connection(to: port) ?? -1
        if descriptor < 0 { told.odd.append("no connection") }
        connections[place] = Connection(descriptor: descriptor)
        polled[place].fd = -1
        idle.append(place)
    }

    private func send(on place: Int) {
        last += 1
        let body = "id=\(SmallOffice.id(last))&version=1&overall=\(Clients.overall(last))"
        let text =
            "POST /f/Q1 HTTP/1.1\r\nHost: a\r\nContent-Type: application/x-www-form-urlencoded\r\n"
            + "Content-Length: \(body.utf8.count)\r\n\r\n" + body
        let descriptor = connections[place].descriptor
        connections[place] = Connection(
            descriptor: descriptor, number: last, sentAt: Self.now())
        polled[place].fd = descriptor
        told.open.insert(last)
        let bytes = Array(text.utf8)
        let count = Foundation.send(descriptor, bytes, bytes.count, Int32(MSG_NOSIGNAL))
        if count != bytes.count { replace(place) }
    }

    private func receive(milliseconds: Int32) {
        var left = poll(&polled, nfds_t(polled.count), milliseconds)
        guard left > 0 else { return }
        var ready: [Int] = []
        polled.withUnsafeBufferPointer { polled in
            var place = 0
            while left > 0, place < polled.count {
                if polled[place].revents != 0 {
                    ready.append(place)
                    left -= 1
                }
                place += 1
            }
        }
        var buffer = [UInt8](repeating: 0, count: 16_384)
        for place in ready {
            let got = recv(connections[place].descriptor, &buffer, buffer.count, 0)
            guard got > 0 else {
                replace(place)
                continue
            }
            connections[place].received += buffer.prefix(got)
            take(place)
        }
    }

    /// Takes an answer once its head is whole; bodies here are short and come with it.
    private func take(_ place: Int) {
        let connection = connections[place]
        let text = String(decoding: connection.received, as: UTF8.self)
        guard text.contains("\r\n\r\n") else { return }
        let milliseconds = Double(Self.now() - connection.sentAt) / 1e6
        told.open.remove(connection.number)
        switch text.dropFirst(9).prefix(3) {
        case "303":
            told.acknowledged.insert(connection.number)
            told.acknowledgedMilliseconds.append(milliseconds)
        case "503":
            told.refused.insert(connection.number)
            told.refusedMilliseconds.append(milliseconds)
            if !text.contains("\r\nRetry-After: ") { told.odd.append("503, no Retry-After") }
        default: told.odd.append(String(text.prefix(60)))
        }
        if text.contains("\r\nConnection: close") {
            replace(place)
        } else {
            polled[place].fd = -1
            idle.append(place)
        }
    }

    /// Another connection in place of one that the server has ended.
    private func replace(_ place: Int) {
        close(connections[place].descriptor)
        open(place)
    }
}
