internal import HTTPServer

/// `GET /assets/{name}`: the files of `kiosk/` that pages load. No path of a client ever reaches
/// the disk: the table was read at the start.
struct AssetRoutes {
    let office: WebOffice

    /// What may be served, by the ending of its name.
    private static let types: [(ending: String, type: ContentType)] = [
        (".css", .css), (".js", .javascript), (".svg", .svg),
    ]

    /// A script or style sheet without indentation and without lines that are comments, a style
    /// sheet also without the spaces that nobody reads: a third less for a kiosk on a slow line.
    /// What it does stays the same as long as no text of it goes over a line's end.
    static func lean(_ bytes: [UInt8], isStyle: Bool) -> [UInt8] {
        var lean: [UInt8] = []
        var isInComment = false
        for line in bytes.split(separator: UInt8(ascii: "\n")) {
            let code = line.drop { $0 == UInt8(ascii: " ") }
            if code.starts(with: "/*".utf8) { isInComment = true }
            let isComment = isInComment || code.starts(with: "//".utf8)
            if isInComment, code.suffix(2).elementsEqual("*/".utf8) { isInComment = false }
            guard !isComment, !code.isEmpty else { continue }
            for byte in code {
                if isStyle, byte == UInt8(ascii: "{"), lean.last == UInt8(ascii: " ") {
                    lean.removeLast()
                }
                let isIdle = byte == UInt8(ascii: " ") && lean.last == UInt8(ascii: ":")
                if !isStyle || !isIdle { lean.append(byte) }
            }
            if !isStyle || !"{};,".utf8.contains(code.last ?? 0) {
                lean.append(UInt8(ascii: "\n"))
            }
        }
        return lean
    }

    func add(to router: inout Router) {
        var prepared: [String: PreparedResponse] = [:]
        for (name, bytes) in office.assets {
            guard let type = Self.types.first(where: { name.hasSuffix($0.ending) })?.type else {
                continue
            }
            var headers = [HTTPHeader("Cache-Control", "public, max-age=3600")]
            // The one script that may answer for the kiosk's pages, which are not below its path.
            if name == "kiosk-worker.js" {
                headers.append(HTTPHeader("Service-Worker-Allowed", "/k/"))
            }
            let body =
                name.hasPrefix("kiosk")
                ? Self.lean(bytes, isStyle: name.hasSuffix(".css")) : bytes
            prepared[name] = PreparedResponse(
                HTTPResponse(
                    status: 200, contentType: type, headers: headers,
                    body: .shared(SharedBody(body))))
        }
        router.add(.get, "/assets/{name}", answersLater: false) { [prepared] _, path, responder in
            if let response = prepared[path["name"]] {
                responder.send(response)
            } else {
                responder.send(office.trouble(404))
            }
        }
    }
}
