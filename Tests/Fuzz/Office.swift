import Foundation

@testable import Survey

/// The office that inputs speak of: the shipped forms, one unit, a place for each form.
enum Office {
    static let repository = URL(filePath: #filePath).deletingLastPathComponent()
        .deletingLastPathComponent().deletingLastPathComponent()

    static let now = Timestamp(milliseconds: 1_772_000_000_000)

    static let forms = ["counter-one-tap", "sipas-service"].compactMap { name in
        let file = repository.appending(path: "forms/\(name).json")
        return (try? Data(contentsOf: file)).flatMap { try? QuestionnaireDecoder.decode(Array($0)) }
    }

    static let register: Register = {
        precondition(forms.count == 2, "the shipped forms cannot be read")
        let unit = Unit(
            code: "SXD", name: "Sở Xây dựng", kind: .department, parent: nil, validFrom: nil,
            validTo: nil, successor: nil)
        let places = zip(["Q1", "PHIEU"], forms).map {
            Place(code: $0, unit: "SXD", centre: "SXD", name: $0, form: $1.id)
        }
        return Register(units: [unit], places: places, questionnaires: forms)
    }()

    /// The short form with its text.
    static let translatable: (form: Questionnaire, text: JSON)? = {
        let file = repository.appending(path: "forms/counter-one-tap.json")
        guard let bytes = try? Data(contentsOf: file), let form = forms.first,
            let text = try? JSONParser.parse(Array(bytes))
        else { return nil }
        return (form, text)
    }()

    static let layouts = forms.map { (form: $0, layout: AnswerLayout($0)) }

    /// What may be stored can be packed, unpacked, exported and imported, and is still the same.
    static func check(_ submission: Submission) {
        guard let response = try? register.admitted(submission, at: now),
            let (form, layout) = layouts.first(where: {
                $0.form.id == response.form && $0.form.version == response.version
            })
        else { return }
        let packed = layout.pack(response.answers)
        require(layout.unpack(packed).map { $0 == response.answers } == true, "answers unpacked")
        let table = ResponseTable(forms: forms)
        var writer = CSVWriter()
        writer.write(table.columns)
        writer.write(table.encode(response, form: form, offset: .vietNam))
        guard let again = Tables.submissions(Array(writer.text.utf8)).first else {
            return require(false, "an export is an import")
        }
        guard let readBack = try? register.admitted(again, at: now) else {
            return require(false, "an exported answer is admitted")
        }
        require(readBack == response, "an exported answer is the same answer")
    }
}
