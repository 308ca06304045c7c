/// Every statement, as text for SQLite; parameters are `$1`, `$2`, …, nothing is ever put in.
enum SQL {
    // Set-up. A StaticString cannot be built, so nothing can be put into a text.
    static let writeAhead: StaticString = "PRAGMA journal_mode = WAL"
    static let journalMode: StaticString = "PRAGMA journal_mode"
    static let syncFully: StaticString = "PRAGMA synchronous = FULL"
    static let synchronous: StaticString = "PRAGMA synchronous"
    static let wipeDeleted: StaticString = "PRAGMA secure_delete = ON"
    static let checkpointByItself: StaticString = "PRAGMA wal_autocheckpoint = 1000"
    static let neverCheckpoint: StaticString = "PRAGMA wal_autocheckpoint = 0"
    static let queryOnly: StaticString = "PRAGMA query_only = ON"
    static let applicationID: StaticString = "PRAGMA application_id"
    static let schemaVersion: StaticString = "PRAGMA user_version"
    static let countObjects: StaticString = "SELECT COUNT(*) FROM sqlite_schema"

    static let dataVersion: StaticString = "PRAGMA data_version"
    static let beginReading: StaticString = "BEGIN"
    static let begin: StaticString = "BEGIN IMMEDIATE"
    static let commit: StaticString = "COMMIT"
    static let rollBack: StaticString = "ROLLBACK"
    static let checkpoint: StaticString = "PRAGMA wal_checkpoint(TRUNCATE)"

    static let deleteSetting: StaticString = "DELETE FROM setting WHERE name = $1"
    static let setting: StaticString = "SELECT value FROM setting WHERE name = $1"
    static let setSetting: StaticString = """
        INSERT INTO setting (name, value) VALUES ($1, $2)
        ON CONFLICT (name) DO UPDATE SET value = excluded.value
        """

    static let forms: StaticString =
        "SELECT number, id, version, content, hash FROM form ORDER BY number"
    static let formHash: StaticString = "SELECT hash FROM form WHERE id = $1 AND version = $2"
    static let formNumber: StaticString = "SELECT number FROM form WHERE id = $1 AND version = $2"
    static let addForm: StaticString =
        "INSERT INTO form (id, version, hash, content) VALUES ($1, $2, $3, $4)"
    static let replaceForm: StaticString =
        "UPDATE form SET hash = $3, content = $4 WHERE id = $1 AND version = $2"
    static let formFirstRow: StaticString = "SELECT first_row FROM form WHERE number = $1"
    static let setFormFirstRow: StaticString =
        "UPDATE form SET first_row = $2 WHERE number = $1 AND first_row IS NULL"
    static let formKey: StaticString = "SELECT id, version, hash FROM form WHERE number = $1"

    static let units: StaticString = """
        SELECT code, name, kind, parent, valid_from, valid_to, successor FROM unit ORDER BY position
        """
    static let putUnit: StaticString = """
        INSERT INTO unit (code, name, kind, parent, valid_from, valid_to, successor, position)
        VALUES ($1, $2, $3, $4, $5, $6, $7, (SELECT COALESCE(MAX(position), 0) + 1 FROM unit))
        ON CONFLICT (code) DO UPDATE SET name = excluded.name, kind = excluded.kind,
            parent = excluded.parent, valid_from = excluded.valid_from,
            valid_to = excluded.valid_to, successor = excluded.successor
        """
    static let places: StaticString =
        "SELECT code, unit, centre, name, form FROM place ORDER BY position"
    static let putPlace: StaticString = """
        INSERT INTO place (code, unit, centre, name, form, position)
        VALUES ($1, $2, $3, $4, $5, (SELECT COALESCE(MAX(position), 0) + 1 FROM place))
        ON CONFLICT (code) DO UPDATE SET unit = excluded.unit, centre = excluded.centre,
            name = excluded.name, form = excluded.form
        """
    static let dossiers: StaticString = """
        SELECT unit, procedure, field, period, received, completed, on_time, early, late, online,
            postal, digitised FROM dossier ORDER BY unit, period, procedure, field
        """
    static let dossier: StaticString = """
        SELECT unit, procedure, field, period, received, completed, on_time, early, late, online,
            postal, digitised FROM dossier
        WHERE unit = $1 AND procedure = $2 AND field = $3 AND period = $4
        """
    static let putDossier: StaticString = """
        INSERT INTO dossier (unit, procedure, field, period, received, completed, on_time, early,
            late, online, postal, digitised)
        VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12)
        ON CONFLICT (unit, procedure, field, period) DO UPDATE SET received = excluded.received,
            completed = excluded.completed, on_time = excluded.on_time, early = excluded.early,
            late = excluded.late, online = excluded.online, postal = excluded.postal,
            digitised = excluded.digitised
        """

