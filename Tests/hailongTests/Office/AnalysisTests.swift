import Foundation
import Testing

/// `trend`, `rank` and `drivers`, and all four results by HTTP.
@Suite("Trends, rankings, drivers")
struct AnalysisTests {
    private static func run(_ arguments: [String], format: String = "json") throws -> Program.Result
    {
        let data = try CompareTests.prepared.get().data
        return try Program.run(arguments + ["--data", data, "--format", format])
    }

    /// A server on a copy, since only one may have a folder.
    private static func served() throws -> (folder: TemporaryFolder, server: Server) {
        let folder = try TemporaryFolder()
        try FileManager.default.copyItem(
            atPath: CompareTests.prepared.get().data, toPath: folder.path("data"))
        return (folder, try Server(data: folder.path("data")))
    }

    private static let year = ["--from", "2024-01-01", "--to", "2025-12-31"]

    @Test(
        "each command writes JSON, CSV and text in both languages",
        arguments: [
            ("trend", "overall", "hailong.trend/1", "unit,name,section,", ""),
            ("rank", "overall", "hailong.ranking/1", "unit,name,kind,", "coi như ngang nhau"),
            ("drivers", "sipas", "hailong.drivers/1", "unit,name,item,", ""),
        ])
    func formats(item: (String, String, String, String, String)) throws {
        let command = [item.0, "--index", item.1] + Self.year
        let json = try Self.run(command)
        #expect(json.status == 0 && json.messages == "")
        #expect(try json.json()["schema"] as? String == item.2)
        let csv = try Self.run(command, format: "csv").output
        #expect(csv.hasPrefix(item.3))
        let widths = Set(
            csv.split(separator: "\n").map {
                $0.split(separator: ",", omittingEmptySubsequences: false).count
            })
        // A name with a comma stands in quotes and counts one more.
        #expect(widths.count <= 2)
        for language in ["vi", "en"] {
            let text = try Self.run(command + ["--lang", language], format: "text")
            #expect(text.status == 0 && text.output.contains(item.1))
            if item.0 == "rank", language == "vi" { #expect(text.output.contains(item.4)) }
        }
    }

    @Test("units of one kind are ranked, a level nobody knows is refused")
    func kinds() throws {
        let rank = ["rank", "--index", "overall"] + Self.year
        let rows = try Self.run(rank + ["--kind", "office"]).json()["units"] as? [[String: Any]]
        #expect(rows?.map { $0["unit"] as? String } == ["B", "A"])
        #expect(rows?.map { $0["band"] as? Int } == [1, 1])
        let wrong = try Self.run(rank + ["--kind", "ward"])
        #expect(wrong.status == 64 && wrong.messages.contains("commune"))
        let drivers = try Self.run(["drivers", "--index", "overall"] + Self.year)
        #expect(drivers.status == 64 && drivers.messages.contains("sipas"))
    }

    @Test("HTTP gives the commands' own JSON, but for the moment")
    func http() throws {
        let (folder, server) = try Self.served()
        defer { withExtendedLifetime(folder) {} }
        func lines(_ text: String) -> [Substring] {
            text.split(separator: "\n").filter { !$0.contains("\"generatedAt\"") }
        }
        for (target, arguments) in [
            (
                "/api/v1/compare?before=2024-01-01..2024-12-31&after=2025-01-01..2025-12-31&unit=A",
                ["compare", "--index", "overall", "--unit", "A"] + CompareTests.periods
            ),
            (
                "/api/v1/compare?previous=1&after=2025-01-01..2025-12-31",
                ["compare", "--index", "overall", "--previous"] + CompareTests.periods.suffix(2)
            ),
            (
                "/api/v1/compare?baseline=campaign",
                ["compare", "--index", "overall", "--baseline", "campaign"]
            ),
            (
                "/api/v1/trends?from=2024-01-01&to=2025-12-31",
                ["trend", "--index", "overall"] + Self.year
            ),
            (
                "/api/v1/rankings?from=2024-01-01&to=2025-12-31&kind=office",
                ["rank", "--index", "overall", "--kind", "office"] + Self.year
            ),
            (
                "/api/v1/drivers?from=2024-01-01&to=2025-12-31&unit=SXD",
                ["drivers", "--index", "sipas", "--unit", "SXD"] + Self.year
            ),
        ] {
            let answer = try #require(server.get(target))
            #expect(answer.status == 200, "\(target): \(answer.body)")
            #expect(lines(answer.body) == lines(try Self.run(arguments).output), "\(target)")
        }
    }

    @Test("what an address asks for wrongly is refused in words")
    func faults() throws {
        let (folder, server) = try Self.served()
        defer { withExtendedLifetime(folder) {} }
        let (old, new) = ("2023-01-01..2023-12-31", "2024-01-01..2024-12-31")
        for (target, status, words) in [
            ("compare?before=\(old)", 400, "exactly one"), ("compare?after=\(new)", 400, "one"),
            ("compare?previous=1&before=\(old)&after=\(new)", 400, "exactly one"),
            ("compare?before=2023&after=\(new)", 400, "“2023”"),
            ("compare?before=\(new)&after=\(new)", 400, "must end before"),
            ("compare?before=\(new)&after=\(old)", 400, "must end before"),
            ("compare?baseline=x&after=\(new)", 404, "“x”"),
            ("compare?before=\(old)&after=\(new)&unit=Z", 404, "“Z”"),
            ("compare?index=z&previous=1&after=\(new)", 404, "“z”"),
            ("trends?from=2024-02-30", 400, "2024-02-30"), ("trends?index=z", 404, "“z”"),
            ("rankings?kind=ward", 400, "ward"), ("drivers?index=overall", 400, "overall"),
        ] {
            let answer = try #require(server.get("/api/v1/" + target))
            #expect(answer.status == status && answer.body.contains(words), "\(target)")
        }
    }

    @Test("the leader's page says whether the chosen unit rose against last year")
    func page() throws {
        let (folder, server) = try Self.served()
        defer { withExtendedLifetime(folder) {} }
        let days = "&from=2025-01-01&to=2025-12-31"
        let rose = try #require(server.get("/leader?unit=A&lang=vi" + days)).body
        #expect(rose.contains("▲ tăng") && rose.contains("+7,0"))
        #expect(rose.contains("/leader/methods/before-after"))
        let same = try #require(server.get("/leader?unit=B&lang=en" + days)).body
        #expect(same.contains("? undecided") && same.contains("+5.0"))
        let few = try #require(
            server.get("/leader?unit=A&lang=en&from=2024-01-01&to=2024-12-31")
        ).body
        #expect(few.contains("Not enough ballots in 2023-01-01 – 2023-12-31"))
        for file in ["/leader/report.csv?", "/api/v1/indices?"] {
            let link = try #require(few.split(separator: "\"").first { $0.hasPrefix(file) })
            #expect(link.hasSuffix("&amp;audience=staff"), "\(link)")
        }
    }

    @Test("the page stands, its item to begin with left out, where that index is no rule yet")
    func notInForce() throws {
        let office = try SmallOffice()
        try office.folder.copy("analytics", of: Program.repository, to: "analytics")
        let path = "analytics/indices/sipas.json"
        let text = try String(contentsOfFile: office.folder.path(path), encoding: .utf8)
        _ = try office.folder.write(
            text.replacing(
                "\"version\": 1,", with: "\"version\": 1, \"validFrom\": \"2030-01-01\","),
            to: path)
        let server = try Server(data: office.data, ["--content", office.folder.root.path])
        let page = server.get("/leader?from=2025-01-01&to=2025-12-31")
        #expect(page?.status == 200)
        let refused = server.get("/leader?index=sipas&from=2025-01-01&to=2025-12-31")
        #expect(refused?.status == 404)
    }
}
