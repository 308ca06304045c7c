import CMicrohttpd
import Glibc

/// The way of one request: gate, route, body, handler, answer.
extension EventLoop {
    /// Takes in what the library has of a request; it calls once with the head, once a piece
    /// of the body, once at the end, and again after a resume.
    /// - Returns: `.NO` to close the connection
    func receive(
        _ exchange: Exchange, _ line: RequestLine, piece: UnsafeRawBufferPointer
    ) -> MHD_Result {
        if case .held(let moment) = exchange.waiting { return hold(exchange, until: moment) }
        switch exchange.stage {
        case .line:
            return receiveHead(exchange, line)
        case .body(let route):
            return piece.isEmpty ? handle(exchange, route) : receiveBody(exchange, piece)
        case .refused(let response):
            return piece.isEmpty ? queue(exchange, .response(response)) : .YES
        case .handled:
            guard let reply = exchange.takeOrAwait() else { return .NO }
            return queue(exchange, reply)
        case .answered:
            return exchange.record.pointee.phase == .cut ? .NO : .YES
        }
    }

    private func receiveHead(_ exchange: Exchange, _ line: RequestLine) -> MHD_Result {
        guard exchange.record.pointee.phase != .cut else { return .NO }
        if exchange.record.pointee.memory == nil {
            exchange.record.pointee.memory = ConnectionMemory(
                method: line.method, count: configuration.connectionMemoryBytes)
        }
        // Moved out, lest the bytes be copied when the gate adds to them.
        var head = RequestHead.empty
        swap(&head, &exchange.head)
        var gate = HeaderGate(consume head)
        let verdict = gate.examine(exchange.connection, line)
        guard verdict != .refuse else {
            counters.add(1, to: .requestsRefusedByGate)
            return queueEarly(exchange, refusal(400, nil))
        }
        exchange.head = gate.head
        exchange.isPastGate = true
        let hasBody = gate.isChunked || gate.bodyBytesDeclared > 0
        // The library asks for a body even where none is declared, and once it has asked it takes
        // no answer while a further request lies behind: such a one is answered from its head.
        let isEarly = hasBody || gate.isExpecting
        switch verdict == .pass ? router.match(gate.head) : .nothing {
        case .route(let index):
            let (bytesMax, answersLater) = (
                router.routes[index].bodyBytesMax, router.routes[index].answersLater
            )
            exchange.bodyBytesMax = bytesMax ?? configuration.bodyBytesMax
            if gate.bodyBytesDeclared > UInt64(exchange.bodyBytesMax) {
                return refuse(exchange, 413, isEarly: true)
            }
            if answersLater, counters[.suspended] >= configuration.suspendedMax {
                return refuse(exchange, 503, isEarly: isEarly)
            }
            if isEarly, !hasBody {
                exchange.record.pointee.lingers = true
                return handle(exchange, index, isWhole: false)
            }
            exchange.stage = .body(route: index)
            let expected = Int(clamping: gate.bodyBytesDeclared)
            if expected > 0 { exchange.body.reserveCapacity(min(expected, 8 * 1024)) }
            return .YES
        case .otherMethods(let methods):
            let isOptions = gate.head.method == .options
            return refuse(
                exchange, isOptions ? 204 : 405, isEarly: isEarly, headers: [.allow(methods)])
        case .nothing:
            return refuse(exchange, 404, isEarly: isEarly)
        }
    }

    private func receiveBody(_ exchange: Exchange, _ piece: UnsafeRawBufferPointer) -> MHD_Result {
        guard exchange.body.count + piece.count <= exchange.bodyBytesMax else {
            return breakOff(exchange, 413)
        }
        guard counters[.bodiesBytes] + piece.count <= configuration.bodiesBytesMax else {
            return breakOff(exchange, 503)
        }
        hasNews = true
        exchange.body.append(contentsOf: piece)
        counters.add(piece.count, to: .bodiesBytes)
        return .YES
    }

    /// - Parameter isWhole: whether the library has asked for the last time; else it goes on to a
    ///   body where nobody stops it
    private func handle(
        _ exchange: Exchange, _ route: Int, isWhole: Bool = true
    ) -> MHD_Result {
        guard !isOver, let request = request(of: exchange) else { return .NO }
        exchange.stage = .handled
        let parameters = PathParameters(request.head, router.routes[route].segments)
        router.routes[route].handler(request, parameters, Responder(exchange: exchange))
        if let reply = exchange.takeOrAwait() { return queue(exchange, reply) }
        guard counters[.suspended] < configuration.suspendedMax else {
            // Answered this very moment by another thread: it will come through the outbox.
            guard exchange.claim() else { return beginWaiting(exchange, isHeld: isWhole) }
            return queue(exchange, .response(refusal(503, request)))
        }
        return beginWaiting(exchange, isHeld: isWhole)
    }

    private func beginWaiting(_ exchange: Exchange, isHeld: Bool) -> MHD_Result {
        counters.add(1, to: .suspended)
        enter(.waiting, exchange.record, seconds: configuration.answerDeadlineSeconds)
        if isHeld {
            held += 1
            exchange.waiting = .held(until: now + configuration.heldMilliseconds)
        } else {
            suspend(exchange)
        }
        return .YES
    }

