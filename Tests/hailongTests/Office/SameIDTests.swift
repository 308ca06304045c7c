import Foundation
import Synchronization
import Testing

/// Double taps, retries, two tabs: the id alone decides what is the same answer.
@Suite("One id, many times")
struct SameIDTests {
    /// Sends from threads of their own, all let go at one moment.
    private static func atOnce(
        _ count: Int, _ send: @escaping @Sendable (Int) -> Exchange?
    ) -> [Exchange?] {
        let answers = Mutex([Exchange?](repeating: nil, count: count))
        let (isReady, go) = (DispatchSemaphore(value: 0), DispatchSemaphore(value: 0))
        let group = DispatchGroup()
        for number in 0..<count {
            group.enter()
            Thread.detachNewThread {
                isReady.signal()
                go.wait()
                let answer = send(number)
                answers.withLock { $0[number] = answer }
                group.leave()
            }
        }
        for _ in 0..<count { isReady.wait() }
        for _ in 0..<count { go.signal() }
        group.wait()
        return answers.withLock { $0 }
    }

    @Test("a hundred threads that post the same id at once make one row, and all are thanked")
    func page() throws {
        let office = try SmallOffice()
        let server = try Server(data: office.data)
        let port = server.port
        let answers = Self.atOnce(100) { _ in
            Exchange.post(SmallOffice.answer(1, overall: 4), to: "/f/Q1", port: port)
        }
        #expect(answers.allSatisfy { $0?.status == 303 })
        #expect(Set(answers.map { $0?.headers["location"] }).count == 1)
        #expect(server.stop() == 0)
        try office.expectSame(rows: 1, quarantined: 0)
    }

    @Test("a hundred batches at once, half with other content: one row, one truth for everybody")
    func batches() throws {
        let office = try SmallOffice()
        let server = try Server(data: office.data)
        let port = server.port
        let answers = Self.atOnce(100) { number in
            Exchange(
                "POST", "/api/v1/responses", port: port,
                headers: ["Content-Type": "application/json"],
                body: Self.batch(overall: number % 2 + 4))
        }
        let acked = answers.indices.filter {
            answers[$0]?.body.contains("\"acked\":[\"\(SmallOffice.id(1))\"]") == true
        }
        let refused = answers.indices.filter {
            answers[$0]?.body.contains("\"code\":\"conflict\"") == true
        }
        #expect(answers.allSatisfy { $0?.status == 200 })
        #expect(acked.count == 50 && refused.count == 50)
        #expect(Set(acked.map { $0 % 2 }).count == 1, "two contents were acknowledged")
        #expect(server.stop() == 0)
        try office.expectSame(rows: 1, quarantined: 1)
        let line = try office.exportedLines().first?.line ?? ""
        #expect(line.contains(",,,,\((acked.first ?? 0) % 2 + 4),"), "what was acked is stored")
    }

    @Test("an erased id is refused as erased by a batch, and never stored again")
    func erased() throws {
        let office = try SmallOffice()
        do {
            let server = try Server(data: office.data)
            #expect(server.post(SmallOffice.answer(1, overall: 4), to: "/f/Q1")?.status == 303)
            #expect(server.stop() == 0)
        }
        // There is no command yet that erases; this is what one leaves.
        try FaultTools.run(
            "sqlite3", office.data + "/hailong.db",
            "UPDATE identity SET row = NULL; DELETE FROM response")
        let server = try Server(data: office.data)
        let answer = Exchange(
            "POST", "/api/v1/responses", port: server.port,
            headers: ["Content-Type": "application/json"], body: Self.batch(overall: 4))
        #expect(answer?.status == 200)
        #expect(answer?.body.contains("\"acked\":[]") == true)
        #expect(answer?.body.contains("\"code\":\"erased\"") == true)
        #expect(server.post(SmallOffice.answer(1, overall: 4), to: "/f/Q1")?.status == 303)
        #expect(server.stop() == 0)
        #expect(try office.exportedLines().isEmpty)
    }

    private static func batch(overall: Int) -> String {
        """
        [{"id":"\(SmallOffice.id(1))","form":"counter-one-tap","version":1,"place":"Q1",\
        "channel":"kiosk","answeredAt":"2025-06-02T09:00:00+07:00",\
        "answers":{"overall":\(overall)}}]
        """
    }
}

extension SmallOffice {
    fileprivate func expectSame(rows: Int, quarantined: Int) throws {
        #expect(try exportedLines().count == rows)
        let counts = try counts()
        #expect(counts.contains("\(rows) responses") && counts.contains("\(quarantined) in quar"))
    }
}
