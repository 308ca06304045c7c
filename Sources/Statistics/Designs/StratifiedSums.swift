/// The pooled index under a stratified, weighted design, from whole-number sums of each stratum.
///
/// The estimate is that of ``SurveyDesign/share(satisfied:answers:method:level:)`` with one row a
/// cluster, all clusters of a stratum weighing the same; but a stratum costs nine numbers however
/// many ballots it holds, so that millions need no row each. The sum over strata is rounded once:
/// their order changes no bit.
/// - Source: W. G. Cochran, Sampling Techniques (1977) §5A, §6.11; R survey 4.5 `svydesign`,
///   `svyciprop`; analytics/methods/stratified.md
public struct StratifiedSums: Sendable, Equatable {
    /// One stratum of the design.
    public struct Stratum: Sendable, Equatable {
        /// Clusters with an answer in the denominator; `ballots` counts them.
        public let sums: RatioSums
        /// Clusters of the stratum, with an answer or without (count).
        public let clusters: Int
        /// What each answer stands for, > 0.
        public let weight: Double
        /// 1 − sampled ÷ population, 0...1; 1 without a finite population.
        public let unsampled: Double

        /// A stratum.
        ///
        /// - Parameters:
        ///   - sums: of its clusters that hold an answer
        ///   - clusters: all of them, ≥ those of `sums`
        ///   - weight: > 0
        ///   - unsampled: 0...1
        public init(sums: RatioSums, clusters: Int, weight: Double = 1, unsampled: Double = 1) {
            precondition(
                clusters >= sums.ballots && weight > 0 && weight.isFinite
                    && (0...1).contains(unsampled),
                "a stratum holds its sums, and weighs something")
            self.sums = sums
            self.clusters = clusters
            self.weight = weight
            self.unsampled = unsampled
        }

        /// Σ weight × satisfied and Σ weight × answers.
        fileprivate var good: Double { weight * Double(sums.satisfied) }
        fileprivate var answers: Double { weight * Double(sums.answers) }
    }

    /// Strata, in any order; one without an answer is in no degree of freedom.
    public let strata: [Stratum]

    /// A design from its strata.
    public init(_ strata: [Stratum]) {
        self.strata = strata
    }

    /// Σ weight × satisfied ÷ Σ weight × answers; exactly 0 or 1 where none or all are satisfied;
    /// nil without answers.
    public var share: Double? {
        let (good, all) = strata.reduce((0, 0)) {
            ($0.0 + $1.sums.satisfied, $0.1 + $1.sums.answers)
        }
        guard all > 0 else { return nil }
        return good == all ? 1 : good == 0 ? 0 : total(\.good) / total(\.answers)
    }

    /// What the answers stand for: Σ weight × answers.
    public var populationAnswers: Double { total(\.answers) }

    /// V = Σ_h f_h n_h/(n_h − 1) Σ_c (z_hc − z̄_h)²; a stratum with one cluster is centred at 0, as
    /// R's "adjust" has it. nil without answers.
    public var variance: Double? {
        guard let share else { return nil }
        let weight = total(\.answers)
        return ExactSum.of(
            strata.lazy.map { stratum in
                let scale = stratum.weight / weight
                let units = Double(stratum.clusters)
                let factor = stratum.clusters > 1 ? units / (units - 1) : 1
                return stratum.unsampled * factor * scale * scale
                    * stratum.sums.squares(around: share, clusters: stratum.clusters)
            })
    }

    /// The variance that a method's limits are made from: with `.kornGraubardCR3` as leaving out
    /// one cluster at a time would have it. nil without answers, or without degrees of freedom.
    public func variance(for method: IntervalMethod) -> Double? {
        let held = strata.filter { $0.sums.answers > 0 }
        let clusters = held.reduce(0) { $0 + $1.sums.ballots }
        guard let share, let found = self.variance, clusters > held.count else { return nil }
        // What is left of rounding is none, as for the limits.
        let variance = found <= share * (1 - share) * 1e-20 ? 0 : found
        return method == .kornGraubardCR3
            ? jackknifed(variance, clusters: clusters, degreesOfFreedom: clusters - held.count)
            : variance
    }

    /// The share with its interval.
    ///
    /// - Parameters:
    ///   - method: as for ``SurveyDesign/share(satisfied:answers:method:level:)``, which also says
    ///     when the limits are Clopper–Pearson's
    ///   - level: confidence, 0 < level < 1
    /// - Returns: nil without answers
    public func estimate(
        method: IntervalMethod = .kornGraubard, level: Double = 0.95
    ) -> ShareEstimate? {
        guard let share, let variance else { return nil }
        let held = strata.filter { $0.sums.answers > 0 }
        let answers = held.reduce(0) { $0 + $1.sums.answers }
        let squares = held.lazy.map { $0.weight * $0.weight * Double($0.sums.answersSquared) }
        return .linearised(
            share: share, variance: variance, clusters: held.reduce(0) { $0 + $1.sums.ballots },
            strata: held.count, answers: answers, weighing: answers, weight: populationAnswers,
            method: method, level: level,
            kishClusters: populationAnswers * populationAnswers / ExactSum.of(squares))
    }

    private func total(_ part: (Stratum) -> Double) -> Double {
        ExactSum.of(strata.lazy.map(part))
    }
}

extension RatioSums {
    /// Σ (d − d̄)² over clusters, d = S − share × A; those without an answer have d = 0. One cluster
    /// is centred at 0.
    ///
    /// Taken around the sums' own share first, in whole numbers, so that nothing cancels; what the
    /// other share adds to it is small where the two are near.
    fileprivate func squares(around share: Double, clusters: Int) -> Double {
        guard answers > 0 else { return 0 }
        let all = Double(answers)
        let around = Double(nearest: squares) / all / all
        let tilt =
            Double(
                nearest: Int128(answers) * Int128(satisfiedByAnswers)
                    - Int128(satisfied) * Int128(answersSquared)) / all
        let shift = Double(satisfied) / all - share
        let square = Double(answersSquared)
        let mean = clusters > 1 ? all * all / Double(clusters) : 0
        return max(0, around + shift * (2 * tilt + shift * (square - mean)))
    }
}