    /// Goes on waiting for an answer; one that does not come soon is waited for asleep.
    private func hold(_ exchange: Exchange, until moment: Int64) -> MHD_Result {
        if now >= moment {
            held -= 1
            suspend(exchange)
        }
        return .YES
    }

    private func suspend(_ exchange: Exchange) {
        exchange.waiting = .suspended
        MHD_suspend_connection(exchange.connection)
    }

    /// Ends the wait of a request, whose answer has come or whose client has gone.
    func endWaiting(_ exchange: Exchange) {
        switch exchange.waiting {
        case .no: return
        case .held: held -= 1
        case .suspended: MHD_resume_connection(exchange.connection)
        }
        exchange.waiting = .no
        counters.add(-1, to: .suspended)
    }

    /// Refuses a request: now if a body would follow, else when it is complete, so that the
    /// connection lives on.
    private func refuse(
        _ exchange: Exchange, _ status: Int, isEarly: Bool, headers: [HTTPHeader] = []
    ) -> MHD_Result {
        var response = refusal(status, request(of: exchange))
        response.headers += headers
        if isEarly { return queueEarly(exchange, response) }
        exchange.stage = .refused(response)
        return .YES
    }

    /// Answers before the request was read; the library then closes the connection.
    private func queueEarly(_ exchange: Exchange, _ response: HTTPResponse) -> MHD_Result {
        exchange.record.pointee.lingers = true
        return queue(exchange, .response(response))
    }

    /// Answers where the library takes no response: straight to the socket or its TLS session,
    /// to which nothing else of this request has been written.
    private func breakOff(_ exchange: Exchange, _ status: Int) -> MHD_Result {
        sendBesides(exchange, status)
        return .NO
    }

    /// Refuses a target that is too long, before its headers are read: with them the library
    /// might have no room left for an answer. Nothing more is read of the connection.
    func refuseTarget(_ exchange: Exchange) {
        counters.add(1, to: .requestsRefusedByGate)
        sendBesides(exchange, 414)
        enter(.cut, exchange.record, seconds: configuration.responseDeadlineSeconds)
        shutdown(exchange.record.pointee.descriptor, Int32(SHUT_RD))
    }

    private func sendBesides(_ exchange: Exchange, _ status: Int) {
        let response = refusal(status, request(of: exchange))
        counters.add(status: status)
        let bytes = response.serialised(common: commonHeaders(of: exchange).headers)
        exchange.stage = .answered
        exchange.record.pointee.lingers = true
        hl_connection_send(exchange.connection, bytes, bytes.count)
    }

    private func queue(_ exchange: Exchange, _ reply: Exchange.Reply) -> MHD_Result {
        hasNews = true
        exchange.stage = .answered
        let common = commonHeaders(of: exchange)
        let (count, status): (Int, Int)
        let result: MHD_Result?
        switch reply {
        case .response(let response):
            (count, status) = (response.body.count, response.status)
            result = ResponseHandle.make(response, common: common.headers)?
                .queue(on: exchange.connection, status: response.status)
        case .prepared(let prepared):
            (count, status) = (prepared.response.body.count, prepared.response.status)
            result = prepared.queue(
                on: exchange.connection, server: common.number, common: common.headers)
        case .stamped(let stamped, let stamp):
            (count, status) = (stamped.response.body.count, stamped.response.status)
            exchange.copy = stamped.take(
                stamp: stamp, server: common.number, common: common.headers)
            result = exchange.copy?.queue(on: exchange.connection)
        }
        if result == .YES { counters.add(status: status) }
        let slowest = Double(count) / Double(configuration.responseBytesPerSecondMin)
        if exchange.record.pointee.phase != .cut {
            enter(
                .sending, exchange.record,
                seconds: max(configuration.responseDeadlineSeconds, slowest))
        }
        return result ?? .NO
    }

    /// The request as far as it was received, or nil before the gate passed it.
    func request(of exchange: Exchange) -> HTTPRequest? {
        guard exchange.isPastGate else { return nil }
        let (peer, isTrusted) = (
            exchange.record.pointee.peer, exchange.record.pointee.isPeerTrusted
        )
        return HTTPRequest(
            head: exchange.head, body: exchange.body, peer: peer,
            isPeerLoopback: !isTrusted && peer?.isLoopback == true,
            isTLS: configuration.tls != nil,
            trustedProxies: isTrusted ? configuration.trustedProxies : [],
            isListenerLoopback: isListenerLoopback)
    }

    /// The headers for every response of a request, and the number under which a prepared
    /// response keeps them.
    private func commonHeaders(of exchange: Exchange) -> (number: UInt64, headers: [HTTPHeader]) {
        let isSecure =
            configuration.tls != nil
            || (exchange.record.pointee.isPeerTrusted && exchange.isPastGate
                && ForwardedHead(head: exchange.head).isSecure)
        return isSecure
            ? (number | 1 << 63, secureHeaders) : (number, configuration.responseHeaders)
    }

    /// The page for a request that no handler gets.
    func refusal(_ status: Int, _ request: HTTPRequest?) -> HTTPResponse {
        if status == 204 { return HTTPResponse(status: 204) }
        var response = configuration.errorPage(status, request)
        response.status = status
        if status == 503 {
            response.headers.append(.retryAfter(seconds: configuration.retryAfterSeconds))
        }
        return response
    }
}
