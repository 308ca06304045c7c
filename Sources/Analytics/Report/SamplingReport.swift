/// How a unit's row was estimated where its index keeps strata apart.
public struct SamplingReport: Sendable, Equatable {
    /// Why every answer weighs the same although the definition weighs by dossiers.
    public enum Unweighted: String, Sendable, CaseIterable {
        /// A stratum with ballots has no dossiers in a month in which it has ballots.
        case dossiersMissing
        /// A stratum has more valid ballots than completed dossiers.
        case fewerDossiersThanBallots
        /// Dossiers are counted by whole months, and the period is not made of them.
        case notWholeMonths
        /// Dossiers are not known of a part of the ballots.
        case filtered
    }

    /// Strata that hold a valid ballot (count).
    public let strata: Int
    /// Observations: valid ballots, or place-days within strata (count).
    public let clusters: Int
    /// Observations that answer what is counted − strata that hold one.
    public let degreesOfFreedom: Int
    /// Whether answers stand for their stratum's dossiers.
    public let isWeighted: Bool
    /// nil where they do, and where the definition asks for no weights
    public let unweighted: Unweighted?
    /// The strata that are the reason, by name, ascending; at most ``namesMax``.
    public let unweightedStrata: [String]
    /// Of the completed dossiers, the part in strata that hold a ballot, 0...1; nil unless
    /// weighted. Nobody knows what the others would have said.
    public let represented: Double?
    /// Whether the variance knows that a stratum's dossiers are finite.
    public let hasFinitePopulation: Bool

    /// Names given at most.
    public static let namesMax = 50

    public init(
        strata: Int, clusters: Int, degreesOfFreedom: Int, isWeighted: Bool,
        unweighted: Unweighted?, unweightedStrata: [String], represented: Double?,
        hasFinitePopulation: Bool
    ) {
        self.strata = strata
        self.clusters = clusters
        self.degreesOfFreedom = degreesOfFreedom
        self.isWeighted = isWeighted
        self.unweighted = unweighted
        self.unweightedStrata = unweightedStrata
        self.represented = represented
        self.hasFinitePopulation = hasFinitePopulation
    }
}
