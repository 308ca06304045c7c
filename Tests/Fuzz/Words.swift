@testable import Survey

/// Single values written as text: times, days, ids, codes, and any text that is kept.
enum Words {
    static func run(_ bytes: [UInt8]) {
        let text = String(decoding: bytes, as: UTF8.self)
        times(text)
        if let id = ResponseID(text) {
            require(ResponseID(id.description) == id, "an id written and read is the same")
            require(ResponseID(bytes: id.bytes) == id, "an id as bytes is the same")
            require(id.asSample.isSample && id.asSample.asSample == id.asSample, "a sample's id")
        }
        _ = Code.isValid(text)
        kept(text)
    }

    private static func times(_ text: String) {
        if let time = Timestamp(rfc3339: text) {
            for offset in [DayOffset.utc, .vietNam] {
                let again = Timestamp(rfc3339: time.rfc3339(at: offset))
                require(again == time, "a time written and read is the same")
            }
        }
        if let day = CalendarDay(text) {
            require(CalendarDay(day.description) == day, "a day written and read is the same")
        }
        if let month = CalendarMonth(text) {
            require(CalendarMonth(month.description) == month, "a month written and read")
        }
        if let offset = DayOffset(text) {
            require(DayOffset(offset.description) == offset, "an offset written and read")
        }
    }

    private static func kept(_ text: String) {
        let kept = Text.trimmed(Text.normalized(text))
        require(Text.trimmed(Text.normalized(kept)) == kept, "what is kept is kept again")
        let again = Text.trimmed(Text.normalized(kept))
        require(again.utf8.elementsEqual(kept.utf8), "what is kept is kept byte for byte")
        require(Text.isStreamSafe(kept), "what is kept is safe to compare")
        for scalar in kept.unicodeScalars {
            require(scalar.value >= 0x20 || scalar == "\n", "no control character is kept")
            let turns = (0x202A...0x202E).contains(scalar.value)
            require(!turns && !(0x2066...0x2069).contains(scalar.value), "no line is turned around")
        }
    }
}
