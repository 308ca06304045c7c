import Foundation
import Testing

@testable import HTTPServer

@Suite("Compressed bodies")
struct CodingTests {
    /// What another program makes of compressed bytes.
    private static func unpacked(_ bytes: [UInt8]) throws -> [UInt8] {
        let file = FileManager.default.temporaryDirectory
            .appendingPathComponent("hailong-coding-\(UUID().uuidString).gz")
        try Data(bytes).write(to: file)
        defer { try? FileManager.default.removeItem(at: file) }
        let tool = try Tool("gzip", ["-dc", file.path])
        #expect(tool.status == 0, "\(tool.messages)")
        return Array(tool.output.utf8)
    }

    /// One byte a letter, for stamps are put anywhere.
    private static func text(_ count: Int) -> [UInt8] {
        let words = (0..<count).map { "Cau \($0 % 25): rat hai long, <b>\($0)</b>\n" }
        return Array(words.joined().utf8)
    }

    @Test(
        "a client that takes gzip is known by its header",
        arguments: [
            ("gzip", true), ("gzip, deflate, br", true), ("br;q=1.0, GZIP;q=0.8", true),
            ("x-gzip", true), ("*", true), ("deflate, *;q=0.1", true), ("gzip ; q=0.001", true),
            ("", false), ("identity", false), ("gzip;q=0", false), ("gzip; Q=0.000", false),
            ("*;q=0", false), ("gzip;q=0, *", false), ("gzipped", false), ("br, zgzip", false),
        ])
    func accepts(header: String, takes: Bool) {
        #expect(AcceptedCoding.takesGzip(Array(header.utf8)[...]) == takes)
    }

    @Test("what is short or does not get shorter stays as it is")
    func short() {
        var random = SystemRandomNumberGenerator()
        let noise = (0..<1_000).map { _ in UInt8.random(in: 0...255, using: &random) }
        #expect(Gzip.compressed(noise) == nil)
        #expect(Gzip.compressed([UInt8](repeating: 65, count: Gzip.bytesMin - 1)) == nil)
        #expect(Gzip.compressed([UInt8](repeating: 65, count: Gzip.bytesMin)) != nil)
    }

    @Test("the same bytes come out", arguments: [20, 300, 5_000])
    func whole(count: Int) throws {
        let bytes = Self.text(count)
        let coded = try #require(Gzip.compressed(bytes))
        #expect(coded.count < bytes.count / 3)
        #expect(try Self.unpacked(coded) == bytes)
    }

    @Test(
        "a stamped page comes out whole with its own stamp, wherever that stands",
        arguments: [0, 1, 700, 40_000, 100_000])
    func stamped(start: Int) throws {
        var bytes = Self.text(4_000)
        let place = start..<start + 36
        for index in place { bytes[index] = UInt8(ascii: "0") }
        let gzip = try #require(StampedGzip(bytes, place: place))
        for stamp in ["0190c6d8-7e1f-7aaa-8bbb-0123456789ab", String(repeating: "0", count: 36)] {
            let copy = UnsafeMutableRawBufferPointer.allocate(
                byteCount: gzip.body.count, alignment: 16)
            defer { copy.deallocate() }
            copy.copyBytes(from: gzip.body)
            gzip.set(Array(stamp.utf8), in: copy)
            bytes.replaceSubrange(place, with: Array(stamp.utf8))
            #expect(try Self.unpacked(Array(copy)) == bytes)
            // It lies in the body as it is: no length tells anything about it.
            #expect(Data(copy).range(of: Data(stamp.utf8)) != nil)
        }
    }

    /// A server with a page, a file and a recording.
    private static func server() throws -> TestServer {
        let page = StampedResponse(
            HTTPResponse(status: 200, contentType: .html, body: .bytes(text(200))), place: 10..<14)
        let coded = try #require(StampedResponse(compressing: page))
        let file = StaticFile(.css, text(200))
        let sound = StaticFile(
            ContentType("audio/mpeg"), (0..<1_000).map { UInt8($0 % 251) }, kind: .recording)
        return try TestServer {
            $0.responseHeaders = [HTTPHeader("Cache-Control", "no-store")]
        } routes: {
            $0.add(.get, "/page", answersLater: false) { request, _, responder in
                responder.send(request.acceptsGzip ? coded : page, stamp: Array("1234".utf8))
            }
            $0.add(.get, "/file", answersLater: false) { request, _, responder in
                file.answer(request, responder)
            }
            $0.add(.get, "/sound", answersLater: false) { request, _, responder in
                sound.answer(request, responder)
            }
        }
    }

    private static func get(
        _ target: String, _ headers: String..., from client: RawClient
    ) throws -> RawClient.Response {
        let lines = headers.map { $0 + "\r\n" }.joined()
        client.send("GET \(target) HTTP/1.1\r\nHost: a\r\n\(lines)\r\n")
        return try #require(client.response())
    }

