internal import Documents
internal import HTTPServer
internal import Survey
internal import Synchronization

/// `GET /k/{place}`: the screen at a counter, and what it takes in later.
final class KioskRoutes: Sendable {
    private let office: WebOffice
    private let links: PlaceLinks?
    /// Changes with any file the kiosk loads.
    private let version: String
    /// Screens that were rendered: they differ by their place alone, and places do not change
    /// while a server runs.
    private let kept = Mutex<[String: StaticFile]>([:])

    init(office: WebOffice) {
        self.office = office
        links = office.publicURL.flatMap { url in
            do throws(DocumentFault) {
                return try PlaceLinks(baseURL: url)
            } catch {
                return nil
            }
        }
        version = Self.version(of: office.assets)
    }

    func add(to router: inout Router) {
        router.add(.get, "/k/{place}", answersLater: false) { [self] request, path, responder in
            show(path["place"], request, responder)
        }
        router.add(.get, "/k/{place}/later", answersLater: false) {
            [self] request, path, responder in
            guard let (place, form) = find(path["place"]) else {
                responder.send(office.trouble(404))
                return
            }
            responder.send(HTTPResponse(page: KioskLater(page: page(of: place, form)).html))
        }
    }

    private func show(_ code: String, _ request: HTTPRequest, _ responder: Responder) {
        if let page = kept.withLock({ $0[code] }) {
            page.answer(request, responder)
            return
        }
        guard let (place, form) = find(code) else {
            responder.send(elsewhere(code, language: request.queryFields.value("lang")))
            return
        }
        let page = page(of: place, form)
        let later = KioskLater(page: page).html
        let build = Site.version(of: [page.html(build: "").bytes, later.bytes])
        let screen = StaticFile(.html, page.html(build: build).bytes)
        kept.withLock { $0[code] = screen }
        screen.answer(request, responder)
    }

    private func find(_ code: String) -> (Place, Questionnaire)? {
        office.register.place(code).flatMap { place in
            office.register.latest(place.form).map { (place, $0) }
        }
    }

    private func page(of place: Place, _ form: Questionnaire) -> KioskPage {
        KioskPage(
            site: office.site, form: form, venue: office.venue(of: place), links: links,
            version: version, offset: office.offset)
    }

    /// A code typed in other letters leads to the right address, any other to the way to find it.
    private func elsewhere(_ code: String, language: String?) -> HTTPResponse {
        guard let place = office.register.place(typed: code), place.code != code else {
            let page = NotFoundPage(site: office.site, language: language, code: code)
            return HTTPResponse(page: page.html, status: 404)
        }
        do throws(HTTPHeaderError) {
            return try HTTPResponse(to: "/k/\(place.code)")
        } catch {
            return office.trouble(400)
        }
    }

    private static func version(of assets: [String: [UInt8]]) -> String {
        let own = assets.filter { $0.key.hasPrefix("kiosk") }.sorted { $0.key < $1.key }
        return Site.version(of: own.map(\.value))
    }
}
