/// A request method; any but these is ``unknown`` and matches no route.
public enum HTTPMethod: String, Sendable, CaseIterable {
    case get = "GET"
    case head = "HEAD"
    case post = "POST"
    case put = "PUT"
    case patch = "PATCH"
    case delete = "DELETE"
    case options = "OPTIONS"
    case trace = "TRACE"
    case connect = "CONNECT"
    case unknown = ""

    /// The method with the given name; names are case-sensitive.
    init(name: UnsafePointer<CChar>) {
        // The two that matter for speed are told by their first letters.
        if name[0] == 0x47, name[1] == 0x45, name[2] == 0x54, name[3] == 0 {
            self = .get
        } else if name[0] == 0x50, name[1] == 0x4f, name[2] == 0x53, name[3] == 0x54, name[4] == 0 {
            self = .post
        } else {
            let name = String(cString: name)
            self = name.isEmpty ? .unknown : HTTPMethod(rawValue: name) ?? .unknown
        }
    }
}
