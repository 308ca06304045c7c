public import Survey

/// One named figure of a method with what it was divided by, so that no rate is taken for another.
public struct IndexFigure: Sendable, Equatable {
    /// What the value counts.
    public enum Unit: String, Sendable {
        /// 0...1
        case share
        case points
    }

    /// What the numbers were taken from.
    public enum Basis: String, Sendable {
        case ballots, dossiers, feedback
        /// Typed in by people.
        case given
    }

    /// The method's id, an indicator's, or `R1`, `R2`, `R3`.
    public let id: String
    public let title: LocalizedText
    public let unit: Unit
    public let basis: Basis
    /// nil where the data are not there, or withheld
    public let numerator: Double?
    public let denominator: Double?
    /// Numerator ÷ denominator; nil where either is missing or the denominator is 0.
    public let value: Double?
    /// The most the value can be: 1 for shares.
    public let most: Double

    public init(
        id: String, title: LocalizedText, unit: Unit, basis: Basis, numerator: Double?,
        denominator: Double?, most: Double = 1
    ) {
        self.id = id
        self.title = title
        self.unit = unit
        self.basis = basis
        self.numerator = numerator
        self.denominator = denominator
        self.most = most
        if let numerator, let denominator, numerator >= 0, denominator > 0 {
            value = numerator / denominator
        } else {
            value = nil
        }
    }
}

/// Points of a unit, out of those that the data there are could give.
public struct PointTotal: Sendable, Equatable {
    /// The sum of the indicators that have data.
    public let points: Double
    /// What those could give at most; 0 where none has data.
    public let possible: Double
    /// What all indicators could give at most.
    public let most: Double
    /// What the points are called; nil while an indicator has no data: the class of a part says
    /// nothing.
    public let classification: PointScheme.Class?

    public init(
        points: Double, possible: Double, most: Double, classification: PointScheme.Class?
    ) {
        self.points = points
        self.possible = possible
        self.most = most
        self.classification = classification
    }
}

/// How low and how high a figure could be, had everybody answered who did not: no assumption about
/// them is made.
public struct WorstCase: Sendable, Equatable {
    /// Who is taken to have kept silent.
    public enum Basis: String, Sendable {
        /// Every completed dossier without a ballot, and every gap inside a ballot.
        case dossiers
        /// Gaps inside ballots only: the number of dossiers is not known.
        case ballots
    }

    /// Everybody silent taken as not satisfied (for means: at the lowest level).
    public let lower: Double
    /// Everybody silent taken as satisfied (for means: at the highest level).
    public let upper: Double
    public let basis: Basis

    public init(lower: Double, upper: Double, basis: Basis) {
        self.lower = lower
        self.upper = upper
        self.basis = basis
    }
}
