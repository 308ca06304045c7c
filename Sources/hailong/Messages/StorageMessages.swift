internal import Analytics
internal import ArgumentParser
internal import Documents
internal import HTTPServer
internal import Storage

/// Errors of other rooms as failures of a command: the message, the way out, the exit code.
extension Failure {
    init(_ error: StorageError, in say: Language) {
        switch error {
        case .absent(let path):
            self.init(
                .folder,
                say(
                    "\(path): chưa có dữ liệu. Tạo bằng: hailong import units … --data \(path)",
                    "\(path): no data here. Make it with: hailong import units … --data \(path)"))
        case .storeLost(let path, let confirmed):
            self.init(.folder, Self.lostStore(path, confirmed, in: say))
        case .inUse(let path, let process):
            let number = process.flatMap { $0 > 0 ? String($0) : nil }
            let who = number.map { " (\(say("tiến trình", "process")) \($0))" } ?? ""
            self.init(
                .folder,
                say(
                    "\(path): đang có chương trình khác ghi vào\(who). Hãy dừng nó trước.",
                    "\(path): another process writes here\(who). Stop it first."))
        case .cannotMake(let path, let code):
            let reason = SystemReason.text(code, in: say)
            self.init(
                .folder,
                say(
                    "\(path): không tạo hoặc không ghi được (\(reason)). Xem lại quyền, đường dẫn.",
                    "\(path): cannot be made or written (\(reason)). Check rights and path."))
        case .notOurs(let path):
            self.init(
                .folder,
                say(
                    "\(path): không phải dữ liệu của Hài Lòng. Hãy chọn thư mục khác.",
                    "\(path): no data of Hài Lòng. Choose another folder."))
        case .newerSchema(let found, let known):
            self.init(
                .folder,
                say(
                    "Dữ liệu do bản mới hơn tạo (lược đồ \(found), bản này biết \(known)). "
                        + "Hãy cập nhật.",
                    "The data was made by a newer release (schema \(found), known \(known)). "
                        + "Update this program."))
        case .olderSchema, .copyWithoutLog, .alreadyThere, .backupUnderway, .notABackup,
            .damaged, .holdsStore, .logInUse, .ownName:
            self.init(copying: error, in: say)
        case .moved(let path):
            self.init(
                .inputOutput,
                say(
                    "\(path): tệp dữ liệu đã bị xoá, đổi tên hoặc thay thế khi đang dùng. "
                        + "Hãy đặt lại chỗ cũ.",
                    "\(path): the data file was removed, renamed or replaced while in use. "
                        + "Put it back."))
        case .interrupted:
            self.init(.inputOutput, say("Đã dừng khi chưa xong.", "Ended before it was done."))
        case .inputOutput, .notDurable:
            self.init(.inputOutput, Self.disk(error, in: say))
        case .formDiffers, .formUnreadable, .unknownForm:
            self.init(.badInput, Self.form(error, in: say))
        }
    }

    /// The loss, and both ways out: the answers back, or a new beginning on purpose.
    private static func lostStore(
        _ path: String, _ confirmed: Int64, in say: Language
    ) -> String {
        let loss = Loss(at: nil, expectedRow: confirmed, foundRow: 0).message(in: say)
        return say(
            "\(path): \(loss). Tệp anchor còn, cơ sở dữ liệu hailong.db không còn hoặc bị thay "
                + "bằng tệp trống. Khôi phục: hailong restore BẢN_SAO_LƯU --data \(path). "
                + "Nếu chủ ý làm lại từ đầu: chuyển tệp \(path)/anchor đi nơi khác.",
            "\(path): \(loss). The file anchor is there, the database hailong.db is gone or an "
                + "empty one stands in its place. Bring it back: hailong restore BACKUP "
                + "--data \(path). To begin anew on purpose, move \(path)/anchor away.")
    }

    private static func disk(_ error: StorageError, in say: Language) -> String {
        switch error {
        case _ where error.isUnopened:
            say(
                "Không mở được dữ liệu: tài khoản này không được ghi vào thư mục, mà đọc cũng cần. "
                    + "Chạy bằng tài khoản của máy chủ, hoặc chép cả thư mục ra chỗ ghi được.",
                "The data cannot be opened: this account may not write to the folder, which even "
                    + "reading takes. Run it as the server's account, or copy the whole folder to "
                    + "where you may write.")
        case .inputOutput(let code, let message):
            say(
                "Lỗi khi đọc hoặc ghi dữ liệu (SQLite \(code): \(message)). Xem đĩa còn chỗ không.",
                "Reading or writing the data failed (SQLite \(code): \(message)). Is the disk full?"
            )
        default:
            say(
                "Đĩa này không bảo đảm lưu bền (WAL, FULL). Hãy để dữ liệu trên đĩa trong máy.",
                "This disk does not grant durable writing (WAL, FULL). Use a local disk.")
        }
    }

