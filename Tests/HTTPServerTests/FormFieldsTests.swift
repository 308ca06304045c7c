import Testing

@testable import HTTPServer

@Suite("Form fields")
struct FormFieldsTests {
    private func read(_ text: String) throws(FormError) -> FormFields {
        try FormFields(Array(text.utf8).span)
    }

    @Test(
        "are decoded in the order sent",
        arguments: [
            ("", []), ("a=1", ["a:1"]), ("a=1&b=2&a=3", ["a:1", "b:2", "a:3"]),
            ("a", ["a:"]), ("a=", ["a:"]), ("a&b", ["a:", "b:"]), ("&&a=1&&", ["a:1"]),
            ("a=b=c", ["a:b=c"]), ("a+b=c+d", ["a b:c d"]), ("a=%2B%26%3D", ["a:+&="]),
            ("%61%3d=1", ["a=:1"]), ("a=%c4%91", ["a:đ"]), ("a=đ", ["a:đ"]),
            ("a=%0d%0A", ["a:\r\n"]), ("a%26=1&b=%25", ["a&:1", "b:%"]),
        ] as [(String, [String])])
    func decoding(text: String, expected: [String]) throws {
        let fields = try read(text)
        var found: [String] = []
        fields.forEach { found.append("\($0):\($1)") }
        #expect(found == expected)
        #expect(fields.count == expected.count)
    }

    @Test("are told apart by how their names begin, as decoded")
    func beginnings() throws {
        let fields = try read("contact=1&contact-name=2&con=3&Contact=4&%63ontact=5&contacđ=6")
        let found = (0..<fields.count).filter { fields.name(at: $0, startsWith: "contact") }
        #expect(found == [0, 1, 4])
    }

    @Test("are found by name, the first or all of them")
    func lookup() throws {
        let fields = try read("a=1&b=&a=2&%c4%91=x&aa=3")
        #expect(fields.first("a") == "1")
        #expect(fields.all("a") == ["1", "2"])
        #expect(fields.first("b") == "")
        #expect(fields.first("đ") == "x")
        #expect(fields.first("c") == nil)
        #expect(fields.all("c") == [])
        #expect(fields[2].name == "a" && fields[2].value == "2")
    }

    @Test(
        "are refused when they are broken",
        arguments: [
            ("a=%", .brokenEscape(offset: 2)), ("a=1%4", .brokenEscape(offset: 3)),
            ("a=%zz", .brokenEscape(offset: 2)), ("%4g=1", .brokenEscape(offset: 0)),
            ("a=%00", .nul(offset: 2)), ("a=\0", .nul(offset: 2)), ("a\0=1", .nul(offset: 1)),
            ("=1", .missingName(offset: 0)), ("a=1&=2", .missingName(offset: 4)),
            ("a=%ff", .malformedUTF8), ("a=%c0%ae", .malformedUTF8), ("%c4=%91", .malformedUTF8),
            ("a=%c4&%91=1", .malformedUTF8), ("a=%ed%a0%80", .malformedUTF8),
        ] as [(String, FormError)])
    func broken(text: String, error: FormError) {
        #expect(throws: error) { try read(text) }
    }

    @Test("are bounded in number and in the length of their names")
    func limits() throws {
        let most = Array(repeating: "a=1", count: 200).joined(separator: "&")
        #expect(try read(most).count == 200)
        #expect(throws: FormError.tooManyFields(most: 200)) { try read(most + "&a=1") }
        let name = String(repeating: "n", count: 100)
        #expect(try read(name + "=1").count == 1)
        #expect(throws: FormError.nameTooLong(offset: 4)) { try read("a=1&n" + name) }
    }

    @Test(
        "come only from a body that says it is form-encoded",
        arguments: [
            ("application/x-www-form-urlencoded", true),
            ("Application/X-WWW-Form-URLEncoded; charset=UTF-8", true),
            ("application/x-www-form-urlencoded;charset=\"utf-8\"", true),
            ("application/x-www-form-urlencoded; charset=iso-8859-1", false),
            ("multipart/form-data; boundary=x", false), ("text/plain", false),
            ("application/json", false), ("application/x-www-form-urlencodedx", false),
        ])
    func mediaType(type: String, isRead: Bool) throws {
        let server = try TestServer(routes: Self.addForm)
        let client = try server.client()
        client.post("/form", "a=1&b=2", type: type)
        let response = try #require(client.response())
        #expect(response.status == (isRead ? 200 : 415))
        #expect(response.text == (isRead ? "a=1 b=2" : ""))
    }

    @Test("come from the query too, and a broken one is the client's mistake")
    func query() throws {
        let server = try TestServer(routes: {
            $0.add(.get, "/query", answersLater: false) { request, _, responder in
                responder.send(Self.answer { () throws(FormError) in try request.query() })
            }
        })
        let client = try server.client()
        for (target, status, text) in [
            ("/query?a=%C4%91+1&b", 200, "a=đ 1 b="), ("/query", 200, ""), ("/query?", 200, ""),
            ("/query?a=%4", 400, ""), ("/query?a?b=1", 200, "a?b=1"),
        ] {
            client.get(target)
            let response = try #require(client.response())
            #expect(response.status == status)
            #expect(response.text == text)
        }
    }

    private static func addForm(_ router: inout Router) {
        router.add(.post, "/form", answersLater: false) { request, _, responder in
            responder.send(answer { () throws(FormError) in try request.form() })
        }
    }

    /// The fields as text, or the status of what is wrong with them.
    private static func answer(_ read: () throws(FormError) -> FormFields) -> HTTPResponse {
        do throws(FormError) {
            var pairs: [String] = []
            try read().forEach { pairs.append("\($0)=\($1)") }
            return HTTPResponse(.text, pairs.joined(separator: " "))
        } catch {
            return HTTPResponse(status: error.status)
        }
    }
}
