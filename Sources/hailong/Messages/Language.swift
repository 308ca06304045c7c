internal import ArgumentParser
internal import Documents
internal import Glibc

/// The language of our messages to an operator.
enum Language: String, CaseIterable, ExpressibleByArgument, Sendable {
    case vi, en

    /// Vietnamese where LANG (or LC_ALL, LC_MESSAGES, which stand before it) starts with vi.
    static var ofEnvironment: Language {
        for name in ["LC_ALL", "LC_MESSAGES", "LANG"] {
            guard let value = getenv(name).map({ String(cString: $0) }), !value.isEmpty else {
                continue
            }
            return value.hasPrefix("vi") ? .vi : .en
        }
        return .en
    }

    /// The same for documents.
    var document: DocumentLanguage { self == .vi ? .vietnamese : .english }

    /// A count with its noun, which in English has a form for one.
    func count(_ count: Int, _ vietnamese: String, _ one: String, _ many: String) -> String {
        "\(count) " + self(vietnamese, count == 1 ? one : many)
    }

    /// Picks one of two texts that say the same.
    func callAsFunction(_ vietnamese: String, _ english: String) -> String {
        self == .vi ? vietnamese : english
    }
}

/// The option that every command has.
struct LanguageOption: ParsableArguments {
    @Option(
        name: .customLong("lang"),
        help: "Ngôn ngữ thông báo / language of messages: vi, en (default: after LANG).")
    var language: Language = .ofEnvironment
}
