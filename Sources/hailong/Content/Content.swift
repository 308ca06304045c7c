internal import Analytics
internal import CAssets
internal import Survey
internal import Web

/// The three content folders, read once: what citizens are asked, what they see, what numbers mean.
struct Content: Sendable {
    /// One file.
    struct File: Sendable {
        /// Below the content root, as `forms/sipas-service.json`.
        let path: String
        let bytes: [UInt8]
    }

    /// A form and the file it was read from.
    struct Form: Sendable {
        let questionnaire: Questionnaire
        let bytes: [UInt8]
    }

    let files: [File]
    let forms: [Form]
    let definitions: Definitions

    /// What is built into the program.
    static var embedded: [File] {
        (0..<hl_asset_count).map { index in
            let asset = hl_assets[index]
            return File(
                path: String(cString: asset.path),
                bytes: Array(UnsafeBufferPointer(start: asset.bytes, count: asset.count)))
        }
    }

    /// Reads the embedded files, or those of a folder that replaces them.
    ///
    /// - Parameter folder: holds `forms/`, `kiosk/` and `analytics/`; a folder it lacks is taken
    ///   from the program
    static func read(folder: String?, in say: Language) throws(Failure) -> Content {
        var files = embedded
        if let folder {
            var isReplaced = false
            for part in ["forms", "kiosk", "analytics"] {
                guard let names = try ContentFolder.files(below: part, of: folder, in: say) else {
                    continue
                }
                isReplaced = true
                files.removeAll { $0.path.hasPrefix(part + "/") }
                files += names
            }
            guard isReplaced else {
                throw Failure(
                    .usage,
                    say(
                        "\(folder): không có thư mục forms, kiosk hay analytics",
                        "\(folder): holds none of the folders forms, kiosk, analytics"))
            }
        }
        let content = try Content(files, in: say)
        guard folder != nil else { return content }
        let shipped = try Content(embedded, in: say).definitions
        return Content(content, definitions: content.definitions.compared(to: shipped))
    }

    private init(_ content: Content, definitions: Definitions) {
        files = content.files
        forms = content.forms
        self.definitions = definitions
    }

    private init(_ files: [File], in say: Language) throws(Failure) {
        self.files = files
        var forms: [Form] = []
        var indices: [IndexDefinition] = []
        var targets: [Target] = []
        var baselines: [Baseline] = []
        for file in files where file.path.hasSuffix(".json") && !file.path.hasSuffix(".schema.json")
        {
            do throws(FormFaults) {
                if file.path.hasPrefix("forms/") {
                    guard FormFiles.form(translatedBy: file.path) == nil else { continue }
                    let form = try QuestionnaireDecoder.decode(file.bytes)
                    let isTwice = forms.contains { known in
                        known.questionnaire.id == form.id
                            && known.questionnaire.version == form.version
                    }
                    if isTwice { throw Self.twice("\(form.id)@\(form.version)") }
                    forms.append(Form(questionnaire: form, bytes: file.bytes))
                } else if file.path.hasPrefix("analytics/indices/") {
                    let index = try IndexDecoder.decode(file.bytes)
                    if indices.contains(where: { $0.reference == index.reference }) {
                        throw Self.twice(index.reference)
                    }
                    indices.append(index)
                } else if file.path.hasPrefix("analytics/targets/") {
                    targets += try TargetDecoder.decode(file.bytes)
                } else if file.path.hasPrefix("analytics/baselines/") {
                    baselines.append(try BaselineDecoder.decode(file.bytes))
                }
            } catch {
                let lines = error.faults.map { "\(file.path): \($0.message(in: say))" }
                throw Failure(.badInput, lines.joined(separator: "\n"))
            }
        }
        self.forms = try FormFiles.translated(forms, by: files, in: say)
        definitions = Definitions(indices: indices, targets: targets, baselines: baselines)
    }

    private static func twice(_ reference: String) -> FormFaults {
        FormFaults([
            FormFault(line: 1, problem: .twice(name: "id, version", value: reference))
        ])
    }

    func file(_ path: String) -> [UInt8]? { files.first { $0.path == path }?.bytes }
}

/// What pages need of the content: strings, stylesheets, the mark, the pages of the methods.
extension Content {
    /// The text of each page below `analytics/methods/`, by its name without `.md`.
    var methodPages: [String: String] {
        let folder = "analytics/methods/"
        var pages: [String: String] = [:]
        for file in files where file.path.hasPrefix(folder) && file.path.hasSuffix(".md") {
            let name = String(file.path.dropFirst(folder.count).dropLast(3))
            pages[name] = String(decoding: file.bytes, as: UTF8.self)
        }
        return pages
    }

    /// Files directly below `kiosk/` that pages load; `tokens.css` stands at the head of the style
    /// sheets that pages load first, so that it costs no request.
    var assets: [String: [UInt8]] {
        var assets: [String: [UInt8]] = [:]
        for file in files where file.path.hasPrefix("kiosk/") {
            let name = file.path.dropFirst("kiosk/".count)
            if !name.contains("/") { assets[String(name)] = file.bytes }
        }
        for file in files where file.path.hasPrefix(Self.audioFolder) {
            let name = String(file.path.dropFirst(Self.audioFolder.count))
            if Item.audioEndings.contains(where: name.hasSuffix) { assets[name] = file.bytes }
        }
        let tokens = assets.removeValue(forKey: "tokens.css") ?? []
        for name in ["hailong.css", "kiosk.css"] {
            if let rules = assets[name] { assets[name] = tokens + rules }
        }
        return assets
    }

    private static let audioFolder = "kiosk/audio/"

    /// What all pages share.
    ///
    /// - Throws: what is wrong with a strings file, with its lines
    func site(
        isSample: Bool, contactDays: Int, in say: Language
    ) throws(Failure) -> Site {
        let folder = "kiosk/strings/"
        let strings = files.filter { $0.path.hasPrefix(folder) && $0.path.hasSuffix(".json") }
            .map { (String($0.path.dropFirst(folder.count).dropLast(5)), $0.bytes) }
        let assets = assets
        func isRecording(_ name: String) -> Bool {
            Item.audioEndings.contains(where: name.hasSuffix)
        }
        // Kiosks have a version of their own, and recordings do not change with a release.
        let loaded = assets.filter { !$0.key.hasPrefix("kiosk") && !isRecording($0.key) }
            .sorted { $0.key < $1.key }
        do throws(StringsFault) {
            return Site(
                strings: try Strings.decode(strings.map { (language: $0.0, bytes: $0.1) }),
                version: Site.version(of: loaded.map(\.value)),
                sounds: Set(assets.keys.filter(isRecording)),
                isSample: isSample, contactDays: contactDays)
        } catch {
            let lines = error.faults.map {
                "\(folder)\(error.language).json: \($0.message(in: say))"
            }
            throw Failure(.badInput, lines.joined(separator: "\n"))
        }
    }
}
