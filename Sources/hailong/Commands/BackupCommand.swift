internal import ArgumentParser
internal import Storage
internal import Survey

/// `hailong backup`: a checked copy of the store as one file, beside a running server.
struct BackupCommand: OfficeCommand {
    static let configuration = CommandConfiguration(
        commandName: "backup",
        abstract: "Sao lưu dữ liệu ra một tệp. / Copies the data into one file.")

    @OptionGroup var data: DataOption
    @Option(help: "Tệp sao lưu sẽ ghi, chưa có. / The backup to write; must not be there yet.")
    var output: String
    @OptionGroup var languageOption: LanguageOption

    func perform(in say: Language) throws(Failure) {
        let mark: BackupMark
        do throws(StorageError) {
            mark = try Backup.make(
                of: DataFolder(data.path), to: output, at: OpenOffice.now()
            ) { $0.show(in: say) }
        } catch {
            Terminal.endProgress()
            throw Failure(error, in: say)
        }
        Terminal.endProgress()
        try Terminal.say(mark.message(in: say), in: say)
    }
}

extension Backup.Progress {
    func show(in say: Language) {
        switch self {
        case .copied(let share):
            Terminal.progress(say("đã chép", "copied") + " \(Int(share * 100)) %")
        case .checked(let count):
            Terminal.progress(say("đã kiểm \(count) phiếu", "checked \(count) responses"))
        }
    }
}

extension BackupMark {
    func message(in say: Language) -> String {
        say(
            "\(responses) phiếu, mắt xích cuối \(linkText)",
            "\(responses) responses, newest link \(linkText)")
    }
}
