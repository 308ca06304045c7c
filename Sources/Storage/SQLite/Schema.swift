/// One step of the schema: SQL, and where that cannot say it all, code in the same transaction.
struct Migration {
    let script: StaticString
    var complete: (@Sendable (Database) throws(StorageError) -> Void)?
}

/// The schema, as numbered steps that only ever go forward; `user_version` says how many were
/// taken.
///
/// Why the tables are as they are stands beside each, and for operators in docs/operating.md.
enum Schema {
    /// "HaiL" in ASCII: tells our files from others.
    static let applicationID: Int64 = 0x4861_694C

    /// Step n takes a store from version n to n + 1 and ends by saying so.
    static let migrations = [
        Migration(script: first),
        Migration(script: second) { database throws(StorageError) in
            try ChainMigration.run(database)
        },
        Migration(script: third),
        Migration(script: fourth),
        Migration(script: fifth),
        Migration(script: sixth),
        Migration(script: seventh),
        Migration(script: eighth),
        Migration(script: ninth),
        Migration(script: tenth),
    ]

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

    /// Version 2: every stored byte under a hash; see ``AnswerChain`` and ``RegisterTable``.
    private static let second: StaticString = """
        -- The link of the chain over the answers after every 256th of them.
        CREATE TABLE block (
            last_row INTEGER NOT NULL PRIMARY KEY,
            link BLOB NOT NULL
        ) STRICT;

        -- What the rest must agree with: under `answers` the newest row and its link, written in
        -- every transaction that adds answers; under the name of each table that an operator may
        -- change the hash over it, written with every change.
        CREATE TABLE seal (
            name TEXT NOT NULL PRIMARY KEY,
            row INTEGER,
            hash BLOB NOT NULL
        ) STRICT, WITHOUT ROWID;

        -- Answers that were confirmed and then missing when the store was opened.
        CREATE TABLE loss (
            number INTEGER NOT NULL PRIMARY KEY,
            at INTEGER NOT NULL,
            expected_row INTEGER NOT NULL,
            found_row INTEGER NOT NULL
        ) STRICT;

        -- Only the commitment is in the chain. Erasing words means text and salt become null.
        ALTER TABLE comment RENAME TO comment_of_1;
        CREATE TABLE comment (
            row INTEGER NOT NULL PRIMARY KEY,
            salt BLOB,
            text TEXT,
            commitment BLOB NOT NULL
        ) STRICT;

        ALTER TABLE quarantine ADD COLUMN hash BLOB NOT NULL DEFAULT x'';

        -- Whether the version may still change is asked at every start: its first answer's row.
        ALTER TABLE form ADD COLUMN first_row INTEGER;
        UPDATE form SET first_row = (SELECT MIN(r.row) FROM response r WHERE r.form = form.number);

        PRAGMA user_version = 2;
        """

    /// Version 3.
    private static let third: StaticString = """
        -- Months whose figures stand: answers given in one that lie after last_row came too late.
        -- Added to and never changed. The month is 12 × year + month − 1.
        CREATE TABLE closing (
            month INTEGER NOT NULL PRIMARY KEY,
            closed_at INTEGER NOT NULL,
            last_row INTEGER NOT NULL
        ) STRICT;

        PRAGMA user_version = 3;
        """

    /// Version 4.
    private static let fourth: StaticString = """
        -- What became of the feedback of a unit and month: not derivable from answers.
        CREATE TABLE feedback (
            unit TEXT NOT NULL,
            period INTEGER NOT NULL,
            received INTEGER NOT NULL,
            on_time INTEGER NOT NULL,
            unsatisfactory INTEGER NOT NULL,
            late_complaints INTEGER NOT NULL,
            dissatisfied_dossiers INTEGER,
            PRIMARY KEY (unit, period)
        ) STRICT, WITHOUT ROWID;

        -- Points that people gave for what no table holds; hundredths, so that they add exactly.
        CREATE TABLE points (
            unit TEXT NOT NULL,
            period INTEGER NOT NULL,
            index_id TEXT NOT NULL,
            indicator TEXT NOT NULL,
            hundredths INTEGER NOT NULL,
            PRIMARY KEY (unit, period, index_id, indicator)
        ) STRICT, WITHOUT ROWID;

        PRAGMA user_version = 4;
        """

