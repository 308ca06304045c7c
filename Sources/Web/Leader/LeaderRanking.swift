public import Analytics
internal import Documents
public import Survey

/// Which ranks the ballots leave the units right below the topmost, like beside like: each level of
/// government by itself. A range for every unit and never a bare 1…n.
public struct LeaderRanking: Sendable {
    /// One a level, in the order of the table.
    private let levels: [Level]

    /// The units of one level of government.
    private struct Level {
        let kind: Unit.Kind
        let ranking: Ranking
        /// Units of the level that are not ranked: too few ballots, or withheld from the page.
        let others: Int
    }

    /// - Parameters:
    ///   - query: what the page shows; units are ranked by its index and method
    ///   - report: one row for each unit, as the page's audience may see it
    ///   - source: what the report was made from
    /// - Returns: nil beside the close look at a unit further down, or by an index that no unit can
    ///   be ranked by
    public init?(
        _ query: LeaderQuery, _ report: Report, from source: ReportSource,
        definitions: Definitions, at now: Timestamp
    ) {
        guard let top = report.units.first?.unit.code, query.unit == nil || query.unit == top
        else { return nil }
        let below = report.existingUnits.filter { $0.unit.parent == top }
        let kinds = below.reduce(into: [Unit.Kind]()) { kinds, row in
            if !kinds.contains(row.unit.kind) { kinds.append(row.unit.kind) }
        }
        levels = kinds.compactMap { kind in
            let own = below.filter { $0.unit.kind == kind }
            let shown = Set(own.filter(\.showsShare).map(\.unit.code))
            let asked = RankQuery(
                index: query.index, period: query.period, kind: kind, units: shown,
                method: query.method)
            do throws(CompareFault) {
                let ranking = try RankingBuilder.ranking(
                    asked, from: source, definitions: definitions, at: now)
                guard ranking.units.count > 1 else { return nil }
                return Level(
                    kind: kind, ranking: ranking, others: own.count - ranking.units.count)
            } catch {
                // The page stands without this part: its own report has said what is wrong.
                return nil
            }
        }
        guard !levels.isEmpty else { return nil }
    }

    func html(_ page: LeaderPage) -> HTML {
        let level = Percent.threshold(page.report.level, page.words)
        return """
            <section aria-labelledby="ranks">
            <h2 id="ranks">\(page.text(.leaderRanks))</h2>
            <p>\(page.text(.leaderRanksLead, ["level": level])) \
            <a href="\(page.link(toMethod: "ranking"))">\(page.text(.leaderChangeHow))</a></p>
            \(levels.map { table(of: $0, page) })</section>
            """
    }

    private func table(of level: Level, _ page: LeaderPage) -> HTML {
        let units = level.ranking.units
        let count = Count.text(units.count, page.words)
        let labels = [
            page.text(.leaderColumnUnit), page.text(.leaderColumnRanks, ["count": count]),
            Wording.valueColumn(of: page.report, page.words), page.text(.leaderColumnBallots),
            page.text(.leaderColumnBeside),
        ]
        let head = labels.map { "<th scope=\"col\">\($0)</th>" as HTML }
        let rows = units.map { row($0, of: units.count, labels, page) }
        return """
            \(page.fold)<summary>\(page.text(level.kind.title)) \
            <small>\(page.text(.leaderRanksCount, ["count": count]))</small></summary>
            <table class="stack ranks"><thead><tr>\(head)</tr></thead>
            <tbody>\(rows)</tbody></table>
            \(notes(on: level, page))</details>

            """
    }

    /// Who is not ranked, and that nobody is weighed.
    private func notes(on level: Level, _ page: LeaderPage) -> HTML {
        var notes = HTML()
        if level.others > 0 {
            let text = page.text(
                .leaderRanksLeft,
                [
                    "count": Count.text(level.others, page.words),
                    "minimum": String(level.ranking.minimumBallots),
                ])
            notes += "<p>\(text)</p>"
        }
        if level.ranking.isUnweighted { notes += "<p>\(page.text(.leaderRanksUnweighted))</p>" }
        return notes
    }

    private func row(
        _ row: RankedUnit, of count: Int, _ labels: [String], _ page: LeaderPage
    ) -> HTML {
        let share = Percent.text(row.estimate.share, page.words, beside: page.thresholds)
        return """
            <tr><th scope="row">\(page.name(of: row.unit))</th>
            <td data-label="\(labels[1])"><span class="rank">\(Wording.ranks(of: row))</span>\
            \(bar(row, of: count))</td>
            <td data-label="\(labels[2])">\(share)</td>
            <td data-label="\(labels[3])">\(Count.text(row.ballots, page.words))</td>
            <td data-label="\(labels[4])">\(beside(row.funnel?.flag, page))</td></tr>

            """
    }

    /// The range of ranks as a bar from the first rank to the last; the words beside it say the
    /// same.
    private func bar(_ row: RankedUnit, of count: Int) -> HTML {
        let (first, width) = (String(row.bestRank - 1), String(row.worstRank - row.bestRank + 1))
        return """
            <svg class="rank-bar" viewBox="0 0 \(String(count)) 1" preserveAspectRatio="none" \
            aria-hidden="true" focusable="false"><path d="M\(first) 0h\(width)v1h-\(width)z"/></svg>
            """
    }

    private func beside(_ flag: FunnelPlace.Flag?, _ page: LeaderPage) -> HTML {
        let words = Wording.beside(flag, page.words)
        guard let flag, flag != .inside else { return "\(words)" }
        let (sign, tone) = flag == .above ? ("▲", "met") : ("▼", "missed")
        let how = page.link(toMethod: "funnel")
        return "<a class=\"verdict \(tone)\" href=\"\(how)\">\(sign) \(words)</a>"
    }
}

extension Unit.Kind {
    /// The level's name, in the plural.
    fileprivate var title: StringID {
        switch self {
        case .province: .leaderKindProvince
        case .department: .leaderKindDepartment
        case .district: .leaderKindDistrict
        case .commune: .leaderKindCommune
        case .office: .leaderKindOffice
        }
    }
}
