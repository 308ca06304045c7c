internal import Analytics
internal import Documents
internal import Survey

/// One construct of the plan: its share, how sure it is, and the verdict on each of its targets.
struct TargetRow {
    /// Beyond so many further ballots the share is simply too close to the target.
    static let neededMax = 100_000

    let page: LeaderPage
    /// Targets of one scope, so of one share; not empty.
    let targets: [TargetReport]

    var html: HTML {
        guard let first = targets.first else { return HTML() }
        let words = page.words
        let share = first.estimate.map { Percent.text($0.share, words, beside: page.thresholds) }
        let limits = page.limits(of: first.estimate, beside: page.thresholds)
        return """
            <tr><th scope="row">\(first.target.scope.title.text(in: page.language))\(source)</th>
            <td data-label="\(page.text(.leaderColumnShare))">\(share ?? "–")</td>
            <td data-label="\(page.text(.leaderColumnInterval))">\(limits)</td>
            <td data-label="\(page.text(.leaderColumnBallots))">\
            \(first.isWithheld ? "–" : Count.text(first.responses, words))</td>
            <td data-label="\(page.text(.leaderColumnVerdict))"><ul class="verdicts">\
            \(targets.map(verdict))</ul></td></tr>

            """
    }

    private func verdict(_ target: TargetReport) -> HTML {
        let threshold = Percent.threshold(target.target.threshold, page.words)
        let needed = target.needed.map { needed -> HTML in
            let count = Count.text(needed, page.words)
            let text =
                needed > Self.neededMax
                ? page.text(.leaderTooClose) : page.text(.leaderNeeded, ["count": count])
            return "<small>\(text)</small>"
        }
        return """
            <li><span class="threshold">≥ \(threshold) (\(target.target.due.month.year))</span> \
            \(VerdictMark(target, page).html)\(needed)</li>
            """
    }

    /// The plan's own words, folded away; a file has them in its appendix, once for all units.
    private var source: HTML? {
        guard !page.isFile else { return nil }
        return """
            <details><summary>\(page.text(.leaderSourceLabel))</summary>\
            \(targets.map { Self.quote($0.target, page) })</details>
            """
    }

    /// Where a target stands, in its plan's own words.
    static func quote(_ target: Target, _ page: LeaderPage) -> HTML {
        let source = target.source
        let cited = page.text(
            .leaderSource, ["plan": source.document, "section": source.section])
        return "<blockquote lang=\"vi\">\(source.quote)</blockquote><p>\(cited)</p>"
    }
}
