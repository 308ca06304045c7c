import CMicrohttpd
import Glibc

/// Bytes that many responses send without copying them again.
///
/// They are copied once, when the body is made, and freed when the last response that
/// carries them has left.
///
/// Safe because the bytes never change between `init` and `deinit`.
public final class SharedBody: @unchecked Sendable {
    let bytes: UnsafeRawBufferPointer
    private let isOwned: Bool
    /// Whose bytes these are, where they are a part.
    private let whole: SharedBody?

    /// Copies the bytes.
    public init(_ bytes: [UInt8]) {
        let copy = UnsafeMutableRawBufferPointer.allocate(byteCount: bytes.count, alignment: 16)
        copy.copyBytes(from: bytes)
        self.bytes = UnsafeRawBufferPointer(copy)
        isOwned = true
        whole = nil
    }

    /// Copies the text as UTF-8.
    public convenience init(_ text: String) {
        self.init(Array(text.utf8))
    }

    /// Borrows bytes that live as long as the process, such as those embedded in it.
    public init(immortal bytes: UnsafeRawBufferPointer) {
        self.bytes = bytes
        isOwned = false
        whole = nil
    }

    private init(_ places: Range<Int>, of whole: SharedBody) {
        bytes = UnsafeRawBufferPointer(rebasing: whole.bytes[places])
        isOwned = false
        self.whole = whole
    }

    /// Some of these bytes, which stay as long as the part does; nothing is copied.
    func part(_ places: Range<Int>) -> SharedBody { SharedBody(places, of: self) }

    /// How many bytes there are.
    public var count: Int { bytes.count }

    deinit { if isOwned { bytes.deallocate() } }

    /// A response of the library that holds on to this body until it is destroyed.
    func makeLibraryResponse() -> OpaquePointer? {
        let retained = Unmanaged.passRetained(self)
        let response = MHD_create_response_from_buffer_with_free_callback_cls(
            bytes.count, UnsafeMutableRawPointer(mutating: bytes.baseAddress),
            { context in
                guard let context else { return }
                Unmanaged<SharedBody>.fromOpaque(context).release()
            }, retained.toOpaque())
        if response == nil { retained.release() }
        return response
    }
}
