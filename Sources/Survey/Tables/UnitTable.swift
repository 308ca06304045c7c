/// Units as CSV: one place for reading and writing, so that an export is an import.
public enum UnitTable {
    public static let columns = [
        "code", "name", "kind", "parent", "valid_from", "valid_to", "successor",
    ]

    /// - Throws: the first field that cannot be taken; a longer circle of parents is for the
    ///   caller, who knows the other units
    public static func decode(_ row: TableRow) throws(TableFault) -> Unit {
        let code = try row.code("code")
        let kind = try row.required(
            "kind", expected: Unit.Kind.allCases.map(\.rawValue).joined(separator: ", ")
        ) { Unit.Kind(rawValue: $0) }
        let validFrom = try row.value("valid_from", expected: "YYYY-MM-DD") { CalendarDay($0) }
        let validTo = try row.value("valid_to", expected: "YYYY-MM-DD") { CalendarDay($0) }
        if let validFrom, let validTo, validTo < validFrom {
            throw row.fault("valid_to", expected: "a day not before valid_from")
        }
        let parent = try row.optionalCode("parent")
        let successor = try row.optionalCode("successor")
        guard parent != code, successor != code else {
            throw TableFault(line: row.line, problem: .circle(code: code))
        }
        return Unit(
            code: code, name: try row.required("name"), kind: kind, parent: parent,
            validFrom: validFrom, validTo: validTo, successor: successor)
    }

    public static func encode(_ unit: Unit) -> [String] {
        [
            unit.code, unit.name, unit.kind.rawValue, unit.parent ?? "",
            unit.validFrom?.description ?? "", unit.validTo?.description ?? "",
            unit.successor ?? "",
        ]
    }
}
