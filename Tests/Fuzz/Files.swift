@testable import Columns
@testable import Storage
@testable import Survey
@testable import Web

/// Files that describe: forms, words of pages.
enum DefinitionFiles {
    static func questionnaire(_ bytes: [UInt8]) {
        guard let form = try? QuestionnaireDecoder.decode(bytes) else { return }
        let layout = AnswerLayout(form)
        // Everything answered with its first choice, then nothing.
        for codes in [["1"], ["5"], ["dk"], ["na"], []] as [[String]] {
            var answers = GivenAnswers()
            for item in form.items where item.kind != .text {
                answers[item.id] = item.choices.first.map { [$0.code] } ?? codes
            }
            guard let checked = try? form.checked(form.reached(answers)) else { continue }
            require(
                layout.unpack(layout.pack(checked)).map { $0 == checked } == true,
                "answers packed and unpacked are the same")
        }
    }

    /// A language of the long form, and the form with it.
    static func translation(_ bytes: [UInt8]) {
        guard let (form, text) = Office.translatable,
            let translation = try? FormTranslation.decode(bytes, of: form)
        else { return }
        let whole = try? QuestionnaireDecoder.decode(Array(translation.added(to: text).text().utf8))
        require(
            whole?.languages == form.languages + [translation.language],
            "a form with a language that was accepted is a form")
    }

    /// A page about a method, as HTML.
    static func method(_ bytes: [UInt8]) {
        let text = String(decoding: bytes, as: UTF8.self)
        let page = MethodText(text, known: ["wilson", "index-t2b"], language: "vi")
        let html = page.rest.text
        _ = (page.title, page.summary)
        require(!html.contains("<script") && !html.contains("<img"), "no markup of the file's own")
        for quoted in html.split(separator: "href=\"").dropFirst() {
            require(quoted.hasPrefix("/leader/methods/"), "a link stays inside: \(quoted)")
        }
    }

    static func strings(_ bytes: [UInt8]) {
        _ = try? Strings.decode([(language: Strings.reference, bytes: bytes)])
    }
}

/// Files of the data folder, as damage or a stranger may have left them.
enum Files {
    /// Packed answers: what is read is what would be written.
    static func answers(_ bytes: [UInt8]) {
        for (_, layout) in Office.layouts {
            var bytes = bytes.prefix(layout.bytesCount) + []
            bytes += Array(repeating: 0, count: layout.bytesCount - bytes.count)
            guard let answers = layout.unpack(Array(bytes)) else { continue }
            require(layout.pack(answers).elementsEqual(bytes), "bytes unpacked and packed")
        }
    }

    /// A manifest, with a sum that is right so that its lines are read, and with its own.
    static func manifest(_ bytes: [UInt8]) {
        let text = String(decoding: bytes, as: UTF8.self)
        _ = Manifest(text)
        let sum = text.utf8.reduce(0xCBF2_9CE4_8422_2325 as UInt64) {
            ($0 ^ UInt64($1)) &* 0x100_0000_01B3
        }
        guard let manifest = Manifest(text + "sum \(String(sum, radix: 16))\n") else { return }
        require(Manifest(manifest.text) == manifest, "a manifest written and read is the same")
        for entry in manifest.entries {
            let layout = BlockLayout(answersBytes: entry.key.answersBytes)
            require(entry.count * layout.blockBytes <= Manifest.segmentBytesMax, "a segment")
        }
    }

    /// What a backup says of itself.
    static func backup(_ bytes: [UInt8]) {
        guard let mark = BackupMark(text: String(decoding: bytes, as: UTF8.self)) else { return }
        require(mark.link.count == 32, "a link has its length")
        require(BackupMark(text: mark.text) == mark, "a mark written and read is the same")
    }
}
