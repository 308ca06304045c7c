import Dispatch
import Glibc
import Synchronization
import Testing

@testable import HTTPServer

@Suite("Answers from other threads")
struct SuspensionTests {
    /// A server whose `POST /later` leaves its responder in the inbox.
    private func makeServer(
        _ inbox: Inbox, _ configure: (inout HTTPServerConfiguration) -> Void = { _ in }
    ) throws -> TestServer {
        try TestServer(configure) {
            $0.add(.post, "/later") { _, _, responder in inbox.put(responder) }
        }
    }

    @Test("a request waits until another thread answers it, and the connection lives on")
    func later() throws {
        let inbox = Inbox()
        let server = try makeServer(inbox)
        let client = try server.client()
        for turn in 0..<20 {
            client.post("/later", "a=\(turn)")
            try inbox.take().send(HTTPResponse(.text, "turn \(turn)"))
            #expect(client.response()?.text == "turn \(turn)")
        }
    }

    @Test("an answer given by another thread before the handler returns is not lost")
    func beforeSuspension() throws {
        let inbox = Inbox()
        let isSent = DispatchSemaphore(value: 0)
        let server = try TestServer(routes: {
            $0.add(.post, "/later") { _, _, responder in
                inbox.put(responder)
                isSent.wait()
            }
        })
        let client = try server.client()
        for turn in 0..<20 {
            client.post("/later", "")
            try inbox.take().send(HTTPResponse(.text, "turn \(turn)"))
            isSent.signal()
            #expect(client.response()?.text == "turn \(turn)")
        }
    }

    @Test("what handlers put together is done at the end of the turn, on the event thread")
    func afterTurn() throws {
        let together = Mutex<[Responder]>([])
        let server = try TestServer {
            $0.afterTurn = {
                let responders = together.withLock { waiting in
                    defer { waiting = [] }
                    return waiting
                }
                for responder in responders { responder.send(HTTPResponse(status: 204)) }
            }
        } routes: {
            $0.add(.post, "/later") { _, _, responder in
                together.withLock { $0.append(responder) }
            }
        }
        let clients = try (0..<8).map { _ in try server.client() }
        for client in clients { client.post("/later", "") }
        #expect(clients.allSatisfy { $0.response()?.status == 204 })
    }

    @Test("answers race with handlers on many connections and none is lost")
    func race() throws {
        let inbox = Inbox()
        let server = try makeServer(inbox)
        let clients = try (0..<64).map { _ in try server.client() }
        for _ in 0..<20 {
            for client in clients { client.post("/later", "") }
            for _ in clients { try inbox.take().send(HTTPResponse(status: 204)) }
            #expect(clients.allSatisfy { $0.response()?.status == 204 })
        }
    }

    @Test("a fresh request is served while 500 wait, and they are answered in one batch")
    func manyWaiting() throws {
        let inbox = Inbox()
        let server = try makeServer(inbox)
        let waiting = try (0..<500).map { _ in try server.client() }
        for client in waiting { client.post("/later", "") }
        let responders = try waiting.map { _ in try inbox.take() }
        let fresh = try server.client()
        fresh.get("/")
        #expect(fresh.response()?.status == 200)
        for responder in responders { responder.send(HTTPResponse(status: 204), wakes: false) }
        server.server.wake()
        #expect(waiting.allSatisfy { $0.response()?.status == 204 })
    }

    @Test("over the limit a request is refused at once, unless it is answered at once")
    func bound() throws {
        let inbox = Inbox()
        let server = try makeServer(inbox) { $0.suspendedMax = 2 }
        let waiting = try (0..<2).map { _ in try server.client() }
        for client in waiting { client.post("/later", "") }
        let responders = try waiting.map { _ in try inbox.take() }
        let late = try server.client()
        late.post("/later", "")
        let refused = try #require(late.response())
        #expect(refused.status == 503)
        #expect(refused.header("Retry-After") == "2")
        let reader = try server.client()
        reader.get("/")
        #expect(reader.response()?.status == 200)
        for responder in responders { responder.send(HTTPResponse(status: 204)) }
        #expect(waiting.allSatisfy { $0.response()?.status == 204 })
        let next = try server.client()
        next.post("/later", "")
        try inbox.take().send(HTTPResponse(status: 204))
        #expect(next.response()?.status == 204)
    }

    @Test("a route that promised to answer at once cannot exceed the limit either")
    func brokenPromise() throws {
        let inbox = Inbox()
        let server = try TestServer {
            $0.suspendedMax = 1
        } routes: {
            $0.add(.get, "/liar", answersLater: false) { _, _, responder in inbox.put(responder) }
        }
        let first = try server.client()
        first.get("/liar")
        let responder = try inbox.take()
        let second = try server.client()
        second.get("/liar")
        #expect(second.response()?.status == 503)
        #expect(try inbox.take().send(HTTPResponse(status: 204)) == false)
        responder.send(HTTPResponse(status: 204))
        #expect(first.response()?.status == 204)
    }

