@testable import Analytics
@testable import HTTPServer
@testable import Survey
@testable import Web

/// What comes over the network.
enum Requests {
    /// A form post: fields, then the answer they make.
    static func form(_ bytes: [UInt8]) {
        guard let parsed = try? FormFields(bytes.span) else { return }
        let fields = parsed.all
        let body = fields.map { Link.encoded($0.name) + "=" + Link.encoded($0.value) }
            .joined(separator: "&")
        let again = (try? FormFields(Array(body.utf8).span))?.all ?? []
        require(
            again.count == fields.count
                && zip(fields, again).allSatisfy {
                    $0.name.utf8.elementsEqual($1.name.utf8)
                        && $0.value.utf8.elementsEqual($1.value.utf8)
                }, "fields encoded and read again are the same")
        links(fields)
        for place in Office.register.places {
            let straight = try? SubmissionForm.decode(parsed, at: place)
            let gathered = try? SubmissionForm.decode(fields, at: place)
            require(straight == gathered, "both ways of reading fields say the same")
            guard let sent = straight else { continue }
            check(sent)
            guard let form = Office.register.questionnaire(sent.form, version: sent.version) else {
                continue
            }
            let reached = sent.reached(in: form)
            require(reached.reached(in: form) == reached, "what is reached is reached")
            check(reached)
        }
    }

    /// The same fields where a link carries them.
    private static func links(_ fields: [(name: String, value: String)]) {
        let link = Invitation(query: fields).link(to: "Q1", language: nil)
        let hasOnlyPlain = link.text.utf8.allSatisfy { $0 > 0x20 && $0 < 0x7F }
        require(link.text.hasPrefix("/f/Q1") && hasOnlyPlain, "a link stays inside: \(link.text)")
        let look = Look(query: fields)
        require(Look(query: [(name: "look", value: look.name ?? "")]) == look, "a look is kept")
        guard let asked = try? LeaderQuery.decode(fields, today: Office.now.day(at: .vietNam))
        else { return }
        let text = asked.link(language: "vi").text
        require(text.hasPrefix("/leader?index="), "a link stays inside: \(text)")
    }

    /// What reports are asked by: periods, filters, comparisons.
    static func query(_ bytes: [UInt8]) {
        guard let fields = (try? FormFields(bytes.span))?.all else { return }
        links(fields)
        _ = try? LeaderQuery.audience(of: fields)
        func values(_ name: String) -> [String] {
            fields.filter { $0.name == name && !$0.value.isEmpty }.map(\.value)
        }
        let filter = try? ReportFilter.reading(
            places: values("place"), channels: values("channel"),
            procedures: values("procedure"), fields: values("field"),
            outcomes: values("outcome"), hours: values("hours").first)
        if let hours = filter?.hours {
            require(hours.lowerBound >= 0 && hours.upperBound <= 24, "hours of a day")
            let text = "\(hours.lowerBound)-\(hours.upperBound)"
            require(ReportFilter.hours(text) == hours, "hours written and read are the same")
        }
        let none = Definitions(indices: [], targets: [])
        guard let asked = try? CompareFields(fields, none),
            let query = try? asked.query(units: [])
        else { return }
        require(query.before.from <= query.before.to, "a period has a first day")
        require(query.after.from <= query.after.to, "a period has a first day")
    }

