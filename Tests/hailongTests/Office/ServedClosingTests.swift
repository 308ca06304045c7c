import Foundation
import Synchronization
import Testing

/// The running server closes the month that a command asks it to close.
@Suite("Closing a month while the server runs")
struct ServedClosingTests {
    private static func close(
        _ month: String, _ office: SmallOffice, _ extra: [String] = ["--yes"]
    ) throws -> Program.Result {
        try Program.run(["close", month, "--data", office.data] + extra)
    }

    private static func isClosed(_ office: SmallOffice) throws -> Bool? {
        try office.reportText(from: "2025-06-01", to: "2025-06-30").json()["closed"] as? Bool
    }

    /// Answers of June 2025 as a kiosk delivers them.
    private static func deliver(_ numbers: ClosedRange<Int>, to port: UInt16) -> Int {
        let answers = numbers.map {
            """
            {"id":"\(SmallOffice.id($0))","form":"counter-one-tap","version":1,"place":"Q1",\
            "channel":"kiosk","answeredAt":"2025-06-30T12:00:00+07:00","answers":{"overall":5}}
            """
        }
        let sent = Exchange(
            "POST", "/api/v1/responses", port: port,
            headers: ["Content-Type": "application/json"],
            body: "[\(answers.joined(separator: ","))]")
        let body = sent.map { Data($0.body.utf8) } ?? Data()
        let json = try? JSONSerialization.jsonObject(with: body) as? [String: Any]
        return (json?["acked"] as? [String])?.count ?? 0
    }

    private static func office() throws -> SmallOffice {
        let office = try SmallOffice()
        let lines = (1...40).map { SmallOffice.line($0, overall: "5") }
        try office.load("responses", SmallOffice.responses(lines))
        return office
    }

    @Test("it is announced, done, logged, seen on every page, and what comes later is late")
    func closed() throws {
        let office = try Self.office()
        let server = try Server(data: office.data)
        let page = "/leader?from=2025-06-01&to=2025-06-30&index=overall&unit=SXD"
        #expect(server.get(page)?.body.contains("đã chốt ngày ") == false)
        let done = try Self.close("2025-06", office)
        #expect(done.status == 0 && done.output == "closed 2025-06\n", "\(done.messages)")
        for words in ["40 responses", "CANNOT BE UNDONE", "The running server closes it"] {
            #expect(done.messages.contains(words), "\(done.messages)")
        }
        #expect(server.get(page)?.body.contains("đã chốt ngày ") == true)
        let served = server.get("/api/v1/indices?index=overall&from=2025-06-01&to=2025-06-30")
        #expect(served?.body.contains("\"closed\": true") == true)
        #expect(Self.deliver(41...43, to: server.port) == 3)
        #expect(try ClosingTests.late(office) == 3)
        let again = try Self.close("2025-06", office, [])
        #expect(again.status == 0 && again.output == "already 2025-06\n")
        #expect(again.messages.contains("was closed on "))
        #expect(try server.messages().contains("closed 2025-06"))
        #expect(server.stop() == 0)
        #expect(try Program.run(["verify", "--data", office.data]).status == 0)
    }

    @Test(
        "without a yes, or before the month's end, nothing is asked of the server",
        arguments: [
            ("2025-06", [], 64, "Nothing was closed"),
            ("9999-12", ["--yes"], 65, "has not ended"),
        ] as [(String, [String], Int32, String)])
    func refused(month: String, extra: [String], status: Int32, words: String) throws {
        let office = try Self.office()
        let server = try Server(data: office.data)
        let result = try Self.close(month, office, extra)
        #expect(result.status == status && result.output.isEmpty)
        #expect(result.messages.contains(words), "\(result.messages)")
        #expect(try Self.isClosed(office) == false)
        #expect(server.stop() == 0)
    }

    @Test("a server that does not answer, and one that then dies, has closed nothing")
    func silent() throws {
        let office = try Self.office()
        for dies in [false, true] {
            let server = try Server(data: office.data)
            server.process.signal(SIGSTOP)
            let result = try Self.close("2025-06", office)
            server.process.signal(dies ? SIGKILL : SIGCONT)
            #expect(result.status == 75 && result.output.isEmpty)
            #expect(result.messages.contains("within 10 seconds"), "\(result.messages)")
            if dies { server.process.wait() } else { #expect(server.stop() == 0) }
            #expect(try Self.isClosed(office) == false)
        }
        let server = try Server(data: office.data)
        #expect(try Self.close("2025-06", office).output == "closed 2025-06\n")
        #expect(server.stop() == 0)
    }

    @Test("five close it while kiosks deliver: one has, and every answer counts or is late")
    func crowded() throws {
        let office = try Self.office()
        let server = try Server(data: office.data, ["--answers-per-second", "0"])
        let port = server.port
        let stored = Atomic(40)
        let isDone = Atomic(false)
        let group = DispatchGroup()
        for kiosk in 1...3 {
            group.enter()
            Thread.detachNewThread {
                defer { group.leave() }
                var number = kiosk * 100_000
                while !isDone.load(ordering: .acquiring) {
                    let count = Self.deliver(number...number + 9, to: port)
                    stored.add(count, ordering: .relaxed)
                    number += 10
                }
            }
        }
        let outputs = Mutex<[String]>([])
        let closers = DispatchGroup()
        for _ in 0..<5 {
            closers.enter()
            Thread.detachNewThread {
                defer { closers.leave() }
                let output = (try? Self.close("2025-06", office))?.output ?? "failed"
                outputs.withLock { $0.append(output) }
            }
        }
        closers.wait()
        // What comes now is late for certain.
        stored.add(Self.deliver(900_000...900_009, to: port), ordering: .relaxed)
        isDone.store(true, ordering: .releasing)
        group.wait()
        #expect(server.stop() == 0)
        let already = Array(repeating: "already 2025-06\n", count: 4)
        #expect(outputs.withLock { $0.sorted() } == already + ["closed 2025-06\n"])
        let row = try office.report(from: "2025-06-01", to: "2025-06-30")["SXD"]
        let (counted, late) = (row?["responses"] as? Int ?? 0, row?["late"] as? Int ?? 0)
        #expect(counted >= 40 && late >= 10)
        #expect(counted + late == stored.load(ordering: .acquiring), "\(counted) + \(late)")
    }
}
