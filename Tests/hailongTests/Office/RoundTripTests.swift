import Foundation
import Testing

@Suite("An export is an import")
struct RoundTripTests {
    static let tables = ["units", "places", "dossiers", "feedback", "points", "responses"]
    static let count = 10_000
    static let dossiers = """
        unit,procedure,field,period,received,completed,on_time,early,late,online,postal,digitised
        """ + "\n"
        + (1...12).map { month in
            let period = month < 10 ? "2025-0\(month)" : "2025-\(month)"
            return "SXD,gpxd,xay-dung,\(period),1200,1100,700,390,10,500,40,900"
        }.joined(separator: "\n")

    static let feedback = """
        unit,period,received,on_time,unsatisfactory,late_complaints,dissatisfied_dossiers
        SXD,2025-01,9,8,1,0,
        SXD,2025-02,5,5,0,0,3
        """
    static let points = """
        unit,period,index,indicator,points
        SXD,2025-01,tt01,i2,1.5
        SXD,2025-01,tt01,i3,2
        SXD,2025-02,tt01,i2,0.05
        """

    @Test("10,000 responses come back byte for byte and give the same report")
    func roundTrip() throws {
        let office = try SmallOffice()
        try office.load("dossiers", Self.dossiers)
        try office.load("feedback", Self.feedback)
        try office.load("points", Self.points)
        let stored = try office.load(
            "responses", try ManyResponses(count: Self.count).csv(seed: 1))
        #expect(stored.lastLine == "stored \(Self.count), already 0, refused 0")
        #expect(stored.status == 0, "\(stored.messages.prefix(500))")

        let copy = try SmallOffice(importing: false)
        for table in Self.tables {
            let exported = try office.export(table)
            let again = try copy.load(table, exported)
            #expect(again.status == 0, "\(table): \(again.messages.prefix(500))")
            #expect(try copy.export(table) == exported, "\(table)")
            let rows = try #require(Int(again.lastLine.split { $0 == " " || $0 == "," }[1]))
            #expect(rows > 0)
            let same = try office.load(table, exported)
            #expect(same.lastLine == "stored 0, already \(rows), refused 0", "\(table)")
        }
        for index in ["overall", "sipas"] {
            let first = try Self.report(office, index)
            #expect(first == (try Self.report(copy, index)))
            #expect(!first.isEmpty)
        }
        let row = try #require(try copy.report()["TINH"])
        #expect(row["responses"] as? Int == Self.count)
        #expect(row["dossiers"] as? Int == 12 * 1_100)
    }

    /// The text but for the line that says when it was made.
    private static func report(_ office: SmallOffice, _ index: String) throws -> [Substring] {
        let lines = try office.reportText(index: index).output.split(separator: "\n")
        let kept = lines.filter { !$0.contains("\"generatedAt\"") }
        #expect(kept.count == lines.count - 1)
        return kept
    }

    @Test("a comment comes back as it was typed: quotes, commas, lines and all")
    func comments() throws {
        let office = try SmallOffice()
        let comments = [
            "Một \"hai\", ba", "dòng\nhai", "dòng\r\nhai", "=HYPERLINK(1)", "ê̆ 👍🏽", ",", "\"",
        ]
        let lines = comments.enumerated().map { number, comment in
            let quoted = "\"" + comment.replacing("\"", with: "\"\"") + "\""
            return SmallOffice.line(number, overall: "4")
                .replacing("+07:00,,4", with: "+07:00,\(quoted),4")
        }
        let result = try office.load("responses", SmallOffice.responses(lines))
        #expect(result.lastLine == "stored \(comments.count), already 0, refused 0")
        let exported = try office.export("responses")
        for comment in comments.dropLast(2) {
            // Line ends are one thing, however a browser or Windows writes them.
            let quoted = comment.replacingOccurrences(of: "\r\n", with: "\n")
                .replacing("\"", with: "\"\"")
            #expect(exported.contains(",\(quoted),") || exported.contains(",\"\(quoted)\","))
        }
        #expect(exported.contains(",\",\",") && exported.contains(",\"\"\"\","))
    }
}
