/// Units as CSV: one place for reading and writing, so that an export is an import.
public enum UnitTable {
    public static let columns = [
        "code", "name", "kind", "parent", "valid_from", "valid_to", "successor",
    ]

    public static func decode(_ row: TableRow) throws(TableFault) -> Unit {
        let kinds = Unit.Kind.allCases.map(\.rawValue).joined(separator: ", ")
        guard
            let kind = try row.value("kind", expected: kinds, { Unit.Kind(rawValue: $0) })
        else { throw row.fault("kind", expected: kinds) }
        let code = try row.code("code")
        let validFrom = try row.value("valid_from", expected: "YYYY-MM-DD") { CalendarDay($0) }
        let validTo = try row.value("valid_to", expected: "YYYY-MM-DD") { CalendarDay($0) }
        if let validFrom, let validTo, validTo < validFrom {
            throw row.fault("valid_to", expected: "a day not before valid_from")
        }
        let parent = row.text("parent") == nil ? nil : try row.code("parent")
        let successor = row.text("successor") == nil ? nil : try row.code("successor")
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
