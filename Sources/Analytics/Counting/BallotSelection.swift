internal import Survey

/// Which ballots a report counts, in the store's numbers.
struct BallotSelection: Sendable {
    /// Numbers of postings lie below this: the store counts them from 1.
    static let postingsMax = 1 << 24

    /// Place among the postings counted by the posting's number, -1 for any other.
    let placeOfPosting: [Int32]
    /// The store's numbers of the postings counted, ascending: the order of their places.
    let postings: [Int32]
    /// By hour of the office's day, 24 entries; nil for all.
    let hours: [Bool]?
    /// By the store's number; nil for all.
    let procedures: [Bool]?
    let fields: [Bool]?
    /// By the stored byte, 256 entries; nil for all.
    let channels: [Bool]?
    let outcomes: [Bool]?
    /// At which the office's days begin, seconds east of UTC.
    let secondsEast: Int

    /// - Parameters:
    ///   - units: codes of the units whose ballots count; nil for all
    init(_ filter: ReportFilter, units: Set<String>?, key: RecordKey, offset: DayOffset) {
        let places = Set(filter.places)
        let counted = key.postings.filter { number, posting in
            number >= 0 && units?.contains(posting.unit) ?? true
                && (places.isEmpty || places.contains(posting.place))
        }.keys.sorted()
        let last = Int(counted.last ?? -1)
        precondition(last < Self.postingsMax, "the store numbers postings from 1")
        var placeOfPosting = [Int32](repeating: -1, count: last + 1)
        for (place, posting) in counted.enumerated() {
            placeOfPosting[Int(posting)] = Int32(place)
        }
        self.placeOfPosting = placeOfPosting
        postings = counted
        hours = filter.hours.map { hours in (0..<24).map { hours.contains($0) } }
        procedures = Self.numbers(filter.procedures, key.procedures)
        fields = Self.numbers(filter.fields, key.fields)
        channels = Self.bytes(filter.channels.map(\.number)) { $0 }
        outcomes = Self.bytes(filter.outcomes.map(\.number)) { $0 >> 4 }
        secondsEast = offset.secondsEast
    }

    private static func numbers(_ codes: [String], _ names: [Int32: String]) -> [Bool]? {
        guard !codes.isEmpty else { return nil }
        let wanted = Set(codes)
        let numbers = names.filter { $0.key >= 0 && wanted.contains($0.value) }.keys
        var isCounted = [Bool](repeating: false, count: Int(numbers.max() ?? 0) + 1)
        for number in numbers { isCounted[Int(number)] = true }
        return isCounted
    }

    private static func bytes(_ numbers: [Int], _ number: (Int) -> Int) -> [Bool]? {
        numbers.isEmpty ? nil : (0..<256).map { numbers.contains(number($0)) }
    }

    /// Postings counted.
    var placesCount: Int { postings.count }

    /// The place of a posting, or nil where its ballots do not count.
    func place(of posting: Int32) -> Int? {
        guard placeOfPosting.indices.contains(Int(posting)) else { return nil }
        let place = Int(placeOfPosting[Int(posting)])
        return place >= 0 ? place : nil
    }
}
