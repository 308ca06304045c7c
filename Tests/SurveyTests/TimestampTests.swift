import Survey
import Testing

@Suite("Timestamp")
struct TimestampTests {
    @Test(
        "RFC 3339 is read to the millisecond",
        arguments: [
            ("1970-01-01T00:00:00Z", 0), ("1970-01-01t07:00:00.001+07:00", 1),
            ("2025-03-31T23:59:59.999+07:00", 1_743_440_399_999),
            ("2025-03-31T16:59:59.9994z", 1_743_440_399_999),
            ("2025-03-31T16:59:59.5Z", 1_743_440_399_500),
            ("2025-03-31T13:29:59.05-03:30", 1_743_440_399_050),
            ("2024-02-29T12:00:00+00:00", 1_709_208_000_000),
            ("1969-12-31T23:00:00-01:00", 0),
            ("9999-12-31T05:59:59Z", 253_402_235_999_000),
        ] as [(String, Int64)])
    func reads(text: String, milliseconds: Int64) {
        #expect(Timestamp(rfc3339: text)?.milliseconds == milliseconds)
    }

    @Test(
        "Anything else is refused",
        arguments: [
            "", "2025-03-31", "2025-03-31T23:59:59", "2025-03-31 23:59:59Z", "2025-02-29T00:00:00Z",
            "2025-03-31T24:00:00Z", "2025-03-31T23:60:00Z", "2025-03-31T23:59:60Z",
            "2025-03-31T23:59:59.Z", "2025-03-31T23:59:59,5Z", "2025-03-31T23:59:59+7",
            "2025-03-31T23:59:59+0700", "2025-03-31T23:59:59+07:60", "2025-03-31T23:59:59+18:01",
            "2025-03-31T23:59:59ZZ", "1969-12-31T23:59:59Z", "1970-01-01T00:00:00+07:00",
            "9999-12-31T23:59:59-18:00", "31/03/2025T23:59:59Z", "2025-03-31T23:59Z00000",
        ])
    func refuses(text: String) {
        #expect(Timestamp(rfc3339: text) == nil)
    }

    @Test(
        "A moment is written and read back at any offset",
        arguments: ["Z", "+07:00", "-03:30", "+18:00", "-18:00"], 0..<10 as Range<UInt64>)
    func roundTrip(offset: String, seed: UInt64) throws {
        var random = SeededGenerator(seed: seed)
        let offset = try #require(DayOffset(offset))
        let latest = try #require(Timestamp(rfc3339: "9999-12-31T05:59:59.999Z"))
        for number in [0, latest.milliseconds] {
            let moment = Timestamp(milliseconds: number)
            #expect(Timestamp(rfc3339: moment.rfc3339(at: offset)) == moment)
        }
        for _ in 0..<100 {
            let number = Int64.random(in: 0...latest.milliseconds, using: &random)
            let moment = Timestamp(milliseconds: random.pick([number, number / 1000 * 1000]))
            let text = moment.rfc3339(at: offset)
            #expect(Timestamp(rfc3339: text) == moment)
            #expect(text.hasPrefix(moment.day(at: offset).description + "T"))
            #expect(text.contains(".") == (moment.milliseconds % 1000 != 0))
        }
    }

    @Test("Days begin at the office's midnight, before 1970 too")
    func days() throws {
        let utc = try #require(DayOffset("Z"))
        #expect(Timestamp(milliseconds: -1).day(at: utc).description == "1969-12-31")
        #expect(Timestamp(milliseconds: -1).day(at: .vietNam).description == "1970-01-01")
        #expect(
            Timestamp(milliseconds: -1).rfc3339(at: utc) == "1969-12-31T23:59:59.999+00:00")
        for days in [-800_000, -1, 0, 1, 20_000, 2_000_000] {
            let day = CalendarDay(daysSince1970: days)
            let start = day.start(at: .vietNam)
            #expect(start.day(at: .vietNam) == day)
            #expect(
                Timestamp(milliseconds: start.milliseconds - 1).day(at: .vietNam)
                    == day.advanced(by: -1))
        }
    }

    @Test(
        "An offset is read and written",
        arguments: [
            ("Z", 0, "+00:00"), ("z", 0, "+00:00"), ("+07:00", 25_200, "+07:00"),
            ("-00:00", 0, "+00:00"), ("-03:30", -12_600, "-03:30"), ("-00:30", -1_800, "-00:30"),
            ("+18:00", 64_800, "+18:00"),
        ])
    func offsets(text: String, seconds: Int, again: String) {
        #expect(DayOffset(text)?.secondsEast == seconds)
        #expect(DayOffset(text)?.description == again)
    }

    @Test(
        "What is no offset is refused",
        arguments: [
            "", "7", "07:00", "+7:00", "+0700", "+07:60", "+19:00", "+18:30", "+07:00 ", "+０7:00",
        ])
    func noOffset(text: String) {
        #expect(DayOffset(text) == nil)
    }
}