    /// Also the order of the hash over the table.
    static let feedback: StaticString = """
        SELECT unit, period, received, on_time, unsatisfactory, late_complaints,
            dissatisfied_dossiers FROM feedback ORDER BY unit, period
        """
    static let feedbackOf: StaticString = """
        SELECT unit, period, received, on_time, unsatisfactory, late_complaints,
            dissatisfied_dossiers FROM feedback WHERE unit = $1 AND period = $2
        """
    static let putFeedback: StaticString = """
        INSERT INTO feedback (unit, period, received, on_time, unsatisfactory, late_complaints,
            dissatisfied_dossiers)
        VALUES ($1, $2, $3, $4, $5, $6, $7)
        ON CONFLICT (unit, period) DO UPDATE SET received = excluded.received,
            on_time = excluded.on_time, unsatisfactory = excluded.unsatisfactory,
            late_complaints = excluded.late_complaints,
            dissatisfied_dossiers = excluded.dissatisfied_dossiers
        """
    /// Also the order of the hash over the table.
    static let points: StaticString = """
        SELECT unit, period, index_id, indicator, hundredths FROM points
        ORDER BY unit, period, index_id, indicator
        """
    static let pointsOf: StaticString = """
        SELECT hundredths FROM points
        WHERE unit = $1 AND period = $2 AND index_id = $3 AND indicator = $4
        """
    static let putPoints: StaticString = """
        INSERT INTO points (unit, period, index_id, indicator, hundredths)
        VALUES ($1, $2, $3, $4, $5)
        ON CONFLICT (unit, period, index_id, indicator)
            DO UPDATE SET hundredths = excluded.hundredths
        """

    static let postingNumber: StaticString =
        "SELECT number FROM posting WHERE place = $1 AND unit = $2 AND centre = $3"
    static let nameNumber: StaticString = "SELECT number FROM name WHERE kind = $1 AND code = $2"
    static let postings: StaticString = "SELECT number, place, unit, centre FROM posting"
    static let addPosting: StaticString =
        "INSERT INTO posting (place, unit, centre) VALUES ($1, $2, $3)"
    static let posting: StaticString = "SELECT place, unit, centre FROM posting WHERE number = $1"
    static let names: StaticString = "SELECT number, code FROM name WHERE kind = $1"
    static let name: StaticString = "SELECT code FROM name WHERE number = $1 AND kind = $2"
    static let addName: StaticString = "INSERT INTO name (kind, code) VALUES ($1, $2)"

