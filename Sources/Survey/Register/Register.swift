/// Everything an answer refers to: units, places and every stored version of every form.
///
/// A value: whoever changes the office makes a new one.
public struct Register: Sendable {
    public let units: [Unit]
    public let places: [Place]
    /// Every version known, stored or offered by the content folder.
    public let questionnaires: [Questionnaire]

    private let unitIndices: [String: Int]
    private let placeIndices: [String: Int]
    private let foldedPlaces: [String: Int]
    private let children: [String: [Int]]
    /// Form id to the places of its versions, ascending by version.
    private let versions: [String: [Int]]

    public init(units: [Unit], places: [Place], questionnaires: [Questionnaire]) {
        self.units = units
        self.places = places
        self.questionnaires = questionnaires
        unitIndices = Dictionary(
            units.enumerated().map { ($1.code, $0) }, uniquingKeysWith: { first, _ in first })
        placeIndices = Dictionary(
            places.enumerated().map { ($1.code, $0) }, uniquingKeysWith: { first, _ in first })
        foldedPlaces = Dictionary(
            places.enumerated().map { ($1.code.lowercased(), $0) },
            uniquingKeysWith: { first, _ in first })
        children = Dictionary(
            grouping: units.indices.filter { units[$0].parent != nil },
            by: { units[$0].parent ?? "" })
        versions = Dictionary(grouping: questionnaires.indices) { questionnaires[$0].id }
            .mapValues { $0.sorted { questionnaires[$0].version < questionnaires[$1].version } }
    }

    public func unit(_ code: String) -> Unit? { unitIndices[code].map { units[$0] } }

    public func place(_ code: String) -> Place? { placeIndices[code].map { places[$0] } }

    /// The place whose code differs from a typed one in capitals at most.
    public func place(typed code: String) -> Place? {
        place(code) ?? foldedPlaces[code.lowercased()].map { places[$0] }
    }

    public func questionnaire(_ id: String, version: Int) -> Questionnaire? {
        versions[id]?.last { questionnaires[$0].version == version }.map { questionnaires[$0] }
    }

    /// The highest version of a form: what is asked today.
    public func latest(_ id: String) -> Questionnaire? {
        versions[id]?.last.map { questionnaires[$0] }
    }

    /// The codes of a unit and of everything below it.
    public func subtree(of code: String) -> Set<String> {
        var found: Set<String> = []
        var waiting = [code]
        while let next = waiting.popLast() {
            guard found.insert(next).inserted else { continue }
            waiting += (children[next] ?? []).map { units[$0].code }
        }
        return found
    }

    /// The unit and those above it, from the bottom up; stops at an unknown parent and before a
    /// unit comes again.
    public func ancestry(of code: String) -> [Unit] {
        var line: [Unit] = []
        var seen: Set<String> = []
        var next: String? = code
        while let code = next, let unit = unit(code), seen.insert(code).inserted {
            line.append(unit)
            next = unit.parent
        }
        return line
    }

    /// Units in the order a reader expects: each after its parent, siblings as they were given.
    ///
    /// Every unit stands there once: one with an unknown parent at depth 0, the units of a circle
    /// at the end, below the first of them.
    public var unitsInTreeOrder: [(unit: Unit, depth: Int)] {
        var ordered: [(unit: Unit, depth: Int)] = []
        var isPlaced = [Bool](repeating: false, count: units.count)
        func place(from root: Int) {
            // Not recursive: a long chain of parents must not use up the stack.
            var waiting = [(index: root, depth: 0)]
            while let (index, depth) = waiting.popLast() {
                guard !isPlaced[index] else { continue }
                isPlaced[index] = true
                ordered.append((units[index], depth))
                waiting += (children[units[index].code] ?? []).reversed().map { ($0, depth + 1) }
            }
        }
        for (index, unit) in units.enumerated()
        where unit.parent == nil || unitIndices[unit.parent ?? ""] == nil {
            place(from: index)
        }
        for index in units.indices { place(from: index) }
        return ordered
    }
}
