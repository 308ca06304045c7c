internal import ArgumentParser
internal import Glibc
internal import Secrets
internal import Storage
internal import Survey

/// `hailong restore`: puts a backup into a data folder, keeping what is there.
struct RestoreCommand: OfficeCommand {
    static let configuration = CommandConfiguration(
        commandName: "restore",
        abstract: "Khôi phục từ bản sao lưu. / Puts a backup into a data folder.")

    @Argument(help: "Tệp do hailong backup làm ra. / A file made by hailong backup.")
    var file: String
    @OptionGroup var data: DataOption
    @Flag(help: "Thay dữ liệu đang có, vẫn giữ lại một bên. / Replaces what is there, kept aside.")
    var force = false
    @OptionGroup var languageOption: LanguageOption

    func perform(in say: Language) throws(Failure) {
        let result: Restoring.Result
        do throws(StorageError) {
            result = try Restoring.restore(
                file, to: DataFolder(data.path), replaces: force, at: OpenOffice.now()
            ) { $0.show(in: say) }
        } catch {
            Terminal.endProgress()
            throw failure(error, in: say)
        }
        Terminal.endProgress()
        try Terminal.say(result.mark.message(in: say), in: say)
        let time = result.mark.at.rfc3339(at: OpenOffice.offset)
        Terminal.warn(say("Sao lưu lúc \(time).", "The backup was made at \(time)."))
        if let kept = result.kept {
            Terminal.warn(
                say("Dữ liệu trước đó giữ ở \(kept)", "What was there is kept in \(kept)"))
        }
        let key = "\(DataFolder(data.path).keys)/\(OfficeSecret.fileName)"
        guard access(key, F_OK) != 0 else { return }
        Terminal.warn(
            say(
                "Tệp khóa không nằm trong bản sao lưu: chép lại vào \(key) trước khi chạy máy chủ, "
                    + "nếu không phải ghép lại thiết bị và không đọc được thông tin liên lạc.",
                "The key file is in no backup: put yours back as \(key) before the server runs, or "
                    + "devices must be paired again and contacts cannot be read."))
    }

    /// What is wrong with the file is bad input, whatever it would be of a folder.
    private func failure(_ error: StorageError, in say: Language) -> Failure {
        switch error {
        case .absent(let path) where path == file:
            Failure(
                .badInput,
                say(
                    "\(path): không có tệp này. Không có gì thay đổi.",
                    "\(path): there is no such file. Nothing was changed."))
        case .notOurs(let path) where path == file: Failure(.notABackup(path: path), in: say)
        case .newerSchema: Failure(.badInput, Failure(error, in: say).message)
        default: Failure(error, in: say)
        }
    }
}
