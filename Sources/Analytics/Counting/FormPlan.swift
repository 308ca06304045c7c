internal import Survey

/// Where one form version keeps the answers an index and the targets ask for, and where in a tally
/// they are counted.
struct FormPlan {
    /// One item of the index as this form stores it.
    struct IndexItem {
        /// Half bytes from the start of the answers.
        let offset: Int
        /// Its place among the index's items.
        let number: Int
        /// Its dimension among the index's.
        let dimension: Int
    }

    /// What a target asks of an item, over every ballot, valid or not.
    struct Scope {
        /// Half bytes from the start of the answers.
        let offset: Int
        /// The store's number of the field that alone counts, or nil.
        let field: UInt32?
        /// Where its two counts begin among what is told of the period.
        let counts: Int
    }

    let answersBytes: Int
    /// Whether its ballots belong to the index at all.
    let isCovered: Bool
    let items: [IndexItem]
    let planes: [AnswerPlane]
    /// Where in a tally the six sums of each dimension begin.
    let dimensions: [Int]
    let scopes: [Scope]
    let satisfied: Lanes.Satisfied
    /// Items of the index that one ballot can answer, ≥ 1.
    let itemsMax: Int
    /// In the highest bit of each byte: whether an answer to the overall item makes a ballot valid.
    private let overallEnough: UInt16
    /// Answers at levels 1 to 5 that make a ballot valid, by the number of items it was asked;
    /// ``never`` where no number does. 256 entries.
    private let answersForValidity: [UInt8]
    /// More answers than a ballot can have, and less than the highest bit.
    private static let never: UInt8 = 127

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
        answersBytes = packed.bytesCount
        isCovered = definition.covers(form)
        let items = definition.items.enumerated().compactMap { index, id in
            offset(id).map {
                IndexItem(
                    offset: $0, number: index,
                    dimension: definition.dimensions.firstIndex { $0.items.contains(id) } ?? 0)
            }
        }
        self.items = items
        planes = AnswerPlane.planes(
            items.map { item in
                let lane = BlockCount.firstDimension + item.dimension
                return (
                    item.offset, .init(lane: lane, counts: item.number * TallyShape.itemWidth)
                )
            }
                + (offset(definition.overallItem).map {
                    [($0, .init(lane: BlockCount.overall, counts: nil))]
                } ?? []))
        dimensions = definition.dimensions.indices.map {
            shape.firstDimension + $0 * TallyShape.sumsWidth
        }
        self.scopes = scopes.enumerated().compactMap { index, scope in
            let number = scope.field.map { fields[$0] }
            // A field that no answer ever named has no number, and nothing to count.
            guard let offset = offset(scope.item), number != .some(nil) else { return nil }
            return Scope(
                offset: offset, field: number.flatMap { $0.map { UInt32(bitPattern: $0) } },
                counts: shape.firstScope - shape.monthWidth + index * TallyShape.scopeWidth)
        }
        satisfied = Lanes.Satisfied(definition.satisfied)
        itemsMax = max(1, items.count)
        overallEnough = definition.validity.overallItem ? 0x8080 : 0
        answersForValidity = (0..<256).map { asked in
            guard asked <= items.count else { return Self.never }
            return UInt8(definition.validity.answersNeeded(asked: asked) ?? Int(Self.never))
        }
    }

    /// Which of sixteen ballots are valid: 255 for each that is, else 0.
    ///
    /// - Parameters:
    ///   - asked: items of the index that each was asked, at most 60
    ///   - answered: how many of them have an answer at levels 1 to 5
    ///   - overall: whether the overall item has one
    @inline(__always)
    func validity(asked: Lanes, answered: Lanes, overall: Lanes) -> Lanes {
        // No byte borrows from the next: all are below the highest bit that is set in `answered`.
        let enough =
            ((answered | 0x8080) &- needed(asked)) & 0x8080
            | (overall &+ 0x7F7F) & Lanes(repeating: overallEnough)
        return enough &- (enough &>> 7) | enough
    }

    @inline(__always)
    private func needed(_ asked: Lanes) -> Lanes {
        answersForValidity.withUnsafeBufferPointer { needed in
            let words = unsafeBitCast(asked, to: SIMD2<UInt64>.self)
            let first = UInt64(words[0] & 255) &* 0x0101_0101_0101_0101
            // Mostly all ballots of a form were asked the same.
            guard words[0] != first || words[1] != first else {
                return Lanes(repeating: UInt16(needed[Int(words[0] & 255)]) &* 0x0101)
            }
            let each = unsafeBitCast(asked, to: SIMD16<UInt8>.self)
            var result = SIMD16<UInt8>()
            for ballot in each.indices { result[ballot] = needed[Int(each[ballot])] }
            return unsafeBitCast(result, to: Lanes.self)
        }
    }
}
