internal import Columns
internal import Survey

/// Where one form version keeps the answers an index and the targets ask for, and where in a tally
/// they are counted.
struct FormPlan {
    /// One item of the index as this form stores it.
    struct IndexItem {
        /// Half bytes from the start of the answers.
        let offset: Int
        /// Where its counts begin in a tally.
        let counts: Int
        /// Its dimension among the index's.
        let dimension: Int
    }

    /// Where in a tally the sums of a lane go.
    struct LaneTarget {
        /// Six sums over ballots, or nil where only ``share`` is kept.
        let sums: Int?
        /// ΣS and ΣA alone.
        let share: Int?
        /// What its sums over clusters belong to, or nil where none are kept.
        let measure: TallyShape.Measure?
    }

    /// Eight lanes at most, and where their sums go.
    struct LaneGroup {
        let table: LaneTable
        let targets: [LaneTarget]

        /// What the clusters of each of the eight lanes belong to.
        var measures: [TallyShape.Measure?] {
            (0..<LaneTable.lanesMax).map { $0 < targets.count ? targets[$0].measure : nil }
        }
    }

    /// Target scopes, at most eight, counted over every ballot, valid or not.
    struct ScopeGroup {
        let table: LaneTable
        /// Where each lane's two counts begin in a tally.
        let counts: [Int]
        /// Lanes that count in every field, as a mask.
        let everyField: Lanes
        /// Lanes that count in one field only: its number in the store, and the lanes as a mask.
        let fields: [(number: UInt32, lanes: Lanes)]
    }

    let layout: BlockLayout
    /// Whether its ballots belong to the index at all.
    let isCovered: Bool
    let items: [IndexItem]
    /// The same, by the vector of 16 bytes that their half bytes lie in.
    let itemsOfVector: [[IndexItem]]
    /// The first group's lanes 0 to 2 are the index, the overall item and what was asked.
    let lanes: [LaneGroup]
    let scopes: [ScopeGroup]
    /// Whether an answer to the overall item makes a ballot valid.
    let isOverallEnough: Bool
    /// Answers at levels 1 to 5 that make a ballot valid, by the number of items it was asked;
    /// more than there are where no number does. 256 entries.
    let answersForValidity: [UInt16]

    /// - Parameters:
    ///   - form: a stored form version
    ///   - definition: the index
    ///   - scopes: the targets' scopes, in the order of the tally
    ///   - fields: the store's numbers of field codes
    ///   - shape: of the tally
    init(
        _ form: Questionnaire, definition: IndexDefinition, scopes: [Target.Scope],
        fields: [String: Int32], shape: TallyShape
    ) {
        let packed = AnswerLayout(form)
        func offset(_ item: String) -> Int? {
            guard let index = form.index(of: item), form.items[index].kind == .score else {
                return nil
            }
            return packed.fields[index].offset
        }
        layout = BlockLayout(answersBytes: packed.bytesCount)
        isCovered = definition.covers(form)
        let items = definition.items.enumerated().compactMap { index, id in
            offset(id).map {
                IndexItem(
                    offset: $0, counts: shape.firstItem + index * TallyShape.itemWidth,
                    dimension: definition.dimensions.firstIndex { $0.items.contains(id) } ?? 0)
            }
        }
        self.items = items
        itemsOfVector = (0..<BallotGroups.vectors(of: layout)).map { vector in
            items.filter { $0.offset / 32 == vector }
        }
        lanes = Self.laneGroups(
            definition, all: items.map(\.offset),
            overall: offset(definition.overallItem).map { [$0] } ?? [],
            dimensions: definition.dimensions.map { $0.items.compactMap(offset) }, shape)
        self.scopes = Self.scopeGroups(
            scopes.enumerated().compactMap { index, scope in
                offset(scope.item).map { (index, scope, $0) }
            }, definition, fields, shape)
        isOverallEnough = definition.validity.overallItem
        answersForValidity = (0..<256).map { asked in
            guard asked <= items.count else { return 256 }
            return UInt16(definition.validity.answersNeeded(asked: asked) ?? 256)
        }
    }

    private static func laneGroups(
        _ definition: IndexDefinition, all: [Int], overall: [Int], dimensions: [[Int]],
        _ shape: TallyShape
    ) -> [LaneGroup] {
        var lanes: [(LaneTable.Lane, LaneTarget)] = [
            (
                .init(meaning: .rating, offsets: all),
                .init(sums: TallyShape.pooled, share: nil, measure: .pooled)
            ),
            (
                .init(meaning: .rating, offsets: overall),
                .init(sums: nil, share: TallyShape.overall, measure: .overall)
            ),
            (.init(meaning: .asked, offsets: all), .init(sums: nil, share: nil, measure: nil)),
        ]
        for (index, offsets) in dimensions.enumerated() {
            lanes.append(
                (
                    .init(meaning: .rating, offsets: offsets),
                    .init(
                        sums: shape.firstDimension + index * TallyShape.sumsWidth, share: nil,
                        measure: .dimension(index))
                ))
        }
        return stride(from: 0, to: lanes.count, by: LaneTable.lanesMax).map { start in
            let group = lanes[start..<min(lanes.count, start + LaneTable.lanesMax)]
            return LaneGroup(
                table: LaneTable(group.map(\.0), satisfied: definition.satisfied),
                targets: group.map(\.1))
        }
    }

    private static func scopeGroups(
        _ found: [(index: Int, scope: Target.Scope, offset: Int)], _ definition: IndexDefinition,
        _ numbers: [String: Int32], _ shape: TallyShape
    ) -> [ScopeGroup] {
        // A field that no answer ever named has no number, and nothing to count.
        let counted = found.filter { $0.scope.field.map { numbers[$0] != nil } ?? true }
        return stride(from: 0, to: counted.count, by: LaneTable.lanesMax).map { start in
            let group = counted[start..<min(counted.count, start + LaneTable.lanesMax)]
            var everyField = Lanes()
            var fields: [(number: UInt32, lanes: Lanes)] = []
            for (lane, entry) in group.enumerated() {
                guard let number = entry.scope.field.flatMap({ numbers[$0] }) else {
                    everyField[lane] = .max
                    continue
                }
                var lanes = Lanes()
                lanes[lane] = .max
                fields.append((UInt32(bitPattern: number), lanes))
            }
            return ScopeGroup(
                table: LaneTable(
                    group.map { .init(meaning: .rating, offsets: [$0.offset]) },
                    satisfied: definition.satisfied),
                counts: group.map { shape.firstScope + $0.index * TallyShape.scopeWidth },
                everyField: everyField, fields: fields)
        }
    }

    /// Whether a scope counts in one field only.
    var readsFields: Bool { scopes.contains { !$0.fields.isEmpty } }

    /// Vectors of 16 bytes that hold a ballot's packed answers, ≥ 1.
    var vectors: Int { itemsOfVector.count }
}
