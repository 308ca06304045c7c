import Statistics
import Survey
import Testing

@testable import Analytics

@Suite("Channels of a comparison")
struct ChannelTests {
    /// 80 % by kiosk before, 20 % after; the kiosk's people are the happier ones, and neither
    /// channel's people became happier.
    private static func shifted() -> Office {
        var office = Office(forms: [Samples.oneTap], index: Samples.index())
        office.add(152, of: 160, at: Office.before)
        office.add(28, of: 40, at: Office.before, channel: .web)
        office.add(38, of: 40, at: Office.after)
        office.add(112, of: 160, at: Office.after, channel: .web)
        return office
    }

    @Test("a shifted mix is warned of, and with the earlier mix the fall is gone")
    func mixShift() throws {
        let row = try Self.shifted().change()
        #expect(row.verdict == .fell && row.warnings.contains(.channelMix))
        #expect(abs(try #require(row.mixShift) - 0.6) < 1e-12)
        let made = try #require(row.standardised)
        #expect(made.channels == [.kiosk, .web] && made.covered == 1)
        #expect(abs(made.change.difference) < 1e-12 && made.verdict == .undecided)
        #expect(made.before == 0.9)
    }

    @Test("the same mix is neither warned of nor standardised")
    func sameMix() throws {
        var office = Office(forms: [Samples.oneTap], index: Samples.index())
        for time in [Office.before, Office.after] {
            office.add(60, of: 80, at: time)
            office.add(15, of: 20, at: time, channel: .qrSlip)
        }
        let row = try office.change()
        #expect(!row.warnings.contains(.channelMix) && row.standardised == nil)
        #expect(row.mixShift == 0)
    }

    @Test("standardising is the design's post-stratification")
    func postStratified() throws {
        var generator = Generator(state: 11)
        let ballots = (0..<90).map { index in
            let answers = Int.random(in: 1...5, using: &generator)
            return (
                stratum: index % 3, satisfied: Int.random(in: 0...answers, using: &generator),
                answers: answers
            )
        }
        let populations = [0: 50.0, 1: 20.0, 2: 130.0]
        let design = try SurveyDesign(rows: ballots.count).postStratified(
            by: Margin(levels: ballots.map(\.stratum), populations: populations))
        let ratio = try #require(
            design.ratio(
                ballots.map { Double($0.satisfied) }, over: ballots.map { Double($0.answers) }))
        let strata = (0..<3).map { stratum in
            let sums = ballots.filter { $0.stratum == stratum }.reduce(into: RatioSums()) {
                $0.add(satisfied: $1.satisfied, answers: $1.answers)
            }
            return (sums: FactorSums(sums), population: populations[stratum] ?? 0)
        }
        let made = try #require(PostStratifiedRatio(strata, weights: [1]))
        #expect(abs(made.share - ratio.value) < 1e-12)
        #expect(abs(made.variance - design.variance(of: ratio)) < 1e-14)
    }

    @Test("channels stand side by side, each against all the others")
    func sideBySide() throws {
        let row = try Self.shifted().change()
        #expect(row.channels.map(\.channel) == [.kiosk, .web])
        let kiosk = row.channels[0]
        #expect(kiosk.before.ballots == 160 && kiosk.before.mix == 0.8 && kiosk.after.mix == 0.2)
        #expect(kiosk.after.estimate?.share == 0.95)
        let test = try #require(kiosk.versusRest)
        #expect(abs(test.difference - 0.25) < 1e-12)
        let direct = try #require(
            ProportionDifference(
                from: .init(successes: 112, trials: 160), to: .init(successes: 38, trials: 40)))
        #expect(test.p == direct.p && kiosk.adjustedP == direct.p)
        #expect(row.channels[1].versusRest?.difference == -test.difference)
    }

    @Test("a channel with one to four ballots is withheld, and nothing gives it by subtraction")
    func complements() throws {
        var office = Office(forms: [Samples.oneTap], index: Samples.index())
        office.add(70, of: 100, at: Office.before)
        office.add(70, of: 100, at: Office.after)
        office.add(4, of: 40, at: Office.after, channel: .web)
        office.add(3, of: 4, at: Office.after, channel: .paper)
        let row = try office.change()
        let shown = row.channels.filter { $0.after.estimate != nil }.map(\.channel)
        #expect(shown == [.kiosk])
        #expect(row.channels.first { $0.channel == .web }?.versusRest == nil)
        #expect(row.channels.first { $0.channel == .paper }?.after.responses == 4)
        // Kiosk alone is common to both: what it leaves out is 44 ballots, which is enough.
        #expect(row.standardised?.channels == [.kiosk] && row.standardised?.change.difference == 0)
        var fewer = Office(forms: [Samples.oneTap], index: Samples.index())
        fewer.add(20, of: 24, at: Office.before)
        fewer.add(20, of: 24, at: Office.after)
        fewer.add(2, of: 4, at: Office.after, channel: .web)
        #expect(try #require(fewer.change().mixShift) > 0.1)
        #expect(try fewer.change().standardised == nil)
    }

    @Test("two channels of a few ballots that add up to a few are covered too")
    func fewTogether() throws {
        var office = Office(forms: [Samples.oneTap], index: Samples.index())
        office.add(70, of: 100, at: Office.before)
        office.add(70, of: 100, at: Office.after)
        office.add(30, of: 40, at: Office.after, channel: .web)
        office.add(1, of: 2, at: Office.after, channel: .paper)
        office.add(0, of: 1, at: Office.after, channel: .phone)
        let shown = try office.change().channels.filter { $0.after.estimate != nil }
        #expect(shown.map(\.channel) == [.kiosk])
        // Three and two are enough: who subtracts learns of five together.
        office.add(1, of: 2, at: Office.after, channel: .phone)
        let enough = try office.change().channels.filter { $0.after.estimate != nil }
        #expect(enough.map(\.channel) == [.kiosk, .web])
    }
}
