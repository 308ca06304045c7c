import Statistics

/// The 254 made-up ballots of responses.csv, in the shapes that the estimates take.
struct Sample {
    var stratum: [Int] = []
    var stratumName: [String] = []
    var unit: [String] = []
    var cluster: [Int] = []
    var period: [String] = []
    var sex: [Int] = []
    var age: [Int] = []
    var weight: [Double] = []
    /// One row a ballot, six scores; nil is not answered.
    var scores: [[Double?]] = []

    static let sexes = ["F", "M"]
    static let ages = ["18-34", "35-54", "55+"]
    static let strata = ["tinh", "huyen", "xa"]

    init() throws {
        var clusters: [String: Int] = [:]
        for row in try Reference.rows("responses.csv") {
            period.append(row[1])
            stratumName.append(row[2])
            stratum.append(Self.strata.firstIndex(of: row[2]) ?? -1)
            unit.append(row[3])
            cluster.append(clusters[row[4], default: clusters.count])
            clusters[row[4]] = cluster.last
            sex.append(Self.sexes.firstIndex(of: row[5]) ?? -1)
            age.append(Self.ages.firstIndex(of: row[6]) ?? -1)
            weight.append(Double(row[7]) ?? 0)
            scores.append(row[8..<14].map { Double($0) })
        }
    }

    /// Level → dossiers of a margin of population.csv, by the level's place in `names`.
    static func population(_ margin: String, _ names: [String]) throws -> [Int: Double] {
        var populations: [Int: Double] = [:]
        for row in try Reference.rows("population.csv") where row[0] == margin {
            populations[names.firstIndex(of: row[1]) ?? -1] = Double(row[2])
        }
        return populations
    }

    var count: Int { unit.count }
    var units: [String] { Set(unit).sorted() }

    func item(_ number: Int) -> [Double?] { scores.map { $0[number - 1] } }

    /// 1 where the item is answered and the row belongs, else 0.
    func answered(_ number: Int, where belongs: (Int) -> Bool = { _ in true }) -> [Int] {
        scores.indices.map { scores[$0][number - 1] != nil && belongs($0) ? 1 : 0 }
    }

    /// 1 where the item is answered with 4 or 5 and the row belongs, else 0.
    func satisfied(_ number: Int, where belongs: (Int) -> Bool = { _ in true }) -> [Int] {
        scores.indices.map { (scores[$0][number - 1] ?? 0) >= 4 && belongs($0) ? 1 : 0 }
    }

    /// Unweighted counts of an item.
    func count(_ number: Int, where belongs: (Int) -> Bool = { _ in true }) -> Count {
        Count(
            successes: satisfied(number, where: belongs).reduce(0, +),
            trials: answered(number, where: belongs).reduce(0, +))
    }

    /// The five designs of the reference.
    func design(_ name: String) throws -> SurveyDesign {
        switch name {
        case "clus":
            try SurveyDesign(rows: count, strata: stratum, clusters: cluster, weights: weight)
        case "strs": try SurveyDesign(rows: count, strata: stratum, weights: weight)
        case "fpc":
            try SurveyDesign(
                rows: count, strata: stratum,
                populations: populationOfStratum())
        case "wr": try SurveyDesign(rows: count, weights: weight)
        default: try SurveyDesign(rows: count, clusters: cluster, weights: weight)
        }
    }

    private func populationOfStratum() throws -> [Double] {
        let populations = try Self.population("stratum", Self.strata)
        return stratum.map { populations[$0] ?? 0 }
    }
}
