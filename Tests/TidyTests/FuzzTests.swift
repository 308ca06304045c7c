import Foundation
import Testing

/// What reads bytes of a stranger or of a file is tried with damaged ones by `make fuzz`.
@Suite("Fuzzing")
struct FuzzTests {
    /// How code that reads is declared: a decoder, or a value made from text or bytes.
    private static func reads(_ text: String) -> Bool {
        text.contains(#/static func (decode|parse|typed)\(/#)
            || text.contains(#/init\??\(\s*_ (text|value|bytes|fields): /#)
            || text.contains(#/init\?\((text|bytes|rfc3339)/#)
            || text.contains(#/init\((heartbeat|query)/#)
    }

    /// Declared like a reader and none, or reached through another; with the reason.
    private static let excused = [
        "Anchor": "fields of fixed length behind a SHA-256 of all of them",
        "Contact": "ContactFields bounds it; two lines of text and no parser",
        "ContactFields": "fields that FormFields has read",
        "FoldedText": "Redaction reads through it",
        "Gzip": "compresses what we have made",
        "JSON": "a value that is written; JSONParser reads",
        "QRCode": "draws a text of our own",
        "SecretKey": "keys that we have made",
        "SharedBody": "bodies that are sent",
        "StaticFile": "files of our own; the range that is asked for is in the head",
        "TableHeading": "ScoreTable reads it first",
    ]

    private static let targets = "Tests/Fuzz"

    private static func words(below folder: String) throws -> Set<String> {
        let texts = try SourceTree.files(below: folder, endingWith: [".swift"]).map {
            try SourceTree.text($0)
        }
        return Set(texts.joined().matches(of: /[A-Za-z_0-9]+/).map { String($0.output) })
    }

    @Test("every reader of the product is reached by a fuzz target, or it is said why not")
    func complete() throws {
        let named = try Self.words(below: Self.targets)
        var readers: Set<String> = []
        for path in SourceTree.files(below: "Sources", endingWith: [".swift"])
        where Self.reads(try SourceTree.text(path)) {
            let file = path.split(separator: "/").last ?? ""
            let type = String(file.prefix { $0 != "+" && $0 != "." })
            readers.insert(type)
            #expect(
                named.contains(type) || named.contains(type + "Decoder")
                    || Self.excused[type] != nil,
                "\(path) reads, and no target in \(Self.targets) calls it")
        }
        // A pattern that no longer fits how the code is written would find nothing.
        #expect(readers.count >= 40)
        for type in Self.excused.keys { #expect(readers.contains(type), "\(type) is no reader") }
    }

    @Test("every target is run by the script and begins with an example")
    func examples() throws {
        let parser = try SourceTree.text("\(Self.targets)/Parser.swift")
        let script = try SourceTree.text("scripts/fuzz")
        let known = try #require(script.firstMatch(of: /known="([^"]*)"/)).output.1
        var cases: [String] = []
        for line in parser.split(separator: "\n") where line.hasPrefix("    case ") {
            cases += line.dropFirst(9).split(separator: ",").map { $0.filter { $0 != " " } }
        }
        #expect(
            known.split(whereSeparator: \.isWhitespace).map(String.init).sorted()
                == cases.sorted())
        for name in cases {
            let seeds = SourceTree.root.appending(path: "\(Self.targets)/seeds/\(name)")
            let isSeeded = FileManager.default.fileExists(atPath: seeds.path)
            #expect(isSeeded || script.contains(" \(name)) echo "), "\(name) has no example")
        }
    }
}
