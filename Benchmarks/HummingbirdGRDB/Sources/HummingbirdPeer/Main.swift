import Foundation
import HTTPTypes
import Hummingbird
import Logging

/// usage: HummingbirdPeer PORT PAGE HEADERS DATABASE
///
/// GET and POST of `/f/{place}`: the page from a file with the headers of another file, and an
/// answer stored in a transaction of its own before it is thanked for.
@main
struct Main {
    static func main() async throws {
        let arguments = CommandLine.arguments
        guard arguments.count == 5, let port = Int(arguments[1]) else {
            FileHandle.standardError.write(Data("usage: PORT PAGE HEADERS DATABASE\n".utf8))
            exit(64)
        }
        let page = ByteBuffer(bytes: try Data(contentsOf: URL(fileURLWithPath: arguments[2])))
        let headers = try Self.headers(in: arguments[3])
        let answers = try AnswerTable(path: arguments[4])

        let router = Router()
        router.get("/f/:place") { _, _ in
            Response(status: .ok, headers: headers, body: ResponseBody(byteBuffer: page))
        }
        router.post("/f/:place") { request, context -> Response in
            let place = try context.parameters.require("place")
            let form = try await URLEncodedFormDecoder().decode(
                AnswerForm.self, from: request, context: context)
            guard let answer = Answer(form, place: place) else { throw HTTPError(.badRequest) }
            try await answers.add(answer)
            var headers = headers
            headers[.location] = "/f/\(place)/thanks?lang=vi"
            headers[.contentType] = nil
            return Response(status: .seeOther, headers: headers)
        }
        var logger = Logger(label: "peer")
        logger.logLevel = .error
        let application = Application(
            router: router,
            configuration: .init(address: .hostname("127.0.0.1", port: port)), logger: logger)
        try await application.runService()
    }

    /// Lines of `Name: value`.
    private static func headers(in path: String) throws -> HTTPFields {
        var fields = HTTPFields()
        for line in try String(contentsOfFile: path, encoding: .utf8).split(separator: "\n") {
            guard let colon = line.firstIndex(of: ":"),
                let name = HTTPField.Name(String(line[..<colon]))
            else { continue }
            let value = line[line.index(after: colon)...].drop { $0 == " " }
            fields.append(HTTPField(name: name, value: String(value)))
        }
        return fields
    }
}
