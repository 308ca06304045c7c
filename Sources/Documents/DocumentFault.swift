/// Why a document cannot be made.
public enum DocumentFault: Error, Equatable, Sendable {
    /// A QR code of nothing.
    case emptyText
    /// More than a QR code holds at level Q, or a character it cannot hold (NUL).
    case unencodable(bytes: Int)
    /// The library could not get memory.
    case outOfMemory
    /// Links too long to print as a code that scans at arm's length; the codes of the places.
    case linksTooLong(places: [String], charactersMax: Int)
    /// Not `http://` or `https://` with a host and no query, spaces or characters outside ASCII.
    case invalidBaseURL(String)
    /// No such unit in the register.
    case unknownUnit(String)
    /// Nothing to print: the unit (nil for all) and those below it have no places, and none stands
    /// in their rooms; `others` have some.
    case noPlaces(unit: String?, others: [String])
    /// More sheets than one file can carry into a browser.
    case tooManyPlaces(count: Int, maximum: Int)

    /// More rows than a sheet of a workbook holds.
    case tooManyRows(count: Int, maximum: Int)
    /// The library could not write the workbook: most often no room for temporary files.
    case workbook(reason: String)
    /// The library that makes workbooks is not on this machine, or another release of it.
    case noWorkbooks(reason: String)

    private static func noPlaces(
        of unit: String, _ others: [String], _ language: DocumentLanguage
    ) -> String {
        let list = others.prefix(40).joined(separator: ", ") + (others.count > 40 ? ", …" : "")
        return language.choose(
            "Đơn vị \(unit) không có điểm nào của mình và không có điểm nào đặt tại đó. "
                + "Các đơn vị có điểm: \(list).",
            "Unit \(unit) has no places of its own, and none stands in its rooms. "
                + "Units with places: \(list).")
    }

    /// What an operator reads: what is wrong and what to do next.
    public func message(_ language: DocumentLanguage) -> String {
        switch self {
        case .emptyText:
            language.choose("Không có nội dung cho mã QR.", "There is no text for the QR code.")
        case .unencodable(let bytes):
            language.choose(
                "Nội dung \(bytes) byte không ghi được thành mã QR; hãy rút ngắn.",
                "A text of \(bytes) bytes does not fit a QR code; make it shorter.")
        case .outOfMemory:
            language.choose(
                "Hết bộ nhớ khi vẽ mã QR; hãy thử lại.",
                "Out of memory while drawing a QR code; try again.")
        case .linksTooLong(let places, let maximum):
            language.choose(
                "Đường dẫn dài quá \(maximum) ký tự ở các điểm: \(places.joined(separator: ", ")). "
                    + "Hãy dùng tên miền hoặc mã điểm ngắn hơn.",
                "Links of more than \(maximum) characters at: \(places.joined(separator: ", ")). "
                    + "Use a shorter base URL or shorter place codes.")
        case .invalidBaseURL(let url):
            language.choose(
                "Địa chỉ gốc không hợp lệ: \(url). Ví dụ đúng: https://hailong.example.vn",
                "Not a usable base URL: \(url). A good one: https://hailong.example.vn")
        case .unknownUnit(let code):
            language.choose(
                "Không có đơn vị \(code). Xem: hailong export units --data …",
                "There is no unit \(code). See: hailong export units --data …")
        case .noPlaces(let unit?, let others) where !others.isEmpty:
            Self.noPlaces(of: unit, others, language)
        case .noPlaces:
            language.choose(
                "Chưa có điểm nào để in; hãy nhập danh sách điểm trước.",
                "There are no places to print; import places first.")
        case .tooManyPlaces(let count, let maximum):
            language.choose(
                "\(count) điểm, nhiều hơn \(maximum) tờ một tệp; hãy in từng đơn vị.",
                "\(count) places are more than \(maximum) sheets a file; print unit by unit.")
        case .tooManyRows(let count, let maximum):
            language.choose(
                "\(count) dòng, nhiều hơn \(maximum) dòng một trang bảng tính; "
                    + "hãy chọn đơn vị bằng --unit, hoặc dùng csv.",
                "\(count) rows are more than the \(maximum) of a sheet; "
                    + "choose units with --unit, or take csv.")
        case .workbook(let reason):
            language.choose(
                "Không ghi được bảng tính (\(reason)); hãy xem chỗ trống của thư mục tạm.",
                "The workbook cannot be written (\(reason)); look at the room for temporary files.")
        case .noWorkbooks(let reason):
            language.choose(
                "Không làm được bảng tính (\(reason)); hãy cài libxlsxwriter4, hoặc dùng csv.",
                "No workbook can be made (\(reason)); install libxlsxwriter4, or take csv.")
        }
    }
}
