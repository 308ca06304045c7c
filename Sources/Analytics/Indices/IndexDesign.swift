/// How ballots are taken to have been drawn: what is one observation, which strata are kept apart,
/// what an answer stands for.
public struct IndexDesign: Sendable, Equatable {
    /// What ballots are kept apart by.
    public enum Strata: String, Sendable, CaseIterable {
        /// All of a row's ballots are one stratum.
        case none
        /// The unit responsible, as it was when the answer was given.
        case unit
        /// The dossier's field.
        case field
        case unitField = "unit-field"
        /// The channel the answer came by.
        case channel
        case unitChannel = "unit-channel"

        var readsUnit: Bool { self == .unit || self == .unitField || self == .unitChannel }
        var readsField: Bool { self == .field || self == .unitField }
        var readsChannel: Bool { self == .channel || self == .unitChannel }

        /// Whether dossiers are counted by it, so that a ballot can stand for some of them.
        public var isCountedByDossiers: Bool { self != .none && !readsChannel }
    }

    /// What a ballot stands for.
    public enum Weights: String, Sendable, CaseIterable {
        /// Itself.
        case none
        /// The completed dossiers of its stratum ÷ the stratum's valid ballots.
        case dossiers
    }

    public let strata: Strata
    public let clusters: CountingDesign
    public let weights: Weights

    /// - Parameter weights: dossiers only for strata that dossiers are counted by
    public init(
        strata: Strata = .none, clusters: CountingDesign = .ballot, weights: Weights = .none
    ) {
        precondition(weights == .none || strata.isCountedByDossiers, "dossiers know the strata")
        self.strata = strata
        self.clusters = clusters
        self.weights = weights
    }

    /// Whether ballots are kept apart: then a share is made from strata and not from one sum.
    public var isStratified: Bool { strata != .none }

    /// The same strata and weights with another observation.
    func by(_ clusters: CountingDesign) -> IndexDesign {
        IndexDesign(strata: strata, clusters: clusters, weights: weights)
    }
}

extension IndexDefinition {
    /// Refuses a method that its design, or the observation asked for, cannot be estimated by.
    func check(_ method: IndexMethod, _ clusters: CountingDesign) throws(ReportFault) {
        if design.isStratified {
            guard method.takesStrata else {
                throw .methodNeeds(method, member: "design.strata=none", index: reference)
            }
        } else if !method.takes(clusters) {
            throw .methodNeeds(method, member: "design=ballot", index: reference)
        }
    }
}

extension IndexMethod {
    /// Whether it makes one ratio of each ballot's answers, which is what strata and weights are
    /// known for.
    public var takesStrata: Bool { self == .overallItem || self == .pooled || self == .all45 }

    /// Whether its intervals may take a place-day as one observation.
    public func takes(_ design: CountingDesign) -> Bool {
        design == .ballot || self == .overallItem || self == .pooled
    }
}
