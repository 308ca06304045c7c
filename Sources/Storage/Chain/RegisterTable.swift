internal import Secrets

/// A table that an operator may change. Its rows are hashed whenever a transaction changes them, so
/// that a changed bit in a unit's name or a dossier count is found.
enum RegisterTable: String, CaseIterable {
    case unit, place, dossier, feedback, points, setting, form, closing, loss, erasure
    case device, binding, sighting
    /// Ids of erased answers, which nobody may take again.
    case tombstone
    /// Every table, index and trigger, as SQLite keeps them.
    case schema

    /// Every row, in an order that depends on nothing but the rows.
    private var rows: StaticString {
        switch self {
        case .unit: SQL.wholeUnits
        case .place: SQL.wholePlaces
        case .dossier: SQL.wholeDossiers
        case .feedback: SQL.feedback
        case .points: SQL.points
        case .setting: SQL.wholeSettings
        case .form: SQL.wholeForms
        case .closing: SQL.wholeClosings
        case .loss: SQL.losses
        case .device: SQL.devices
        case .binding: SQL.bindings
        case .sighting: SQL.sightings
        case .erasure: SQL.erasures
        case .tombstone: SQL.tombstones
        case .schema: SQL.wholeSchema
        }
    }

    /// The last link of a chain over the rows. Costs a reading of the table.
    func checksum(in database: Database) throws(StorageError) -> [UInt8] {
        var chain = HashChain()
        var content = Canonical()
        try database.each(rows) { row in
            content.removeAll()
            row.addColumns(to: &content)
            chain.append(content.bytes)
        }
        return chain.link
    }

    func keepChecksum(in database: Database) throws(StorageError) {
        try database.run(
            SQL.setChecksum, .text(rawValue), .blob(try checksum(in: database)))
    }

    /// Whether the rows are those that were last written.
    func isSound(in database: Database) throws(StorageError) -> Bool {
        var kept: [UInt8]?
        try database.each(SQL.checksum, .text(rawValue)) { kept = $0.blob(0) }
        return try checksum(in: database) == kept
    }
}
