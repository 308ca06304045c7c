internal import Analytics
internal import Survey

/// What a reader must know of a report whose index keeps strata apart or weighs.
enum SamplingNote {
    /// One line on the design, then one for each unit that could not be weighed as it says.
    static func lines(of report: Report, _ language: DocumentLanguage) -> [String] {
        guard report.sampling.isStratified else { return [] }
        let strata = strata(report.sampling.strata, language)
        var lines = [
            report.sampling.weights == .dossiers
                ? language.choose(
                    "Tính theo tầng (\(strata)), mỗi phiếu đại diện cho số hồ sơ của tầng chia cho "
                        + "số phiếu hợp lệ.",
                    "By strata (\(strata)), each ballot standing for its stratum's dossiers ÷ "
                        + "valid ballots.")
                : language.choose(
                    "Tính theo tầng (\(strata)), mọi phiếu nặng như nhau.",
                    "By strata (\(strata)), every ballot weighing the same.")
        ]
        for row in report.units {
            guard let sampling = row.sampling else { continue }
            let name = TextTable.plain(row.unit.name)
            if let reason = sampling.unweighted {
                let names = sampling.unweightedStrata.map(TextTable.plain)
                let list = names.isEmpty ? "" : " (" + names.joined(separator: ", ") + ")"
                lines.append(
                    language.choose("\(name): không có trọng số, ", "\(name): not weighted, ")
                        + because(reason, language) + list + ".")
            } else if let represented = sampling.represented, represented < 1 {
                let part = Percent.text(represented, language)
                lines.append(
                    language.choose(
                        "\(name): tầng có phiếu chiếm \(part) số hồ sơ; "
                            + "phần còn lại không ai trả lời.",
                        "\(name): strata with ballots hold \(part) of the dossiers; "
                            + "nobody answered for the rest."))
            }
        }
        return lines
    }

    private static func strata(
        _ strata: IndexDesign.Strata, _ language: DocumentLanguage
    ) -> String {
        switch strata {
        case .none: language.choose("không", "none")
        case .unit: language.choose("đơn vị", "unit")
        case .field: language.choose("lĩnh vực", "field")
        case .unitField: language.choose("đơn vị và lĩnh vực", "unit and field")
        case .channel: language.choose("kênh", "channel")
        case .unitChannel: language.choose("đơn vị và kênh", "unit and channel")
        }
    }

    private static func because(
        _ reason: SamplingReport.Unweighted, _ language: DocumentLanguage
    ) -> String {
        switch reason {
        case .dossiersMissing:
            language.choose(
                "thiếu số hồ sơ của tầng trong tháng có phiếu",
                "a stratum has no dossiers in a month in which it has ballots")
        case .fewerDossiersThanBallots:
            language.choose(
                "tầng có nhiều phiếu hơn hồ sơ", "a stratum has more ballots than dossiers")
        case .notWholeMonths:
            language.choose("kỳ không trọn tháng", "the period is not made of whole months")
        case .filtered:
            language.choose(
                "không biết số hồ sơ của phần được lọc",
                "the dossiers of what was filtered are not known")
        }
    }
}
