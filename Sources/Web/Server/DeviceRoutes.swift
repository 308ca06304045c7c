internal import HTTPServer
internal import Secrets
internal import Survey

/// What kiosks and tablets ask for themselves: to be paired, and how they are set.
///
/// Anybody may ask for a code. It is an operator who binds it, by its place and on the server's own
/// machine, and only the page that asked for it can fetch the key.
struct DeviceRoutes: Sendable {
    static let bodyBytesMax = 4 * 1024

    let office: WebOffice

    func add(to router: inout Router) {
        for (path, answer) in [
            ("/api/v1/devices", begin), ("/api/v1/devices/claim", claim),
            ("/api/v1/devices/heartbeat", hear),
        ] as [(String, @Sendable (HTTPRequest, JSON) -> HTTPResponse)] {
            router.add(
                .post, path, bodyBytesMax: Self.bodyBytesMax, answersLater: false
            ) { request, _, responder in
                responder.send(Self.answer(request, by: answer))
            }
        }
    }

    private static func answer(
        _ request: HTTPRequest, by answer: (HTTPRequest, JSON) -> HTTPResponse
    ) -> HTTPResponse {
        guard request.hasMediaType("application/json") else {
            return .failure(415, "Content-Type must be application/json")
        }
        do throws(JSONFault) {
            return answer(request, try JSONParser.parse(request.body))
        } catch {
            return .failure(400, "not JSON at line \(error.line)")
        }
    }

    /// `{"place"}`: a code to show, and a token to ask with.
    @Sendable private func begin(_ request: HTTPRequest, _ body: JSON) -> HTTPResponse {
        guard let code = body["place"]?.string else {
            return .failure(400, "place is missing or not valid")
        }
        guard let place = office.register.place(code) else {
            return .failure(404, "there is no such place")
        }
        guard let offer = office.devices.offer(at: place.code) else {
            return HTTPResponse.failure(503, "too many devices wait to be paired")
                .retried(after: 60)
        }
        let ends = Timestamp(
            milliseconds: office.now().milliseconds + PairingTable.lifeMilliseconds)
        return .json([
            ("code", .string(offer.code)), ("poll", .string(offer.poll)),
            ("expiresAt", .string(ends.rfc3339(at: office.offset))),
        ])
    }

    /// `{"poll"}`: whether somebody has bound the code, and then the key.
    @Sendable private func claim(_ request: HTTPRequest, _ body: JSON) -> HTTPResponse {
        guard let poll = body["poll"]?.string else {
            return .failure(400, "poll is missing or not valid")
        }
        switch office.devices.claim(poll) {
        case (.waiting, _): return .json([("state", .string("waiting"))])
        case (.paired, let device?):
            return .json([
                ("state", .string("paired")), ("device", .string(device.code)),
                ("key", .string(office.devices.key(of: device).text)),
            ])
        case (.paired, nil), (.unknown, _):
            return .json([("state", .string("unknown"))], status: 404)
        }
    }

    /// A heartbeat: what the device says of itself against how it is to be set.
    @Sendable private func hear(_ request: HTTPRequest, _ body: JSON) -> HTTPResponse {
        guard let sender = office.devices.sender(of: request) else {
            var refusal = HTTPResponse.failure(401, "the key is not this device's")
            refusal.headers.append(HTTPHeader("WWW-Authenticate", "Device"))
            return refusal
        }
        let sighting: DeviceSighting
        do throws(SubmissionFault) {
            sighting = try DeviceSighting(heartbeat: body, at: office.now())
        } catch {
            if case .badValue(let name, _) = error {
                return .failure(400, "\(name) is missing or not valid")
            }
            return .failure(400, "not a heartbeat")
        }
        guard let device = office.devices.hear(sighting, of: sender.device) else {
            return .failure(401, "the key is not this device's")
        }
        let version: (String, JSON) = ("version", .integer(device.settingsVersion))
        return .json([
            ("now", .string(sighting.at.rfc3339(at: office.offset))),
            ("settings", .object([version] + device.settings.members)),
            ("retired", .bool(device.isRetired)), ("place", .string(device.place)),
        ])
    }
}

extension HTTPResponse {
    /// An object as JSON.
    static func json(_ members: [(String, JSON)], status: Int = 200) -> HTTPResponse {
        HTTPResponse(status: status, .json, JSON.object(members).text())
    }

    /// `{"error":"…"}`, for programs.
    static func failure(_ status: Int, _ message: String) -> HTTPResponse {
        .json([("error", .string(message))], status: status)
    }
}
