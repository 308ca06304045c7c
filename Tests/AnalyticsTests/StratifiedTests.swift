import Statistics
import Survey
import Testing

@testable import Analytics

/// Indices whose definition keeps strata apart, held against ``Statistics/SurveyDesign``.
@Suite("Strata, clusters and weights of a definition")
struct StratifiedTests {
    private func row(_ office: Office, _ unit: String = "P") throws -> UnitReport {
        let report = try office.report(from: "2025-03-01", to: "2025-04-30", units: [unit])
        return try #require(report.units.first)
    }

    @Test(
        "a row is the design's estimate over its own ballots",
        arguments: IndexDesign.Strata.allCases.dropFirst(),
        [IndexMethod.overallItem, .pooled, .all45])
    func rows(strata: IndexDesign.Strata, method: IndexMethod) throws {
        for (number, clusters) in CountingDesign.allCases.enumerated() {
            for weights in IndexDesign.Weights.allCases
            where weights == .none || strata.isCountedByDossiers {
                let design = IndexDesign(strata: strata, clusters: clusters, weights: weights)
                let sample = StratifiedSample(design, method, seed: UInt64(40 + number))
                for unit in ["P", "A", "B"] {
                    let made = try row(sample.office, unit)
                    let expected = try #require(
                        try sample.naive(unit: unit == "P" ? nil : unit)
                    ).estimate
                    let estimate = try #require(made.estimate)
                    #expect(abs(estimate.share - expected.share) < 1e-12)
                    let limits = try #require(expected.interval)
                    #expect(abs(try #require(estimate.lower) - limits.lower) < 1e-9)
                    #expect(abs(try #require(estimate.upper) - limits.upper) < 1e-9)
                    #expect(estimate.interval == expected.method.rawValue)
                    let sampling = try #require(made.sampling)
                    #expect(sampling.degreesOfFreedom == expected.degreesOfFreedom)
                    #expect(sampling.isWeighted == (weights == .dossiers))
                    #expect(sampling.represented == (weights == .dossiers ? 1 : nil))
                }
            }
        }
    }

    @Test("where a stratum's dossiers are missing nothing is weighed, and the row says which")
    func missing() throws {
        let design = IndexDesign(strata: .unit, weights: .dossiers)
        let sample = StratifiedSample(design, .pooled, seed: 3)
        var office = sample.office
        office.dossiers.removeAll {
            $0.key.unit == "B" && $0.key.period == CalendarMonth("2025-04")
        }
        let made = try row(office)
        let sampling = try #require(made.sampling)
        #expect(!sampling.isWeighted && sampling.unweighted == .dossiersMissing)
        #expect(sampling.unweightedStrata == ["B"] && !sampling.hasFinitePopulation)
        let expected = try #require(try sample.naive(isWeighed: false)).estimate
        #expect(made.estimate?.share == expected.share)
        // The unit whose dossiers are known is weighed all the same: each row is its own design.
        #expect(try row(office, "A").sampling?.isWeighted == true)
    }

    @Test(
        "fewer dossiers than ballots, a part of a month and a filter each leave the row unweighted")
    func unusable() throws {
        let design = IndexDesign(strata: .unit, weights: .dossiers)
        var office = StratifiedSample(design, .overallItem, seed: 4).office
        let filtered = try office.report(
            from: "2025-03-01", to: "2025-04-30", units: ["P"],
            filter: ReportFilter(channels: [.kiosk, .web, .paper]))
        #expect(filtered.units[0].sampling?.unweighted == .filtered)
        let part = try office.report(from: "2025-03-01", to: "2025-04-29", units: ["P"])
        #expect(part.units[0].sampling?.unweighted == .notWholeMonths)
        office.dossiers = ["A", "B"].flatMap { unit in
            ["2025-03", "2025-04"].map {
                StratifiedSample.dossiers(unit, "land", $0, unit == "A" ? 500 : 3)
            }
        }
        let few = try #require(try row(office).sampling)
        #expect(few.unweighted == .fewerDossiersThanBallots && few.unweightedStrata == ["B"])
    }

    @Test("dossiers of strata that nobody answered for are told as not represented")
    func represented() throws {
        let design = IndexDesign(strata: .field, weights: .dossiers)
        let sample = StratifiedSample(design, .overallItem, seed: 5)
        var office = sample.office
        let all = office.dossiers.reduce(0) { $0 + $1.completed }
        office.dossiers.append(StratifiedSample.dossiers("A", "mines", "2025-03", all))
        let made = try row(office)
        #expect(made.sampling?.represented == 0.5 && made.sampling?.isWeighted == true)
        let expected = try #require(try sample.naive()).estimate
        #expect(abs((made.estimate?.share ?? 0) - expected.share) < 1e-12)
    }

    @Test("a method without strata and one without place-days are refused, by the query too")
    func methods() throws {
        let stratified = StratifiedSample(
            IndexDesign(strata: .unit), .pooled, seed: 6, ballots: 9
        ).office
        #expect(
            throws: ReportFault.methodNeeds(.mean5, member: "design.strata=none", index: "test@3")
        ) { try stratified.report(method: .mean5) }
        let clustered = StratifiedSample(
            IndexDesign(clusters: .placeDay), .pooled, seed: 6, ballots: 9
        ).office
        #expect(try clustered.report().design == .placeDay)
        #expect(
            throws: ReportFault.methodNeeds(.mean5, member: "design=ballot", index: "test@3")
        ) { try clustered.report(method: .mean5) }
    }

    @Test("withheld figures take their design along, and weights change no count")
    func withheld() throws {
        let design = IndexDesign(strata: .unit, weights: .dossiers)
        let row = try row(StratifiedSample(design, .overallItem, seed: 8, ballots: 4).office)
        #expect(row.isSuppressed && row.sampling == nil && row.responses == 4)
    }

    @Test("arrival in another order changes no bit")
    func order() throws {
        let design = IndexDesign(strata: .unitField, clusters: .placeDay, weights: .dossiers)
        var office = StratifiedSample(design, .pooled, seed: 9).office
        let before = try row(office)
        office.shuffle(seed: 1)
        #expect(try row(office) == before)
    }
}
