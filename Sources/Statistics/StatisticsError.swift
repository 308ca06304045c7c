/// What in an operator's data stops an estimate.
public enum StatisticsError: Error, Equatable {
    /// A weight is below 0 or no finite number; the row counts from 0.
    case weightNotUsable(row: Int)
    /// A stratum's population is not the same in all its rows; the row counts from 0.
    case populationVaries(row: Int)
    /// A stratum's population is smaller than what was sampled from it; the row counts from 0.
    case populationBelowSample(row: Int)
    /// A margin has no population for a level that occurs; the level is the caller's code.
    case levelWithoutPopulation(margin: Int, level: Int)
    /// Raking did not reach its margins in the given number of rounds.
    case rakingDidNotConverge(rounds: Int)
}
