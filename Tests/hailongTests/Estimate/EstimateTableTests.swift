import Foundation
import Testing

/// Tables of others: what is understood, and what is told of the rest.
@Suite("Estimates from anybody's table")
struct EstimateTableTests {
    private func run(_ text: String, _ options: [String]) throws -> Program.Result {
        let folder = try TemporaryFolder()
        let path = try folder.write(text, to: "table.csv")
        return try Program.run(["estimate", path, "--format", "csv"] + options)
    }

    /// The result's lines without the heading.
    private func rows(_ text: String, _ options: [String]) throws -> [[String]] {
        let result = try run(text, options)
        #expect(result.status == 0, "\(result.messages)")
        return result.output.split(separator: "\n").dropFirst().map {
            $0.split(separator: ",", omittingEmptySubsequences: false).map(String.init)
        }
    }

    static let plain = "id,q\n1,5\n2,4\n3,3\n4,\n"
    /// The same four ballots as others write them.
    static let tables = [
        plain,
        "\u{FEFF}id;q\r\n1;5\r\n2;4\r\n3;3\r\n4;\r\n",
        "id\tq\n1\t5\n2\t4\n3\t3\n4\t\n",
        "sep=;\r\nid;q\r\n1;5\r\n2;4\r\n3;3\r\n4;\r\n",
        "sep=|\nid|q\n1|5\n2|4\n3|3\n4|\n",
        "id,q\n1,5.0\n2,\"4,0\"\n3,3.00\n4,na\n",
        "id,q\n1,5 - Rất hài lòng\n2,4. Hài lòng\n3,3 (Bình thường)\n4,dk\n",
        "id,q\n1,5: very\n2,4) good\n3,3 – so so\n4,N/A\n",
        "id,q\n1, 5 \n2,4 Hài lòng\n3,3_trung_binh\n4,\"  \"\n",
        "id,\" q \",note\n1,5,\"one, two\nthree \"\"x\"\"\"\n2,4,\n,,\n3,3,;\n4,,\n,,",
        "\"id\";\"q\"\n\"1\";\"5\"\n\"2\";\"4\"\n\"3\";\"3\"\n\"4\";\"\"\n",
        "\"id\"\t\"q\"\n\"1\"\t\"5\"\n\"2\"\t\"4\"\n\"3\"\t\"3\"\n\"4\"\t\"\"\n",
        "id;q;\"một; hai, ba\"\n1;5;a,b,c\n2;4;\n3;3;\n4;;\n",
        "q\n5\n4\n3\n\"\"\n",
    ]

    @Test("the same ballots give the same figures however they are written", arguments: tables)
    func written(table: String) throws {
        let rows = try rows(table, ["--score", "q"])
        #expect(rows == (try self.rows(Self.plain, ["--score", "q"])))
        #expect(rows.count == 1 && Array(rows[0][0..<4]) == ["", "q", "3", "2"])
        #expect(rows[0].last == "wilson")
    }

    @Test("what an unused column holds is nobody's business")
    func unused() throws {
        let folder = try TemporaryFolder()
        var bytes = Data("id,q,note\n1,5,".utf8)
        bytes.append(contentsOf: [0xFF, 0xFE, 0x00])
        bytes.append(Data(("\n2,4,\"" + String(repeating: "x", count: 80_000) + "\"\n").utf8))
        let path = try folder.write(bytes, to: "table.csv")
        let result = try Program.run(["estimate", path, "--score", "q", "--format", "json"])
        #expect(result.status == 0, "\(result.messages)")
    }

    @Test("decimal commas are decimal where nothing else can be meant")
    func decimalComma() throws {
        let point = "q;w\n5;1.5\n3;2\n4;0.125\n"
        let expected = try rows(point, ["--score", "q", "--weight", "w"])
        for table in [
            "q;w\n5;1,5\n3;2\n4;0,125\n", "q,w\n5,\"1,5\"\n3,2\n4,\"0,125\"\n",
            "q,w\n5,1.5\n3,2e0\n4,1.25E-1\n",
        ] {
            #expect(try rows(table, ["--score", "q", "--weight", "w"]) == expected)
        }
        // Only the second number tells what the first means.
        let late = "q,w\n5,\"1,500\"\n3,\"2,0\"\n"
        let rows = try rows(late, ["--score", "q", "--weight", "w"])
        #expect(rows == (try self.rows("q,w\n5,1.5\n3,2\n", ["--score", "q", "--weight", "w"])))
    }

