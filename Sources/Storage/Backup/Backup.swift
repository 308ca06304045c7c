internal import Glibc
public import Survey

/// Copies of a store as single files: made beside a running server, checked, marked as what they
/// are.
public enum Backup {
    /// The oldest schema whose tables can be held against their hashes as they are: what came since
    /// are columns behind the others, which a hash over all columns takes as it finds them.
    static let oldestSchema = 9

    /// How far the making of a backup is.
    public enum Progress: Sendable, Equatable {
        /// The share of the pages, 0…1.
        case copied(Double)
        /// Responses of the copy.
        case checked(Int)
    }

    /// Writes one state of a folder's store into a file, for the owner alone.
    ///
    /// Reads only, never checkpoints, and takes the state at its beginning, whatever is stored
    /// meanwhile. The file gets its name when it is whole, checked and on the disk.
    /// - Throws: ``StorageError/alreadyThere(path:)``, ``StorageError/ownName(path:)`` for a name
    ///   that a data folder keeps for itself, ``StorageError/backupUnderway(path:)`` at once where
    ///   another one is being made under that name, `.cannotMake`, `.inputOutput`; `.damaged` where
    ///   the store itself is, and no backup is made of that
    public static func make(
        of folder: DataFolder, to path: String, at now: Timestamp,
        progress: (Progress) -> Void
    ) throws(StorageError) -> BackupMark {
        guard access(path, F_OK) != 0 else { throw .alreadyThere(path: path) }
        guard !DataFolder.owns(path) else { throw .ownName(path: path) }
        let reader = try StoreReader(folder)
        let part = path + ".part"
        let claim = try PartFile(part, of: path)
        defer { withExtendedLifetime(claim) {} }
        // Another one may have been finished between our look and our claim.
        guard access(path, F_OK) != 0 else {
            unlink(part)
            throw .alreadyThere(path: path)
        }
        do throws(StorageError) {
            try copy(reader, to: part, progress: progress)
            let mark = try mark(part, at: now)
            try check(part, as: mark, progress: progress)
            try Durable.synchronise(part)
            guard rename(part, path) == 0 else { throw .cannotMake(path: path, errno: errno) }
            try Durable.synchronise(Durable.folder(of: path))
            return mark
        } catch {
            for ending in ["", "-wal", "-shm", "-journal"] { unlink(part + ending) }
            // The copy has what the store has.
            if case .damaged(_, let findings) = error {
                throw .damaged(path: folder.database, findings)
            }
            throw error
        }
    }

    /// What a file says of itself, after everything in it was checked. Nothing is changed.
    ///
    /// - Throws: ``StorageError/notOurs(path:)``, `.newerSchema`, `.notABackup`, `.damaged`;
    ///   `.absent` where there is no file
    public static func check(
        _ path: String, progress: (Progress) -> Void
    ) throws(StorageError) -> BackupMark {
        let mark = try mark(of: path)
        try check(path, as: mark, progress: progress)
        return mark
    }

    /// What a file says of itself, without a look at the rest.
    static func mark(of path: String) throws(StorageError) -> BackupMark {
        guard access(path, R_OK) == 0 else { throw .absent(path: path) }
        do throws(StorageError) {
            let database = try Database(path: path, access: .readAlone)
            guard try Store.checkOwner(of: database, path: path) else {
                throw .notOurs(path: path)
            }
            let version = try Store.knownVersion(of: database)
            // An older one is brought up to date when the restored store is first opened.
            guard version >= oldestSchema,
                let found = BackupMark(text: try database.setting(.backup) ?? "")
            else { throw .notABackup(path: path) }
            return found
        } catch {
            guard error.isDamage, case .inputOutput(_, let message) = error else { throw error }
            throw .damaged(path: path, [.integrity(message)])
        }
    }

    private static func copy(
        _ reader: StoreReader, to part: String, progress: (Progress) -> Void
    ) throws(StorageError) {
        let copy = try Database(path: part, access: .write)
        // Nobody but us knows the file yet; it is synchronised as a whole.
        for setting in [SQL.noJournal, SQL.noSync] { try copy.run(setting) }
        try reader.snapshot { () throws(StorageError) in
            // Only reading begins the transaction.
            _ = try reader.lastRow()
            try reader.database.copy(to: copy) { progress(.copied($0)) }
        }
    }

    /// Says in the copy that it is a backup and that nobody has it open.
    private static func mark(_ part: String, at now: Timestamp) throws(StorageError) -> BackupMark {
        let copy = try Database(path: part, access: .write)
        // The page that says WAL was copied too. Without it the file stands for itself.
        try copy.run(SQL.rollBackJournal)
        let head = try copy.head()
        let mark = BackupMark(at: now, responses: Int(head.row), link: head.link)
        try copy.run(SQL.begin)
        try copy.run(SQL.deleteSetting, .text(SettingName.open.rawValue))
        let isSound = try RegisterTable.setting.isSound(in: copy)
        try copy.run(SQL.setSetting, .text(SettingName.backup.rawValue), .text(mark.text))
        // A damaged table is not given a new hash: the check that follows shall find it.
        if isSound { try RegisterTable.setting.keepChecksum(in: copy) }
        try copy.run(SQL.commit)
        return mark
    }

    /// Everything in the file, and whether it is what the mark says. Answers that were lost before
    /// are no reason against a backup of those that are there.
    private static func check(
        _ path: String, as mark: BackupMark, progress: (Progress) -> Void
    ) throws(StorageError) {
        let database = try Database(path: path, access: .readAlone)
        var verification = Verification(database, anchor: nil)
        var findings = try verification.findings { progress(.checked($0)) }
        let head = try database.head()
        if head.row != mark.responses || head.link != mark.link {
            findings.append(.tableChanged("seal"))
        }
        findings.removeAll { !$0.isDamage }
        guard findings.isEmpty else { throw .damaged(path: path, findings) }
    }
}
