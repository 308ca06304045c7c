import Foundation
import Synchronization
import Testing

@Suite("Citizens who want to be answered")
struct ContactTests {
    private static let telephone = "0912 345 678"
    private static let name = "Bà Canary Thị Tên"
    private static let words = "Chờ lâu quá canary-gop-y"

    private static func fields(
        _ page: Exchange, contact: String = telephone, consents: Bool = true,
        comment: String = words
    ) -> [(String, String)] {
        page.hiddenFields + [
            ("overall", "2"), ("comment", comment), ("contact", contact), ("contact-name", name),
        ] + (consents ? [("contact-consent", "yes")] : [])
    }

    private static func contacts(
        _ office: SmallOffice, _ extra: [String] = []
    ) throws -> [[String: Any]] {
        let result = try Program.run(
            ["contacts", "--data", office.data, "--format", "json"] + extra)
        #expect(result.status == 0, "\(result.messages)")
        return try result.json()["contacts"] as? [[String: Any]] ?? []
    }

    /// Files below the data folder in which some bytes stand as they are.
    private static func files(_ folder: String, holding texts: [String]) throws -> [String] {
        try FileManager.default.subpathsOfDirectory(atPath: folder).sorted().filter {
            let data = FileManager.default.contents(atPath: folder + "/" + $0) ?? Data()
            return texts.contains { data.range(of: Data($0.utf8)) != nil }
        }
    }

    /// The code that the thanks show.
    private static func code(_ thanks: Exchange) -> String? {
        thanks.body.components(separatedBy: "<p class=\"code\" translate=\"no\">").dropFirst()
            .first?
            .components(separatedBy: "<").first
    }

    /// Sends an answer with words and contact, and reads the code on the thanks page.
    private static func leave(_ running: CitizenTests.Running) throws -> (
        code: String, link: String
    ) {
        let page = try #require(running.server.get("/f/Q1?lang=en"))
        let sent = try #require(running.server.post(fields(page), to: "/f/Q1"))
        #expect(sent.status == 303)
        let link = try #require(sent.headers["location"])
        let thanks = try #require(running.server.get(link))
        return (try #require(code(thanks)), link)
    }

    @Test("a contact is kept apart and encrypted: no file holds it, no export, no log, no address")
    func kept() throws {
        let running = try CitizenTests.Running()
        let (code, link) = try Self.leave(running)
        let secrets = [Self.telephone, Self.name, "0912345678", code]
        #expect(try Self.files(running.office.data, holding: secrets) == [])
        #expect(try Self.files(running.office.data, holding: [Self.words]).isEmpty == false)
        let backup = running.office.folder.path("copy.db")
        #expect(
            try Program.run(["backup", "--data", running.office.data, "--output", backup]).status
                == 0)
        let copied = try #require(FileManager.default.contents(atPath: backup))
        let exported = try running.office.export("responses")
        for secret in secrets {
            #expect(copied.range(of: Data(secret.utf8)) == nil)
            #expect(!exported.contains(secret) && !link.contains(secret))
            #expect(try !running.server.messages().contains(secret))
        }
        let listed = try #require(Self.contacts(running.office).first)
        #expect(listed["contact"] as? String == Self.telephone)
        #expect(listed["name"] as? String == Self.name && listed["place"] as? String == "Q1")
        #expect(listed["comment"] as? String == Self.words && listed["number"] as? Int == 1)
        let verified = try Program.run(["verify", "--data", running.office.data])
        #expect(verified.status == 0 && verified.lastLine == "intact")
    }

