/// Dossier counts as CSV: one place for reading and writing, so that an export is an import.
public enum DossierTable {
    public static let columns = [
        "unit", "procedure", "field", "period", "received", "completed", "on_time", "early",
        "late", "online", "postal", "digitised",
    ]

    /// - Parameter register: units that may be named
    public static func decode(
        _ row: TableRow, register: Register
    ) throws(TableFault) -> DossierCount {
        let unit = try row.required("unit")
        guard register.unit(unit) != nil else {
            throw TableFault(line: row.line, problem: .unknownUnit(column: "unit", code: unit))
        }
        let period = try row.required("period", expected: "YYYY-MM") { CalendarMonth($0) }
        let count = DossierCount(
            key: .init(
                unit: unit, procedure: row.text("procedure") ?? "",
                field: row.text("field") ?? "", period: period),
            received: try row.count("received"), completed: try row.count("completed"),
            onTime: try row.count("on_time"), early: try row.count("early"),
            late: try row.count("late"), online: try row.count("online"),
            postal: try row.count("postal"), digitised: try row.count("digitised"))
        guard count.addsUp else {
            throw TableFault(
                line: row.line,
                problem: .doesNotAddUp(
                    completed: count.completed, sum: count.early + count.onTime + count.late))
        }
        return count
    }

    public static func encode(_ count: DossierCount) -> [String] {
        [count.key.unit, count.key.procedure, count.key.field, count.key.period.description]
            + [
                count.received, count.completed, count.onTime, count.early, count.late,
                count.online, count.postal, count.digitised,
            ].map(String.init)
    }
}
