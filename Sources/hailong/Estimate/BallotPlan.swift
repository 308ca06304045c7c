internal import Documents
internal import Statistics
internal import Survey

/// How many ballots, for what was asked: the numbers of `hailong plan`.
struct BallotPlan {
    /// A margin to reach.
    struct Margin {
        let margin: Double
        let share: Double
        /// Answers, not rounded, design effect and dossiers in.
        let answers: Double
    }

    /// A target to decide.
    struct Target {
        let target: Double
        let truth: Double
        /// The chance asked for; nil plans for the expected count.
        let power: Double?
        /// Ballots without a correction for the number of dossiers: what a report's verdict takes.
        let verdictBallots: Int
        /// Ballots, design effect and dossiers in.
        let ballots: Int
        /// The chance that they decide.
        let chance: Double
    }

    static let schema = "hailong.plan/1"

    let level: Double
    let designEffect: Double
    let dossiers: Int?
    let margin: Margin?
    let target: Target?

    /// Answers of a sample without end, brought down to that of so many dossiers.
    static func corrected(_ endless: Double, dossiers: Int?) -> Double {
        dossiers.map { answersNeeded(endless, of: Double($0)) } ?? endless
    }

    /// The whole number that is enough; what rounding left over is not one ballot more.
    static func whole(_ answers: Double) -> Int { max(1, Int((answers - 1e-9).rounded(.up))) }

    var json: String {
        JSON.object([
            ("schema", .string(Self.schema)), ("level", .number(level)),
            ("designEffect", .number(designEffect)), ("dossiers", .integer(dossiers)),
            (
                "margin",
                margin.map { plan in
                    .object([
                        ("margin", .number(plan.margin)), ("share", .number(plan.share)),
                        ("answers", .number(plan.answers)),
                        ("ballots", .integer(Self.whole(plan.answers))),
                    ])
                } ?? .null
            ),
            (
                "target",
                target.map { plan in
                    .object([
                        ("target", .number(plan.target)), ("truth", .number(plan.truth)),
                        ("power", .number(plan.power)), ("ballots", .integer(plan.ballots)),
                        ("verdictBallots", .integer(plan.verdictBallots)),
                        ("chance", .number(plan.chance)),
                    ])
                } ?? .null
            ),
        ]).text(indented: true)
    }

    func text(in say: Language) -> String {
        let language = say.document
        func percent(_ share: Double) -> String { Percent.threshold(share, language) }
        func count(_ number: Int) -> String { Documents.Count.text(number, language) }
        var lines: [String] = []
        if let margin {
            let ballots = count(Self.whole(margin.answers))
            lines.append(
                say(
                    "Sai số ±\(percent(margin.margin)) khi tỷ lệ khoảng \(percent(margin.share)): "
                        + "\(ballots) phiếu (độ tin cậy \(percent(level))).",
                    "±\(percent(margin.margin)) at a share of about \(percent(margin.share)): "
                        + "\(ballots) ballots (confidence \(percent(level)))."))
        }
        if let target {
            lines += targetLines(target, percent, count, in: say)
        }
        if designEffect != 1 || dossiers != nil {
            let effect = hundredths(designEffect, in: say)
            let all = dossiers.map { count($0) }
            lines.append(
                say(
                    "Đã tính hệ số thiết kế \(effect)" + (all.map { " và \($0) hồ sơ" } ?? "")
                        + ".",
                    "Design effect \(effect)" + (all.map { " and \($0) dossiers" } ?? "")
                        + " are counted in."))
        }
        lines.append(
            say(
                "Chỉ đúng với mẫu ngẫu nhiên: phiếu tự nguyện không có sai số kiểu này.",
                "Holds for a random sample only: who answers by choice has no such margin."))
        return lines.map { $0 + "\n" }.joined()
    }

    private func targetLines(
        _ plan: Target, _ percent: (Double) -> String, _ count: (Int) -> String, in say: Language
    ) -> [String] {
        let verdict =
            plan.truth > plan.target ? say("“đạt”", "“met”") : say("“không đạt”", "“missed”")
        let chance = percent((plan.chance * 1_000).rounded() / 1_000)
        // With few dossiers what was drawn is no longer binomial.
        let about = dossiers == nil ? "" : say("khoảng ", "about ")
        var lines = [
            say(
                "Để kết luận \(verdict) với mục tiêu \(percent(plan.target)) khi thật ra là "
                    + "\(percent(plan.truth)): \(count(plan.ballots)) phiếu, "
                    + "khả năng \(about)\(chance).",
                "To say \(verdict) of the target \(percent(plan.target)) when the truth is "
                    + "\(percent(plan.truth)): \(count(plan.ballots)) ballots, "
                    + "with a chance of \(about)\(chance).")
        ]
        if plan.verdictBallots != plan.ballots {
            let all = count(plan.verdictBallots)
            lines.append(
                say(
                    "Đó là khi tính theo số hồ sơ (estimate --population); kết luận của báo cáo "
                        + "không tính số hồ sơ và cần \(all) phiếu.",
                    "That is with the dossiers counted in (estimate --population); a report's "
                        + "verdict does not count them and takes \(all) ballots."))
        }
        return lines
    }

    private func hundredths(_ number: Double, in say: Language) -> String {
        let steps = Int((number * 100).rounded())
        let rest = steps % 100
        let decimals = rest == 0 ? "" : say(",", ".") + (rest < 10 ? "0\(rest)" : "\(rest)")
        return "\(steps / 100)" + decimals
    }
}
