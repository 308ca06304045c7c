internal import ArgumentParser
internal import Storage
internal import Survey

/// `hailong export TABLE`: the same columns as the import, exact, streamed.
struct ExportCommand: OfficeCommand {
    /// What can be had as a table: what imports take, and what came under an id that was taken.
    enum Table: String, ExpressibleByArgument, CaseIterable {
        case units, places, dossiers, feedback, points, responses, quarantine
    }

    /// How the table is written.
    enum Format: String, ExpressibleByArgument, CaseIterable {
        case csv
    }

    /// Bytes gathered before they are written.
    private static let chunkBytes = 64 * 1024

    static let configuration = CommandConfiguration(
        commandName: "export",
        abstract: "Xuất ra CSV, nhập lại được. / Exports CSV, which imports take.")

    @Argument(help: "units, places, dossiers, feedback, points, responses, quarantine")
    var table: Table
    @OptionGroup var data: DataOption
    @Option(help: "csv")
    var format: Format = .csv
    @Option(help: "Tệp sẽ ghi; mặc định ra màn hình. / The file to write (default: stdout).")
    var output: String?
    @OptionGroup var languageOption: LanguageOption

    func perform(in say: Language) throws(Failure) {
        let reader = try OpenOffice.reader(data.path, in: say)
        var file = try OutputFile(output, in: say)
        let (count, unreadable) = try write(from: reader, to: file, in: say)
        try file.keep()
        Terminal.endProgress()
        let isSample = try OpenOffice.reading(in: say) { () throws(StorageError) in
            try reader.isSample()
        }
        if isSample { Terminal.warn(say("DỮ LIỆU MẪU", "SAMPLE DATA")) }
        Terminal.warn(say.count(count, "dòng", "line", "lines"))
        guard unreadable == 0 else {
            throw Failure(
                .badInput,
                say(
                    "\(unreadable) phiếu không đọc được; chạy: hailong verify",
                    "\(unreadable) responses cannot be read; run: hailong verify"))
        }
    }

    private func write(
        from reader: StoreReader, to file: borrowing OutputFile, in say: Language
    ) throws(Failure) -> (count: Int, unreadable: Int) {
        let register = try OpenOffice.reading(in: say) { () throws(StorageError) in
            try reader.register()
        }
        switch table {
        case .units:
            return (try write(UnitTable.columns, register.units.map(UnitTable.encode), file), 0)
        case .places:
            return (try write(PlaceTable.columns, register.places.map(PlaceTable.encode), file), 0)
        case .dossiers:
            let counts = try OpenOffice.reading(in: say) { () throws(StorageError) in
                try reader.dossiers()
            }
            return (try write(DossierTable.columns, counts.map(DossierTable.encode), file), 0)
        case .feedback:
            let counts = try OpenOffice.reading(in: say) { () throws(StorageError) in
                try reader.feedback()
            }
            return (try write(FeedbackTable.columns, counts.map(FeedbackTable.encode), file), 0)
        case .points:
            let points = try OpenOffice.reading(in: say) { () throws(StorageError) in
                try reader.points()
            }
            return (try write(PointsTable.columns, points.map(PointsTable.encode), file), 0)
        case .responses: return try writeResponses(from: reader, register, file, in: say)
        case .quarantine: return try writeQuarantine(from: reader, file, in: say)
        }
    }

    private func write(
        _ columns: [String], _ lines: [[String]], _ file: borrowing OutputFile
    ) throws(Failure) -> Int {
        var writer = CSVWriter()
        writer.write(columns)
        for line in lines { writer.write(line) }
        try file.write(writer.take())
        return lines.count
    }

    private func writeResponses(
        from reader: StoreReader, _ register: Register, _ file: borrowing OutputFile,
        in say: Language
    ) throws(Failure) -> (count: Int, unreadable: Int) {
        let table = ResponseTable(forms: register.questionnaires)
        return try stream(table.columns, to: file, in: say) { write throws(StorageError) in
            try reader.snapshot { () throws(StorageError) in
                try reader.eachResponse { response throws(StorageError) in
                    guard
                        let form = register.questionnaire(
                            response.form, version: response.version)
                    else { return }
                    write(table.encode(response, form: form, offset: OpenOffice.offset))
                }
            }
        }
    }

    /// What was sent under a stored id and differs from what is stored: it counts nowhere.
    private func writeQuarantine(
        from reader: StoreReader, _ file: borrowing OutputFile, in say: Language
    ) throws(Failure) -> (count: Int, unreadable: Int) {
        try stream(["received_at", "id", "content"], to: file, in: say) {
            write throws(StorageError) in
            try reader.eachQuarantined { at, id, content in
                write([at.rfc3339(at: OpenOffice.offset), id.description, content])
            }
        }
    }

    /// Writes lines as they are read, so that no table need fit into memory.
    ///
    /// - Parameter read: hands over each line, and gives how many could not be read
    private func stream(
        _ columns: [String], to file: borrowing OutputFile, in say: Language,
        _ read: (_ write: ([String]) -> Void) throws(StorageError) -> Int
    ) throws(Failure) -> (count: Int, unreadable: Int) {
        var writer = CSVWriter()
        writer.write(columns)
        var count = 0
        var failure: Failure?
        let unreadable = try OpenOffice.reading(in: say) { () throws(StorageError) in
            try read { line in
                guard failure == nil else { return }
                writer.write(line)
                count += 1
                guard writer.text.utf8.count >= Self.chunkBytes else { return }
                do throws(Failure) {
                    try file.write(writer.take())
                } catch {
                    failure = error
                }
                Terminal.progress("\(count)")
            }
        }
        if let failure { throw failure }
        try file.write(writer.take())
        return (count, unreadable)
    }
}
