public import Analytics
public import Survey

/// A ranking as JSON (schema `hailong.ranking/1`), CSV and text: a range of ranks for each unit and
/// the band of those that the data do not tell apart, never a bare 1…n.
public enum RankingFiles {
    public static let schema = "hailong.ranking/1"
    public static let columns = [
        "unit", "name", "kind", "responses", "ballots", "share", "lower", "upper", "best_rank",
        "worst_rank", "band", "funnel_lower", "funnel_upper", "funnel", "p", "adjusted_p",
        "not_ranked",
    ]

    /// - Parameter offset: the offset at which moments are written
    public static func json(of ranking: Ranking, offset: DayOffset = .vietNam) -> JSON {
        let unranked = ranking.unranked.map { row in
            JSON.object([
                ("unit", .string(row.unit.code)), ("name", .string(row.unit.name)),
                ("responses", .integer(row.responses)),
                ("reason", .string(row.reason.rawValue)),
            ])
        }
        return AnalysisJSON.file(
            schema, of: ranking.head, offset: offset,
            rules: [
                ("simultaneousLevel", .number(ranking.simultaneousLevel)),
                ("minimumBallots", .integer(ranking.minimumBallots)),
                ("unweighted", .bool(ranking.isUnweighted)),
            ],
            figures: [
                ("pooled", .number(ranking.pooled)),
                ("overdispersion", .number(ranking.overdispersion)),
            ],
            rows: [
                ("units", .array(ranking.units.map(unit))), ("notRanked", .array(unranked)),
            ])
    }

    private static func unit(_ row: RankedUnit) -> JSON {
        .object(
            [
                ("unit", .string(row.unit.code)), ("name", .string(row.unit.name)),
                ("kind", .string(row.unit.kind.rawValue)),
                ("responses", .integer(row.responses)), ("ballots", .integer(row.ballots)),
            ] + AnalysisJSON.limits(of: row.estimate) + [
                ("interval", .string(row.estimate.interval)),
                (
                    "rank",
                    .object([
                        ("best", .integer(row.bestRank)), ("worst", .integer(row.worstRank)),
                    ])
                ),
                ("band", .integer(row.band)),
                (
                    "funnel",
                    row.funnel.map {
                        .object([
                            ("lower", .number($0.lower)), ("upper", .number($0.upper)),
                            ("flag", .string($0.flag.rawValue)), ("p", .number($0.p)),
                            ("adjustedP", .number($0.adjustedP)),
                        ])
                    } ?? .null
                ),
            ])
    }

    /// One line a unit, those that are not ranked at the end.
    public static func csv(of ranking: Ranking) -> String {
        var writer = MarkedCSV(columns, isSample: ranking.head.isSample)
        let exact = MarkedCSV.exact
        for row in ranking.units {
            let own = [
                row.unit.code, row.unit.name, row.unit.kind.rawValue, String(row.responses),
                String(row.ballots), exact(row.estimate.share), exact(row.estimate.lower),
                exact(row.estimate.upper), String(row.bestRank), String(row.worstRank),
                String(row.band),
            ]
            let funnel = [
                exact(row.funnel?.lower), exact(row.funnel?.upper),
                row.funnel?.flag.rawValue ?? "", exact(row.funnel?.p),
                exact(row.funnel?.adjustedP), "",
            ]
            writer.write(own + funnel)
        }
        for row in ranking.unranked {
            let blanks = [String](repeating: "", count: columns.count - 5)
            writer.write(
                [row.unit.code, row.unit.name, row.unit.kind.rawValue, String(row.responses)]
                    + blanks + [row.reason.rawValue])
        }
        return writer.text
    }

    public static func text(of ranking: Ranking, language: DocumentLanguage) -> String {
        let level = Percent.threshold(ranking.head.level, language)
        var table = TextTable([
            .init(title: language.choose("Nhóm", "Band"), alignment: .trailing),
            .init(title: language.choose("Thứ hạng", "Ranks"), alignment: .trailing),
            .init(title: language.choose("Đơn vị", "Unit"), alignment: .leading),
            .init(title: language.choose("Phiếu", "Ballots"), alignment: .trailing),
            .init(title: language.choose("Hài lòng", "Satisfied"), alignment: .trailing),
            .init(title: language.choose("Khoảng", "Interval"), alignment: .trailing),
            .init(title: language.choose("So với chung", "Beside all"), alignment: .leading),
        ])
        for row in ranking.units {
            let limits = row.estimate.lower.flatMap { lower in
                row.estimate.upper.map { Percent.interval(lower, $0, language) }
            }
            table.add(
                [
                    String(row.band), Wording.ranks(of: row), row.unit.name,
                    Count.text(row.ballots, language),
                    Percent.text(row.estimate.share, language), limits ?? "–",
                    Wording.beside(row.funnel?.flag, language),
                ], indent: 0)
        }
        var notes = [
            language.choose(
                "Thứ hạng là khoảng mà dữ liệu cho phép, đúng cùng lúc cho mọi đơn vị với "
                    + "độ tin cậy \(level); các đơn vị cùng nhóm coi như ngang nhau.",
                "Ranks are the range that the data allow, for all units at once with \(level) "
                    + "confidence; units of one band count as level.")
        ]
        if ranking.isUnweighted {
            notes.append(
                language.choose(
                    "Có đơn vị chưa đủ số hồ sơ: phiếu của mọi đơn vị đều tính không trọng số.",
                    "Dossiers of a unit are not known: no unit's ballots are weighed."))
        }
        notes += ranking.unranked.map { row in
            let name = TextTable.plain(row.unit.name)
            switch row.reason {
            case .tooFew:
                return language.choose(
                    "Không xếp: \(name) (dưới \(ranking.minimumBallots) phiếu)",
                    "Not ranked: \(name) (under \(ranking.minimumBallots) ballots)")
            case .inside:
                return language.choose(
                    "Không xếp: \(name) (thuộc đơn vị đã xếp)",
                    "Not ranked: \(name) (part of a ranked unit)")
            case .noFigure:
                return language.choose(
                    "Không xếp: \(name) (có phần của chỉ số chưa ai trả lời)",
                    "Not ranked: \(name) (a part of the index has no answer)")
            }
        }
        return AnalysisText.heading(of: ranking.head, language) + "\n" + table.text + "\n"
            + notes.map { $0 + "\n" }.joined()
    }
}
