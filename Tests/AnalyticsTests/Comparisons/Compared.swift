import Survey
import Testing

@testable import Analytics

/// Two years of an office, compared.
extension Office {
    static let before = "2024-03-10T09:00:00+07:00"
    static let after = "2025-03-10T09:00:00+07:00"

    /// So many satisfied out of so many on the overall question, in the year of a moment.
    mutating func add(
        _ satisfied: Int, of ballots: Int, at time: String, unit: String = "A",
        place: String = "counter", channel: Channel = .kiosk
    ) {
        add(
            ["overall": .score(5)], count: satisfied, unit: unit, place: place, at: time,
            channel: channel)
        add(
            ["overall": .score(2)], count: ballots - satisfied, unit: unit, place: place, at: time,
            channel: channel)
    }

    func comparison(
        before: String = "2024-01-01..2024-12-31", after: String = "2025-01-01..2025-12-31",
        units: [String] = []
    ) throws -> Comparison {
        try ComparisonBuilder.comparison(
            CompareQuery(
                index: definitions.indices[0].id, before: try Self.period(before),
                after: try Self.period(after), units: units),
            from: source(), definitions: definitions, at: Timestamp(milliseconds: 0))
    }

    func change(
        _ unit: String = "A", before: String = "2024-01-01..2024-12-31",
        after: String = "2025-01-01..2025-12-31"
    ) throws -> UnitComparison {
        try #require(
            comparison(before: before, after: after, units: [unit]).units.first)
    }

    static func period(_ text: String) throws -> Period {
        let days = text.split(separator: "..").compactMap { CalendarDay(String($0)) }
        try #require(days.count == 2)
        return try #require(Period(from: days[0], to: days[1]))
    }
}
