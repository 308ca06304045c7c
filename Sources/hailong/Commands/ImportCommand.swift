internal import Analytics
internal import ArgumentParser
internal import Storage
internal import Survey
internal import Web

/// `hailong import TABLE FILE`: all of a file or, with `--keep-going`, what can be taken of it; of
/// a kiosk's outbox always what can be taken.
struct ImportCommand: OfficeCommand {
    /// What a table holds.
    enum Table: String, ExpressibleByArgument, CaseIterable {
        case units, places, dossiers, feedback, points, responses
    }

    /// What the file is: a table, or what a kiosk exports.
    enum Source: ExpressibleByArgument, CaseIterable {
        case table(Table)
        case outbox

        static let allCases = Table.allCases.map { Source.table($0) } + [.outbox]
        static var allValueStrings: [String] { allCases.map(\.defaultValueDescription) }

        var defaultValueDescription: String {
            if case .table(let table) = self { table.rawValue } else { "outbox" }
        }

        init?(argument: String) {
            guard let found = Self.allCases.first(where: { $0.defaultValueDescription == argument })
            else { return nil }
            self = found
        }
    }

    static let configuration = CommandConfiguration(
        commandName: "import", abstract: "Nhập từ tệp CSV (UTF-8). / Imports a CSV file (UTF-8).")

    @Argument(help: "units, places, dossiers, feedback, points, responses, outbox")
    var source: Source
    @Argument(help: "Tệp CSV, hoặc tệp xuất từ kiosk. / The CSV file, or a kiosk's export.")
    var file: String
    @OptionGroup var data: DataOption
    @Flag(help: "Nhập các dòng tốt, bỏ các dòng lỗi. / Take good lines, leave bad ones.")
    var keepGoing = false
    @Flag(help: "Nhận tệp của kiosk không có chữ ký. / Takes a kiosk's file without a signature.")
    var unsigned = false
    @OptionGroup var keysOption: KeysOption
    @OptionGroup var contentOption: ContentOption
    @OptionGroup var languageOption: LanguageOption

    func perform(in say: Language) throws(Failure) {
        guard case .table(let table) = source else { return try importOutbox(in: say) }
        let input = try InputFile(file, in: say)
        let text = TableText(input.bytes)
        let content = try Content.read(folder: contentOption.folder, in: say)
        let store = try OpenOffice.store(data.path, content: content, makes: true, in: say)
        let tally: ImportTally
        do throws(StorageError) {
            tally = try load(table, text.bytes, into: store, content.definitions, in: say)
        } catch {
            throw Failure(error, in: say)
        }
        if tally.replaced > 0 {
            Terminal.warn(
                say.count(
                    tally.replaced, "dòng thay nội dung cũ", "line replaced", "lines replaced"))
        }
        try Terminal.say(tally.line, in: say)
        guard tally.refused > 0 else { return }
        let refused = say.count(tally.refused, "dòng", "line", "lines")
        throw Failure(
            .badInput,
            keepGoing && tally.stored + tally.already > 0
                ? say(
                    "\(file): bỏ \(refused), các dòng khác đã nhập.",
                    "\(file): \(refused) refused, the others are in.")
                : say(
                    "\(file): không nhập gì. Sửa các dòng bị từ chối nêu trên rồi nhập lại.",
                    "\(file): nothing was imported. "
                        + "Mend the refused lines above and import again."))
    }

    private func load(
        _ table: Table, _ bytes: UnsafeRawBufferPointer, into store: Store,
        _ definitions: Definitions, in say: Language
    ) throws(StorageError) -> ImportTally {
        let now = OpenOffice.now()
        var importer = TableImporter(store, isKeptGoing: keepGoing, at: now, in: say)
        switch table {
        case .units: try importer.importUnits(bytes)
        case .places: try importer.importPlaces(bytes)
        case .dossiers: try importer.importDossiers(bytes)
        case .feedback: try importer.importFeedback(bytes)
        case .points: try importer.importPoints(bytes, highest: definitions.givenPoints)
        case .responses:
            var importer = try ResponseImporter(store, isKeptGoing: keepGoing, in: say)
            try importer.run(bytes, at: now)
            return importer.tally
        }
        return importer.tally
    }

    /// A stick is brought while the server runs: it stores the file then.
    private func importOutbox(in say: Language) throws(Failure) {
        let folder = DataFolder(data.path)
        let input = try InputFile(file, in: say)
        let request = OfficeRequest.importOutbox(name: file, isUnsigned: unsigned)
        guard input.bytes.count <= OutboxFile.bytesMax else {
            throw OutboxImporter.tooLarge(file, in: say)
        }
        if let answer = try RequestDesk.ask(
            request, of: folder, attachment: input.bytes, in: say)
        {
            return try answer.tell(in: say)
        }
        let content = try Content.read(folder: contentOption.folder, in: say)
        let store = try OpenOffice.store(data.path, content: content, makes: false, in: say)
        let secret = try keysOption.secret(of: folder, in: say)
        let answer = try OpenOffice.reading(in: say) { () throws(StorageError) in
            let desk = try OfficeChores.desk(store, secret: secret)
            let clerk = OfficeClerk(
                register: try store.register(), desk: desk, now: OpenOffice.now(), say: say)
            return try clerk.perform(request, attachment: file, in: store)
        }
        try answer.tell(in: say)
    }
}
