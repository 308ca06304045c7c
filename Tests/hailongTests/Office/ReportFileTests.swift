import Foundation
import Testing

@Suite("Files of a report for people")
struct ReportFileTests {
    static let office = Result { () throws -> SmallOffice in
        let office = try SmallOffice()
        let lines = (1...40).map { SmallOffice.line($0, overall: $0 % 8 == 0 ? "2" : "5") }
        try office.load("responses", SmallOffice.responses(lines))
        return office
    }

    private static func arguments(_ format: String) throws -> [String] {
        ["report", "--data", try office.get().data, "--format", format] + OutputTests.period
    }

    @Test("a workbook is never written to a terminal, but into a pipe and a file")
    func terminal() throws {
        let quoted = ([Program.path] + (try Self.arguments("xlsx"))).joined(separator: " ")
        let shown = try Program.shell("script -qec '\(quoted)' /dev/null; exit $?", [])
        #expect(shown.status == 64 && shown.output.contains("--output NAME.xlsx"))
        #expect(!shown.output.contains("PK\u{3}\u{4}"))
        let folder = try TemporaryFolder()
        let (file, piped) = (folder.path("a.xlsx"), folder.path("b.xlsx"))
        let written = try Program.run(try Self.arguments("xlsx") + ["--output", file])
        #expect(written.status == 0 && written.output.isEmpty, "\(written.messages)")
        // Made for whoever holds the data, and told so; one to send is not.
        #expect(written.messages.contains("--audience staff, or public"))
        let staff = try Program.run(
            try Self.arguments("xlsx") + ["--output", file, "--audience", "staff"])
        #expect(staff.status == 0 && !staff.messages.contains("--audience"))
        let line = "\"$@\" | cat > \(piped)"
        #expect(try Program.shell(line, try Self.arguments("xlsx")).status == 0)
        for path in [file, piped] {
            let bytes = try Data(contentsOf: URL(filePath: path))
            #expect(bytes.starts(with: Array("PK\u{3}\u{4}".utf8)) && bytes.count > 5_000)
        }
    }

    @Test("where temporary files cannot be made, or not in full, there is no workbook")
    func temporary() throws {
        let folder = try TemporaryFolder()
        let arguments = try Self.arguments("xlsx") + ["--output", folder.path("a.xlsx")]
        var places = [folder.path("nowhere")]
        let disk = FaultTools.canMount ? try SmallDisk(megabytes: 2) : nil
        if let disk {
            places.append(disk.path)
            try disk.fill()
        }
        for place in places {
            let result = try Program.run(arguments, environment: ["TMPDIR": place])
            #expect(result.status == 65, "\(place): \(result.messages)")
            #expect(result.messages.contains("workbook cannot be written"), "\(result.messages)")
            #expect(try FileManager.default.contentsOfDirectory(atPath: folder.root.path).isEmpty)
        }
    }

    @Test("the file of the page has the page's figures", .serialized, arguments: ["vi", "en"])
    func page(language: String) throws {
        let office = try Self.office.get()
        let result = try Program.run(
            try Self.arguments("html") + ["--audience", "staff", "--lang", language])
        #expect(result.status == 0, "\(result.messages)")
        let server = try Server(data: office.data)
        let page = try #require(
            server.get(
                "/leader?index=overall&from=2025-01-01&to=2025-12-31&lang=\(language)"))
        let figures = { (text: String) in
            text.matches(of: /[0-9.,–]+ %/).map { String($0.output) }
        }
        let shown = Self.body(page.body)
        #expect(figures(shown).count > 15)
        let told = figures(Self.body(result.output))
        #expect(Set(figures(shown)).isSubset(of: Set(told)))
        #expect(result.output.components(separatedBy: "<h1").count == 2)
        #expect(!result.output.contains("<script") && !result.output.contains("href=\"/"))
    }

    /// From the heading on: a style sheet has percents of its own.
    private static func body(_ text: String) -> String {
        text.range(of: "<h1").map { String(text[$0.lowerBound...]) } ?? ""
    }

    @Test("units asked for by name are looked at closely, each under a heading of its own")
    func units() throws {
        let result = try Program.run(
            try Self.arguments("html") + ["--unit", "TINH", "--unit", "SXD", "--lang", "en"])
        #expect(result.output.components(separatedBy: "<section class=\"summary\"").count == 3)
        #expect(result.output.contains("id=\"focus-2\">Sở Xây dựng, tỉnh</h2>"))
    }

    @Test("a filter is named, and no comparison with other ballots stands beside it")
    func filter() throws {
        let lines = ["--lang", "en", "--place", "Q1"]
        let result = try Program.run(try Self.arguments("html") + lines)
        #expect(result.output.contains("<p class=\"care\">place: Q1</p>"))
        #expect(!result.output.contains("Against the same days of last year"))
        let plain = try Program.run(try Self.arguments("html") + ["--lang", "en"])
        #expect(plain.output.contains("Against the same days of last year"))
    }

    /// The comparison knows every ballot: beside a withheld figure it would tell it.
    @Test("a unit that covers a few shows staff no figure, and none beside last year's")
    func covered() throws {
        let office = try SmallOffice(importing: false)
        let units = ["A,Xã A", "B,Xã B"].map { $0 + ",commune,TINH,,," }
        try office.load(
            "units",
            (["code,name,kind,parent,valid_from,valid_to,successor", "TINH,Tỉnh,province,,,,"]
                + units).joined(separator: "\n") + "\n")
        try office.load(
            "places",
            """
            code,unit,centre,name,form
            QA,A,A,Quầy A,counter-one-tap
            QB,B,B,Quầy B,counter-one-tap

            """)
        var lines: [String] = []
        for (place, year, count) in [("QA", 2024, 40), ("QA", 2025, 40), ("QB", 2025, 3)] {
            for number in 0..<count {
                lines.append(
                    SmallOffice.line(
                        lines.count + 1, overall: number % 8 == 0 ? "2" : "5", place: place,
                        at: "\(year)-06-02T09:00:00+07:00"))
            }
        }
        try office.load("responses", SmallOffice.responses(lines))
        let period = ["--from", "2025-01-01", "--to", "2025-12-31", "--index", "overall"]
        let arguments =
            ["report", "--data", office.data, "--format", "html", "--unit", "A", "--lang", "en"]
            + period
        let staff = try Program.run(arguments + ["--audience", "staff"])
        #expect(staff.output.contains("covers another unit"), "\(staff.messages)")
        #expect(staff.output.contains("Not enough ballots in"))
        #expect(!staff.output.contains("percentage points ("))
        let machine = try Program.run(arguments)
        #expect(machine.output.contains("percentage points ("), "\(machine.messages)")
    }
}
