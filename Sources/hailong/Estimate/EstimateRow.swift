internal import ArgumentParser
internal import Statistics
internal import Survey

/// The share of one item in one group.
struct EstimateRow {
    /// The group; nil for the whole table.
    let group: String?
    let item: String
    /// Rows that answered the item (count).
    let answered: Int
    let satisfied: Int
    /// nil without an answer, and where all weights are 0.
    let estimate: ShareEstimate?
    /// How the limits were made, not always as asked.
    let method: IntervalMethod
}

extension ScoreTable {
    /// A row for each item and group; groups in the order of their names.
    ///
    /// Every group is a domain of the whole table: strata and clusters without a member of it stay
    /// in its variance.
    /// - Throws: 65 where weights or populations cannot be
    func estimates() throws(Failure) -> [EstimateRow] {
        let design = try surveyDesign()
        var domains: [(name: String?, rows: [Int])] = [(nil, Array(lines.indices))]
        if let groups {
            var rows = [[Int]](repeating: [], count: groups.names.count)
            for (row, group) in groups.values.enumerated() where group != CodeColumn.none {
                rows[group].append(row)
            }
            // By bytes, so that no locale and no order of the rows decides.
            domains = zip(groups.names, rows).sorted {
                $0.0.utf8.lexicographicallyPrecedes($1.0.utf8)
            }.map { ($0, $1) }
        }
        var made: [EstimateRow] = []
        for (item, name) in query.scores.enumerated() {
            for domain in domains {
                let members = domain.rows.filter { answers[item][$0] != .missing }
                let good = members.map { answers[item][$0] == .satisfied ? 1 : 0 }
                made.append(row(name, domain.name, members, good, design))
            }
        }
        return made
    }

    private func row(
        _ item: String, _ group: String?, _ members: [Int], _ good: [Int], _ design: SurveyDesign
    ) -> EstimateRow {
        let satisfied = good.reduce(0, +)
        var estimate = design.share(
            of: members, satisfied: good, answers: [Int](repeating: 1, count: members.count),
            method: query.usedMethod, level: query.level)
        if !query.hasDesign, let plain = estimate {
            estimate = counted(plain, Count(successes: satisfied, trials: members.count))
        }
        return EstimateRow(
            group: group, item: item, answered: members.count, satisfied: satisfied,
            estimate: estimate, method: estimate?.method ?? query.usedMethod)
    }

    /// Without a design the limits that are made from counts are made from them; the error stays
    /// that of a domain of the table.
    private func counted(_ estimate: ShareEstimate, _ count: Count) -> ShareEstimate {
        switch query.usedMethod {
        case .wilson, .wilsonContinuity, .clopperPearson, .jeffreys: break
        case .kornGraubard, .kornGraubardCR3, .logit, .xlogit, .asin, .mean: return estimate
        }
        return ShareEstimate(
            share: estimate.share, standardError: estimate.standardError,
            degreesOfFreedom: estimate.degreesOfFreedom, answers: estimate.answers,
            interval: count.estimate(method: query.usedMethod, level: query.level)?.interval,
            method: query.usedMethod, designEffect: estimate.designEffect)
    }

    private func surveyDesign() throws(Failure) -> SurveyDesign {
        do throws(StatisticsError) {
            return try SurveyDesign(
                rows: lines.count, strata: strata?.values, clusters: clusters?.values,
                weights: weights?.values, populations: populations?.values)
        } catch {
            throw Failure(.badInput, message(error))
        }
    }

    private func message(_ error: StatisticsError) -> String {
        switch error {
        case .populationVaries(let row):
            fault(
                row, query.population,
                say(
                    "khác với dòng trên của cùng tầng; cả tầng chỉ có một quy mô",
                    "differs from an earlier line of its stratum, which has one size"))
        case .populationBelowSample(let row):
            fault(
                row, query.population,
                say(
                    "nhỏ hơn số đã lấy mẫu trong tầng (số cụm nếu có --cluster)",
                    "is less than was sampled from the stratum (clusters, with --cluster)"))
        case .weightNotUsable(let row):
            fault(row, query.weight, say("không dùng được", "cannot be used"))
        case .levelWithoutPopulation, .rakingDidNotConverge:
            preconditionFailure("weights are not calibrated here")
        }
    }

    private func fault(_ row: Int, _ column: String?, _ what: String) -> String {
        say("dòng \(lines[row]): cột ", "line \(lines[row]): column ") + "\(column ?? ""): \(what)"
    }
}
