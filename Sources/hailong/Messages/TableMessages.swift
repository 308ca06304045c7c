internal import Survey

/// Faults of CSV lines in words, each with the way out.
extension TableFault {
    func message(in say: Language) -> String {
        say("dòng \(line): ", "line \(line): ") + problem.message(in: say)
    }
}

extension TableFault.Problem {
    func message(in say: Language) -> String {
        switch self {
        case .notUTF8, .openQuote, .textAfterQuote, .tooLong, .empty, .missingColumns,
            .unknownColumn, .columnTwice, .returnsAlone, .fieldCount:
            textMessage(in: say)
        case .badValue(let column, let value, let expected):
            say(
                "cột \(column): “\(value)” không hợp lệ; cần \(ExpectedWords.vietnamese(expected))",
                "column \(column): “\(value)” is not valid; expected \(expected)")
        case .unknownUnit(let column, let code):
            say(
                "cột \(column): không có đơn vị “\(code)”; hãy nhập đơn vị trước",
                "column \(column): there is no unit “\(code)”; import the units first")
        case .unknownForm(let form):
            say("không có phiếu “\(form)”", "there is no form “\(form)”")
        case .doesNotAddUp(let completed, let sum):
            say(
                "completed là \(completed) nhưng early + on_time + late = \(sum)",
                "completed is \(completed) but early + on_time + late = \(sum)")
        case .differsFromLine(let line):
            say(
                "cùng mã với dòng \(line) nhưng nội dung khác",
                "the same key as line \(line) with other content")
        case .conflict(let id):
            say(
                "mã \(id) đã có (trong dữ liệu hoặc ở dòng trên) với nội dung khác",
                "id \(id) is there already (stored, or on a line above) with other content")
        case .erased(let id):
            say("mã \(id) thuộc về một phiếu đã xoá", "id \(id) belonged to an erased response")
        case .circle(let code):
            say(
                "đơn vị “\(code)” là cấp trên hoặc đơn vị kế tục của chính nó",
                "unit “\(code)” is its own parent or successor")
        case .refused(let fault): fault.message(in: say)
        case .sampleMix(let intoSample):
            intoSample
                ? say(
                    "đây là thư mục MẪU: phiếu thật không được trộn vào; hãy dùng thư mục khác",
                    "this is a SAMPLE folder: real responses never mix in; use another folder")
                : say(
                    "đây là phiếu MẪU: không được trộn vào dữ liệu thật",
                    "this is a SAMPLE response: it never mixes into real data")
        }
    }

    private static func lacks(
        _ missing: [String], _ found: [String], in say: Language
    ) -> String {
        let lacking = say(
            "thiếu cột \(list(missing)) ở dòng tiêu đề; đang có: \(list(found))",
            "the header lacks the column\(missing.count == 1 ? "" : "s") \(list(missing)); "
                + "it has \(list(found))")
        let hints = found.filter { !missing.contains($0) }.compactMap { name in
            TableHeader.column(like: name, among: missing).map { misspelt(name, $0, in: say) }
        }
        return ([lacking] + hints).joined(separator: "; ")
    }

    private static func misspelt(
        _ name: String, _ column: String, in say: Language
    ) -> String {
        say("“\(name)” phải viết là “\(column)”", "“\(name)” must be written “\(column)”")
    }

    /// Names between quotes, as many and as much of each as a line bears.
    private static func list(_ names: [String]) -> String {
        let shown = names.prefix(40).map { "“\($0.prefix(60))”" }.joined(separator: ", ")
        return names.count > 40 ? shown + ", …" : shown
    }

    /// Faults of the text itself, before any meaning.
    private func textMessage(in say: Language) -> String {
        switch self {
        case .notUTF8:
            say(
                "không phải UTF-8; hãy lưu lại tệp dạng “CSV UTF-8”",
                "not UTF-8; save the file again as “CSV UTF-8”")
        case .openQuote: say("dấu nháy mở mà không đóng", "a quote is opened and never closed")
        case .textAfterQuote:
            say(
                "có chữ sau dấu nháy đóng; dấu nháy trong một ô phải viết hai lần",
                "there is text after a closing quote; a quote within a field is written twice")
        case .tooLong(let maximum):
            say("quá dài (tối đa \(maximum))", "too long (at most \(maximum))")
        case .empty: say("tệp trống: thiếu dòng tiêu đề", "the file is empty: no header line")
        case .missingColumns(let missing, let found):
            Self.lacks(missing, found, in: say)
        case .unknownColumn(let column, let like):
            say(
                "cột “\(column)” không thuộc bảng này hay phiếu nào",
                "the column “\(column)” belongs neither to this table nor to a form")
                + (like.map { "; " + Self.misspelt(column, $0, in: say) } ?? "")
        case .columnTwice(let column):
            say("cột “\(column)” có hai lần", "the column “\(column)” stands twice")
        case .returnsAlone:
            say(
                "các dòng kết thúc bằng CR (kiểu Macintosh cũ); hãy lưu lại tệp dạng “CSV UTF-8”",
                "lines end with CR alone (old Macintosh); save the file again as “CSV UTF-8”")
        case .fieldCount(let expected, let found):
            say(
                "có \(found) ô, tiêu đề có \(expected) cột",
                "\(found) fields, the header has \(expected) columns")
        default: ""
        }
    }
}

extension SubmissionFault {
    func message(in say: Language) -> String {
        switch self {
        case .unknownPlace(let code):
            say(
                "không có điểm “\(code)”; sửa mã, hoặc nhập điểm ấy trước (hailong places)",
                "there is no place “\(code)”; mend the code, or import the place first "
                    + "(hailong places)")
        case .unknownUnit(let code):
            say("không có đơn vị “\(code)”", "there is no unit “\(code)”")
        case .unknownForm(let id, let version):
            say(
                "không có phiếu “\(id)” phiên bản \(version)",
                "there is no form “\(id)” version \(version)")
        case .badValue(let name, let value):
            say("\(name): “\(value)” không hợp lệ", "\(name): “\(value)” is not valid")
        case .invalid(let faults): faults.map { $0.message(in: say) }.joined(separator: "; ")
        }
    }
}

extension AnswerFault {
    func message(in say: Language) -> String {
        switch self {
        case .unknownItem(let item):
            say("phiếu không có câu “\(item)”", "the form has no item “\(item)”")
        case .notAScore(let item, let value):
            say(
                "\(item): “\(value)” không phải 1–5, dk, na hoặc để trống",
                "\(item): “\(value)” is not 1–5, dk, na or empty")
        case .unknownChoice(let item, let choice):
            say("\(item): không có lựa chọn “\(choice)”", "\(item): no choice “\(choice)”")
        case .severalAnswers(let item):
            say("\(item): chỉ được một câu trả lời", "\(item): takes one answer only")
        case .notReached(let item):
            say(
                "\(item): không được hỏi theo các câu trả lời trước",
                "\(item): is not asked after the answers before it")
        case .commentTooLong(let graphemes, let maximum):
            say(
                "góp ý dài \(graphemes) ký tự, tối đa \(maximum)",
                "the comment has \(graphemes) characters, at most \(maximum)")
        case .noComment(let item):
            say("\(item): chữ ghi ở cột comment", "\(item): text belongs in the comment column")
        }
    }
}
