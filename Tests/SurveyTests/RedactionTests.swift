import Survey
import Testing

@Suite("Redaction")
struct RedactionTests {
    @Test(
        "What names a person is taken out, whole",
        arguments: [
            ("Gọi tôi số 0912345678 nhé", "Gọi tôi số [đã ẩn] nhé"),
            ("SĐT: 0912.345.678.", "SĐT: [đã ẩn]."), ("(0912) 345-678", "([đã ẩn]"),
            ("+84 912 345 678", "[đã ẩn]"), ("0 9 1 2 3 4 5 6 7 8", "[đã ẩn]"),
            ("09 12 34 56 78", "[đã ẩn]"), ("nhà 028 3823 4567", "nhà [đã ẩn]"),
            ("CCCD 001099012345", "CCCD [đã ẩn]"), ("038 099 001 234", "[đã ẩn]"),
            ("CMND 123456789", "CMND [đã ẩn]"), ("CMND 123.456.789 ạ", "CMND [đã ẩn] ạ"),
            ("MST 0101234567-001", "MST [đã ẩn]"), ("BHYT DN4790123456789", "BHYT DN[đã ẩn]"),
            ("hồ sơ H29-230515-0012", "hồ sơ [đã ẩn]"),
            ("000.00.19.H58-201012-0001", "000.00.19.[đã ẩn]"),
            ("xe 43A-123.45 đỗ", "xe [đã ẩn] đỗ"), ("29-B1 12345", "[đã ẩn]"),
            ("hộ chiếu B1234567", "hộ chiếu [đã ẩn]"),
            ("thư nguyen.van-a@sxd.danang.gov.vn.", "thư [đã ẩn]."),
            ("abc @ gmail.com", "[đã ẩn]"), ("０９１２３４５６７８", "[đã ẩn]"),
            ("0912345678 đồng ý", "[đã ẩn] đồng ý"), ("123456789 đồng chí", "[đã ẩn] đồng chí"),
            ("0912345678 0987654321", "[đã ẩn] [đã ẩn]"), ("sđt0912345678nhé", "sđt[đã ẩn]nhé"),
            ("0912345678B1234567a@bcd.vn", "[đã ẩn]"),
        ])
    func found(text: String, kept: String) {
        #expect(Redaction.redacted(text) == kept)
    }

    @Test(
        "Dates, times, money, decrees and small numbers stay",
        arguments: [
            "ngày 12/05/2024, 12-05-2024 và 12.05.2024", "từ 12.5.2024 - 15.5.2024",
            "2024-05-12 08.30", "lệ phí 120.000 đồng", "1.500.000.000 đồng", "150000000đ",
            "từ 150.000 - 200.000", "120 000 000 đồng", "Nghị định 61/2018/NĐ-CP",
            "Thông tư 01/2018/TT-VPCP, Luật 91/2025/QH15", "7h30 - 11h30", "7.30 - 11.30",
            "sáng 07.30 - 11.30 chiều 13.30 - 17.00", "chờ 45 phút ở quầy 12",
            "tổng đài 1022, 19001234", "giai đoạn 2021 - 2025 - 2030", "Mẫu 12A-2024",
            "3/5, 8.5 điểm",
            "thửa 123 tờ bản đồ 45", "QĐ 1001/QĐ-BNV", "1) 2) 3) 4) 5) 6) 7) 8) 9)",
            "cảm ơn @ cán bộ", "8.00 - 11.30 14.00 - 17.00",
        ])
    func left(text: String) {
        #expect(Redaction.redacted(text) == text)
    }
}
