/// Names of settings in the store.
enum SettingName: String {
    /// Random, made with the folder: derived tables say to which folder they belong.
    case identity
    /// `true` once and for ever where the folder holds samples.
    case isSample = "sample"
    /// The public address, as `https://hailong.example.vn`.
    case baseURL = "base-url"
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
        try database.run(SQL.setSetting, .text(SettingName.isSample.rawValue), .text("true"))
    }

    public func setBaseURL(_ address: String) throws(StorageError) {
        try database.run(SQL.setSetting, .text(SettingName.baseURL.rawValue), .text(address))
    }
}
