import Analytics
import Survey

/// The marks of a trend chart, in a drawing 360 units wide: at 320 px its smallest letters are
/// nine pixels high.
struct TrendDrawing {
    static let viewBox = "0 0 360 232"

    /// The plot's edges within the drawing.
    private enum Edge {
        static let left = 46.0
        static let right = 284.0
        static let top = 10.0
        static let bottom = 172.0
    }

    private static let dashes = ["7 3", "2 3", "9 3 2 3"]

    private let chart: TrendChart

    init(_ chart: TrendChart) {
        self.chart = chart
    }

    /// Everything inside the picture, back to front.
    var content: String {
        grid + bands + targetLines + line + months + notes
    }

    private var slot: Double { (Edge.right - Edge.left) / Double(max(1, chart.points.count)) }

    private func x(_ month: Int) -> Double { Edge.left + (Double(month) + 0.5) * slot }

    private func y(_ share: Double) -> Double {
        Edge.bottom - chart.axis.height(of: share) * (Edge.bottom - Edge.top)
    }

    private func at(_ x: Double, _ y: Double) -> String {
        "\(Markup.coordinate(x)) \(Markup.coordinate(y))"
    }

    // MARK: Axis

    private var grid: String {
        var out = ""
        for tick in chart.axis.ticks {
            let height = y(Double(tick) / 100)
            out += rule(at: height, class: "trend-grid", width: "0.5", opacity: "0.35", dash: nil)
            out += text("\(tick) %", x: Edge.left - 9, y: height + 4, anchor: "end")
        }
        if chart.axis.floorPercent > 0 { out += axisBreak }
        return out
    }

    /// The zigzag that says an axis does not begin at zero.
    private var axisBreak: String {
        let (x, y) = (Edge.left, Edge.bottom)
        return Markup.element(
            "path",
            [
                ("class", "trend-grid"),
                ("d", "M\(at(x, y - 16))v4l-4 2l8 3l-8 3l4 2v2"),
                ("fill", "none"), ("stroke", "currentColor"),
            ])
    }

    private func rule(
        at height: Double, class name: String, width: String, opacity: String, dash: String?
    ) -> String {
        var attributes: [(StaticString, String)] = [
            ("class", name), ("d", "M\(at(Edge.left, height))H\(Markup.coordinate(Edge.right))"),
            ("stroke", "currentColor"), ("stroke-width", width), ("stroke-opacity", opacity),
        ]
        if let dash { attributes.append(("stroke-dasharray", dash)) }
        return Markup.element("path", attributes)
    }

    // MARK: Estimates

    /// Runs of neighbouring months for which something is known: a gap is never drawn across.
    private func runs(where isKnown: (TrendPoint) -> Bool) -> [Range<Int>] {
        var runs: [Range<Int>] = []
        for (month, point) in chart.points.enumerated() where isKnown(point) {
            if let last = runs.last, last.upperBound == month {
                runs[runs.count - 1] = last.lowerBound..<month + 1
            } else {
                runs.append(month..<month + 1)
            }
        }
        return runs
    }

    private var bands: String {
        runs { $0.estimate?.lower != nil && $0.estimate?.upper != nil }.map { run in
            let limits = run.compactMap { month -> (x: Double, low: Double, high: Double)? in
                guard let lower = chart.points[month].estimate?.lower,
                    let upper = chart.points[month].estimate?.upper
                else { return nil }
                return (x(month), y(lower), y(upper))
            }
            // A month alone has no neighbour to reach to: its band is a bar.
            let half = min(6, slot / 3)
            let ends = limits.count > 1 ? limits : limits + limits
            let shifts = limits.count > 1 ? ends.map { _ in 0 } : [-half, half]
            let upper = zip(ends, shifts).map { at($0.x + $1, $0.high) }
            let lower = zip(ends, shifts).reversed().map { at($0.x + $1, $0.low) }
            return Markup.element(
                "path",
                [
                    ("class", "trend-band"),
                    ("d", "M" + (upper + lower).joined(separator: "L") + "z"),
                    ("fill", "currentColor"), ("fill-opacity", "0.18"),
                ])
        }.joined()
    }

