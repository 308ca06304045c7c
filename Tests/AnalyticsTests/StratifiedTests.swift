import Statistics
import Survey
import Testing

@testable import Analytics

/// Indices whose definition keeps strata apart, held against ``Statistics/SurveyDesign``.
@Suite("Strata, clusters and weights of a definition")
struct StratifiedTests {
    /// One ballot as a test wrote it.
    private struct Ballot {
        let unit: String
        let field: String
        let place: String
        let day: Int
        let channel: Channel
        let levels: [String: Int]
    }

    private static let fields = ["land", "build", "trade"]
    private static let channels: [Channel] = [.kiosk, .web, .paper]

    /// Two units below one, two months, three fields; whole numbers of dossiers for each.
    private func sample(
        _ design: IndexDesign, _ method: IndexMethod, seed: UInt64, ballots: Int = 90
    ) -> (Office, [Ballot], [String: [String: Int]]) {
        var generator = Generator(state: seed)
        let index = Samples.index(
            method: method, dimensions: [["q1", "q2"], ["q3"]], design: design)
        var office = Office(
            units: ["P": nil, "A": "P", "B": "P"], forms: [Samples.sixItems], index: index)
        var made: [Ballot] = []
        for number in 0..<ballots {
            let unit = number % 3 == 0 ? "B" : "A"
            let field = Self.fields[Int.random(in: 0..<3, using: &generator)]
            var levels: [String: Int] = [:]
            for item in ["overall", "q1", "q2", "q3"]
            where Int.random(in: 0..<6, using: &generator) > 0 {
                levels[item] = Int.random(in: unit == "A" ? 2...5 : 1...5, using: &generator)
            }
            let day = Int.random(in: 1...6, using: &generator)
            let month = Int.random(in: 3...4, using: &generator)
            let ballot = Ballot(
                unit: unit, field: field, place: unit + "\(day % 2)", day: month * 100 + day,
                channel: Self.channels[Int.random(in: 0..<3, using: &generator)], levels: levels)
            made.append(ballot)
            office.add(
                levels.mapValues { .score($0) }, unit: unit, place: ballot.place,
                at: "2025-0\(month)-0\(day)T09:00:00+07:00", field: field, channel: ballot.channel)
        }
        var dossiers: [String: [String: Int]] = [:]
        for unit in ["A", "B"] {
            for field in Self.fields {
                for month in ["2025-03", "2025-04"] {
                    let count = Int.random(in: ballots...3 * ballots, using: &generator)
                    dossiers[unit, default: [:]][field, default: 0] += count
                    office.dossiers.append(Self.dossiers(unit, field, month, count))
                }
            }
        }
        return (office, made, dossiers)
    }

    private static func dossiers(
        _ unit: String, _ field: String, _ month: String, _ count: Int
    ) -> DossierCount {
        DossierCount(
            key: .init(
                unit: unit, procedure: "p", field: field, period: CalendarMonth(month)!),
            received: count, completed: count, onTime: count, early: 0, late: 0, online: 0,
            postal: 0, digitised: 0)
    }

    private func row(_ office: Office, _ unit: String = "P") throws -> UnitReport {
        let report = try office.report(from: "2025-03-01", to: "2025-04-30", units: [unit])
        return try #require(report.units.first)
    }

