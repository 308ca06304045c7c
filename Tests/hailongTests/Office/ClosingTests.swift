import Foundation
import Testing

@Suite("Closing a month through the program")
struct ClosingTests {
    /// June 2025: 40 answers, closed; July has 10 and is open.
    private static func closedOffice() throws -> SmallOffice {
        let office = try SmallOffice()
        let june = (1...40).map { SmallOffice.line($0, overall: $0 % 5 == 0 ? "2" : "5") }
        let july = (41...50).map {
            SmallOffice.line($0, overall: "4", at: "2025-07-01T00:00:00+07:00")
        }
        try office.load("responses", SmallOffice.responses(june + july))
        let result = try close("2025-06", office, ["--yes"])
        #expect(result.status == 0 && result.output == "closed 2025-06\n", "\(result.messages)")
        return office
    }

    @discardableResult
    private static func close(
        _ month: String, _ office: SmallOffice, _ extra: [String] = []
    ) throws -> Program.Result {
        try Program.run(["close", month, "--data", office.data] + extra)
    }

    /// June's report without the moment it was made and what came late.
    static func june(_ office: SmallOffice, index: String = "overall") throws -> [Substring] {
        figures(
            try office.reportText(index: index, from: "2025-06-01", to: "2025-06-30").output)
    }

    static func figures(_ report: String) -> [Substring] {
        report.split(separator: "\n").filter {
            !$0.contains("\"generatedAt\"") && !$0.contains("\"late\"")
        }
    }

    static func late(_ office: SmallOffice, _ unit: String = "SXD") throws -> Int? {
        try office.report(from: "2025-06-01", to: "2025-06-30")[unit]?["late"] as? Int
    }

