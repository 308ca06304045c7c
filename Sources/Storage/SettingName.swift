/// Names of settings in the store.
enum SettingName: String {
    /// Random, made with the folder: derived tables say to which folder they belong.
    case identity
    /// `true` once and for ever where the folder holds samples.
    case isSample = "sample"
    /// The public address, as `https://hailong.example.vn`.
    case baseURL = "base-url"
    /// What a device is set to that is paired from now on, as JSON.
    case deviceSettings = "device-settings"
    /// There while a writer has the store open, or had when it was killed: the file alone is then
    /// not the whole store. The value only changes so that writing it is a write.
    case open
    /// There in a backup: see ``BackupMark``.
    case backup
}

/// Reading and writing settings.
extension Database {
    func setting(_ name: SettingName) throws(StorageError) -> String? {
        try text(SQL.setting, .text(name.rawValue))
    }
}

extension Store {
    /// Whether the folder holds samples.
    public func isSample() throws(StorageError) -> Bool {
        try database.setting(.isSample) == "true"
    }

    /// Marks the folder as a sample, for good: nothing unsets it.
    public func markAsSample() throws(StorageError) {
        try set(.isSample, to: "true")
    }

    /// The public address that was set last.
    public func baseURL() throws(StorageError) -> String? { try database.setting(.baseURL) }

    public func setBaseURL(_ address: String) throws(StorageError) {
        guard try database.setting(.baseURL) != address else { return }
        try set(.baseURL, to: address)
    }

    func set(_ name: SettingName, to value: String) throws(StorageError) {
        try change(.setting) { () throws(StorageError) in
            try database.run(SQL.setSetting, .text(name.rawValue), .text(value))
        }
    }
}
