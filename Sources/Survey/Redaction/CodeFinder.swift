/// Finds codes of letters and digits that lead to a person: dossiers, number plates, passports.
enum CodeFinder {
    /// A code that begins at a place.
    ///
    /// - Parameter end: what lies there and behind belongs to something else
    static func code(in text: FoldedText, at place: Int, end: Int) -> Range<Int>? {
        let reader = Reader(text: text, start: place, end: end)
        if text.isDigit(at: place) { return reader.plate() }
        guard FoldedText.isLatin(text.marks[place]) else { return nil }
        return reader.dossier() ?? reader.passport()
    }

    private struct Reader {
        let text: FoldedText
        let start: Int
        let end: Int

        /// `H29-230515-0012`, as one-stop portals number dossiers.
        func dossier() -> Range<Int>? {
            guard "hgt".utf8.contains(text.marks[start] | 0x20), !text.isLetter(at: start - 1),
                digits(start + 1) == 2
            else { return nil }
            var place = start + 3
            while holds(".", place), (1...3).contains(digits(place + 1)) {
                place += 1 + digits(place + 1)
            }
            guard let day = afterHyphen(place), digits(day) == 6,
                let number = afterHyphen(day + 6), digits(number) > 0
            else { return nil }
            return start..<number + digits(number)
        }

        /// `B1234567` and `P00012345`.
        func passport() -> Range<Int>? {
            guard text.isBoundary(at: start - 1) else { return nil }
            var place = start + 1
            if place < end, FoldedText.isLatin(text.marks[place]) { place += 1 }
            if place == start + 1, isCapital(start), holds(" ", place) { place += 1 }
            let count = digits(place)
            guard (7...8).contains(count), text.isBoundary(at: place + count) else { return nil }
            return start..<place + count
        }

        /// `43A-123.45`, `29-B1 12345`, `43A 1234`.
        func plate() -> Range<Int>? {
            guard text.isBoundary(at: start - 1), digits(start) == 2, text.marks[start] != 0x30
            else { return nil }
            let series = holds("-", start + 2) ? start + 3 : start + 2
            guard series < end, text.isLetter(at: series) else { return nil }
            // A series is a letter, a letter and a digit, or two letters.
            let second = series + 1
            let lengths = text.isDigit(at: second) || text.isLetter(at: second) ? [2, 1] : [1]
            for length in lengths {
                if let last = numberEnd(after: series + length, isCapital: isCapital(series)) {
                    return start..<last
                }
            }
            return nil
        }

        private func numberEnd(after place: Int, isCapital: Bool) -> Int? {
            var first = place
            while first < end, first - place < 3, " -.".utf8.contains(text.marks[first]) {
                first += 1
            }
            let isApart = holds(" ", place)
            let count = digits(first)
            var last = first + count
            if count == 3, holds(".", last) || holds(" ", last), digits(last + 1) == 2 {
                last += 3
            } else if count == 4 {
                // Forms are called "Mẫu 12A-2024".
                let isYear = ["19", "20"].contains(text.words(from: first, count: 2))
                guard isCapital, !isYear else { return nil }
            } else if count != 5 {
                return nil
            }
            guard text.isBoundary(at: last), isCapital || !isApart else { return nil }
            return last
        }

        private func afterHyphen(_ place: Int) -> Int? {
            let hyphen = holds(" ", place) ? place + 1 : place
            guard holds("-", hyphen) else { return nil }
            return holds(" ", hyphen + 1) ? hyphen + 2 : hyphen + 1
        }

        private func isCapital(_ place: Int) -> Bool {
            (0x41...0x5A).contains(text.marks[place]) || text.marks[place] == FoldedText.letter
        }

        private func holds(_ character: Unicode.Scalar, _ place: Int) -> Bool {
            place < end && text.holds(character, at: place)
        }

        private func digits(_ place: Int) -> Int { text.digits(from: place, end: end) }
    }
}
