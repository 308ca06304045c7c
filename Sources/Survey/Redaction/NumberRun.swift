/// Groups of digits with nothing but spaces, dots, hyphens and brackets between them, and which of
/// them are a person's number: people write `0912 345 678`, `0912.345.678` and `(0912) 345-678`.
struct NumberRun {
    /// Digits without a gap.
    struct Group {
        let start: Int
        let digits: [UInt8]
        /// What stands between this group and the next; empty behind the last one.
        var gap: [UInt8] = []

        var end: Int { start + digits.count }
        var number: Int { digits.prefix(9).reduce(0) { 10 * $0 + Int($1) } }
    }

    /// Characters between two groups at most.
    private static let gapMax = 3
    /// Digits of one number at most: those of a bank account. More of them without a gap are
    /// taken out all the same.
    private static let digitsMax = 19
    private static let anyMin = 9
    /// Digits of an amount at most: a thousand billion.
    private static let moneyMax = 13

    private let text: FoldedText
    private let groups: [Group]
    private let start: Int

    /// - Parameters:
    ///   - start: the first digit's place
    ///   - limit: what lies there and behind belongs to something else
    init(in text: FoldedText, from start: Int, end limit: Int) {
        self.text = text
        self.start = start
        var groups: [Group] = []
        var place = start
        while place < limit, text.isDigit(at: place) {
            let count = text.digits(from: place, end: limit)
            groups.append(
                Group(start: place, digits: text.marks[place..<place + count].map { $0 - 0x30 }))
            place += count
            var next = place
            while next < limit, next - place < Self.gapMax, " .-()".utf8.contains(text.marks[next])
            {
                next += 1
            }
            guard next < limit, text.isDigit(at: next) else { break }
            groups[groups.count - 1].gap = Array(text.marks[place..<next])
            place = next
        }
        self.groups = groups
    }

    /// Where the run ends.
    var end: Int { groups.last?.end ?? start }

    /// Places of persons' numbers, in order and apart.
    var found: [Range<Int>] {
        var found: [Range<Int>] = []
        var place = 0
        // Groups of which nothing is known yet.
        var unknown = 0
        func settle() {
            found += number(of: unknown..<place).map { [$0] } ?? []
        }
        while place < groups.count {
            if let count = known(from: place) {
                settle()
                found.append(span(place..<place + count))
                place += count
                unknown = place
            } else if let count = harmless(from: place) {
                settle()
                place += count
                unknown = place
            } else {
                place += 1
            }
        }
        settle()
        return found
    }

    /// Groups from the first to before the last, with a plus sign or a bracket before them.
    private func span(_ range: Range<Int>) -> Range<Int> {
        let (first, last) = (groups[range.lowerBound], groups[range.upperBound - 1])
        var start = first.start
        if range.lowerBound == 0, text.holds("+", at: start - 1) { start -= 1 }
        return start..<last.end
    }

    private func count(_ range: Range<Int>) -> Int {
        groups[range].reduce(0) { $0 + $1.digits.count }
    }

    /// How many groups from one on are a number of a known kind, or one long enough by itself.
    private func known(from first: Int) -> Int? {
        let group = groups[first]
        if group.digits.count >= Self.anyMin, !isMoney(first..<first + 1) {
            // A tax number's branch.
            let hasBranch = group.digits.count == 10 && group.gap == [UInt8(ascii: "-")]
            return hasBranch && groups[first + 1].digits.count == 3 ? 2 : 1
        }
        var longest: Int?
        var digits = group.digits
        var last = first + 1
        while last < groups.count, digits.count + groups[last].digits.count <= Self.digitsMax {
            digits += groups[last].digits
            last += 1
            let range = first..<last
            guard digits.count >= Self.anyMin, PersonalNumber.isKnown(digits) else { continue }
            // Single digits and pairs are many things, unless they are set alike.
            guard digits.count >= 3 * range.count || isUniform(range) else { continue }
            longest = range.count
        }
        return longest
    }

    /// Groups of no known kind, taken together: a number of nine digits or more, unless they are
    /// so short that they are several.
    private func number(of range: Range<Int>) -> Range<Int>? {
        guard !range.isEmpty else { return nil }
        let count = count(range)
        guard count >= Self.anyMin, 2 * count >= 5 * range.count, !isMoney(range) else {
            return nil
        }
        return span(range)
    }

    private func isUniform(_ range: Range<Int>) -> Bool {
        let gaps = groups[range].dropLast().map(\.gap)
        return gaps.allSatisfy { $0 == gaps.first }
    }

    // MARK: What stays

    /// How many groups from one on are a date, a time, a decimal number, an amount, or years.
    private func harmless(from first: Int) -> Int? {
        date(from: first) ?? amount(from: first) ?? decimal(from: first) ?? years(from: first)
    }

    private func date(from first: Int) -> Int? {
        guard first + 3 <= groups.count, isUniform(first..<first + 3),
            groups[first].gap != [UInt8(ascii: " ")]
        else { return nil }
        let parts = groups[first..<first + 3]
        let lengths = parts.map(\.digits.count)
        let numbers = lengths[0] == 4 ? parts.reversed().map(\.number) : parts.map(\.number)
        let isShaped = lengths.max() == 4 && lengths[1] <= 2 && lengths[0] + lengths[2] <= 6
        let isDay = (1...31).contains(numbers[0]) && (1...12).contains(numbers[1])
        return isShaped && isDay && (1900...2100).contains(numbers[2]) ? 3 : nil
    }

    /// `150.000` and, where a currency follows, also `1.500.000.000` and `120 000`.
    private func amount(from first: Int) -> Int? {
        guard (1...3).contains(groups[first].digits.count), groups[first].digits[0] != 0,
            [[UInt8(ascii: ".")], [UInt8(ascii: " ")]].contains(groups[first].gap),
            first == 0 || groups[first - 1].gap != groups[first].gap
        else { return nil }
        let gap = groups[first].gap
        var last = first + 1
        while last < groups.count, groups[last - 1].gap == gap, groups[last].digits.count == 3 {
            last += 1
        }
        guard last > first + 1 else { return nil }
        let isSmall = gap == [UInt8(ascii: ".")] && count(first..<last) < Self.anyMin
        return isSmall || isMoney(first..<last) ? last - first : nil
    }

    /// `8.5`, `7.30`, and no third part.
    private func decimal(from first: Int) -> Int? {
        let dot = [UInt8(ascii: ".")]
        guard first + 1 < groups.count, groups[first].gap == dot, groups[first + 1].gap != dot,
            first == 0 || groups[first - 1].gap != dot,
            groups[first].digits.count <= 2, groups[first + 1].digits.count <= 2
        else { return nil }
        return 2
    }

    private func years(from first: Int) -> Int? {
        guard first == 0 else { return nil }
        let isYears = groups.allSatisfy {
            $0.digits.count == 4 && (1900...2100).contains($0.number)
        }
        return isYears ? groups.count : nil
    }

    /// Whether the groups end the run, a currency follows, and they are no number that begins
    /// with 0.
    private func isMoney(_ range: Range<Int>) -> Bool {
        guard range.upperBound == groups.count, groups[range.lowerBound].digits[0] != 0,
            count(range) <= Self.moneyMax
        else { return false }
        return PersonalNumber.isCurrency(text.words(from: end, count: 16))
    }
}
