internal import Glibc

/// The slope of the log odds of shares over time.
public struct LogisticTrend: Sendable, Equatable {
    /// The change of ln odds in a unit of time.
    public let slope: Double
    /// ln odds at time 0.
    public let intercept: Double
    /// The standard error of the slope, for independent answers.
    public let standardError: Double

    /// Fits ln odds = intercept + slope × time by maximum likelihood.
    ///
    /// - Parameters:
    ///   - counts: one a period; periods without answers weigh nothing
    ///   - times: each period's time; nil is 0, 1, 2, …
    /// - Returns: nil where all or none are satisfied, where only one time has answers, and where
    ///   time separates the satisfied from the others so that the slope has no end
    /// - Source: iteratively reweighted least squares, P. McCullagh & J. A. Nelder, Generalized
    ///   Linear Models (1989) §2.5; R's `glm(family = binomial)`; analytics/methods/trend.md
    public init?(_ counts: [Count], times: [Double]? = nil) {
        let times = times ?? counts.indices.map(Double.init)
        precondition(times.count == counts.count, "one time a period")
        let trials = counts.reduce(0.0) { $0 + Double($1.trials) }
        let good = counts.reduce(0.0) { $0 + Double($1.successes) }
        guard good > 0, good < trials else { return nil }
        // Centred times keep the two parameters apart and the steps well conditioned.
        let centre = zip(counts, times).reduce(0.0) { $0 + Double($1.0.trials) * $1.1 } / trials
        var level = logit(good / trials)
        var slope = 0.0
        for _ in 0..<100 {
            var (levelScore, slopeScore) = (0.0, 0.0)
            var (levelWeight, mixedWeight, slopeWeight) = (0.0, 0.0, 0.0)
            for (count, time) in zip(counts, times) where count.trials > 0 {
                let distance = time - centre
                let share = 1 / (1 + exp(-level - slope * distance))
                let miss = Double(count.successes) - Double(count.trials) * share
                let weight = Double(count.trials) * share * (1 - share)
                levelScore += miss
                slopeScore += miss * distance
                levelWeight += weight
                mixedWeight += weight * distance
                slopeWeight += weight * distance * distance
            }
            let determinant = levelWeight * slopeWeight - mixedWeight * mixedWeight
            guard determinant > 1e-12 * levelWeight * slopeWeight else { return nil }
            let levelStep = (slopeWeight * levelScore - mixedWeight * slopeScore) / determinant
            let slopeStep = (levelWeight * slopeScore - mixedWeight * levelScore) / determinant
            level += levelStep
            slope += slopeStep
            if abs(slopeStep) <= 1e-13 * abs(slope) + 1e-15, abs(levelStep) <= 1e-13 {
                self.slope = slope
                intercept = level - slope * centre
                standardError = (levelWeight / determinant).squareRoot()
                return
            }
        }
        return nil
    }
}
