/// Feedback counts as CSV: one place for reading and writing, so that an export is an import.
public enum FeedbackTable {
    public static let columns = [
        "unit", "period", "received", "on_time", "unsatisfactory", "late_complaints",
        "dissatisfied_dossiers",
    ]

    /// - Parameter register: units that may be named
    public static func decode(
        _ row: TableRow, register: Register
    ) throws(TableFault) -> FeedbackCount {
        let unit = try row.required("unit")
        guard register.unit(unit) != nil else {
            throw TableFault(line: row.line, problem: .unknownUnit(column: "unit", code: unit))
        }
        let period = try row.required("period", expected: "YYYY-MM") { CalendarMonth($0) }
        let dissatisfied =
            row.text("dissatisfied_dossiers") == nil
            ? nil : try row.count("dissatisfied_dossiers")
        let count = FeedbackCount(
            key: .init(unit: unit, period: period), received: try row.count("received"),
            onTime: try row.count("on_time"), unsatisfactory: try row.count("unsatisfactory"),
            lateComplaints: try row.count("late_complaints"), dissatisfiedDossiers: dissatisfied)
        guard count.onTime <= count.received else {
            throw row.fault("on_time", expected: "at most received (\(count.received))")
        }
        guard count.unsatisfactory + count.lateComplaints <= count.received else {
            throw row.fault(
                "unsatisfactory",
                expected: "with late_complaints at most received (\(count.received))")
        }
        return count
    }

    public static func encode(_ count: FeedbackCount) -> [String] {
        [count.key.unit, count.key.period.description]
            + [count.received, count.onTime, count.unsatisfactory, count.lateComplaints]
            .map(String.init)
            + [count.dissatisfiedDossiers.map(String.init) ?? ""]
    }
}
