internal import HTTPServer
internal import Survey
internal import Synchronization

/// Forms and redirects to the thanks that were rendered before, for invitations that say nothing
/// but the channel. The register does not change while a server runs, so they stay right.
final class FormPages: Sendable {
    /// Rendered forms that are kept: places × languages × channels × looks; redirects likewise.
    private static let pagesMax = 4_096
    /// Targets that are remembered, and how long one may be.
    private static let targetsMax = 4_096
    private static let targetBytesMax = 120

    /// What a page differs by.
    struct Key: Hashable {
        let place: String
        let language: String
        let channel: Channel
        var look = Look.plain
    }

    /// A page as it is and in the coding `gzip`, for whoever takes that.
    struct Page: Sendable {
        let plain: StampedResponse
        let gzip: StampedResponse

        func response(acceptsGzip: Bool) -> StampedResponse { acceptsGzip ? gzip : plain }
    }

    private struct Kept: Sendable {
        var pages: [Key: Page] = [:]
        var byTarget: [String: Page] = [:]
        var redirects: [Key: PreparedResponse] = [:]
    }

    private let kept = Mutex(Kept())

    /// The form that a target led to before.
    func page(at target: String) -> Page? {
        kept.withLock { $0.byTarget[target] }
    }

    /// The form under a key, made at its first use and remembered for its target.
    ///
    /// - Parameter target: path and query as sent; whoever sends many different ones gains nothing,
    ///   for all are forgotten when there are too many
    func page(
        _ key: Key, at target: String, make: () -> FormTemplate
    ) -> Page {
        kept.withLock { kept in
            let page = kept.pages[key] ?? Self.response(of: make())
            if kept.pages.count < Self.pagesMax { kept.pages[key] = page }
            if target.utf8.count <= Self.targetBytesMax {
                if kept.byTarget.count >= Self.targetsMax { kept.byTarget.removeAll() }
                kept.byTarget[target] = page
            }
            return page
        }
    }

    /// The redirect under a key, made at its first use.
    ///
    /// - Returns: nil where it cannot be made
    func redirect(_ key: Key, make: () -> HTTPResponse?) -> PreparedResponse? {
        kept.withLock { kept in
            if let redirect = kept.redirects[key] { return redirect }
            guard let redirect = make().map({ PreparedResponse($0) }) else { return nil }
            if kept.redirects.count < Self.pagesMax { kept.redirects[key] = redirect }
            return redirect
        }
    }

    /// The page with its id as the stamp.
    ///
    /// Compressed, too: nothing on it is secret, and no text of a client is on it besides the
    /// place, language and look of its key, so its length tells nothing (BREACH).
    private static func response(of template: FormTemplate) -> Page {
        let start = template.beforeID.count
        var response = HTTPResponse(page: template.page(id: ResponseID(high: 0, low: 0)))
        response.headers.append(HTTPHeader("Vary", "Accept-Encoding"))
        let plain = StampedResponse(
            response, place: start..<start + ResponseID.textBytes)
        return Page(plain: plain, gzip: StampedResponse(compressing: plain) ?? plain)
    }
}
