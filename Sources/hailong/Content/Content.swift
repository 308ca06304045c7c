internal import Analytics
internal import CAssets
internal import Survey

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
        return try Content(files, in: say)
    }

    private init(_ files: [File], in say: Language) throws(Failure) {
        self.files = files
        var forms: [Form] = []
        var indices: [IndexDefinition] = []
        var targets: [Target] = []
        for file in files where file.path.hasSuffix(".json") && !file.path.hasSuffix(".schema.json")
        {
            do throws(FormFaults) {
                if file.path.hasPrefix("forms/") {
                    let form = try QuestionnaireDecoder.decode(file.bytes)
                    forms.append(Form(questionnaire: form, bytes: file.bytes))
                } else if file.path.hasPrefix("analytics/indices/") {
                    indices.append(try IndexDecoder.decode(file.bytes))
                } else if file.path.hasPrefix("analytics/targets/") {
                    targets += try TargetDecoder.decode(file.bytes)
                }
            } catch {
                let lines = error.faults.map { "\(file.path): \($0.message(in: say))" }
                throw Failure(.badInput, lines.joined(separator: "\n"))
            }
        }
        self.forms = forms
        definitions = Definitions(indices: indices, targets: targets)
    }

    func file(_ path: String) -> [UInt8]? { files.first { $0.path == path }?.bytes }
}
