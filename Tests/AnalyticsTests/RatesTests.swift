import Foundation
import Survey
import Testing

@testable import Analytics

@Suite("Real-time rates")
struct RatesTests {
    static func office(
        dossiers: Int = 1_000, satisfied: Int = 40, of ballots: Int = 50, dissatisfied: Int? = nil
    ) throws -> Office {
        let index = try IndexDecoder.decode(Samples.bytes("analytics/indices/qd766.json"))
        var office = Office(forms: [Samples.oneTap], index: index)
        let month = try #require(CalendarMonth("2025-03"))
        office.dossiers = [
            DossierCount(
                key: .init(unit: "A", procedure: "", field: "", period: month),
                received: dossiers, completed: dossiers, onTime: dossiers, early: 0, late: 0,
                online: 0, postal: 0, digitised: 0)
        ]
        office.feedback = [
            FeedbackCount(
                key: .init(unit: "A", period: month), received: 40, onTime: 36,
                unsatisfactory: 3, lateComplaints: 1, dissatisfiedDossiers: dissatisfied)
        ]
        office.add(["overall": .score(4)], count: satisfied)
        office.add(["overall": .score(3)], count: ballots - satisfied)
        return office
    }

    static func row(_ office: Office) throws -> UnitReport {
        try office.row(from: "2025-03-01", to: "2025-03-31")
    }

    @Test("5 % answering at 80 % satisfied shows 99 %, with its coverage and its worst case")
    func silence() throws {
        let row = try Self.row(try Self.office())
        #expect(row.figures.map(\.id) == ["R1", "R2", "R3"])
        #expect(row.figures.map(\.value) == [0.9, 0.9, 0.99])
        #expect(row.figures[2].numerator == 990 && row.figures[2].denominator == 1_000)
        #expect(row.figures.map(\.basis) == [.feedback, .feedback, .ballots])
        #expect(row.coverage == 0.05 && row.estimate == nil)
        #expect(row.worstCase == WorstCase(lower: 0.04, upper: 0.99, basis: .dossiers))
        let overall = try Self.office().row(
            from: "2025-03-01", to: "2025-03-31", method: .overallItem)
        #expect(overall.estimate?.share == 0.8)
    }

    @Test("the feedback system's count of dossiers wins, and is never added to the ballots'")
    func counted() throws {
        let row = try Self.row(try Self.office(dissatisfied: 30))
        #expect(row.figures[2].value == 0.97 && row.figures[2].basis == .feedback)
    }

    @Test("more dissatisfied than dossiers, few ballots, no feedback: no figure")
    func nothing() throws {
        #expect(try Self.row(try Self.office(dossiers: 9)).figures[2].value == nil)
        let few = try Self.row(try Self.office(satisfied: 3, of: 4))
        #expect(few.figures[2].value == nil && few.figures[2].numerator == nil)
        #expect(few.figures[0].value == 0.9)
        var office = try Self.office()
        office.feedback = []
        let row = try Self.row(office)
        #expect(row.figures[0].value == nil && row.figures[2].value == 0.99)
        #expect(try office.row(from: "2025-03-01", to: "2025-03-30").figures[2].value == nil)
    }
}

@Suite("Worst cases")
struct WorstCaseTests {
    @Test("more ballots than dossiers bound nothing by dossiers")
    func moreBallots() throws {
        let office = try RatesTests.office(dossiers: 40)
        let row = try office.row(from: "2025-03-01", to: "2025-03-31", method: .overallItem)
        #expect((row.coverage ?? 0) > 1 && row.worstCase?.basis == .ballots)
    }

    @Test("without dossiers the gaps inside ballots are all that is known to be silent")
    func ballotsOnly() throws {
        var office = MethodsTests.office(times: 10)
        // Satisfied 120 of 150 answers, 20 left empty, 10 don't know.
        let pooled = try office.row(method: .pooled).worstCase
        #expect(pooled == WorstCase(lower: 120.0 / 170, upper: 140.0 / 170, basis: .ballots))
        let overall = try office.row(method: .overallItem).worstCase
        #expect(overall == WorstCase(lower: 40.0 / 60, upper: 40.0 / 60, basis: .ballots))
        office.add(["q1": .score(5), "q2": .score(5), "q3": .score(5)], count: 10)
        let gaps = try office.row(method: .overallItem).worstCase
        #expect(gaps == WorstCase(lower: 40.0 / 70, upper: 50.0 / 70, basis: .ballots))
        #expect(try office.row(method: .all45).worstCase?.lower == 50.0 / 70)
    }

