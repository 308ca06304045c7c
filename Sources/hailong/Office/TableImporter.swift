internal import Storage
internal import Survey

/// Imports units, places, counts of dossiers and feedback, and given points: small tables, read
/// whole and then put in.
struct TableImporter {
    let store: Store
    let isKeptGoing: Bool
    let say: Language
    /// The last month that a table may count.
    private let latest: CalendarMonth?
    private(set) var tally = ImportTally()

    init(_ store: Store, isKeptGoing: Bool, at now: Timestamp, in say: Language) {
        self.store = store
        self.isKeptGoing = isKeptGoing
        self.say = say
        latest = Register.lastMonth(at: now, offset: OpenOffice.offset)
    }

    /// One line that could be read.
    private struct Entry<Value> {
        let line: Int
        let value: Value
    }

    mutating func importUnits(_ file: UnsafeRawBufferPointer) throws(StorageError) {
        let store = store
        let stored = Dictionary(
            uniqueKeysWithValues: try store.units().map { ($0.code, $0) })
        let read = read(file, columns: UnitTable.columns, key: \.code) {
            row throws(TableFault) in try UnitTable.decode(row)
        }
        let sound = soundUnits(read, stored: stored)
        try put(sound) { unit throws(StorageError) in
            try store.put(unit, before: stored[unit.code])
        }
    }

    mutating func importPlaces(
        _ file: UnsafeRawBufferPointer
    ) throws(StorageError) {
        let store = store
        let register = try store.register()
        let read = read(file, columns: PlaceTable.columns, key: \.code) {
            row throws(TableFault) in try PlaceTable.decode(row, register: register)
        }
        warnOfLongCodes(read)
        try put(read) { place throws(StorageError) in
            try store.put(place, before: register.place(place.code))
        }
    }

    /// Behind all lines that are refused, and told apart from them: these are taken.
    private func warnOfLongCodes(_ entries: [Entry<Place>]) {
        let long = entries.filter { $0.value.code.count > Code.comfortableCharactersMax }
        for entry in long.prefix(ImportTally.toldMax) {
            Terminal.warn(
                say(
                    "lưu ý: dòng \(entry.line): mã “\(entry.value.code)” dài, "
                        + "khó gõ tay dưới mã QR",
                    "warning: line \(entry.line): code “\(entry.value.code)” "
                        + "is long to type from a QR sheet"))
        }
    }

    mutating func importDossiers(_ file: UnsafeRawBufferPointer) throws(StorageError) {
        let store = store
        let (register, latest) = (try store.register(), latest)
        let read = read(file, columns: DossierTable.columns, key: \.key) {
            row throws(TableFault) in
            try DossierTable.decode(row, register: register, latest: latest)
        }
        try put(read) { count throws(StorageError) in try store.put(count) }
        warnOfTotals(beside: Set(read.map { DossierMonth($0.value) }), try store.dossiers())
    }

    /// A unit's month in the table of dossiers.
    private struct DossierMonth: Hashable {
        let unit: String
        let period: CalendarMonth

        init(_ count: DossierCount) {
            (unit, period) = (count.key.unit, count.key.period)
        }
    }

    /// A unit's total beside the parts of it: every row is counted.
    private func warnOfTotals(beside months: Set<DossierMonth>, _ stored: [DossierCount]) {
        var totals: Set<DossierMonth> = []
        var parts: Set<DossierMonth> = []
        for count in stored where months.contains(DossierMonth(count)) {
            let isTotal = count.key.procedure.isEmpty && count.key.field.isEmpty
            if isTotal {
                totals.insert(DossierMonth(count))
            } else {
                parts.insert(DossierMonth(count))
            }
        }
        let both = totals.intersection(parts)
            .sorted { ($0.period, $0.unit) < ($1.period, $1.unit) }
        guard let first = both.first else { return }
        let example = "\(first.unit) \(first.period)"
        Terminal.warn(
            say(
                "Chú ý: \(both.count) đơn vị-tháng (như \(example)) có cả dòng tổng (procedure, "
                    + "field trống) lẫn dòng chi tiết; cả hai đều được cộng vào số hồ sơ.",
                "Note: \(both.count) unit-months (as \(example)) have a total (procedure and field "
                    + "empty) beside rows of parts; both are counted as dossiers."))
    }

