internal import ArgumentParser
internal import Glibc

/// The program: each subcommand is a type of its own in this folder.
@main
struct Hailong: ParsableCommand {
    static let release = "0.1.0"

    static let configuration = CommandConfiguration(
        commandName: "hailong",
        abstract: "Hỏi công dân có hài lòng không, giữ mọi câu trả lời, báo cáo trung thực.",
        discussion:
            "Asks citizens whether they were served well, keeps every answer, reports honestly.",
        version: Self.release,
        subcommands: [
            ServeCommand.self, ImportCommand.self, ExportCommand.self, PlacesCommand.self,
            QRCommand.self, ReportCommand.self, CompareCommand.self, TrendCommand.self,
            RankCommand.self, DriversCommand.self, EstimateCommand.self, PlanCommand.self,
            CloseCommand.self, VerifyCommand.self, BackupCommand.self, RestoreCommand.self,
            DeviceCommand.self, ContactsCommand.self, FormsCommand.self, CompletionCommand.self,
        ])

    static func main() {
        Terminal.holdDescriptors()
        main(nil)
    }
}

/// A command that talks to people: failures become a line on stderr and an exit code.
protocol OfficeCommand: ParsableCommand {
    var languageOption: LanguageOption { get }
    func perform(in say: Language) throws(Failure)
}

extension OfficeCommand {
    func run() throws {
        do throws(Failure) {
            try perform(in: languageOption.language)
        } catch {
            Terminal.warn(error.message)
            throw error.code
        }
    }
}