    @Test("only the first answer counts")
    func secondAnswer() throws {
        let inbox = Inbox()
        let server = try makeServer(inbox)
        let client = try server.client()
        client.post("/later", "")
        let responder = try inbox.take()
        #expect(responder.send(HTTPResponse(.text, "first")))
        #expect(!responder.send(HTTPResponse(.text, "second")))
        #expect(client.response()?.text == "first")
        #expect(!responder.send(HTTPResponse(.text, "third")))
        client.get("/")
        #expect(client.response()?.text == "/")
    }

    @Test("a client that goes away while it waits breaks nothing and leaks nothing")
    func clientGone() throws {
        let inbox = Inbox()
        let server = try makeServer(inbox)
        weak var exchange: Exchange?
        for _ in 0..<20 {
            do {
                let client = try server.client()
                client.post("/later", "")
                let responder = try inbox.take()
                exchange = responder.exchange
                withExtendedLifetime(client) {}
                _ = consume client
                responder.send(HTTPResponse(.text, String(repeating: "x", count: 100_000)))
            }
            let other = try server.client()
            other.get("/")
            #expect(other.response()?.status == 200)
        }
        server.server.stop()
        #expect(exchange == nil)
    }

    @Test("one that goes away before its request is even suspended leaves nothing behind")
    func clientGoneEarly() throws {
        let inbox = Inbox()
        let isGone = DispatchSemaphore(value: 0)
        let server = try TestServer {
            $0.heldMilliseconds = 20_000
        } routes: {
            $0.add(.post, "/later") { _, _, responder in
                inbox.put(responder)
                isGone.wait()
            }
        }
        for turn in 0..<40 {
            var responder: Responder
            do {
                let client = try server.client()
                client.get("/")
                #expect(client.waitForEnd(milliseconds: 10_000))
                client.post("/later", "")
                responder = try inbox.take()
                // Closing with an answer unread resets the connection.
                withExtendedLifetime(client) {}
                _ = consume client
            }
            // On the way in every second turn while the library finds the client gone.
            if turn % 2 == 0 { responder.send(HTTPResponse(status: 204)) }
            isGone.signal()
            let other = try server.client()
            // A few turns; nobody answers for longer than the library is asked.
            for _ in 0..<100 where server.server.statistics.suspended > 0 {
                other.get("/")
                #expect(other.response()?.status == 200)
            }
            #expect(server.server.statistics.suspended == 0)
        }
    }

    @Test("a request that waits for long keeps no processor busy")
    func sleeps() throws {
        let inbox = Inbox()
        let server = try makeServer(inbox)
        let client = try server.client()
        client.post("/later", "")
        let responder = try inbox.take()
        let turns = server.server.turns
        #expect(!client.waitForEnd(milliseconds: 400))
        // A loop that asks for it every two milliseconds makes 200 turns, one that spins thousands.
        #expect(server.server.turns - turns < 100)
        responder.send(HTTPResponse(status: 204))
        #expect(client.response()?.status == 204)
    }

    @Test("a request that nobody answers gets 503 in the end, and a late answer is dropped")
    func unanswered() throws {
        let inbox = Inbox()
        let server = try makeServer(inbox) { $0.answerDeadlineSeconds = 0.1 }
        let client = try server.client()
        client.post("/later", "")
        let response = try #require(client.response())
        #expect(response.status == 503)
        #expect(response.header("Retry-After") == "2")
        #expect(try inbox.take().send(HTTPResponse(status: 204)) == false)
        client.get("/")
        #expect(client.response()?.status == 200)
    }

    @Test("many answers share one wake-up")
    func outboxWakes() throws {
        let outbox = try Outbox()
        let record = ConnectionRecord.Pointer.allocate(capacity: 1)
        record.initialize(to: ConnectionRecord(descriptor: -1))
        defer { record.deallocate() }
        let connection = try #require(OpaquePointer(bitPattern: 8))
        let target = UnsafeBufferPointer<UInt8>(start: nil, count: 0)
        let exchange = Exchange(
            record, connection, head: RequestHead(target: target), outbox: outbox)
        #expect(wakeUps(outbox) == nil)
        outbox.wake()
        #expect(wakeUps(outbox) == nil)
        for _ in 0..<5 { outbox.add(exchange, wakes: false) }
        #expect(wakeUps(outbox) == nil)
        outbox.wake()
        outbox.add(exchange, wakes: true)
        #expect(wakeUps(outbox) == 1)
        #expect(outbox.take(isReadable: false).exchanges.count == 6)
        outbox.add(exchange, wakes: true)
        #expect(wakeUps(outbox) == 1)
        outbox.close()
        outbox.add(exchange, wakes: true)
        #expect(outbox.take(isReadable: false).exchanges.isEmpty)
    }

    /// Reads how often the outbox was made readable, or nil for not at all.
    private func wakeUps(_ outbox: Outbox) -> UInt64? {
        var count: UInt64 = 0
        return read(outbox.descriptor, &count, 8) == 8 ? count : nil
    }
}
