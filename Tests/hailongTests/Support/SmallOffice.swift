import Foundation

/// A small real office in a folder: a department with two counters and one for the long form.
struct SmallOffice {
    let folder: TemporaryFolder
    let data: String

    static let units = """
        code,name,kind,parent,valid_from,valid_to,successor
        TINH,Tỉnh,province,,,,
        SXD,"Sở Xây dựng, tỉnh",department,TINH,2025-03-01,,
        """
    static let places = """
        code,unit,centre,name,form
        Q1,SXD,TINH,Quầy 1,counter-one-tap
        Q2,SXD,SXD,Quầy 2,counter-one-tap
        PHIEU,SXD,SXD,Phiếu đầy đủ,sipas-service
        """
    static let responsesHeader =
        "id,form,version,place,channel,procedure,field,respondent,outcome,language,answered_at,"
        + "comment,overall"

    /// Made once: to copy a folder that nobody writes is much faster than two imports.
    private static let prepared = Result { () throws -> TemporaryFolder in
        let office = try SmallOffice(importing: false)
        try office.load("units", units)
        try office.load("places", places)
        return office.folder
    }

    init(importing tables: Bool = true) throws {
        folder = try TemporaryFolder()
        data = folder.path("data")
        guard tables else { return }
        try FileManager.default.copyItem(
            atPath: Self.prepared.get().path("data"), toPath: data)
    }

    /// An office whose data lie elsewhere, as on a disk of their own.
    init(in folder: TemporaryFolder, data: String) {
        self.folder = folder
        self.data = data
    }

    /// Another office with the same data; nobody may write them meanwhile.
    func copy() throws -> SmallOffice {
        let other = try SmallOffice(importing: false)
        try FileManager.default.copyItem(atPath: data, toPath: other.data)
        return other
    }

    /// Whether the table that counting reads was made.
    var hasColumns: Bool { FileManager.default.fileExists(atPath: data + "/columns/manifest") }

    @discardableResult
    func load(_ table: String, _ text: String, _ extra: [String] = []) throws -> Program.Result {
        try load(table, Data(text.utf8), extra)
    }

    @discardableResult
    func load(_ table: String, _ text: Data, _ extra: [String] = []) throws -> Program.Result {
        let file = try folder.write(text, to: "\(table).csv")
        return try Program.run(["import", table, file, "--data", data] + extra)
    }

    /// A line of responses.csv for the one-tap form.
    static func line(
        _ number: Int, overall: String, place: String = "Q1",
        at time: String = "2025-06-02T09:00:00+07:00", field: String = "xay-dung"
    ) -> String {
        "\(id(number)),counter-one-tap,1,\(place),kiosk,gpxd,\(field),person,returned,vi,\(time),,"
            + overall
    }

    static func id(_ number: Int) -> String {
        let digits = String(number, radix: 16)
        let tail = String(repeating: "0", count: 12 - digits.count) + digits
        return "01930000-0000-7000-8000-\(tail)"
    }

    static func responses(_ lines: [String]) -> String {
        ([responsesHeader] + lines).joined(separator: "\n") + "\n"
    }

    /// The fields of a form post to a one-tap place.
    static func answer(_ number: Int, overall: Int, comment: String = "") -> [(String, String)] {
        let fields = [("id", id(number)), ("version", "1"), ("overall", "\(overall)")]
        return comment.isEmpty ? fields : fields + [("comment", comment)]
    }

    func export(_ table: String) throws -> String {
        try Program.run(["export", table, "--data", data]).output
    }

    /// Every line of the exported responses by its id; for answers without line ends inside.
    func exportedLines() throws -> [(id: String, line: String)] {
        try export("responses").split(separator: "\n").dropFirst().map {
            (String($0.prefix(36)), String($0))
        }
    }

    /// What `verify` counts, in its first line.
    func counts() throws -> String {
        let result = try Program.run(["verify", "--data", data])
        return result.output.split(separator: "\n").first.map(String.init) ?? ""
    }

    func reportText(
        index: String = "overall", from: String = "2025-01-01", to: String = "2025-12-31",
        format: String = "json", _ extra: [String] = []
    ) throws -> Program.Result {
        try Program.run(
            [
                "report", "--data", data, "--index", index, "--from", from, "--to", to,
                "--format", format,
            ] + extra)
    }

    /// `report --format json`, its rows by unit code.
    func report(
        index: String = "overall", from: String = "2025-01-01", to: String = "2025-12-31",
        _ extra: [String] = []
    ) throws -> [String: [String: Any]] {
        let result = try reportText(index: index, from: from, to: to, extra)
        return Self.rows(try result.json())
    }

    static func rows(_ report: [String: Any]) -> [String: [String: Any]] {
        let rows = report["units"] as? [[String: Any]] ?? []
        return Dictionary(
            rows.compactMap { row in (row["unit"] as? String).map { ($0, row) } },
            uniquingKeysWith: { first, _ in first })
    }
}
