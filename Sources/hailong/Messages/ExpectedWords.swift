/// What a value must be, as the readers of tables and definitions say it, in Vietnamese.
enum ExpectedWords {
    /// Longer phrases stand before those that they contain.
    private static let phrases = [
        ("a whole number, 0 to ", "số nguyên từ 0 đến "),
        ("a positive whole number", "số nguyên dương"), ("a whole number", "số nguyên"),
        ("a number above 0", "số lớn hơn 0"), ("a value", "một giá trị"),
        ("a UUID", "mã UUID (lệnh uuidgen tạo ra)"),
        ("a day not before ", "ngày không trước "),
        ("days after those of before", "các ngày sau kỳ “before”"),
        ("with late_complaints at most received", "cùng late_complaints không quá received"),
        ("at most received", "không quá received"),
        ("falling, the last from 0", "giảm dần, số cuối từ 0"),
        (", at most two decimals", ", nhiều nhất hai chữ số lẻ"), ("0 to ", "số từ 0 đến "),
        ("1-40 of ", "1–40 ký tự trong "), ("RFC 3339, as ", "RFC 3339, như "),
        ("true, false or nothing", "true, false hoặc để trống"),
        ("true or false", "true hoặc false"),
        ("array", "danh sách [ ]"), ("object", "nhóm { }"), ("integer", "số nguyên"),
        ("number", "số"), ("string", "chữ trong “ ”"),
    ]

    /// What is said alike in both languages stays: a pattern, a comparison.
    static func vietnamese(_ expected: String) -> String {
        phrases.reduce(expected) { $0.replacing($1.0, with: $1.1) }
    }
}
