import Foundation

/// Reads a workbook by openpyxl, another program's eyes, and the parts of the file as they are.
struct WorkbookReader {
    /// A cell that holds something.
    struct Cell: Decodable {
        /// `s` text, `n` number, `d` day, `f` formula.
        let kind: String
        let text: String?
        let number: Double?
        let format: String
    }

    struct Sheet: Decodable {
        let name: String
        let frozen: String?
        let filter: String?
        let charts: Int
        /// nil where a cell is empty
        let rows: [[Cell?]]

        /// The rows below the headings.
        var table: [[Cell?]] { Array(rows.dropFirst(4)) }
        var headings: [String] { rows[3].map { $0?.text ?? "" } }
        /// Every text and number of the sheet.
        var words: [String] {
            rows.joined().compactMap { cell in
                cell.map { $0.text ?? $0.number.map { "\($0)" } ?? "" }
            }
        }

        func column(_ heading: String) -> Int? { headings.firstIndex(of: heading) }
    }

    /// Whether this machine has openpyxl.
    static let isThere: Bool = {
        let found = try? Shell.run("python3", ["-c", "import openpyxl; print(1)"])
        return found?.hasPrefix("1") == true
    }()

    private static let script = """
        import json, sys, openpyxl
        def cell(c):
            if c.value is None: return None
            kind = c.data_type
            number = c.value if kind == "n" else None
            text = None if kind == "n" else str(c.value)
            return dict(kind=kind, text=text, number=number, format=c.number_format)
        book = openpyxl.load_workbook(sys.argv[1])
        print(json.dumps([dict(
            name=s.title, frozen=s.freeze_panes, filter=s.auto_filter.ref,
            charts=len(s._charts), rows=[[cell(c) for c in row] for row in s.iter_rows()])
            for s in book]))
        """

    let sheets: [Sheet]
    /// The XML of each part of the file, by its path.
    let parts: [String: String]

    init(_ bytes: [UInt8]) throws {
        (sheets, parts) = try Shell.withFolder { folder in
            let file = folder.appendingPathComponent("book.xlsx")
            try Data(bytes).write(to: file)
            let told = try Shell.run("python3", ["-c", Self.script, file.path])
            let unpack = """
                import json, sys, zipfile
                z = zipfile.ZipFile(sys.argv[1])
                print(json.dumps({n: z.read(n).decode() for n in z.namelist()}))
                """
            let parts = try Shell.run("python3", ["-c", unpack, file.path])
            return (
                try JSONDecoder().decode([Sheet].self, from: Data(told.utf8)),
                try JSONDecoder().decode([String: String].self, from: Data(parts.utf8))
            )
        }
    }

    func sheet(_ name: String) -> Sheet? { sheets.first { $0.name == name } }
}
