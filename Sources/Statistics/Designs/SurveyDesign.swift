/// How a sample was drawn: strata, clusters, weights, finite populations.
///
/// Every estimate of a part of the sample is a domain of the whole design: rows outside the part
/// stay in the variance with nothing, as R's `subset` of a design does. Sums are rounded once
/// (``ExactSum``), so permuting rows or renumbering strata and clusters changes no bit of a result.
/// - Source: C. J. Skinner, D. Holt & T. M. F. Smith, Analysis of Complex Surveys (1989) ch. 2; R
///   survey 4.5 `svydesign`; analytics/methods/design.md
public struct SurveyDesign: Sendable {
    /// Rows of the sample (count).
    public let rows: Int
    /// Sampling weights, one a row, ≥ 0. A row of weight 0 keeps its cluster in the design and is
    /// in no estimate.
    public let weights: [Double]
    /// Primary sampling units of the whole sample (count).
    public var clusters: Int { clusterStart.count - 1 }
    /// Strata of the whole sample (count).
    public var strata: Int { stratumStart.count - 1 }

    /// Whether rows are grouped in clusters; if not, each row is its own.
    let clustered: Bool
    /// Rows in the order of their clusters; cluster c holds those from `clusterStart[c]` on.
    let order: [Int]
    let clusterStart: [Int]
    /// Clusters in the order of their strata; stratum h holds those from `stratumStart[h]` on.
    let stratumStart: [Int]
    /// Each row's cluster, by its place.
    let clusterOfRow: [Int]
    /// 1 − sampled ÷ population of each stratum; 1 without a population.
    let unsampled: [Double]
    /// Margins the weights were made to meet, in rounds; see ``postStratified(by:populations:)``.
    let adjustments: [Adjustment]

    /// A margin whose means are taken out of every influence before the variance.
    struct Adjustment: Sendable {
        /// Rows of each level.
        let groups: [[Int]]
        /// The weights by which a level's mean is taken.
        let averagingWeights: [Double]
    }

    /// A design from its columns; strata and clusters are any whole numbers.
    ///
    /// - Parameters:
    ///   - rows: rows of the sample, ≥ 0
    ///   - strata: each row's stratum; nil is one stratum
    ///   - clusters: each row's primary sampling unit, numbered within its stratum or across all;
    ///     nil makes each row its own
    ///   - weights: each row's weight, finite and ≥ 0; nil gives population ÷ sampled of the
    ///     stratum where `populations` is given, else 1
    ///   - populations: each row's stratum's number of primary sampling units, for the
    ///     finite-population correction; nil samples with replacement
    /// - Throws: ``StatisticsError`` for a weight or population that cannot be
    public init(
        rows: Int, strata: [Int]? = nil, clusters: [Int]? = nil, weights: [Double]? = nil,
        populations: [Double]? = nil
    ) throws(StatisticsError) {
        for count in [strata?.count, clusters?.count, weights?.count, populations?.count] {
            precondition(count == nil || count == rows, "a column has one value a row")
        }
        if let row = weights?.firstIndex(where: { !($0 >= 0 && $0.isFinite) }) {
            throw .weightNotUsable(row: row)
        }
        var order: [Int] = []
        var clusterStart = [0]
        var stratumStart = [0]
        var unsampled: [Double] = []
        var implied = [Double](repeating: 1, count: rows)
        for stratum in grouped(Array(0..<rows), by: strata) {
            let first = clusterStart.count - 1
            if let clusters {
                for unit in grouped(stratum, by: clusters) {
                    order += unit
                    clusterStart.append(order.count)
                }
            } else {
                clusterStart += order.count + 1...order.count + stratum.count
                order += stratum
            }
            stratumStart.append(clusterStart.count - 1)
            let sampled = Double(clusterStart.count - 1 - first)
            guard let populations else {
                unsampled.append(1)
                continue
            }
            let population = populations[stratum[0]]
            if let row = stratum.first(where: { populations[$0] != population }) {
                throw .populationVaries(row: row)
            }
            guard population >= sampled else { throw .populationBelowSample(row: stratum[0]) }
            unsampled.append((population - sampled) / population)
            for row in stratum { implied[row] = population / sampled }
        }
        self.init(
            weights: weights ?? implied, clustered: clusters != nil, order: order,
            clusterStart: clusterStart, stratumStart: stratumStart, unsampled: unsampled,
            adjustments: [])
    }

    private init(
        weights: [Double], clustered: Bool, order: [Int], clusterStart: [Int],
        stratumStart: [Int], unsampled: [Double], adjustments: [Adjustment]
    ) {
        self.rows = weights.count
        self.weights = weights
        self.clustered = clustered
        self.order = order
        self.clusterStart = clusterStart
        self.stratumStart = stratumStart
        var clusterOfRow = [Int](repeating: 0, count: order.count)
        for cluster in clusterStart.indices.dropLast() {
            for place in clusterStart[cluster]..<clusterStart[cluster + 1] {
                clusterOfRow[order[place]] = cluster
            }
        }
        self.clusterOfRow = clusterOfRow
        self.unsampled = unsampled
        self.adjustments = adjustments
    }

    /// The same sample with other weights, and the margins these were made to meet.
    func reweighted(_ weights: [Double], adjustments: [Adjustment]) -> SurveyDesign {
        SurveyDesign(
            weights: weights, clustered: clustered, order: order, clusterStart: clusterStart,
            stratumStart: stratumStart, unsampled: unsampled, adjustments: adjustments)
    }
}

/// Rows in groups of equal code, groups by their first row.
func grouped(_ rows: [Int], by codes: [Int]?) -> [[Int]] {
    guard let codes else { return rows.isEmpty ? [] : [rows] }
    var place: [Int: Int] = [:]
    var groups: [[Int]] = []
    for row in rows {
        if let group = place[codes[row]] {
            groups[group].append(row)
        } else {
            place[codes[row]] = groups.count
            groups.append([row])
        }
    }
    return groups
}