    static let lastRow: StaticString = "SELECT COALESCE(MAX(row), 0) FROM response"
    /// Takes the id for the next row, or changes nothing where it is taken already.
    static let addIdentity: StaticString =
        "INSERT INTO identity (id, row) VALUES ($1, $2) ON CONFLICT (id) DO NOTHING"
    static let identity: StaticString = "SELECT row FROM identity WHERE id = $1"
    static let addResponse: StaticString = """
        INSERT INTO response (row, form, posting, answered_at, received_after, channel, procedure,
            field, respondent, outcome, language, answers)
        VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12)
        """
    static let addTrace: StaticString = """
        INSERT INTO trace (row, device, sequence, elapsed_ms, partial) VALUES ($1, $2, $3, $4, $5)
        """
    static let addComment: StaticString =
        "INSERT INTO comment (row, salt, text, commitment) VALUES ($1, $2, $3, $4)"
    static let comments: StaticString = """
        SELECT c.row, c.salt, c.text, c.commitment, e.at
        FROM comment c LEFT JOIN erasure e ON e.row = c.row
        """
    /// The count bounds what one id can make us keep.
    static let addQuarantine: StaticString = """
        INSERT INTO quarantine (received_at, id, content, hash)
        SELECT $1, $2, $3, $4 WHERE (SELECT COUNT(*) FROM quarantine WHERE id = $2) < $5
        ON CONFLICT (id, content) DO NOTHING
        """
    /// One more is kept.
    static let countQuarantined: StaticString = """
        INSERT INTO seal (name, row, hash) VALUES ('quarantine', 1, x'')
        ON CONFLICT (name) DO UPDATE SET row = seal.row + 1
        """
    static let dropQuarantined: StaticString = "DELETE FROM quarantine WHERE id = $1"
    /// So many more are kept, or fewer, in a table whose rows have hashes of their own.
    static let countKept: StaticString = """
        INSERT INTO seal (name, row, hash) VALUES ($1, $2, x'')
        ON CONFLICT (name) DO UPDATE SET row = seal.row + excluded.row
        """
    static let sealedCount: StaticString = "SELECT row FROM seal WHERE name = $1"
    static let setQuarantined: StaticString = """
        INSERT INTO seal (name, row, hash)
        SELECT 'quarantine', COUNT(*), x'' FROM quarantine
        """
    static let sealedQuarantine: StaticString =
        "SELECT row FROM seal WHERE name = 'quarantine'"
    // Answers that are saved and not sent.
    static let draftIDs: StaticString = "SELECT id FROM draft"
    static let draftsSince: StaticString = "SELECT MIN(saved_at) FROM draft"
    static let putDraft: StaticString = """
        INSERT INTO draft (id, saved_at, form, content, hash) VALUES ($1, $2, $3, $4, $5)
        ON CONFLICT (id) DO UPDATE SET saved_at = excluded.saved_at, form = excluded.form,
            content = excluded.content, hash = excluded.hash
        """
    static let drafts: StaticString =
        "SELECT id, saved_at, form, content, hash FROM draft ORDER BY id"
    static let draftsBefore: StaticString = """
        SELECT id, saved_at, form, content, hash FROM draft WHERE saved_at < $1
        ORDER BY saved_at, id LIMIT $2
        """
    static let deleteDraft: StaticString = "DELETE FROM draft WHERE id = $1"

    static let quarantined: StaticString =
        "SELECT received_at, id, content FROM quarantine ORDER BY number"
    static let wholeQuarantine: StaticString =
        "SELECT number, received_at, id, content, hash FROM quarantine ORDER BY number"
    static let setQuarantineHash: StaticString = "UPDATE quarantine SET hash = $2 WHERE number = $1"

    static let records: StaticString = """
        SELECT row, form, posting, answered_at, channel, respondent, outcome, procedure, field,
            language, answers FROM response WHERE row > $1 ORDER BY row LIMIT $2
        """
    /// Both in the order that ``ResponseReader`` knows.
    static let response: StaticString = """
        SELECT r.row, r.form, r.posting, r.answered_at, r.received_after, r.channel, r.procedure,
            r.field, r.respondent, r.outcome, r.language, r.answers, t.device, t.sequence,
            t.elapsed_ms, c.text, c.commitment, t.partial
        FROM response r LEFT JOIN trace t ON t.row = r.row LEFT JOIN comment c ON c.row = r.row
        WHERE r.row = $1
        """
    static let responses: StaticString = """
        SELECT r.row, r.form, r.posting, r.answered_at, r.received_after, r.channel, r.procedure,
            r.field, r.respondent, r.outcome, r.language, r.answers, t.device, t.sequence,
            t.elapsed_ms, c.text, c.commitment, t.partial
        FROM response r LEFT JOIN trace t ON t.row = r.row LEFT JOIN comment c ON c.row = r.row
        WHERE r.row BETWEEN $1 AND $2 ORDER BY r.row
        """
    /// The same from before traces said what is partial.
    static let responsesOf1: StaticString = """
        SELECT r.row, r.form, r.posting, r.answered_at, r.received_after, r.channel, r.procedure,
            r.field, r.respondent, r.outcome, r.language, r.answers, t.device, t.sequence,
            t.elapsed_ms, c.text, c.commitment, 0
        FROM response r LEFT JOIN trace t ON t.row = r.row LEFT JOIN comment c ON c.row = r.row
        WHERE r.row BETWEEN $1 AND $2 ORDER BY r.row
        """
    static let nextRow: StaticString = "SELECT MIN(row) FROM response WHERE row > $1"
    static let identities: StaticString =
        "SELECT id, row FROM identity WHERE row BETWEEN $1 AND $2"

