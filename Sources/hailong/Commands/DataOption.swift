internal import ArgumentParser
internal import Secrets
internal import Storage

/// The option that says where the data lives.
struct DataOption: ParsableArguments {
    @Option(name: .customLong("data"), help: "Thư mục dữ liệu. / The data folder.")
    var path: String
}

/// The option that replaces the content built into the program.
struct ContentOption: ParsableArguments {
    @Option(
        name: .customLong("content"),
        help: "Thư mục có forms, kiosk, analytics thay cho bản đi kèm. / Content folder.")
    var folder: String?
}

/// The option that says where the office's secret lies.
struct KeysOption: ParsableArguments {
    @Option(
        name: .customLong("keys"),
        help: "Thư mục giữ khóa, mặc định DATA/keys. / Folder of the secret (default: DATA/keys).")
    var folder: String?

    /// The secret, made where there is none.
    func secret(of data: DataFolder, in say: Language) throws(Failure) -> OfficeSecret {
        do throws(SecretsError) {
            return try OfficeSecret(folder: folder ?? data.keys)
        } catch {
            throw Failure(error, in: say)
        }
    }

    /// The secret as it is, for commands that only read.
    func existingSecret(of data: DataFolder, in say: Language) throws(Failure) -> OfficeSecret {
        do throws(SecretsError) {
            return try OfficeSecret(existingIn: folder ?? data.keys)
        } catch {
            throw Failure(error, in: say)
        }
    }
}