    /// The estimate that the rules give, one row a valid ballot.
    private func naive(
        _ ballots: [Ballot], _ dossiers: [String: [String: Int]], _ design: IndexDesign,
        _ method: IndexMethod
    ) throws -> ShareEstimate? {
        let items = ["q1", "q2", "q3"]
        let valid = ballots.filter { ballot in
            ballot.levels["overall"] != nil
                || items.filter { ballot.levels[$0] != nil }.count >= 2
        }
        func stratum(_ ballot: Ballot) -> String {
            switch design.strata {
            case .none: ""
            case .unit: ballot.unit
            case .field: ballot.field
            case .unitField: ballot.unit + ballot.field
            case .channel: ballot.channel.rawValue
            case .unitChannel: ballot.unit + ballot.channel.rawValue
            }
        }
        func population(_ ballot: Ballot) -> Int {
            let units = design.strata == .field ? Array(dossiers.keys) : [ballot.unit]
            let fields = design.strata == .unit ? Self.fields : [ballot.field]
            return units.reduce(0) { sum, unit in
                fields.reduce(sum) { $0 + (dossiers[unit]?[$1] ?? 0) }
            }
        }
        let names = valid.map(stratum)
        func numbers(_ names: [String]) -> [Int] {
            let all = Set(names).sorted()
            return names.map { all.firstIndex(of: $0) ?? -1 }
        }
        let isWeighted = design.weights == .dossiers
        let populations = valid.map { Double(population($0)) }
        let weights = zip(names, populations).map { name, population in
            isWeighted ? population / Double(names.filter { $0 == name }.count) : 1
        }
        let isFinite = isWeighted && design.clusters == .ballot
        let survey = try SurveyDesign(
            rows: valid.count, strata: numbers(names),
            clusters: design.clusters == .placeDay
                ? numbers(valid.map { $0.place + String($0.day) }) : nil,
            weights: weights, populations: isFinite ? populations : nil)
        func counts(_ ballot: Ballot) -> (good: Int, answers: Int) {
            let asked = method == .overallItem ? ["overall"] : items
            let found = asked.compactMap { ballot.levels[$0] }
            let good = found.filter { $0 >= 4 }.count
            if method == .all45 {
                return found.isEmpty ? (0, 0) : (good == found.count ? 1 : 0, 1)
            }
            return (good, found.count)
        }
        return survey.share(
            satisfied: valid.map { counts($0).good }, answers: valid.map { counts($0).answers },
            method: design.clusters == .ballot ? .kornGraubard : .kornGraubardCR3)
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
                let (office, ballots, dossiers) = sample(
                    design, method, seed: UInt64(40 + number))
                for unit in ["P", "A", "B"] {
                    let made = try row(office, unit)
                    let own = ballots.filter { unit == "P" || $0.unit == unit }
                    let known = dossiers.filter { unit == "P" || $0.key == unit }
                    let expected = try #require(try naive(own, known, design, method))
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
        let (whole, ballots, _) = sample(design, .pooled, seed: 3)
        var office = whole
        office.dossiers.removeAll {
            $0.key.unit == "B" && $0.key.period == CalendarMonth("2025-04")
        }
        let made = try row(office)
        let sampling = try #require(made.sampling)
        #expect(!sampling.isWeighted && sampling.unweighted == .dossiersMissing)
        #expect(sampling.unweightedStrata == ["B"] && !sampling.hasFinitePopulation)
        let expected = try naive(ballots, [:], IndexDesign(strata: .unit), .pooled)
        #expect(made.estimate?.share == expected?.share)
        // The unit whose dossiers are known is weighed all the same: each row is its own design.
        #expect(try row(office, "A").sampling?.isWeighted == true)
    }

    @Test(
        "fewer dossiers than ballots, a part of a month and a filter each leave the row unweighted")
    func unusable() throws {
        let design = IndexDesign(strata: .unit, weights: .dossiers)
        let (whole, _, _) = sample(design, .overallItem, seed: 4)
        var office = whole
        let filtered = try office.report(
            from: "2025-03-01", to: "2025-04-30", units: ["P"],
            filter: ReportFilter(channels: [.kiosk, .web, .paper]))
        #expect(filtered.units[0].sampling?.unweighted == .filtered)
        let part = try office.report(from: "2025-03-01", to: "2025-04-29", units: ["P"])
        #expect(part.units[0].sampling?.unweighted == .notWholeMonths)
        office.dossiers = ["A", "B"].flatMap { unit in
            ["2025-03", "2025-04"].map { Self.dossiers(unit, "land", $0, unit == "A" ? 500 : 3) }
        }
        let few = try #require(try row(office).sampling)
        #expect(few.unweighted == .fewerDossiersThanBallots && few.unweightedStrata == ["B"])
    }

    @Test("dossiers of strata that nobody answered for are told as not represented")
    func represented() throws {
        let design = IndexDesign(strata: .field, weights: .dossiers)
        let (whole, ballots, dossiers) = sample(design, .overallItem, seed: 5)
        var office = whole
        let all = dossiers.values.reduce(0) { $0 + $1.values.reduce(0, +) }
        office.dossiers.append(Self.dossiers("A", "mines", "2025-03", all))
        let made = try row(office)
        #expect(made.sampling?.represented == 0.5 && made.sampling?.isWeighted == true)
        let expected = try naive(ballots, dossiers, design, .overallItem)
        #expect(abs((made.estimate?.share ?? 0) - (expected?.share ?? 1)) < 1e-12)
    }

    @Test("a method without strata and one without place-days are refused, by the query too")
    func methods() throws {
        let (stratified, _, _) = sample(IndexDesign(strata: .unit), .pooled, seed: 6, ballots: 9)
        #expect(
            throws: ReportFault.methodNeeds(.mean5, member: "design.strata=none", index: "test@3")
        ) { try stratified.report(method: .mean5) }
        let (clustered, _, _) = sample(
            IndexDesign(clusters: .placeDay), .pooled, seed: 6, ballots: 9)
        #expect(try clustered.report().design == .placeDay)
        #expect(
            throws: ReportFault.methodNeeds(.mean5, member: "design=ballot", index: "test@3")
        ) { try clustered.report(method: .mean5) }
        #expect(throws: CompareFault.design("test@3")) { try clustered.comparison() }
    }

    @Test("withheld figures take their design along, and weights change no count")
    func withheld() throws {
        let design = IndexDesign(strata: .unit, weights: .dossiers)
        let (few, _, _) = sample(design, .overallItem, seed: 8, ballots: 4)
        let row = try row(few)
        #expect(row.isSuppressed && row.sampling == nil && row.responses == 4)
    }

    @Test("arrival in another order changes no bit")
    func order() throws {
        let design = IndexDesign(strata: .unitField, clusters: .placeDay, weights: .dossiers)
        let (whole, _, _) = sample(design, .pooled, seed: 9)
        var office = whole
        let before = try row(office)
        office.shuffle(seed: 1)
        #expect(try row(office) == before)
    }
}
