/// A strict reader of pages: notes whatever a lenient browser would have to repair.
struct Markup {
    struct Tag {
        let name: String
        let attributes: [(name: String, value: String)]
        /// The names of the elements around it, outermost first.
        let around: [String]
        /// The text inside it.
        var text = ""

        subscript(name: String) -> String? { attributes.first { $0.name == name }?.value }
    }

    private(set) var tags: [Tag] = []
    private(set) var faults: [String] = []
    /// All text outside tags, entities decoded.
    private(set) var text = ""

    private static let voidTags: Set<String> = ["meta", "link", "input", "br", "hr", "img"]

    init(_ bytes: [UInt8]) {
        let page = String(decoding: bytes, as: UTF8.self)
        if Array(page.utf8) != bytes { faults.append("not UTF-8") }
        var open: [(name: String, index: Int)] = []
        var rest = Substring(page)
        while let start = rest.firstIndex(of: "<") {
            take(text: rest[..<start], into: open.map(\.index))
            guard let end = rest[start...].firstIndex(of: ">") else {
                faults.append("open tag at the end")
                return
            }
            read(tag: rest[rest.index(after: start)..<end], open: &open)
            rest = rest[rest.index(after: end)...]
        }
        take(text: rest, into: open.map(\.index))
        for element in open { faults.append("<\(element.name)> is never closed") }
    }

    /// The tags of one name.
    func all(_ name: String) -> [Tag] { tags.filter { $0.name == name } }

    /// Every value of an attribute.
    func values(_ attribute: String) -> [String] { tags.compactMap { $0[attribute] } }

    private mutating func take(text raw: Substring, into open: [Int]) {
        if raw.contains(">") { faults.append("bare > in “\(raw.suffix(40))”") }
        let decoded = decode(raw)
        text += decoded
        for index in open { tags[index].text += decoded }
    }

    private mutating func read(tag: Substring, open: inout [(name: String, index: Int)]) {
        if tag.lowercased() == "!doctype html" { return }
        if tag.hasPrefix("/") {
            guard open.last?.name == String(tag.dropFirst()) else {
                faults.append("<\(tag)> closes <\(open.last?.name ?? "nothing")>")
                return
            }
            open.removeLast()
            return
        }
        let isClosedAtOnce = tag.hasSuffix("/")
        var scanner = tag.drop { $0 == " " }
        if isClosedAtOnce { scanner.removeLast() }
        let name = String(scanner.prefix { $0.isLetter || $0.isNumber })
        if name.isEmpty { faults.append("no name in <\(tag)>") }
        let attributes = readAttributes(scanner.dropFirst(name.count), of: name)
        tags.append(Tag(name: name, attributes: attributes, around: open.map(\.name)))
        if !isClosedAtOnce, !Self.voidTags.contains(name) { open.append((name, tags.count - 1)) }
    }

    private mutating func readAttributes(
        _ raw: Substring, of tag: String
    ) -> [(name: String, value: String)] {
        var attributes: [(name: String, value: String)] = []
        var rest = raw
        while true {
            let trimmed = rest.drop { $0 == " " || $0 == "\n" }
            guard !trimmed.isEmpty else { return attributes }
            if trimmed.startIndex == rest.startIndex { faults.append("no space in <\(tag)\(raw)>") }
            let name = trimmed.prefix { $0.isLetter || $0.isNumber || $0 == "-" || $0 == ":" }
            rest = trimmed.dropFirst(name.count)
            guard !name.isEmpty else {
                faults.append("odd attribute in <\(tag)\(raw)>")
                return attributes
            }
            var value = Substring()
            if rest.first == "=" {
                rest = rest.dropFirst()
                guard rest.first == "\"", let end = rest.dropFirst().firstIndex(of: "\"") else {
                    faults.append("\(name) is not in double quotes in <\(tag)\(raw)>")
                    return attributes
                }
                value = rest[rest.index(after: rest.startIndex)..<end]
                rest = rest[rest.index(after: end)...]
            }
            if attributes.contains(where: { $0.name == name }) { faults.append("\(name) twice") }
            attributes.append((String(name), decode(value)))
        }
    }

    private mutating func decode(_ raw: Substring) -> String {
        let named = ["amp": "&", "lt": "<", "gt": ">", "quot": "\"", "#39": "'"]
        var decoded = ""
        var rest = raw
        while let start = rest.firstIndex(of: "&") {
            decoded += rest[..<start]
            let tail = rest[rest.index(after: start)...]
            guard let end = tail.firstIndex(of: ";"), let plain = named[String(tail[..<end])] else {
                faults.append("bare & in “\(raw.prefix(60))”")
                return decoded + rest[start...]
            }
            decoded += plain
            rest = tail[tail.index(after: end)...]
        }
        return decoded + rest
    }
}
