internal import ArgumentParser
internal import Documents
internal import Storage
internal import Survey

/// `hailong qr`: the sheets to print, one for each place.
struct QRCommand: OfficeCommand {
    static let configuration = CommandConfiguration(
        commandName: "qr", abstract: "Tờ mã QR để in cho từng quầy. / QR sheets to print.")

    @OptionGroup var data: DataOption
    @Option(
        help: "Chỉ điểm của hoặc tại đơn vị này và cấp dưới. / Only places of or in this unit.")
    var unit: String?
    @Option(help: "Tệp HTML sẽ ghi. / The HTML file to write.")
    var output: String
    @Option(help: "Địa chỉ công khai. / Public address (default: as set, or the running server's).")
    var baseURL: String?
    @OptionGroup var languageOption: LanguageOption

    func perform(in say: Language) throws(Failure) {
        let reader = try OpenOffice.reader(data.path, in: say)
        let (register, isSample) = try OpenOffice.reading(in: say) { () throws(StorageError) in
            (try reader.register(), try reader.isSample())
        }
        let base = try OpenOffice.baseURL(asked: baseURL, reader, in: say)
        let sheets: PrintSheets
        let html: String
        do throws(DocumentFault) {
            sheets = try PrintSheets(
                register: register, unit: unit, links: PlaceLinks(baseURL: base),
                isSample: isSample)
            html = try sheets.html()
        } catch {
            throw Failure(error, in: say)
        }
        var file = try OutputFile(output, in: say)
        try file.write(html)
        try file.keep()
        if Self.leadsNowhere(base) {
            Terminal.warn(
                say(
                    "CẢNH BÁO: \(base) chỉ mở được trên chính máy này. "
                        + "In lại với --base-url là địa chỉ điện thoại của người dân mở được.",
                    "WARNING: \(base) opens on this machine only. "
                        + "Print again with a --base-url that citizens' telephones can open."))
        }
        let count = say.count(sheets.count, "tờ", "sheet", "sheets")
        Terminal.warn(
            say(
                "\(output): \(count). Mở bằng trình duyệt rồi in khổ A4 (\(base)).",
                "\(output): \(count). Open it in a browser and print on A4 (\(base))."
            ))
    }

    /// Whether an address means this machine to every telephone, or nothing at all.
    private static func leadsNowhere(_ base: String) -> Bool {
        ["://127.", "://localhost", "://0.0.0.0", "://[::1]", "://[::]"].contains {
            base.contains($0)
        }
    }
}
