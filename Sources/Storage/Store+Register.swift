internal import Secrets
public import Survey

/// What became of a line of a table.
public enum PutOutcome: Sendable, Equatable {
    case stored
    /// The same is there already.
    case already
    /// Something else under the same key was replaced.
    case replaced
}

/// Units, places, counts of dossiers and feedback, given points and forms: what an operator may
/// change.
extension Store {
    public func units() throws(StorageError) -> [Unit] { try database.units() }

    public func places() throws(StorageError) -> [Place] { try database.places() }

    public func dossiers() throws(StorageError) -> [DossierCount] { try database.dossiers() }

    /// The register with every stored form version.
    public func register() throws(StorageError) -> Register {
        Register(
            units: try database.units(), places: try database.places(),
            questionnaires: try database.forms().map(\.questionnaire))
    }

    /// - Parameter before: the unit as stored, where there is one
    public func put(_ unit: Unit, before: Unit?) throws(StorageError) -> PutOutcome {
        guard unit != before else { return .already }
        try change(.unit) { () throws(StorageError) in
            try database.run(
                SQL.putUnit, .text(unit.code), .text(unit.name), .text(unit.kind.rawValue),
                .text(unit.parent), .integer(unit.validFrom?.daysSince1970),
                .integer(unit.validTo?.daysSince1970), .text(unit.successor))
        }
        return before == nil ? .stored : .replaced
    }

    /// - Parameter before: the place as stored, where there is one
    public func put(_ place: Place, before: Place?) throws(StorageError) -> PutOutcome {
        guard place != before else { return .already }
        try change(.place) { () throws(StorageError) in
            try database.run(
                SQL.putPlace, .text(place.code), .text(place.unit), .text(place.centre),
                .text(place.name), .text(place.form))
        }
        return before == nil ? .stored : .replaced
    }

    public func put(_ count: DossierCount) throws(StorageError) -> PutOutcome {
        let before = try database.dossier(count.key)
        guard count != before else { return .already }
        try change(.dossier) { () throws(StorageError) in
            try database.run(
                SQL.putDossier, .text(count.key.unit), .text(count.key.procedure),
                .text(count.key.field), .integer(count.key.period.ordinal),
                .integer(count.received), .integer(count.completed), .integer(count.onTime),
                .integer(count.early), .integer(count.late), .integer(count.online),
                .integer(count.postal), .integer(count.digitised))
        }
        return before == nil ? .stored : .replaced
    }

    public func put(_ count: FeedbackCount) throws(StorageError) -> PutOutcome {
        let before = try database.feedback(count.key)
        guard count != before else { return .already }
        try change(.feedback) { () throws(StorageError) in
            try database.run(
                SQL.putFeedback, .text(count.key.unit), .integer(count.key.period.ordinal),
                .integer(count.received), .integer(count.onTime), .integer(count.unsatisfactory),
                .integer(count.lateComplaints), .integer(count.dissatisfiedDossiers))
        }
        return before == nil ? .stored : .replaced
    }

    public func put(_ points: GivenPoints) throws(StorageError) -> PutOutcome {
        let key = points.key
        let before = try database.integer(
            SQL.pointsOf, .text(key.unit), .integer(key.period.ordinal), .text(key.index),
            .text(key.indicator))
        guard before != Int64(points.hundredths) else { return .already }
        try change(.points) { () throws(StorageError) in
            try database.run(
                SQL.putPoints, .text(key.unit), .integer(key.period.ordinal), .text(key.index),
                .text(key.indicator), .integer(points.hundredths))
        }
        return before == nil ? .stored : .replaced
    }

    /// Keeps a form version with the answers.
    ///
    /// Its content may change as long as nobody has answered it.
    /// - Throws: ``StorageError/formDiffers(id:version:)`` where it was changed after that
    public func keep(_ form: Questionnaire, content: [UInt8]) throws(StorageError) {
        let (id, version) = (SQLValue.text(form.id), SQLValue.integer(form.version))
        let hash = Hash.sha256(content)
        var stored: [UInt8]?
        try database.each(SQL.formHash, id, version) { stored = $0.blob(0) }
        guard let stored else {
            return try replaceForms { () throws(StorageError) in
                try database.run(SQL.addForm, id, version, .blob(hash), .blob(content))
            }
        }
        guard stored != hash else { return }
        let number = try database.integer(SQL.formNumber, id, version) ?? 0
        guard try database.integer(SQL.formFirstRow, .integer(number)) == nil else {
            throw .formDiffers(id: form.id, version: form.version)
        }
        try replaceForms { () throws(StorageError) in
            try database.run(SQL.replaceForm, id, version, .blob(hash), .blob(content))
        }
    }

    private func replaceForms(_ body: () throws(StorageError) -> Void) throws(StorageError) {
        try change(.form, body)
        forms = nil
        encoder.forget()
    }

    /// Runs a change of a table in the transaction that is open, or in one of its own: its checksum
    /// is written before the commit.
    func change(
        _ table: RegisterTable, _ body: () throws(StorageError) -> Void
    ) throws(StorageError) {
        guard !isInTransaction else {
            changed.insert(table)
            return try body()
        }
        try transaction { () throws(StorageError) in
            changed.insert(table)
            try body()
            return ((), true)
        }
    }

    /// Stored form versions, read once.
    func storedForms() throws(StorageError) -> [StoredForm] {
        if let forms { return forms }
        let read = try database.forms()
        forms = read
        return read
    }

    public func countResponses() throws(StorageError) -> Int {
        Int(try database.integer(SQL.countResponses) ?? 0)
    }
}