    private static func form(_ error: StorageError, in say: Language) -> String {
        switch error {
        case .formDiffers(let id, let version):
            say(
                "Phiếu “\(id)” phiên bản \(version) đã có câu trả lời nên không được sửa. "
                    + "Hãy tăng số phiên bản.",
                "Form “\(id)” version \(version) has answers, so its content may not change. "
                    + "Raise its version number.")
        case .formUnreadable(let id, let version):
            say(
                "Phiếu “\(id)” phiên bản \(version) lưu trong dữ liệu không đọc được. "
                    + "Chạy: hailong verify",
                "The stored form “\(id)” version \(version) cannot be read. Run: hailong verify")
        case .unknownForm(let id, let version):
            say(
                "Không có phiếu “\(id)” phiên bản \(version).",
                "There is no form “\(id)” version \(version).")
        default: ""
        }
    }

    init(_ fault: ReportFault, in say: Language) {
        switch fault {
        case .unknownIndex(let id, let known):
            let list = known.joined(separator: ", ")
            self.init(
                .usage,
                say(
                    "Không có chỉ số “\(id)”. Có: \(list).", "No index “\(id)”. There are: \(list)."
                ))
        case .notInForce(let id, let known):
            let list = known.joined(separator: ", ")
            self.init(
                .usage,
                say(
                    "Không có phiên bản nào của “\(id)” áp dụng trong kỳ này. Có: \(list).",
                    "No version of “\(id)” is in force in this period. There are: \(list)."))
        case .methodNeeds(let method, let member, let index):
            self.init(
                .usage,
                say(
                    "Cách tính \(method.rawValue) cần mục “\(member)” mà chỉ số \(index) không có.",
                    "Method \(method.rawValue) needs “\(member)”, which index \(index) lacks."))
        case .unknownUnit(let code):
            self.init(
                .usage,
                say(
                    "Không có đơn vị “\(code)”. Xem: hailong export units --data …",
                    "There is no unit “\(code)”. See: hailong export units --data …"))
        case .unknownCode(let kind, let code, let known):
            let name = Self.name(of: kind, in: say)
            let list = known.isEmpty ? "–" : Self.list(known)
            self.init(
                .usage,
                say(
                    "Không có \(name) “\(code)”. Có: \(list).",
                    "There is no \(name) “\(code)”. There are: \(list)."))
        case .unknownDesign(let text):
            let list = CountingDesign.allCases.map(\.rawValue).joined(separator: ", ")
            self.init(
                .usage,
                say(
                    "Không có đơn vị quan sát “\(text)”. Có: \(list).",
                    "There is no design “\(text)”. There are: \(list)."))
        case .badHours(let text):
            self.init(
                .usage,
                say(
                    "“\(text)” không phải khoảng giờ. Viết như 7-11: từ 7:00 đến trước 11:00.",
                    "“\(text)” are no hours. Write them as 7-11: from 7:00 until before 11:00."))
        case .periodTooLong(let months, let maximum):
            self.init(
                .usage,
                say(
                    "Kỳ dài \(months) tháng; tối đa \(maximum).",
                    "The period touches \(months) months; at most \(maximum)."))
        }
    }

    private static func name(of kind: ReportFilter.Kind, in say: Language) -> String {
        switch kind {
        case .place: say("điểm", "place")
        case .channel: say("kênh", "channel")
        case .procedure: say("thủ tục", "procedure")
        case .field: say("lĩnh vực", "field")
        case .outcome: say("kết quả", "outcome")
        }
    }

    /// The first fifty; an office may have thousands.
    private static func list(_ codes: [String]) -> String {
        codes.prefix(50).joined(separator: ", ") + (codes.count > 50 ? ", …" : "")
    }

    init(_ fault: DocumentFault, in say: Language) {
        let message = fault.message(say.document)
        switch fault {
        case .unknownUnit, .invalidBaseURL: self.init(.usage, message)
        default: self.init(.badInput, message)
        }
    }

    init(_ error: HTTPServerError, in say: Language) {
        switch error {
        case .malformedAddress(let text):
            self.init(
                .usage,
                say(
                    "“\(text)” không phải địa chỉ. Viết như 127.0.0.1:8080.",
                    "“\(text)” is no address. Write it as 127.0.0.1:8080."))
        case .malformedRange(let text):
            self.init(
                .usage,
                say(
                    "“\(text)” không phải địa chỉ hay dải. Viết như 10.0.0.5 hoặc 10.0.0.0/8.",
                    "“\(text)” is no address or range. Write it as 10.0.0.5 or 10.0.0.0/8."))
        case .addressInUse(let address):
            self.init(
                .tryAgain,
                say(
                    "\(address) đang có chương trình khác dùng. Chọn cổng khác bằng --listen.",
                    "\(address) is in use. Choose another port with --listen."))
        case .addressNotAvailable(let address):
            self.init(
                .usage,
                say(
                    "\(address) không phải địa chỉ của máy này. Dùng 127.0.0.1 hoặc 0.0.0.0.",
                    "\(address) is no address of this machine. Use 127.0.0.1 or 0.0.0.0."))
        case .permissionDenied(let address):
            self.init(
                .usage,
                say(
                    "Không có quyền mở \(address). Chọn cổng từ 1024 trở lên.",
                    "No right to listen on \(address). Choose a port from 1024 up."))
        default:
            self.init(
                .inputOutput,
                say("Không mở được máy chủ: \(error)", "The server cannot start: \(error)"))
        }
    }
}
