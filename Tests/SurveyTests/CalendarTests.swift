import Survey
import Testing

@Suite("Calendar")
struct CalendarTests {
    /// Days of the months of a year by the rule itself, not by the code under test.
    private static func monthLengths(_ year: Int) -> [Int] {
        let isLeap = year % 4 == 0 && (year % 100 != 0 || year % 400 == 0)
        return [31, isLeap ? 29 : 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31]
    }

    @Test("Every day from 1970 to 2100 is counted, written and read back")
    func everyDay() {
        var expected = 0
        for year in 1970...2100 {
            for (month, length) in Self.monthLengths(year).enumerated() {
                for day in 1...length {
                    let found = CalendarDay(year: year, month: month + 1, day: day)
                    guard let found, found.daysSince1970 == expected,
                        found.civil == (year, month + 1, day),
                        CalendarDay(found.description) == found,
                        found.month == CalendarMonth(year: year, month: month + 1)
                    else {
                        Issue.record(
                            "\(year)-\(month + 1)-\(day) became \(String(describing: found))")
                        return
                    }
                    expected += 1
                }
                #expect(CalendarDay(year: year, month: month + 1, day: length + 1) == nil)
            }
        }
    }

    @Test(
        "Days far from now, and before 1970, are right too",
        arguments: [
            ("0001-01-01", -719_162), ("1582-10-15", -141_427), ("1900-03-01", -25_508),
            ("1969-12-31", -1), ("2000-02-29", 11_016), ("9999-12-31", 2_932_896),
        ])
    func farDays(text: String, days: Int) throws {
        let day = try #require(CalendarDay(text))
        #expect(day.daysSince1970 == days)
        #expect(CalendarDay(daysSince1970: days).description == text)
        #expect(day.advanced(by: 1).daysSince1970 == days + 1)
        #expect(day.month.firstDay <= day && day <= day.month.lastDay)
    }

    @Test(
        "What is no day is refused",
        arguments: [
            "", "2025-02-29", "1900-02-29", "2025-04-31", "2025-13-01", "2025-00-10", "2025-01-00",
            "0000-01-01", "2025-1-1", "2025/01/01", "01-01-2025", "31/12/2025", "2025-01-01 ",
            "+025-01-01", "20２5-01-01", "2025-01-011", "2025-01-1a",
        ])
    func noDay(text: String) {
        #expect(CalendarDay(text) == nil)
    }

    @Test("A day is shown as Vietnamese readers write it")
    func vietnamese() {
        #expect(CalendarDay("2025-03-09")?.vietnamese == "09/03/2025")
    }

    @Test("A month is read, written and knows its ends", arguments: 1970...2100)
    func months(year: Int) throws {
        for (index, length) in Self.monthLengths(year).enumerated() {
            let month = try #require(CalendarMonth(year: year, month: index + 1))
            #expect(CalendarMonth(month.description) == month)
            #expect((month.year, month.month) == (year, index + 1))
            #expect(month.firstDay == CalendarDay(year: year, month: index + 1, day: 1))
            #expect(month.lastDay == CalendarDay(year: year, month: index + 1, day: length))
            #expect(month < month.next && month.next.firstDay == month.lastDay.advanced(by: 1))
        }
    }

    @Test(
        "What is no month is refused",
        arguments: [
            "", "2025-00", "2025-13", "2025-1", "2025/01", "01-2025", "0000-01", "2025-01 ",
        ])
    func noMonth(text: String) {
        #expect(CalendarMonth(text) == nil)
    }

    @Test("A day beyond all written years still has a month")
    func beyond() {
        #expect(CalendarDay(daysSince1970: -800_000).month.firstDay.daysSince1970 <= -800_000)
        #expect(CalendarDay(daysSince1970: 3_000_000).month.lastDay.daysSince1970 >= 3_000_000)
    }
}

@Suite("Period")
struct PeriodTests {
    private func period(_ from: String, _ to: String) throws -> Period? {
        Period(from: try #require(CalendarDay(from)), to: try #require(CalendarDay(to)))
    }

    @Test("An end before the beginning is no period; one day is one")
    func order() throws {
        #expect(try period("2025-03-02", "2025-03-01") == nil)
        #expect(try period("2025-03-01", "2025-03-01")?.months.map(\.description) == ["2025-03"])
    }

    @Test(
        "The last millisecond of the last day belongs to it, the next one does not",
        arguments: [
            ("2025-01-01", "2025-03-31"), ("2024-02-29", "2024-02-29"),
            ("2025-10-01", "2025-12-31"),
        ])
    func edges(from: String, to: String) throws {
        let moments = try #require(try period(from, to)).moments(at: .vietNam)
        let first = try #require(Timestamp(rfc3339: "\(from)T00:00:00+07:00"))
        let last = try #require(Timestamp(rfc3339: "\(to)T23:59:59.999+07:00"))
        #expect(moments.lowerBound == first)
        #expect(moments.contains(last))
        #expect(moments.upperBound.milliseconds == last.milliseconds + 1)
        #expect(last.day(at: .vietNam).description == to)
        #expect(moments.upperBound.day(at: .vietNam) > last.day(at: .vietNam))
        #expect(!moments.contains(Timestamp(milliseconds: first.milliseconds - 1)))
    }

    @Test("The quarters of a year hold each of its moments once")
    func quarters() throws {
        let quarters = try [
            ("01-01", "03-31"), ("04-01", "06-30"), ("07-01", "09-30"), ("10-01", "12-31"),
        ]
        .map { try #require(try period("2025-\($0.0)", "2025-\($0.1)")).moments(at: .vietNam) }
        for (earlier, later) in zip(quarters, quarters.dropFirst()) {
            #expect(earlier.upperBound == later.lowerBound)
        }
        let year = try #require(Period.year(2025)).moments(at: .vietNam)
        #expect(year == quarters[0].lowerBound..<quarters[3].upperBound)
    }

    @Test("Months are clipped to the period and whole months are known as such")
    func clipping() throws {
        let span = try #require(try period("2024-01-15", "2024-03-10"))
        #expect(span.months.map(\.description) == ["2024-01", "2024-02", "2024-03"])
        #expect(
            span.months.map { span.clipped(to: $0).map { "\($0.from)..\($0.to)" } } == [
                "2024-01-15..2024-01-31", "2024-02-01..2024-02-29", "2024-03-01..2024-03-10",
            ])
        #expect(span.clipped(to: try #require(CalendarMonth("2024-04"))) == nil)
        #expect(!span.isWholeMonths)
        #expect(try period("2024-02-01", "2024-02-29")?.isWholeMonths == true)
        #expect(try period("2024-02-01", "2024-02-28")?.isWholeMonths == false)
        #expect(try period("2023-11-01", "2024-02-29")?.months.count == 4)
        #expect(Period.year(0) == nil)
    }
}