    /// Headers: lines of a name, a colon and a value, as the gate keeps them.
    static func head(_ bytes: [UInt8]) {
        var gate = Array("/f/Q1".utf8).withUnsafeBufferPointer {
            HeaderGate(RequestHead(target: $0))
        }
        var names: [String] = []
        for line in bytes.split(separator: 0x0A).prefix(100) {
            let parts = line.split(separator: 0x3A, maxSplits: 1, omittingEmptySubsequences: false)
            guard parts.count == 2, !parts[0].isEmpty else { continue }
            if let range = ByteRange(String(decoding: parts[1], as: UTF8.self)) {
                for count in [0, 1, 100] {
                    let places = range.places(in: count)
                    require(
                        places.map { !$0.isEmpty && $0.upperBound <= count } ?? true,
                        "a range lies in what is sent")
                }
            }
            let kept = gate.head.bytes.count
            Array(parts[0]).withUnsafeBufferPointer { name in
                Array(parts[1]).withUnsafeBufferPointer { gate.readHeader(name, $0) }
            }
            if gate.head.bytes.count > kept {
                names.append(String(decoding: parts[0], as: UTF8.self))
            }
        }
        var head = gate.head
        head.headersStart = head.targetCount
        for name in names { require(!head.values(of: name).isEmpty, "a header is found again") }
        if gate.isUnambiguous {
            require(head.values(of: "Host").count == 1, "one host")
            let lengths = head.values(of: "Content-Length")
            require(lengths.count + head.values(of: "Transfer-Encoding").count <= 1, "one end")
            if let length = lengths.first {
                require(UInt64(length) == gate.bodyBytesDeclared, "a length is what it says")
            }
        }
        let forwarded = ForwardedHead(head: head)
        _ = (forwarded.isSecure, head.hasForwardingHeader)
        guard let peer = NetworkAddress("127.0.0.1"), let own = try? AddressRange("127.0.0.0/8")
        else { return }
        let client = forwarded.client(behind: peer, [own])
        require(forwarded.client(behind: peer, []) == peer || !names.isEmpty, "no header, no other")
        for text in head.values(of: "X-Forwarded-For") {
            guard let range = try? AddressRange(text) else { continue }
            _ = range.contains(client)
            if let address = NetworkAddress(text) {
                require(range.contains(address), "an address lies in its own range")
            }
        }
        _ = head.hasOne("Content-Type") { ($0.first ?? 0) != 0 }
        for value in head.values(of: "Authorization") { _ = Devices.desk.sender(showing: value) }
    }

    /// A batch of answers.
    static func json(_ bytes: [UInt8]) {
        guard let value = try? JSONParser.parse(bytes) else { return }
        for text in [value.text(), value.text(indented: true)] {
            let again = try? JSONParser.parse(Array(text.utf8))
            require(again?.text() == value.text(), "JSON written and read again is the same")
        }
        for entry in value.array ?? [value] {
            if let submission = try? SubmissionJSON.decode(entry) { check(submission) }
        }
    }

    private static func check(_ submission: Submission) {
        var whole = submission
        if whole.answeredAt == nil { whole.answeredAt = Office.now }
        let text = SubmissionJSON.value(of: whole).text()
        let parsed = try? JSONParser.parse(Array(text.utf8))
        let again = parsed.flatMap { try? SubmissionJSON.decode($0) }
        // Compared as written: an answer of no code and an absent one say the same.
        require(
            again.map { SubmissionJSON.value(of: $0).text() == text } == true,
            "a submission written and read again is the same: \(text)")
        Office.check(submission)
    }

    /// The request line's target and an address to listen on.
    static func target(_ bytes: [UInt8]) {
        let text = String(decoding: bytes, as: UTF8.self)
        if let address = try? ListenAddress(text) {
            let again = try? ListenAddress(address.description)
            require(again == address, "an address written and read again is the same")
        }
        bytes.withUnsafeBufferPointer { bytes in
            var gate = HeaderGate(RequestHead(target: bytes))
            guard gate.readTarget() != .refuse else { return }
            let head = gate.head
            require(head.path.upperBound <= head.bytes.count, "the path lies in the head")
            require(head.query.upperBound <= bytes.count, "the query lies in the target")
            let path = head.bytes[head.path]
            require(!path.contains(0) && path.first == UInt8(ascii: "/"), "a path has no NUL")
            _ = try? FormFields(Array(head.bytes[head.query]).span)
            _ = router.match(head)
        }
    }

    private static let router: Router = {
        var router = Router()
        let patterns: [String] = ["/", "/f", "/f/{place}", "/f/{place}/thanks", "/assets/{name}"]
        for pattern in patterns { router.add(.get, pattern) { _, _, _ in } }
        return router
    }()
}
