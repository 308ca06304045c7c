/// Whole numbers as people read them.
public enum Count {
    /// Groups of three: `12.345` in Vietnamese, `12,345` in English.
    public static func text(_ number: Int, _ language: DocumentLanguage) -> String {
        let digits = Array(String(number.magnitude))
        var text = number < 0 ? "−" : ""
        for (index, digit) in digits.enumerated() {
            if index > 0, (digits.count - index).isMultiple(of: 3) {
                text += language.choose(".", ",")
            }
            text.append(digit)
        }
        return text
    }
}