    static let closings: StaticString = """
        SELECT month, closed_at, last_row, last_unit, units, dossiers, feedback, points
        FROM closing ORDER BY month
        """
    static let wholeClosings: StaticString = "SELECT * FROM closing ORDER BY month"
    static let addClosing: StaticString = """
        INSERT INTO closing
            (month, closed_at, last_row, last_unit, units, dossiers, feedback, points)
        VALUES ($1, $2, $3, $4, $5, $6, $7, $8)
        """
    static let lastUnit: StaticString = "SELECT COALESCE(MAX(position), 0) FROM unit"
    static let unitTree: StaticString =
        "SELECT position, code, parent FROM unit ORDER BY position"
    static let countAnsweredBetween: StaticString =
        "SELECT COUNT(*) FROM response WHERE answered_at >= $1 AND answered_at < $2"

    static let countResponses: StaticString = "SELECT COUNT(*) FROM response"
    static let countIdentities: StaticString = "SELECT COUNT(*) FROM identity WHERE row IS NOT NULL"
    static let countComments: StaticString = "SELECT COUNT(*) FROM comment WHERE text IS NOT NULL"
    static let countForms: StaticString = "SELECT COUNT(*) FROM form"
    static let countUnits: StaticString = "SELECT COUNT(*) FROM unit"
    static let countPlaces: StaticString = "SELECT COUNT(*) FROM place"
    static let countQuarantine: StaticString = "SELECT COUNT(*) FROM quarantine"
    static let quickCheck: StaticString = "PRAGMA quick_check(1)"
    static let integrity: StaticString = "PRAGMA integrity_check(20)"

    // The chain over the answers and the hashes over the rest.
    static let wholeSchema: StaticString =
        "SELECT type, name, tbl_name, sql FROM sqlite_schema ORDER BY type, name"
    static let head: StaticString = "SELECT row, hash FROM seal WHERE name = 'answers'"
    static let setHead: StaticString = """
        INSERT INTO seal (name, row, hash) VALUES ('answers', $1, $2)
        ON CONFLICT (name) DO UPDATE SET row = excluded.row, hash = excluded.hash
        """
    static let addBlock: StaticString = "INSERT INTO block (last_row, link) VALUES ($1, $2)"
    static let blockLink: StaticString = "SELECT link FROM block WHERE last_row = $1"
    static let blockEnd: StaticString = """
        SELECT last_row, link FROM block WHERE last_row <= $1 ORDER BY last_row DESC LIMIT 1
        """
    static let countBlocks: StaticString = "SELECT COUNT(*) FROM block"
    static let checksum: StaticString = "SELECT hash FROM seal WHERE name = $1"
    static let setChecksum: StaticString = """
        INSERT INTO seal (name, hash) VALUES ($1, $2)
        ON CONFLICT (name) DO UPDATE SET hash = excluded.hash
        """
    static let wholeUnits: StaticString = """
        SELECT code, position, name, kind, parent, valid_from, valid_to, successor FROM unit
        ORDER BY code
        """
    static let wholePlaces: StaticString =
        "SELECT code, position, unit, centre, name, form FROM place ORDER BY code"
    static let wholeDossiers: StaticString = """
        SELECT unit, procedure, field, period, received, completed, on_time, early, late, online,
            postal, digitised FROM dossier ORDER BY unit, procedure, field, period
        """
    /// Without the mark of an open store, which stands and goes outside of all hashes.
    static let wholeSettings: StaticString =
        "SELECT name, value FROM setting WHERE name <> 'open' ORDER BY name"
    static let wholeForms: StaticString =
        "SELECT number, id, version, hash, content, first_row FROM form ORDER BY number"
    static let losses: StaticString = """
        SELECT number, at, expected_row, found_row, acknowledged_at, acknowledged_by FROM loss
        ORDER BY number
        """
    static let acknowledgeLosses: StaticString = """
        UPDATE loss SET acknowledged_at = $1, acknowledged_by = $2 WHERE acknowledged_at IS NULL
        """
    static let tombstones: StaticString = "SELECT id FROM identity WHERE row IS NULL ORDER BY id"
    static let erasures: StaticString = "SELECT row, at FROM erasure ORDER BY row"
    static let erasedAt: StaticString = "SELECT at FROM erasure WHERE row = $1"
    static let eraseComment: StaticString =
        "UPDATE comment SET salt = NULL, text = NULL WHERE row = $1 AND text IS NOT NULL"
    static let addErasure: StaticString = "INSERT INTO erasure (row, at) VALUES ($1, $2)"
    static let addLoss: StaticString = """
        INSERT INTO loss (at, expected_row, found_row) VALUES (unixepoch() * 1000, $1, $2)
        """

