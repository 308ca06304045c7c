internal import ArgumentParser
internal import Survey

/// What became of a request: what the command says and with which code it ends, whoever has done
/// the work.
struct OfficeAnswer: Equatable {
    var exit: Int32
    /// Lines for standard output.
    var output: [String]
    /// Lines for standard error; where it failed the last one says what to do.
    var messages: [String]

    init(output: [String], messages: [String] = []) {
        (exit, self.output, self.messages) = (0, output, messages)
    }

    init(_ failure: Failure, output: [String] = [], messages: [String] = []) {
        exit = failure.code.rawValue
        self.output = output
        self.messages = messages + [failure.message]
    }

    /// Says it to whoever has asked.
    func tell(in say: Language) throws(Failure) {
        for message in messages.dropLast(exit == 0 ? 0 : 1) { Terminal.warn(message) }
        for line in output { try Terminal.say(line, in: say) }
        if exit != 0 { throw Failure(ExitCode(exit), messages.last ?? "") }
    }

    var json: JSON {
        .object([
            ("exit", .integer(Int(exit))), ("output", .array(output.map { .string($0) })),
            ("messages", .array(messages.map { .string($0) })),
        ])
    }

    init?(_ value: JSON) {
        guard let code = value["exit"]?.integer, let exit = Int32(exactly: code),
            let output = value["output"]?.array, let messages = value["messages"]?.array
        else { return nil }
        self.exit = exit
        self.output = output.compactMap(\.string)
        self.messages = messages.compactMap(\.string)
    }
}
