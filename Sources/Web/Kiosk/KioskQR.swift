import Documents
import Survey

/// The code that leads from a kiosk to the same form on a telephone.
///
/// One stroke a row of dark modules instead of one outline: half the bytes, and a kiosk on a slow
/// line loads it with its first page.
struct KioskQR {
    private let code: QRCode
    /// What the code says, without the scheme, for those who type.
    let typed: String

    /// - Returns: nil where the address is too long for a code that scans
    init?(_ links: PlaceLinks, place: Place) {
        do throws(DocumentFault) {
            code = try QRCode(links.posterURL(of: place))
        } catch {
            return nil
        }
        typed = links.typedURL(of: place)
    }

    /// - Parameter label: words beside it say what it is, so it is hidden from screen readers,
    ///   whose users could not aim at it
    var svg: HTML {
        let side = code.sideWithQuiet
        return """
            <svg class="qr" viewBox="0 0 \(side) \(side)" aria-hidden="true" \
            shape-rendering="crispEdges"><path fill="#fff" d="M0 0h\(side)v\(side)H0z"/>\
            <path stroke="#000" d="\(path)"/></svg>
            """
    }

    /// Horizontal strokes of width 1 through the middle of each row.
    private var path: String {
        var path = ""
        for row in 0..<code.side {
            let dark = code.modules[row * code.side..<(row + 1) * code.side]
            let runs = Self.runs(Array(dark))
            guard let first = runs.first else { continue }
            path += "M\(first.lowerBound + QRCode.quietModules) "
            path += "\(row + QRCode.quietModules).5h\(first.count)"
            for (run, before) in zip(runs.dropFirst(), runs) {
                path += "m\(run.lowerBound - before.upperBound) 0h\(run.count)"
            }
        }
        return path
    }

    /// The ranges of a row's dark modules.
    private static func runs(_ row: [Bool]) -> [Range<Int>] {
        var runs: [Range<Int>] = []
        for (column, isDark) in row.enumerated() where isDark {
            if let last = runs.last, last.upperBound == column {
                runs[runs.count - 1] = last.lowerBound..<column + 1
            } else {
                runs.append(column..<column + 1)
            }
        }
        return runs
    }
}
