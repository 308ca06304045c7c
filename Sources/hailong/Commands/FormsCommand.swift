internal import ArgumentParser
internal import Survey

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
            let form: Questionnaire
            do throws(FormFaults) {
                form = try QuestionnaireDecoder.decode(bytes)
            } catch {
                for fault in error.faults {
                    Terminal.warn("\(file): \(fault.message(in: say))")
                }
                throw Failure(
                    .badInput,
                    say(
                        "\(error.faults.count) lỗi. Xem forms/README.md để biết cách viết phiếu.",
                        "\(error.faults.count) faults. forms/README.md shows how a form is written."
                    ))
            }
            let languages = form.languages.joined(separator: ", ")
            try Terminal.say(
                say(
                    "\(file): tốt. Phiếu “\(form.id)” phiên bản \(form.version), "
                        + "\(form.items.count) câu, ngôn ngữ \(languages).",
                    "\(file): good. Form “\(form.id)” version \(form.version), "
                        + "\(form.items.count) items, languages \(languages)."), in: say)
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
