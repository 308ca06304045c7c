internal import ArgumentParser
internal import Statistics

/// `hailong plan`: how many ballots it takes.
struct PlanCommand: OfficeCommand {
    /// How the result is written.
    enum Format: String, ExpressibleByArgument, CaseIterable {
        case json, text
    }

    /// More dossiers than any country has.
    private static let dossiersMax = 1_000_000_000
    private static let designEffectMax = 1_000.0
    /// Ballots for a margin at most: more than anybody will ever ask.
    private static let ballotsMax = 1e15

    static let configuration = CommandConfiguration(
        commandName: "plan", abstract: "Cần bao nhiêu phiếu. / How many ballots it takes.")

    @Option(help: "Sai số ± mong muốn, ví dụ 0.03. / The margin ± wanted, such as 0.03.")
    var margin: Double?
    @Option(help: "Tỷ lệ dự kiến. / The share expected.")
    var share: Double = 0.5
    @Option(help: "Mục tiêu, ví dụ 0.90. / The target, such as 0.90.")
    var target: Double?
    @Option(help: "Tỷ lệ thật giả định, ví dụ 0.93. / The truth supposed, such as 0.93.")
    var truth: Double?
    @Option(help: "Khả năng kết luận được, ví dụ 0.8. / The chance to decide, such as 0.8.")
    var power: Double?
    @Option(help: "Tổng số hồ sơ. / Dossiers in all.")
    var dossiers: Int?
    @Option(help: "Hệ số thiết kế. / The design effect.")
    var designEffect: Double = 1
    @Option(help: "Độ tin cậy. / The confidence level.")
    var level: Double = 0.95
    @Option(help: "json, text (default: text on a terminal, else json)")
    var format: Format = Terminal.isOutput ? .text : .json
    @Option(help: "Tệp sẽ ghi; mặc định ra màn hình. / The file to write (default: stdout).")
    var output: String?
    @OptionGroup var languageOption: LanguageOption

    func perform(in say: Language) throws(Failure) {
        try check(in: say)
        let plan = BallotPlan(
            level: level, designEffect: designEffect, dossiers: dossiers,
            margin: try marginPlan(in: say), target: try targetPlan(in: say))
        var file = try OutputFile(output, in: say)
        switch format {
        case .json: try file.write(plan.json)
        case .text: try file.write(plan.text(in: say))
        }
        try file.keep()
    }

    private func check(in say: Language) throws(Failure) {
        guard margin != nil || target != nil, (target == nil) == (truth == nil),
            power == nil || target != nil
        else {
            throw Failure(
                .usage,
                say(
                    "Cần --margin (sai số), hoặc --target cùng --truth (mục tiêu và tỷ lệ thật).",
                    "Give --margin, or --target with --truth."))
        }
        let shares: [(String, Double?, Bool)] = [
            ("margin", margin, false), ("share", share, true), ("target", target, false),
            ("truth", truth, true), ("power", power, false), ("level", level, false),
        ]
        for (name, value, mayBeWhole) in shares {
            guard let value else { continue }
            guard value > 0 && value < 1 || mayBeWhole && (value == 0 || value == 1) else {
                throw Failure(
                    .usage,
                    say(
                        "--\(name): “\(value)”; viết theo phần của 1: 0.9 chứ không phải 90",
                        "--\(name): “\(value)”; write a part of 1: 0.9 and not 90"))
            }
        }
        guard (1...Self.dossiersMax).contains(dossiers ?? 1) else {
            throw Failure(
                .usage,
                say(
                    "--dossiers: từ 1 đến \(Self.dossiersMax)",
                    "--dossiers: from 1 to \(Self.dossiersMax)"))
        }
        guard designEffect > 0, designEffect <= Self.designEffectMax else {
            throw Failure(
                .usage,
                say(
                    "--design-effect: lớn hơn 0, không quá \(Int(Self.designEffectMax))",
                    "--design-effect: above 0, at most \(Int(Self.designEffectMax))"))
        }
    }

    private func marginPlan(in say: Language) throws(Failure) -> BallotPlan.Margin? {
        guard let margin else { return nil }
        let endless = answersNeeded(
            margin: margin, share: share, designEffect: designEffect, level: level)
        guard endless <= Self.ballotsMax else {
            throw Failure(
                .usage,
                say(
                    "--margin: “\(margin)” quá nhỏ, không mẫu nào đủ. Viết như 0.03.",
                    "--margin: “\(margin)” is too small for any sample. Write 0.03, say."))
        }
        return BallotPlan.Margin(
            margin: margin, share: share,
            answers: BallotPlan.corrected(endless, dossiers: dossiers))
    }

    private func targetPlan(in say: Language) throws(Failure) -> BallotPlan.Target? {
        guard let target, let truth else { return nil }
        guard let (ballots, chance) = independentBallots(target, truth) else {
            throw Failure(
                .usage,
                say(
                    "Tỷ lệ thật quá gần mục tiêu: \(furtherTrialsMax) phiếu cũng chưa đủ kết luận.",
                    "The truth is too close to the target: not even \(furtherTrialsMax) ballots "
                        + "decide."))
        }
        let needed = Double(ballots) * designEffect
        return BallotPlan.Target(
            target: target, truth: truth, power: power, verdictBallots: BallotPlan.whole(needed),
            ballots: BallotPlan.whole(BallotPlan.corrected(needed, dossiers: dossiers)),
            chance: chance)
    }

    /// Independent ballots and their chance: for the power asked, else for the expected count.
    private func independentBallots(
        _ target: Double, _ truth: Double
    ) -> (ballots: Int, chance: Double)? {
        if let power {
            return DecisionPlan(threshold: target, truth: truth, power: power, level: level)
                .map { ($0.ballots, $0.chance) }
        }
        let isAbove = truth > target
        let ballots = ballotsToShow(
            threshold: isAbove ? target : 1 - target, share: isAbove ? truth : 1 - truth,
            level: level)
        return ballots.map { ballots in
            (
                ballots,
                chanceToDecide(threshold: target, share: truth, trials: ballots, level: level)
            )
        }
    }
}
