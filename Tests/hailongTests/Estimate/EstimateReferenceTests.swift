import Foundation
import Testing

/// The program on the reference ballots, against R's numbers by name.
@Suite("Estimates against R")
struct EstimateReferenceTests {
    /// What a design is called in the reference, and its options.
    static let designs: [String: [String]] = [
        "clus": ["--strata", "stratum", "--cluster", "cluster", "--weight", "weight"],
        "strs": ["--strata", "stratum", "--weight", "weight"],
        "fpc": ["--strata", "stratum", "--population", "N"],
        "wr": ["--weight", "weight"],
        "clusonly": ["--cluster", "cluster", "--weight", "weight"],
    ]
    /// R's names of methods and ours.
    static let methods = [
        ("beta", "korn-graubard"), ("logit", "logit"), ("xlogit", "xlogit"), ("asin", "asin"),
        ("mean", "mean"), ("wilson", "wilson"),
    ]
    static let table = Result { try Table() }

    /// The reference ballots with the size of their stratum as a column.
    struct Table {
        let folder: TemporaryFolder
        let path: String

        init() throws {
            var sizes: [String: String] = [:]
            for row in try Table.rows("population.csv") where row[0] == "stratum" {
                sizes[row[1]] = row[2]
            }
            let lines = try Table.lines("responses.csv")
            let rows = lines.dropFirst().map { line in
                line + "," + (sizes[line.components(separatedBy: ",")[2]] ?? "")
            }
            folder = try TemporaryFolder()
            path = try folder.write(
                ([lines[0] + ",N"] + rows).joined(separator: "\n"), to: "responses.csv")
        }

        static func lines(_ name: String) throws -> [String] {
            let path = Program.repository.appending(path: "analytics/reference/\(name)").path
            return try String(contentsOfFile: path, encoding: .utf8)
                .split(whereSeparator: \.isNewline).map(String.init)
        }

        static func rows(_ name: String) throws -> [[String]] {
            try lines(name).dropFirst().map { $0.components(separatedBy: ",") }
        }

        func estimates(_ options: [String]) throws -> [[String: Any]] {
            let result = try Program.run(["estimate", path, "--format", "json"] + options)
            #expect(result.status == 0, "\(result.messages)")
            return try result.json()["rows"] as? [[String: Any]] ?? []
        }
    }

    /// Keys that R gives a number for.
    static func expected() throws -> [String: Double] {
        var values: [String: Double] = [:]
        for row in try Table.rows("expected_r.csv") { values[row[0]] = Double(row[1]) }
        return values
    }

    /// Compares what is there of both; returns the keys.
    private func compare(
        _ ours: [String: Any?], _ expected: [String: Double]
    ) -> Set<String> {
        var found: Set<String> = []
        for (key, value) in ours {
            guard let theirs = expected[key] else { continue }
            let value = value as? Double
            // 1e-9 is what the reference promises.
            let isEqual = value.map { abs($0 - theirs) <= 1e-9 * abs(theirs) } ?? false
            #expect(isEqual, "\(key): \(String(describing: value)), R \(theirs)")
            found.insert(key)
        }
        return found
    }

    @Test("every design and method has R's numbers", arguments: designs.keys.sorted())
    func design(name: String) throws {
        let (table, expected) = (try Self.table.get(), try Self.expected())
        let options = ["--score", "q1", "q6"] + (Self.designs[name] ?? [])
        var keys: Set<String> = []
        for (theirs, ours) in Self.methods {
            for row in try table.estimates(options + ["--method", ours]) {
                let key = "svy.\(name).\(row["item"] as? String ?? "")"
                #expect(row["method"] as? String == ours)
                keys.formUnion(
                    compare(
                        [
                            "\(key).\(theirs).lo": row["lower"],
                            "\(key).\(theirs).hi": row["upper"],
                            key + ".mean": row["share"], key + ".se": row["se"],
                            key + ".degf": row["degreesOfFreedom"],
                            key + ".deffreplace": row["designEffect"],
                        ], expected))
            }
        }
        for row in try table.estimates(options + ["--method", "logit", "--level", "0.9"]) {
            let key = "svy.\(name).\(row["item"] as? String ?? "").logit90"
            keys.formUnion(
                compare([key + ".lo": row["lower"], key + ".hi": row["upper"]], expected))
        }
        // Two items: six pairs of limits and those at 90 %, share, error, freedom, effect.
        #expect(keys.count == 2 * (2 * 7 + 4))
    }

    @Test("units are domains of the whole table; the unanimous one has real limits")
    func units() throws {
        let (table, expected) = (try Self.table.get(), try Self.expected())
        var keys: Set<String> = []
        for (theirs, ours) in Self.methods.prefix(3) {
            let options = ["--score", "q6", "--by", "unit", "--method", ours]
            for row in try table.estimates(options + (Self.designs["clus"] ?? [])) {
                let key = "svyby.\(row["by"] as? String ?? "")"
                keys.formUnion(
                    compare([key + ".p": row["share"], key + ".se": row["se"]], expected))
                if key == "svyby.T1" {
                    // R: NA, or both limits 1. Four of four clusters: ⁴√0.025.
                    #expect(row["method"] as? String == "clopper-pearson")
                    #expect(abs((row["lower"] as? Double ?? 0) - pow(0.025, 0.25)) < 1e-12)
                    #expect(row["upper"] as? Double == 1)
                    continue
                }
                keys.formUnion(
                    compare(
                        ["\(key).\(theirs).lo": row["lower"], "\(key).\(theirs).hi": row["upper"]],
                        expected))
            }
        }
        #expect(keys.count == 10 * 2 + 9 * 6)
    }

    @Test("without a design the limits are those of counts", arguments: ["0.90", "0.95", "0.99"])
    func counts(level: String) throws {
        let (table, expected) = (try Self.table.get(), try Self.expected())
        let names = [
            ("wilson", "wilson"), ("wilson-continuity", "wilsoncc"),
            ("clopper-pearson", "clopper"), ("jeffreys", "jeffreys"),
        ]
        let parts: [([String], String)] = [
            (["--score", "q1,q2,q3,q4,q5,q6"], "bin.all."),
            (["--score", "q6", "--by", "unit"], "bin.unit."),
            (["--score", "q6", "--by", "period"], "bin.period."),
        ]
        var keys: Set<String> = []
        for (options, prefix) in parts {
            for (ours, theirs) in names {
                for row in try table.estimates(options + ["--method", ours, "--level", level]) {
                    let group = row["by"] as? String
                    let key = prefix + (group.map { $0 + ".q6" } ?? row["item"] as? String ?? "")
                    let limits = "\(key).\(theirs)\(level.suffix(2))"
                    keys.formUnion(
                        compare(
                            [
                                key + ".n": row["n"], key + ".x": row["satisfied"],
                                key + ".p": row["share"], limits + ".lo": row["lower"],
                                limits + ".hi": row["upper"],
                            ], expected))
                }
            }
        }
        // Eighteen counts; at 95 % four methods, else Wilson's alone.
        #expect(keys.count == 18 * (3 + (level == "0.95" ? 8 : 2)))
    }
}
