import Foundation
import Survey
import Testing

@testable import Analytics

@Suite("Definitions")
struct DefinitionTests {
    private static func forms() throws -> [Questionnaire] {
        try Samples.files(in: "forms").filter { !$0.hasSuffix(".schema.json") }
            .map { try QuestionnaireDecoder.decode(Samples.bytes($0)) }
    }

    @Test("every shipped index decodes, and a shipped form asks all of its items by levels")
    func shippedIndices() throws {
        let forms = try Self.forms()
        let files = try Samples.files(in: "analytics/indices")
        let indices = try files.map { try IndexDecoder.decode(Samples.bytes($0)) }
        #expect(indices.map(\.id) == ["overall-weighted", "overall", "qd766", "sipas", "tt01"])
        for (file, index) in zip(files, indices) {
            #expect(file.hasSuffix("/\(index.id).json"))
            let asking = forms.filter { form in
                (index.items + [index.overallItem]).allSatisfy { id in
                    form.items.contains { $0.id == id && $0.kind == .score }
                }
            }
            #expect(!asking.isEmpty && asking.allSatisfy { index.covers($0) })
            // The form and the index name the same dimensions, and put the items alike.
            for form in asking where index.dimensions.count > 1 {
                #expect(index.dimensions.map(\.id) == form.dimensions.map(\.id))
                for dimension in index.dimensions {
                    let items = form.items.filter { $0.dimension == dimension.id }
                    #expect(items.map(\.id) == dimension.items)
                }
            }
            #expect(index.minimumBallots == 30 && index.level == 0.95)
            #expect(index.satisfied == [4, 5] && !index.source.isEmpty)
        }
        #expect(indices[3].items.count == 22 && indices[3].dimensions.count == 5)
    }

