internal import Survey
internal import Web

/// What pages need of the content: strings, stylesheets, the mark.
extension Content {
    /// Files directly below `kiosk/` that pages load.
    var assets: [String: [UInt8]] {
        var assets: [String: [UInt8]] = [:]
        for file in files where file.path.hasPrefix("kiosk/") {
            let name = file.path.dropFirst("kiosk/".count)
            if !name.contains("/") { assets[String(name)] = file.bytes }
        }
        return assets
    }

    /// What all pages share.
    ///
    /// - Throws: what is wrong with a strings file, with its lines
    func site(isSample: Bool, in say: Language) throws(Failure) -> Site {
        let folder = "kiosk/strings/"
        let strings = files.filter { $0.path.hasPrefix(folder) && $0.path.hasSuffix(".json") }
            .map { (String($0.path.dropFirst(folder.count).dropLast(5)), $0.bytes) }
        do throws(StringsFault) {
            return Site(
                strings: try Strings.decode(strings.map { (language: $0.0, bytes: $0.1) }),
                isSample: isSample)
        } catch {
            let lines = error.faults.map {
                "\(folder)\(error.language).json: \($0.message(in: say))"
            }
            throw Failure(.badInput, lines.joined(separator: "\n"))
        }
    }
}
