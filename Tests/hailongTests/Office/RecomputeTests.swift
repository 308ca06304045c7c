import Foundation
import Testing

/// What auditors run: other programs compute a report again from the exported files.
@Suite("Computing a report again")
struct RecomputeTests {
    private static let scripts = Program.repository.appending(path: "analytics/reference")
    private static let hasR: Bool = {
        guard FileManager.default.isExecutableFile(atPath: "/usr/bin/Rscript") else { return false }
        let found = try? Program.tool(
            "/usr/bin/Rscript", ["-e", "quit(status = !requireNamespace('survey'))"])
        return found?.status == 0
    }()

    /// The demonstration's answers would do; these are fewer and have a closed month with a
    /// straggler, a unit under five ballots and one under thirty.
    private static let prepared = Result { () throws -> SmallOffice in
        let office = try SmallOffice()
        try office.load(
            "units", SmallOffice.units + "\nA,Phòng A,office,SXD,,,\nB,Phòng B,office,SXD,,,")
        try office.load(
            "places",
            SmallOffice.places + "\nA1,A,A,Quầy A,sipas-service\nB1,B,B,Quầy B,sipas-service")
        let dossiers = (4...6).flatMap { month in
            ["SXD,gpxd,xay-dung", "A,gpxd,xay-dung", "A,gpxd,dat-dai", "B,gpxd,dat-dai"].map {
                "\($0),2025-0\(month),90,80,5,5,0,0,0"
            }
        }
        try office.load(
            "dossiers",
            "unit,procedure,field,period,received,completed,on_time,early,late,online,postal,"
                + "digitised\n" + dossiers.joined(separator: "\n"))
        #expect(try office.load("responses", answers(0..<240)).status == 0)
        let closed = try Program.run(["close", "2025-04", "--data", office.data, "--yes"])
        #expect(closed.status == 0, "\(closed.messages)")
        // As many again, a third of them in the closed month.
        #expect(try office.load("responses", answers(240..<330)).status == 0)
        for table in ["units", "places", "dossiers", "responses"] {
            let file = office.folder.path("exports/\(table).csv")
            try FileManager.default.createDirectory(
                atPath: office.folder.path("exports"), withIntermediateDirectories: true)
            let made = try Program.run(
                ["export", table, "--data", office.data, "--output", file])
            #expect(made.status == 0)
        }
        return office
    }

    private static let items = [
        "access-seats", "access-signs", "procedure-papers", "procedure-fees",
        "official-attitude", "official-skill", "result-deadline", "result-accuracy",
        "feedback-reply", "feedback-channels", "access-equipment", "procedure-notice",
    ]

    private static func answers(_ numbers: Range<Int>) -> String {
        var generator = SystemSequence(state: UInt64(numbers.lowerBound + 1))
        let header = SmallOffice.responsesHeader + "," + items.joined(separator: ",")
        let lines = numbers.map { number -> String in
            func level() -> String {
                let draw = generator.next() % 10
                return draw == 0 ? "" : "\(min(5, 1 + draw / 2 + generator.next() % 2))"
            }
            // The last instants of a month belong to it.
            let time = "2025-0\(4 + number % 3)-30T23:59:59.999+07:00"
            let place = number % 80 == 0 ? "B1" : number % 3 == 0 ? "A1" : "Q1"
            let overall = number % 7 == 0 && place != "Q1" ? "" : "\(3 + generator.next() % 3)"
            let line = SmallOffice.line(
                number, overall: overall, place: place, at: time,
                field: number % 2 == 0 ? "xay-dung" : "dat-dai")
            let form =
                place == "Q1"
                ? line
                : line.replacingOccurrences(
                    of: "counter-one-tap", with: "sipas-service")
            let own = items.map { _ in place == "Q1" ? "" : level() }
            return form + "," + own.joined(separator: ",")
        }
        return ([header] + lines).joined(separator: "\n") + "\n"
    }

