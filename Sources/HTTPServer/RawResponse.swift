import CMicrohttpd

/// A whole response as bytes, for the one place where the library takes none: in the
/// middle of a body.
enum RawResponse {
    /// The standard phrase of a status, or the empty text.
    static func phrase(_ status: Int) -> String {
        MHD_get_reason_phrase_for(UInt32(status)).map { String(cString: $0) } ?? ""
    }

    /// The response with its headers, then those of `common` that it lacks, and its body.
    static func serialise(_ response: HTTPResponse, common: [HTTPHeader]) -> [UInt8] {
        var text = "HTTP/1.1 \(response.status) \(phrase(response.status))\r\n"
        func add(_ header: HTTPHeader) { text += "\(header.name): \(header.value)\r\n" }
        if let type = response.contentType { add(type.header) }
        response.headers.forEach(add)
        for header in common where !response.headers.contains(where: { $0.hasName(of: header) }) {
            add(header)
        }
        text += "Connection: close\r\nContent-Length: \(response.body.count)\r\n\r\n"
        var bytes = Array(text.utf8)
        switch response.body {
        case .empty: break
        case .bytes(let body): bytes += body
        case .shared(let body): bytes += body.bytes
        }
        return bytes
    }
}
