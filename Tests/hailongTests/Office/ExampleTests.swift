import Foundation
import Testing

@Suite("The documentation's examples")
struct ExampleTests {
    static let examples = Program.repository.appending(path: "docs/examples")

    /// The examples, imported in the order the guide gives.
    static let office = Result { () throws -> SmallOffice in
        let office = try SmallOffice(importing: false)
        for table in RoundTripTests.tables {
            let file = examples.appending(path: "\(table).csv").path
            let result = try Program.run(["import", table, file, "--data", office.data])
            #expect(result.status == 0, "\(table)")
            #expect(result.messages.isEmpty, "\(table): \(result.messages)")
            #expect(result.lastLine.hasSuffix(", already 0, refused 0"))
        }
        return office
    }

    /// The tables that each README shows are what the program prints.
    @Test("the report in the README is the report", arguments: ["en", "vi"])
    func report(language: String) throws {
        let readme = language == "vi" ? "README.vi.md" : "README.md"
        let text = try String(
            contentsOf: Program.repository.appending(path: readme), encoding: .utf8)
        let result = try Self.office.get().reportText(
            from: "2025-07-01", to: "2025-09-30", format: "text", ["--lang", language])
        #expect(result.status == 0)
        let note = language == "vi" ? " (tạm tính)" : " (provisional)"
        let printed = result.output.replacing(note, with: "").split(separator: "\n")
            .map(Self.words)
        let names = ["Tỉnh Mẫu", "Sở Xây dựng", "Phường Hoa Sen", "Xã Muối Trắng", "Xã Núi Xanh"]
        let shown = text.split(separator: "\n").map(Self.words).filter { line in
            names.contains { line.starts(with: Self.words($0[...])) }
        }
        #expect(shown.count >= names.count)
        for line in shown {
            // The README cuts what would not fit its page: each of its lines begins a printed one.
            #expect(printed.contains { $0.starts(with: line) }, "\(line)")
        }
    }

    private static func words(_ line: Substring) -> [Substring] {
        line.split { $0 == " " || $0 == "\u{A0}" || $0 == "\u{202F}" }
    }

    @Test("the form, index and target of the guide work from end to end")
    func content() throws {
        let office = try SmallOffice()
        for part in ["forms", "kiosk", "analytics"] {
            try office.folder.copy(part, of: Program.repository, to: part)
        }
        let docs = Program.repository.appending(path: "docs/examples")
        for file in ["forms/queue.json", "analytics/indices/queue.json"]
            + ["analytics/targets/queue.json"]
        {
            try office.folder.copy(file, of: docs, to: file)
        }
        let content = ["--content", office.folder.root.path]
        let check = try Program.run(["forms", "check", office.folder.path("forms/queue.json")])
        #expect(check.status == 0, "\(check.messages)")
        let place = "code,unit,centre,name,form\nCHO,SXD,,Hàng chờ,queue\n"
        #expect(try office.load("places", place, content).status == 0)

        let server = try Server(data: office.data, content)
        let page = try #require(server.get("/f/CHO?lang=en"))
        #expect(page.status == 200)
        #expect(page.body.contains("How often did you have to come for this dossier?"))
        for number in 0..<6 {
            let answers = [
                ("overall", "4"), ("queue-length", "\(number % 5 + 1)"), ("queue-order", "na"),
                ("visits", "more"), ("visits-why", "papers"), ("visits-why", "late"),
            ]
            let fresh = try #require(server.get("/f/CHO?lang=en"))
            let sent = try #require(server.post(fresh.hiddenFields + answers, to: "/f/CHO"))
            #expect(sent.status == 303)
        }
        #expect(server.stop() == 0)
        let year = Calendar(identifier: .gregorian).component(.year, from: .now)
        let today = ["--from", "\(year - 1)-01-01", "--to", "\(year + 1)-12-31"]
        let report = try Program.run(
            ["report", "--data", office.data, "--index", "queue", "--format", "json"] + today
                + content)
        let row = try #require(SmallOffice.rows(try report.json())["SXD"])
        #expect(row["responses"] as? Int == 6)
        // 1 2 3 4 5 1: two of six answers at 4 or 5; "does not apply" is no answer.
        #expect(row["share"] as? Double == 2.0 / 6.0)
        let targets = try #require(row["targets"] as? [[String: Any]])
        #expect(targets.contains { $0["id"] as? String == "queue-2027" })
        #expect(try office.export("responses").contains(",more,papers;late"))
    }

    @Test("a report by a threshold that was moved says that it is not the plan's")
    func altered() throws {
        let office = try SmallOffice()
        try office.folder.copy("analytics", of: Program.repository, to: "analytics")
        let path = office.folder.path("analytics/targets/tthc.json")
        let plan = try String(contentsOfFile: path, encoding: .utf8)
        let words =
            ["report", "--data", office.data, "--content", office.folder.root.path]
            + ["--index", "overall", "--from", "2025-01-01", "--to", "2025-12-31"]
        let own = try Program.run(words + ["--format", "json"])
        #expect(try own.json()["altered"] == nil)
        let moved = plan.replacing("\"threshold\": 0.9,", with: "\"threshold\": 0.5,")
        try #require(moved != plan)
        try moved.write(toFile: path, atomically: true, encoding: .utf8)
        let json = try Program.run(words + ["--format", "json"])
        #expect(try json.json()["altered"] as? [String] == ["tthc-2025"])
        let text = try Program.run(words + ["--format", "text"])
        #expect(text.output.contains("under the same name: tthc-2025"))
        let server = try Server(data: office.data, ["--content", office.folder.root.path])
        #expect(try #require(server.get("/leader")).body.contains("dưới cùng tên: tthc-2025"))
    }
}
