import Analytics
import Survey
import Testing

@testable import Documents

@Suite("ReportFacts")
struct ReportFactsTests {
    private static func facts(_ sampling: IndexDesign, _ row: SamplingReport?) -> [String] {
        let (plain, whole) = (Samples.province, Samples.report())
        let unit = UnitReport(
            unit: plain.unit, depth: 0, responses: plain.responses, valid: plain.valid,
            dossiers: plain.dossiers, coverage: plain.coverage, estimate: plain.estimate,
            dimensions: [], items: [], targets: [], trend: [], isSuppressed: false,
            presentation: .show, sampling: row)
        let report = Report(
            index: whole.index, period: whole.period, level: 0.95,
            generatedAt: whole.generatedAt, closings: [], sampling: sampling, isSample: false,
            minimumBallots: 30, units: [unit])
        return ReportFacts(of: report, language: .english).list
            .filter { $0.name == "Strata, weights" }.map(\.value)
    }

    /// The workbook and the page as a file say nothing else of it.
    @Test("what an index keeps apart is told, and which unit could not be weighed as it says")
    func strata() throws {
        let weighed = IndexDesign(strata: .unit, weights: .dossiers)
        let row = SamplingReport(
            strata: 3, clusters: 90, degreesOfFreedom: 87, isWeighted: false,
            unweighted: .dossiersMissing, unweightedStrata: ["XD"], represented: nil,
            hasFinitePopulation: false)
        let told = Self.facts(weighed, row)
        try #require(told.count == 2)
        #expect(told[0].hasPrefix("By strata (unit), each ballot standing"))
        #expect(told[1].contains("not weighted, a stratum has no dossiers"))
        #expect(told[1].hasSuffix("(XD)."))
        #expect(Self.facts(IndexDesign(), nil).isEmpty)
    }
}
