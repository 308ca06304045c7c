import Foundation
import Testing

@Suite("Whatever the clock says", .enabled(if: FakeClock.library != nil, "needs libfaketime"))
struct ClockTests {
    /// June 2025 with 30 answers, closed.
    private static func closedOffice() throws -> SmallOffice {
        let office = try SmallOffice()
        try office.load(
            "responses",
            SmallOffice.responses((1...30).map { SmallOffice.line($0, overall: "5") }))
        let closed = try Program.run(["close", "2025-06", "--yes", "--data", office.data])
        #expect(closed.status == 0)
        return office
    }

    private static func moment(_ secondsFromNow: Double) -> String {
        Date(timeIntervalSinceNow: secondsFromNow).formatted(.iso8601)
    }

    /// An answer of the closed month, as a kiosk delivers it late.
    private static func deliver(_ number: Int, to server: Server) {
        let body = """
            [{"id":"\(SmallOffice.id(number))","form":"counter-one-tap","version":1,"place":"Q1",\
            "channel":"kiosk","answeredAt":"2025-06-15T10:00:00+07:00","answers":{"overall":1}}]
            """
        let sent = Exchange(
            "POST", "/api/v1/responses", port: server.port,
            headers: ["Content-Type": "application/json"], body: body)
        #expect(sent?.body.contains("\"acked\":[\"\(SmallOffice.id(number))\"]") == true)
    }

    private static let moments = [
        moment(86_400), moment(-86_400), "1970-01-02T00:00:00Z", "2038-01-19T03:14:05Z",
        "2026-12-31T16:59:58Z", "2025-06-15T03:00:00Z", "2099-12-31T23:59:00Z",
    ]

    @Test(
        "a server under a wrong clock changes no closed month and stores in order",
        arguments: moments)
    func wrongClock(moment: String) throws {
        let office = try Self.closedOffice()
        let before = try ClosingTests.june(office)
        let clock = try FakeClock(moment)
        let server = try Server(data: office.data, clock: clock)
        for number in 101...103 {
            #expect(server.post(SmallOffice.answer(number, overall: 1), to: "/f/Q1")?.status == 303)
            Self.deliver(number + 100, to: server)
        }
        let served = server.get("/api/v1/indices?index=overall&from=2025-06-01&to=2025-06-30")
        #expect(ClosingTests.figures(served?.body ?? "") == before)
        #expect(server.get("/leader")?.status == 200)
        #expect(server.stop() == 0)
        // Under the wrong clock and under the true one.
        let report = [
            "report", "--data", office.data, "--index", "overall", "--from", "2025-06-01", "--to",
            "2025-06-30", "--format", "json",
        ]
        for clock in [clock, nil] {
            #expect(try ClosingTests.figures(Program.run(report, clock: clock).output) == before)
        }
        // Late are the three delivered, and those that a clock in June has dated into it.
        #expect(try ClosingTests.late(office) == (moment.hasPrefix("2025-06") ? 6 : 3))
        #expect(
            try office.exportedLines().map(\.id)
                == (Array(1...30) + [101, 201, 102, 202, 103, 203]).map(SmallOffice.id))
        #expect(try Program.run(["verify", "--data", office.data], clock: clock).status == 0)
    }

    @Test("a clock that jumps under a running server is told once a step, both ways")
    func liveJumps() throws {
        let office = try Self.closedOffice()
        let before = try ClosingTests.june(office)
        let clock = try FakeClock(Self.moment(0))
        try clock.move(seconds: 0)
        let server = try Server(data: office.data, clock: clock)
        let target = "/api/v1/indices?index=overall&from=2025-06-01&to=2025-06-30"
        // Seconds from the true time; a step of one is none.
        let places: [Double] = [1, 86_400, -86_400, -1_700_000_000, 400_000_000, 0]
        for (number, seconds) in places.enumerated() {
            try clock.move(seconds: seconds)
            for _ in 1...3 {
                #expect(ClosingTests.figures(server.get(target)?.body ?? "") == before)
            }
            let answer = SmallOffice.answer(101 + number, overall: 1)
            #expect(server.post(answer, to: "/f/Q1")?.status == 303)
            Self.deliver(201 + number, to: server)
        }
        #expect(server.stop() == 0)
        let steps = try server.messages().split(separator: "\n")
            .filter { $0.contains("the clock was moved by ") }
        #expect(steps.count == 5, "\(steps)")
        for (step, seconds) in zip(steps, zip(places.dropFirst(), places)) {
            let words = step.components(separatedBy: "moved by ").last?.split(separator: " ")
            let told = words?.first.flatMap { Double($0) } ?? 0
            // Told in whole seconds, and some time went by in between.
            #expect(abs(told - (seconds.0 - seconds.1)) <= 2, "\(step)")
        }
        #expect(steps.last?.contains("(5 since the start)") == true)
        #expect(try ClosingTests.late(office) == 6)
        let ids = places.indices.flatMap { [101 + $0, 201 + $0] }
        #expect(
            try office.exportedLines().map(\.id) == (Array(1...30) + ids).map(SmallOffice.id))
    }

    @Test(
        "an imported file is taken at its word, under any clock",
        arguments: ["2025-06-01T00:00:00Z", "1970-01-02T00:00:00Z", "2038-01-19T03:14:05Z"])
    func imported(moment: String) throws {
        let office = try SmallOffice()
        let lines = (1...9).map { SmallOffice.line($0, overall: "5") }
        let file = try office.folder.write(SmallOffice.responses(lines), to: "responses.csv")
        let command = ["import", "responses", file, "--data", office.data]
        let clock = try FakeClock(moment)
        for outcome in ["stored 9, already 0, refused 0", "stored 0, already 9, refused 0"] {
            #expect(try Program.run(command, clock: clock).lastLine == outcome)
        }
        #expect(try Program.run(command).lastLine == "stored 0, already 9, refused 0")
        #expect(
            try office.exportedLines().allSatisfy {
                $0.line.contains(",2025-06-02T09:00:00+07:00,")
            })
    }

    @Test(
        "a month ends at midnight of +07:00, whatever the zone of the machine",
        arguments: [
            ("2026-12-31T16:59:50Z", "2026-12", 65), ("2026-12-31T17:00:02Z", "2026-12", 0),
            ("2025-02-28T16:59:50Z", "2025-02", 65), ("2025-02-28T17:00:02Z", "2025-02", 0),
            ("2038-01-31T17:00:02Z", "2038-01", 0), ("1970-01-02T00:00:00Z", "2025-06", 0),
            ("1970-01-02T00:00:00Z", "2025-05", 65),
        ] as [(String, String, Int32)],
        ["UTC", "Asia/Ho_Chi_Minh", "America/New_York"])
    func monthEnd(_ place: (moment: String, month: String, status: Int32), zone: String) throws {
        let office = try Self.closedOffice()
        let result = try Program.run(
            ["close", place.month, "--yes", "--data", office.data], environment: ["TZ": zone],
            clock: FakeClock(place.moment))
        // June 2025 is closed already, and a clock of 1970 does not open it.
        #expect(result.status == place.status, "\(result.messages)")
    }
}
