internal import Analytics
internal import ArgumentParser
internal import Documents
internal import Glibc
internal import HTTPServer
internal import Secrets
internal import Storage
internal import Survey
internal import Web

/// `hailong serve`: the server.
struct ServeCommand: OfficeCommand {
    static let configuration = CommandConfiguration(
        commandName: "serve", abstract: "Chạy máy chủ. / Runs the server.")

    @OptionGroup var data: DataOption
    @Option(help: "Địa chỉ lắng nghe; cổng 0 tự chọn. / Where to listen; port 0 picks one.")
    var listen = "127.0.0.1:8080"
    @Option(help: "Địa chỉ công khai, được ghi nhớ. / Public address, remembered.")
    var baseURL: String?
    @Option(help: "Số phiếu mỗi giây mỗi điểm, 0 là không giới hạn. / Answers a second and place.")
    var answersPerSecond = 1_000
    @Option(help: "Nhật ký: text hoặc json. / How the log is written: text or json.")
    var logFormat = LogFormat.text
    @Option(help: "Như trên cho mỗi thiết bị đã ghép. / The same for a paired device.")
    var answersPerSecondPerDevice = 200
    @Option(help: "Số phút một phiếu dở dang được chờ. / Minutes an unfinished answer waits.")
    var draftMinutes = 30
    @Option(help: "Chứng thư TLS (PEM), cùng --tls-key. / TLS certificate (PEM), with --tls-key.")
    var tlsCert: String?
    @Option(help: "Khóa riêng của chứng thư (PEM). / The certificate's private key (PEM).")
    var tlsKey: String?
    @Option(
        help: "Địa chỉ hoặc dải của proxy được tin. / Address or range of a proxy to believe.")
    var trustedProxy: [String] = []
    @Option(
        help: "Số ngày giữ thông tin liên lạc, 0 là không hỏi. / Days contacts are kept, 0: none.")
    var contactDays = ContactKeeper.daysUsual
    @OptionGroup var keysOption: KeysOption
    @OptionGroup var contentOption: ContentOption
    @Flag(help: "Nạp văn phòng mẫu nếu thư mục trống. / Loads the demonstration office if empty.")
    var demo = false
    @OptionGroup var languageOption: LanguageOption

    /// A week: by then whoever began an answer has forgotten it.
    private static let draftMinutesMax = 7 * 24 * 60

    /// More than any machine stores: whoever wants no limit says 0.
    private static let answersMax = 1_000_000

    func perform(in say: Language) throws(Failure) {
        try check("contact-days", contactDays, upTo: ContactKeeper.daysMax, in: say)
        try check("draft-minutes", draftMinutes, upTo: Self.draftMinutesMax, in: say)
        for (name, number) in [
            ("answers-per-second", answersPerSecond),
            ("answers-per-second-per-device", answersPerSecondPerDevice),
        ] {
            try check(name, number, upTo: Self.answersMax, in: say)
        }
        let log = ServiceLog(logFormat)
        let configuration = try serverConfiguration(say)
        let links = try publicLinks(say)
        let address = configuration.address
        let content = try Content.read(folder: contentOption.folder, in: say)
        try refuseBeforeMaking(address, content, say)
        let store = try OpenOffice.store(data.path, content: content, makes: true, in: say)
        let secret = try keysOption.secret(of: store.folder, in: say)
        if demo {
            try SampleLoader.load(
                into: store, content: content, at: OpenOffice.now(), in: say)
        }
        try warnOfLostKeys(secret, store, log, say)
        for loss in store.losses where loss.acknowledgedAt == nil {
            log.tell(loss.message(in: say))
        }
        try remember(links, in: store, say)
        let publicURL = try publicURL(of: store, configuration, say)
        // Blocked before any thread is made, so that only the wait below takes them.
        let signals = StopSignals()
        let service = try Service(
            store: store, secret: secret, content: content, configuration: configuration,
            publicURL: publicURL,
            answersPerSecond: answersPerSecond,
            answersPerSecondPerDevice: answersPerSecondPerDevice,
            contactDays: contactDays, draftMinutes: draftMinutes, log: log, in: say)
        let url = Self.url(configuration, port: service.port)
        store.publish(baseURL: url)
        do throws(Failure) {
            try Terminal.say("listening on \(url)", in: say)
        } catch {
            // Whoever closed our output need not read it; citizens are served all the same.
            Terminal.warn(error.message)
        }
        if address.isLoopback {
            log.tell(say("Trang lãnh đạo: \(url)/leader", "The leader's page: \(url)/leader"))
        }
        while signals.wait() == .renewal { renew(service, log, say) }
        service.stop()
    }

