import CQREncode
import Glibc

/// A QR code, error correction level Q, with the quiet zone of four modules around it.
public struct QRCode: Sendable, Equatable {
    /// Light modules on each side, as ISO/IEC 18004 asks for.
    public static let quietModules = 4

    /// Modules on a side, without the quiet zone: 21, 25, … 177.
    public let side: Int
    /// Row by row from the top left; true is dark.
    public let modules: [Bool]

    /// Encodes a text in the smallest version that holds it.
    ///
    /// A link of up to 60 characters makes 37 modules on a side.
    public init(_ text: String) throws(DocumentFault) {
        guard !text.isEmpty else { throw .emptyText }
        guard !text.utf8.contains(0) else { throw .unencodable(bytes: text.utf8.count) }
        let symbol = try Symbol(text)
        side = symbol.side
        modules = symbol.modules
    }

    /// Modules on a side of the picture, the quiet zone included.
    public var sideWithQuiet: Int { side + 2 * Self.quietModules }

    /// One vector path of all dark modules, one unit a module, the quiet zone left free.
    public var path: String {
        var path = ""
        for row in 0..<side {
            var column = 0
            while column < side {
                guard modules[row * side + column] else {
                    column += 1
                    continue
                }
                let start = column
                while column < side, modules[row * side + column] { column += 1 }
                let (x, y) = (start + Self.quietModules, row + Self.quietModules)
                path += "M\(x) \(y)h\(column - start)v1h-\(column - start)z"
            }
        }
        return path
    }

    /// The code as inline SVG without a size of its own: black on white, for screen and print.
    ///
    /// - Parameter label: what the picture is, for those who do not see it; escaped here.
    public func svg(label: String) -> String {
        let size = sideWithQuiet
        return "<svg class=\"qr\" viewBox=\"0 0 \(size) \(size)\" role=\"img\" "
            + "aria-label=\"\(Markup.escaped(label))\" shape-rendering=\"crispEdges\">"
            + "<rect width=\"\(size)\" height=\"\(size)\" fill=\"#fff\"/>"
            + "<path d=\"\(path)\" fill=\"#000\"/></svg>"
    }
}

/// The one owner of the library's symbol.
private struct Symbol: ~Copyable {
    private let handle: UnsafeMutablePointer<CQREncode.QRcode>

    init(_ text: String) throws(DocumentFault) {
        guard let handle = QRcode_encodeString8bit(text, 0, QR_ECLEVEL_Q) else {
            throw errno == ENOMEM ? .outOfMemory : .unencodable(bytes: text.utf8.count)
        }
        self.handle = handle
    }

    deinit { QRcode_free(handle) }

    var side: Int { Int(handle.pointee.width) }

    /// The lowest bit of each byte is the module's colour.
    var modules: [Bool] {
        (0..<side * side).map { handle.pointee.data[$0] & 1 == 1 }
    }
}
