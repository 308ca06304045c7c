import Foundation
import Survey
import Testing

/// How much is found and how much is taken out in vain, on comments made from a seed: other
/// separators, widths and compositions than anybody would think of one by one.
@Suite("Redaction rates")
struct RedactionRatesTests {
    private static let count = 2_000
    private static let sentences = [
        "Cán bộ hướng dẫn dễ hiểu, liên hệ {} giúp tôi.", "Gọi {}", "{} là số của tôi, xin trả lời",
        "Tôi nộp hồ sơ ngày 12/5/2024, đã chờ 45 phút ({}).", "Xin gửi kết quả về {}; cảm ơn ạ!",
        "Ông Nguyễn Văn A, {}, phường Hòa Cường", "Phí 120.000 đồng nhưng chưa có biên lai: {}",
    ]

    private static func digits(_ count: Int, _ random: inout SeededGenerator) -> String {
        String((0..<count).map { _ in random.pick(Array("0123456789")) })
    }

    /// Digits cut into groups, with one separator between them.
    private static func grouped(
        _ digits: String, _ sizes: [Int], _ random: inout SeededGenerator
    ) -> String {
        var groups: [Substring] = []
        var rest = digits[...]
        for size in sizes {
            groups.append(rest.prefix(size))
            rest = rest.dropFirst(size)
        }
        if !rest.isEmpty { groups.append(rest) }
        return groups.joined(separator: random.pick(["", " ", ".", "-", " - ", ". "]))
    }

    private static func personal(_ random: inout SeededGenerator) -> String {
        let mobile =
            random.pick([
                "032", "035", "039", "056", "058", "070", "079", "081", "089", "090", "098",
            ])
            + digits(7, &random)
        switch Int.random(in: 0..<11, using: &random) {
        case 0:
            return grouped(
                mobile, random.pick([[4, 3], [3, 3], [4, 2, 2], [2, 2, 2, 2]]), &random)
        case 1: return "+84" + random.pick(["", " ", "."]) + mobile.dropFirst()
        case 2:
            return grouped(
                "0" + digits(11, &random), random.pick([[3, 3, 3], [4, 4], [12]]), &random)
        case 3:
            return grouped(
                "02" + digits(9, &random), random.pick([[3, 4], [4, 3], [11]]), &random)
        case 4: return grouped("2" + digits(8, &random), random.pick([[3, 3], [9]]), &random)
        case 5: return "79" + digits(8, &random) + random.pick(["", "-001"])
        case 6: return digits(Int.random(in: 11...19, using: &random), &random) + "7"
        case 7:
            return random.pick(["H29", "G22", "T05"]) + "-" + digits(6, &random) + "-"
                + digits(4, &random)
        case 8:
            return random.pick(["43A", "29B1", "51F", "92C"]) + random.pick(["-", " ", "-"])
                + digits(3, &random) + random.pick([".", ""]) + digits(2, &random)
        case 9: return random.pick(["B", "C", "N", "P0"]) + digits(7, &random)
        default:
            let name = random.pick(["nguyen.van", "hoa_le", "tran-b", "le.thi.c", "abc"])
            return name + digits(2, &random) + "@"
                + random.pick(["gmail.com", "sxd.danang.gov.vn"])
        }
    }

    private static func disguised(_ text: String, _ random: inout SeededGenerator) -> String {
        switch Int.random(in: 0..<4, using: &random) {
        case 0:
            return String(
                String.UnicodeScalarView(
                    text.unicodeScalars.map { scalar in
                        ("0"..."9").contains(scalar)
                            ? Unicode.Scalar(scalar.value + 0xFEE0) ?? scalar : scalar
                    }))
        case 1:
            return text.map { "\($0)" + random.pick(["", "", "\u{200B}", "\u{2060}"]) }.joined()
        default: return text
        }
    }

