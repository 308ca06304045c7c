import Foundation

/// The files of analytics/reference, found from this file's own place in the source tree.
enum Reference {
    /// A file's lines, split at commas, without the header line.
    static func rows(_ file: String) throws -> [[String]] {
        let folder = URL(fileURLWithPath: #filePath)
            .deletingLastPathComponent().deletingLastPathComponent().deletingLastPathComponent()
            .appendingPathComponent("analytics/reference")
        let text = try String(contentsOf: folder.appendingPathComponent(file), encoding: .utf8)
        // Two of the files end their lines as Windows does.
        return text.split(whereSeparator: \.isNewline).dropFirst().map { line in
            line.split(separator: ",", omittingEmptySubsequences: false).map(String.init)
        }
    }

    /// key → value of an `expected_*.csv`; keys whose value is NA are left out.
    static func values(_ file: String) throws -> [String: Double] {
        var values: [String: Double] = [:]
        for row in try rows(file) where row.count == 2 {
            values[row[0]] = Double(row[1])
        }
        return values
    }

    /// The keys of an `expected_*.csv` that R gives a number for, cut after their first `parts`
    /// dots.
    static func stems(_ file: String, prefix: String, parts: Int) throws -> [String] {
        let keys = try values(file).keys.filter { $0.hasPrefix(prefix) }
        return Set(keys.map { $0.split(separator: ".").prefix(parts).joined(separator: ".") })
            .sorted()
    }
}

/// Whether two numbers agree relatively, or absolutely around 0.
///
/// 1e-9 is what the reference promises: two programs (R and Python) agreed to it, and the files
/// carry 15 digits.
func agrees(_ ours: Double, _ theirs: Double, within tolerance: Double = 1e-9) -> Bool {
    abs(ours - theirs) <= tolerance * max(abs(theirs), 1e-3 * tolerance)
}
