/// Finds e-mail addresses, also with a space beside the `@`.
enum EmailFinder {
    /// Characters before the `@` at most (RFC 5321), and after it.
    private static let nameMax = 64
    private static let hostMax = 255
    /// Shorter ones are nobody's, and ``Redaction/marker`` would be longer.
    private static let lengthMin = 7
    /// Whose names people write without what comes after.
    private static let knownHosts: Set<String> = [
        "gmail", "yahoo", "hotmail", "outlook", "icloud", "ymail",
    ]

    /// Places of addresses, in order and apart from each other.
    static func found(in text: FoldedText) -> [Range<Int>] {
        var found: [Range<Int>] = []
        for place in text.marks.indices where text.holds("@", at: place) {
            let from = found.last?.upperBound ?? 0
            guard place >= from, let start = nameStart(in: text, before: place, from: from),
                let end = hostEnd(in: text, after: place), end - start >= lengthMin
            else { continue }
            found.append(start..<end)
        }
        return found
    }

    private static func nameStart(
        in text: FoldedText, before place: Int, from: Int
    ) -> Int? {
        let last = text.holds(" ", at: place - 1) ? place - 1 : place
        var start = last
        while start > from, last - start < nameMax, isOfName(text, start - 1) { start -= 1 }
        let names = (start..<last).contains { text.isLetter(at: $0) || text.isDigit(at: $0) }
        return names ? start : nil
    }

    private static func isOfName(_ text: FoldedText, _ place: Int) -> Bool {
        text.isLetter(at: place) || text.isDigit(at: place)
            || "._%+-".utf8.contains(text.marks[place])
    }

    private static func hostEnd(in text: FoldedText, after place: Int) -> Int? {
        let first = text.holds(" ", at: place + 1) ? place + 2 : place + 1
        var end = first
        while end < text.count, end - first < hostMax, isOfHost(text.marks[end]) { end += 1 }
        while end > first, !FoldedText.isDigit(text.marks[end - 1]),
            !FoldedText.isLatin(text.marks[end - 1])
        {
            end -= 1
        }
        let host = text.marks[first..<end]
        guard let dot = host.lastIndex(of: UInt8(ascii: ".")) else {
            let name = String(decoding: host.map { $0 | 0x20 }, as: UTF8.self)
            return knownHosts.contains(name) ? end : nil
        }
        let top = host[(dot + 1)...]
        let isHost = dot > first && top.count >= 2 && top.allSatisfy(FoldedText.isLatin)
        return isHost ? end : nil
    }

    private static func isOfHost(_ mark: UInt8) -> Bool {
        FoldedText.isDigit(mark) || FoldedText.isLatin(mark) || ".-".utf8.contains(mark)
    }
}
