internal import HTTPServer
internal import Synchronization

/// `GET /assets/{name}`: the files of `kiosk/` that pages load. No path of a client ever reaches
/// the disk: the table was read at the start.
struct AssetRoutes {
    let office: WebOffice

    func add(to router: inout Router) {
        let files = AssetFiles(office.assets)
        router.add(.get, "/assets/{name}", answersLater: false) { request, path, responder in
            if let file = files[path["name"]] {
                file.answer(request, responder)
            } else {
                responder.send(office.trouble(404))
            }
        }
    }
}

/// Files as they are sent: each is made lean and compressed when it is first asked for, so that a
/// start waits for none.
private final class AssetFiles: Sendable {
    private let assets: [String: [UInt8]]
    private let made = Mutex<[String: StaticFile]>([:])

    init(_ assets: [String: [UInt8]]) {
        self.assets = assets
    }

    /// - Returns: nil for what is not there or nothing that pages load
    subscript(name: String) -> StaticFile? {
        made.withLock { made in
            if let file = made[name] { return file }
            guard let bytes = assets[name], let file = Self.file(name, bytes) else { return nil }
            made[name] = file
            return file
        }
    }

    private static func file(_ name: String, _ bytes: [UInt8]) -> StaticFile? {
        guard let type = types.first(where: { name.hasSuffix($0.ending) })?.type else { return nil }
        var headers = [HTTPHeader("Cache-Control", "public, max-age=3600")]
        // The one script that may answer for the kiosk's pages, which are not below its path.
        if name == "kiosk-worker.js" {
            headers.append(HTTPHeader("Service-Worker-Allowed", "/k/"))
        }
        return StaticFile(
            type, lean(bytes, type), kind: isRecording(name) ? .recording : .text, headers: headers)
    }

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
}
