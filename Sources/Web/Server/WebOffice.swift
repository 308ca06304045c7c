public import Analytics
public import HTTPServer
public import Storage
public import Survey
internal import Synchronization

/// How many answers were refused for what they said, before anything was stored.
final class Refusals: Sendable {
    private let number = Atomic(0)

    var count: Int { number.load(ordering: .relaxed) }

    func add() { number.add(1, ordering: .relaxed) }
}

/// What the routes serve: one office, its content, and the ways to its store and its reports.
///
/// The register does not change while a server runs: whoever imports must stop the server first.
public struct WebOffice: Sendable {
    /// Hands an answer to the writer, at once or with others at the end of the event thread's turn;
    /// false where its queue is full.
    public typealias Submit =
        @Sendable (Arrival, _ isAtOnce: Bool, @escaping Intake.Completion) -> Bool
    /// Makes a report; runs on a worker, never on the event thread.
    public typealias Reporting = @Sendable (ReportQuery) -> Result<Report, ReportingFault>

    /// Reads all that figures are made from; runs on a worker.
    public typealias Reading = @Sendable () -> Result<ReportSource, StorageError>

    /// What changes whenever something is stored; nil while the store cannot be read.
    public typealias Version = @Sendable () -> Int64?

    /// Why there is no report.
    public enum ReportingFault: Error, Sendable, Equatable {
        case report(ReportFault)
        case storage(StorageError)
    }

    public let site: Site
    public let register: Register
    public let definitions: Definitions
    /// Files below `kiosk/` that pages load, by name.
    public let assets: [String: [UInt8]]
    /// Texts that explain the methods, by name.
    public let methodPages: [String: String]
    public let offset: DayOffset
    /// Under which address citizens reach the office: for codes on screens. Nil where only this
    /// machine does.
    public let publicURL: String?
    public let now: @Sendable () -> Timestamp
    let submit: Submit
    let reporting: Reporting
    let reading: Reading
    let version: Version
    let workers: WorkerPool
    let isReady: @Sendable () -> Bool
    let figures: @Sendable () -> ServiceFigures
    let limits: AnswerLimits
    /// Kiosks and tablets.
    public let devices: DeviceDesk
    /// Contacts and receipts.
    public let contacts: ContactDesk
    private let random = RandomPool()
    let inside = InsideAnswers()
    let refusals = Refusals()

    /// - Parameters:
    ///   - answersPerSecond: that a place may send; 0 is no limit
    ///   - answersPerSecondPerDevice: that a paired device may send; 0 is no limit
    ///   - devices: the office's kiosks and tablets
    ///   - contacts: what citizens leave beside their answers
    ///   - isReady: whether answers are being stored
    ///   - figures: what the service says about itself
    public init(
        site: Site, register: Register, definitions: Definitions, assets: [String: [UInt8]],
        methodPages: [String: String] = [:], offset: DayOffset, publicURL: String? = nil,
        now: @escaping @Sendable () -> Timestamp, workers: WorkerPool,
        answersPerSecond: Int = 1_000, answersPerSecondPerDevice: Int = 200,
        devices: DeviceDesk, contacts: ContactDesk, isReady: @escaping @Sendable () -> Bool,
        figures: @escaping @Sendable () -> ServiceFigures,
        submit: @escaping Submit, reporting: @escaping Reporting, reading: @escaping Reading,
        version: @escaping Version
    ) {
        self.site = site
        self.register = register
        self.definitions = definitions
        self.assets = assets
        self.methodPages = methodPages
        self.offset = offset
        self.publicURL = publicURL
        self.now = now
        self.workers = workers
        self.devices = devices
        self.contacts = contacts
        self.submit = submit
        self.reporting = reporting
        self.reading = reading
        self.version = version
        self.isReady = isReady
        self.figures = figures
        limits = AnswerLimits(
            perPlace: answersPerSecond, perDevice: answersPerSecondPerDevice)
    }

    /// Every route of the product.
    public var router: Router {
        var router = Router()
        HealthRoutes(office: self).add(to: &router)
        MetricsRoutes(office: self).add(to: &router)
        AssetRoutes(office: self).add(to: &router)
        CitizenRoutes(office: self).add(to: &router)
        EraseRoutes(office: self).add(to: &router)
        KioskRoutes(office: self).add(to: &router)
        BatchRoutes(office: self).add(to: &router)
        DeviceRoutes(office: self).add(to: &router)
        LeaderRoutes(office: self).add(to: &router)
        LeaderRoutes(office: self).addMethods(to: &router)
        ComparisonRoutes(office: self).add(to: &router)
        return router
    }

