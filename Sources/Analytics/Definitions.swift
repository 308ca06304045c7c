public import Survey

/// Everything analytics/ says: the indices and the plans' targets.
public struct Definitions: Sendable {
    /// Highest version of each index, in the order of their ids.
    public let indices: [IndexDefinition]
    /// In the order of their due days, then ids.
    public let targets: [Target]

    public init(indices: [IndexDefinition], targets: [Target]) {
        let ids = Set(indices.map(\.id)).sorted()
        self.indices = ids.compactMap { id in
            indices.filter { $0.id == id }.max { $0.version < $1.version }
        }
        self.targets = targets.sorted { ($0.due, $0.id) < ($1.due, $1.id) }
    }

    public func index(_ id: String) -> IndexDefinition? { indices.first { $0.id == id } }

    /// Targets in force in a period or still to come.
    public func targets(for period: Period) -> [Target] {
        targets.filter { $0.until.map { $0 >= period.from } ?? true }
    }
}
