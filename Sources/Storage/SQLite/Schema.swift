/// The schema, as numbered steps that only ever go forward; `user_version` says how many were
/// taken.
///
/// Why the tables are as they are stands beside each, and for operators in docs/operating.md.
enum Schema {
    /// "HaiL" in ASCII: tells our files from others.
    static let applicationID: Int64 = 0x4861_694C

    /// Step n takes a store from version n to n + 1 and ends by saying so.
    static let migrations: [StaticString] = [first, closing]

    /// Version 1.
    private static let first: StaticString = """
        -- Settings of the folder: its identity, whether it is a sample, the public address.
        CREATE TABLE setting (
            name TEXT NOT NULL PRIMARY KEY,
            value TEXT NOT NULL
        ) STRICT, WITHOUT ROWID;

        -- Every form version ever asked, word for word, so that old answers stay readable.
        CREATE TABLE form (
            number INTEGER NOT NULL PRIMARY KEY,
            id TEXT NOT NULL,
            version INTEGER NOT NULL,
            hash BLOB NOT NULL,
            content BLOB NOT NULL,
            UNIQUE (id, version)
        ) STRICT;

        CREATE TABLE unit (
            code TEXT NOT NULL PRIMARY KEY,
            position INTEGER NOT NULL,
            name TEXT NOT NULL,
            kind TEXT NOT NULL,
            parent TEXT,
            valid_from INTEGER,
            valid_to INTEGER,
            successor TEXT
        ) STRICT, WITHOUT ROWID;

        CREATE TABLE place (
            code TEXT NOT NULL PRIMARY KEY,
            position INTEGER NOT NULL,
            unit TEXT NOT NULL,
            centre TEXT NOT NULL,
            name TEXT NOT NULL,
            form TEXT NOT NULL
        ) STRICT, WITHOUT ROWID;

        -- Place, unit and centre as stamped on answers at intake; a moved place gets a new row and
        -- its old answers keep the old one.
        CREATE TABLE posting (
            number INTEGER NOT NULL PRIMARY KEY,
            place TEXT NOT NULL,
            unit TEXT NOT NULL,
            centre TEXT NOT NULL,
            UNIQUE (place, unit, centre)
        ) STRICT;

        -- Codes of procedures (1), fields (2), languages (3) and devices (4), each kept once.
        CREATE TABLE name (
            number INTEGER NOT NULL PRIMARY KEY,
            kind INTEGER NOT NULL,
            code TEXT NOT NULL,
            UNIQUE (kind, code)
        ) STRICT;

        CREATE TABLE dossier (
            unit TEXT NOT NULL,
            procedure TEXT NOT NULL,
            field TEXT NOT NULL,
            period INTEGER NOT NULL,
            received INTEGER NOT NULL,
            completed INTEGER NOT NULL,
            on_time INTEGER NOT NULL,
            early INTEGER NOT NULL,
            late INTEGER NOT NULL,
            online INTEGER NOT NULL,
            postal INTEGER NOT NULL,
            digitised INTEGER NOT NULL,
            PRIMARY KEY (unit, procedure, field, period)
        ) STRICT, WITHOUT ROWID;

        -- The truth: appended, never updated or deleted. Moments are milliseconds since 1970,
        -- received_after is received minus answered, numbers point to name, form and posting,
        -- answers are packed (4 bits a score).
        CREATE TABLE response (
            row INTEGER NOT NULL PRIMARY KEY,
            form INTEGER NOT NULL,
            posting INTEGER NOT NULL,
            answered_at INTEGER NOT NULL,
            received_after INTEGER NOT NULL,
            channel INTEGER NOT NULL,
            procedure INTEGER NOT NULL,
            field INTEGER NOT NULL,
            respondent INTEGER NOT NULL,
            outcome INTEGER NOT NULL,
            language INTEGER NOT NULL,
            answers BLOB NOT NULL
        ) STRICT;

        -- The id alone decides what is the same answer. A row of null is a tombstone: the id of an
        -- erased answer is never taken again.
        CREATE TABLE identity (
            id BLOB NOT NULL PRIMARY KEY,
            row INTEGER
        ) STRICT, WITHOUT ROWID;

        -- What few answers have stands apart, so that the others do not pay for it.
        CREATE TABLE trace (
            row INTEGER NOT NULL PRIMARY KEY,
            device INTEGER NOT NULL,
            sequence INTEGER,
            elapsed_ms INTEGER
        ) STRICT;

        -- Free words stand apart, so that they can be erased and the answers stay.
        CREATE TABLE comment (
            row INTEGER NOT NULL PRIMARY KEY,
            text TEXT NOT NULL
        ) STRICT;

        -- Other content under a stored id: kept for the office to see, counted nowhere. Unique, so
        -- that a client which repeats itself does not fill the disk.
        CREATE TABLE quarantine (
            number INTEGER NOT NULL PRIMARY KEY,
            received_at INTEGER NOT NULL,
            id BLOB NOT NULL,
            content TEXT NOT NULL,
            UNIQUE (id, content)
        ) STRICT;

        PRAGMA application_id = 0x4861694C;
        PRAGMA user_version = 1;
        """

    /// Version 2.
    private static let closing: StaticString = """
        -- Months whose figures stand: answers given in one that lie after last_row came too late.
        -- Added to and never changed. The month is 12 × year + month − 1.
        CREATE TABLE closing (
            month INTEGER NOT NULL PRIMARY KEY,
            closed_at INTEGER NOT NULL,
            last_row INTEGER NOT NULL
        ) STRICT;

        PRAGMA user_version = 2;
        """
}
