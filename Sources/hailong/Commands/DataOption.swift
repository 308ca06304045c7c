internal import ArgumentParser

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
