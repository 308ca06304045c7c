internal import Storage
internal import Survey

/// Imports units, places, counts of dossiers and feedback, and given points: small tables, read
/// whole and then put in.
struct TableImporter {
    let store: Store
    let isKeptGoing: Bool
    let say: Language
    /// The last month that a table may be believed to count.
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
        let say = say
        warn(read) { place in
            place.code.count <= Code.comfortableCharactersMax
                ? nil
                : say(
                    "mã “\(place.code)” dài, khó gõ tay dưới mã QR",
                    "code “\(place.code)” is long to type from a QR sheet")
        }
        try put(read) { place throws(StorageError) in
            try store.put(place, before: register.place(place.code))
        }
    }

    /// Tells of lines that are taken and look wrong: behind all that are refused, and told apart
    /// from them.
    private func warn<Value>(_ entries: [Entry<Value>], of doubt: (Value) -> String?) {
        let doubted = entries.compactMap { entry in doubt(entry.value).map { (entry.line, $0) } }
        for (line, reason) in doubted.prefix(ImportTally.toldMax) {
            Terminal.warn(
                say("lưu ý: dòng \(line): \(reason)", "warning: line \(line): \(reason)"))
        }
    }

    /// What is odd about a month of a table; nil where it has begun.
    private func doubt(_ month: CalendarMonth) -> String? {
        guard let latest, month > latest else { return nil }
        return say("tháng \(month) chưa tới", "the month \(month) is still to come")
    }

    mutating func importDossiers(_ file: UnsafeRawBufferPointer) throws(StorageError) {
        let store = store
        let register = try store.register()
        let read = read(file, columns: DossierTable.columns, key: \.key) {
            row throws(TableFault) in try DossierTable.decode(row, register: register)
        }
        warn(read) { doubt($0.key.period) ?? doubt($0) }
        try put(read) { count throws(StorageError) in try store.put(count) }
        warnOfTotals(beside: Set(read.map { DossierMonth($0.value) }), try store.dossiers())
    }

    /// Parts larger than their whole. Some dossiers were received in an earlier month, some are not
    /// completed yet: the whole is the larger of the two.
    private func doubt(_ count: DossierCount) -> String? {
        let parts = [
            ("online", count.online), ("postal", count.postal), ("digitised", count.digitised),
        ]
        return parts.first { $0.1 > count.most }.map { name, part in
            say(
                "\(name) là \(part), nhiều hơn cả received và completed (\(count.most))",
                "\(name) is \(part), more than received and completed are (\(count.most))")
        }
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
                "lưu ý: \(both.count) đơn vị-tháng (như \(example)) có cả dòng tổng (procedure, "
                    + "field trống) lẫn dòng chi tiết; cả hai đều được cộng vào số hồ sơ.",
                "warning: \(both.count) unit-months (as \(example)) have a total (procedure and "
                    + "field empty) beside rows of parts; both are counted as dossiers."))
    }

    mutating func importFeedback(_ file: UnsafeRawBufferPointer) throws(StorageError) {
        let store = store
        let register = try store.register()
        var dossiers: [CalendarMonth: [String: Int]] = [:]
        for count in try store.dossiers() {
            dossiers[count.key.period, default: [:]][count.key.unit, default: 0] += count.most
        }
        let read = read(file, columns: FeedbackTable.columns, key: \.key) {
            row throws(TableFault) in try FeedbackTable.decode(row, register: register)
        }
        let say = say
        warn(read) { feedback in
            if let doubt = doubt(feedback.key.period) { return doubt }
            let handled = dossiers[feedback.key.period] ?? [:]
            let counts = register.subtree(of: feedback.key.unit).compactMap { handled[$0] }
            let known = counts.reduce(0, +)
            guard !counts.isEmpty, let dissatisfied = feedback.dissatisfiedDossiers,
                dissatisfied > known
            else { return nil }
            return say(
                "dissatisfied_dossiers là \(dissatisfied), nhiều hơn số hồ sơ của tháng (\(known))",
                "dissatisfied_dossiers is \(dissatisfied), more than the month's dossiers "
                    + "(\(known))")
        }
        try put(read) { count throws(StorageError) in try store.put(count) }
    }

    /// - Parameter highest: by index and indicator, the most hundredths of a point
    mutating func importPoints(
        _ file: UnsafeRawBufferPointer, highest: [String: [String: Int]]
    ) throws(StorageError) {
        let store = store
        let register = try store.register()
        let read = read(file, columns: PointsTable.columns, key: \.key) {
            row throws(TableFault) in
            try PointsTable.decode(row, register: register, highest: highest)
        }
        warn(read) { doubt($0.key.period) }
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
