import Survey

/// Registers to print sheets for.
enum Offices {
    static let form = Questionnaire(
        id: "counter-one-tap", version: 1, status: .draft, source: "test", languages: ["vi", "en"],
        title: LocalizedText([
            "vi": "Mức hài lòng tại quầy", "en": "Satisfaction at the counter",
        ]), intro: nil, levels: [], dimensions: [], items: [])

    static func place(
        _ code: String, unit: String, centre: String? = nil, name: String = "Quầy số 1"
    ) -> Place {
        Place(
            code: code, unit: unit, centre: centre ?? unit, name: name, form: "counter-one-tap")
    }

    /// Three units, 40 places: odd and even numbers of them, some names as long as names get.
    static var forty: Register {
        let long =
            "Trung tâm Phục vụ hành chính công phường Đông Hải – Quầy tiếp nhận hồ sơ đất đai, "
            + "xây dựng, đăng ký kinh doanh và bảo trợ xã hội (tầng 2, dãy nhà B)"
        let units = [
            Samples.unit("SNV", "Sở Nội vụ"),
            Samples.unit("DH", "Ủy ban nhân dân phường Đông Hải", parent: "SNV"),
            Samples.unit("PD", "Ủy ban nhân dân xã Phước Dinh", parent: "SNV"),
        ]
        let names = ["Quầy số 7 – Đất đai", "Hộ tịch", long, "Quầy Ê Đê: Buôn Ê̆đê ơ̆ ư̆"]
        let places = (1...40).map { number in
            let unit = number <= 15 ? "SNV" : number <= 29 ? "DH" : "PD"
            return place(
                number == 40 ? "PHUOC-DINH-Q40" : "Q\(100 + number)", unit: unit,
                centre: number % 5 == 0 ? "DH" : nil, name: names[number % names.count])
        }
        return Register(units: units, places: places, questionnaires: [form])
    }

    /// Names and codes of every length up to more than is printed, and names without spaces.
    static var widest: Register {
        let words = "Trung tâm Phục vụ hành chính công và Quầy tiếp nhận hồ sơ đất đai, xây dựng "
        let texts = [1, 30, 31, 60, 70, 71, 90, 120, 121, 140, 200, 500].flatMap { count in
            [
                String(String(repeating: words, count: 10).prefix(count)),
                String(repeating: "W", count: count),
            ]
        }
        let units = texts.enumerated().map { Samples.unit("U\($0)", $1) }
        let places = texts.indices.map { index in
            let code = String("ABCDEFGHWWWWWW".prefix(4 + index % 11))
            return place(
                code, unit: "U\(index)", centre: "U\(texts.count - 1 - index)", name: texts[index])
        }
        return Register(units: units, places: places, questionnaires: [form])
    }
}