    // Kiosks and tablets.
    static let devices: StaticString = """
        SELECT code, salt, paired_at, replaces, settings_version, settings FROM device
        ORDER BY code
        """
    static let addDevice: StaticString = """
        INSERT INTO device (code, salt, paired_at, replaces, settings_version, settings)
        VALUES ($1, $2, $3, $4, $5, $6)
        """
    static let setDeviceSettings: StaticString =
        "UPDATE device SET settings_version = settings_version + 1, settings = $2 WHERE code = $1"
    static let bindings: StaticString =
        "SELECT number, device, place, name, since FROM binding ORDER BY number"
    static let addBinding: StaticString =
        "INSERT INTO binding (device, place, name, since) VALUES ($1, $2, $3, $4)"
    static let sightings: StaticString = """
        SELECT device, at, queue, oldest, rejected, version, settings_version, skew, sequence,
            is_storage_persisted, is_context_secure, is_storage_failing
        FROM sighting ORDER BY device
        """
    static let putSighting: StaticString = """
        INSERT INTO sighting (device, at, queue, oldest, rejected, version, settings_version, skew,
            sequence, is_storage_persisted, is_context_secure, is_storage_failing)
        VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12)
        ON CONFLICT (device) DO UPDATE SET at = excluded.at, queue = excluded.queue,
            oldest = excluded.oldest, rejected = excluded.rejected, version = excluded.version,
            settings_version = excluded.settings_version, skew = excluded.skew,
            sequence = excluded.sequence,
            is_storage_persisted = excluded.is_storage_persisted,
            is_context_secure = excluded.is_context_secure,
            is_storage_failing = excluded.is_storage_failing
        """
    /// In this order of tables, so that the answers' traces are read once and not once a device.
    static let deviceTraces: StaticString = """
        SELECT d.code, COUNT(*), COUNT(t.sequence), COUNT(DISTINCT t.sequence), MIN(t.sequence),
            MAX(t.sequence)
        FROM trace t CROSS JOIN name n ON n.number = t.device AND n.kind = 4
            CROSS JOIN device d ON d.code = n.code
        GROUP BY t.device
        """

    // What citizens have left beside their answers.
    static let addReceipt: StaticString = """
        INSERT INTO receipt (tag, id, row, hash) VALUES ($1, $2, $3, $4)
        ON CONFLICT (tag) DO NOTHING
        """
    static let receipt: StaticString =
        "SELECT tag, id, row, erased_at, hash FROM receipt WHERE tag = $1"
    static let receiptOfRow: StaticString =
        "SELECT tag, id, row, erased_at, hash FROM receipt WHERE row = $1"
    static let receipts: StaticString = "SELECT tag, id, row, erased_at, hash FROM receipt"
    static let setReceiptErased: StaticString =
        "UPDATE receipt SET erased_at = $2, hash = $3 WHERE tag = $1"
    static let addContact: StaticString = """
        INSERT INTO contact (row, id, given_at, sealed, hash) VALUES ($1, $2, $3, $4, $5)
        ON CONFLICT (row) DO NOTHING
        """
    static let contact: StaticString =
        "SELECT row, id, given_at, done_at, sealed, hash FROM contact WHERE row = $1"
    static let contacts: StaticString =
        "SELECT row, id, given_at, done_at, sealed, hash FROM contact ORDER BY row"
    static let setContactDone: StaticString =
        "UPDATE contact SET done_at = $2, hash = $3 WHERE row = $1"
    static let dropContact: StaticString = "DELETE FROM contact WHERE row = $1"
    static let dropOldContacts: StaticString =
        "DELETE FROM contact WHERE given_at <= $1 OR done_at <= $2"

    // From the first schema to the second.
    static let commentsOf1: StaticString = "SELECT row, text FROM comment_of_1 ORDER BY row"
    static let dropCommentsOf1: StaticString = "DROP TABLE comment_of_1"

    // The copy of a backup.
    static let noJournal: StaticString = "PRAGMA journal_mode = OFF"
    static let noSync: StaticString = "PRAGMA synchronous = OFF"
    static let rollBackJournal: StaticString = "PRAGMA journal_mode = DELETE"
}
