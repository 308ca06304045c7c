internal import ArgumentParser
internal import Storage
internal import Survey

/// `hailong device …`: kiosks and tablets. What changes something is done by the running server, or
/// by the command itself where none runs.
struct DeviceCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "device", abstract: "Kiosk và máy tính bảng. / Kiosks and tablets.",
        subcommands: [
            DevicePairCommand.self, DeviceListCommand.self, DeviceMoveCommand.self,
            DeviceSetCommand.self, DeviceRetireCommand.self,
        ])

    /// Has a request done and says what became of it.
    static func perform(
        _ request: OfficeRequest, in path: String, _ say: Language
    ) throws(Failure) {
        let folder = DataFolder(path)
        if let answer = try RequestDesk.ask(request, of: folder, in: say) {
            return try answer.tell(in: say)
        }
        let answer = try OpenOffice.reading(in: say) { () throws(StorageError) in
            let store = try Store(folder, makes: false)
            let clerk = OfficeClerk(
                register: try store.register(), desk: nil, now: OpenOffice.now(), say: say)
            return try clerk.perform(request, attachment: "", in: store)
        }
        try answer.tell(in: say)
    }
}

/// `hailong device pair CODE --place PLACE`: binds the device that shows a code.
struct DevicePairCommand: OfficeCommand {
    static let configuration = CommandConfiguration(
        commandName: "pair", abstract: "Ghép thiết bị đang hiện mã. / Pairs the device by its code."
    )

    @Argument(help: "Mã trên màn hình thiết bị. / The code on the device's screen.")
    var code: String
    @Option(help: "Mã điểm. / The place's code.")
    var place: String
    @Option(help: "Tên để gọi. / What people call it.")
    var name: String?
    @Option(help: "Thiết bị được thay. / The device whose work it takes over.")
    var replaces: String?
    @OptionGroup var data: DataOption
    @OptionGroup var languageOption: LanguageOption

    func perform(in say: Language) throws(Failure) {
        try DeviceCommand.perform(
            .pair(code: code, place: place, name: name, replaces: replaces), in: data.path, say)
    }
}

/// `hailong device move DEVICE`: another place, another name.
struct DeviceMoveCommand: OfficeCommand {
    static let configuration = CommandConfiguration(
        commandName: "move", abstract: "Chuyển điểm hoặc đổi tên. / Another place or name.")

    @Argument(help: "Mã thiết bị. / The device.")
    var device: String
    @Option(help: "Điểm mới. / The new place.")
    var place: String?
    @Option(help: "Tên mới. / The new name.")
    var name: String?
    @OptionGroup var data: DataOption
    @OptionGroup var languageOption: LanguageOption

    func perform(in say: Language) throws(Failure) {
        guard place != nil || name != nil else {
            throw Failure(
                .usage,
                say("Thêm --place hoặc --name.", "Add --place or --name."))
        }
        try DeviceCommand.perform(
            .move(device: device, place: place, name: name), in: data.path, say)
    }
}

/// `hailong device retire DEVICE`: its key is worth nothing from now on; its answers stay.
struct DeviceRetireCommand: OfficeCommand {
    static let configuration = CommandConfiguration(
        commandName: "retire", abstract: "Ngừng dùng, giữ dữ liệu. / Retires it, keeps its data.")

    @Argument(help: "Mã thiết bị. / The device.")
    var device: String
    @OptionGroup var data: DataOption
    @OptionGroup var languageOption: LanguageOption

    func perform(in say: Language) throws(Failure) {
        try DeviceCommand.perform(.retire(device: device), in: data.path, say)
    }
}