    private var line: String {
        let known = runs { $0.estimate != nil }
        let path = known.filter { $0.count > 1 }.map { run in
            "M" + positions(run).map { at($0.x, $0.y) }.joined(separator: "L")
        }.joined()
        let stroke =
            path.isEmpty
            ? ""
            : Markup.element(
                "path",
                [
                    ("class", "trend-line"), ("d", path), ("fill", "none"),
                    ("stroke", "currentColor"), ("stroke-width", "2"),
                    ("stroke-linejoin", "round"),
                ])
        let radius = Markup.coordinate(max(1, min(2.8, slot / 4)))
        return stroke
            + known.flatMap(positions).map { position in
                Markup.element(
                    "circle",
                    [
                        ("class", "trend-point"), ("cx", Markup.coordinate(position.x)),
                        ("cy", Markup.coordinate(position.y)), ("r", radius),
                        ("fill", "currentColor"),
                    ])
            }.joined()
    }

    private func positions(_ run: Range<Int>) -> [(x: Double, y: Double)] {
        run.compactMap { month in
            chart.points[month].estimate.map { (x(month), y($0.share)) }
        }
    }

    // MARK: Targets

    /// One line a threshold, its label in the right margin, moved down where two would collide.
    private var targetLines: String {
        let thresholds = Set(chart.targets.map(\.threshold)).sorted(by: >)
        var lowestLabel = -Double.infinity
        var out = ""
        for (order, threshold) in thresholds.enumerated() {
            let same = chart.targets.filter { $0.threshold == threshold }
            let years = Set(same.map { $0.due.civil.year })
            let percent = Percent.threshold(threshold, chart.language)
            let year = years.count == 1 ? years.first.map { " (\($0))" } ?? "" : ""
            let height = y(threshold)
            lowestLabel = max(height + 4, lowestLabel + 12)
            let titles = same.map { $0.title.text(in: chart.language.tag) }
            out += Markup.element(
                "g", [("class", "trend-target")],
                content: Markup.element(
                    "title", [],
                    content: Markup.escaped(percent + ": " + titles.joined(separator: "; ")))
                    + rule(
                        at: height, class: "trend-target", width: "1.4", opacity: "1",
                        dash: Self.dashes[order % Self.dashes.count])
                    + text(percent + year, x: Edge.right + 4, y: lowestLabel, anchor: "start"))
        }
        return out
    }

    // MARK: Words

    /// Month numbers, and the year under the first month shown of each.
    private var months: String {
        let count = chart.points.count
        let step = [1, 2, 3, 6].first { count <= 12 * $0 } ?? 12 * ((count + 143) / 144)
        let all = chart.points.enumerated().map { ($0.offset, $0.element.period.from.month) }
        let shown = all.filter {
            step > 12 ? ($0.1.ordinal % step) == 0 : ($0.1.month - 1) % step == 0
        }
        var out = ""
        for (order, (position, month)) in shown.enumerated() {
            out += text("\(month.month)", x: x(position), y: Edge.bottom + 15, anchor: "middle")
            let startsYear = order == 0 || shown[order - 1].1.year != month.year
            // A December before a January would write its year over the next one's.
            let isCrowded =
                order == 0 && shown.count > 1 && shown[1].1.year != month.year
                && x(shown[1].0) - x(position) < 30
            if startsYear, !isCrowded {
                out += text("\(month.year)", x: x(position), y: Edge.bottom + 29, anchor: "middle")
            }
        }
        return out
    }

    private var notes: String {
        let level = Percent.threshold(chart.level, chart.language)
        let band = chart.language.choose("Dải nhạt: khoảng \(level). ", "Band: \(level) interval. ")
        var out = text(
            band + chart.axis.note(chart.language), x: 8, y: Edge.bottom + 50, anchor: "start")
        if chart.isSample {
            for (line, word) in ["MẪU", "SAMPLE"].enumerated() {
                let y = Edge.bottom + 15 + 14 * Double(line)
                out += text(word, x: 352, y: y, anchor: "end", isBold: true)
            }
        }
        return out
    }

    private func text(
        _ words: String, x: Double, y: Double, anchor: String, isBold: Bool = false
    ) -> String {
        Markup.element(
            "text",
            [
                ("class", "trend-text"), ("x", Markup.coordinate(x)), ("y", Markup.coordinate(y)),
                ("text-anchor", anchor), ("font-size", "11"), ("fill", "currentColor"),
                ("font-weight", isBold ? "bold" : "normal"),
            ], content: Markup.escaped(words))
    }
}
