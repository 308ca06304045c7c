import Foundation
import Testing

@Suite("Plans")
struct PlanTests {
    private func plan(_ options: String..., more: [String] = []) throws -> [String: Any] {
        let result = try Program.run(["plan", "--format", "json"] + options + more)
        #expect(result.status == 0, "\(result.messages)")
        return try result.json()
    }

    private func target(_ plan: [String: Any]) -> [String: Any] {
        plan["target"] as? [String: Any] ?? [:]
    }

    @Test(
        "to show 90 % takes so many ballots",
        arguments: [("0.93", 362), ("0.92", 830), ("0.91", 3361), ("1", 35)])
    func target(truth: String, ballots: Int) throws {
        let made = target(try plan("--target", "0.90", "--truth", truth))
        #expect(made["ballots"] as? Int == ballots && made["verdictBallots"] as? Int == ballots)
        #expect(made["power"] is NSNull)
    }

    @Test("a power asks for more ballots, and they have it")
    func power() throws {
        let made = target(try plan("--target", "0.9", "--truth", "0.93", "--power", "0.8"))
        #expect(made["ballots"] as? Int ?? 0 > 362)
        #expect(made["chance"] as? Double ?? 0 >= 0.8)
        let missed = target(try plan("--target", "0.9", "--truth", "0.85", "--power", "0.8"))
        #expect(missed["chance"] as? Double ?? 0 >= 0.8)
    }

    /// R's n_needed.p90.e03.N400 and Ninf: 236.3444 and 576.2188.
    @Test("a margin, with and without dossiers and a design effect")
    func margin() throws {
        let endless = try plan("--margin", "0.03", "--share", "0.9", "--design-effect", "1.5")
        let made = endless["margin"] as? [String: Any]
        #expect(made?["ballots"] as? Int == 577 && endless["target"] is NSNull)
        let few = try plan(
            "--margin", "0.03", "--share", "0.9", "--design-effect", "1.5", "--dossiers", "400")
        #expect((few["margin"] as? [String: Any])?["ballots"] as? Int == 237)
        #expect(few["dossiers"] as? Int == 400 && few["designEffect"] as? Double == 1.5)
        let all = try plan("--margin", "0.000001", "--dossiers", "400")
        #expect((all["margin"] as? [String: Any])?["ballots"] as? Int == 400)
    }

    @Test(
        "a margin that nobody need be asked for is a plan of one ballot",
        arguments: [
            ["0.05", "--share", "0"], ["0.05", "--share", "1"], ["0.05", "--share", "1e-320"],
            ["0.03", "--design-effect", "1e-300"],
        ])
    func nobody(options: [String]) throws {
        for dossiers in ["1", "2", "400"] {
            let made = try plan("--dossiers", dossiers, "--margin", more: options)
            #expect((made["margin"] as? [String: Any])?["ballots"] as? Int == 1, "\(made)")
        }
    }

    @Test("dossiers bring the ballots down, and a report's verdict does not know them")
    func dossiers() throws {
        let made = target(try plan("--target", "0.9", "--truth", "0.93", "--dossiers", "400"))
        // 362/(1 + 361/400)
        #expect(made["ballots"] as? Int == 191 && made["verdictBallots"] as? Int == 362)
    }

    @Test("what cannot be planned ends with 64")
    func usage() throws {
        let wrong = [
            [], ["--target", "0.9"], ["--truth", "0.9"], ["--margin", "3"], ["--margin", "0"],
            ["--target", "90", "--truth", "93"], ["--target", "0.9", "--truth", "0.9"],
            ["--target", "0.9", "--truth", "0.90001"], ["--margin", "0.1", "--power", "0.8"],
            ["--target", "0.9", "--truth", "0.900001", "--power", "0.9"],
            ["--margin", "0.1", "--dossiers", "0"], ["--margin", "0.1", "--level", "1"],
            ["--margin", "0.1", "--design-effect", "0"], ["--margin", "0.1", "--share", "nan"],
            ["--margin", "1e-12"], ["--margin", "1e-200", "--dossiers", "400"],
            ["--margin", "1e-200", "--share", "1"],
        ]
        for options in wrong {
            let result = try Program.run(["plan"] + options)
            #expect(result.status == 64 && result.output.isEmpty, "\(options): \(result.messages)")
        }
    }

    @Test("the text says it in words")
    func text() throws {
        let options = ["plan", "--target", "0.9", "--truth", "0.93", "--format", "text"]
        #expect(try Program.run(options).output.contains("362 ballots"))
        let both = try Program.run(
            options + ["--margin", "0.03", "--dossiers", "2000", "--lang", "vi"]
        ).output
        #expect(both.contains("“đạt”") && both.contains("2.000 hồ sơ") && both.contains("±3 %"))
    }
}
