/// Why the table's files cannot be used. None of these loses an answer: the store has them all.
public enum ColumnsError: Error, Equatable, Sendable {
    case cannotRead(path: String, errno: Int32)
    case cannotWrite(path: String, errno: Int32)
    /// A segment is shorter than the manifest says.
    case tooShort(path: String)
}
