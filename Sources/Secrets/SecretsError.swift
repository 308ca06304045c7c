/// Why the office's secret is not to be had.
public enum SecretsError: Error, Equatable, Sendable {
    /// There is no such file.
    case absent(path: String)
    /// The folder or the file cannot be made or written.
    case cannotMake(path: String, errno: Int32)
    /// The file is there and cannot be read.
    case cannotRead(path: String, errno: Int32)
    /// Others than its owner may read or change the file.
    case isOpenToOthers(path: String)
    /// The file holds something else.
    case malformed(path: String)
}
