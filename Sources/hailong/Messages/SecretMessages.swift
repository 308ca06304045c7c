internal import Secrets

/// What can be wrong with the office's secret: the message, the way out, the exit code.
extension Failure {
    init(_ error: SecretsError, in say: Language) {
        switch error {
        case .absent(let path):
            self.init(
                .folder,
                say(
                    "\(path): không có tệp khóa, nên không đọc được thông tin liên lạc. Đặt lại "
                        + "tệp, hoặc chỉ thư mục của nó bằng --keys.",
                    "\(path): there is no key file, so contacts cannot be read. Put the file "
                        + "back, or name its folder by --keys."))
        case .cannotMake(let path, let code):
            let reason = SystemReason.text(code, in: say)
            self.init(
                .folder,
                say(
                    "\(path): không tạo được tệp khóa (\(reason)). Xem lại quyền, hoặc --keys.",
                    "\(path): the key file cannot be made (\(reason)). Check rights, or --keys."))
        case .cannotRead(let path, let code):
            let reason = SystemReason.text(code, in: say)
            self.init(
                .folder,
                say(
                    "\(path): không đọc được tệp khóa (\(reason)). Chạy bằng người dùng của máy "
                        + "chủ.",
                    "\(path): the key file cannot be read (\(reason)). Run this as the server's "
                        + "own user."))
        case .isOpenToOthers(let path):
            self.init(
                .folder,
                say(
                    "\(path): người khác trên máy đọc hoặc sửa được tệp khóa. Sửa: chmod 600 "
                        + "\(path). Nếu nghi đã lộ: xóa tệp rồi ghép lại mọi thiết bị.",
                    "\(path): others on this machine can read or change the key file. Mend: chmod "
                        + "600 \(path). If somebody may have: remove it and pair all devices "
                        + "again."))
        case .malformed(let path):
            self.init(
                .folder,
                say(
                    "\(path): không phải tệp khóa. Đặt lại bản cũ; nếu không còn thì xóa đi và "
                        + "ghép lại mọi thiết bị.",
                    "\(path): no key file. Put the old one back; where there is none remove this "
                        + "and pair all devices again."))
        }
    }
}
