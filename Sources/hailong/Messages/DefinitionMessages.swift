internal import Survey

/// Faults of definition files (forms, indices, targets, strings) in words.
extension FormFault {
    func message(in say: Language) -> String {
        say("dòng \(line): ", "line \(line): ") + problem.message(in: say)
    }
}

extension FormFault.Problem {
    func message(in say: Language) -> String {
        switch self {
        case .notJSON(let problem): problem.message(in: say)
        case .missing(let name): say("thiếu “\(name)”", "“\(name)” is missing or empty")
        case .wrongKind(let name, let expected):
            say(
                "“\(name)” phải là \(ExpectedWords.vietnamese(expected))",
                "“\(name)” must be \(expected)")
        case .unknownMember(let name):
            say(
                "không có mục nào tên “\(name)”; có thể viết sai",
                "“\(name)” is not a member that is read; is it misspelt?")
        case .unknownValue(let name, let value, let allowed):
            say(
                "“\(name)” là “\(value)”; chỉ nhận: \(allowed.joined(separator: ", "))",
                "“\(name)” is “\(value)”; it may be: \(allowed.joined(separator: ", "))")
        case .badIdentifier(let name, let value):
            say(
                "“\(name)” là “\(value)”; mã gồm 1–32 chữ thường không dấu, số, gạch nối, "
                    + "bắt đầu bằng chữ",
                "“\(name)” is “\(value)”; an id is 1–32 lower-case letters, digits and hyphens, "
                    + "a letter first")
        case .twice(let name, let value):
            say("“\(value)” ở “\(name)” đã dùng rồi", "“\(value)” at “\(name)” is used already")
        case .outOfRange(let name, let minimum, let maximum):
            say(
                "“\(name)” phải từ \(minimum) đến \(maximum)",
                "“\(name)” must be from \(minimum) to \(maximum)")
        case .missingText(let name, let language):
            say(
                "“\(name)” chưa có lời bằng “\(language)”",
                "“\(name)” has no text in “\(language)”")
        case .impossibleCondition(let item, let on):
            say(
                "điều kiện của “\(item)” phải dựa vào một câu đứng trước; “\(on)” không dùng được",
                "the condition of “\(item)” must test an earlier item that can pass it; “\(on)” "
                    + "cannot")
        case .misnamedText(let item):
            say(
                "câu “\(item)”: mỗi phiếu có tối đa một câu chữ tự do và mã của nó là “comment”",
                "item “\(item)”: a form has at most one free text, and its id is “comment”")
        }
    }
}

extension JSONFault.Problem {
    func message(in say: Language) -> String {
        switch self {
        case .endsEarly: say("tệp dừng giữa chừng", "the file ends in the middle of a value")
        case .unexpected:
            say(
                "ký tự không đúng chỗ; xem dấu phẩy, ngoặc và nháy ở dòng này và dòng trên",
                "a character is out of place; look at commas, brackets and quotes here and above")
        case .textAfterEnd:
            say("còn chữ sau dấu ngoặc cuối", "there is more after the closing bracket")
        case .nameTwice(let name): say("“\(name)” viết hai lần", "“\(name)” stands twice")
        case .controlCharacter:
            say("có ký tự điều khiển trong chuỗi", "a control character stands inside a string")
        case .loneSurrogate: say("mã \\u thiếu nửa sau", "a \\u escape lacks its other half")
        case .notUTF8: say("không phải UTF-8", "not UTF-8")
        case .tooDeep: say("lồng quá sâu", "nested too deeply")
        }
    }
}
