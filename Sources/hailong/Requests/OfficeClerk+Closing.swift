internal import Documents
internal import Storage
internal import Survey

/// Closing a month. It is one transaction: whoever hears nothing can ask again and hears `already`.
extension OfficeClerk {
    func close(_ month: CalendarMonth, in store: Store) throws(StorageError) -> OfficeAnswer {
        say(try store.close(month, at: now, offset: OpenOffice.offset), of: month)
    }

    /// What a command says of a month that is closed, or cannot be.
    func say(_ outcome: CloseOutcome, of month: CalendarMonth) -> OfficeAnswer {
        let name = Self.words(month, say)
        switch outcome {
        case .closed: return OfficeAnswer(output: ["closed \(month)"])
        case .already(let closing):
            let day = Self.day(closing.closedAt, say)
            return OfficeAnswer(
                output: ["already \(month)"],
                messages: [
                    say("Tháng \(name) đã chốt ngày \(day).", "\(name) was closed on \(day).")
                ])
        case .notEnded:
            let today = Self.day(now, say)
            return OfficeAnswer(
                Failure(
                    .badInput,
                    say(
                        "Tháng \(name) chưa kết thúc (hôm nay \(today)): chưa chốt được.",
                        "\(name) has not ended (today is \(today)): it cannot be closed yet.")))
        }
    }

    static func words(_ month: CalendarMonth, _ say: Language) -> String {
        Wording.month(month, say.document)
    }

    static func day(_ moment: Timestamp, _ say: Language) -> String {
        Wording.day(moment.day(at: OpenOffice.offset), say.document)
    }
}