    @Test("neither an import nor a kiosk's batch nor its repetition changes what is closed")
    func unchanged() throws {
        let office = try Self.closedOffice()
        let before = (try Self.june(office), try Self.june(office, index: "sipas"))
        #expect(try Self.late(office) == 0)
        #expect(before.0.contains { $0.contains("\"closed\": true") })
        // By a file.
        let lines = (101...107).map { SmallOffice.line($0, overall: "1") }
        #expect(try office.load("responses", SmallOffice.responses(lines)).status == 0)
        #expect(try Self.june(office) == before.0)
        #expect(try Self.late(office) == 7)
        // By a kiosk that was away, three times over, with answers from before the closing too.
        let server = try Server(data: office.data)
        let batch = ([201, 202, 203].map { Self.answer($0) } + [Self.answer(204, day: "07-02")])
        for _ in 1...3 {
            let sent = try #require(
                Exchange(
                    "POST", "/api/v1/responses", port: server.port,
                    headers: ["Content-Type": "application/json"],
                    body: "[\(batch.joined(separator: ","))]"))
            #expect(sent.status == 200 && !sent.body.contains("refused\":[{"), "\(sent.body)")
        }
        #expect(try Self.june(office) == before.0)
        #expect(try Self.june(office, index: "sipas") == before.1)
        #expect(try Self.late(office) == 10)
        let page = server.get("/leader?from=2025-06-01&to=2025-06-30&index=overall&unit=SXD")
        #expect(page?.body.contains("đã chốt ngày ") == true)
        #expect(page?.body.contains("10 phiếu đến sau khi chốt, không tính") == true)
        let served = server.get("/api/v1/indices?index=overall&from=2025-06-01&to=2025-06-30")
        #expect(Self.figures(served?.body ?? "") == before.0)
        #expect(server.stop() == 0)
        // All of them are stored, in the order in which they came; July takes what is its own.
        #expect(
            try office.exportedLines().map(\.id)
                == (Array(1...50) + Array(101...107) + Array(201...204)).map(SmallOffice.id))
        let july = try office.report(from: "2025-07-01", to: "2025-07-31")["SXD"]
        #expect(july?["responses"] as? Int == 11 && july?["late"] as? Int == 0)
    }

    private static func answer(_ number: Int, day: String = "06-30") -> String {
        """
        {"id":"\(SmallOffice.id(number))","form":"counter-one-tap","version":1,"place":"Q1",\
        "channel":"kiosk","answeredAt":"2025-\(day)T23:59:59.999+07:00","answers":{"overall":1}}
        """
    }

    @Test("late answers stand apart in table and text, and a unit's with those below it")
    func formats() throws {
        let office = try Self.closedOffice()
        let lines = (101...103).map { SmallOffice.line($0, overall: "1") }
        try office.load("responses", SmallOffice.responses(lines))
        #expect(try Self.late(office, "TINH") == 3)
        let june = (from: "2025-06-01", to: "2025-06-30")
        let table = try office.reportText(from: june.from, to: june.to, format: "csv").output
        let rows = table.split(separator: "\n").map {
            $0.split(separator: ",", omittingEmptySubsequences: false)
        }
        let late = try #require(rows.first?.firstIndex(of: "late"))
        #expect(rows[0][late + 1] == "closed")
        // From the end, for a name may hold a comma.
        let rest = rows[0].count - late
        #expect(rows.dropFirst().allSatisfy { $0.suffix(rest).prefix(2) == ["3", "true"] })
        let text = try office.reportText(
            from: june.from, to: june.to, format: "text", ["--lang", "vi"]
        ).output
        #expect(text.contains("(đã chốt ngày ") && text.contains("Đến sau"))
    }

    @Test(
        "closed is what every month of the period is",
        arguments: [
            ("2025-06-01", "2025-06-30", true), ("2025-06-10", "2025-06-10", true),
            ("2025-06-30", "2025-07-01", false), ("2025-05-31", "2025-06-30", false),
            ("2025-07-01", "2025-07-31", false), ("2025-01-01", "2025-12-31", false),
        ])
    func closed(from: String, to: String, isClosed: Bool) throws {
        let report = try Self.shared.get().reportText(from: from, to: to).json()
        #expect(report["closed"] as? Bool == isClosed)
        let closings = report["closings"] as? [[String: Any]]
        let touchesJune = from < "2025-07" && to >= "2025-06"
        #expect(closings?.map { $0["month"] as? String } == (touchesJune ? ["2025-06"] : []))
        #expect(closings?.first.map { $0["stored"] as? Int == 50 } ?? true)
    }

    private static let shared = Result { try closedOffice() }

    @Test("what is closed is said first, and nothing is closed without a yes")
    func confirmation() throws {
        let office = try SmallOffice()
        let lines = (1...7).map { SmallOffice.line($0, overall: "5") }
        try office.load("responses", SmallOffice.responses(lines))
        // Standard input is no terminal here.
        let refused = try Self.close("2025-06", office)
        #expect(refused.status == 64 && refused.output.isEmpty)
        for words in ["2025-06: 7 responses", "CANNOT BE UNDONE", "add --yes"] {
            #expect(refused.messages.contains(words), "\(refused.messages)")
        }
        #expect(
            try office.reportText(from: "2025-06-01", to: "2025-06-30").json()["closed"]
                as? Bool == false)
        let vietnamese = try Self.close("2025-06", office, ["--lang", "vi"])
        #expect(vietnamese.messages.contains("Chốt tháng 06/2025: 7 phiếu"))
        #expect(vietnamese.messages.contains("KHÔNG MỞ LẠI ĐƯỢC"))
        let empty = try Self.close("2025-05", office, ["--yes"])
        #expect(empty.status == 0 && empty.messages.contains("NO responses"))
        #expect(try Self.close("2025-06", office, ["--yes"]).output == "closed 2025-06\n")
        let again = try Self.close("2025-06", office)
        #expect(again.status == 0 && again.output == "already 2025-06\n")
        #expect(again.messages.contains("was closed on "))
    }

    @Test(
        "at a terminal the month has to be typed", .enabled(if: Self.hasTerminals),
        arguments: [("2025-06", 0), ("y", 64), ("2025-07", 64), ("", 64)])
    func terminal(typed: String, status: Int32) throws {
        let office = try SmallOffice()
        let result = try Program.shell(
            "printf '\(typed)\\n' | script -qec \"'$1' close 2025-06 --data '$2'\" /dev/null",
            [office.data])
        #expect(result.status == status, "\(result.output)")
        #expect(result.output.contains("Type 2025-06 and Enter"))
        #expect(result.output.contains("closed 2025-06\r") == (status == 0))
    }

    private static let hasTerminals = FileManager.default.fileExists(atPath: "/usr/bin/script")

    @Test(
        "a month that is none, has not ended or has no data is refused with its reason",
        arguments: [
            ("2025-13", 64, "is not a month"), ("06/2025", 64, "write YYYY-MM"),
            ("2025-6", 64, "is not a month"), ("9999-12", 65, "has not ended"),
        ] as [(String, Int32, String)])
    func refused(month: String, status: Int32, words: String) throws {
        let result = try Self.close(month, try Self.shared.get(), ["--yes"])
        #expect(result.status == status && result.messages.contains(words), "\(result.messages)")
        #expect(result.output.isEmpty)
    }

    @Test("closing refuses in a folder that is not there")
    func folder() throws {
        let folder = try TemporaryFolder()
        let none = try Program.run(["close", "2025-06", "--yes", "--data", folder.path("none")])
        #expect(none.status == 73 && none.messages.contains("no data here"))
    }

    @Test("figures that rest on another tree or other dossiers than were closed say so everywhere")
    func changedSince() throws {
        let office = try Self.closedOffice()
        #expect(try !office.reportText().output.contains("changedSince"))
        let moved = SmallOffice.units.replacingOccurrences(of: ",TINH,2025", with: ",,2025")
        #expect(moved != SmallOffice.units)
        #expect(try office.load("units", moved).status == 0)
        let dossiers = """
            unit,procedure,field,period,received,completed,on_time,early,late,online,postal,\
            digitised
            SXD,,,2025-06,90,80,80,0,0,0,0,0
            """
        #expect(try office.load("dossiers", dossiers).status == 0)
        let report = try office.reportText().json()
        let closing = (report["closings"] as? [[String: Any]])?.first
        #expect(closing?["changedSince"] as? [String] == ["units", "dossiers"])
        let words = "cây đơn vị, số hồ sơ đã đổi sau khi chốt (tháng 06/2025)"
        for format in ["text", "html"] {
            let text = try office.reportText(format: format, ["--lang", "vi"]).output
            #expect(text.contains(words), "\(format)")
        }
        let check = try Program.run(["verify", "--data", office.data])
        #expect(check.status == 0 && check.lastLine == "intact")
        #expect(
            check.output.contains(
                "changed since the closing (2025-06): the tree of units, dossier counts"))
        let server = try Server(data: office.data)
        let page = server.get("/leader?from=2025-06-01&to=2025-06-30&index=overall&unit=SXD")
        #expect(page?.body.contains(words) == true)
        #expect(server.stop() == 0)
        // Another period knows nothing of it.
        let july = try office.reportText(from: "2025-07-01", to: "2025-07-31").output
        #expect(!july.contains("changedSince"))
    }

    @Test("a part of closed months, or of their ballots, does not pass for what was closed")
    func part() throws {
        let office = try Self.shared.get()
        let (hand, ballots) = ("một phần tháng", "chỉ một phần phiếu theo bộ lọc")
        for (from, filter, words) in [
            ("2025-06-01", [], []), ("2025-06-02", [], [hand]),
            ("2025-06-01", ["--channel", "kiosk", "--hours", "7-11"], [ballots]),
            ("2025-06-02", ["--channel", "kiosk"], [hand, ballots]),
        ] as [(String, [String], [String])] {
            for format in ["text", "html"] {
                let text = try office.reportText(
                    from: from, to: "2025-06-30", format: format, filter + ["--lang", "vi"]
                ).output
                #expect(text.contains("đã chốt ngày "))
                for word in [hand, ballots] {
                    #expect(text.contains("; " + word) == words.contains(word), "\(format)")
                }
            }
        }
        let ranked = try Program.run(
            ["rank", "--data", office.data, "--index", "overall", "--from", "2025-06-02"]
                + ["--to", "2025-06-30", "--format", "text"])
        #expect(ranked.output.contains("(closed; a part of months)"), "\(ranked.messages)")
    }
}
