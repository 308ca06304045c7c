internal import Analytics
internal import ArgumentParser
internal import Storage
internal import Survey

/// `hailong import TABLE FILE`: all of a file or, with `--keep-going`, what can be taken of it.
struct ImportCommand: OfficeCommand {
    /// What the file holds.
    enum Table: String, ExpressibleByArgument, CaseIterable {
        case units, places, dossiers, feedback, points, responses
    }

    static let configuration = CommandConfiguration(
        commandName: "import", abstract: "Nhập từ tệp CSV (UTF-8). / Imports a CSV file (UTF-8).")

    @Argument(help: "units, places, dossiers, feedback, points, responses")
    var table: Table
    @Argument(help: "Tệp CSV. / The CSV file.")
    var file: String
    @OptionGroup var data: DataOption
    @Flag(help: "Nhập các dòng tốt, bỏ các dòng lỗi. / Take good lines, leave bad ones.")
    var keepGoing = false
    @OptionGroup var contentOption: ContentOption
    @OptionGroup var languageOption: LanguageOption

    func perform(in say: Language) throws(Failure) {
        let input = try InputFile(file, in: say)
        let content = try Content.read(folder: contentOption.folder, in: say)
        let store = try OpenOffice.store(data.path, content: content, makes: true, in: say)
        let tally: ImportTally
        do throws(StorageError) {
            tally = try load(input.bytes, into: store, content.definitions, in: say)
        } catch {
            throw Failure(error, in: say)
        }
        if tally.replaced > 0 {
            Terminal.warn(
                say("\(tally.replaced) dòng thay nội dung cũ", "\(tally.replaced) lines replaced"))
        }
        try Terminal.say(tally.line, in: say)
        guard tally.refused > 0 else { return }
        throw Failure(
            .badInput,
            keepGoing && tally.stored + tally.already > 0
                ? say(
                    "\(file): bỏ \(tally.refused) dòng, các dòng khác đã nhập.",
                    "\(file): \(tally.refused) lines refused, the others are in.")
                : say(
                    "\(file): không nhập gì. Sửa các dòng nêu trên rồi nhập lại.",
                    "\(file): nothing was imported. Mend the lines above and import again."))
    }

    private func load(
        _ bytes: UnsafeRawBufferPointer, into store: Store, _ definitions: Definitions,
        in say: Language
    ) throws(StorageError) -> ImportTally {
        var importer = TableImporter(store, isKeptGoing: keepGoing, in: say)
        switch table {
        case .units: try importer.importUnits(bytes)
        case .places: try importer.importPlaces(bytes)
        case .dossiers: try importer.importDossiers(bytes)
        case .feedback: try importer.importFeedback(bytes)
        case .points: try importer.importPoints(bytes, highest: definitions.givenPoints)
        case .responses:
            var importer = try ResponseImporter(store, isKeptGoing: keepGoing, in: say)
            try importer.run(bytes, at: OpenOffice.now())
            return importer.tally
        }
        return importer.tally
    }
}
