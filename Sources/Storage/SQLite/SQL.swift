/// Every statement, as text for SQLite; parameters are `$1`, `$2`, …, nothing is ever put in.
enum SQL {
    static let begin = "BEGIN IMMEDIATE"
    static let commit = "COMMIT"
    static let rollBack = "ROLLBACK"
    static let checkpoint = "PRAGMA wal_checkpoint(TRUNCATE)"

    static let setting = "SELECT value FROM setting WHERE name = $1"
    static let setSetting = """
        INSERT INTO setting (name, value) VALUES ($1, $2)
        ON CONFLICT (name) DO UPDATE SET value = excluded.value
        """

    static let forms = "SELECT number, id, version, content, hash FROM form ORDER BY number"
    static let formHash = "SELECT hash FROM form WHERE id = $1 AND version = $2"
    static let formNumber = "SELECT number FROM form WHERE id = $1 AND version = $2"
    static let addForm = "INSERT INTO form (id, version, hash, content) VALUES ($1, $2, $3, $4)"
    static let replaceForm =
        "UPDATE form SET hash = $3, content = $4 WHERE id = $1 AND version = $2"
    static let formHasAnswers = "SELECT 1 FROM response WHERE form = $1 LIMIT 1"

    static let units = """
        SELECT code, name, kind, parent, valid_from, valid_to, successor FROM unit ORDER BY position
        """
    static let putUnit = """
        INSERT INTO unit (code, name, kind, parent, valid_from, valid_to, successor, position)
        VALUES ($1, $2, $3, $4, $5, $6, $7, (SELECT COALESCE(MAX(position), 0) + 1 FROM unit))
        ON CONFLICT (code) DO UPDATE SET name = excluded.name, kind = excluded.kind,
            parent = excluded.parent, valid_from = excluded.valid_from,
            valid_to = excluded.valid_to, successor = excluded.successor
        """
    static let places = "SELECT code, unit, centre, name, form FROM place ORDER BY position"
    static let putPlace = """
        INSERT INTO place (code, unit, centre, name, form, position)
        VALUES ($1, $2, $3, $4, $5, (SELECT COALESCE(MAX(position), 0) + 1 FROM place))
        ON CONFLICT (code) DO UPDATE SET unit = excluded.unit, centre = excluded.centre,
            name = excluded.name, form = excluded.form
        """
    static let dossiers = """
        SELECT unit, procedure, field, period, received, completed, on_time, early, late, online,
            postal, digitised FROM dossier ORDER BY unit, period, procedure, field
        """
    static let dossier = """
        SELECT unit, procedure, field, period, received, completed, on_time, early, late, online,
            postal, digitised FROM dossier
        WHERE unit = $1 AND procedure = $2 AND field = $3 AND period = $4
        """
    static let putDossier = """
        INSERT INTO dossier (unit, procedure, field, period, received, completed, on_time, early,
            late, online, postal, digitised)
        VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12)
        ON CONFLICT (unit, procedure, field, period) DO UPDATE SET received = excluded.received,
            completed = excluded.completed, on_time = excluded.on_time, early = excluded.early,
            late = excluded.late, online = excluded.online, postal = excluded.postal,
            digitised = excluded.digitised
        """

    static let postings = "SELECT number, place, unit, centre FROM posting"
    static let addPosting = "INSERT INTO posting (place, unit, centre) VALUES ($1, $2, $3)"
    static let names = "SELECT number, kind, code FROM name"
    static let addName = "INSERT INTO name (kind, code) VALUES ($1, $2)"

    static let lastRow = "SELECT COALESCE(MAX(row), 0) FROM response"
    /// Takes the id for the next row, or changes nothing where it is taken already.
    static let addIdentity =
        "INSERT INTO identity (id, row) VALUES ($1, $2) ON CONFLICT (id) DO NOTHING"
    static let identity = "SELECT row FROM identity WHERE id = $1"
    static let addResponse = """
        INSERT INTO response (row, form, posting, answered_at, received_after, channel, procedure,
            field, respondent, outcome, language, answers)
        VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12)
        """
    static let addTrace =
        "INSERT INTO trace (row, device, sequence, elapsed_ms) VALUES ($1, $2, $3, $4)"
    static let addComment = "INSERT INTO comment (row, text) VALUES ($1, $2)"
    static let addQuarantine =
        "INSERT INTO quarantine (received_at, id, content) VALUES ($1, $2, $3)"
    static let quarantined =
        "SELECT received_at, id, content FROM quarantine ORDER BY number LIMIT $1"

    static let records = """
        SELECT row, form, posting, answered_at, channel, respondent, outcome, procedure, field,
            language, answers FROM response WHERE row > $1 ORDER BY row LIMIT $2
        """
    private static let wholeResponse = """
        SELECT r.row, r.form, r.posting, r.answered_at, r.received_after, r.channel, r.procedure,
            r.field, r.respondent, r.outcome, r.language, r.answers, t.device, t.sequence,
            t.elapsed_ms, c.text
        FROM response r LEFT JOIN trace t ON t.row = r.row LEFT JOIN comment c ON c.row = r.row
        """
    static let response = wholeResponse + " WHERE r.row = $1"
    /// Ids are found by row through a join that reads the identity table once, in row order.
    static let responses = wholeResponse + " WHERE r.row > $1 ORDER BY r.row LIMIT $2"
    static let identities = "SELECT id, row FROM identity WHERE row IS NOT NULL"

    static let countResponses = "SELECT COUNT(*) FROM response"
    static let countIdentities = "SELECT COUNT(*) FROM identity WHERE row IS NOT NULL"
    static let countComments = "SELECT COUNT(*) FROM comment"
    static let countQuarantine = "SELECT COUNT(*) FROM quarantine"
    static let strayIdentities = """
        SELECT COUNT(*) FROM identity i LEFT JOIN response r ON r.row = i.row
        WHERE i.row IS NOT NULL AND r.row IS NULL
        """
    static let sharedRows = """
        SELECT COUNT(*) FROM (SELECT row FROM identity WHERE row IS NOT NULL
            GROUP BY row HAVING COUNT(*) > 1)
        """
    static let integrity = "PRAGMA integrity_check(20)"
}
