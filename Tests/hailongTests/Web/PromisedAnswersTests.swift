import Foundation
import Testing

/// docs/openapi.json beside what a running server answers and takes.
@Suite("What the OpenAPI file promises")
struct PromisedAnswersTests {
    private static func document() throws -> [String: Any] {
        let file = Program.repository.appending(path: "docs/openapi.json")
        let json = try JSONSerialization.jsonObject(with: Data(contentsOf: file))
        return try #require(json as? [String: Any])
    }

    private static func schema(_ name: String) throws -> [String: Any] {
        let components = try document()["components"] as? [String: Any]
        let schemas = components?["schemas"] as? [String: Any]
        return try #require(schemas?[name] as? [String: Any])
    }

    /// The names of the parameters that a path takes.
    private static func parameters(_ path: String) throws -> Set<String> {
        let paths = try document()["paths"] as? [String: Any]
        let operation = (paths?[path] as? [String: Any])?["get"] as? [String: Any]
        let references = operation?["parameters"] as? [[String: String]] ?? []
        let components = try document()["components"] as? [String: Any]
        let known = components?["parameters"] as? [String: Any] ?? [:]
        return Set(
            references.compactMap { reference in
                let name = reference["$ref"]?.split(separator: "/").last.map(String.init) ?? ""
                return (known[name] as? [String: Any])?["name"] as? String
            })
    }

    /// A server on a copy of the demonstration office, since only one may have a folder.
    private static func served() throws -> (folder: TemporaryFolder, server: Server) {
        let folder = try TemporaryFolder()
        try FileManager.default.copyItem(
            atPath: SampleTests.demo.get().data, toPath: folder.path("data"))
        return (folder, try Server(data: folder.path("data")))
    }

    @Test("every member of an answer of a sample office is in the file, and `sample` is one")
    func members() throws {
        let (folder, server) = try Self.served()
        defer { withExtendedLifetime(folder) {} }
        let year = "from=2025-01-01&to=2025-12-31"
        for (target, name) in [
            ("indices?\(year)", "Report"), ("trends?\(year)", "Trend"),
            ("compare?previous=1&after=2025-01-01..2025-12-31", "Comparison"),
            ("rankings?\(year)", "Ranking"), ("drivers?\(year)", "Drivers"),
        ] {
            let answer = try #require(server.get("/api/v1/" + target))
            #expect(answer.status == 200, "\(target): \(answer.body)")
            let json = try JSONSerialization.jsonObject(with: Data(answer.body.utf8))
            let members = Set(try #require(json as? [String: Any]).keys)
            let schema = try Self.schema(name)
            let known = Set((schema["properties"] as? [String: Any] ?? [:]).keys)
            #expect(members.contains("sample"), "\(name)")
            #expect(members.subtracting(known) == [], "\(name)")
            #expect(members.isSuperset(of: schema["required"] as? [String] ?? []), "\(name)")
        }
    }

    @Test(
        "each parameter by which a report is narrowed is in the file, and a wrong one is refused",
        arguments: ["/api/v1/indices", "/leader/report.csv"])
    func narrowed(path: String) throws {
        let (folder, server) = try Self.served()
        defer { withExtendedLifetime(folder) {} }
        let wrong = [
            "index": "none", "from": "2025-02-30", "to": "2025-02-30", "unit": "NONE",
            "place": "NONE", "channel": "fax", "procedure": "none", "field": "none",
            "outcome": "lost", "hours": "11-7", "method": "none", "audience": "none",
            "design": "day",
        ]
        #expect(try Self.parameters(path) == Set(wrong.keys))
        for (name, value) in wrong {
            let answer = try #require(server.get("\(path)?\(name)=\(value)"))
            #expect([400, 404].contains(answer.status), "\(name): \(answer.status)")
        }
    }
}
