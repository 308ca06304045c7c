public import Survey

/// Everything analytics/ says: the indices and the plans' targets.
public struct Definitions: Sendable {
    /// Highest version of each index, in the order of their ids.
    public let indices: [IndexDefinition]
    /// Every version, by id and then by version.
    public let versions: [IndexDefinition]
    /// In the order of their due days, then ids.
    public let targets: [Target]
    /// Frozen periods of comparison, in the order of their ids.
    public let baselines: [Baseline]
    /// What the program ships under the same name and says otherwise: indices as `ID@VERSION`,
    /// targets by their id. A threshold that somebody moved must not pass for the plan's.
    public private(set) var altered: Set<String> = []

    public init(
        indices: [IndexDefinition], targets: [Target], baselines: [Baseline] = []
    ) {
        let versions = indices.sorted { ($0.id, $0.version) < ($1.id, $1.version) }
        self.versions = versions
        let ids = Set(versions.map(\.id)).sorted()
        self.indices = ids.compactMap { id in versions.last { $0.id == id } }
        self.targets = targets.sorted { ($0.due, $0.id) < ($1.due, $1.id) }
        self.baselines = baselines.sorted { $0.id < $1.id }
    }

    /// The same, held against what the program ships.
    public func compared(to shipped: Definitions) -> Definitions {
        var made = self
        let indices = versions.filter { own in
            shipped.versions.contains { $0.reference == own.reference && $0 != own }
        }
        let targets = self.targets.filter { own in
            shipped.targets.contains { $0.id == own.id && $0 != own }
        }
        made.altered = Set(indices.map(\.reference) + targets.map(\.id))
        return made
    }

    /// The highest version of an index.
    public func index(_ id: String) -> IndexDefinition? { indices.first { $0.id == id } }

    /// The item that targets are tested on, of the index that a report was made by.
    public func overallItem(of index: Report.IndexReference) -> String? {
        versions.first { $0.id == index.id && $0.version == index.version }?.overallItem
    }

    /// - Throws: ``CompareFault/unknownBaseline(_:known:)``
    public func baseline(_ id: String) throws(CompareFault) -> Baseline {
        guard let baseline = baselines.first(where: { $0.id == id }) else {
            throw .unknownBaseline(id, known: baselines.map(\.id))
        }
        return baseline
    }

    /// The definition that a name stands for in a period.
    ///
    /// - Parameters:
    ///   - name: `ID` for the newest version that is the rule on at least one day of the period,
    ///     `ID@VERSION` for that version, whatever its days
    /// - Throws: ``ReportFault/unknownIndex(_:known:)``, ``ReportFault/notInForce(_:known:)``
    public func index(
        _ name: String, in period: Period
    ) throws(ReportFault) -> IndexDefinition {
        let parts = name.split(separator: "@", maxSplits: 1, omittingEmptySubsequences: false)
        let id = String(parts[0])
        let own = versions.filter { $0.id == id }
        guard !own.isEmpty else { throw .unknownIndex(name, known: indices.map(\.id)) }
        if parts.count == 2 {
            guard let named = own.first(where: { $0.reference == name }) else {
                throw .unknownIndex(name, known: own.map(\.reference))
            }
            return named
        }
        guard let newest = own.last(where: { $0.isValid(in: period) }) else {
            throw .notInForce(name, known: own.map(\.reference))
        }
        return newest
    }

    /// Targets in force in a period or still to come.
    public func targets(for period: Period) -> [Target] {
        targets.filter { $0.until.map { $0 >= period.from } ?? true }
    }

    /// Indicators whose points people give, with the most hundredths each takes: by the ids of
    /// index and indicator, over all versions.
    public var givenPoints: [String: [String: Int]] {
        var most: [String: [String: Int]] = [:]
        for index in versions {
            for indicator in index.points?.indicators ?? [] where indicator.source == .given {
                most[index.id, default: [:]][indicator.id] = max(
                    indicator.most, most[index.id]?[indicator.id] ?? 0)
            }
        }
        return most
    }
}
