import Foundation
import Testing

@testable import HTTPServer

/// A request is smuggled where a proxy and the server behind it read the same bytes as different
/// requests. Here each request that the proxy sends bears a number which no client can know: what
/// the server executes without one, or twice under one, was not sent as a request.
@Suite("Behind a proxy", .serialized)
struct FrontTests {
    /// Set by `make faults`.
    static let isLong = ProcessInfo.processInfo.environment["HAILONG_FAULTS"] != nil
    static let pairs = isLong ? 10_000 : 400
    /// One is enough for the short form.
    static let fronts = isLong ? Front.Kind.present : Array(Front.Kind.present.prefix(1))
    /// Pairs under way at once; many of them wait for the proxy to give up.
    private static let hands = 16
    private static let seed: UInt64 = 20_261_121

    /// What the server saw of one request.
    struct Sighting: Sendable {
        let target: String
        let ids: [String]
        let frontTargets: [String]

        /// Whether the proxy sent it once, for this target, as far as it has not escaped it anew.
        var isSent: Bool {
            ids.count == 1 && frontTargets.count == 1
                && Self.end(of: frontTargets[0]) == Self.end(of: target)
        }

        private static func end(of target: String) -> String {
            String(
                target.reversed().prefix { "abcdefghijklmnopqrstuvwxyz-0123456789".contains($0) })
        }
    }

    /// A server that notes each request it reads, executed or refused by status.
    final class Backend: Sendable {
        let sightings = Monitor<[Sighting]>([])
        let server: TestServer

        init() throws {
            let sightings = sightings
            let note: @Sendable (HTTPRequest) -> Void = { request in
                let sighting = Sighting(
                    target: request.target, ids: request.headers("X-Front-Id"),
                    frontTargets: request.headers("X-Front-Target"))
                sightings.withLock { $0.append(sighting) }
            }
            server = try TestServer {
                $0.errorPage = { status, request in
                    if let request { note(request) }
                    return HTTPServerConfiguration.plainErrorPage(status: status, request: request)
                }
            } routes: {
                for method in [HTTPMethod.get, .post] {
                    $0.add(method, "/m", answersLater: false) { request, _, responder in
                        note(request)
                        responder.send(HTTPResponse(.text, request.target))
                    }
                }
            }
        }

        /// What was executed without having been sent as a request, or more than once.
        var strays: [Sighting] {
            var seen: Set<String> = []
            return sightings.withLock { $0 }.filter { sighting in
                guard sighting.isSent else { return true }
                return !seen.insert(sighting.ids[0]).inserted
            }
        }
    }

    @Test(
        "the server reads as many requests as the proxy sent, and the same ones",
        .enabled(if: !fronts.isEmpty, "no nginx, haproxy or caddy on this machine"),
        arguments: fronts)
    func pairs(kind: Front.Kind) throws {
        let backend = try Backend()
        let front = try Front(kind, before: backend.server.port)
        let wrong = Monitor<[String]>([])
        let group = DispatchGroup()
        for hand in 0..<Self.hands {
            group.enter()
            Thread.detachNewThread { [port = front.port] in
                for number in stride(from: hand, to: Self.pairs, by: Self.hands) {
                    if let fault = Self.send(number, to: port) {
                        wrong.withLock { $0.append(fault) }
                    }
                }
                group.leave()
            }
        }
        group.wait()
        let statistics = backend.server.server.statistics
        let sent = try front.sent(whenRead: statistics.requests)
        let strays = backend.strays
        let seen = backend.sightings.withLock { $0.count }
        print(
            "\(kind.rawValue): \(Self.pairs) pairs; \(sent) requests sent, "
                + "\(statistics.requests) read, \(seen) past the gate, \(strays.count) smuggled")
        #expect(wrong.withLock { $0 } == [])
        #expect(strays.isEmpty, "\(strays.prefix(3))")
        #expect(sent.contains(statistics.requests))
        // Neither refused all by itself, nor passed everything.
        #expect(seen > Self.pairs && sent.upperBound < 3 * Self.pairs)
    }

    /// Sends a damaged request and one behind it, then an honest one by another connection, which
    /// must get its own answer and nobody else's.
    /// - Returns: what was wrong with that
    private static func send(_ number: Int, to port: UInt16) -> String? {
        guard let attacker = try? RawClient(port: port, readMilliseconds: 400),
            let victim = try? RawClient(port: port)
        else { return "\(number): cannot connect" }
        attacker.send(MutatedRequest(number, seed: seed).bytes)
        attacker.send("GET /m?behind-\(number) HTTP/1.1\r\nHost: a\r\nConnection: close\r\n\r\n")
        victim.send("GET /m?victim-\(number) HTTP/1.1\r\nHost: a\r\nConnection: close\r\n\r\n")
        let answer = victim.response()
        let answers = String(decoding: attacker.rest(), as: UTF8.self)
        if answers.contains("victim") { return "\(number): the attacker got the victim's answer" }
        guard answer?.status == 200, answer?.text == "/m?victim-\(number)" else {
            return "\(number): \(answer?.status ?? 0) \(answer?.text ?? "no answer")"
        }
        return nil
    }

    @Test("a request inside of another that the server executes is noticed")
    func planted() throws {
        let backend = try Backend()
        let client = try backend.server.client()
        // As a proxy would pass it on that believes another length than the server.
        let first = "GET /m?1 HTTP/1.1\r\nHost: a\r\nX-Front-Id: 1\r\nX-Front-Target: /m?1\r\n\r\n"
        client.send(first + "GET /m?inner HTTP/1.1\r\nHost: a\r\n\r\n")
        #expect(client.response()?.text == "/m?1")
        #expect(client.response()?.text == "/m?inner")
        #expect(backend.strays.map(\.target) == ["/m?inner"])
        client.send(first)
        #expect(client.response()?.status == 200)
        #expect(backend.strays.map(\.target) == ["/m?inner", "/m?1"])
    }
}
