/// What a client sent for the items of a form: item ids and codes, such as `["4"]`, `["dk"]` or
/// `["waiting", "attitude"]`. What is absent is missing.
///
/// Kept as a list in the order sent, which is nearly always the form's: so checking it is one walk
/// along both, where a dictionary would hash every name and hold an array for every item.
public struct GivenAnswers: Sendable {
    /// The item of each code.
    private var names: [String] = []
    /// An empty one stands for an item that was named with nothing.
    private var codes: [String] = []

    public init() {}

    /// Whether no item was named.
    public var isEmpty: Bool { names.isEmpty }

    /// Whether nothing was said: no code, not even "dk".
    public var saysNothing: Bool { codes.allSatisfy(\.isEmpty) }

    /// The items named, each once, as they first came.
    public var items: [String] {
        var seen: Set<String> = []
        return names.filter { seen.insert($0).inserted }
    }

    /// The codes of an item, in the order sent; nil where it was not named.
    public subscript(item: String) -> [String]? {
        get {
            guard names.contains(item) else { return nil }
            return zip(names, codes).filter { $0 == item && !$1.isEmpty }.map(\.1)
        }
        set {
            if names.contains(item) {
                let kept = names.indices.filter { names[$0] != item }
                (names, codes) = (kept.map { names[$0] }, kept.map { codes[$0] })
            }
            guard let newValue else { return }
            for code in newValue.isEmpty ? [""] : newValue { add(code, to: item) }
        }
    }

    /// - Parameter code: empty where the item was named with nothing
    public mutating func add(_ code: String, to item: String) {
        names.append(item)
        codes.append(code)
    }

    public mutating func reserve(codes count: Int) {
        names.reserveCapacity(count)
        codes.reserveCapacity(count)
    }

    /// The same answers with each item's codes together, in the order of a form's items; those of
    /// unknown items come last.
    func arranged(as items: [Item]) -> GivenAnswers {
        guard !isArranged(as: items) else { return self }
        let places = Dictionary(
            items.enumerated().map { ($1.id, $0) }, uniquingKeysWith: { first, _ in first })
        let order = names.indices.sorted { one, other in
            let (first, second) = (places[names[one]], places[names[other]])
            return (first ?? items.count, one) < (second ?? items.count, other)
        }
        var arranged = GivenAnswers()
        arranged.reserve(codes: names.count)
        for index in order { arranged.add(codes[index], to: names[index]) }
        return arranged
    }

    private func isArranged(as items: [Item]) -> Bool {
        var position = 0
        for name in names {
            while position < items.count, items[position].id != name { position += 1 }
            guard position < items.count else { return false }
        }
        return true
    }

    /// A walk along arranged answers, item by item.
    struct Walk {
        private let answers: GivenAnswers
        private var position = 0

        init(_ answers: GivenAnswers) { self.answers = answers }

        /// Whether nothing is left over.
        var isOver: Bool { position == answers.names.count }

        /// The items that are left over when every item of a form was asked for.
        var rest: [String] { Array(answers.names[position...]) }

        /// What was sent for the next item.
        mutating func take(_ item: String) -> ArraySlice<String> {
            let start = position
            while position < answers.names.count, answers.names[position] == item { position += 1 }
            let taken = answers.codes[start..<position]
            return taken.contains("") ? taken.filter { !$0.isEmpty }[...] : taken
        }
    }
}

extension GivenAnswers: ExpressibleByDictionaryLiteral {
    public init(dictionaryLiteral elements: (String, [String])...) {
        for (item, codes) in elements { self[item] = codes }
    }
}

extension GivenAnswers: Equatable {
    /// Whether the same codes were sent for the same items, whatever the items' order.
    public static func == (one: GivenAnswers, other: GivenAnswers) -> Bool {
        if one.names == other.names, one.codes == other.codes { return true }
        let items = one.items
        return items.count == other.items.count && items.allSatisfy { one[$0] == other[$0] }
    }
}
