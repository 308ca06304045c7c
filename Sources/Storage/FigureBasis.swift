internal import Secrets
internal import Survey

/// What the figures of a month rest on besides answers, as digests: kept with its closing, so that
/// what is mended later shows.
struct FigureBasis: Equatable {
    /// The position of the last unit there was. One that came later stands below those that were
    /// there, or the digest of these has changed: by itself it moves no figure.
    let lastUnit: Int64
    /// Of codes and parents of the units up to that one. Days of validity move no figure.
    let units: [UInt8]
    /// Of the month's rows, as those of feedback and points.
    let dossiers: [UInt8]
    let feedback: [UInt8]
    let points: [UInt8]

    /// What differs between one moment and another.
    func changes(to other: FigureBasis) -> [Closing.Basis] {
        Closing.Basis.allCases.filter { part in
            switch part {
            case .units: units != other.units
            case .dossiers: dossiers != other.dossiers
            case .feedback: feedback != other.feedback
            case .points: points != other.points
            }
        }
    }
}

extension Database {
    /// What the figures of a month rest on now.
    func basis(of month: CalendarMonth) throws(StorageError) -> FigureBasis {
        let bases = try bases(of: [month: try integer(SQL.lastUnit) ?? 0])
        guard let basis = bases[month] else {
            preconditionFailure("every month that was asked for has one")
        }
        return basis
    }

    /// What the figures of months rest on now. Reads each table once, whatever their number.
    ///
    /// - Parameter months: each with the position of the last unit that is looked at
    func bases(
        of months: [CalendarMonth: Int64]
    ) throws(StorageError) -> [CalendarMonth: FigureBasis] {
        let units = try unitLinks(through: Set(months.values))
        let dossiers = try links(of: SQL.wholeDossiers, monthIn: 3, for: months.keys)
        let feedback = try links(of: SQL.feedback, monthIn: 1, for: months.keys)
        let points = try links(of: SQL.points, monthIn: 1, for: months.keys)
        var bases: [CalendarMonth: FigureBasis] = [:]
        for (month, lastUnit) in months {
            bases[month] = FigureBasis(
                lastUnit: lastUnit, units: units[lastUnit] ?? [], dossiers: dossiers[month] ?? [],
                feedback: feedback[month] ?? [], points: points[month] ?? [])
        }
        return bases
    }

    /// The chain over the units up to each of some positions.
    private func unitLinks(
        through positions: Set<Int64>
    ) throws(StorageError) -> [Int64: [UInt8]] {
        let wanted = positions.sorted()
        var links: [Int64: [UInt8]] = [:]
        var chain = HashChain()
        var content = Canonical()
        try each(SQL.unitTree) { row in
            while links.count < wanted.count, wanted[links.count] < row.integer(0) {
                links[wanted[links.count]] = chain.link
            }
            content.removeAll()
            row.addColumns(to: &content)
            chain.append(content.bytes)
        }
        for position in wanted.dropFirst(links.count) { links[position] = chain.link }
        return links
    }

    /// For each month the chain over its rows of a table.
    private func links(
        of rows: StaticString, monthIn column: Int32, for months: some Sequence<CalendarMonth>
    ) throws(StorageError) -> [CalendarMonth: [UInt8]] {
        var chains: [CalendarMonth: HashChain] = [:]
        for month in months { chains[month] = HashChain() }
        var content = Canonical()
        try each(rows) { row in
            let month = CalendarMonth(ordinal: Int(row.integer(column)))
            guard chains[month] != nil else { return }
            content.removeAll()
            row.addColumns(to: &content)
            chains[month]?.append(content.bytes)
        }
        return chains.mapValues(\.link)
    }
}
