import Statistics
import Survey

@testable import Analytics

/// Ballots of two units in two months with the dossiers of their strata, and what
/// ``Statistics/SurveyDesign`` makes of them.
struct StratifiedSample {
    /// One ballot as a test wrote it.
    struct Ballot {
        let unit: String
        let field: String
        let place: String
        let day: Int
        let channel: Channel
        let levels: [String: Int]
    }

    private static let items = ["q1", "q2", "q3"]
    private static let fields = ["land", "build", "trade"]
    private static let channels: [Channel] = [.kiosk, .web, .paper]

    var office: Office
    private(set) var ballots: [Ballot] = []
    /// By month of the year, unit and field.
    private(set) var dossiers: [Int: [String: [String: Int]]] = [:]
    private let design: IndexDesign
    private let method: IndexMethod

    /// Two units below one, March and April of 2025, three fields; whole numbers of dossiers for
    /// each.
    init(_ design: IndexDesign, _ method: IndexMethod, seed: UInt64, ballots count: Int = 90) {
        self.design = design
        self.method = method
        var generator = Generator(state: seed)
        let index = Samples.index(
            method: method, dimensions: [["q1", "q2"], ["q3"]], design: design)
        var office = Office(
            units: ["P": nil, "A": "P", "B": "P"], forms: [Samples.sixItems], index: index)
        for number in 0..<count {
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
            ballots.append(ballot)
            office.add(
                levels.mapValues { .score($0) }, unit: unit, place: ballot.place,
                at: "2025-0\(month)-0\(day)T09:00:00+07:00", field: field, channel: ballot.channel)
        }
        for unit in ["A", "B"] {
            for field in Self.fields {
                for month in 3...4 {
                    let count = Int.random(in: count...3 * count, using: &generator)
                    dossiers[month, default: [:]][unit, default: [:]][field] = count
                    office.dossiers.append(Self.dossiers(unit, field, "2025-0\(month)", count))
                }
            }
        }
        self.office = office
    }

    static func dossiers(
        _ unit: String, _ field: String, _ month: String, _ count: Int
    ) -> DossierCount {
        DossierCount(
            key: .init(
                unit: unit, procedure: "p", field: field, period: CalendarMonth(month)!),
            received: count, completed: count, onTime: count, early: 0, late: 0, online: 0,
            postal: 0, digitised: 0)
    }

    /// The estimate that the rules give, one row a valid ballot.
    ///
    /// - Returns: with the variance that its limits are made from; nil without answers
    /// - Parameters:
    ///   - unit: its own ballots; nil for both units'
    ///   - months: of 2025
    ///   - channel: of its ballots, a domain of all
    func naive(
        unit: String? = nil, months: ClosedRange<Int> = 3...4, channel: Channel? = nil,
        isWeighed: Bool = true
    ) throws -> (estimate: ShareEstimate, variance: Double)? {
        let ballots = self.ballots.filter {
            (unit == nil || $0.unit == unit) && months.contains($0.day / 100)
        }
        let valid = ballots.filter { ballot in
            ballot.levels["overall"] != nil
                || Self.items.filter { ballot.levels[$0] != nil }.count >= 2
        }
        let names = valid.map(stratum)
        func numbers(_ names: [String]) -> [Int] {
            let all = Set(names).sorted()
            return names.map { all.firstIndex(of: $0) ?? -1 }
        }
        let isWeighted = isWeighed && design.weights == .dossiers
        let populations = valid.map { Double(population(of: $0, unit, months)) }
        let weights = zip(names, populations).map { name, population in
            isWeighted ? population / Double(names.filter { $0 == name }.count) : 1
        }
        let isFinite = isWeighted && design.clusters == .ballot
        let survey = try SurveyDesign(
            rows: valid.count, strata: numbers(names),
            clusters: design.clusters == .placeDay
                ? numbers(valid.map { $0.place + String($0.day) }) : nil,
            weights: weights, populations: isFinite ? populations : nil)
        let counts: [(good: Int, answers: Int)] = valid.map { ballot in
            channel == nil || ballot.channel == channel ? self.counts(ballot) : (0, 0)
        }
        let isByBallot = design.clusters == .ballot
        guard
            let estimate = survey.share(
                satisfied: counts.map(\.good), answers: counts.map(\.answers),
                method: isByBallot ? .kornGraubard : .kornGraubardCR3)
        else { return nil }
        let held = valid.indices.filter { counts[$0].answers > 0 }
        let days = Set(held.map { "\(names[$0]) \(valid[$0].place) \(valid[$0].day)" })
        let error = estimate.standardError ?? 0
        let scale = isByBallot ? 1 : Double(days.count) / Double(estimate.degreesOfFreedom)
        return (estimate, error * error * scale)
    }

    private func stratum(_ ballot: Ballot) -> String {
        switch design.strata {
        case .none: ""
        case .unit: ballot.unit
        case .field: ballot.field
        case .unitField: ballot.unit + ballot.field
        case .channel: ballot.channel.rawValue
        case .unitChannel: ballot.unit + ballot.channel.rawValue
        }
    }

    /// Dossiers of a ballot's stratum.
    private func population(
        of ballot: Ballot, _ unit: String?, _ months: ClosedRange<Int>
    ) -> Int {
        let all = unit.map { [$0] } ?? ["A", "B"]
        let units = design.strata == .field ? all : [ballot.unit]
        let fields = design.strata == .unit ? Self.fields : [ballot.field]
        return months.reduce(0) { sum, month in
            units.reduce(sum) { sum, unit in
                fields.reduce(sum) { $0 + (dossiers[month]?[unit]?[$1] ?? 0) }
            }
        }
    }

    private func counts(_ ballot: Ballot) -> (good: Int, answers: Int) {
        let asked = method == .overallItem ? ["overall"] : Self.items
        let found = asked.compactMap { ballot.levels[$0] }
        let good = found.filter { $0 >= 4 }.count
        if method == .all45 {
            return found.isEmpty ? (0, 0) : (good == found.count ? 1 : 0, 1)
        }
        return (good, found.count)
    }
}
