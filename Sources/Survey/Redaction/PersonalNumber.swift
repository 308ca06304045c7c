/// Kinds of numbers that are given to persons in Việt Nam, and what tells an amount of money from
/// them.
///
/// - Source: numbering plan of Thông tư 22/2014/TT-BTTTT with the changes of 2017 and 2018; the
///   twelve digits of an identity card (Luật Căn cước 26/2023/QH15)
enum PersonalNumber {
    /// The second digit after the 0 of a mobile number, by the first.
    private static let mobile: [UInt8: Set<UInt8>] = [
        3: [2, 3, 4, 5, 6, 7, 8, 9], 5: [2, 5, 6, 8, 9], 7: [0, 6, 7, 8, 9],
        8: [1, 2, 3, 4, 5, 6, 7, 8, 9], 9: [0, 1, 2, 3, 4, 5, 6, 7, 8, 9],
    ]

    /// Whether digits are a telephone's or an identity card's, or any nine to twelve after a 0:
    /// social insurance, taxes, older cards.
    static func isKnown(_ digits: [UInt8]) -> Bool {
        if digits.first == 0, (9...12).contains(digits.count) { return true }
        for prefix in [[8, 4], [0, 8, 4], [0, 0, 8, 4]] as [[UInt8]]
        where digits.starts(with: prefix) {
            if isTelephone(digits.dropFirst(prefix.count)) { return true }
        }
        return false
    }

    /// Whether digits are a telephone's behind the country's code.
    private static func isTelephone(_ digits: ArraySlice<UInt8>) -> Bool {
        let digits = digits.first == 0 ? digits.dropFirst() : digits
        guard let first = digits.first, let second = digits.dropFirst().first else { return false }
        if first == 2 { return (9...10).contains(digits.count) }
        return digits.count == 9 && mobile[first]?.contains(second) == true
    }

    private static let currencies = [
        "đồng", "vnđ", "vnd", "usd", "đ", "triệu", "nghìn", "tỷ", "tỉ",
    ]
    /// Words that begin as the currency does: comrade, colleague, to agree.
    private static let others = ["ý", "chí", "nghiệp", "bào", "hành", "thời", "hương", "lòng"]

    /// Whether a currency begins what stands behind a number.
    ///
    /// - Parameter words: in small letters
    static func isCurrency(_ words: String) -> Bool {
        let rest = words.first == " " ? words.dropFirst() : words[...]
        let word = rest.prefix { $0.isLetter }
        guard currencies.contains(String(word)) else { return false }
        let next = rest.dropFirst(word.count).drop { $0 == " " }.prefix { $0.isLetter }
        return word != "đồng" || !others.contains(String(next))
    }
}
