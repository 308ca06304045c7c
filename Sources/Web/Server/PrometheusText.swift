internal import HTTPServer
internal import Storage

/// Figures in the text format that Prometheus reads (version 0.0.4).
///
/// Source: https://prometheus.io/docs/instrumenting/exposition_formats/
struct PrometheusText {
    static let contentType = ContentType("text/plain; version=0.0.4; charset=utf-8")

    enum Kind: String {
        /// Only ever grows while the process lives.
        case counter
        case gauge
    }

    private(set) var text = ""

    /// One figure.
    ///
    /// - Parameter name: in base units, a counter's ends in `_total`
    mutating func add(_ kind: Kind, _ name: String, _ help: String, _ value: Double) {
        begin(name, help, kind.rawValue)
        sample(name, "", value)
    }

    mutating func add(_ kind: Kind, _ name: String, _ help: String, _ value: Int) {
        add(kind, name, help, Double(value))
    }

    /// A figure for each value of a label.
    ///
    /// - Parameter values: by the label's value, in the order they are to stand
    mutating func add(
        _ kind: Kind, _ name: String, _ help: String, by label: String,
        _ values: [(String, Int)]
    ) {
        begin(name, help, kind.rawValue)
        for (value, count) in values {
            sample(name, "{\(label)=\"\(Self.escaped(value))\"}", Double(count))
        }
    }

    /// How often a figure fell where; each class counts what is below its bound.
    mutating func add(_ histogram: Histogram, _ name: String, _ help: String) {
        begin(name, help, "histogram")
        var below = 0
        for (bound, count) in zip(histogram.bounds, histogram.counts) {
            below += count
            sample(name + "_bucket", "{le=\"\(Self.number(bound))\"}", Double(below))
        }
        sample(name + "_bucket", "{le=\"+Inf\"}", Double(histogram.count))
        sample(name + "_sum", "", histogram.sum)
        sample(name + "_count", "", Double(histogram.count))
    }

    private mutating func begin(_ name: String, _ help: String, _ kind: String) {
        text += "# HELP \(name) \(help)\n# TYPE \(name) \(kind)\n"
    }

    private mutating func sample(_ name: String, _ labels: String, _ value: Double) {
        text += "\(name)\(labels) \(Self.number(value))\n"
    }

    /// A whole number without a point, which is how people read counts.
    private static func number(_ value: Double) -> String {
        Int64(exactly: value).map(String.init) ?? "\(value)"
    }

    private static func escaped(_ value: String) -> String {
        var text = ""
        for character in value {
            switch character {
            case "\\": text += "\\\\"
            case "\"": text += "\\\""
            case "\n": text += "\\n"
            default: text.append(character)
            }
        }
        return text
    }
}