    @Test("only who takes gzip gets it, page and file alike", arguments: ["/page", "/file"])
    func served(target: String) throws {
        let server = try Self.server()
        let client = try server.client()
        let plain = try Self.get(target, from: client)
        let coded = try Self.get(target, "Accept-Encoding: gzip, br", from: client)
        #expect(plain.header("Content-Encoding") == nil)
        #expect(coded.header("Content-Encoding") == "gzip")
        #expect(coded.header("Content-Type") == plain.header("Content-Type"))
        #expect(coded.body.count < plain.body.count / 2)
        #expect(try Self.unpacked(coded.body) == plain.body)
    }

    @Test("each coding of a file has a tag of its own, and who has it already gets none")
    func tags() throws {
        let server = try Self.server()
        let client = try server.client()
        let plain = try Self.get("/file", from: client)
        let coded = try Self.get("/file", "Accept-Encoding: gzip", from: client)
        let (tag, codedTag) = (
            try #require(plain.header("ETag")), try #require(coded.header("ETag"))
        )
        #expect(tag != codedTag)
        #expect(plain.header("Vary") == "Accept-Encoding")
        #expect(coded.header("Vary") == "Accept-Encoding")
        let again = try Self.get("/file", "If-None-Match: \"x\", W/\(tag)", from: client)
        #expect(again.status == 304 && again.body.isEmpty && again.header("ETag") == tag)
        let other = try Self.get(
            "/file", "Accept-Encoding: gzip", "If-None-Match: \(tag)", from: client)
        #expect(other.status == 200)
        let same = try Self.get(
            "/file", "Accept-Encoding: gzip", "If-None-Match: \(codedTag)", from: client)
        #expect(same.status == 304 && same.header("ETag") == codedTag)
    }

    @Test(
        "a part of a recording is sent to whoever asks",
        arguments: [
            ("bytes=0-1", 0..<2), ("bytes=990-", 990..<1_000), ("bytes=-5", 995..<1_000),
            ("bytes=10-99999", 10..<1_000), ("bytes=-99999", 0..<1_000),
            ("bytes=999-999", 999..<1_000),
        ])
    func ranges(asked: String, places: Range<Int>) throws {
        let server = try Self.server()
        let client = try server.client()
        let whole = try Self.get("/sound", "Accept-Encoding: gzip", from: client)
        #expect(whole.header("Accept-Ranges") == "bytes")
        #expect(whole.header("Content-Encoding") == nil)
        let part = try Self.get("/sound", "Range: \(asked)", from: client)
        #expect(part.status == 206)
        #expect(part.body == Array(whole.body[places]))
        #expect(
            part.header("Content-Range")
                == "bytes \(places.lowerBound)-\(places.upperBound - 1)/1000")
        #expect(part.header("ETag") == whole.header("ETag"))
    }

    @Test(
        "a range beyond the end is refused, one that is none is passed over",
        arguments: [
            ("bytes=1000-", 416), ("bytes=5000-6000", 416), ("bytes=-0", 416),
            ("bytes=5-2", 200), ("bytes=-", 200), ("bytes=a-b", 200), ("bytes=0-1,5-6", 200),
            ("lines=0-1", 200), ("bytes=+1-2", 200), ("bytes=0-9999999999999999999999", 200),
        ])
    func noRange(asked: String, status: Int) throws {
        let server = try Self.server()
        let client = try server.client()
        let answer = try Self.get("/sound", "Range: \(asked)", from: client)
        #expect(answer.status == status)
        #expect(answer.header("Content-Range") == (status == 416 ? "bytes */1000" : nil))
        #expect(answer.body.count == (status == 416 ? 0 : 1_000))
    }

    @Test("parts of a recording are its own bytes, however many read them, and outlive it")
    func uncopied() throws {
        var file: StaticFile? = StaticFile(
            ContentType("audio/mpeg"), (0..<100).map { UInt8($0) }, kind: .recording)
        let parts = try ["bytes=10-", "bytes=20-29"].map { asked in
            let response = try #require(file?.part(asked))
            guard case .shared(let body) = response.body else { return SharedBody([]) }
            return body
        }
        file = nil
        let starts = parts.map { $0.bytes.baseAddress }
        // A copy for each would be a client's way to as much memory as it asks for.
        #expect(starts[1] == starts[0].map { $0 + 10 })
        #expect(parts.map { Array($0.bytes) } == [Array(10..<100), Array(20..<30)])
    }

    @Test("a part of another release of the file is not mixed into this one")
    func otherRelease() throws {
        let server = try Self.server()
        let client = try server.client()
        let tag = try #require(try Self.get("/sound", from: client).header("ETag"))
        let same = try Self.get("/sound", "Range: bytes=0-1", "If-Range: \(tag)", from: client)
        #expect(same.status == 206)
        let other = try Self.get("/sound", "Range: bytes=0-1", "If-Range: \"old\"", from: client)
        #expect(other.status == 200 && other.body.count == 1_000)
    }
}
