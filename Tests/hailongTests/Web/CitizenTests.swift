import Foundation
import Testing

@Suite("Answers over HTTP")
struct CitizenTests {
    /// An office with its server, for one test alone.
    struct Running {
        let office: SmallOffice
        let server: Server

        init() throws {
            office = try SmallOffice()
            server = try Server(data: office.data)
        }
    }

    @Test("the same post again gets the same thanks and is one answer")
    func repeated() throws {
        let running = try Running()
        let page = try #require(running.server.get("/f/Q1?c=qr-slip&lang=en"))
        let fields =
            page.hiddenFields + [
                ("overall", "2"), ("reasons-low", "waiting"), ("comment", "Chờ lâu"),
            ]
        let first = try #require(running.server.post(fields, to: "/f/Q1"))
        #expect(first.status == 303)
        func way(_ answer: Exchange) -> String? {
            answer.headers["location"]?.components(separatedBy: "&t=").first
        }
        #expect(way(first) == "/f/Q1/thanks?lang=en&c=qr-slip")
        for _ in 0..<3 {
            let again = try #require(running.server.post(fields, to: "/f/Q1"))
            #expect(again.status == 303)
            #expect(way(again) == way(first))
        }
        #expect(try running.office.exportedLines().count == 1)
        #expect(try running.office.counts().contains(" 0 in quarantine"))
    }

    @Test("other content under a stored id: thanks, the first stands, the other is set aside")
    func conflict() throws {
        let running = try Running()
        for overall in [5, 1] {
            let sent = running.server.post(SmallOffice.answer(1, overall: overall), to: "/f/Q1")
            #expect(sent?.status == 303)
        }
        let lines = try running.office.exportedLines()
        #expect(lines.map(\.id) == [SmallOffice.id(1)])
        #expect(lines[0].line.contains(",,,,5,"))
        let verified = try Program.run(["verify", "--data", running.office.data])
        #expect(verified.status == 0)
        #expect(verified.output.contains("1 responses, 0 comments, 1 in quarantine"))
    }

    @Test("the page that refuses keeps what was entered and says beside the item what is wrong")
    func kept() throws {
        let running = try Running()
        let page = try #require(running.server.get("/f/PHIEU?lang=en"))
        let id = try #require(page.hiddenFields.first { $0.0 == "id" })
        let fields =
            page.hiddenFields + [
                ("overall", "4"), ("access-seats", "9"), ("access-signs", "na"),
                ("comment", "Ghế \"ít\" <b>& nóng"),
            ]
        let answer = try #require(running.server.post(fields, to: "/f/PHIEU"))
        #expect(answer.status == 422)
        let body = answer.body
        #expect(answer.hiddenFields.contains { $0 == id })
        #expect(body.contains("name=\"overall\" value=\"4\" id=\"overall\"") == false)
        for chosen in ["name=\"overall\" value=\"4\"", "name=\"access-signs\" value=\"na\""] {
            let start = try #require(body.range(of: chosen))
            #expect(body[start.upperBound...].prefix { $0 != ">" }.contains("checked"))
        }
        #expect(body.components(separatedBy: " checked").count == 3)
        #expect(body.contains("Ghế &quot;ít&quot; &lt;b>&amp; nóng") || body.contains("&lt;b&gt;"))
        #expect(!body.contains("<b>& nóng"))
        // The message stands inside the item it belongs to, and that item alone is marked.
        let marked = body.components(separatedBy: "<fieldset class=\"item wrong\"").dropFirst()
        #expect(marked.count == 1)
        let item = try #require(marked.first?.components(separatedBy: "</fieldset>").first)
        #expect(item.contains("name=\"access-seats\""))
        #expect(item.contains("Please choose one of the five levels here."))
        #expect(try running.office.exportedLines().isEmpty)
        // Mended and sent again it is taken, under the same id.
        let mended = fields.map { $0.0 == "access-seats" ? ($0.0, "5") : $0 }
        #expect(running.server.post(mended, to: "/f/PHIEU")?.status == 303)
        #expect(try running.office.export("responses").contains(id.1))
    }

    @Test(
        "nothing answered is nothing stored",
        arguments: [[], [("comment", " \n\t ")], [("overall", "")], [("reasons-low", "waiting")]])
    func nothing(answers: [(String, String)]) throws {
        let running = try Running()
        let page = try #require(running.server.get("/f/Q1?lang=en"))
        let answer = try #require(
            running.server.post(page.hiddenFields + answers, to: "/f/Q1"))
        #expect(answer.status == 422)
        #expect(answer.body.contains("You have not answered yet."))
        #expect(try running.office.exportedLines().isEmpty)
    }

    @Test("a comment at the limit is taken, one character more is told beside its box")
    func comment() throws {
        let running = try Running()
        // A reader counts these as one character each.
        let longest = String(repeating: "ê̆", count: 1_000)
        let taken = running.server.post(
            SmallOffice.answer(1, overall: 4, comment: longest), to: "/f/Q1")
        #expect(taken?.status == 303)
        let over = try #require(
            running.server.post(
                SmallOffice.answer(2, overall: 4, comment: longest + "a") + [("lang", "en")],
                to: "/f/Q1"))
        #expect(over.status == 422)
        #expect(over.body.contains("has 1,001 characters") || over.body.contains("has 1001"))
        #expect(over.body.contains(longest + "a"))
        #expect(try running.office.exportedLines().count == 1)
    }

    @Test("paper and telephone cannot be sent by a page", arguments: ["paper", "phone", "fax"])
    func channels(channel: String) throws {
        let running = try Running()
        let fields = SmallOffice.answer(1, overall: 4) + [("channel", channel)]
        #expect(running.server.post(fields, to: "/f/Q1")?.status == 400)
        let page = try #require(running.server.get("/f/Q1?c=\(channel)"))
        #expect(page.hiddenFields.contains { $0 == ("channel", "web") })
        #expect(try running.office.exportedLines().isEmpty)
    }

    @Test("what a link says of the visit is stored with the answer")
    func invitation() throws {
        let running = try Running()
        let page = try #require(
            running.server.get("/f/Q1?c=qr-slip&o=refused&r=business&p=gpxd&fd=xay-dung&lang=en"))
        let sent = running.server.post(page.hiddenFields + [("overall", "1")], to: "/f/Q1")
        #expect(sent?.status == 303)
        let exported = try running.office.export("responses")
        #expect(
            exported.contains(",Q1,qr-slip,gpxd,xay-dung,business,refused,en,"), "\(exported)")
    }

    @Test("a code typed in small letters leads to its form")
    func typed() throws {
        let running = try Running()
        for target in ["/f?place=q1", "/f/q1", "/f?place=%20Q1%20"] {
            let answer = try #require(running.server.get(target))
            #expect(answer.status == 303)
            #expect(answer.headers["location"] == "/f/Q1", "\(target)")
        }
    }
}
