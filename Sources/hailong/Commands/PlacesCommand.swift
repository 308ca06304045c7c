internal import ArgumentParser
internal import Documents
internal import Storage
internal import Survey

/// `hailong places`: every place and the address a citizen opens.
struct PlacesCommand: OfficeCommand {
    /// How the list is written.
    enum Format: String, ExpressibleByArgument, CaseIterable {
        case json, text
    }

    static let configuration = CommandConfiguration(
        commandName: "places", abstract: "Danh sách điểm và địa chỉ. / Places and their addresses.")

    @OptionGroup var data: DataOption
    @Option(help: "json, text (default: text on a terminal, else json)")
    var format: Format = Terminal.isOutput ? .text : .json
    @Option(help: "Địa chỉ công khai. / Public address (default: as set, or the running server's).")
    var baseURL: String?
    @OptionGroup var languageOption: LanguageOption

    func perform(in say: Language) throws(Failure) {
        let reader = try OpenOffice.reader(data.path, in: say)
        let places = try OpenOffice.reading(in: say) { () throws(StorageError) in
            try reader.register().places
        }
        let base = try OpenOffice.baseURL(asked: baseURL, reader, in: say)
        let links: PlaceLinks
        do throws(DocumentFault) {
            links = try PlaceLinks(baseURL: base)
        } catch {
            throw Failure(error, in: say)
        }
        let output = try OutputFile(nil, in: say)
        switch format {
        case .json:
            try output.write(PlacesJSON.value(of: places, links: links).text(indented: true))
        case .text:
            for place in places {
                try output.write(
                    "\(place.code)\t\(place.unit)\t\(place.name)\t\(links.url(of: place))\n")
            }
        }
    }
}
