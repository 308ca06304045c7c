import Foundation

/// A small real office in a folder: a department with two counters and one for the long form.
struct SmallOffice {
    let folder: TemporaryFolder
    var data: String { folder.path("data") }

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

    init(importing tables: Bool = true) throws {
        folder = try TemporaryFolder()
        guard tables else { return }
        try load("units", Self.units)
        try load("places", Self.places)
    }

    @discardableResult
    func load(_ table: String, _ text: String, _ extra: [String] = []) throws -> Program.Result {
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

    /// `report --format json`, its rows by unit code.
    func report(
        index: String = "overall", from: String = "2025-01-01", to: String = "2025-12-31",
        _ extra: [String] = []
    ) throws -> [String: [String: Any]] {
        let result = try Program.run(
            ["report", "--data", data, "--index", index, "--from", from, "--to", to,
             "--format", "json"] + extra)
        let rows = try result.json()["units"] as? [[String: Any]] ?? []
        return Dictionary(uniqueKeysWithValues: rows.compactMap { row in
            (row["unit"] as? String).map { ($0, row) }
        })
    }
}
