import Analytics
import HTTPServer
import Survey
import Testing

@testable import Web

/// docs/openapi.json is what others build on: it must say what the product does.
@Suite("The OpenAPI file")
struct OpenAPITests {
    private static func document() throws -> JSON {
        try JSONParser.parse(Samples.bytes("docs/openapi.json"))
    }

    /// Every operation by its method and path.
    private static func operations() throws -> [String: JSON] {
        var operations: [String: JSON] = [:]
        for (path, item) in try #require(try document()["paths"]?.members) {
            for (method, operation) in try #require(item.members) {
                operations["\(method.uppercased()) \(path)"] = operation
            }
        }
        return operations
    }

    private static func schema(_ name: String) throws -> JSON {
        try #require(try document()["components"]?["schemas"]?[name])
    }

    private static func words(_ schema: JSON, _ property: String) -> [String] {
        (schema["properties"]?[property]?["enum"]?.array ?? []).compactMap(\.string)
    }

    @Test("it lists the routes of the product, all and no others")
    func routes() throws {
        let workers = try WorkerPool()
        defer { workers.stop() }
        let routes = try Samples.office(workers).router.routes
        let served = Set(routes.map { "\($0.method.rawValue) \($0.pattern)" })
        #expect(Set(try Self.operations().keys) == served)
    }

    @Test("each operation is named and says what it answers, refusals of the head included")
    func responses() throws {
        var names: Set<String> = []
        for (name, operation) in try Self.operations() {
            let id = try #require(operation["operationId"]?.string)
            #expect(names.insert(id).inserted, "\(id) twice")
            #expect(operation["summary"]?.string?.isEmpty == false, "\(name)")
            let statuses = Set(try #require(operation["responses"]?.members).map(\.name))
            #expect(statuses.isSuperset(of: ["400", "414", "431"]), "\(name)")
            #expect(statuses.contains("200") || statuses.contains("303"), "\(name)")
            #expect(!statuses.contains("500"), "\(name)")
        }
    }

    @Test("each parameter of a path is described")
    func parameters() throws {
        for (name, operation) in try Self.operations() where name.contains("{") {
            #expect(operation["parameters"]?.array?.isEmpty == false, "\(name)")
        }
    }

    @Test("its words are those that the product knows")
    func words() throws {
        let response = try Self.schema("Response")
        #expect(Self.words(response, "channel") == Channel.allCases.map(\.rawValue))
        #expect(Self.words(response, "respondent") == Respondent.allCases.map(\.rawValue))
        #expect(Self.words(response, "outcome") == Outcome.allCases.map(\.rawValue))
        let parameters = try #require(try Self.document()["components"]?["parameters"])
        func allowed(_ name: String) -> [String] {
            let schema = parameters[name]?["schema"]
            return (schema?["items"]?["enum"] ?? schema?["enum"])?.array?.compactMap(\.string) ?? []
        }
        #expect(allowed("onlyChannel") == Channel.allCases.map(\.rawValue))
        #expect(allowed("onlyOutcome") == Outcome.allCases.map(\.rawValue))
        #expect(
            allowed("comparedMethod")
                == IndexMethod.allCases.filter { $0.family == .ballots }.map(\.rawValue))
        let row = try Self.schema("UnitReport")["properties"]?["sampling"]?["properties"]
        let reasons = row?["unweighted"]?["enum"]?.array?.compactMap(\.string)
        #expect(reasons == SamplingReport.Unweighted.allCases.map(\.rawValue))
        let sampling = try #require(try Self.schema("Report")["properties"]?["sampling"])
        #expect(Self.words(sampling, "clusters") == CountingDesign.allCases.map(\.rawValue))
        #expect(Self.words(sampling, "weights") == IndexDesign.Weights.allCases.map(\.rawValue))
        #expect(
            Self.words(sampling, "strata")
                == IndexDesign.Strata.allCases.dropFirst().map(\.rawValue))
        #expect(allowed("design") == CountingDesign.allCases.map(\.rawValue))
        let post = try Self.schema("FormPost")
        let open = Channel.allCases.filter(\.isOpenToAll).map(\.rawValue)
        #expect(Self.words(post, "channel") == open)
    }

    @Test("its limits are those of the product")
    func limits() throws {
        let batch = try #require(try Self.operations()["POST /api/v1/responses"])
        let array = batch["requestBody"]?["content"]?["application/json"]?["schema"]
        #expect(array?["maxItems"]?.integer == BatchRoutes.answersMax)
        let language = try Self.schema("FormPost")["properties"]?["lang"]
        #expect(language?["maxLength"]?.integer == SubmissionForm.languageCharactersMax)
    }

    @Test("every reference leads somewhere")
    func references() throws {
        let document = try Self.document()
        var found = 0
        func follow(_ value: JSON) {
            for (name, member) in value.members ?? [] {
                if name == "$ref", let text = member.string {
                    let steps = text.dropFirst(2).split(separator: "/").map(String.init)
                    let target = steps.reduce(Optional(document)) { $0?[$1] }
                    #expect(text.hasPrefix("#/") && target != nil, "\(text)")
                    found += 1
                }
                follow(member)
            }
            for element in value.array ?? [] { follow(element) }
        }
        follow(document)
        #expect(found > 50)
    }
}