    @Test("every shipped target carries plan, section and quote, and a form asks its item")
    func shippedTargets() throws {
        let forms = try Self.forms()
        let targets = try Samples.files(in: "analytics/targets").flatMap {
            try TargetDecoder.decode(Samples.bytes($0))
        }
        let rows = Definitions(indices: [], targets: targets).targets
        #expect(
            rows.map { "\($0.id) \($0.threshold)" } == [
                "department-2025 0.9", "tthc-2025 0.9", "xay-dung-2025 0.85",
                "department-2030 0.95",
                "tthc-2030 0.95", "xay-dung-2030 0.9",
            ])
        for target in rows {
            #expect(target.source.plan == "004" && target.source.section.hasPrefix("II."))
            #expect(target.source.quote.contains("tối thiểu \(Int(target.threshold * 100))%"))
            #expect(forms.contains { $0.index(of: target.scope.item) != nil })
            #expect(target.due.civil.year == (target.until == nil ? 2030 : 2025))
        }
    }

    /// The rows that no report tests are checked in the file itself.
    @Test(
        "every row of every target file names its source in full",
        arguments: ["tthc", "xay-dung", "department", "campaign", "sipas-rank"])
    func everySource(file: String) throws {
        let root = try JSONParser.parse(Samples.bytes("analytics/targets/\(file).json"))
        for row in try #require(root["targets"]?.array) {
            for member in ["plan", "document", "section", "quote"] {
                let text = try #require(row["source"]?[member]?.string)
                #expect(!text.isEmpty)
            }
        }
    }

    /// A shipped file with one text put in place of another.
    private func edited(_ path: String, _ old: String, _ new: String) throws -> [UInt8] {
        let text = String(decoding: try Samples.bytes(path), as: UTF8.self)
        try #require(text.contains(old))
        return Array(text.replacingOccurrences(of: old, with: new).utf8)
    }

    @Test(
        "a broken index names the line and what is wrong with it",
        arguments: [
            (
                "\"t2b.pooled\"", "\"t2b.median\"", 7,
                FormFault.Problem.unknownValue(
                    name: "method", value: "t2b.median",
                    allowed: IndexMethod.allCases.map(\.rawValue))
            ),
            ("[4, 5]", "[4, 6]", 8, .outOfRange(name: "satisfied[1]", minimum: 1, maximum: 5)),
            (
                "\"result-fairness\"", "\"access-seats\"", 44,
                .twice(name: "dimensions[3].items[2]", value: "access-seats")
            ),
            (
                "\"id\": \"feedback\"", "\"id\": \"result\"", 46,
                .twice(name: "dimensions[4].id", value: "result")
            ),
            (
                "\"level\": 0.95", "\"level\": 0.4", 58,
                .wrongKind(name: "level", expected: "more than 0.5, less than 1")
            ),
            (
                "\"level\": 0.95", "\"level\": 95", 58,
                .outOfRange(name: "level", minimum: 0, maximum: 1)
            ),
            (
                "\"minimumBallots\"", "\"minimumBalots\"", 57,
                .unknownMember(name: "minimumBalots")
            ),
            (
                "\"answeredShare\": 0.5", "\"answeredShare\": \"half\"", 56,
                .wrongKind(name: "validity.answeredShare", expected: "number")
            ),
        ])
    func brokenIndex(old: String, new: String, line: Int, problem: FormFault.Problem) throws {
        let bytes = try edited("analytics/indices/sipas.json", old, new)
        do throws(FormFaults) {
            _ = try IndexDecoder.decode(bytes)
            Issue.record("nothing was wrong")
        } catch {
            #expect(error.faults.contains(FormFault(line: line, problem: problem)))
        }
    }

    @Test(
        "a broken target file names the line and what is wrong with it",
        arguments: [
            (
                "\"threshold\": 0.85", "\"threshold\": 85", 16,
                FormFault.Problem.outOfRange(
                    name: "targets[0].threshold", minimum: 0, maximum: 1)
            ),
            (
                "2025-12-31", "2025-12-32", 17,
                .wrongKind(name: "targets[0].due", expected: "YYYY-MM-DD")
            ),
            (
                "\"field\": \"xay-dung\"", "\"field\": 5", 10,
                .wrongKind(name: "scope.field", expected: "string")
            ),
            (
                "\"id\": \"xay-dung-2030\"", "\"id\": \"xay-dung-2025\"", 30,
                .twice(name: "targets[1].id", value: "xay-dung-2025")
            ),
            ("\"item\": \"overall\"", "\"item\": null", 13, .missing(name: "scope.item")),
            (
                "\"section\": \"II.2.a\"", "\"section\": \"\"", 26,
                .missing(name: "targets[0].source.section")
            ),
            ("\"targets\": [", "\"targets\": [[", 48, .notJSON(.unexpected)),
        ])
    func brokenTargets(old: String, new: String, line: Int, problem: FormFault.Problem) throws {
        let bytes = try edited("analytics/targets/xay-dung.json", old, new)
        do throws(FormFaults) {
            _ = try TargetDecoder.decode(bytes)
            Issue.record("nothing was wrong")
        } catch {
            #expect(error.faults.contains(FormFault(line: line, problem: problem)), "\(error)")
        }
    }

    @Test("the highest version of an index is used; an unknown id names the known ones")
    func versions() throws {
        func version(_ number: Int) -> IndexDefinition {
            let base = Samples.index()
            return IndexDefinition(
                id: "test", version: number, title: base.title, source: base.source,
                method: base.method, satisfied: [4, 5], dimensions: [], overallItem: "overall",
                validity: base.validity, minimumBallots: 30, level: 0.95)
        }
        var office = Office(forms: [Samples.oneTap], index: version(1))
        office.definitions = Definitions(
            indices: [version(2), version(10), version(9)], targets: [])
        #expect(try office.report().index.version == 10)
        let query = ReportQuery(index: "nobody", period: try #require(.year(2025)))
        #expect(throws: ReportFault.unknownIndex("nobody", known: ["test"])) {
            try ReportBuilder.report(
                query, from: office.source(), definitions: office.definitions,
                at: Timestamp(milliseconds: 0))
        }
    }
}
