/// The ranks a unit may truly have, 1 the highest share.
public struct RankInterval: Sendable, Equatable {
    /// The best rank the data allow, ≥ 1.
    public let best: Int
    /// The worst rank the data allow.
    public let worst: Int
}
