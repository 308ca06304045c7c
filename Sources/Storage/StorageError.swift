/// Why the store cannot do what it was asked. None of these leaves anything half stored.
public enum StorageError: Error, Equatable, Sendable {
    /// There is no data folder, or none of ours in it.
    case absent(path: String)
    /// Answers were confirmed here, as the folder's anchor says, and the store that held them is
    /// gone, or an empty one stands in its place.
    case storeLost(path: String, confirmed: Int64)
    /// Another process writes the folder; its process id where it is known.
    case inUse(path: String, process: Int32?)
    case cannotMake(path: String, errno: Int32)
    /// A file of the right name that is not ours.
    case notOurs(path: String)
    /// Made by a newer release.
    case newerSchema(found: Int, known: Int)
    /// Made by an older release; the next writer brings it up to date.
    case olderSchema(found: Int, known: Int)
    /// The file was copied alone while it was open: its newest answers are in a log that is not
    /// here.
    case copyWithoutLog(path: String)
    /// A reader that began before keeps the log from being folded back: try again.
    case logInUse(path: String)
    /// A file stands where a backup was to be written.
    case alreadyThere(path: String)
    /// A result was to be written under a name that a data folder keeps for itself.
    case ownName(path: String)
    /// Another process is writing a backup to the same file this moment.
    case backupUnderway(path: String)
    /// A store, but none that ``Backup`` has written whole.
    case notABackup(path: String)
    /// What was read is not what was stored.
    case damaged(path: String, [Finding])
    /// A restoring would put a backup over a store; how many answers that holds, where it can be
    /// read, and how many the backup.
    case holdsStore(path: String, responses: Int?, backup: Int)
    /// SQLite's extended code, such as a full disk or an error of the device.
    case inputOutput(code: Int32, message: String)
    /// A form's content was changed under a version that has answers already.
    case formDiffers(id: String, version: Int)
    /// A stored form can no longer be read.
    case formUnreadable(id: String, version: Int)
    /// A response names a form version that is not stored.
    case unknownForm(id: String, version: Int)
    /// The file that is open is no longer the one in the folder: it was removed or replaced.
    case moved(path: String)
    /// Whoever reads was told to end before it was done.
    case interrupted
    /// WAL and FULL were asked for and not granted.
    case notDurable(journal: String, synchronous: Int)
}

extension StorageError {
    /// Whether SQLite could not open one of its files: mostly the account may not write to the
    /// folder, which even who reads beside a writer must.
    public var isUnopened: Bool {
        guard case .inputOutput(let code, _) = self else { return false }
        return code & 0xFF == Database.cannotOpen
    }
}
