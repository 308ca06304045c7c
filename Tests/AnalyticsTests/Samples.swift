import Foundation
import Survey
import Testing

@testable import Analytics

/// Small forms, indices and targets to make offices from.
enum Samples {
    static func text(_ words: String) -> LocalizedText { LocalizedText(["vi": words]) }

    static func score(_ id: String, when condition: Item.Condition? = nil) -> Item {
        Item(
            id: id, kind: .score, text: text("Question \(id)"), allowsDontKnow: true,
            allowsNotApplicable: true, condition: condition)
    }

    static func form(
        _ items: [Item], id: String = "test", version: Int = 1
    ) -> Questionnaire {
        Questionnaire(
            id: id, version: version, status: .draft, source: "test", languages: ["vi"],
            title: text(id), intro: nil, levels: (1...5).map { text("\($0)") }, dimensions: [],
            items: items)
    }

    /// `overall`, `q1`…`q6` and `department`.
    static let sixItems = form(
        [score("overall")] + (1...6).map { score("q\($0)") } + [score("department")])

    /// The one question only.
    static let oneTap = form([score("overall")], id: "tap")

    static func index(
        method: IndexMethod = .overallItem, dimensions: [[String]] = [],
        overall: String = "overall",
        isOverallEnough: Bool = true, answeredShare: Double = 0.5, minimumBallots: Int = 30,
        design: IndexDesign = IndexDesign()
    ) -> IndexDefinition {
        IndexDefinition(
            id: "test", version: 3, title: text("test"), source: "test", method: method,
            satisfied: [4, 5],
            dimensions: dimensions.enumerated().map {
                .init(id: "d\($0 + 1)", title: text("d\($0 + 1)"), items: $1)
            },
            overallItem: overall,
            validity: .init(overallItem: isOverallEnough, answeredShare: answeredShare),
            minimumBallots: minimumBallots, level: 0.95, design: design)
    }

    /// Pooled over q1…q6 in two dimensions.
    static let pooled = index(
        method: .pooled, dimensions: [["q1", "q2", "q3", "q4"], ["q5", "q6"]])

    static func target(
        _ id: String, _ threshold: Double, item: String = "overall", field: String? = nil,
        due: String = "2025-12-31", until: String? = nil
    ) -> Target {
        Target(
            id: id,
            scope: .init(
                id: "\(item)-\(field ?? "all")", title: text(item), item: item, field: field),
            threshold: threshold, due: CalendarDay(due)!, until: until.flatMap { CalendarDay($0) },
            title: text(id),
            source: .init(plan: "004", document: "plan", section: "II", quote: "…"))
    }

    static let ninetyAndNinetyFive = [
        target("t90", 0.90, due: "2025-12-31"), target("t95", 0.95, due: "2030-12-31"),
    ]

    /// An office whose only unit got so many satisfied answers out of so many, held against both
    /// targets.
    static func office(satisfied: Int, of answers: Int) -> Office {
        var office = Office(forms: [oneTap], index: index())
        office.definitions = Definitions(
            indices: office.definitions.indices, targets: ninetyAndNinetyFive)
        office.add(["overall": .score(5)], count: satisfied)
        office.add(["overall": .score(3)], count: answers - satisfied)
        return office
    }

    /// A folder of the source tree.
    static func folder(_ name: String) -> URL {
        URL(fileURLWithPath: #filePath)
            .deletingLastPathComponent().deletingLastPathComponent().deletingLastPathComponent()
            .appendingPathComponent(name)
    }

    static func bytes(_ path: String) throws -> [UInt8] {
        Array(try Data(contentsOf: folder(path)))
    }

    static func files(in path: String) throws -> [String] {
        try FileManager.default.contentsOfDirectory(atPath: folder(path).path)
            .filter { $0.hasSuffix(".json") }.sorted().map { "\(path)/\($0)" }
    }

    /// A file's lines, split at commas, without the header line.
    static func rows(_ path: String) throws -> [[String]] {
        let text = try String(contentsOf: folder(path), encoding: .utf8)
        return text.split(whereSeparator: \.isNewline).dropFirst().map { line in
            line.split(separator: ",", omittingEmptySubsequences: false).map(String.init)
        }
    }
}
