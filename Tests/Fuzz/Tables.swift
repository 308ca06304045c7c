@testable import Survey

/// CSV files that an operator imports.
enum Tables {
    private static func each(
        _ bytes: [UInt8], _ body: (CSVRecord) -> Void
    ) {
        bytes.withUnsafeBytes { bytes in
            var reader = CSVReader(bytes: bytes)
            var isFirst = true
            var before = -1
            while true {
                require(reader.bytesRead > before || !isFirst, "a reader goes forward")
                before = reader.bytesRead
                do throws(TableFault) {
                    guard let record = try reader.next() else { return }
                    body(record)
                } catch {
                    require(reader.bytesRead > before, "a reader stands behind what it refused")
                }
                isFirst = false
            }
        }
    }

    static func records(_ bytes: [UInt8]) {
        var fields: [[String]] = []
        each(bytes) { record in fields.append(record.fields) }
        var writer = CSVWriter()
        for record in fields { writer.write(record) }
        var again: [[String]] = []
        each(Array(writer.text.utf8)) { record in again.append(record.fields) }
        // By their bytes: two texts that look the same are equal to Swift.
        require(
            again.map { $0.map { Array($0.utf8) } } == fields.map { $0.map { Array($0.utf8) } },
            "records written and read again are the same")
    }

    /// The rows of a table under its header, whatever separates fields.
    private static func rows(
        _ bytes: [UInt8], required: [String], optional: Set<String> = [],
        _ body: (TableRow, TableHeader) -> Void
    ) {
        bytes.withUnsafeBytes { bytes in
            let text = TableText(bytes)
            guard let start = try? TableStart(text.bytes, columns: required),
                let header = try? TableHeader(
                    start.record, required: required, optional: optional)
            else { return }
            var reader = start.reader
            while true {
                do throws(TableFault) {
                    guard let record = try reader.nextFilled() else { return }
                    if let row = try? header.row(record) { body(row, header) }
                } catch {
                    continue
                }
            }
        }
    }

    /// What a value says after it was written as one line below its header.
    private static func again<Value>(
        _ columns: [String], _ fields: [String], _ decode: (TableRow) -> Value?
    ) -> Value? {
        var writer = CSVWriter()
        writer.write(columns)
        writer.write(fields)
        var found: Value?
        rows(Array(writer.text.utf8), required: columns) { row, _ in found = decode(row) }
        return found
    }

    static func units(_ bytes: [UInt8]) {
        rows(bytes, required: UnitTable.columns) { row, _ in
            guard let unit = try? UnitTable.decode(row) else { return }
            let readBack = again(UnitTable.columns, UnitTable.encode(unit)) {
                try? UnitTable.decode($0)
            }
            require(readBack == unit, "an exported unit is the same unit")
        }
    }

    static func places(_ bytes: [UInt8]) {
        func decode(_ row: TableRow) -> Place? {
            try? PlaceTable.decode(row, register: Office.register)
        }
        rows(bytes, required: PlaceTable.columns) { row, _ in
            guard let place = decode(row) else { return }
            let readBack = again(PlaceTable.columns, PlaceTable.encode(place), decode)
            require(readBack == place, "an exported place is the same place")
        }
    }

    static func dossiers(_ bytes: [UInt8]) {
        func decode(_ row: TableRow) -> DossierCount? {
            try? DossierTable.decode(row, register: Office.register)
        }
        rows(bytes, required: DossierTable.columns) { row, _ in
            guard let count = decode(row) else { return }
            let readBack = again(DossierTable.columns, DossierTable.encode(count), decode)
            require(readBack == count, "an exported count is the same count")
        }
    }

    static func feedback(_ bytes: [UInt8]) {
        func decode(_ row: TableRow) -> FeedbackCount? {
            try? FeedbackTable.decode(row, register: Office.register)
        }
        rows(bytes, required: FeedbackTable.columns) { row, _ in
            guard let count = decode(row) else { return }
            require(count.onTime <= count.received, "no more on time than there were")
            let readBack = again(FeedbackTable.columns, FeedbackTable.encode(count), decode)
            require(readBack == count, "an exported count is the same count")
        }
    }

    static func points(_ bytes: [UInt8]) {
        let highest = ["qd766": ["transparency": 1_800, "service": 50], "tt01": ["process": 5]]
        func decode(_ row: TableRow) -> GivenPoints? {
            try? PointsTable.decode(
                row, register: Office.register, highest: highest)
        }
        rows(bytes, required: PointsTable.columns) { row, _ in
            guard let points = decode(row) else { return }
            let most = highest[points.key.index]?[points.key.indicator] ?? 0
            require((0...most).contains(points.hundredths), "no more points than can be given")
            let readBack = again(PointsTable.columns, PointsTable.encode(points), decode)
            require(readBack == points, "exported points are the same points")
        }
    }

    static func submissions(_ bytes: [UInt8]) -> [Submission] {
        let table = ResponseTable(forms: Office.forms)
        var found: [Submission] = []
        let optional = Set(ResponseTable.optional + table.items)
        rows(bytes, required: ResponseTable.required, optional: optional) { row, header in
            if let submission = try? table.decode(row, header: header) {
                found.append(submission)
            }
        }
        return found
    }

    static func responses(_ bytes: [UInt8]) {
        for submission in submissions(bytes) { Office.check(submission) }
    }
}
