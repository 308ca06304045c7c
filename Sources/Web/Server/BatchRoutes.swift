internal import HTTPServer
internal import Storage
internal import Survey
internal import Synchronization

/// `POST /api/v1/responses`: up to 100 answers from a kiosk's outbox or another office, each
/// answered for by its id. What can never be taken is `refused` for good, so that one bad answer
/// does not hold up the others behind it.
struct BatchRoutes: Sendable {
    static let answersMax = 100
    static let bodyBytesMax = 1024 * 1024
    /// A body beyond this is read on a worker, so that the event thread serves others meanwhile.
    private static let bodyBytesAtOnce = 64 * 1024

    let office: WebOffice

    func add(to router: inout Router) {
        router.add(
            .post, "/api/v1/responses", bodyBytesMax: Self.bodyBytesMax, answersLater: true
        ) { request, _, responder in
            guard request.hasMediaType("application/json") else {
                responder.send(.failure(415, "Content-Type must be application/json"))
                return
            }
            let sender = sender(of: request)
            guard request.body.count > Self.bodyBytesAtOnce else {
                take(request.body, from: sender, responder)
                return
            }
            let isQueued = office.workers.submit { take(request.body, from: sender, responder) }
            if !isQueued { responder.send(Self.overload) }
        }
    }

    /// The device that proves itself by its key. A retired one proves nothing any more; whatever
    /// stands in the header, answers are taken.
    private func sender(of request: HTTPRequest) -> String? {
        guard let sender = office.devices.sender(of: request), !sender.isRetired else { return nil }
        return sender.device
    }

    private func take(_ body: [UInt8], from sender: String?, _ responder: Responder) {
        let entries: [JSON]
        do throws(JSONFault) {
            guard let array = try JSONParser.parse(body).array, !array.isEmpty else {
                responder.send(.failure(400, "an array of 1 to 100 responses is expected"))
                return
            }
            entries = array
        } catch {
            responder.send(.failure(400, "not JSON at line \(error.line)"))
            return
        }
        guard entries.count <= Self.answersMax else {
            responder.send(.failure(413, "at most \(Self.answersMax) responses at a time"))
            return
        }
        let results = BatchResults(count: entries.count) { results in
            var response = HTTPResponse(.json, results.text)
            if results.isAllLater {
                response.status = 503
                response.headers.append(.retryAfter(seconds: 2))
            }
            responder.send(response, wakes: false)
        }
        for (index, entry) in entries.enumerated() {
            submit(entry, from: sender, at: index, to: results)
        }
        // Whoever settles the last answer sends, and that may be this thread after the writer has
        // rung its bell.
        responder.wake()
    }

    private func submit(
        _ entry: JSON, from sender: String?, at index: Int, to results: BatchResults
    ) {
        let id = entry["id"]?.string ?? ""
        do throws(SubmissionFault) {
            let delivery = Delivery(
                register: office.register, devices: office.devices, isSample: office.site.isSample,
                sender: sender)
            let arrival = try delivery.arrival(entry, at: office.now())
            guard
                office.limits.admits(
                    place: arrival.submission.place, sender: sender, at: office.now())
            else {
                results.settle(index, id: id, .later)
                return
            }
            let isQueued = office.submit(arrival, true) { outcome in
                results.settle(index, id: id, .init(outcome))
            }
            if !isQueued { results.settle(index, id: id, .later) }
        } catch {
            office.refusals.add()
            results.settle(index, id: id, .init(error))
        }
    }

    private static var overload: HTTPResponse {
        HTTPResponse.failure(503, "try again later").retried(after: 2)
    }
}

/// What became of each answer of a batch; sent when the last one is settled.
final class BatchResults: Sendable {
    /// What a client is told of one answer.
    enum Result: Sendable {
        case acked
        case refused(code: String, message: String)

        static let laterCode = "later"
        /// Worth sending again: the queue was full or the disk failed.
        static let later = Result.refused(code: laterCode, message: "try again later")

        init(_ outcome: Intake.Outcome) {
            self =
                switch outcome {
                case .done(.stored), .done(.already), .done(.draft): .acked
                case .done(.conflict), .done(.afterPartial):
                    .refused(code: "conflict", message: "the id is stored with other content")
                case .done(.erased): .refused(code: "erased", message: "the answer was erased")
                case .failed: .later
                }
        }

        init(_ fault: SubmissionFault) {
            self =
                switch fault {
                case .unknownPlace(let code):
                    .refused(code: "unknownPlace", message: "there is no place \(code)")
                case .unknownForm(let id, let version):
                    .refused(
                        code: "unknownForm", message: "there is no form \(id) version \(version)")
                case .unknownUnit(let code):
                    .refused(code: "invalid", message: "there is no unit \(code)")
                case .badValue(let name, _):
                    .refused(code: "invalid", message: "\(name) is missing or not valid")
                case .invalid(let faults):
                    .refused(
                        code: "invalid",
                        message: "not valid: " + faults.map(\.item).joined(separator: ", "))
                }
        }
    }

    private struct State {
        var settled: [(id: String, result: Result)?]
        var open: Int
    }

    private let state: Mutex<State>
    private let finish: @Sendable (BatchResults) -> Void

    /// - Parameter finish: called once, on the thread that settles the last answer
    init(count: Int, finish: @escaping @Sendable (BatchResults) -> Void) {
        state = Mutex(State(settled: Array(repeating: nil, count: count), open: count))
        self.finish = finish
    }

    func settle(_ index: Int, id: String, _ result: Result) {
        let isLast = state.withLock { state in
            state.settled[index] = (id, result)
            state.open -= 1
            return state.open == 0
        }
        if isLast { finish(self) }
    }

    /// Whether nothing could be settled now: the queue is full or the disk takes nothing.
    var isAllLater: Bool {
        state.withLock { state in
            state.settled.allSatisfy {
                if case .refused(code: Result.laterCode, _) = $0?.result { true } else { false }
            }
        }
    }

    /// `{"acked":[id…],"refused":[{"id","code","message"}…]}`, in the order sent.
    ///
    /// The first answer under an id that stands in a batch twice is acknowledged and the second
    /// refused as if it had come later: then `index` says which of them that was, from 0.
    var text: String {
        let settled = state.withLock { $0.settled.compactMap { $0 } }
        var times: [String: Int] = [:]
        for (id, _) in settled { times[id, default: 0] += 1 }
        var acked: [JSON] = []
        var refused: [JSON] = []
        for (index, (id, result)) in settled.enumerated() {
            switch result {
            case .acked: acked.append(.string(id))
            case .refused(let code, let message):
                var members: [(String, JSON)] = [
                    ("id", .string(id)), ("code", .string(code)), ("message", .string(message)),
                ]
                if times[id, default: 0] > 1 { members.append(("index", .integer(index))) }
                refused.append(.object(members))
            }
        }
        return JSON.object([("acked", .array(acked)), ("refused", .array(refused))]).text()
    }
}
