/// Places as CSV: one place for reading and writing, so that an export is an import.
public enum PlaceTable {
    public static let columns = ["code", "unit", "centre", "name", "form"]

    /// - Parameter register: units that may be named and forms that may be asked
    public static func decode(
        _ row: TableRow, register: Register
    ) throws(TableFault) -> Place {
        let unit = try row.required("unit")
        let place = Place(
            code: try row.code("code"), unit: unit, centre: row.text("centre") ?? unit,
            name: try row.required("name"), form: try row.required("form"))
        for (column, code) in [("unit", place.unit), ("centre", place.centre)]
        where register.unit(code) == nil {
            throw TableFault(line: row.line, problem: .unknownUnit(column: column, code: code))
        }
        guard register.latest(place.form) != nil else {
            throw TableFault(line: row.line, problem: .unknownForm(place.form))
        }
        return place
    }

    public static func encode(_ place: Place) -> [String] {
        [place.code, place.unit, place.centre, place.name, place.form]
    }
}
