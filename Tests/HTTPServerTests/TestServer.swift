@testable import HTTPServer

/// A server on a free loopback port that ends with the test, and a record of what its
/// handlers saw.
final class TestServer: Sendable {
    let server: HTTPServer
    let port: UInt16
    /// Targets that reached a handler, in order.
    let seen: Seen

    final class Seen: Sendable {
        private let targets = Monitor<[String]>([])
        func add(_ target: String) { targets.withLock { $0.append(target) } }
        var all: [String] { targets.withLock { $0 } }
    }

    /// Starts with `GET /` and `POST /`, which answer with what they got, besides `routes`.
    init(
        _ configure: (inout HTTPServerConfiguration) -> Void = { _ in },
        routes: (inout Router) -> Void = { _ in }
    ) throws {
        var configuration = HTTPServerConfiguration(address: .anyLoopbackPort)
        configure(&configuration)
        let seen = Seen()
        self.seen = seen
        var router = Router()
        router.add(.get, "/", answersLater: false) { request, _, responder in
            seen.add(request.target)
            responder.send(HTTPResponse(.text, request.target))
        }
        router.add(.post, "/", answersLater: false) { request, _, responder in
            seen.add(request.target)
            responder.send(HTTPResponse(.text, "\(request.body.count) bytes"))
        }
        routes(&router)
        server = HTTPServer(configuration: configuration, router: router)
        port = try server.start()
    }

    deinit { server.stop(graceSeconds: 0) }

    func client() throws -> RawClient { try RawClient(port: port) }
}
