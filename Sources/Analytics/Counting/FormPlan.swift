internal import Columns
internal import Survey

/// Where one form version keeps the answers an index and the targets ask for.
struct FormPlan {
    /// One item of the index as this form stores it.
    struct IndexItem {
        /// Half bytes from the start of the answers.
        let offset: Int
        /// Place among the index's items.
        let item: Int
        /// Place among its dimensions, or nil where it has none.
        let dimension: Int?
    }

    /// One target scope as this form stores it.
    struct ScopeItem {
        let offset: Int
        let scope: Int
        /// The store's number the field must have, or nil for any; a field that no answer ever
        /// named has no number and so no plan.
        let field: Int32?
    }

    let recordBytes: Int
    /// Whether its ballots belong to the index at all.
    let isCovered: Bool
    let items: [IndexItem]
    let overall: Int?
    let scopes: [ScopeItem]
    /// Answers at levels 1 to 5 that make a ballot valid; nil where no number does.
    let answersForValidity: Int?

    /// - Parameters:
    ///   - form: a stored form version
    ///   - definition: the index
    ///   - scopes: the targets' scopes, in the order of the tally
    ///   - fields: the store's numbers of field codes
    init(
        _ form: Questionnaire, definition: IndexDefinition, scopes: [Target.Scope],
        fields: [String: Int32]
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
        items = definition.items.enumerated().compactMap { index, item in
            guard let offset = offset(item) else { return nil }
            let dimension = definition.dimensions.firstIndex { $0.items.contains(item) }
            return IndexItem(offset: offset, item: index, dimension: dimension)
        }
        overall = offset(definition.overallItem)
        self.scopes = scopes.enumerated().compactMap { index, scope in
            guard let offset = offset(scope.item) else { return nil }
            if let field = scope.field, fields[field] == nil { return nil }
            return ScopeItem(
                offset: offset, scope: index, field: scope.field.flatMap { fields[$0] })
        }
        let share = definition.validity.answeredShare
        answersForValidity =
            share > 0 && !items.isEmpty
            ? Int((share * Double(items.count)).rounded(.up)) : nil
    }
}