    /// Version 5.
    private static let fifth: StaticString = """
        -- Kiosks and tablets that were paired. A key is nowhere: it is made from the salt and a
        -- file beside the database when it is needed. Settings as JSON, and how often they were
        -- set.
        CREATE TABLE device (
            code TEXT NOT NULL PRIMARY KEY,
            salt BLOB NOT NULL,
            paired_at INTEGER NOT NULL,
            replaces TEXT,
            settings_version INTEGER NOT NULL,
            settings TEXT NOT NULL
        ) STRICT, WITHOUT ROWID;

        -- Where each stood and how it was called from when on; without a place it was retired then.
        -- Added to and never changed.
        CREATE TABLE binding (
            number INTEGER NOT NULL PRIMARY KEY,
            device TEXT NOT NULL,
            place TEXT,
            name TEXT NOT NULL,
            since INTEGER NOT NULL
        ) STRICT;

        -- What each said of itself when it was last written down, once in a while.
        CREATE TABLE sighting (
            device TEXT NOT NULL PRIMARY KEY,
            at INTEGER NOT NULL,
            queue INTEGER NOT NULL,
            oldest INTEGER,
            rejected INTEGER NOT NULL,
            version TEXT NOT NULL,
            settings_version INTEGER NOT NULL,
            skew INTEGER NOT NULL,
            sequence INTEGER NOT NULL,
            is_storage_persisted INTEGER NOT NULL,
            is_context_secure INTEGER NOT NULL
        ) STRICT, WITHOUT ROWID;

        PRAGMA user_version = 5;
        """

    /// Version 6.
    private static let sixth: StaticString = """
        -- Whose words were erased, and when: what lost its words otherwise was damaged. The row is
        -- the answer's.
        CREATE TABLE erasure (
            row INTEGER NOT NULL PRIMARY KEY,
            at INTEGER NOT NULL
        ) STRICT;
        INSERT INTO erasure (row, at)
            SELECT row, unixepoch() * 1000 FROM comment WHERE text IS NULL AND salt IS NULL;

        -- Who has taken note of a loss, and when: it stays on record and is no fault any more.
        ALTER TABLE loss ADD COLUMN acknowledged_at INTEGER;
        ALTER TABLE loss ADD COLUMN acknowledged_by TEXT;

        PRAGMA user_version = 6;
        """

    /// Version 7.
    private static let seventh: StaticString = """
        -- By which code a citizen can erase what was left with an answer: a digest of the code, and
        -- when that was done. It stays, so that nothing comes back by sending it once more.
        CREATE TABLE receipt (
            tag BLOB NOT NULL PRIMARY KEY,
            id BLOB NOT NULL,
            row INTEGER NOT NULL,
            erased_at INTEGER,
            hash BLOB NOT NULL
        ) STRICT, WITHOUT ROWID;

        -- How citizens want to be answered, encrypted by a key that is not in this file; the row is
        -- the answer's. Nothing of it is in the chain over the answers: it goes without a trace.
        CREATE TABLE contact (
            row INTEGER NOT NULL PRIMARY KEY,
            id BLOB NOT NULL,
            given_at INTEGER NOT NULL,
            done_at INTEGER,
            sealed BLOB NOT NULL,
            hash BLOB NOT NULL
        ) STRICT;

        PRAGMA user_version = 7;
        """

    /// Version 8.
    private static let eighth: StaticString = """
        -- Whether whoever answered stopped before the end. Few do, so it stands with the traces.
        ALTER TABLE trace ADD COLUMN partial INTEGER NOT NULL DEFAULT 0;

        -- What a page has saved of an answer that was not sent yet: replaced at every saving, gone
        -- when it is sent, and an answer marked partial when nobody goes on with it. No comment is
        -- ever in it. The form's hash tells whether it is still asked as it was.
        CREATE TABLE draft (
            id BLOB NOT NULL PRIMARY KEY,
            saved_at INTEGER NOT NULL,
            form BLOB NOT NULL,
            content TEXT NOT NULL,
            hash BLOB NOT NULL
        ) STRICT, WITHOUT ROWID;
        CREATE INDEX draft_saved ON draft (saved_at);

        PRAGMA user_version = 8;
        """

    /// Version 9.
    private static let ninth: StaticString = """
        -- Whether a kiosk's browser refused to store something, as the kiosk says itself.
        ALTER TABLE sighting ADD COLUMN is_storage_failing INTEGER NOT NULL DEFAULT 0;

        PRAGMA user_version = 9;
        """

    /// Version 10.
    private static let tenth: StaticString = """
        -- What the month's figures rest on besides answers, as digests, so that what is mended
        -- after the closing shows: the tree of the units up to the one at last_unit, and the
        -- month's rows of the tables of these names. Of a closing from before nothing is known.
        ALTER TABLE closing ADD COLUMN last_unit INTEGER;
        ALTER TABLE closing ADD COLUMN units BLOB;
        ALTER TABLE closing ADD COLUMN dossiers BLOB;
        ALTER TABLE closing ADD COLUMN feedback BLOB;
        ALTER TABLE closing ADD COLUMN points BLOB;

        PRAGMA user_version = 10;
        """
}
