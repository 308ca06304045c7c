/// What the interval of an index takes as one observation.
public enum CountingDesign: String, Sendable, CaseIterable {
    /// Each ballot.
    case ballot
    /// All ballots of one place on one day of the office: people of one queue on one day are more
    /// alike than people at large, so intervals are wider where that is so.
    ///
    /// A place whose unit or centre changed within a day makes two.
    case placeDay = "place-day"
}
