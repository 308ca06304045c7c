import CMicrohttpd
import Synchronization

/// A response built once and sent many times.
///
/// Cheaper than an ``HTTPResponse`` by all of its headers' allocations; use it for pages
/// and assets that stay the same between changes of their content.
public final class PreparedResponse: Sendable {
    /// What is sent.
    public let response: HTTPResponse

    /// The library's form of the response, with the headers of the server that built it.
    private struct Built: ~Copyable, Sendable {
        var server: UInt64 = 0
        var handle: ResponseHandle?
    }

    private let built = Mutex(Built())

    /// Keeps the response; the library's form is made when it is first sent.
    public init(_ response: HTTPResponse) {
        self.response = response
    }

    /// Hands the library's form to a connection, building it if another server, or none, did.
    /// - Parameters:
    ///   - server: the number of the server, unique in the process and not 0
    ///   - common: that server's headers for every response
    /// - Returns: `.NO` when memory ran out or the connection takes no response any more
    func queue(
        on connection: OpaquePointer, server: UInt64, common: [HTTPHeader]
    ) -> MHD_Result {
        built.withLock { built in
            if built.server != server {
                built.handle = ResponseHandle.make(response, common: common)
                built.server = server
            }
            return built.handle?.queue(on: connection, status: response.status) ?? .NO
        }
    }
}
