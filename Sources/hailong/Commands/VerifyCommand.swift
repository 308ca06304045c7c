internal import ArgumentParser
internal import Columns
internal import Documents
internal import Glibc
internal import Storage
internal import Survey

/// `hailong verify`: whether what is stored is what was stored.
struct VerifyCommand: OfficeCommand {
    static let configuration = CommandConfiguration(
        commandName: "verify",
        abstract: "Kiểm tra dữ liệu nguyên vẹn. / Checks the data's integrity.")

    @OptionGroup var data: DataOption
    @Flag(help: "Ghi nhận các lần mất phiếu đã biết. / Takes note of the losses on record.")
    var acknowledgeLosses = false
    @OptionGroup var languageOption: LanguageOption

    func perform(in say: Language) throws(Failure) {
        if acknowledgeLosses { try acknowledge(in: say) }
        let (counts, findings, isSample): (StoreCounts, [Finding], Bool)
        let table: TableCheck
        let losses: [Loss]
        let changes: [String]
        do throws(StorageError) {
            let reader = try StoreReader(DataFolder(data.path))
            let found = try reader.counts()
            counts = found
            findings = try reader.verify { read in
                Terminal.progress("\(read) / \(found.responses)")
            }
            isSample = try reader.isSample()
            // Of a damaged store there is nothing to compare with.
            table = findings.contains(where: \.isDamage) ? .absent : try Self.table(of: reader)
            losses = try reader.losses()
            let isDamaged = findings.contains(where: \.isDamage)
            changes = Wording.changes(
                since: isDamaged ? [] : try reader.closings(), say.document)
        } catch {
            throw Self.failure(error, in: say)
        }
        Terminal.endProgress()
        try Terminal.say(
            say(
                "\(counts.responses) phiếu, \(counts.comments) góp ý, "
                    + "\(counts.quarantined) phiếu để riêng, "
                    + "\(counts.forms) mẫu phiếu, \(counts.units) đơn vị, \(counts.places) điểm",
                "\(counts.responses) responses, \(counts.comments) comments, "
                    + "\(counts.quarantined) in quarantine, \(counts.forms) forms, "
                    + "\(counts.units) units, \(counts.places) places"), in: say)
        if counts.quarantined > 0 {
            Terminal.warn(
                say(
                    "Phiếu để riêng: xem bằng hailong export quarantine.",
                    "What is in quarantine: hailong export quarantine."))
        }
        if isSample { try Terminal.say(say("DỮ LIỆU MẪU", "SAMPLE DATA"), in: say) }
        for loss in losses where loss.acknowledgedAt != nil {
            try Terminal.say(loss.acknowledgement(in: say), in: say)
        }
        for change in changes { try Terminal.say(change, in: say) }
        guard findings.isEmpty else {
            for finding in findings { Terminal.warn(finding.message(in: say)) }
            if findings == [.anchorMissing] { throw Self.withoutAnchor(in: say) }
            guard findings.contains(where: \.isDamage) else { throw Self.lost(in: say) }
            throw Self.damaged(in: say)
        }
        if case .differs(let row) = table { throw Self.differs(from: row, in: say) }
        try Terminal.say(say("nguyên vẹn", "intact"), in: say)
    }

    /// What reports are counted from, against the store.
    private static func table(of reader: StoreReader) throws(StorageError) -> TableCheck {
        try TableCheck.compare(
            folder: reader.folder.columns, store: try reader.identity(),
            lastRow: try reader.lastRow()
        ) { row throws(StorageError) in
            try reader.records(after: row, limit: ColumnTable.batchMax)
        }
    }

    private static func differs(from row: Int64, in say: Language) -> Failure {
        Failure(
            .badInput,
            say(
                "Phiếu nguyên vẹn, nhưng bảng cột trong columns/ khác cơ sở dữ liệu từ phiếu thứ "
                    + "\(row), nên báo cáo có thể sai. Dừng máy chủ, xóa thư mục columns; nó được "
                    + "lập lại.",
                "The answers are intact, but the table in columns/ differs from the database from "
                    + "row \(row) on, so reports may be wrong. Stop the server and delete the "
                    + "folder columns; it is made again."))
    }

    /// As a writer, so that a loss nobody has opened the store since is on record first.
    private func acknowledge(in say: Language) throws(Failure) {
        do throws(StorageError) {
            let store = try Store(DataFolder(data.path), makes: false)
            let count = try store.acknowledgeLosses(by: Self.person(), at: OpenOffice.now())
            try store.close()
            Terminal.warn(
                say("Đã ghi nhận \(count) lần mất phiếu.", "\(count) losses acknowledged."))
        } catch {
            throw Self.failure(error, in: say)
        }
    }

    /// The account that runs this, and behind sudo the one that asked for it.
    private static func person() -> String {
        let account = getpwuid(getuid()).map { String(cString: $0.pointee.pw_name) }
        let name = account ?? String(getuid())
        guard let asking = getenv("SUDO_USER").map({ String(cString: $0) }), asking != name else {
            return name
        }
        return "\(asking) (\(name))"
    }

    private static func damaged(in say: Language) -> Failure {
        Failure(
            .badInput,
            say(
                "Dữ liệu bị hỏng. Giữ nguyên thư mục, dừng máy chủ và dùng bản sao lưu.",
                "The data is damaged. Leave the folder as it is, stop the server, use a backup."))
    }

    private static func withoutAnchor(in say: Language) -> Failure {
        Failure(
            .badInput,
            say(
                "Những gì còn trong dữ liệu đều nguyên vẹn. Hãy so số phiếu với dòng của bản sao "
                    + "lưu gần nhất; lần khởi động sau sẽ lập lại tệp anchor.",
                "What is there is intact. Compare the number of answers with the line of the last "
                    + "backup; the next start makes the file anchor anew."))
    }

    private static func lost(in say: Language) -> Failure {
        Failure(
            .badInput,
            say(
                "Dữ liệu còn lại nguyên vẹn, nhưng có phiếu đã xác nhận bị mất. Xem ổ đĩa; ai còn "
                    + "giữ phiếu thì gửi lại được.",
                "What is there is intact, but confirmed answers are gone. Look at the disk; "
                    + "whoever still has them can send them again."))
    }

    /// A file too damaged to be read is a finding too, and no fault of the disk.
    private static func failure(_ error: StorageError, in say: Language) -> Failure {
        // Of a check it is the worst finding there is, and not a folder that was mistyped.
        if case .storeLost = error {
            return Failure(.badInput, Failure(error, in: say).message)
        }
        guard error.isDamage else { return Failure(error, in: say) }
        if case .inputOutput(_, let message) = error { Terminal.warn("SQLite: \(message)") }
        return damaged(in: say)
    }
}
