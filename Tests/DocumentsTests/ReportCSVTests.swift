import Analytics
import Documents
import Survey
import Testing

@Suite("ReportCSV")
struct ReportCSVTests {
    private func records(_ text: String) throws -> [[String]] {
        try Array(text.utf8).withUnsafeBytes { bytes in
            var reader = CSVReader(bytes: bytes)
            var records: [[String]] = []
            while let record = try reader.next() { records.append(record.fields) }
            return records
        }
    }

    @Test("one line a unit under the documented columns")
    func columns() throws {
        let records = try records(ReportCSV.text(of: Samples.report()))
        #expect(records.count == 3)
        #expect(
            records[0].joined(separator: ",")
                == "unit,name,responses,valid,dossiers,coverage,share,lower,upper,interval,"
                + "tthc-2025.share,tthc-2025.lower,tthc-2025.upper,tthc-2025.verdict,"
                + "tthc-2025.needed,tthc-2030.share,tthc-2030.lower,tthc-2030.upper,"
                + "tthc-2030.verdict,tthc-2030.needed,late,closed,worst.lower,worst.upper")
        #expect(records.allSatisfy { $0.count == 24 })
        #expect(records[1][13] == "met")
        #expect(records[1][19...21] == ["77", "0", "true"])
        #expect(records[2][20...] == ["0", "true", "", ""])
        let open = try self.records(ReportCSV.text(of: Samples.report(isClosed: false)))
        #expect(open[1][21] == "false")
        let late = try self.records(ReportCSV.text(of: Samples.report(units: [Samples.late(12)])))
        #expect(late[1].suffix(4).prefix(2) == ["12", "true"])
    }

    @Test("doubles are exact and names read back as they were")
    func exactness() throws {
        let records = try records(ReportCSV.text(of: Samples.report()))
        #expect(Double(records[1][5]) == 1_003.0 / 12_345.0)
        #expect(records[2][1] == Samples.suppressed.unit.name)
    }

    @Test("a suppressed row has no figure, and no column of a target it lacks")
    func suppression() throws {
        let text = ReportCSV.text(of: Samples.report(units: [Samples.suppressed]))
        for secret in Samples.secrets { #expect(!text.contains(secret)) }
        let row = try records(ReportCSV.text(of: Samples.report()))[2]
        #expect(row[2...3] == ["6", "4"])
        #expect(row[4...12].allSatisfy { $0.isEmpty })
        #expect(row[13] == "tooFew")
        #expect(row[14...19].allSatisfy { $0.isEmpty })
    }

    @Test("a report without units is its header")
    func empty() {
        #expect(
            ReportCSV.text(of: Samples.report(units: []))
                == (ReportCSV.columns + ReportCSV.closingColumns).joined(separator: ",") + "\n")
    }
}
