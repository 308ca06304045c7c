internal import ArgumentParser
internal import Survey
internal import Web

/// `hailong forms check FILE`
struct FormsCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "forms", abstract: "Phiếu hỏi. / Forms.", subcommands: [Check.self])

    /// Says everything that is wrong with a form, with lines.
    struct Check: OfficeCommand {
        static let configuration = CommandConfiguration(
            commandName: "check",
            abstract: "Kiểm tra một tệp phiếu hỏi. / Says what is wrong with a form file.")

        @Argument(help: "Tệp JSON của phiếu. / The form's JSON file.")
        var file: String
        @OptionGroup var languageOption: LanguageOption

        func perform(in say: Language) throws(Failure) {
            let bytes = try ContentFolder.read(file, in: say)
            if Words.are(in: bytes) { return try Words(file: file, bytes: bytes).check(in: say) }
            let base = FormFiles.form(translatedBy: file)
            let content = try base.map { path throws(Failure) in
                try ContentFolder.read(path, in: say)
            }
            var form = try faultless(base ?? file, in: say) { () throws(FormFaults) in
                Content.Form(
                    questionnaire: try QuestionnaireDecoder.decode(content ?? bytes),
                    bytes: content ?? bytes)
            }
            for path in base == nil ? FormFiles.translations(of: file) : [file] {
                let words = try ContentFolder.read(path, in: say)
                form = try faultless(path, in: say) { () throws(FormFaults) in
                    try FormFiles.translated(form, by: words)
                }
            }
            let whole = form.questionnaire
            let languages = whole.languages.joined(separator: ", ")
            try Terminal.say(
                say(
                    "\(file): tốt. Phiếu “\(whole.id)” phiên bản \(whole.version), "
                        + "\(whole.items.count) câu, ngôn ngữ \(languages).",
                    "\(file): good. Form “\(whole.id)” version \(whole.version), "
                        + "\(whole.items.count) items, languages \(languages)."), in: say)
        }

        /// What a file holds, or all that is wrong with it, said line by line.
        private func faultless<Value>(
            _ path: String, in say: Language, _ read: () throws(FormFaults) -> Value
        ) throws(Failure) -> Value {
            do throws(FormFaults) {
                return try read()
            } catch {
                throw Self.said(error.faults, of: path, in: say)
            }
        }

        static func said(_ faults: [FormFault], of path: String, in say: Language) -> Failure {
            for fault in faults { Terminal.warn("\(path): \(fault.message(in: say))") }
            let count = say.count(faults.count, "lỗi", "fault", "faults")
            return Failure(
                .badInput,
                say(
                    "\(count). Xem forms/README.md để biết cách viết phiếu.",
                    "\(count). forms/README.md shows how a form is written."))
        }
    }

    /// The pages' own words in one language, as `kiosk/strings/TAG.json` holds them.
    struct Words {
        let file: String
        let bytes: [UInt8]

        /// Whether a file holds words of pages and no form.
        static func are(in bytes: [UInt8]) -> Bool {
            guard let root = try? JSONParser.parse(bytes) else { return false }
            return root[StringID.languageName.rawValue] != nil
        }

        /// Faults end it; a text that is missing is only named, for the pages say it in Vietnamese.
        func check(in say: Language) throws(Failure) {
            let name = file.split(separator: "/").last.map(String.init) ?? file
            let language = name.hasSuffix(".json") ? String(name.dropLast(5)) : name
            let reference = Strings.reference
            let known = Content.embedded.first { $0.path == "kiosk/strings/\(reference).json" }
            var files = [(language: language, bytes: bytes)]
            if language != reference { files.append((reference, known?.bytes ?? [])) }
            let strings: Strings
            do throws(StringsFault) {
                strings = try Strings.decode(files)
            } catch {
                throw Check.said(error.faults, of: file, in: say)
            }
            let missing = strings.missing(in: language)
            for text in missing {
                Terminal.warn(
                    say(
                        "\(file): thiếu “\(text.rawValue)”, trang sẽ hiện tiếng Việt",
                        "\(file): “\(text.rawValue)” is missing, pages say it in Vietnamese"))
            }
            try Terminal.say(
                say(
                    "\(file): tốt. Lời của trang, ngôn ngữ \(language), thiếu \(missing.count).",
                    "\(file): good. Words of pages, language \(language), \(missing.count) missing."
                ), in: say)
        }
    }
}

/// `hailong completion SHELL`
struct CompletionCommand: OfficeCommand {
    static let configuration = CommandConfiguration(
        commandName: "completion",
        abstract: "In mã gợi ý lệnh cho bash, zsh, fish. / Prints shell completion.")

    @Argument(help: "bash, zsh, fish")
    var shell: String = "bash"
    @OptionGroup var languageOption: LanguageOption

    func perform(in say: Language) throws(Failure) {
        guard let shell = CompletionShell(rawValue: shell) else {
            throw Failure(
                .usage,
                say("“\(shell)”: có bash, zsh, fish.", "“\(shell)”: there are bash, zsh, fish."))
        }
        try Terminal.say(Hailong.completionScript(for: shell), in: say)
    }
}
