import Analytics
import Documents
import Foundation
import Survey
import Testing

@Suite("ReportJSON")
struct ReportJSONTests {
    /// The contract's schema, for the province alone.
    private let golden = """
        {"schema":"hailong.report/1",\
        "index":{"id":"overall","version":2,"method":"t2b.overallItem","methodVersion":1},\
        "period":{"from":"2025-01-01","to":"2025-03-31"},"level":0.95,\
        "generatedAt":"2025-04-01T08:00:00+07:00","closed":true,"closings":[\
        {"month":"2025-01","closedAt":"2025-02-03T08:00:00+07:00","stored":500},\
        {"month":"2025-02","closedAt":"2025-03-04T08:00:00+07:00","stored":1000},\
        {"month":"2025-03","closedAt":"2025-04-01T00:30:00+07:00","stored":1500}],"units":[\
        {"unit":"P","name":"Tỉnh Khánh Hòa","responses":1003,"valid":1000,"late":0,\
        "dossiers":12345,"coverage":0.08124746861077359,"share":0.92,\
        "lower":0.901534,"upper":0.935252,"interval":"wilson","designEffect":1.25,\
        "effectiveResponses":800.0,\
        "dimensions":[{"id":"access","share":0.91,"lower":0.9,"upper":0.92,"answers":3000}],\
        "items":[{"id":"overall","counts":{"1":10,"2":20,"3":50,"4":420,"5":500,"dk":2,"na":1,\
        "missing":0},"share":0.92,"mean":4.38}],\
        "targets":[{"id":"tthc-2025","scope":"tthc","threshold":0.9,"due":"2025-12-31",\
        "responses":1000,"share":0.92,"lower":0.901534,"upper":0.935252,"pointMet":true,\
        "verdict":"met","needed":null},\
        {"id":"tthc-2030","scope":"tthc","threshold":0.95,"due":"2030-12-31",\
        "responses":1000,"share":0.938,"lower":0.921,"upper":0.9512,"pointMet":false,\
        "verdict":"undecided","needed":77}],\
        "trend":[{"from":"2025-01-01","to":"2025-01-31","responses":600,"share":0.8996,\
        "lower":0.873,"upper":0.921},{"from":"2025-02-01","to":"2025-02-28","responses":3,\
        "share":null,"lower":null,"upper":null},{"from":"2025-03-01","to":"2025-03-31",\
        "responses":400,"share":0.951,"lower":0.925,"upper":0.968}],\
        "suppressed":false,"presentation":"show","figures":[],"points":null,\
        "worstCase":null}]}
        """

    @Test("names, order, nesting and nulls are the contract's")
    func shape() throws {
        let text = ReportJSON.value(of: Samples.report(units: [Samples.province])).text()
        #expect(text == golden)
        #expect(try JSONSerialization.jsonObject(with: Data(text.utf8)) is [String: Any])
    }

    @Test("doubles read back as the same doubles")
    func exactness() throws {
        let json = ReportJSON.value(of: Samples.report())
        let read = try JSONParser.parse(Array(json.text().utf8))
        let unit = try #require(read["units"]?.array?.first)
        #expect(unit["coverage"]?.number == 1_003.0 / 12_345.0)
        #expect(unit["upper"]?.number == 0.935252)
    }