    @Test(
        "every method's figure lies between its worst and best case, and they meet when all answer")
    func between() throws {
        let office = UnitRowTests.province()
        for method in IndexMethod.allCases where method.family == .ballots {
            for row in try office.report(method: method).units {
                let estimate = try #require(row.estimate)
                let worst = try #require(row.worstCase)
                #expect(worst.lower <= estimate.share && estimate.share <= worst.upper)
                #expect(worst.lower < worst.upper)
            }
        }
        var full = Office(forms: [MethodsTests.form], index: MethodsTests.index())
        for level in [2, 4, 5] {
            full.add(
                Dictionary(
                    uniqueKeysWithValues: MethodsTests.form.items.map { ($0.id, .score(level)) }),
                count: 10)
        }
        for method in IndexMethod.allCases where method.family == .ballots {
            let row = try full.row(method: method)
            let (worst, share) = (try #require(row.worstCase), try #require(row.estimate?.share))
            #expect(abs(worst.lower - share) < 1e-15 && abs(worst.upper - share) < 1e-15)
        }
    }
}

/// The worked examples of the pages that StatisticsTests cannot compute.
@Suite("Worked examples of the pages")
struct PageExampleTests {
    private static let pages = ["qd766", "suppression", "tt01", "worst-case"]

    @Test("every line is what the code gives", arguments: pages)
    func examples(page: String) throws {
        let text = String(
            decoding: try Samples.bytes("analytics/methods/\(page).md"), as: UTF8.self)
        let lines = text.components(separatedBy: "\n").filter { $0.contains(" → ") }
        #expect(!lines.isEmpty)
        for line in lines {
            let sides = line.components(separatedBy: " → ")
            let words = sides[0].components(separatedBy: " ")
            let given = sides[1].split(separator: " ").compactMap { Double($0) }
            let made = try values(words[0], Array(words.dropFirst()))
            #expect(made.count == given.count, "\(line)")
            for (one, other) in zip(given, made) {
                #expect(abs(one - other) < 1e-9, "\(line): \(made)")
            }
        }
    }

    private func values(_ name: String, _ words: [String]) throws -> [Double] {
        let numbers = words.compactMap { Int($0) }
        switch name {
        case "points": return points(words)
        case "class":
            let index = try IndexDecoder.decode(Samples.bytes("analytics/indices/tt01.json"))
            let scheme = try #require(index.points)
            return words.compactMap { Double($0) }.map { points in
                let found = scheme.classification(of: points)
                return Double((scheme.classes.firstIndex { $0 == found } ?? 9) + 1)
            }
        case "rates":
            let office = try RatesTests.office(
                dossiers: numbers[4], satisfied: numbers[6], of: numbers[5])
            let row = try RatesTests.row(office)
            return row.figures.compactMap(\.value) + [row.coverage ?? 0]
        case "worst":
            let row = try RatesTests.row(
                try RatesTests.office(
                    dossiers: numbers[2], satisfied: numbers[0], of: numbers[1]))
            return [row.worstCase?.lower ?? 0, row.worstCase?.upper ?? 0]
        default:
            let counts = Array(numbers.dropFirst())
            let tree = TreeWithholding(
                depths: counts.indices.map { $0 == 0 ? 0 : 1 })
            let none = counts.map { _ in false }
            return tree.withheld(counts: counts, floor: numbers[0], already: none).map {
                $0 ? 1 : 0
            }
        }
    }

    /// Each word an indicator: cases × points, joined by commas.
    private func points(_ words: [String]) -> [Double] {
        let figures = words.enumerated().map { index, word -> IndexFigure in
            let cases = word.split(separator: ",").map { part in
                part.split(separator: "x").compactMap { Double($0) }
            }
            let sum = cases.reduce(0.0) { $0 + $1[0] * $1[1] }
            let count = cases.reduce(0.0) { $0 + $1[0] }
            return IndexFigure(
                id: "i\(index + 1)", title: Samples.text("i"), unit: .points, basis: .given,
                numerator: sum, denominator: count, most: 2)
        }
        let total = figures.reduce(0.0) { $0 + ($1.value ?? 0) }
        return [total, figures.reduce(0.0) { $0 + $1.most }]
    }
}
