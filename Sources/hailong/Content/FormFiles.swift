internal import Survey

/// Which files of `forms/` belong together: `ID.json` is a form, `ID.TAG.json` one more language.
enum FormFiles {
    /// The path of the form that a file translates; nil for a form itself.
    static func form(translatedBy path: String) -> String? {
        guard path.hasSuffix(".json"), !path.hasSuffix(".schema.json") else { return nil }
        let name = path.dropLast(".json".count)
        let start = name.lastIndex(of: "/").map(name.index(after:)) ?? name.startIndex
        guard let point = name[start...].firstIndex(of: ".") else { return nil }
        return String(name[..<point]) + ".json"
    }

    /// The files beside a form that translate it, sorted.
    static func translations(of path: String) -> [String] {
        let folder = path.lastIndex(of: "/").map { String(path[..<$0]) }
        return (ContentFolder.names(in: folder ?? ".") ?? [])
            .map { name in folder.map { "\($0)/\(name)" } ?? name }
            .filter { form(translatedBy: $0) == path }
    }

    /// The forms with every language there is a file for, in the order of the files.
    ///
    /// - Parameters:
    ///   - forms: as their own files have them
    ///   - files: those of the content
    /// - Throws: what is wrong with a translation, or that there is no form for it
    static func translated(
        _ forms: [Content.Form], by files: [Content.File], in say: Language
    ) throws(Failure) -> [Content.Form] {
        var forms = forms
        for file in files where file.path.hasPrefix("forms/") {
            guard let path = form(translatedBy: file.path) else { continue }
            let name = path.dropFirst("forms/".count).dropLast(".json".count)
            guard let index = forms.firstIndex(where: { $0.questionnaire.id == name }) else {
                throw Failure(
                    .badInput,
                    say(
                        "\(file.path): không có phiếu \(path)",
                        "\(file.path): there is no form \(path)"))
            }
            do throws(FormFaults) {
                forms[index] = try translated(forms[index], by: file.bytes)
            } catch {
                let lines = error.faults.map { "\(file.path): \($0.message(in: say))" }
                throw Failure(.badInput, lines.joined(separator: "\n"))
            }
        }
        return forms
    }

    /// A form with one more language. Its file is written anew, for the whole is stored with the
    /// answers.
    static func translated(
        _ form: Content.Form, by bytes: [UInt8]
    ) throws(FormFaults) -> Content.Form {
        let translation = try FormTranslation.decode(bytes, of: form.questionnaire)
        let root = translation.added(to: try DefinitionReader.root(of: form.bytes))
        let whole = Array(root.text(indented: true).utf8)
        return Content.Form(questionnaire: try QuestionnaireDecoder.decode(whole), bytes: whole)
    }
}