    @Test(
        "what may be thousands stands only where the file tells that it is not",
        arguments: [
            ("q;w\n5;950\n3;1.234\n", false), ("q\tw\n5\t1.234\n3\t2.345\n", false),
            ("q;w\n5;0.873\n3;1.234\n", true), ("q;w\n5;12.50\n3;1.234\n", true),
            ("q;w\n5;1234.567\n3;1.234\n", true), ("q,w\n5,1.234\n3,2.345\n", true),
            ("q;w\n5;1,234\n3;2,345\n", true), ("q;w\n5;1.234e0\n3;2.345e0\n", true),
        ])
    func thousands(table: String, isClear: Bool) throws {
        let result = try run(table, ["--score", "q", "--weight", "w"])
        #expect(result.status == (isClear ? 0 : 65), "\(result.messages)")
        if !isClear { #expect(result.messages.contains("or one more decimal, as 1.2340")) }
    }

    @Test(
        "dossiers are whole, and their thousands are not taken for decimals",
        arguments: [
            ("12500", true), ("12500.0", true), ("1.25e4", true), ("12.500", false),
            ("12.000", false), ("12.5", false),
        ])
    func sizes(text: String, isUnderstood: Bool) throws {
        for separator in [",", ";", "\t"] {
            let table = "q\(separator)N\n5\(separator)\(text)\n3\(separator)\(text)\n"
            let result = try run(table, ["--score", "q", "--population", "N"])
            #expect(result.status == (isUnderstood ? 0 : 65), "\(result.messages)")
        }
        let comma = try run("q;N\n5;12,000\n3;12,000\n", ["--score", "q", "--population", "N"])
        #expect(comma.status == 65)
    }

    @Test("a table of a heading alone is told so")
    func empty() throws {
        let result = try run("q,w\n", ["--score", "q"])
        #expect(result.status == 0 && result.messages.contains("no row under its heading"))
    }

    static let design = ["--strata", "h", "--cluster", "c", "--weight", "w", "--population", "N"]
    static let faults: [(table: String, line: Int, column: String)] = [
        ("q\n5\nabc\n", 3, "q"), ("q\n4.5\n", 2, "q"), ("q\n4-5\n", 2, "q"), ("q\n4/5\n", 2, "q"),
        ("q\n4th\n", 2, "q"), ("q\nHài lòng\n", 2, "q"), ("q\n6\n", 2, "q"), ("q\n0\n", 2, "q"),
        ("q\n99\n", 2, "q"), ("q\n-4\n", 2, "q"), ("q\n5.0.1\n", 2, "q"), ("q\n12345\n", 2, "q"),
        ("x,q\n\"a\n\nb\",5\n1,x\n", 5, "q"), ("q,q\n5,4\n", 1, "q"),
        ("q,h,c,w,N\n5,,1,1,9\n", 2, "h"), ("q,h,c,w,N\n5,1,,1,9\n", 2, "c"),
        ("q,h,c,w,N\n5,1,1,,9\n", 2, "w"), ("q,h,c,w,N\n5,1,1,-1,9\n", 2, "w"),
        ("q,h,c,w,N\n5,1,1,nan,9\n", 2, "w"), ("q,h,c,w,N\n5,1,1,inf,9\n", 2, "w"),
        ("q,h,c,w,N\n5,1,1,0x1p3,9\n", 2, "w"), ("q,h,c,w,N\n5,1,1,1e16,9\n", 2, "w"),
        ("q,h,c,w,N\n5,1,1,\"1,234\",9\n", 2, "w"), ("q,h,c,w,N\n5,1,1,\"1,234,5\",9\n", 2, "w"),
        ("q,h,c,w,N\n5,1,1,1.5,9\n5,1,1,\"1,5\",9\n", 3, "w"),
        ("q,h,c,w,N\n5,1,1,1,9\n4,1,2,1,8\n", 3, "N"),
        ("q,h,c,w,N\n5,1,1,1,1\n4,1,2,1,1\n", 2, "N"), ("q,h,c,w,N\n5,1,1,1,many\n", 2, "N"),
    ]

    @Test(
        "a cell that is not understood: its line and column, 65, nothing printed", arguments: faults
    )
    func fault(table: String, line: Int, column: String) throws {
        let options = ["--score", "q"] + (table.hasPrefix("q,h") ? Self.design : [])
        let result = try run(table, options)
        #expect(result.status == 65, "\(result.output)")
        #expect(result.output.isEmpty)
        #expect(result.messages.contains("line \(line):"), "\(result.messages)")
        #expect(result.messages.contains("column \(column)") || line == 1, "\(result.messages)")
        #expect(result.messages.contains(column))
    }

    @Test(
        "a broken table: 65, nothing printed",
        arguments: ["", "q,h\n5\n", "q\n5,4\n", "q\n\"5\n", "q\n\"5\"x\n", "q\n\u{0}\n"])
    func broken(table: String) throws {
        let result = try run(table, ["--score", "q"])
        #expect(result.status == 65 && result.output.isEmpty)
        #expect(result.messages.contains("line "), "\(result.messages)")
    }

    @Test("every fault is told, and in Vietnamese where that is the language")
    func allTold() throws {
        let result = try run(
            "q,w\n7,1\n5,x\n5,1\n", ["--score", "q", "--weight", "w", "--lang", "vi"])
        #expect(result.messages.contains("dòng 2: cột q: “7”"))
        #expect(result.messages.contains("dòng 3: cột w: “x”"))
        #expect(result.messages.contains("2 chỗ không hiểu được"))
    }

    @Test("wrong wishes end with 64 and say what there is")
    func usage() throws {
        let wrong: [([String], String)] = [
            (["--score", "zz"], "There are: “id”, “q”"), (["--score", "q", "--by", "u"], "“u”"),
            (["--score", "q,zz"], "no column “zz”"), (["--score", "y,zz"], "“y,zz”"),
            (["--score", "q", "--method", "best"], "wilson"),
            (["--score", "q", "--level", "95"], "0.95"),
            (["--score", "q", "--satisfied", "a"], "4,5"),
            (["--score", "q", "--scale", "5-1"], "1-5"),
            (["--score", "q", "--scale", "1-3"], "1-5"),
            ([], "--score"),
        ]
        for (options, words) in wrong {
            let result = try run(Self.plain, options)
            #expect(result.status == 64 && result.output.isEmpty, "\(options)")
            #expect(result.messages.contains(words), "\(options): \(result.messages)")
        }
        #expect(try Program.run(["estimate", "--score", "q"]).status == 64)
        #expect(try Program.run(["estimate", "/nonexistent.csv", "--score", "q"]).status == 65)
    }

    @Test("standard input, a pipe by name, and the file behind the columns are read too")
    func inputs() throws {
        let folder = try TemporaryFolder()
        let path = try folder.write(Self.plain, to: "table.csv")
        let options = ["--score", "q", "--format", "json"]
        let plain = try Program.run(["estimate", path] + options).output
        #expect(!plain.isEmpty)
        #expect(
            try Program.run(["estimate", "--format", "json", "--score", "q", path]).output == plain)
        let piped = try Program.shell("cat \(path) | \"$@\"", ["estimate", "-"] + options)
        #expect(piped.output == plain, "\(piped.messages)")
        let named = try Program.shell(
            "cat \(path) | \"$@\"", ["estimate", "/dev/stdin"] + options)
        #expect(named.output == plain, "\(named.messages)")
    }

    @Test("columns may be named as questionnaires name them")
    func longNames() throws {
        let name = "1. Ông/bà có hài lòng, nói chung?"
        let table = "\"Dấu thời gian\",\"\(name)\",\"\(name)\n(2)\"\n1,5,4\n2,2,1\n"
        let rows = try rows(table, ["--score", name, name + " (2)"])
        #expect(rows.map { $0.suffix(9).first } == ["2", "2"])
        let decomposed = name.decomposedStringWithCanonicalMapping
        #expect(try self.rows(table, ["--score", decomposed]).count == 1)
    }

    @Test("other scales are asked for")
    func scales() throws {
        let ten = "q\n10\n9\n8\n0\n"
        #expect(try rows(ten, ["--score", "q", "--satisfied", "9,10"])[0][2...3] == ["4", "2"])
        #expect(try run(ten, ["--score", "q"]).status == 65)
        let faces = "q\n1\n0\n1\n"
        #expect(try rows(faces, ["--score", "q", "--satisfied", "1"])[0][2...3] == ["3", "2"])
        let limits = ["--score", "q", "--satisfied", "4,5", "--scale", "0-10"]
        #expect(try rows(ten, limits)[0][2...3] == ["4", "0"])
    }
}