    @Test("a suppressed row tells how many answered and nothing of what")
    func suppression() throws {
        let json = ReportJSON.value(of: Samples.report(units: [Samples.suppressed]))
        let text = json.text()
        for secret in Samples.secrets { #expect(!text.contains(secret)) }
        let row = try #require(json["units"]?.array?.first)
        #expect(row["suppressed"]?.bool == true)
        #expect(row["responses"]?.integer == 6)
        for name in ["share", "lower", "upper", "interval", "dossiers", "coverage"] {
            #expect(row[name]?.isNull == true, "\(name)")
        }
        let item = try #require(row["items"]?.array?.first)
        let counts = try #require(item["counts"]?.members)
        #expect(counts.map(\.name) == ["1", "2", "3", "4", "5", "dk", "na", "missing"])
        #expect(counts.allSatisfy { $0.value.isNull })
        #expect(item["mean"]?.isNull == true)
        let target = try #require(row["targets"]?.array?.first)
        #expect(target["pointMet"]?.bool == false)
        #expect(target["verdict"]?.string == "tooFew")
        #expect(target["needed"]?.isNull == true)
    }

    @Test("the plain comparison is not told where an estimate is withheld")
    func pointMetNeedsAnEstimate() throws {
        let hidden = TargetReport(
            target: Samples.targets[0], responses: 3, estimate: nil, isPointMet: true,
            verdict: .tooFew, needed: nil)
        let row = UnitReport(
            unit: Samples.unit("P", "Tỉnh"), depth: 0, responses: 40, valid: 40, dossiers: nil,
            coverage: nil, estimate: nil, dimensions: [], items: [], targets: [hidden], trend: [],
            isSuppressed: false, presentation: .show)
        let json = ReportJSON.value(of: Samples.report(units: [row]))
        let target = json["units"]?.array?.first?["targets"]?.array?.first
        #expect(target?["pointMet"]?.bool == false)
        #expect(target?["responses"]?.integer == 3)
    }

    @Test("a target that is withheld to cover another unit has no verdict in any format")
    func withheldVerdict() throws {
        let hidden = TargetReport(
            target: Samples.targets[0], responses: 0, estimate: nil, isPointMet: false,
            verdict: .tooFew, needed: nil, isWithheld: true)
        let row = UnitReport(
            unit: Samples.unit("P", "Tỉnh"), depth: 0, responses: 0, valid: 0, dossiers: nil,
            coverage: nil, estimate: nil, dimensions: [], items: [], targets: [hidden], trend: [],
            isSuppressed: true, presentation: .hide, withheld: .cover)
        let report = Samples.report(units: [row])
        let json = ReportJSON.value(of: report)
        let target = json["units"]?.array?.first?["targets"]?.array?.first
        #expect(target?["verdict"]?.isNull == true && target?["pointMet"]?.isNull == true)
        #expect(!ReportCSV.text(of: report).contains("tooFew"))
        let text = ReportText.text(of: report, language: .english)
        #expect(!text.contains("too few") && text.contains("covers another"))
    }

    @Test("what was asked for beside unit and period stands in it, and nothing else does")
    func choices() throws {
        let filter = try ReportFilter.reading(
            places: ["Q1", "Q2"], channels: ["kiosk"], procedures: ["gpxd"], fields: ["dat-dai"],
            outcomes: ["refused"], hours: "7-11")
        let json = ReportJSON.value(of: Samples.report(filter: filter, design: .placeDay))
        #expect(json["design"]?.string == "place-day")
        #expect(
            json["filter"]?.text() == """
                {"place":["Q1","Q2"],"channel":["kiosk"],"procedure":["gpxd"],\
                "field":["dat-dai"],"outcome":["refused"],"hours":[7,11]}
                """)
        let hours = try ReportFilter.reading(
            places: [], channels: [], procedures: [], fields: [], outcomes: [], hours: "0-24")
        let one = ReportJSON.value(of: Samples.report(filter: hours))
        #expect(one["filter"]?.text() == #"{"hours":[0,24]}"#)
        let none = ReportJSON.value(of: Samples.report())
        #expect(none["filter"] == nil && none["design"] == nil)
    }

    @Test("only samples say that they are", arguments: [true, false])
    func samples(isSample: Bool) {
        let json = ReportJSON.value(of: Samples.report(isSample: isSample))
        #expect(json["sample"]?.bool == (isSample ? true : nil))
    }

    @Test("an open period is not closed, and the offset is the caller's")
    func openPeriod() {
        let json = ReportJSON.value(
            of: Samples.report(isClosed: false), offset: DayOffset("Z")!)
        #expect(json["closed"]?.bool == false && json["closings"]?.array?.isEmpty == true)
        let late = ReportJSON.value(of: Samples.report(units: [Samples.late(12)]))
        #expect(late["units"]?.array?.first?["late"]?.integer == 12)
        #expect(json["generatedAt"]?.string == "2025-04-01T01:00:00+00:00")
    }

    @Test("a target beside a withheld row keeps its own share and verdict, in every format")
    func ownScope() throws {
        let held = Samples.suppressed
        let row = UnitReport(
            unit: held.unit, depth: held.depth, responses: 0, valid: 0, dossiers: nil,
            coverage: nil, estimate: nil, dimensions: [], items: [],
            targets: Samples.province.targets, trend: [], isSuppressed: true, presentation: .hide)
        let report = Samples.report(units: [row])
        let json = ReportJSON.value(of: report)["units"]?.array?.first?["targets"]?.array?.first
        #expect(json?["share"]?.number == 0.92 && json?["verdict"]?.string == "met")
        #expect(json?["pointMet"]?.bool == true)
        #expect(ReportCSV.text(of: report).contains(",0.92,0.901534,0.935252,met,"))
        let text = ReportText.text(of: report, language: .english)
        #expect(text.contains("92.0 %") && text.contains("no ballots"))
    }

    @Test("a sample's table says so in every line, a real one has no such column")
    func sampleColumn() {
        let lines = ReportCSV.text(of: Samples.report(isSample: true)).split(separator: "\n")
        #expect(lines.first?.hasSuffix(",sample") == true)
        #expect(lines.dropFirst().allSatisfy { $0.hasSuffix(",true") })
        #expect(!ReportCSV.text(of: Samples.report()).contains("sample"))
    }
}
