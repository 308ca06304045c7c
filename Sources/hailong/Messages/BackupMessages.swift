internal import ArgumentParser
internal import Storage
internal import Survey

/// What can be wrong with copies of a store: the message, the way out, the exit code.
extension Failure {
    init(copying error: StorageError, in say: Language) {
        switch error {
        case .olderSchema(let found, let known):
            self.init(
                .folder,
                say(
                    "Dữ liệu do bản cũ hơn tạo (lược đồ \(found), bản này dùng \(known)). "
                        + "Chạy hailong serve một lần để nâng cấp.",
                    "The data was made by an older release (schema \(found), this one uses "
                        + "\(known)). Run hailong serve once to bring it up to date."))
        case .copyWithoutLog(let path):
            self.init(
                .folder,
                say(
                    "\(path): bản chép thiếu tệp hailong.db-wal, nên thiếu những phiếu mới nhất. "
                        + "Hãy sao lưu bằng: hailong backup; hoặc dừng máy chủ rồi chép cả -wal.",
                    "\(path): copied without its hailong.db-wal, so the newest answers are "
                        + "missing. Use: hailong backup; or stop the server and copy the -wal too."
                ))
        case .alreadyThere(let path):
            self.init(
                .folder,
                say(
                    "\(path): đã có tệp này, bản sao lưu không ghi đè. Hãy chọn tên khác.",
                    "\(path): is there already; a backup overwrites nothing. Choose another name."))
        case .ownName(let path):
            self.init(.folder, Self.ownName(path, in: say))
        case .backupUnderway(let path):
            self.init(
                .folder,
                say(
                    "\(path): một bản sao lưu khác đang được ghi vào tệp này. Hãy chờ nó xong.",
                    "\(path): another backup is being written to this file. Wait until it ends."))
        case .notABackup(let path):
            self.init(
                .badInput,
                say(
                    "\(path): không phải bản sao lưu do hailong backup làm ra. "
                        + "Không có gì thay đổi.",
                    "\(path): no backup made by hailong backup. Nothing was changed."))
        case .damaged(let path, let findings):
            let list = findings.map { "\n  \($0.message(in: say))" }.joined()
            self.init(
                .badInput,
                say("\(path): dữ liệu bị hỏng:\(list)", "\(path): the data is damaged:\(list)"))
        case .holdsStore(let path, let responses, let backup):
            self.init(.folder, Self.held(path, responses, backup, in: say))
        default:
            self.init(
                .tryAgain,
                say(
                    "Có chương trình đang đọc dữ liệu. Hãy thử lại khi nó xong.",
                    "A program is reading the data. Try again when it has ended."))
        }
    }

    private static func ownName(_ path: String, in say: Language) -> String {
        say(
            "\(path): tên này thuộc thư mục dữ liệu, ghi vào là mất dữ liệu. "
                + "Hãy chọn tên khác, tốt nhất ở thư mục khác.",
            "\(path): this name belongs to the data folder; writing there would destroy data. "
                + "Choose another name, best in another folder.")
    }

    private static func held(
        _ path: String, _ responses: Int?, _ backup: Int, in say: Language
    ) -> String {
        let there =
            responses.map { say("\($0) phiếu", "\($0) responses") }
            ?? say("dữ liệu không đọc được", "data that cannot be read")
        return say(
            "\(path): đang có \(there); bản sao lưu có \(backup) phiếu. Không có gì thay đổi. "
                + "Thêm --force để thay; dữ liệu đang có được giữ trong một thư mục bên trong.",
            "\(path): holds \(there); the backup has \(backup) responses. Nothing was changed. "
                + "Add --force to replace it; what is there is kept in a folder inside.")
    }
}

extension Finding {
    func message(in say: Language) -> String {
        switch self {
        case .integrity(let text): say("SQLite báo: \(text)", "SQLite says: \(text)")
        case .identities(let ids, let responses):
            say("\(ids) mã nhưng \(responses) phiếu", "\(ids) ids but \(responses) responses")
        case .strayIdentities(let count):
            say("\(count) mã không có phiếu", "\(count) ids without a response")
        case .sharedRows(let count):
            say("\(count) phiếu có hơn một mã", "\(count) responses with more than one id")
        case .formChanged(let id, let version):
            say(
                "nội dung phiếu “\(id)” phiên bản \(version) đã bị đổi",
                "the content of form “\(id)” version \(version) was changed")
        case .unreadableResponses(let count):
            say("\(count) phiếu không đọc được", "\(count) responses cannot be read")
        case .answersChanged(let first, let last):
            say(
                "trong các phiếu từ dòng \(first) đến \(last) có phiếu đã bị đổi",
                "among the responses in rows \(first) to \(last) one was changed")
        case .furtherBlocks(let count):
            say("và \(count) đoạn phiếu khác", "and \(count) further blocks of responses")
        case .commentChanged(let row):
            say("góp ý của phiếu dòng \(row) đã bị đổi", "the comment in row \(row) was changed")
        case .quarantineChanged(let number):
            say("phiếu để riêng số \(number) đã bị đổi", "quarantine entry \(number) was changed")
        case .draftChanged(let id):
            say(
                "phần đã lưu của phiếu \(id) chưa gửi đã bị đổi",
                "what was saved of the unsent answer \(id) was changed")
        case .tableChanged(let name):
            say("bảng “\(name)” đã bị đổi", "the table “\(name)” was changed")
        case .lost(let loss): loss.message(in: say)
        case .anchorDamaged:
            say(
                "tệp anchor bị hỏng: không biết có mất phiếu đã xác nhận hay không",
                "the file anchor is damaged: whether confirmed answers are missing is not known")
        case .anchorMissing:
            say(
                "thiếu tệp anchor bên cạnh dữ liệu: không biết có mất phiếu đã xác nhận hay không",
                "there is no file anchor beside the data: whether confirmed answers are missing "
                    + "is not known")
        }
    }
}

extension Loss {
    /// The loss, and who has taken note of it.
    func acknowledgement(in say: Language) -> String {
        let time = acknowledgedAt?.rfc3339(at: OpenOffice.offset) ?? ""
        return message(in: say)
            + say(
                "; đã ghi nhận: \(acknowledgedBy), \(time)",
                "; acknowledged by \(acknowledgedBy) at \(time)")
    }

    func message(in say: Language) -> String {
        let found = at.map { " (\($0.rfc3339(at: OpenOffice.offset)))" } ?? ""
        guard foundRow < expectedRow else {
            return say(
                "\(expectedRow) phiếu đã được xác nhận, nhưng trong đó có phiếu khác\(found)",
                "\(expectedRow) responses were confirmed, and others stand in their place\(found)")
        }
        return say(
            "MẤT PHIẾU: đã xác nhận \(expectedRow) phiếu mà chỉ còn \(foundRow)\(found)",
            "ANSWERS LOST: \(expectedRow) were confirmed and only \(foundRow) are there\(found)")
    }
}
