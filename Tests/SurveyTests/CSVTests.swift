import Survey
import Testing

@Suite("CSV")
struct CSVTests {
    /// What came of reading a text to its end, faults passed over.
    struct Reading: Equatable {
        var records: [[String]] = []
        var lines: [Int] = []
        var faults: [TableFault] = []

        init(_ bytes: [UInt8]) {
            bytes.withUnsafeBytes { buffer in
                var reader = CSVReader(bytes: buffer)
                while true {
                    do throws(TableFault) {
                        guard let record = try reader.next() else { break }
                        records.append(record.fields)
                        lines.append(record.line)
                    } catch {
                        faults.append(error)
                    }
                }
            }
        }

        init(_ text: String) { self.init(Array(text.utf8)) }
    }

    @Test(
        "Records are read after RFC 4180",
        arguments: [
            ("a,b\nc,d\n", [["a", "b"], ["c", "d"]]),
            ("a,b\r\nc,d\r\n", [["a", "b"], ["c", "d"]]),
            ("a,b\nc,d", [["a", "b"], ["c", "d"]]), ("a,b\r\nc,d\r", [["a", "b"], ["c", "d"]]),
            ("\u{FEFF}a,b\n", [["a", "b"]]), ("\u{FEFF}\"a\",b\n", [["a", "b"]]),
            ("", []), ("\n\r\n\n", []), ("\r", []), ("a\n\n\r\nb", [["a"], ["b"]]),
            ("\"\"\n", [[""]]), (",\n", [["", ""]]), ("a,", [["a", ""]]), (",a", [["", "a"]]),
            ("\"a,b\",\"c\"\"d\",\"e\r\nf\"\n", [["a,b", "c\"d", "e\r\nf"]]),
            ("\"\"\"\"\n", [["\""]]), ("\"\"\"a\"\"\"", [["\"a\""]]),
            ("\"a\"\r\nb", [["a"], ["b"]]),
            ("a\"b,c\n", [["a\"b", "c"]]), ("a\rb,c\n", [["a\rb", "c"]]),
            (" a ,b", [[" a ", "b"]]),
            ("a;b\n", [["a;b"]]), ("ê\u{306},👍\n", [["ê\u{306}", "👍"]]),
        ] as [(String, [[String]])])
    func reads(text: String, records: [[String]]) {
        let reading = Reading(text)
        #expect(reading.records == records)
        #expect(reading.faults == [])
    }

    @Test("Rows of nothing but separators are passed over where a table is read")
    func filled() throws {
        let text = Array("a,b\n,\n\"\",\"\"\n1,\n,,\n  \n \t\r\n, ,\n".utf8)
        let found = try text.withUnsafeBytes { bytes -> [[String]] in
            var reader = CSVReader(bytes: bytes)
            var records: [[String]] = []
            while let record = try reader.nextFilled() { records.append(record.fields) }
            return records
        }
        #expect(found == [["a", "b"], ["1", ""]])
    }

    @Test("A record knows the line it starts on")
    func lines() {
        #expect(Reading("h\n\n\"a\nb\nc\"\r\nd\r\n\r\ne").lines == [1, 3, 6, 8])
    }

    @Test(
        "A broken record is named, and the reader goes on behind it, not inside it",
        arguments: [
            ("h\n\"a\"bc,d\ne,f\n", TableFault.Problem.textAfterQuote, [["h"], ["e", "f"]]),
            ("h\n\"a\" ,d\ne\n", .textAfterQuote, [["h"], ["e"]]),
            ("h\na\u{0}b,c\ne\n", .notUTF8, [["h"], ["e"]]),
            ("h\n\"a\nb,c\n", .openQuote, [["h"]]), ("h\n\"", .openQuote, [["h"]]),
            ("h\n\"\"\"", .openQuote, [["h"]]),
        ] as [(String, TableFault.Problem, [[String]])])
    func refuses(text: String, problem: TableFault.Problem, rest: [[String]]) {
        let reading = Reading(text)
        #expect(reading.faults == [TableFault(line: 2, problem: problem)])
        #expect(reading.records == rest)
    }

    @Test(
        "Bytes that are not UTF-8 are refused, the next line is read",
        arguments: [[0xFF], [0xC3], [0xC0, 0xAF], [0xED, 0xA0, 0x80]] as [[UInt8]])
    func refusesBytes(bytes: [UInt8]) {
        for quote in [[], [0x22]] as [[UInt8]] {
            let reading = Reading(Array("h\na,".utf8) + quote + bytes + quote + Array("\nb".utf8))
            #expect(reading.faults == [TableFault(line: 2, problem: .notUTF8)])
            #expect(reading.records == [["h"], ["b"]])
        }
    }

    @Test("A field and a record are taken at their limits and refused one past them")
    func limits() {
        let (most, fields) = (CSVReader.fieldBytesMax, CSVReader.fieldsMax)
        let longest = String(repeating: "x", count: most)
        #expect(Reading(longest + "\nb").records == [[longest], ["b"]])
        #expect(Reading("\"\(longest)\"\nb").records == [[longest], ["b"]])
        let commas = String(repeating: ",", count: fields - 1)
        #expect(Reading(commas).records.first?.count == fields)
        for (text, maximum) in [
            (longest + "x\nb", most), ("\"\(longest)x\"\nb", most),
            ("\"\(longest)\"\"\"\nb", most), (commas + ",\nb", fields),
        ] {
            let reading = Reading(text)
            #expect(reading.faults == [TableFault(line: 1, problem: .tooLong(maximum: maximum))])
            #expect(reading.records == [["b"]])
        }
    }

    @Test("What is written is read back, scalar for scalar", arguments: 0..<40 as Range<UInt64>)
    func roundTrip(seed: UInt64) {
        var random = SeededGenerator(seed: seed)
        var writer = CSVWriter()
        var records: [[String]] = []
        for _ in 0..<40 {
            let width = Int.random(in: 1...4, using: &random)
            let record = (0..<width).map { _ in random.awkwardText(upTo: 6) }
            writer.write(record)
            records.append(record)
        }
        let reading = Reading(writer.take())
        #expect(reading.faults == [])
        #expect(
            reading.records.map { $0.map { Array($0.unicodeScalars) } }
                == records.map { $0.map { Array($0.unicodeScalars) } })
        #expect(writer.text.isEmpty)
    }

    @Test("No mangled text stops the reader", arguments: 0..<8 as Range<UInt64>)
    func mangled(seed: UInt64) {
        var random = SeededGenerator(seed: seed)
        let special = Array("\",\n\r;a".utf8) + [0xEF, 0xBB, 0xBF, 0xFF, 0]
        for _ in 0..<500 {
            let count = Int.random(in: 0...30, using: &random)
            let reading = Reading((0..<count).map { _ in random.pick(special) })
            let lines = (reading.lines + reading.faults.map(\.line)).sorted()
            // Each line begins one record at most: nothing is read twice.
            #expect(Set(lines).count == lines.count)
        }
    }
}
