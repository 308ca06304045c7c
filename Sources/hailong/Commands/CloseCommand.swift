internal import ArgumentParser
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
        let folder = DataFolder(data.path)
        guard folder.holder?.baseURL != nil else {
            return try closeAlone(month, in: folder, isAgreed: yes, say)
        }
        guard try announceServed(month, in: say) else { return }
        try agree(to: month, yes, in: say)
        guard let answer = try RequestDesk.ask(.close(month), of: folder, in: say) else {
            // The server has ended meanwhile; the yes is still one.
            return try closeAlone(month, in: folder, isAgreed: true, say)
        }
        try answer.tell(in: say)
    }

    /// Looks at the month beside the running server.
    ///
    /// - Returns: whether there is something to close
    private func announceServed(
        _ month: CalendarMonth, in say: Language
    ) throws(Failure) -> Bool {
        let (clerk, foreseen, count) = try look(at: month, say)
        guard case .closed(let closing) = foreseen else {
            try clerk.say(foreseen, of: month).tell(in: say)
            return false
        }
        announce(closing, count: count, isServed: true, in: say)
        return true
    }

    /// What closing would come to, and how many answers the month has, as a reader sees it.
    private func look(
        at month: CalendarMonth, _ say: Language
    ) throws(Failure) -> (OfficeClerk, CloseOutcome, count: Int) {
        let reader = try OpenOffice.reader(data.path, in: say)
        let clerk = OfficeClerk(
            register: try OpenOffice.reading(in: say, reader.register), desk: nil,
            now: OpenOffice.now(), say: say)
        let (foreseen, count) = try OpenOffice.reading(in: say) { () throws(StorageError) in
            try reader.snapshot { () throws(StorageError) in
                (
                    try reader.closing(of: month, at: clerk.now, offset: OpenOffice.offset),
                    try reader.countAnswers(in: month, offset: OpenOffice.offset)
                )
            }
        }
        return (clerk, foreseen, count)
    }

    /// Closes it where no server runs.
    private func closeAlone(
        _ month: CalendarMonth, in folder: DataFolder, isAgreed: Bool, _ say: Language
    ) throws(Failure) {
        // Held until the end, so that what is announced is what is closed.
        let store = try OpenOffice.reading(in: say) { () throws(StorageError) in
            try Store(folder, makes: false)
        }
        let (clerk, foreseen, count) = try look(at: month, say)
        guard case .closed(let closing) = foreseen else {
            return try clerk.say(foreseen, of: month).tell(in: say)
        }
        announce(closing, count: count, isServed: false, in: say)
        try agree(to: month, isAgreed, in: say)
        let answer = try OpenOffice.reading(in: say) { () throws(StorageError) in
            try clerk.perform(.close(month), attachment: "", in: store)
        }
        try answer.tell(in: say)
    }

    /// What is about to be closed, and that there is no way back.
    private func announce(
        _ closing: Closing, count: Int, isServed: Bool, in say: Language
    ) {
        let name = OfficeClerk.words(closing.month, say)
        let today = OfficeClerk.day(closing.closedAt, say)
        let given = say.count(
            count, "phiếu trả lời trong tháng", "response was given in it",
            "responses were given in it")
        Terminal.warn(
            say(
                "Chốt tháng \(name): \(given). "
                    + "Hôm nay theo đồng hồ máy: \(today).",
                "Closing \(name): \(given). "
                    + "Today by this machine's clock: \(today)."))
        if count == 0 {
            Terminal.warn(
                say(
                    "CHƯA CÓ phiếu nào: phiếu của tháng này đến sau sẽ không được tính.",
                    "There are NO responses: any that come later will not count."))
        }
        if isServed {
            Terminal.warn(
                say(
                    "Máy chủ đang chạy sẽ chốt; phiếu đến trước lúc đó vẫn được tính.",
                    "The running server closes it; responses that arrive until then count."))
        }
        Terminal.warn(
            say(
                "Phiếu đến sau vẫn được lưu nhưng không tính. KHÔNG MỞ LẠI ĐƯỢC.",
                "Later ones are stored and do not count. This CANNOT BE UNDONE."))
    }

    /// Goes on only where somebody says yes.
    private func agree(
        to month: CalendarMonth, _ isAgreed: Bool, in say: Language
    ) throws(Failure) {
        if isAgreed || isConfirmed(month, in: say) { return }
        throw Failure(
            .usage,
            say(
                "Chưa chốt gì. Gõ đúng tháng khi được hỏi, hoặc thêm --yes.",
                "Nothing was closed. Type the month when asked, or add --yes."))
    }

    /// Asks whoever sits at the terminal to type the month.
    private func isConfirmed(_ month: CalendarMonth, in say: Language) -> Bool {
        Terminal.warn(
            say("Gõ \(month) rồi Enter để chốt:", "Type \(month) and Enter to close it:"))
        return Terminal.confirms(month.description)
    }
}
