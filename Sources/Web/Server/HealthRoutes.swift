internal import HTTPServer

/// For whoever watches the server: is it alive, and can it keep an answer?
struct HealthRoutes: Sendable {
    let office: WebOffice

    func add(to router: inout Router) {
        let alive = PreparedResponse(HTTPResponse(.text, "ok\n"))
        router.add(.get, "/healthz", answersLater: false) { _, _, responder in
            responder.send(alive)
        }
        let ready = PreparedResponse(HTTPResponse(.text, "ready\n"))
        var notReady = HTTPResponse(status: 503, .text, "answers cannot be stored\n")
        notReady.headers.append(.retryAfter(seconds: 10))
        let busy = PreparedResponse(notReady)
        let isReady = office.isReady
        router.add(.get, "/readyz", answersLater: false) { _, _, responder in
            responder.send(isReady() ? ready : busy)
        }
    }
}
