/// A known margin of the population: how many dossiers there are of each level.
public struct Margin: Sendable {
    /// Each row's level, any whole numbers.
    public let levels: [Int]
    /// Dossiers in the population of each level, > 0 (count).
    public let populations: [Int: Double]

    /// A margin.
    ///
    /// - Parameters:
    ///   - levels: each row's level
    ///   - populations: level → dossiers, > 0; every level that occurs needs one
    public init(levels: [Int], populations: [Int: Double]) {
        self.levels = levels
        self.populations = populations
    }
}