    private static func clean(_ random: inout SeededGenerator) -> String {
        func number(_ range: ClosedRange<Int>) -> Int { Int.random(in: range, using: &random) }
        let (day, month, year) = (number(1...31), number(1...12), number(1990...2030))
        let dot = random.pick(["/", "-", "."])
        let pieces = [
            "ngày \(day)\(dot)\(month)\(dot)\(year)", "lệ phí \(number(1...999)).000 đồng",
            "Nghị định \(number(1...200))/\(year)/NĐ-CP", "QĐ \(number(1...9_999))/QĐ-UBND",
            "lúc \(number(7...17))h\(number(10...59))",
            "\(number(7...9)).30 - \(number(10...11)).30",
            "quầy số \(number(1...40))", "chờ \(number(5...180)) phút", "\(number(1...9)).5 điểm",
            "từ \(number(1...9))0.000 đến \(number(1...9))00.000", "tổng đài 1022 hoặc 19001234",
            "\(number(1...9)).\(number(100...999)).\(number(100...999)).000 đồng",
            "thửa \(number(1...999)), tờ bản đồ \(number(1...99))", "năm \(year) - \(year + 5)",
            "Thông tư \(number(1...50))/\(year)/TT-BXD", "điều \(number(1...90)) khoản 2",
            "nhà số \(number(1...400))/\(number(1...99)) đường 2/9", "\(number(1...100)) %",
        ]
        return (0..<3).map { _ in random.pick(pieces) }.joined(
            separator: random.pick([", ", "; ", ". "]))
    }

    private static func composed(_ text: String, _ random: inout SeededGenerator) -> String {
        Bool.random(using: &random) ? text.decomposedStringWithCanonicalMapping : text
    }

    @Test("Of two thousand personal numbers and addresses 99 of 100 are taken out whole")
    func recall() {
        var random = SeededGenerator(seed: 1)
        var missed: [String] = []
        for _ in 0..<Self.count {
            let secret = Self.personal(&random)
            let sentence = random.pick(Self.sentences)
            let text = sentence.replacing("{}", with: Self.disguised(secret, &random))
            let kept = Redaction.redacted(Text.normalized(Self.composed(text, &random)))
            let digits = sentence.filter(\.isNumber)
            // Whole: no digit more than the sentence had by itself, and no address.
            if !kept.contains(Redaction.marker) || kept.filter(\.isNumber) != digits
                || kept.contains("@")
            {
                missed.append(kept)
            }
        }
        #expect(missed.count * 100 <= Self.count, "\(missed.prefix(5))")
    }

    @Test("Of two thousand comments without any 1 of 100 loses something at most")
    func falseAlarms() {
        var random = SeededGenerator(seed: 2)
        var changed: [String] = []
        for _ in 0..<Self.count {
            let sentence = random.pick(Self.sentences).replacing("{}", with: Self.clean(&random))
            let text = Text.normalized(Self.composed(sentence, &random))
            if Redaction.redacted(text) != text { changed.append(text) }
        }
        #expect(changed.count * 100 <= Self.count, "\(changed.prefix(5))")
    }

    @Test("What was kept is kept again, and is never longer than what was written")
    func repeated() {
        var random = SeededGenerator(seed: 3)
        let pieces = "0123456789 .-()@+aBH\u{301}đồngvn\n/\u{FF11}\u{20E3}👍"
        let scalars = Array(pieces.unicodeScalars)
        for _ in 0..<20_000 {
            var view = String.UnicodeScalarView()
            for _ in 0..<Int.random(in: 0...40, using: &random) {
                view.append(random.pick(scalars))
            }
            let text = Text.trimmed(Text.normalized(String(view)))
            let kept = Redaction.redacted(text)
            #expect(Redaction.redacted(kept).utf8.elementsEqual(kept.utf8), "\(text)")
            #expect(Text.trimmed(Text.normalized(kept)).utf8.elementsEqual(kept.utf8), "\(text)")
            #expect(kept.count <= text.count, "\(text)")
        }
    }
}
