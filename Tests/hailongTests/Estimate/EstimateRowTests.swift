import Foundation
import Testing

/// What a row of the result holds where there is little to estimate from.
@Suite("Estimates from little")
struct EstimateRowTests {
    private func estimates(_ text: String, _ options: [String]) throws -> [[String: Any]] {
        let folder = try TemporaryFolder()
        let path = try folder.write(text, to: "table.csv")
        let result = try Program.run(
            ["estimate", path, "--score", "q", "--format", "json"] + options)
        #expect(result.status == 0, "\(result.messages)")
        return try result.json()["rows"] as? [[String: Any]] ?? []
    }

    private func limits(_ row: [String: Any]) -> [Double] {
        [row["lower"], row["share"], row["upper"]].compactMap { $0 as? Double }
    }

    static let little: [(name: String, table: String, options: [String])] = [
        ("all satisfied", "q,c\n5,1\n5,1\n4,2\n", ["--cluster", "c"]),
        ("none satisfied", "q,c\n1,1\n2,1\n3,2\n", ["--cluster", "c"]),
        ("one cluster", "q,c\n5,1\n2,1\n4,1\n", ["--cluster", "c"]),
        ("one cluster, one answer", "q,c\n5,1\n", ["--cluster", "c"]),
        ("one row", "q,w\n5,3\n", ["--weight", "w"]),
        ("clusters alike", "q,c\n5,1\n2,1\n5,2\n2,2\n", ["--cluster", "c"]),
        (
            "one cluster a stratum", "q,h,c\n5,1,1\n2,1,1\n4,2,2\n",
            ["--strata", "h", "--cluster", "c"]
        ),
        ("one row a stratum", "q,h\n5,1\n2,2\n", ["--strata", "h"]),
        ("all sampled", "q,N\n5,3\n2,3\n5,3\n", ["--population", "N"]),
    ]

    @Test("where R has none, limits are real and named", arguments: little)
    func real(name: String, table: String, options: [String]) throws {
        for method in ["korn-graubard", "logit", "xlogit", "asin", "mean", "wilson", "jeffreys"] {
            let row = try #require(
                try estimates(table, options + ["--method", method]).first)
            #expect(row["method"] as? String == "clopper-pearson", "\(method)")
            let limits = limits(row)
            #expect(limits.count == 3 && limits == limits.sorted(), "\(method): \(row)")
            #expect(limits.first ?? -1 >= 0 && limits.last ?? 2 <= 1)
            #expect((limits.last ?? 0) - (limits.first ?? 0) > 0.3)
        }
    }

    @Test("one row without a design has Wilson's limits")
    func oneRow() throws {
        let row = try #require(try estimates("q\n5\n", []).first)
        #expect(row["method"] as? String == "wilson" && row["se"] is NSNull)
        // 1/(1 + z²)
        #expect(abs(limits(row)[0] - 1 / (1 + 3.8414588206941254)) < 1e-12)
    }

    @Test("a group that nobody answered in, and rows of weight 0 alone, are told as counts")
    func nothing() throws {
        let table = "q,g,w\n5,a,1\n,b,1\n4,c,0\n3,a,2\n"
        let rows = try estimates(table, ["--by", "g", "--weight", "w"])
        #expect(rows.map { $0["by"] as? String } == ["a", "b", "c"])
        #expect(rows.map { $0["n"] as? Int } == [2, 0, 1])
        for row in rows.dropFirst() {
            for name in ["share", "lower", "upper", "se", "designEffect"] {
                #expect(row[name] is NSNull, "\(name)")
            }
            #expect(row["degreesOfFreedom"] as? Int == 0)
        }
        #expect(try estimates("q,g\n", []).first?["n"] as? Int == 0)
        #expect(try estimates("q,g\n", ["--by", "g"]).isEmpty)
    }

    @Test("every member of a row is there, and no row for the whole beside groups")
    func shape() throws {
        let names: Set = [
            "by", "item", "n", "satisfied", "share", "lower", "upper", "se", "degreesOfFreedom",
            "designEffect", "method",
        ]
        let table = "q,g\n5,x\n3,\n4,y\n2,x\n"
        let whole = try estimates(table, [])
        #expect(whole.count == 1 && whole[0]["by"] is NSNull)
        let rows = try estimates(table, ["--by", "g"])
        #expect(rows.map { $0["by"] as? String } == ["x", "y"])
        for row in rows + whole { #expect(Set(row.keys) == names) }
    }

    @Test("the order of rows and a factor on the weights change no byte of the result")
    func order() throws {
        var random = SystemRandomNumberGenerator()
        let lines = (0..<200).map { row in
            "\(row % 5 + 1),h\(row % 3),c\(row % 7),\(Double(row % 11) + 0.1),g\(row % 4)"
        }
        let options = [
            "--strata", "h", "--cluster", "c", "--weight", "w", "--by", "g", "--format", "csv",
        ]
        let folder = try TemporaryFolder()
        func output(_ lines: [String]) throws -> String {
            let path = try folder.write(
                (["q,h,c,w,g"] + lines).joined(separator: "\n"), to: "table.csv")
            return try Program.run(["estimate", path, "--score", "q"] + options).output
        }
        let first = try output(lines)
        #expect(first.split(separator: "\n").count == 5)
        #expect(try output(lines.reversed()) == first)
        #expect(try output(lines.shuffled(using: &random)) == first)
        let doubled = lines.map { line in
            var fields = line.components(separatedBy: ",")
            fields[3] = String((Double(fields[3]) ?? 0) * 1024)
            return fields.joined(separator: ",")
        }
        #expect(try output(doubled) == first)
    }

    @Test("our own export is a table like any other")
    func ownExport() throws {
        let folder = try TemporaryFolder()
        let path = Program.repository.appending(path: "docs/examples/responses.csv").path
        let output = folder.path("result.csv")
        let result = try Program.run([
            "estimate", path, "--score", "overall", "--by", "place", "--format", "csv", "--output",
            output,
        ])
        #expect(result.status == 0 && result.output.isEmpty, "\(result.messages)")
        let text = try String(contentsOfFile: output, encoding: .utf8)
        #expect(text.hasPrefix("by,item,n,satisfied,share,lower,upper,se,"))
        #expect(text.split(separator: "\n").count > 3)
    }

    @Test("the text is a table in the reader's language")
    func text() throws {
        let folder = try TemporaryFolder()
        let path = try folder.write("q,g\n5,Hoa Sen\n3,Hoa Sen\n4,Muối\n", to: "table.csv")
        let arguments = ["estimate", path, "--score", "q", "--by", "g", "--format", "text"]
        let english = try Program.run(arguments).output
        #expect(english.contains("95 % interval") && english.contains("Hoa Sen  q"))
        let vietnamese = try Program.run(arguments + ["--lang", "vi"]).output
        #expect(vietnamese.contains("Khoảng 95 %") && vietnamese.contains("50,0 %"))
    }
}
