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
    }

    /// Items of one dimension, which stand together.
    struct Run {
        /// Of the form's items.
        let items: Range<Int>
        /// Where the dimension's sums begin in a tally, or nil where the index has none.
        let sums: Int?
    }

    /// One target scope as this form stores it.
    struct ScopeItem {
        /// Half bytes from the start of the answers.
        let offset: Int
        /// Where its two counts begin in a tally.
        let counts: Int
        /// The store's number the field must have, or nil for any; a field that no answer ever
        /// named has no number and so no plan.
        let field: Int32?
    }

    let recordBytes: Int
    /// Whether its ballots belong to the index at all.
    let isCovered: Bool
    let items: [IndexItem]
    let runs: [Run]
    let overall: Int?
    let scopes: [ScopeItem]
    /// Answers at levels 1 to 5 that make a ballot valid, by the number of items it was asked;
    /// more than there are where no number does.
    let answersForValidity: [Int]

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
        let layout = AnswerLayout(form)
        func offset(_ item: String) -> Int? {
            guard let index = form.index(of: item), form.items[index].kind == .score else {
                return nil
            }
            return layout.fields[index].offset
        }
        recordBytes = RecordLayout.recordBytes(answersBytes: layout.bytesCount)
        isCovered = definition.covers(form)
        var items: [IndexItem] = []
        var runs: [Run] = []
        func add(_ ids: [String], from first: Int, sums: Int?) {
            let start = items.count
            for (index, id) in ids.enumerated() {
                guard let offset = offset(id) else { continue }
                let counts = shape.firstItem + (first + index) * TallyShape.itemWidth
                items.append(IndexItem(offset: offset, counts: counts))
            }
            runs.append(Run(items: start..<items.count, sums: sums))
        }
        var first = 0
        for (index, dimension) in definition.dimensions.enumerated() {
            add(
                dimension.items, from: first,
                sums: shape.firstDimension + index * TallyShape.sumsWidth)
            first += dimension.items.count
        }
        if definition.dimensions.isEmpty { add(definition.items, from: 0, sums: nil) }
        self.items = items
        self.runs = runs
        overall = offset(definition.overallItem)
        self.scopes = scopes.enumerated().compactMap { index, scope in
            guard let offset = offset(scope.item) else { return nil }
            if let field = scope.field, fields[field] == nil { return nil }
            return ScopeItem(
                offset: offset, counts: shape.firstScope + index * TallyShape.scopeWidth,
                field: scope.field.flatMap { fields[$0] })
        }
        answersForValidity = (0...items.count).map {
            definition.validity.answersNeeded(asked: $0) ?? items.count + 1
        }
    }

    /// The same without reference counts, and room to work in, for the innermost loop.
    struct Buffers {
        let recordBytes: Int
        let isCovered: Bool
        let items: UnsafeBufferPointer<IndexItem>
        let runs: UnsafeBufferPointer<Run>
        let overall: Int?
        let scopes: UnsafeBufferPointer<ScopeItem>
        let answersForValidity: UnsafeBufferPointer<Int>
        /// By the stored value.
        let meaning: UnsafeBufferPointer<Int>
        let column: UnsafeBufferPointer<Int>
        /// The stored values of one record.
        let values: UnsafeMutablePointer<Int>
        /// One for each run.
        let runSums: UnsafeMutablePointer<Int>
    }

    /// - Parameter packedBytes: of a record's answers
    func withBuffers(
        packedBytes: Int, meaning: [Int], column: [Int], _ body: (Buffers) -> Void
    ) {
        let room = packedBytes * 2 + runs.count
        withUnsafeTemporaryAllocation(of: Int.self, capacity: room) { values in
            guard let first = values.baseAddress else { return }
            items.withUnsafeBufferPointer { items in
                runs.withUnsafeBufferPointer { runs in
                    scopes.withUnsafeBufferPointer { scopes in
                        answersForValidity.withUnsafeBufferPointer { answers in
                            meaning.withUnsafeBufferPointer { meaning in
                                column.withUnsafeBufferPointer { column in
                                    body(
                                        Buffers(
                                            recordBytes: recordBytes, isCovered: isCovered,
                                            items: items, runs: runs, overall: overall,
                                            scopes: scopes, answersForValidity: answers,
                                            meaning: meaning, column: column, values: first,
                                            runSums: first + packedBytes * 2))
                                }
                            }
                        }
                    }
                }
            }
        }
    }
}
