/// A ratio of two weighted totals with what each row adds to its error.
///
/// A share, a mean, a pooled index: all are one. Two of them from one design can be compared with
/// their covariance (``SurveyDesign/difference(_:_:level:)``).
public struct LinearisedRatio: Sendable {
    /// Σ w·numerator ÷ Σ w·denominator.
    public let value: Double
    /// Σ of the denominator, unweighted: the answers of a share, the rows of a mean.
    public let size: Double
    /// Σ w·denominator: what the size stands for in the population.
    public let weight: Double
    /// Each row's w·(numerator − value·denominator) ÷ weight.
    let influence: [Double]
    /// Rows in the domain.
    let member: [Bool]
}
