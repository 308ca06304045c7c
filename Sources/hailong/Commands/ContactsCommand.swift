internal import ArgumentParser
internal import Secrets
internal import Storage
internal import Survey
internal import Web

/// `hailong contacts …`: citizens who want to be answered.
struct ContactsCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "contacts",
        abstract: "Người dân muốn được trả lời. / Citizens who want to be answered.",
        subcommands: [
            ContactsListCommand.self, ContactsDoneCommand.self, ContactsEraseCommand.self,
        ],
        defaultSubcommand: ContactsListCommand.self)
}

/// `hailong contacts [list]`: whom to call back, decrypted; reads beside the running server.
struct ContactsListCommand: OfficeCommand {
    /// How the list is written.
    enum Format: String, ExpressibleByArgument, CaseIterable {
        case csv, json, text
    }

    static let configuration = CommandConfiguration(
        commandName: "list", abstract: "Danh sách cần liên lạc. / Whom to call back.")

    @OptionGroup var data: DataOption
    @OptionGroup var keysOption: KeysOption
    @Option(help: "csv, json, text (default: text on a terminal, else json)")
    var format: Format = Terminal.isOutput ? .text : .json
    @Flag(help: "Cả những người đã được trả lời. / Those too that were answered.")
    var all = false
    @OptionGroup var languageOption: LanguageOption

    /// A contact as somebody reads it who calls.
    private struct Row {
        let stored: StoredContact
        /// Nil where the key is another.
        let contact: Contact?

        var place: String { stored.response?.posting.place ?? "" }
        var comment: String? { stored.response?.comment }
        var day: String { stored.givenAt.day(at: OpenOffice.offset).description }
        var doneDay: String? { stored.doneAt?.day(at: OpenOffice.offset).description }
    }

    func perform(in say: Language) throws(Failure) {
        let reader = try OpenOffice.reader(data.path, in: say)
        let (stored, identity) = try OpenOffice.reading(in: say) { () throws(StorageError) in
            try reader.snapshot { () throws(StorageError) in
                (try reader.contacts(), try reader.identity())
            }
        }
        let open = stored.filter { all || $0.doneAt == nil }
        // Where there is nothing to read no key is needed.
        let rows = try open.isEmpty ? [] : read(open, identity: identity, reader.folder, say)
        let output = try OutputFile(nil, in: say)
        switch format {
        case .json: try output.write(Self.json(rows).text(indented: true))
        case .csv: try output.write(Self.csv(rows))
        case .text: for row in rows { try output.write(Self.line(row) + "\n") }
        }
        let lost = rows.count { $0.contact == nil }
        guard lost > 0 else { return }
        Terminal.warn(
            say(
                "\(lost) thông tin liên lạc không giải mã được: chúng được mã hóa bằng tệp khóa "
                    + "khác. Đặt lại tệp khóa cũ.",
                "\(lost) contacts cannot be decrypted: they were encrypted by another key file. "
                    + "Put the former one back."))
    }

    private func read(
        _ stored: [StoredContact], identity: String, _ folder: DataFolder, _ say: Language
    ) throws(Failure) -> [Row] {
        let secret = try keysOption.existingSecret(of: folder, in: say)
        let key = ContactDesk.key(for: .contact, of: secret, identity: identity)
        return stored.map {
            Row(stored: $0, contact: ContactDesk.contact(in: $0.sealed, of: $0.id, by: key))
        }
    }

    private static func json(_ rows: [Row]) -> JSON {
        let contacts = rows.map { row -> JSON in
            .object([
                ("number", .integer(Int(row.stored.number))),
                ("id", .string(row.stored.id.description)), ("place", .string(row.place)),
                ("given", .string(row.day)), ("done", .string(row.doneDay)),
                ("contact", .string(row.contact?.reach)), ("name", .string(row.contact?.name)),
                ("comment", .string(row.comment)),
            ])
        }
        return .object([
            ("schema", .string("hailong.contacts/1")), ("contacts", .array(contacts)),
        ])
    }

    private static func csv(_ rows: [Row]) -> String {
        var writer = CSVWriter()
        writer.write(["number", "id", "place", "given", "done", "contact", "name", "comment"])
        for row in rows {
            writer.write(
                [String(row.stored.number), row.stored.id.description]
                    + [
                        row.place, row.day, row.doneDay ?? "", row.contact?.reach ?? "",
                        row.contact?.name ?? "", row.comment ?? "",
                    ].map(guarded))
        }
        return writer.text
    }

    /// A cell that no spreadsheet takes for a formula: people open this list, and strangers have
    /// written what is in it.
    /// - Source: OWASP ASVS 5.0, 1.2.10
    private static func guarded(_ cell: String) -> String {
        guard let first = cell.unicodeScalars.first, "=+-@\t\r\0".unicodeScalars.contains(first)
        else { return cell }
        return "'" + cell
    }

    private static func line(_ row: Row) -> String {
        let words = (row.comment ?? "–").split(whereSeparator: \.isNewline)
            .joined(separator: " / ")
        return [
            String(row.stored.number), row.day, row.place, row.contact?.reach ?? "?",
            row.contact?.name ?? "–", words,
        ].joined(separator: "\t")
    }
}

/// `hailong contacts done NUMBER`: the citizen was answered, and the contact goes after a while.
struct ContactsDoneCommand: OfficeCommand {
    static let configuration = CommandConfiguration(
        commandName: "done",
        abstract: "Đã trả lời; xóa sau 30 ngày. / Answered; deleted after 30 days.")

    @Argument(help: "Số thứ tự, mã phiếu hoặc mã của người dân. / Number, id or code.")
    var contact: String
    @OptionGroup var data: DataOption
    @OptionGroup var languageOption: LanguageOption

    func perform(in say: Language) throws(Failure) {
        try DeviceCommand.perform(.contactDone(contact), in: data.path, say)
    }
}

/// `hailong contacts erase NUMBER`: words and contact go for good, as the citizen asks who has no
/// code any more.
struct ContactsEraseCommand: OfficeCommand {
    static let configuration = CommandConfiguration(
        commandName: "erase",
        abstract: "Xóa hẳn góp ý và liên lạc. / Erases words and contact for good.")

    @Argument(help: "Số thứ tự, mã phiếu hoặc mã của người dân. / Number, id or code.")
    var contact: String
    @OptionGroup var data: DataOption
    @Flag(help: "Xóa mà không hỏi lại. / Erases without asking.")
    var yes = false
    @OptionGroup var languageOption: LanguageOption

    func perform(in say: Language) throws(Failure) {
        guard yes || isConfirmed(in: say) else {
            throw Failure(
                .usage,
                say(
                    "Chưa xóa gì. Gõ đúng số khi được hỏi, hoặc thêm --yes.",
                    "Nothing was erased. Type the number when asked, or add --yes."))
        }
        try DeviceCommand.perform(.contactErase(contact), in: data.path, say)
    }

    private func isConfirmed(in say: Language) -> Bool {
        Terminal.warn(
            say(
                "Góp ý và thông tin liên lạc bị xóa hẳn, KHÔNG LẤY LẠI ĐƯỢC; các mức đã chọn vẫn "
                    + "tính. Gõ \(contact) rồi Enter để xóa:",
                "Words and contact are erased for good. This CANNOT BE UNDONE; the levels that "
                    + "were chosen still count. Type \(contact) and Enter to erase:"))
        return Terminal.confirms(Text.trimmed(contact))
    }
}
