internal import HTTPServer

/// `GET /assets/{name}`: the files of `kiosk/` that pages load. No path of a client ever reaches
/// the disk: the table was read at the start.
struct AssetRoutes {
    let office: WebOffice

    /// What may be served, by the ending of its name.
    private static let types: [(ending: String, type: ContentType)] = [
        (".css", .css), (".js", .javascript), (".svg", .svg),
        (".mp3", ContentType("audio/mpeg")), (".m4a", ContentType("audio/mp4")),
        (".ogg", ContentType("audio/ogg")),
    ]

    private static func isRecording(_ name: String) -> Bool {
        [".mp3", ".m4a", ".ogg"].contains { name.hasSuffix($0) }
    }

    private static func lean(_ bytes: [UInt8], _ type: ContentType) -> [UInt8] {
        switch type {
        case .css: LeanText.style(bytes)
        case .javascript: LeanText.script(bytes)
        default: bytes
        }
    }

    func add(to router: inout Router) {
        var files: [String: StaticFile] = [:]
        for (name, bytes) in office.assets {
            guard let type = Self.types.first(where: { name.hasSuffix($0.ending) })?.type else {
                continue
            }
            var headers = [HTTPHeader("Cache-Control", "public, max-age=3600")]
            // The one script that may answer for the kiosk's pages, which are not below its path.
            if name == "kiosk-worker.js" {
                headers.append(HTTPHeader("Service-Worker-Allowed", "/k/"))
            }
            files[name] = StaticFile(
                type, Self.lean(bytes, type), kind: Self.isRecording(name) ? .recording : .text,
                headers: headers)
        }
        router.add(.get, "/assets/{name}", answersLater: false) {
            [files] request, path, responder in
            if let file = files[path["name"]] {
                file.answer(request, responder)
            } else {
                responder.send(office.trouble(404))
            }
        }
    }
}
