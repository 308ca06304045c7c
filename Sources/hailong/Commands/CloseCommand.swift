internal import ArgumentParser
internal import Documents
internal import Glibc
internal import Storage
internal import Survey

/// `hailong close YYYY-MM`: the figures of a month stand from now on.
struct CloseCommand: OfficeCommand {
    static let configuration = CommandConfiguration(
        commandName: "close",
        abstract: "Chốt số liệu một tháng, không mở lại được. / Closes a month for good.")

    @Argument(help: "Tháng, YYYY-MM. / The month.")
    var month: String
    @OptionGroup var data: DataOption
    @Flag(help: "Chốt mà không hỏi lại. / Closes without asking.")
    var yes = false
    @OptionGroup var languageOption: LanguageOption

    func perform(in say: Language) throws(Failure) {
        guard let month = CalendarMonth(month) else {
            throw Failure(
                .usage,
                say(
                    "“\(self.month)” không phải một tháng; viết YYYY-MM.",
                    "“\(self.month)” is not a month; write YYYY-MM."))
        }
        let now = OpenOffice.now()
        let outcome = try OpenOffice.reading(in: say) { () throws(StorageError) in
            // Held until the end, so that what is announced is what is closed.
            let store = try Store(DataFolder(data.path), makes: false)
            let foreseen = try store.closing(of: month, at: now, offset: OpenOffice.offset)
            guard case .closed(let closing) = foreseen else { return foreseen as CloseOutcome? }
            let count = try store.countAnswers(in: month, offset: OpenOffice.offset)
            announce(closing, count: count, in: say)
            guard yes || isConfirmed(month, in: say) else { return nil }
            return try store.close(month, at: now, offset: OpenOffice.offset)
        }
        try tell(outcome, of: month, at: now, in: say)
    }

    /// What is about to be closed, and that there is no way back.
    private func announce(_ closing: Closing, count: Int, in say: Language) {
        let (name, today) = (words(closing.month, say), day(closing.closedAt, say))
        Terminal.warn(
            say(
                "Chốt tháng \(name): \(count) phiếu trả lời trong tháng. "
                    + "Hôm nay theo đồng hồ máy: \(today).",
                "Closing \(name): \(count) responses were given in it. "
                    + "Today by this machine's clock: \(today)."))
        if count == 0 {
            Terminal.warn(
                say(
                    "CHƯA CÓ phiếu nào: phiếu của tháng này đến sau sẽ không được tính.",
                    "There are NO responses: any that come later will not count."))
        }
        Terminal.warn(
            say(
                "Phiếu đến sau vẫn được lưu nhưng không tính. KHÔNG MỞ LẠI ĐƯỢC.",
                "Later ones are stored and do not count. This CANNOT BE UNDONE."))
    }

    /// Asks whoever sits at the terminal to type the month; nobody there is no consent.
    private func isConfirmed(_ month: CalendarMonth, in say: Language) -> Bool {
        guard isatty(STDIN_FILENO) == 1 else { return false }
        Terminal.warn(
            say("Gõ \(month) rồi Enter để chốt:", "Type \(month) and Enter to close it:"))
        return readLine().map { Text.trimmed($0) } == month.description
    }

    private func tell(
        _ outcome: CloseOutcome?, of month: CalendarMonth, at now: Timestamp, in say: Language
    ) throws(Failure) {
        let name = words(month, say)
        switch outcome {
        case .closed: try Terminal.say("closed \(month)", in: say)
        case .already(let closing):
            Terminal.warn(
                say(
                    "Tháng \(name) đã chốt ngày \(day(closing.closedAt, say)).",
                    "\(name) was closed on \(day(closing.closedAt, say))."))
            try Terminal.say("already \(month)", in: say)
        case .notEnded:
            throw Failure(
                .badInput,
                say(
                    "Tháng \(name) chưa kết thúc (hôm nay \(day(now, say))): chưa chốt được.",
                    "\(name) has not ended (today is \(day(now, say))): it cannot be closed yet."))
        case nil:
            throw Failure(
                .usage,
                say(
                    "Chưa chốt gì. Gõ đúng tháng khi được hỏi, hoặc thêm --yes.",
                    "Nothing was closed. Type the month when asked, or add --yes."))
        }
    }

    private func words(_ month: CalendarMonth, _ say: Language) -> String {
        Wording.month(month, say == .vi ? .vietnamese : .english)
    }

    private func day(_ moment: Timestamp, _ say: Language) -> String {
        Wording.day(moment.day(at: OpenOffice.offset), say == .vi ? .vietnamese : .english)
    }
}
