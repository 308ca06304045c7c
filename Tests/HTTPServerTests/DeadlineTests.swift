import Testing

@testable import HTTPServer

@Suite("Deadlines")
struct DeadlineTests {
    @Test(
        "a request that drips in is cut, however lively it looks",
        arguments: [
            "GET /", "GET / HTTP/1.1\r\nHost: a\r\nX: ",
            "POST / HTTP/1.1\r\nHost: a\r\nContent-Length: 60000\r\n\r\n",
            "POST / HTTP/1.1\r\nHost: a\r\nTransfer-Encoding: chunked\r\n\r\nea60\r\n",
        ])
    func drip(start: String) throws {
        let server = try TestServer { $0.requestDeadlineSeconds = 0.3 }
        let client = try server.client()
        client.send(start)
        #expect(client.dripUntilClosed())
        #expect(server.seen.all.isEmpty)
    }

    @Test("a later request on a connection has a deadline of its own")
    func dripAfterRequest() throws {
        let server = try TestServer { $0.requestDeadlineSeconds = 0.3 }
        let client = try server.client()
        client.get("/")
        #expect(client.response()?.status == 200)
        client.send("GET / HTTP/1.1\r\nX: ")
        #expect(client.dripUntilClosed())
    }

    @Test("a connection that sends nothing at all is closed")
    func silence() throws {
        let server = try TestServer { $0.requestDeadlineSeconds = 0.2 }
        #expect(try server.client().isClosedSilently())
    }

    @Test("a connection is closed when it is idle for too long between requests")
    func idle() throws {
        let server = try TestServer { $0.idleSeconds = 0.2 }
        let client = try server.client()
        client.get("/")
        #expect(client.response()?.status == 200)
        #expect(client.isClosedSilently())
    }

    @Test("a client that does not read its response is cut")
    func slowReader() throws {
        let count = 64 * 1024 * 1024
        let body = SharedBody([UInt8](repeating: 0x78, count: count))
        let server = try TestServer {
            $0.responseDeadlineSeconds = 0.1
            $0.responseBytesPerSecondMin = count * 20
            $0.idleSeconds = 0.3
        } routes: {
            $0.add(.get, "/large", answersLater: false) { _, _, responder in
                responder.send(HTTPResponse(status: 200, body: .shared(body)))
            }
        }
        let slow = try server.client()
        slow.get("/large")
        // An idle connection of the same server tells when the time is over.
        let clock = try server.client()
        clock.get("/")
        #expect(clock.response()?.status == 200)
        #expect(clock.isClosedSilently())
        #expect(slow.rest().count < count)
        #expect(slow.isAtEnd)
    }

    @Test("a large response may take longer in proportion to its size")
    func largeResponse() throws {
        let count = 8 * 1024 * 1024
        let body = SharedBody([UInt8](repeating: 0x78, count: count))
        let server = try TestServer {
            $0.responseDeadlineSeconds = 0
            $0.responseBytesPerSecondMin = count / 10
        } routes: {
            $0.add(.get, "/large", answersLater: false) { _, _, responder in
                responder.send(HTTPResponse(status: 200, body: .shared(body)))
            }
        }
        let client = try server.client()
        client.get("/large")
        #expect(client.response()?.body.count == count)
    }

    @Test("records expire in the order of their deadlines, not before and once each")
    func wheel() {
        let records = (0..<40).map { _ in ConnectionRecord.Pointer.allocate(capacity: 1) }
        defer { records.forEach { $0.deallocate() } }
        let start: Int64 = 1_000_000
        let wheel = DeadlineWheel(now: start)
        for (index, record) in records.enumerated() {
            record.initialize(to: ConnectionRecord(descriptor: -1))
            // Up to 39 s, three turns of the wheel; moved later, and back, on the way.
            wheel.schedule(record, at: start + 60_000)
            wheel.schedule(record, at: start + Int64(index) * 1_000)
        }
        wheel.schedule(records[3], at: start + 5_500)
        wheel.remove(records[7])
        var expired: [(record: Int, late: Int64)] = []
        var now = start
        while now < start + 70_000 {
            now += wheel.waitMilliseconds(now: now, most: 1_000)
            while let record = wheel.popExpired(now: now) {
                let index = records.firstIndex(of: record) ?? -1
                expired.append((index, now - record.pointee.deadline))
            }
        }
        let order = expired.map(\.record)
        #expect(order == [0, 1, 2, 4, 5, 3, 6] + Array(8..<40))
        #expect(expired.allSatisfy { (0...DeadlineWheel.tickMilliseconds).contains($0.late) })
        #expect(wheel.all.isEmpty)
    }
}
