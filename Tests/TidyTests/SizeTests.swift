import Testing

@Suite("Sizes")
struct SizeTests {
    static let code = ["Sources", "Tests"].flatMap {
        SourceTree.files(below: $0, endingWith: [".swift", ".c", ".h"])
    }
    static let pages = SourceTree.files(below: "kiosk", endingWith: [".css", ".js"])

    @Test("no file is longer than 500 lines", arguments: code + pages)
    func fileLength(path: String) throws {
        #expect(try SourceTree.lines(path).count <= 501)
    }

    @Test("no line is longer than 100 columns", arguments: code)
    func lineLength(path: String) throws {
        for (number, line) in try SourceTree.lines(path).enumerated() {
            #expect(line.count <= 100, "\(path):\(number + 1)")
        }
    }

    /// A function ends at the first line that is indented as its head and closes a brace.
    @Test("no function is longer than 60 lines", arguments: code.filter { $0.hasSuffix(".swift") })
    func functionLength(path: String) throws {
        let lines = try SourceTree.lines(path)
        var start: (line: Int, indent: Int)?
        for (number, line) in lines.enumerated() {
            let indent = line.prefix { $0 == " " }.count
            if let head = start, indent == head.indent, line.dropFirst(indent).hasPrefix("}") {
                #expect(number - head.line < 60, "\(path):\(head.line + 1)")
                start = nil
            }
            if start == nil, Self.isFunctionHead(line) { start = (number, indent) }
        }
    }

    private static func isFunctionHead(_ line: String) -> Bool {
        let words = line.split { $0 == " " || $0 == "(" || $0 == "<" || $0 == "?" }
        let isHead = words.contains("func") || words.contains("init") || words.first == "subscript"
        return isHead && !line.contains("//") && !line.contains("\"") && !line.hasSuffix("}")
    }

    @Test("no product file under 40 lines but a public type or one type under its name")
    func smallFiles() throws {
        let small = try SourceTree.files(below: "Sources", endingWith: [".swift"]).filter {
            try SourceTree.lines($0).count < 40
        }
        for path in small {
            let text = try SourceTree.text(path)
            let name = path.split(separator: "/").last?.dropLast(".swift".count) ?? ""
            let isOwnType = ["struct", "enum", "class"].contains { text.contains("\($0) \(name)") }
            #expect(
                isOwnType || text.contains("public "), "\(path) could stand in its neighbour")
        }
    }
}