    /// Headers on every response, after the rule that nothing comes from elsewhere and nobody may
    /// put our pages into theirs.
    public static let headers: [HTTPHeader] = [
        HTTPHeader(
            "Content-Security-Policy",
            """
            default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:; \
            media-src 'self'; \
            connect-src 'self'; worker-src 'self'; manifest-src 'self'; form-action 'self'; \
            frame-ancestors 'none'; base-uri 'none'; object-src 'none'
            """),
        HTTPHeader("X-Content-Type-Options", "nosniff"),
        HTTPHeader("Referrer-Policy", "no-referrer"),
        HTTPHeader("Cross-Origin-Opener-Policy", "same-origin"),
        HTTPHeader("Permissions-Policy", "camera=(), geolocation=(), microphone=()"),
        HTTPHeader("Cache-Control", "no-store"),
    ]

    /// Further headers for those who came by TLS: never to come without it for a year.
    public static let secureHeaders: [HTTPHeader] = [
        HTTPHeader("Strict-Transport-Security", "max-age=31536000")
    ]

    /// A kind page for a refusal that no handler made.
    public var errorPage: HTTPServerConfiguration.ErrorPage {
        { [site] status, request in Self.trouble(status, site, for: request) }
    }

    /// A kind page for a status, in every language at once; for a program's request its words.
    func trouble(_ status: Int, for request: HTTPRequest? = nil) -> HTTPResponse {
        Self.trouble(status, site, for: request).retriedIfBusy
    }

    private static func trouble(
        _ status: Int, _ site: Site, for request: HTTPRequest?
    ) -> HTTPResponse {
        let page = PlainErrorPage(site: site, trouble: .init(status: status))
        if request?.target.hasPrefix("/api/") ?? false {
            return .failure(status, page.advice(in: "en"))
        }
        return HTTPResponse(page: page.html, status: status)
    }

    /// An id for a new answer.
    func makeID() -> ResponseID {
        .make(at: now(), random: random.bytes(10), isSample: site.isSample)
    }

    /// Whether an answer under an id may be stored here: a sample's never mixes into real ones.
    func admits(_ id: ResponseID) -> Bool { site.isSample || !id.isSample }

    /// The id an answer is stored under. In a sample office everything is a sample, whoever made
    /// its id, and says so for ever.
    func storedID(of id: ResponseID) -> ResponseID { site.isSample ? id.asSample : id }

    /// What may be kept of a contact, and what is wrong with it. An office that asks for none
    /// passes over what somebody sends all the same.
    func contact(in fields: ContactFields) -> (Contact?, [FormProblem]) {
        guard contacts.days > 0 else { return (nil, []) }
        do throws(ContactFault) {
            return (try fields.contact(), [])
        } catch {
            return (nil, [.contact(error)])
        }
    }

    /// Whose counter a place is.
    func venue(of place: Place) -> FormPage.Venue {
        FormPage.Venue(
            place: place, unitName: register.unit(place.unit)?.name ?? place.unit,
            centreName: register.unit(place.centre)?.name ?? place.centre)
    }
}

extension HTTPResponse {
    /// A page.
    init(page: HTML, status: Int = 200) {
        self.init(page: page.bytes, status: status)
    }

    init(page: [UInt8], status: Int = 200) {
        self.init(status: status, contentType: .html, body: .bytes(page))
    }

    /// The same, with the seconds after which to come again.
    func retried(after seconds: Int) -> HTTPResponse {
        var response = self
        response.headers.append(.retryAfter(seconds: seconds))
        return response
    }

    /// The same; a 503 with the time after which to come again, which each of them must say.
    var retriedIfBusy: HTTPResponse { status == 503 ? retried(after: 5) : self }

    /// A redirect to an address of ours (303).
    init(to link: Link) throws(HTTPHeaderError) {
        self = try .seeOther(link.text)
    }
}

extension HTTPRequest {
    /// The fields of the query; a broken one is as good as none, for a page can still be shown.
    var queryFields: [(name: String, value: String)] {
        do throws(FormError) {
            return try query().all
        } catch {
            return []
        }
    }
}

extension FormFields {
    /// All fields in the order sent.
    var all: [(name: String, value: String)] {
        var fields: [(name: String, value: String)] = []
        forEach { fields.append((name: $0, value: $1)) }
        return fields
    }
}
