public import Survey

/// Which ballots a report is made from, beside unit and period. Values of one kind are
/// alternatives; kinds narrow each other down. Nothing set is every ballot.
public struct ReportFilter: Sendable, Equatable {
    /// Codes of places, as they were when the answers were given.
    public var places: [String]
    public var channels: [Channel]
    /// Codes of procedures.
    public var procedures: [String]
    /// Codes of fields.
    public var fields: [String]
    public var outcomes: [Outcome]
    /// Whole hours of the office's day, 0..<24; 7..<11 is from 7:00 until before 11:00.
    public var hours: Range<Int>?

    public init(
        places: [String] = [], channels: [Channel] = [], procedures: [String] = [],
        fields: [String] = [], outcomes: [Outcome] = [], hours: Range<Int>? = nil
    ) {
        self.places = places
        self.channels = channels
        self.procedures = procedures
        self.fields = fields
        self.outcomes = outcomes
        self.hours = hours
    }

    /// Whether it lets every ballot through.
    public var isEmpty: Bool { self == ReportFilter() }

    /// Reads codes as they are written in options and addresses.
    ///
    /// - Parameters:
    ///   - channels: as ``Survey/Channel`` writes them
    ///   - outcomes: as ``Survey/Outcome`` writes them
    ///   - hours: `7-11`, or nil for all
    /// - Throws: ``ReportFault/unknownCode(_:_:known:)``, ``ReportFault/badHours(_:)``
    public static func reading(
        places: [String], channels: [String], procedures: [String], fields: [String],
        outcomes: [String], hours: String?
    ) throws(ReportFault) -> ReportFilter {
        var filter = ReportFilter(places: places, procedures: procedures, fields: fields)
        for code in channels { filter.channels.append(try word(code, .channel)) }
        for code in outcomes { filter.outcomes.append(try word(code, .outcome)) }
        if let hours {
            guard let range = Self.hours(hours) else { throw .badHours(hours) }
            filter.hours = range
        }
        return filter
    }

    private static func word<Word: RawRepresentable & CaseIterable>(
        _ code: String, _ kind: Kind
    ) throws(ReportFault) -> Word where Word.RawValue == String {
        guard let word = Word(rawValue: code) else {
            throw .unknownCode(kind, code, known: Word.allCases.map(\.rawValue))
        }
        return word
    }

    /// Reads `7-11`: from 7:00 until before 11:00.
    ///
    /// - Returns: nil unless 0 ≤ first < last ≤ 24
    public static func hours(_ text: String) -> Range<Int>? {
        let parts = text.split(separator: "-", omittingEmptySubsequences: false)
        guard parts.count == 2, parts.allSatisfy({ (1...2).contains($0.utf8.count) }),
            parts.allSatisfy({ $0.utf8.allSatisfy { (48...57).contains($0) } }),
            let first = UInt8(parts[0]), let last = UInt8(parts[1]), first < last, last <= 24
        else { return nil }
        return Int(first)..<Int(last)
    }

    /// The codes that nobody knows here.
    ///
    /// - Parameters:
    ///   - register: whose places are known
    ///   - key: whose postings, procedures and fields are known
    func check(_ register: Register, _ key: RecordKey) throws(ReportFault) {
        let known = Set(register.places.map(\.code)).union(key.postings.values.map(\.place))
        try Self.check(places, .place, known)
        try Self.check(procedures, .procedure, Set(key.procedures.values))
        try Self.check(fields, .field, Set(key.fields.values))
    }

    private static func check(
        _ codes: [String], _ kind: Kind, _ known: Set<String>
    ) throws(ReportFault) {
        guard let code = codes.first(where: { !known.contains($0) }) else { return }
        throw .unknownCode(kind, code, known: known.sorted())
    }

    /// What a code of a filter names.
    public enum Kind: String, Sendable, CaseIterable {
        case place, channel, procedure, field, outcome
    }
}
