import Documents
import Testing

@Suite("Percent")
struct PercentTests {
    @Test(
        "one decimal, halves away from zero, in the reader's language",
        arguments: [
            (0.955, "95,5 %", "95.5 %"), (0.88650, "88,7 %", "88.7 %"), (0, "0,0 %", "0.0 %"),
            (1, "100,0 %", "100.0 %"), (0.0832, "8,3 %", "8.3 %"), (-0.0213, "−2,1 %", "−2.1 %"),
            (1.25, "125,0 %", "125.0 %"), (.nan, "–", "–"),
        ])
    func rounds(share: Double, vietnamese: String, english: String) {
        #expect(Percent.text(share, .vietnamese) == vietnamese)
        #expect(Percent.text(share, .english) == english)
    }

    @Test(
        "a share below a threshold never reads as the threshold",
        arguments: [
            (0.8996, 0.9, "89,96 %"), (0.89996, 0.9, "89,996 %"), (0.899999, 0.9, "89,999 %"),
            ((0.9).nextDown, 0.9, "89,999 %"), (0.8994, 0.9, "89,9 %"), (0.9, 0.9, "90,0 %"),
            (0.90004, 0.9, "90,0 %"), (0.9496, 0.9, "94,96 %"), (0.9496, 0.95, "94,96 %"),
            (0.8547, 0.8548, "85,47 %"), (0.8544, 0.8543, "85,44 %"), (0.8548, 0.8548, "85,5 %"),
        ])
    func keepsSide(share: Double, threshold: Double, text: String) {
        #expect(Percent.text(share, .vietnamese, beside: [threshold]) == text)
    }

    @Test("a share short of a twentieth never reads as it, whatever the targets are")
    func twentieths() {
        #expect(Percent.text(0.8996, .vietnamese) == "89,96 %")
        #expect(Percent.text(0.8496, .vietnamese, beside: [0.9]) == "84,96 %")
        #expect(Percent.interval(0.8996, 0.9496, .english) == "89.96–94.96 %")
        for step in 1...19 {
            let share = Double(step) / 20
            #expect(Percent.text(share, .english) == "\(step * 5).0 %")
            #expect(Percent.text(share + 0.0004, .english) == "\(step * 5).0 %")
            // What rounding leaves of a twentieth is one.
            #expect(Percent.text(share - 1e-15, .english) == "\(step * 5).0 %")
        }
    }

    @Test("differences of whole percents read as whole ones, above nothing and below")
    func differences() {
        for (before, after) in (0...100).flatMap({ a in (0...100).map { (a, $0) } }) {
            let points = after - before
            let sign = points > 0 ? "+" : points < 0 ? "−" : ""
            let text = Points.text(Double(after) / 100 - Double(before) / 100, .english)
            #expect(text == "\(sign)\(abs(points)).0", "\(before) \(after)")
        }
        #expect(Points.text(0.0996, .english) == "+10.0")
        #expect(Points.text(-0.0996, .english) == "−10.0")
    }

    @Test("every share in a fine grid stands on its own side of 85, 90 and 95 %")
    func keepsSideEverywhere() throws {
        let thresholds = [0.85, 0.9, 0.95]
        for step in 0...20_000 {
            let share = Double(step) / 20_000
            let text = Percent.number(share, .english, beside: thresholds)
            let shown = try #require(Double(text)) / 100
            for threshold in thresholds + [1] {
                // Read back through a division: the threshold itself may be off by one bit.
                #expect((shown < threshold - 1e-9) == (share < threshold), "\(share): \(text)")
            }
            #expect(abs(shown - share) <= 0.0005 + 1e-12)
        }
    }

    @Test(
        "100 % means all and 0 % none",
        arguments: [
            (0.9996, "99,96 %"), (0.9999999, "99,999 %"), (0.0003, "0,03 %"),
            (0.00000001, "0,001 %"),
        ])
    func wholes(share: Double, text: String) {
        #expect(Percent.text(share, .vietnamese) == text)
    }

    @Test("intervals carry one sign and keep both limits on their sides")
    func intervals() {
        #expect(Percent.interval(0.898, 0.965, .vietnamese) == "89,8–96,5 %")
        #expect(
            Percent.interval(0.89996, 0.94999, .english, beside: [0.9, 0.95]) == "89.996–94.999 %")
    }

    @Test(
        "thresholds need no more decimals than they have",
        arguments: [(0.9, "90 %"), (0.855, "85,5 %"), (0.8548, "85,48 %"), (0.95, "95 %")])
    func thresholds(share: Double, text: String) {
        #expect(Percent.threshold(share, .vietnamese) == text)
    }

    @Test(
        "counts are grouped",
        arguments: [
            (0, "0", "0"), (999, "999", "999"),
            (12_345, "12.345", "12,345"), (1_000_000, "1.000.000", "1,000,000"),
            (-1_234, "−1.234", "−1,234"),
        ])
    func counts(number: Int, vietnamese: String, english: String) {
        #expect(Count.text(number, .vietnamese) == vietnamese)
        #expect(Count.text(number, .english) == english)
    }
}
