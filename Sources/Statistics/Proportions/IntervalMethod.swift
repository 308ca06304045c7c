/// How the limits of a share were made; the raw value is printed beside every result.
public enum IntervalMethod: String, Sendable, CaseIterable {
    /// ``wilson(successes:trials:level:continuity:)``
    case wilson
    /// The same with a continuity correction.
    case wilsonContinuity = "wilson-continuity"
    /// ``clopperPearson(successes:trials:level:)``; also where a design's variance is 0.
    case clopperPearson = "clopper-pearson"
    /// ``jeffreys(successes:trials:level:)``
    case jeffreys
    /// Clopper–Pearson on the effective sample size (R survey's `beta`).
    case kornGraubard = "korn-graubard"
    /// The same on the variance that leaving out one cluster at a time gives: for few clusters.
    case kornGraubardCR3 = "korn-graubard-cr3"
    /// The logit interval from a fitted model (R survey's `logit`).
    case logit
    /// The logit of the estimate by the delta method (R survey's `xlogit`).
    case xlogit
    /// The arcsine square root of the estimate (R survey's `asin`).
    case asin
    /// The estimate ± t × its standard error, cut off at 0 and 1.
    case mean
}
