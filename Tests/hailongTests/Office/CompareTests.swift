import Foundation
import Testing

/// `hailong compare` and its siblings as a script runs them.
@Suite("Comparing periods")
struct CompareTests {
    static let periods = [
        "--before", "2024-01-01..2024-12-31", "--after", "2025-01-01..2025-12-31",
    ]

    /// Counter Q1 170/200 → 184/200, Q2 88/100 → 93/100.
    static let prepared = Result { () throws -> SmallOffice in
        let office = try SmallOffice()
        var lines: [String] = []
        func add(_ satisfied: Int, of ballots: Int, place: String, year: Int) {
            for ballot in 0..<ballots {
                let level = ballot < satisfied ? 4 + ballot % 2 : 1 + ballot % 3
                lines.append(
                    SmallOffice.line(
                        lines.count, overall: "\(level)", place: place,
                        at: "\(year)-06-02T09:00:00+07:00"))
            }
        }
        try office.load(
            "units",
            SmallOffice.units + "\nA,Phòng A,office,SXD,,,\nB,Phòng B,office,SXD,,,")
        try office.load(
            "places",
            SmallOffice.places + "\nA1,A,A,Quầy A,counter-one-tap\nB1,B,B,Quầy B,counter-one-tap")
        add(170, of: 200, place: "A1", year: 2024)
        add(184, of: 200, place: "A1", year: 2025)
        add(88, of: 100, place: "B1", year: 2024)
        add(93, of: 100, place: "B1", year: 2025)
        let result = try office.load("responses", SmallOffice.responses(lines))
        #expect(result.lastLine == "stored \(lines.count), already 0, refused 0")
        return office
    }

    static func run(
        _ arguments: [String], index: String = "overall", format: String = "json"
    ) throws -> Program.Result {
        let data = try prepared.get().data
        return try Program.run(
            ["compare", "--data", data, "--index", index, "--format", format] + arguments)
    }

    @Test("the worked examples come out of the program as the contract's JSON")
    func worked() throws {
        let result = try Self.run(Self.periods)
        #expect(result.status == 0 && result.messages == "")
        let json = try result.json()
        #expect(json["schema"] as? String == "hailong.compare/1")
        let rows = SmallOffice.rows(json)
        #expect(Set(rows.keys) == ["TINH", "SXD", "A", "B"])
        for (unit, before, after, limits, verdict) in [
            ("A", 170, 184, (0.007132, 0.133654), "rose"),
            ("B", 88, 93, (-0.034001, 0.135884), "undecided"),
        ] {
            let row = try #require(rows[unit])
            let ballots = unit == "A" ? 200 : 100
            let sides = ["before": before, "after": after]
            for (name, satisfied) in sides {
                let side = try #require(row[name] as? [String: Any])
                #expect(side["responses"] as? Int == ballots)
                #expect(side["share"] as? Double == Double(satisfied) / Double(ballots))
                #expect(side["lower"] is Double && side["upper"] is Double)
            }
            let (lower, upper) = (
                try #require(row["lower"] as? Double), try #require(row["upper"] as? Double)
            )
            #expect(abs(lower - limits.0) < 5.1e-7 && abs(upper - limits.1) < 5.1e-7)
            #expect(row["verdict"] as? String == verdict)
        }
        let a = try #require(rows["A"])
        let (z, p) = (try #require(a["z"] as? Double), try #require(a["p"] as? Double))
        #expect(abs(z - 2.1942) < 5.1e-5 && abs(p - 0.0282) < 5.1e-5)
        #expect(rows["TINH"]?["warnings"] as? [String] == ["provisional"])
    }

    @Test("one unit, CSV and text")
    func formats() throws {
        let one = try Self.run(Self.periods + ["--unit", "B"])
        #expect(SmallOffice.rows(try one.json()).keys.sorted() == ["B"])
        let csv = try Self.run(Self.periods, format: "csv").output.split(separator: "\n")
        #expect(csv.count == 5 && csv[0].hasPrefix("unit,name,before_from,"))
        let columns = csv[0].split(separator: ",", omittingEmptySubsequences: false).count
        let line = try #require(csv.first { $0.hasPrefix("A,") })
        #expect(line.split(separator: ",", omittingEmptySubsequences: false).count == columns)
        let text = try Self.run(Self.periods + ["--lang", "vi"], format: "text").output
        #expect(text.contains("+7,0") && text.contains("tăng") && text.contains("chưa đủ căn cứ"))
        let english = try Self.run(Self.periods + ["--lang", "en"], format: "text").output
        #expect(english.contains("+7.0") && english.contains("rose"))
    }

    @Test("the earlier period may be the one just before, or a frozen one")
    func earlier() throws {
        let previous = try Self.run(["--previous", "--after", "2025-01-01..2025-12-31"]).json()
        let before = previous["before"] as? [String: Any]
        #expect(before?["from"] as? String == "2024-01-01")
        #expect(SmallOffice.rows(previous)["A"]?["verdict"] as? String == "rose")
        let frozen = try Self.run(["--baseline", "campaign"]).json()
        let days = ["before", "after"].map { (frozen[$0] as? [String: Any])?["from"] as? String }
        #expect(days == ["2021-11-01", "2022-11-01"])
        #expect((frozen["baseline"] as? [String: Any])?["id"] as? String == "campaign")
        #expect(SmallOffice.rows(frozen)["A"]?["verdict"] as? String == "tooFew")
        let later = try Self.run(["--baseline", "campaign", "--after", "2025-01-01..2025-12-31"])
        #expect(later.status == 0)
    }

    @Test(
        "what cannot be compared ends with 64 and says why",
        arguments: [
            (
                ["--before", "2025-01-01..2025-06-30", "--after", "2025-06-30..2025-12-31"],
                "overlap"
            ),
            (
                ["--before", "2025-01-01..2025-06-30", "--after", "2024-01-01..2024-06-30"],
                "reversed"
            ),
            (
                ["--before", "2024-06-30..2024-01-01", "--after", "2025-01-01..2025-06-30"],
                "before"
            ),
            (["--before", "2024-01-01", "--after", "2025-01-01..2025-06-30"], "not a period"),
            (
                ["--before", "2024-01-01..2024-01-32", "--after", "2025-01-01..2025-06-30"],
                "not a day"
            ),
            (["--before", "2024-01-01..2024-01-31"], "--after"),
            (["--after", "2024-01-01..2024-01-31"], "--before, --baseline, --previous"),
            (["--baseline", "campaign", "--previous"], "exactly one"),
            (["--baseline", "nobody"], "campaign"),
            (CompareTests.periods + ["--unit", "Z"], "“Z”"),
        ])
    func usage(arguments: [String], words: String) throws {
        let result = try Self.run(arguments)
        #expect(result.status == 64 && result.output == "")
        #expect(result.messages.contains(words), "\(result.messages)")
    }

    @Test("an unknown index is named with those there are")
    func index() throws {
        let result = try Self.run(Self.periods, index: "nobody")
        #expect(result.status == 64 && result.messages.contains("overall"))
    }
}