    @Test("without consent nothing is kept, the page says so, and nothing entered is lost")
    func consent() throws {
        let running = try CitizenTests.Running()
        let page = try #require(running.server.get("/f/Q1?lang=en"))
        #expect(
            !page.body.contains(" checked") && !page.body.contains("details class=\"contact\" open")
        )
        let fields = Self.fields(page, consents: false)
        let answer = try #require(running.server.post(fields, to: "/f/Q1"))
        #expect(answer.status == 422)
        #expect(answer.body.contains("What you wrote here was not kept."))
        #expect(answer.body.contains("<a href=\"#contact-consent\">"))
        #expect(answer.body.contains("value=\"\(Self.telephone)\""))
        #expect(answer.body.contains("value=\"\(Self.name)\""))
        #expect(answer.body.contains(Self.words))
        #expect(try running.office.exportedLines().isEmpty)
        #expect(try Self.files(running.office.data, holding: [Self.telephone, Self.words]) == [])
        let mended = running.server.post(fields + [("contact-consent", "yes")], to: "/f/Q1")
        #expect(mended?.status == 303)
        #expect(try Self.contacts(running.office).count == 1)
    }

    @Test(
        "what is no telephone number and no address is told beside its field",
        arguments: [
            ("", "Please write a telephone number"), ("12 34", "Please look again"),
            ("gọi tôi nhé", "Please look again"), ("ai@", "Please look again"),
            ("=1+1@x.vn", "Please look again"),
        ])
    func unreadable(contact: String, words: String) throws {
        let running = try CitizenTests.Running()
        let page = try #require(running.server.get("/f/Q1?lang=en"))
        let answer = try #require(
            running.server.post(Self.fields(page, contact: contact), to: "/f/Q1"))
        #expect(answer.status == 422 && answer.body.contains(words))
        #expect(answer.body.contains("contact wrong") && answer.body.contains(" checked"))
        #expect(try running.office.exportedLines().isEmpty)
    }

    @Test("the batch call and files take no contact")
    func otherDoors() throws {
        let running = try CitizenTests.Running()
        let entry = """
            [{"id":"\(SmallOffice.id(1))","form":"counter-one-tap","version":1,"place":"Q1",
            "channel":"kiosk","answers":{"overall":4,"contact":"\(Self.telephone)"}}]
            """
        let answer = try #require(
            Exchange(
                "POST", "/api/v1/responses", port: running.server.port,
                headers: ["Content-Type": "application/json"], body: entry))
        #expect(answer.body.contains("\"code\":\"invalid\""))
        #expect(running.server.stop() == 0)
        let table =
            SmallOffice.responsesHeader + ",contact\n" + SmallOffice.line(1, overall: "4")
            + ",x\n"
        #expect(try running.office.load("responses", table).status == 65)
        #expect(try Self.contacts(running.office).isEmpty)
    }

    @Test("the code erases words and contact from every byte, also of a later backup")
    func erased() throws {
        let running = try CitizenTests.Running()
        let (code, _) = try Self.leave(running)
        #expect(running.server.get("/erase?lang=en")?.status == 200)
        let typed = code.lowercased().replacing("-", with: " ")
        let form = [("code", typed), ("confirm", "yes")]
        let unconfirmed = try #require(running.server.post([("code", code)], to: "/erase?lang=en"))
        #expect(unconfirmed.status == 422 && unconfirmed.body.contains("Please tick the box"))
        #expect(try Self.contacts(running.office).count == 1)
        let answer = try #require(running.server.post(form, to: "/erase?lang=en"))
        #expect(answer.status == 303 && answer.headers["location"] == "/erase/done?lang=en")
        // A page that is loaded once more says the same.
        let again = try #require(running.server.post(form, to: "/erase?lang=en"))
        #expect(again.status == 303)
        let backup = running.office.folder.path("copy.db")
        #expect(
            try Program.run(["backup", "--data", running.office.data, "--output", backup]).status
                == 0)
        #expect(try Self.files(running.office.data, holding: ["canary-gop-y"]) == [])
        let copied = try #require(FileManager.default.contents(atPath: backup))
        #expect(copied.range(of: Data("canary-gop-y".utf8)) == nil)
        #expect(try Self.contacts(running.office, ["--all"]).isEmpty)
        #expect(try running.office.exportedLines().count == 1)
        let verified = try Program.run(["verify", "--data", running.office.data])
        #expect(verified.status == 0 && verified.lastLine == "intact")
    }

    @Test("wrong codes are told alike, and only so many a minute are tried")
    func wrongCodes() throws {
        let running = try CitizenTests.Running()
        _ = try Self.leave(running)
        func erase(_ code: String) -> Exchange? {
            running.server.post([("code", code), ("confirm", "yes")], to: "/erase?lang=en")
        }
        #expect(erase("K7P4")?.status == 422)
        // A minute may begin in between, and then all its tries are there again.
        let told = (0..<62).compactMap { _ in erase("2222-2222-2222-2222") }
        let (tried, refused) = (told.filter { $0.status == 422 }, told.filter { $0.status == 429 })
        #expect(tried.count + refused.count == 62 && tried.count >= 30 && refused.count >= 2)
        #expect(tried.allSatisfy { $0.body.contains("Nothing is kept under this code.") })
        #expect(refused.allSatisfy { $0.headers["retry-after"] == "60" })
        #expect(try Self.contacts(running.office).count == 1)
    }

    @Test(
        "the way to the thanks shows the code for some minutes, and tells nothing by itself",
        .enabled(if: FakeClock.library != nil, "libfaketime is not installed"))
    func ticket() throws {
        let office = try SmallOffice()
        let clock = try FakeClock("2026-03-02T09:00:00+07:00")
        let server = try Server(data: office.data, clock: clock)
        let page = try #require(server.get("/f/Q1?lang=en"))
        let sent = try #require(server.post(Self.fields(page), to: "/f/Q1"))
        let link = try #require(sent.headers["location"])
        let thanks = try #require(server.get(link))
        let code = try #require(Self.code(thanks))
        #expect(!link.contains(code))
        // Sent once more it is the same way.
        #expect(server.post(Self.fields(page), to: "/f/Q1")?.headers["location"] == link)
        try clock.set("2026-03-02T09:25:00+07:00")
        let late = try #require(server.get(link))
        #expect(late.status == 200 && Self.code(late) == nil)
        #expect(late.body.contains("shown for 10 minutes"))
        for broken in [link + "0", String(link.dropLast(2)) + "00", "/f/Q1/thanks?t=xyz"] {
            let shown = try #require(server.get(broken))
            #expect(Self.code(shown) == nil)
        }
        let bare = try #require(server.get("/f/Q1/thanks"))
        #expect(Self.code(bare) == nil)
        // Who has the id and the words from a file that day is told no code.
        try clock.set("2026-03-02T10:01:00+07:00")
        let old = server.post(Self.fields(page), to: "/f/Q1")?.headers["location"]
        #expect(old == "/f/Q1/thanks?lang=en")
        // An id that says nothing of its time is one of now where its answer is.
        let fields = Self.fields(page).map { name, value in
            (name, name == "id" ? "0b7e4f9c-56f1-4d8e-9a3b-2c1d0e9f8a7b" : value)
        }
        let first = server.post(fields, to: "/f/Q1")?.headers["location"]
        #expect(first?.contains("&t=") == true)
        #expect(server.post(fields, to: "/f/Q1")?.headers["location"] == first)
    }

    @Test(
        "who knows the id of an answer from a file is told no code by sending it",
        arguments: [("paper", "now"), ("web", "2025-06-02T09:00:00+07:00")])
    func imported(channel: String, moment: String) throws {
        let office = try SmallOffice()
        let at = moment == "now" ? Date.now.ISO8601Format() : moment
        let line = SmallOffice.line(1, overall: "2", at: at)
            .replacing(",kiosk,", with: ",\(channel),").replacing(",,2", with: ",Chờ lâu,2")
        #expect(line.contains(",\(channel),") && line.contains(",Chờ lâu,"))
        #expect(try office.load("responses", SmallOffice.responses([line])).status == 0)
        let server = try Server(data: office.data)
        let fields = SmallOffice.answer(1, overall: 4) + [
            ("comment", "khác"), ("contact", Self.telephone), ("contact-consent", "yes"),
        ]
        let sent = try #require(server.post(fields, to: "/f/Q1"))
        #expect(sent.status == 303)
        #expect(sent.headers["location"]?.contains("t=") == false, "\(sent.headers)")
        #expect(try Self.contacts(office).isEmpty)
        #expect(try office.counts().contains(" 1 in quarantine"))
    }

    @Test("an answer without words and contact is thanked without a code")
    func plain() throws {
        let running = try CitizenTests.Running()
        let page = try #require(running.server.get("/f/Q1?lang=en"))
        let sent = running.server.post(page.hiddenFields + [("overall", "5")], to: "/f/Q1")
        #expect(sent?.headers["location"] == "/f/Q1/thanks?lang=en")
    }

    @Test("who was answered is off the list, by the running server")
    func done() throws {
        let running = try CitizenTests.Running()
        let (code, _) = try Self.leave(running)
        for typed in ["1", code] {
            let result = try Program.run(["contacts", "done", typed, "--data", running.office.data])
            #expect(result.status == 0 && result.output == "done 1\n", "\(result.messages)")
        }
        #expect(try Self.contacts(running.office).isEmpty)
        #expect(try Self.contacts(running.office, ["--all"]).count == 1)
        let unknown = try Program.run(["contacts", "done", "77", "--data", running.office.data])
        #expect(unknown.status == 64 && unknown.output.isEmpty)
        #expect(try !running.server.messages().contains(code))
    }

    @Test("an operator erases for who has no code, by the running server or without one")
    func erasedByCommand() throws {
        let running = try CitizenTests.Running()
        let (data, server) = (running.office.data, running.server)
        func erase(_ words: [String]) throws -> Program.Result {
            try Program.run(["contacts", "erase"] + words + ["--data", data, "--lang", "en"])
        }
        let (code, _) = try Self.leave(running)
        _ = try Self.leave(running)
        let unasked = try erase(["1"])
        #expect(unasked.status == 64 && unasked.messages.contains("Nothing was erased"))
        #expect(try Self.contacts(running.office).count == 2)
        let done = try erase(["1", "--yes"])
        #expect(done.status == 0 && done.output == "erased 1\n", "\(done.messages)")
        let again = try erase([code, "--yes"])
        #expect(again.status == 0 && again.output == "already 1\n")
        #expect(try Self.contacts(running.office, ["--all"]).count == 1)
        for (typed, words) in [("77", "no such answer"), ("x", "is needed")] {
            let refused = try erase([typed, "--yes"])
            #expect(refused.status == 64 && refused.messages.contains(words))
        }
        let messages = try server.messages()
        #expect(messages.contains("erased 1") && !messages.contains(code))
        #expect(server.stop() == 0)
        #expect(try erase(["2", "--yes"]).output == "erased 2\n")
        #expect(try Self.files(data, holding: ["canary-gop-y"]) == [])
        #expect(try running.office.exportedLines().count == 2)
        let verified = try Program.run(["verify", "--data", data])
        #expect(verified.status == 0 && verified.lastLine == "intact")
    }

    @Test(
        "contacts go by themselves, after 180 days at the latest or as set",
        .enabled(if: FakeClock.library != nil, "libfaketime is not installed"))
    func swept() throws {
        for (days, moment, isKept) in [
            (180, "2026-08-28T09:00:00+07:00", true), (180, "2026-08-30T09:00:00+07:00", false),
            (10, "2026-03-11T09:00:00+07:00", true), (10, "2026-03-13T09:00:00+07:00", false),
        ] {
            let office = try SmallOffice()
            let clock = try FakeClock("2026-03-02T09:00:00+07:00")
            do {
                let server = try Server(data: office.data, clock: clock)
                let page = try #require(server.get("/f/Q1?lang=en"))
                #expect(server.post(Self.fields(page), to: "/f/Q1")?.status == 303)
                #expect(server.stop() == 0)
            }
            #expect(try Self.contacts(office).count == 1)
            try clock.set(moment)
            let server = try Server(
                data: office.data, ["--contact-days", "\(days)"], clock: clock)
            #expect(server.stop() == 0)
            #expect(try Self.contacts(office).count == (isKept ? 1 : 0), "\(days) \(moment)")
        }
    }

    @Test("an office that answers nobody asks for no contact")
    func unasked() throws {
        let office = try SmallOffice()
        let server = try Server(data: office.data, ["--contact-days", "0"])
        let page = try #require(server.get("/f/Q1?lang=en"))
        #expect(!page.body.contains("contact-consent"))
        #expect(server.post(Self.fields(page), to: "/f/Q1")?.status == 303)
        #expect(try Self.contacts(office).isEmpty)
        #expect(try Self.files(office.data, holding: [Self.telephone]) == [])
        let wrong = try Program.run(["serve", "--data", office.data, "--contact-days", "400"])
        #expect(wrong.status == 64)
    }

    @Test("without the key file nothing is read and none is made, and the message says what to do")
    func lostKey() throws {
        let running = try CitizenTests.Running()
        _ = try Self.leave(running)
        #expect(running.server.stop() == 0)
        let file = running.office.data + "/keys/office.key"
        let attributes = try FileManager.default.attributesOfItem(atPath: file)
        #expect(attributes[.posixPermissions] as? Int == 0o600)
        try FileManager.default.removeItem(atPath: file)
        let list = ["contacts", "--data", running.office.data, "--format", "text", "--lang", "en"]
        let absent = try Program.run(list)
        #expect(absent.status == 73 && absent.messages.contains("no key file"))
        #expect(absent.output.isEmpty && !FileManager.default.fileExists(atPath: file))
        // A new key opens nothing of the old, and that is said.
        let server = try Server(data: running.office.data)
        #expect(server.stop() == 0)
        let other = try Program.run(list)
        #expect(other.status == 0 && other.messages.contains("cannot be decrypted"))
        #expect(!other.output.contains(Self.telephone))
    }

    @Test("the list for a spreadsheet has no formula in it")
    func guarded() throws {
        let running = try CitizenTests.Running()
        let page = try #require(running.server.get("/f/Q1?lang=en"))
        let fields = Self.fields(page, contact: "+84 912 345 678", comment: "=1+1")
        #expect(running.server.post(fields, to: "/f/Q1")?.status == 303)
        let result = try Program.run(["contacts", "--data", running.office.data, "--format", "csv"])
        #expect(result.output.contains(",'+84 912 345 678,") && result.output.contains(",'=1+1"))
    }
}
