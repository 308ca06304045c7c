internal import ArgumentParser
internal import Secrets
internal import Storage
internal import Survey

/// `hailong device set DEVICE|--all …`: how a device behaves, from afar.
struct DeviceSetCommand: OfficeCommand {
    static let configuration = CommandConfiguration(
        commandName: "set", abstract: "Thiết lập từ xa. / Settings from afar.")

    @Argument(help: "Mã thiết bị. / The device.")
    var device: String?
    @Flag(help: "Mọi thiết bị, cả thiết bị ghép sau này. / All, and those paired later.")
    var all = false
    @Option(help: "Số giây không chạm thì về đầu. / Seconds without a touch until it begins anew.")
    var idle: Int?
    @Option(help: "Số giây hiện lời cảm ơn. / Seconds for which the thanks are shown.")
    var thanks: Int?
    @Option(help: "Các ngôn ngữ, ví dụ vi,en, hoặc all. / Languages that are offered, or all.")
    var languages: String?
    @Option(help: "Ngôn ngữ lúc bắt đầu. / The language it begins in.")
    var defaultLanguage: String?
    @Option(help: "Giờ mở cửa HH:MM, hoặc none. / Opening time, or none.")
    var opens: String?
    @Option(help: "Giờ đóng cửa HH:MM, hoặc none. / Closing time, or none.")
    var closes: String?
    @Option(help: "Số PIN của nhân viên, 4–12 chữ số, hoặc none. / The staff's PIN, or none.")
    var pin: String?
    @OptionGroup var data: DataOption
    @OptionGroup var languageOption: LanguageOption

    func perform(in say: Language) throws(Failure) {
        guard (device != nil) != all else {
            throw Failure(
                .usage,
                say("Nêu một thiết bị, hoặc --all.", "Name one device, or --all."))
        }
        let change = try change(in: say)
        guard !change.isEmpty else {
            throw Failure(
                .usage,
                say("Chưa nêu thiết lập nào. Xem --help.", "No setting is named. See --help."))
        }
        try DeviceCommand.perform(.set(device: device, change), in: data.path, say)
    }

    private func change(in say: Language) throws(Failure) -> DeviceChange {
        var change = DeviceChange()
        change.idleSeconds = try checked(idle, "--idle", DeviceSettings.idleRange, say)
        change.thanksSeconds = try checked(thanks, "--thanks", DeviceSettings.thanksRange, say)
        change.languages = try offered(say)
        change.defaultLanguage = defaultLanguage
        for code in (change.languages ?? []) + [defaultLanguage].compactMap(\.self)
        where !DeviceSettings.isLanguage(code) {
            throw Failure(
                .usage,
                say(
                    "“\(code)” không phải mã ngôn ngữ. Viết như vi,en.",
                    "“\(code)” is no language's code. Write them as vi,en."))
        }
        change.opens = try hour(opens, "--opens", say)
        change.closes = try hour(closes, "--closes", say)
        change.pinHash = try pinHash(say)
        return change
    }

    /// Empty for all of the form.
    private func offered(_ say: Language) throws(Failure) -> [String]? {
        guard let languages, languages != "all" else { return languages.map { _ in [] } }
        let codes = languages.split(separator: ",").map(String.init)
        guard codes.isEmpty else { return codes }
        throw Failure(
            .usage,
            say(
                "--languages: viết như vi,en, hoặc all.",
                "--languages: write them as vi,en, or all."))
    }

    private func checked(
        _ number: Int?, _ option: String, _ range: ClosedRange<Int>, _ say: Language
    ) throws(Failure) -> Int? {
        guard let number, !range.contains(number) else { return number }
        let (first, last) = (range.lowerBound, range.upperBound)
        throw Failure(
            .usage,
            say(
                "\(option) phải từ \(first) đến \(last) giây.",
                "\(option) must be \(first) to \(last) seconds."))
    }

    private func hour(
        _ text: String?, _ option: String, _ say: Language
    ) throws(Failure) -> String? {
        guard let text else { return nil }
        if text == "none" { return "" }
        guard let time = DayTime(text) else {
            throw Failure(
                .usage,
                say(
                    "\(option): “\(text)” không phải giờ. Viết như 07:00, hoặc none.",
                    "\(option): “\(text)” is no time. Write 07:00, or none."))
        }
        return time.description
    }

    /// Hashed here, so that the number itself is written nowhere.
    private func pinHash(_ say: Language) throws(Failure) -> String? {
        guard let pin else { return nil }
        if pin == "none" { return "" }
        guard DeviceSettings.isPin(pin) else {
            throw Failure(
                .usage,
                say(
                    "--pin phải có 4–12 chữ số, hoặc none.",
                    "--pin must have 4–12 digits, or be none."))
        }
        let salt = Hash.hex(Randomness.bytes(8))
        let digest = Hash.hex(Hash.sha256(Array("\(salt):\(pin)".utf8)))
        return DeviceSettings.pinHash(salt: salt, digest: digest)
    }
}
