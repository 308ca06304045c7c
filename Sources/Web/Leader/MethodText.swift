/// The few marks of Markdown that the pages of the methods use, as HTML.
///
/// Headings (`#`, `##`), paragraphs, lists of `- `, fenced code, `**bold**`, `` `code` ``, and the
/// name of another page (`wilson.md`) as a link. Everything else is text and is escaped; the result
/// can hold no markup of the file's own.
struct MethodText {
    /// What a file is made of, in order.
    enum Block: Equatable {
        case title(String)
        case heading(String)
        case paragraph(String)
        case list([String])
        case code(String)
    }

    let blocks: [Block]
    /// Names of pages that may be linked, without `.md`.
    let known: Set<String>
    let language: String
    /// Whether it is a part of a file, which holds the other pages too.
    let isPart: Bool

    init(_ text: String, known: Set<String>, language: String, isPart: Bool = false) {
        self.known = known
        self.language = language
        self.isPart = isPart
        blocks = Self.blocks(of: text)
    }

    private static func blocks(of text: String) -> [Block] {
        var blocks: [Block] = []
        var lines = text.split(separator: "\n", omittingEmptySubsequences: false)[...]
        while let line = lines.popFirst() {
            if line.hasPrefix("```") {
                let code = lines.prefix { !$0.hasPrefix("```") }
                lines = lines.dropFirst(code.count + 1)
                blocks.append(.code(code.joined(separator: "\n")))
            } else if line.hasPrefix("## ") {
                blocks.append(.heading(String(line.dropFirst(3))))
            } else if line.hasPrefix("# ") {
                blocks.append(.title(String(line.dropFirst(2))))
            } else if line.hasPrefix("- ") {
                add(item: line.dropFirst(2), to: &blocks)
            } else if line.isEmpty {
                blocks.append(.paragraph(""))
            } else {
                add(line: line, to: &blocks)
            }
        }
        return blocks.filter { $0 != .paragraph("") }
    }

    private static func add(item: Substring, to blocks: inout [Block]) {
        if case .list(let items) = blocks.last {
            blocks[blocks.count - 1] = .list(items + [String(item)])
        } else {
            blocks.append(.list([String(item)]))
        }
    }

    /// A line goes on with the paragraph or the point before it.
    private static func add(line: Substring, to blocks: inout [Block]) {
        let text = String(line.drop { $0 == " " })
        switch blocks.last {
        case .paragraph(let before) where !before.isEmpty:
            blocks[blocks.count - 1] = .paragraph(before + " " + text)
        case .list(let items):
            blocks[blocks.count - 1] = .list(
                items.dropLast() + [(items.last ?? "") + " " + text])
        default: blocks.append(.paragraph(text))
        }
    }

    /// The file's first line, without its marks.
    var title: String {
        for case .title(let text) in blocks { return text.filter { $0 != "`" } }
        return ""
    }

    /// The paragraph that says in Vietnamese what the method is.
    var summary: String {
        for case .paragraph(let text) in blocks where text.hasPrefix(Self.summaryMark) {
            return String(text.dropFirst(Self.summaryMark.count))
        }
        return ""
    }

    private static let summaryMark = "**Tóm tắt.** "

    /// Everything but title and summary.
    var rest: HTML {
        HTML.joined(
            blocks.map { block -> HTML in
                switch block {
                case .title: ""
                case .heading(let text) where isPart: "<h4>\(inline(text))</h4>\n"
                case .heading(let text): "<h2>\(inline(text))</h2>\n"
                case .paragraph(let text) where text.hasPrefix(Self.summaryMark): ""
                case .paragraph(let text): "<p>\(inline(text))</p>\n"
                case .list(let items):
                    "<ul>\(items.map { "<li>\(inline($0))</li>\n" as HTML })</ul>\n"
                case .code(let text): "<pre><code>\(text)</code></pre>\n"
                }
            })
    }

    /// Text with its bold parts, its code and its links.
    func inline(_ text: String) -> HTML {
        var parts: [HTML] = []
        var rest = text[...]
        while !rest.isEmpty {
            if let code = Self.between("`", "`", &rest) {
                parts.append("<code>\(code)</code>")
            } else if let bold = Self.between("**", "**", &rest) {
                parts.append("<strong>\(bold)</strong>")
            } else {
                let plain = rest.prefix { $0 != "`" && $0 != "*" }
                // A mark without its partner is a character like any other.
                let taken = plain.isEmpty ? rest.prefix(1) : plain
                parts.append(linked(taken))
                rest = rest.dropFirst(taken.count)
            }
        }
        return HTML.joined(parts)
    }

    /// Takes what stands between two marks at the beginning of a text.
    private static func between(
        _ opening: String, _ closing: String, _ rest: inout Substring
    ) -> String? {
        guard rest.hasPrefix(opening) else { return nil }
        let inside = rest.dropFirst(opening.count)
        var index = inside.startIndex
        while index < inside.endIndex {
            if inside[index...].hasPrefix(closing), index > inside.startIndex {
                rest = inside[index...].dropFirst(closing.count)
                return String(inside[..<index])
            }
            index = inside.index(after: index)
        }
        return nil
    }

    /// Plain text in which `NAME.md` leads to that page.
    private func linked(_ text: Substring) -> HTML {
        let words = text.split(separator: " ", omittingEmptySubsequences: false)
        return HTML.joined(
            words.enumerated().map { index, word -> HTML in
                let space: HTML = index > 0 ? " " : ""
                let core = word.drop { $0 == "(" }
                guard let end = core.range(of: ".md") else { return "\(space)\(word)" }
                let name = String(core[..<end.lowerBound])
                guard known.contains(name) else { return "\(space)\(word)" }
                let before = word[..<core.startIndex]
                let link: Link =
                    isPart ? "#method-\(name)" : MethodPage.link(to: name, language: language)
                return "\(space)\(before)<a href=\"\(link)\">\(name)</a>\(core[end.upperBound...])"
            })
    }
}

extension Substring {
    /// Where a text stands in this one; nil where it does not.
    fileprivate func range(of text: String) -> Range<Index>? {
        var index = startIndex
        while index < endIndex {
            if self[index...].hasPrefix(text) {
                return index..<self.index(index, offsetBy: text.count)
            }
            index = self.index(after: index)
        }
        return nil
    }
}
