internal import Analytics
internal import Documents
internal import Survey

/// The figures of a method that makes no share of the satisfied: each under its own name, with what
/// was divided by what. Three families of rates stand side by side in the state's rules, and none
/// may be taken for another.
struct LeaderFigures {
    let page: LeaderPage
    let row: UnitReport

    private var givesPoints: Bool { page.report.method?.family == .points }

    /// The one figure to be seen first: points out of those that could be had, or the last rate.
    var headline: String {
        if let points = row.points {
            guard points.possible > 0 else { return "–" }
            return Wording.points(points.points, page.words) + "/"
                + Wording.points(points.possible, page.words)
        }
        guard !givesPoints, let last = row.figures.last, last.value != nil else { return "–" }
        return last.id + ": " + Wording.value(of: last, page.words)
    }

    /// What must be read with the headline.
    var warning: HTML {
        if let points = row.points {
            let name =
                points.classification.map {
                    page.text(.leaderClass, ["class": $0.title.text(in: page.language)])
                }
                ?? page.text(
                    .leaderNotClassed,
                    [
                        "known": Wording.points(points.possible, page.words),
                        "most": Wording.points(points.most, page.words),
                    ])
            return "<p><strong>\(name)</strong></p>"
        }
        guard !givesPoints else {
            let reason = Wording.withheldPart(floor: page.report.floor, page.words)
            return "<p><strong>\(reason)</strong></p>"
        }
        return "<p class=\"care\">\(page.text(.leaderSilence))</p>"
    }

    var table: HTML {
        let head = [
            page.text(.leaderColumnFigure), page.text(.leaderColumnValue),
            page.text(.leaderColumnParts),
        ].map { "<th scope=\"col\">\($0)</th>" as HTML }
        let rows = row.figures.enumerated().map { index, figure -> HTML in
            // Rates have names of their own in the rules, indicators are numbered.
            let name = figure.unit == .points ? "\(index + 1)." : figure.id + ":"
            return """
                <tr><th scope="row">\(name) \(figure.title.text(in: page.language))</th>
                <td data-label="\(page.text(.leaderColumnValue))">\(value(figure))</td>
                <td data-label="\(page.text(.leaderColumnParts))">\(parts(figure))</td></tr>

                """
        }
        return """
            <h3>\(page.text(.leaderFigures))</h3>
            <table class="stack figures"><thead><tr>\(head)</tr></thead>
            <tbody>\(rows)</tbody></table>
            """
    }

    private func value(_ figure: IndexFigure) -> String {
        let value = Wording.value(of: figure, page.words)
        guard figure.unit == .points, figure.value != nil else { return value }
        return value + "/" + Wording.points(figure.most, page.words)
    }

    private func parts(_ figure: IndexFigure) -> String {
        guard let top = figure.numerator, let bottom = figure.denominator else { return "–" }
        let shown =
            top == top.rounded()
            ? Count.text(Int(top), page.words) : Wording.points(top, page.words)
        return shown + " / " + Count.text(Int(bottom), page.words)
    }
}
