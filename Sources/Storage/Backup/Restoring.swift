internal import Glibc
public import Survey

/// Puts a backup into a data folder.
public enum Restoring {
    /// What was done.
    public struct Result: Sendable, Equatable {
        public let mark: BackupMark
        /// The folder in which what was there before is kept, a data folder itself; nil where there
        /// was nothing.
        public let kept: String?
    }

    /// Copies the backup beside the store, checks the copy whole, and only then touches the store:
    /// what was checked is what is used, whatever becomes of the file meanwhile. What is there is
    /// moved aside and never deleted; where the store was lost and its anchor is left, the next
    /// opening tells which answers the backup lacks.
    ///
    /// At every moment the folder holds the old store or the new one: the new file takes the old
    /// one's name in one step, after the old log has been moved. A kill in between leaves an old
    /// file without its log, which is refused wherever the log held anything.
    /// - Parameters:
    ///   - file: a backup by ``Backup/make(of:to:at:progress:)``
    ///   - replaces: whether a store that is there gives way
    ///   - now: names the folder in which it is kept
    /// - Throws: as ``Backup/check(_:progress:)``; `.inUse`, `.cannotMake`;
    ///   ``StorageError/holdsStore(path:responses:backup:)``
    public static func restore(
        _ file: String, to folder: DataFolder, replaces: Bool, at now: Timestamp,
        progress: (Backup.Progress) -> Void
    ) throws(StorageError) -> Result {
        // Refused before a folder is made, as far as it says so itself.
        _ = try Backup.mark(of: file)
        let isNew = access(folder.path, F_OK) != 0
        do throws(StorageError) {
            return try put(file, into: folder, replaces: replaces, at: now, progress: progress)
        } catch {
            // A folder that was made for nothing goes, if it is empty.
            if isNew, !folder.exists {
                unlink(folder.lock)
                rmdir(folder.path)
            }
            throw error
        }
    }

    private static func put(
        _ file: String, into folder: DataFolder, replaces: Bool, at now: Timestamp,
        progress: (Backup.Progress) -> Void
    ) throws(StorageError) -> Result {
        try folder.make()
        let lock = try FolderLock(folder)
        defer { withExtendedLifetime(lock) {} }
        // A log that was folded back holds nothing.
        let holdsStore = folder.exists || folder.logBytes > 0
        if holdsStore, !replaces {
            let mark = try Backup.check(file, progress: progress)
            throw .holdsStore(
                path: folder.path, responses: responses(in: folder), backup: mark.responses)
        }
        let part = folder.database + ".part"
        do throws(StorageError) {
            try Durable.copy(file, to: part)
            let mark = try Backup.check(part, progress: progress)
            // What it says of the backup's own store tells how many answers the backup lacks.
            let leavesAnchor = holdsStore ? false : try isAnchored(part, in: folder)
            let holdsOther = holdsStore || Anchor(in: folder)?.row ?? 0 > 0
            let kept = holdsOther && !leavesAnchor ? try setAside(folder, at: now) : nil
            if !leavesAnchor { unlink(folder.anchor) }
            try removeAll(folder.columns)
            guard rename(part, folder.database) == 0 else {
                throw .cannotMake(path: folder.database, errno: errno)
            }
            try Durable.synchronise(folder.path)
            return Result(mark: mark, kept: kept)
        } catch {
            unlink(part)
            // The copy has what the file has.
            switch error {
            case .damaged(part, let findings): throw .damaged(path: file, findings)
            case .notABackup(part): throw .notABackup(path: file)
            case .notOurs(part): throw .notOurs(path: file)
            default: throw error
            }
        }
    }

    /// Whether the folder's anchor speaks of the backup's own store.
    private static func isAnchored(
        _ file: String, in folder: DataFolder
    ) throws(StorageError) -> Bool {
        guard let anchor = Anchor(in: folder) else { return false }
        return try Database(path: file, access: .readAlone).setting(.identity) == anchor.store
    }

    /// How many answers the folder holds, where that can be read.
    private static func responses(in folder: DataFolder) -> Int? {
        do throws(StorageError) {
            return try StoreReader(folder).counts().responses
        } catch {
            return nil
        }
    }

    /// Gives everything of the store a second place in a new folder; the database's own file keeps
    /// the first too, until the backup takes it.
    private static func setAside(
        _ folder: DataFolder, at now: Timestamp
    ) throws(StorageError) -> String {
        let kept = try keepingFolder(in: folder, at: now)
        for path in [folder.anchor, folder.log, folder.database + "-shm"]
        where access(path, F_OK) == 0 {
            try checked(rename(path, kept.path + path.dropFirst(folder.path.count)), kept.path)
        }
        if folder.exists { try checked(link(folder.database, kept.database), kept.path) }
        try Durable.synchronise(kept.path)
        return kept.path
    }

    /// `kept-2026-03-31T140500`, or with a number behind where that is taken.
    private static func keepingFolder(
        in folder: DataFolder, at now: Timestamp
    ) throws(StorageError) -> DataFolder {
        let time = now.rfc3339(at: .vietNam).prefix(19).filter { $0 != ":" }
        for number in 1... {
            let name = "\(folder.path)/kept-\(time)\(number == 1 ? "" : "-\(number)")"
            if mkdir(name, 0o700) == 0 { return DataFolder(name) }
            guard errno == EEXIST else { throw .cannotMake(path: name, errno: errno) }
        }
        preconditionFailure("numbers do not end")
    }

    private static func checked(_ code: Int32, _ path: String) throws(StorageError) {
        guard code == 0 else { throw .cannotMake(path: path, errno: errno) }
    }

    /// Removes a folder of derived tables with everything in it; another store's would be passed
    /// over, and are only in the way. No link is followed.
    private static func removeAll(_ path: String) throws(StorageError) {
        if unlink(path) == 0 || errno == ENOENT { return }
        guard errno == EISDIR || errno == EPERM, let listing = opendir(path) else {
            throw .cannotMake(path: path, errno: errno)
        }
        var names: [String] = []
        while let entry = readdir(listing) {
            let name = withUnsafePointer(to: &entry.pointee.d_name) {
                $0.withMemoryRebound(to: CChar.self, capacity: 256) { String(cString: $0) }
            }
            if name != ".", name != ".." { names.append(name) }
        }
        closedir(listing)
        for name in names { try removeAll("\(path)/\(name)") }
        guard rmdir(path) == 0 else { throw .cannotMake(path: path, errno: errno) }
    }
}
