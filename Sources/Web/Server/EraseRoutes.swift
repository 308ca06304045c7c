internal import HTTPServer
internal import Survey
internal import Synchronization

/// `/erase`: a citizen takes back words and contact by the code from the thanks. Reading it changes
/// nothing.
struct EraseRoutes: Sendable {
    static let bodyBytesMax = 4 * 1024

    let office: WebOffice
    private let tries = WrongTries()

    init(office: WebOffice) {
        self.office = office
    }

    func add(to router: inout Router) {
        router.add(.get, "/erase", answersLater: false) { request, _, responder in
            responder.send(HTTPResponse(page: page(request.queryFields).html))
        }
        router.add(.get, "/erase/done", answersLater: false) { request, _, responder in
            responder.send(HTTPResponse(page: page(request.queryFields).done))
        }
        router.add(
            .post, "/erase", bodyBytesMax: Self.bodyBytesMax, answersLater: true
        ) { request, _, responder in
            erase(request, responder)
        }
    }

    private func page(
        _ query: [(name: String, value: String)], typed: String = "",
        problem: ErasePage.Problem? = nil
    ) -> ErasePage {
        ErasePage(
            site: office.site, language: query.value("lang"), look: Look(query: query),
            typed: typed, problem: problem)
    }

    private func erase(_ request: HTTPRequest, _ responder: Responder) {
        let query = request.queryFields
        let fields: [(name: String, value: String)]
        do throws(FormError) {
            fields = try request.form().all
        } catch {
            responder.send(office.trouble(error.status))
            return
        }
        let typed = String(
            String.UnicodeScalarView(
                (fields.value("code") ?? "").unicodeScalars.prefix(ReceiptCode.typedMax)))
        @Sendable func again(_ problem: ErasePage.Problem, _ status: Int = 422) -> HTTPResponse {
            let page = page(query, typed: typed, problem: problem)
            return HTTPResponse(page: page.html, status: status).retriedIfBusy
        }
        guard let code = ReceiptCode(typed: Text.trimmed(typed)) else {
            responder.send(again(.noCode))
            return
        }
        guard fields.value("confirm") != nil else {
            responder.send(again(.notConfirmed))
            return
        }
        guard tries.take(at: office.now()) else {
            responder.send(office.trouble(429).retried(after: 60))
            return
        }
        let language = office.site.strings.language(query.value("lang"))
        let done = ErasePage.link(language, Look(query: query), isDone: true)
        let isQueued = office.contacts.erase(code) { [office, tries] outcome in
            switch outcome {
            case .erased:
                tries.giveBack()
                do throws(HTTPHeaderError) {
                    responder.send(try HTTPResponse(to: done))
                } catch {
                    responder.send(office.trouble(400))
                }
            case .unknown: responder.send(again(.unknown))
            case .failed: responder.send(again(.busy, 503))
            }
        }
        if !isQueued { responder.send(again(.busy, 503)) }
    }
}

/// How many codes may be tried in a minute, by everybody together: there is no address to count by,
/// and nobody types so many that are right.
final class WrongTries: Sendable {
    static let triesMax = 30
    private static let minuteMilliseconds: Int64 = 60_000

    private let state = Mutex((minute: Int64(0), count: 0))

    /// Takes one of the minute's tries.
    ///
    /// - Returns: false where there is none left
    func take(at now: Timestamp) -> Bool {
        let minute = now.milliseconds / Self.minuteMilliseconds
        return state.withLock { state in
            if state.minute != minute { state = (minute, 0) }
            guard state.count < Self.triesMax else { return false }
            state.count += 1
            return true
        }
    }

    /// The code was right.
    func giveBack() {
        state.withLock { $0.count = max(0, $0.count - 1) }
    }
}
