public import Survey

/// Everything analytics/ says: the indices and the plans' targets.
public struct Definitions: Sendable {
    /// Highest version of each index, in the order of their ids.
    public let indices: [IndexDefinition]
    /// In the order of their due days, then ids.
    public let targets: [Target]
    /// Frozen periods of comparison, in the order of their ids.
    public let baselines: [Baseline]

    public init(
        indices: [IndexDefinition], targets: [Target], baselines: [Baseline] = []
    ) {
        let ids = Set(indices.map(\.id)).sorted()
        self.indices = ids.compactMap { id in
            indices.filter { $0.id == id }.max { $0.version < $1.version }
        }
        self.targets = targets.sorted { ($0.due, $0.id) < ($1.due, $1.id) }
        self.baselines = baselines.sorted { $0.id < $1.id }
    }

    public func index(_ id: String) -> IndexDefinition? { indices.first { $0.id == id } }

    /// - Throws: ``CompareFault/unknownBaseline(_:known:)``
    public func baseline(_ id: String) throws(CompareFault) -> Baseline {
        guard let baseline = baselines.first(where: { $0.id == id }) else {
            throw .unknownBaseline(id, known: baselines.map(\.id))
        }
        return baseline
    }

    /// Targets in force in a period or still to come.
    public func targets(for period: Period) -> [Target] {
        targets.filter { $0.until.map { $0 >= period.from } ?? true }
    }
}
