internal import Glibc

/// The sample size of independent answers that Korn and Graubard put in place of the real one:
/// p(1 − p) ÷ variance · (t of answers − 1 ÷ t of the design)².
///
/// - Parameters:
///   - share: 0 < share < 1
///   - variance: of the share, > 0
///   - degreesOfFreedom: of the variance, ≥ 1
///   - answers: in the denominator, ≥ 2 (count)
///   - level: confidence, 0 < level < 1
/// - Returns: a real count; not capped at `answers` (the NCHS presentation rule caps it)
/// - Source: E. L. Korn & B. I. Graubard, Survey Methodology 24 (1998) 193–201
public func kornGraubardSize(
    share: Double, variance: Double, degreesOfFreedom: Int, answers: Int, level: Double
) -> Double {
    var ratio = 1.0
    if degreesOfFreedom != answers - 1 {
        let simple = StudentT(degreesOfFreedom: Double(answers - 1)).critical(level: level)
        ratio = simple / StudentT(degreesOfFreedom: Double(degreesOfFreedom)).critical(level: level)
    }
    return share * (1 - share) / variance * ratio * ratio
}

/// The largest effective size that limits are taken at: they are then within 0.00004 of the share,
/// and a larger size would only cost time.
let effectiveSizeMax = 1e9

/// A linearised variance as leaving out one cluster at a time would have it, CR3: clusters ÷
/// degrees of freedom more.
///
/// The linearised one is too small for few clusters: a cluster draws the share towards itself, and
/// the more so the fewer there are. Exact for clusters of one size in one stratum.
/// - Source: R. M. Bell & D. F. McCaffrey, Survey Methodology 28 (2002) 169–181;
///   analytics/methods/korn-graubard-cr3.md
func jackknifed(_ variance: Double, clusters: Int, degreesOfFreedom: Int) -> Double {
    variance * (Double(clusters) / Double(degreesOfFreedom))
}

/// ln odds.
func logit(_ share: Double) -> Double {
    log(share / (1 - share))
}

/// The limits of a share from its design-based variance.
///
/// - Parameters:
///   - share: 0 < share < 1
///   - variance: of the share, > 0
///   - degreesOfFreedom: of the variance, ≥ 1
///   - answers: in the denominator, ≥ 2 (count)
///   - clusters: behind the variance; nil for degrees of freedom + 1
///   - method: `.kornGraubard`, `.logit`, `.xlogit`, `.asin`, `.mean` or `.wilson` (on the
///     effective size p(1 − p) ÷ variance with t in place of z) as in R; the others likewise on the
///     effective size
///   - level: confidence, 0 < level < 1
/// - Returns: both ends, inside 0...1
/// - Source: R survey `svyciprop` (methods beta, logit, xlogit, asin, mean, wilson)
func designInterval(
    share: Double, variance: Double, degreesOfFreedom: Int, clusters: Int? = nil, answers: Int,
    method: IntervalMethod, level: Double
) -> Interval {
    if method == .kornGraubardCR3 {
        return designInterval(
            share: share,
            variance: jackknifed(
                variance, clusters: clusters ?? degreesOfFreedom + 1,
                degreesOfFreedom: degreesOfFreedom),
            degreesOfFreedom: degreesOfFreedom, answers: answers, method: .kornGraubard,
            level: level)
    }
    let error = variance.squareRoot()
    /// What the standard error is multiplied by.
    var t: Double { StudentT(degreesOfFreedom: Double(degreesOfFreedom)).critical(level: level) }
    switch method {
    case .kornGraubard, .kornGraubardCR3, .clopperPearson, .jeffreys:
        let size = kornGraubardSize(
            share: share, variance: variance, degreesOfFreedom: degreesOfFreedom, answers: answers,
            level: level)
        let used = min(size, effectiveSizeMax)
        guard method == .jeffreys else {
            return clopperPearson(successes: share * used, trials: used, level: level)
        }
        // Less than half an answer from 0 or 1 the prior draws both limits off the share.
        let limits = jeffreys(successes: share * used, trials: used, level: level)
        return Interval(lower: min(limits.lower, share), upper: max(limits.upper, share))
    case .logit, .xlogit:
        // With one share to fit, the model's intercept and its error are those of the delta method.
        let centre = logit(share)
        let half = t * error / (share * (1 - share))
        return Interval(lower: 1 / (1 + exp(half - centre)), upper: 1 / (1 + exp(-half - centre)))
    case .asin:
        let centre = Glibc.asin(share.squareRoot())
        let half = t * error / (2 * (share * (1 - share)).squareRoot())
        let lower = sin(max(0, centre - half))
        let upper = sin(min(Double.pi / 2, centre + half))
        return Interval(lower: lower * lower, upper: upper * upper)
    case .mean:
        let half = t * error
        return Interval(lower: max(0, share - half), upper: min(1, share + half))
    case .wilson, .wilsonContinuity:
        let size = share * (1 - share) / variance
        return scoreInterval(
            successes: share * size, trials: size, z: t,
            shift: method == .wilsonContinuity ? 0.5 : 0)
    }
}
