/// Why the store cannot do what it was asked. None of these leaves anything half stored.
public enum StorageError: Error, Equatable, Sendable {
    /// There is no data folder, or none of ours in it.
    case absent(path: String)
    /// Another process writes the folder; its process id where it is known.
    case inUse(path: String, process: Int32?)
    case cannotMake(path: String, errno: Int32)
    /// A file of the right name that is not ours.
    case notOurs(path: String)
    /// Made by a newer release.
    case newerSchema(found: Int, known: Int)
    /// Made by an older release; the next to write brings it up to date, a reader cannot.
    case olderSchema(found: Int, known: Int)
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
    /// WAL and FULL were asked for and not granted.
    case notDurable(journal: String, synchronous: Int)
}
