/// A test whether a yes/no answer and a yes/no group are independent, under the design.
public struct RaoScottTest: Sendable, Equatable {
    /// Pearson's chi-squared of the weighted table ÷ its design effect; F distributed with 1 and
    /// `degreesOfFreedom` degrees.
    public let f: Double
    /// Degrees of freedom of the denominator: clusters − strata.
    public let degreesOfFreedom: Int
    /// The p value.
    public let p: Double
}

extension SurveyDesign {
    /// The Rao–Scott test of a 2 × 2 table.
    ///
    /// - Parameters:
    ///   - satisfied: each row's answer; nil is missing
    ///   - group: whether the row belongs to the second group
    /// - Returns: nil where a cell of the table is empty, without a degree of freedom, or where all
    ///   clusters are alike
    /// - Source: J. N. K. Rao & A. J. Scott, Annals of Statistics 12 (1984) 46–60; R survey 4.5
    ///   `svychisq` (F)
    public func raoScott(satisfied: [Bool?], group: [Bool]) -> RaoScottTest? {
        precondition(satisfied.count == rows && group.count == rows, "one value a row")
        let answered = satisfied.map { $0 == nil ? 0.0 : 1.0 }
        let size = answered.reduce(0, +)
        var influence = [Double](repeating: 0, count: rows)
        var shares: [Double] = []
        var degrees = 0
        for (yes, second) in [(false, false), (false, true), (true, false), (true, true)] {
            let inCell = (0..<rows).map { satisfied[$0] == yes && group[$0] == second ? 1.0 : 0 }
            guard let cell = ratio(inCell, over: answered), cell.value > 0 else { return nil }
            let sign = yes == second ? 1.0 : -1.0
            for row in 0..<rows { influence[row] += sign * cell.influence[row] / cell.value }
            shares.append(cell.value)
            degrees = degreesOfFreedom(of: cell)
        }
        guard degrees >= 1 else { return nil }
        let effect =
            size * variance(ofInfluence: influence) / shares.reduce(0) { $0 + 1 / $1 }
        // Clusters all alike leave rounding for a variance: no test, not certainty.
        guard effect > 1e-12 else { return nil }
        let no = shares[0] + shares[1]
        let first = shares[0] + shares[2]
        let miss = shares[0] - no * first
        let pearson = size * miss * miss / (no * (1 - no) * first * (1 - first))
        let f = pearson / effect
        let student = StudentT(degreesOfFreedom: Double(degrees))
        return RaoScottTest(
            f: f, degreesOfFreedom: degrees, p: student.twoSided(f.squareRoot()))
    }
}