    private func check(
        _ name: String, _ number: Int, upTo most: Int, in say: Language
    ) throws(Failure) {
        guard !(0...most).contains(number) else { return }
        throw Failure(
            .usage, say("--\(name) từ 0 đến \(most).", "--\(name) is from 0 to \(most)."))
    }

    /// Without the file their keys came from, devices prove nothing any more.
    private func warnOfLostKeys(
        _ secret: OfficeSecret, _ store: Store, _ log: ServiceLog, _ say: Language
    ) throws(Failure) {
        guard secret.isNew else { return }
        let count = try OpenOffice.reading(in: say) { () throws(StorageError) in
            try store.devices().filter { !$0.isRetired }.count
        }
        guard count > 0 else { return }
        log.tell(
            say(
                "Thiếu tệp khóa cũ: \(count) thiết bị phải ghép lại. Phiếu của chúng vẫn nhận.",
                "The old key file is missing: \(count) devices must be paired again. Their answers "
                    + "are taken all the same."))
    }

    /// Reads certificate and key anew; where they cannot be used the former ones stay.
    private func renew(_ service: Service, _ log: ServiceLog, _ say: Language) {
        do throws(Failure) {
            guard
                let identity = try TLSFiles.identity(certificate: tlsCert, key: tlsKey, in: say)
            else { return }
            try service.show(identity, in: say)
            log.tell(
                say(
                    "Đã đọc lại chứng thư TLS; kết nối mới dùng chứng thư này.",
                    "The TLS certificate was read anew; new connections get it."))
        } catch {
            log.tell(error.message)
        }
    }

    /// A start that cannot succeed leaves no empty store behind.
    private func refuseBeforeMaking(
        _ address: ListenAddress, _ content: Content, _ say: Language
    ) throws(Failure) {
        guard !DataFolder(data.path).exists else { return }
        _ = try content.site(isSample: demo, contactDays: contactDays, in: say)
        do throws(HTTPServerError) {
            try HTTPServer.tryListening(at: address)
        } catch {
            throw Failure(error, in: say)
        }
    }

    /// Where and how to listen; everything about it is checked before the folder is touched.
    private func serverConfiguration(_ say: Language) throws(Failure) -> HTTPServerConfiguration {
        var configuration: HTTPServerConfiguration
        do throws(HTTPServerError) {
            configuration = HTTPServerConfiguration(address: try ListenAddress(listen))
            for text in trustedProxy {
                configuration.trustedProxies.append(try AddressRange(text))
            }
        } catch {
            throw Failure(error, in: say)
        }
        configuration.tls = try TLSFiles.identity(certificate: tlsCert, key: tlsKey, in: say)
        return configuration
    }

    /// The public address that was asked for, checked before the folder is touched.
    private func publicLinks(_ say: Language) throws(Failure) -> PlaceLinks? {
        guard let baseURL else { return nil }
        do throws(DocumentFault) {
            return try PlaceLinks(baseURL: baseURL)
        } catch {
            throw Failure(error, in: say)
        }
    }

    private static func url(_ configuration: HTTPServerConfiguration, port: UInt16) -> String {
        let host = configuration.address.host
        return (configuration.tls == nil ? "http" : "https")
            + "://\(host.contains(":") ? "[\(host)]" : host):\(port)"
    }

    /// What a telephone can open: the address that was set, else the one listened on where others
    /// reach it.
    private func publicURL(
        of store: Store, _ configuration: HTTPServerConfiguration, _ say: Language
    ) throws(Failure) -> String? {
        let set = try OpenOffice.reading(in: say) { () throws(StorageError) in
            try store.baseURL()
        }
        let address = configuration.address
        let isForAll = address.host == "0.0.0.0" || address.host == "::"
        guard set == nil, !address.isLoopback, !isForAll, address.port != 0 else { return set }
        return Self.url(configuration, port: address.port)
    }

    private func remember(
        _ links: PlaceLinks?, in store: Store, _ say: Language
    ) throws(Failure) {
        guard let links else { return }
        do throws(StorageError) {
            try store.setBaseURL(links.baseURL)
        } catch {
            throw Failure(error, in: say)
        }
    }
}

/// SIGTERM, SIGINT and SIGHUP, waited for instead of caught.
struct StopSignals {
    /// What a signal asks for.
    enum Wish { case stop, renewal }

    private var set = sigset_t()

    /// Blocks them for this thread and every thread made from it.
    init() {
        sigemptyset(&set)
        sigaddset(&set, SIGTERM)
        sigaddset(&set, SIGINT)
        sigaddset(&set, SIGHUP)
        pthread_sigmask(SIG_BLOCK, &set, nil)
    }

    func wait() -> Wish {
        var set = set
        var signal: Int32 = 0
        while sigwait(&set, &signal) != 0 {}
        return signal == SIGHUP ? .renewal : .stop
    }
}
