import FoundationEssentials
import Testing

@Suite("Ranks on the leader's page")
struct LeaderRankingTests {
    private static let period = [
        "--from", "2025-01-01", "--to", "2025-12-31", "--index", "overall",
    ]
    private static let address = "/leader?index=overall&from=2025-01-01&to=2025-12-31&lang=en"

    /// Two departments far apart, and four communes of which one has three ballots: for its sake
    /// staff are not shown the smallest beside it.
    private static let prepared = Result { try office(lowOfB: 4, lowOfC: 0) }

    private static func office(lowOfB: Int, lowOfC: Int) throws -> SmallOffice {
        let office = try SmallOffice(importing: false)
        let ballots = [
            ("S1", "department", 60, 30), ("S2", "department", 60, 3), ("A", "commune", 50, 5),
            ("B", "commune", 40, lowOfB), ("C", "commune", 3, lowOfC), ("D", "commune", 60, 6),
        ]
        try office.load(
            "units",
            (["code,name,kind,parent,valid_from,valid_to,successor", "TINH,Tỉnh,province,,,,"]
                + ballots.map { "\($0.0),Nơi \($0.0),\($0.1),TINH,,," }).joined(separator: "\n")
                + "\n")
        try office.load(
            "places",
            (["code,unit,centre,name,form"]
                + ballots.map { "Q\($0.0),\($0.0),\($0.0),Quầy \($0.0),counter-one-tap" })
                .joined(separator: "\n") + "\n")
        var lines: [String] = []
        for (unit, _, count, low) in ballots {
            for number in 0..<count {
                lines.append(
                    SmallOffice.line(
                        lines.count + 1, overall: number < low ? "2" : "5", place: "Q\(unit)",
                        at: "2025-06-02T09:00:00+07:00"))
            }
        }
        try office.load("responses", SmallOffice.responses(lines))
        return office
    }

    /// Each table's rows: the unit's name, its ranks, and where it lies beside all.
    private static func tables(_ page: String) -> [[[String]]] {
        page.components(separatedBy: "<table class=\"stack ranks\">").dropFirst().map { table in
            (table.components(separatedBy: "</table>").first ?? "")
                .matches(
                    of: /<tr><th scope="row">(?:<a [^>]*>)?([^<]+).*?"rank">([^<]+)(.*?)<\/tr>/
                        .dotMatchesNewlines()
                ).map { row in
                    let mark = ["above", "below"].first { row.output.3.contains("\($0)</a>") }
                    return [String(row.output.1), String(row.output.2), mark ?? "–"]
                }
        }
    }

    private static func file(_ more: [String], of office: SmallOffice? = nil) throws -> String {
        let data = try office?.data ?? prepared.get().data
        let result = try Program.run(
            ["report", "--data", data, "--format", "html", "--lang", "en"] + period + more)
        #expect(result.status == 0, "\(result.messages)")
        return result.output
    }

    @Test("each level by itself, with the ranks that the command gives")
    func levels() throws {
        let office = try Self.prepared.get()
        let tables = Self.tables(try Self.file([]))
        #expect(
            tables.first == [["Nơi S2", "1", "above"], ["Nơi S1", "2", "below"]], "\(tables)")
        let ranked =
            try Program.run(
                ["rank", "--data", office.data, "--kind", "commune", "--format", "json"]
                    + Self.period
            ).json()["units"] as? [[String: Any]]
        let expected = ranked?.map { row in
            let rank = row["rank"] as? [String: Int]
            return [row["name"] as? String, rank.map { "\($0["best"]!)–\($0["worst"]!)" }, "–"]
        }
        #expect(tables.last == expected && tables.last?.count == 3, "\(tables)")
    }

    @Test("a unit whose figure the page withholds has no rank either, and its absence is told")
    func withheld() throws {
        let page = try Self.file(["--audience", "staff"])
        #expect(Self.tables(page).last?.map(\.[0]) == ["Nơi A", "Nơi D"], "\(Self.tables(page))")
        #expect(page.contains("Not ranked: 2 (under 30 ballots"))
        #expect(page.contains("Rank, 1 to 2</th>"))
    }

    /// B and C together follow from the total; which of them the dissatisfied belong to must not.
    @Test("ranks and marks are the same however those withheld have answered", arguments: [1, 2, 3])
    func leaksNothing(lowOfC: Int) throws {
        func section(_ page: String) -> String? {
            page.components(separatedBy: "id=\"ranks\"").dropFirst().first?
                .components(separatedBy: "</section>").first
        }
        let (first, second) = (
            try Self.office(lowOfB: 20, lowOfC: 0),
            try Self.office(lowOfB: 20 - lowOfC, lowOfC: lowOfC)
        )
        let staff = ["--audience", "staff"]
        let shown = section(try Self.file(staff, of: first))
        let other = section(try Self.file(staff, of: second))
        #expect(shown != nil && shown == other)
    }

    @Test("the whole office's page ranks as its file does; the look at one unit does not")
    func page() throws {
        let office = try Self.prepared.get()
        let folder = try TemporaryFolder()
        try FileManager.default.copyItem(atPath: office.data, toPath: folder.path("data"))
        let server = try Server(data: folder.path("data"))
        for address in [Self.address, Self.address + "&unit=TINH"] {
            let page = try #require(server.get(address)).body
            #expect(Self.tables(page) == Self.tables(try Self.file(["--audience", "staff"])))
        }
        #expect(try !#require(server.get(Self.address + "&unit=A")).body.contains("id=\"ranks\""))
    }

    @Test(
        "no ranks before the public, of some ballots, or beside chosen units",
        arguments: [["--audience", "public"], ["--place", "QA"], ["--unit", "TINH"]])
    func none(arguments: [String]) throws {
        #expect(try !Self.file(arguments).contains("id=\"ranks\""))
    }
}
