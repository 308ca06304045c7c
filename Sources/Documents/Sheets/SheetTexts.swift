/// What a print sheet says in one language.
struct SheetTexts {
    let language: DocumentLanguage

    /// The sentence that catches the eye; no line ends within its words of two syllables.
    var invitation: String {
        language.choose(
            "Mời ông/bà chấm\u{A0}điểm việc\u{A0}phục\u{A0}vụ",
            "Please rate the service you received")
    }

    /// How to answer, in one line.
    var steps: String {
        language.choose(
            "Mở máy ảnh điện thoại hoặc Zalo, quét mã rồi chọn mức\u{A0}hài\u{A0}lòng.",
            "Point your phone's camera at the code, then choose how satisfied you are.")
    }

    var worst: String { language.choose("Rất không hài lòng", "Very dissatisfied") }
    var best: String { language.choose("Rất hài lòng", "Very satisfied") }

    var typing: String {
        language.choose("Không quét được? Gõ địa chỉ:", "Cannot scan? Type this address:")
    }

    /// True of every form: see the rules on personal data.
    var privacy: String {
        language.choose(
            "Không cần đăng nhập, không phải cho biết tên. Câu trả lời không kèm số điện thoại, "
                + "địa chỉ mạng hay máy của ông/bà.",
            "No sign-in, no name needed. Your answer carries neither your phone number nor your "
                + "network address nor your device.")
    }

    var form: String { language.choose("Phiếu", "Form") }
    var standsAt: String { language.choose("Đặt tại", "Located at") }

    var documentTitle: String {
        language.choose("Tờ mã QR chấm điểm", "QR sheets for rating")
    }

    /// What whoever prints must know, and no more.
    var printing: String {
        language.choose(
            "In khổ A4, một mặt, tỷ lệ 100 %, không thêm đầu trang và chân trang. "
                + "Mỗi trang hai tờ A5: cắt theo đường nét đứt. "
                + "Mỗi đơn vị bắt đầu ở trang mới, tên đơn vị ở mép trên.",
            "Print on A4, one-sided, at 100 %, without headers and footers. "
                + "Two A5 sheets a page: cut along the dashed line. "
                + "Each unit begins on a new page, its name on the top edge.")
    }

    /// Headings of the list of units.
    var listHeadings: [String] {
        switch language {
        case .vietnamese: ["Đơn vị", "Số tờ", "Số trang A4"]
        case .english: ["Unit", "Sheets", "A4 pages"]
        }
    }

    var total: String { language.choose("Cộng", "Total") }

    /// Which page of a unit's pages.
    func page(_ number: Int, of count: Int) -> String {
        language.choose("trang \(number)/\(count)", "page \(number)/\(count)")
    }
}