    mutating func importFeedback(_ file: UnsafeRawBufferPointer) throws(StorageError) {
        let store = store
        let (register, latest) = (try store.register(), latest)
        var dossiers: [CalendarMonth: [String: Int]] = [:]
        for count in try store.dossiers() {
            dossiers[count.key.period, default: [:]][count.key.unit, default: 0] += count.most
        }
        let read = read(file, columns: FeedbackTable.columns, key: \.key) {
            row throws(TableFault) in
            try FeedbackTable.decode(row, register: register, latest: latest) { key in
                let handled = dossiers[key.period] ?? [:]
                let counts = register.subtree(of: key.unit).compactMap { handled[$0] }
                return counts.isEmpty ? nil : counts.reduce(0, +)
            }
        }
        try put(read) { count throws(StorageError) in try store.put(count) }
    }

    /// - Parameter highest: by index and indicator, the most hundredths of a point
    mutating func importPoints(
        _ file: UnsafeRawBufferPointer, highest: [String: [String: Int]]
    ) throws(StorageError) {
        let store = store
        let (register, latest) = (try store.register(), latest)
        let read = read(file, columns: PointsTable.columns, key: \.key) {
            row throws(TableFault) in
            try PointsTable.decode(row, register: register, highest: highest, latest: latest)
        }
        try put(read) { points throws(StorageError) in try store.put(points) }
    }

    /// Reads every line; equal lines are `already`, different ones under one key refused.
    private mutating func read<Value: Equatable, Key: Hashable>(
        _ file: UnsafeRawBufferPointer, columns: [String], key: KeyPath<Value, Key>,
        decode: (TableRow) throws(TableFault) -> Value
    ) -> [Entry<Value>] {
        var entries: [Entry<Value>] = []
        var places: [Key: Int] = [:]
        let header: TableHeader
        var reader: CSVReader
        do throws(TableFault) {
            let start = try TableStart(file, columns: columns)
            header = try TableHeader(start.record, required: columns)
            reader = start.reader
        } catch {
            tally.refuse(error, in: say)
            return []
        }
        while true {
            do throws(TableFault) {
                guard let record = try reader.nextFilled() else { return entries }
                let value = try decode(try header.row(record))
                guard let place = places[value[keyPath: key]] else {
                    places[value[keyPath: key]] = entries.count
                    entries.append(Entry(line: record.line, value: value))
                    continue
                }
                guard entries[place].value == value else {
                    throw TableFault(
                        line: record.line, problem: .differsFromLine(entries[place].line))
                }
                tally.already += 1
            } catch {
                tally.refuse(error, in: say)
            }
        }
    }

    /// Units whose parents and successors are known and lead to no circle.
    private mutating func soundUnits(
        _ entries: [Entry<Unit>], stored: [String: Unit]
    ) -> [Entry<Unit>] {
        var sound = entries
        while true {
            var known = stored
            for entry in sound { known[entry.value.code] = entry.value }
            var faults: [TableFault] = []
            var kept: [Entry<Unit>] = []
            for entry in sound {
                if let fault = Self.fault(of: entry, known: known) {
                    faults.append(fault)
                } else {
                    kept.append(entry)
                }
            }
            for fault in faults { tally.refuse(fault, in: say) }
            // A unit that went may have been another's parent.
            guard !faults.isEmpty else { return sound }
            sound = kept
        }
    }

    private static func fault(of entry: Entry<Unit>, known: [String: Unit]) -> TableFault? {
        let unit = entry.value
        for (column, code) in [("parent", unit.parent), ("successor", unit.successor)] {
            guard let code, known[code] == nil else { continue }
            return TableFault(
                line: entry.line, problem: .unknownUnit(column: column, code: code))
        }
        for step in [\Unit.parent, \Unit.successor] {
            var (next, steps) = (unit[keyPath: step], 0)
            while let code = next, code != unit.code, steps <= known.count {
                next = known[code]?[keyPath: step]
                steps += 1
            }
            if next == unit.code {
                return TableFault(line: entry.line, problem: .circle(code: unit.code))
            }
        }
        return nil
    }

    /// Puts all in, in one transaction; nothing where a line was refused and all or nothing is
    /// asked.
    private mutating func put<Value>(
        _ entries: [Entry<Value>], _ put: (Value) throws(StorageError) -> PutOutcome
    ) throws(StorageError) {
        guard tally.refused == 0 || isKeptGoing else { return }
        let outcomes = try store.transaction { () throws(StorageError) in
            var outcomes: [PutOutcome] = []
            for entry in entries { outcomes.append(try put(entry.value)) }
            return (outcomes, true)
        }
        for outcome in outcomes {
            switch outcome {
            case .already: tally.already += 1
            case .stored: tally.stored += 1
            case .replaced:
                tally.stored += 1
                tally.replaced += 1
            }
        }
    }
}