    private static func recompute(
        _ program: String, _ script: String, index: String, exports: String = "exports"
    ) throws -> Program.Result {
        let office = try prepared.get()
        let report = try office.folder.write(
            office.reportText(index: index, from: "2025-04-01", to: "2025-06-30").output,
            to: "\(UUID().uuidString).json")
        return try Program.tool(
            program,
            [
                scripts.appending(path: script).path, report, office.folder.path(exports),
                Program.repository.path,
            ])
    }

    @Test("the Python script finds every figure again", arguments: ["overall", "sipas"])
    func python(index: String) throws {
        let made = try Self.recompute("/usr/bin/python3", "recompute.py", index: index)
        #expect(made.status == 0, "\(made.output)\(made.messages)")
        #expect(made.output.contains("4 units,") && made.output.contains(" 0 differ"))
    }

    @Test(
        "the R script finds every figure again",
        .enabled(if: hasR, "needs R with its package survey"),
        arguments: ["overall", "sipas", "overall-weighted"])
    func r(index: String) throws {
        let made = try Self.recompute("/usr/bin/Rscript", "recompute.R", index: index)
        #expect(made.status == 0, "\(made.output)\(made.messages)")
        #expect(made.output.contains("4 units,") && made.output.contains(" 0 differ"))
    }

    @Test(
        "a report that cannot be made again from all answers is refused with the way out",
        arguments: [["--audience", "public"], ["--channel", "kiosk"], ["--design", "place-day"]])
    func refused(options: [String]) throws {
        let office = try Self.prepared.get()
        let made = try Program.run(
            [
                "report", "--data", office.data, "--index", "overall", "--from", "2025-04-01",
                "--to", "2025-06-30", "--format", "json",
            ] + options)
        #expect(made.status == 0)
        let report = try office.folder.write(made.output, to: "\(UUID().uuidString).json")
        let arguments = [report, office.folder.path("exports"), Program.repository.path]
        let tools = [("/usr/bin/python3", "recompute.py"), ("/usr/bin/Rscript", "recompute.R")]
        for (program, script) in tools where Self.hasR || script == "recompute.py" {
            let told = try Program.tool(
                program, [Self.scripts.appending(path: script).path] + arguments)
            #expect(told.status != 0 && told.messages.contains("make the report again without"))
            #expect(!told.output.contains("differ"))
        }
    }

    @Test("one changed answer in the export is found")
    func tampered() throws {
        let office = try Self.prepared.get()
        let folder = "tampered-\(UUID().uuidString)"
        try FileManager.default.copyItem(
            atPath: office.folder.path("exports"), toPath: office.folder.path(folder))
        let file = office.folder.path("\(folder)/responses.csv")
        var lines = try String(contentsOfFile: file, encoding: .utf8)
            .components(separatedBy: "\n")
        let header = lines[0].components(separatedBy: ",")
        let place = try #require(header.firstIndex(of: "overall"))
        let number = try #require(lines.firstIndex { $0.contains(",Q1,") })
        var fields = lines[number].components(separatedBy: ",")
        fields[place] = fields[place] == "3" ? "5" : "3"
        lines[number] = fields.joined(separator: ",")
        try lines.joined(separator: "\n").write(toFile: file, atomically: true, encoding: .utf8)
        let made = try Self.recompute(
            "/usr/bin/python3", "recompute.py", index: "overall", exports: folder)
        #expect(made.status == 1, "\(made.output)")
    }
}

/// A fixed sequence of whole numbers (SplitMix64).
private struct SystemSequence {
    var state: UInt64

    mutating func next() -> Int {
        state &+= 0x9E37_79B9_7F4A_7C15
        var mixed = (state ^ state >> 30) &* 0xBF58_476D_1CE4_E5B9
        mixed = (mixed ^ mixed >> 27) &* 0x94D0_49BB_1331_11EB
        return Int((mixed ^ mixed >> 31) >> 33)
    }
}
