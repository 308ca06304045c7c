/// Takes out of free words what names a person: numbers of identity cards, passports, telephones,
/// insurance and taxes, dossiers, number plates, and e-mail addresses.
///
/// Done to a comment before anything of it is stored, so that nobody has to guard what was never
/// kept. Dates, times, amounts of money and numbers of decrees stay. Names of people are not found.
/// Whatever is unsure is taken out: nobody counts by a comment's digits.
public enum Redaction {
    /// What stands for each thing that was taken out. It is no longer than the shortest of them,
    /// so that a comment of the greatest length stays one.
    public static let marker = "[đã ẩn]"
    /// Of fewer digits no number is made that names anybody.
    private static let digitsMin = 6

    /// The text with ``marker`` for everything that names a person.
    ///
    /// What comes out is given back unchanged when it is given in, so that an export is an import.
    /// A text of few digits and no `@` costs one look at each character.
    /// - Parameter text: as ``Text/normalized(_:)`` gives it; digits of other scripts are read too
    public static func redacted(_ text: String) -> String {
        guard mayName(text) else { return text }
        var text = text
        // What stood beside something that was taken out may be seen for what it is only then.
        // Each turn takes digits or an `@` away, so it ends.
        while true {
            let folded = FoldedText(text)
            let found = found(in: folded)
            guard !found.isEmpty else { return text }
            text = folded.replacing(found, by: marker)
        }
    }

    private static func mayName(_ text: String) -> Bool {
        var digits = 0
        for scalar in text.unicodeScalars {
            let folded = FoldedText.folded(scalar)
            if folded == UInt8(ascii: "@") { return true }
            if FoldedText.isDigit(folded) { digits += 1 }
        }
        return digits >= digitsMin
    }

    /// Places of what is to be taken out, in order and apart from each other.
    private static func found(in text: FoldedText) -> [Range<Int>] {
        var found: [Range<Int>] = []
        var mails = EmailFinder.found(in: text)[...]
        var position = 0
        while position < text.count {
            if let mail = mails.first, mail.lowerBound <= position {
                // Of a number that reached into an address the rest of the address is left.
                if mail.upperBound > position { found.append(position..<mail.upperBound) }
                position = max(position, mail.upperBound)
                mails.removeFirst()
                continue
            }
            let end = mails.first?.lowerBound ?? text.count
            if let code = CodeFinder.code(in: text, at: position, end: end) {
                found.append(code)
                position = code.upperBound
            } else if text.isDigit(at: position) {
                let run = NumberRun(in: text, from: position, end: end)
                found += run.found
                position = run.end
            } else {
                position += 1
            }
        }
        return found
    }
}
