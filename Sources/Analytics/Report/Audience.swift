/// Who will read a report: it decides from how many ballots on a figure is given, and whether what
/// is withheld may be worked out from the rest.
public enum Audience: String, Sendable, CaseIterable {
    /// Whoever holds the data folder and has every answer anyway: figures from 5 ballots on.
    case machine = "operator"
    /// Staff and leadership: from 5 ballots on, and nothing withheld can be had by subtraction.
    case staff
    /// Everybody: the same from 10 ballots on.
    case everybody = "public"

    /// Ballots below which a figure is withheld.
    func floor(of definition: IndexDefinition) -> Int {
        switch self {
        case .machine: ReportBuilder.suppressedBelow
        case .staff: definition.suppression.staff
        case .everybody: definition.suppression.everybody
        }
    }
}

/// Why a whole row is withheld from an audience.
public enum Withheld: String, Sendable {
    /// Too few ballots of its own.
    case few
    /// It would give away a row, or a part of a unit, that has too few.
    case cover
}
