import Testing

/// What a page saves by the way: nothing that was saved is lost, and nobody counts twice.
@Suite("Answers saved as one goes")
struct PartialTests {
    private static let sent = SmallOffice.answer(1, overall: 2) + [("reasons-low", "waiting")]

    /// Lines of the export by what stands under `partial`.
    private static func partial(_ office: SmallOffice) throws -> [String] {
        let lines = try office.export("responses").split(separator: "\n")
        let names = try #require(lines.first).split(separator: ",")
        let place = try #require(names.firstIndex(of: "partial"))
        return lines.dropFirst().map {
            String($0.split(separator: ",", omittingEmptySubsequences: false)[place])
        }
    }

    @Test("the script is told nothing, the button gets the page back; neither stores an answer")
    func told() throws {
        let office = try SmallOffice()
        let server = try Server(data: office.data)
        let quiet = try #require(server.post(Self.sent, to: "/f/Q1?part=quiet"))
        #expect(quiet.status == 204 && quiet.body.isEmpty)
        let fields = SmallOffice.answer(1, overall: 3) + [("comment", "chưa gửi"), ("lang", "en")]
        let page = try #require(server.post(fields, to: "/f/Q1?part=1"))
        #expect(page.status == 200)
        #expect(page.body.contains("Your choices are saved"))
        #expect(page.body.contains("chưa gửi"))
        #expect(page.hiddenFields.contains { $0 == ("id", SmallOffice.id(1)) })
        let nothing = try #require(
            server.post([("id", SmallOffice.id(2)), ("version", "1")], to: "/f/Q1?part=quiet"))
        #expect(nothing.status == 204)
        #expect(
            server.post(SmallOffice.answer(3, overall: 9), to: "/f/Q1?part=quiet")?.status == 422)
        #expect(try office.exportedLines().isEmpty)
        #expect(server.stop() == 0)
        // What was refused or empty is no draft; what was saved is one, without its words.
        let again = try Server(data: office.data, ["--draft-minutes", "0"])
        try Patience.until("an answer of what was saved") { try office.exportedLines().count == 1 }
        #expect(try Self.partial(office) == ["true"])
        #expect(try !office.export("responses").contains("chưa gửi"))
        #expect(again.stop() == 0)
    }

    @Test("sent under the same id it is one whole answer, also when it was saved once more after")
    func whole() throws {
        let office = try SmallOffice()
        let server = try Server(data: office.data)
        #expect(server.post(Self.sent, to: "/f/Q1?part=quiet")?.status == 204)
        #expect(server.post(Self.sent, to: "/f/Q1")?.status == 303)
        #expect(server.post(Self.sent, to: "/f/Q1?part=quiet")?.status == 204)
        let page = try #require(server.post(Self.sent, to: "/f/Q1?part=1"))
        #expect(page.status == 303)
        #expect(server.stop() == 0)
        let again = try Server(data: office.data, ["--draft-minutes", "0"])
        // Another one shows that the writer has looked.
        #expect(
            again.post(SmallOffice.answer(2, overall: 4), to: "/f/Q1?part=quiet")?.status == 204)
        try Patience.until("an answer of what was saved") { try office.exportedLines().count == 2 }
        #expect(try Self.partial(office) == ["", "true"])
        #expect(try office.counts().contains(" 0 in quarantine"))
        #expect(again.stop() == 0)
    }

    @Test("a server that is killed between a saving and the sending loses neither")
    func killed() throws {
        let office = try SmallOffice()
        for number in 1...3 {
            let server = try Server(data: office.data)
            let saved = server.post(SmallOffice.answer(number, overall: 4), to: "/f/Q1?part=quiet")
            #expect(saved?.status == 204)
            server.kill()
        }
        let server = try Server(data: office.data)
        #expect(server.post(SmallOffice.answer(2, overall: 4), to: "/f/Q1")?.status == 303)
        server.kill()
        let again = try Server(data: office.data, ["--draft-minutes", "0"])
        try Patience.until("an answer of what was saved") { try office.exportedLines().count == 3 }
        again.kill()
        #expect(
            Set(try office.exportedLines().map(\.id)) == Set((1...3).map { SmallOffice.id($0) }))
        #expect(try Self.partial(office) == ["", "true", "true"])
        #expect(try Program.run(["verify", "--data", office.data]).status == 0)
    }

    @Test("what came after its part was counted is thanked for, kept apart, and told so")
    func late() throws {
        let office = try SmallOffice()
        let server = try Server(data: office.data, ["--draft-minutes", "0"])
        #expect(server.post(Self.sent, to: "/f/Q1?part=quiet")?.status == 204)
        try Patience.until("an answer of what was saved") { try office.exportedLines().count == 1 }
        // The same again is the same answer.
        #expect(
            server.post(Self.sent, to: "/f/Q1")?.headers["location"]?.contains("late") == false)
        let more = Self.sent + [("comment", "thêm")]
        let thanks = try #require(server.post(more, to: "/f/Q1")?.headers["location"])
        #expect(thanks.contains("late=1"))
        #expect(server.get(thanks)?.body.contains("không tính thêm") == true)
        #expect(try Self.partial(office) == ["true"])
        #expect(try office.counts().contains(" 1 in quarantine"))
        #expect(server.stop() == 0)
    }

    @Test(
        "half an hour by the office's clock, and not before, makes it a partial answer",
        .enabled(if: FakeClock.library != nil, "needs libfaketime"))
    func halfAnHour() throws {
        let office = try SmallOffice()
        // The library's clock may lag by a part of a second: ten seconds keep the minute.
        let clock = try FakeClock("2026-03-02T01:58:10Z")
        let server = try Server(data: office.data, clock: clock)
        for (number, moment) in [(1, "2026-03-02T02:00:10Z"), (2, "2026-03-02T02:29:10Z")] {
            let saved = server.post(SmallOffice.answer(number, overall: 5), to: "/f/Q1?part=quiet")
            #expect(saved?.status == 204)
            try clock.set(moment)
        }
        // The first is due and shows that the writer has looked; the second has one minute left.
        try Patience.until("an answer of what was saved") { try !office.exportedLines().isEmpty }
        var lines = try office.exportedLines()
        #expect(lines.map(\.id) == [SmallOffice.id(1)])
        #expect(lines[0].line.contains("2026-03-02T08:58:"))
        try clock.set("2026-03-02T02:31:00Z")
        try Patience.until("an answer of what was saved") { try office.exportedLines().count == 2 }
        lines = try office.exportedLines()
        #expect(lines[1].line.contains("2026-03-02T09:00:"))
        #expect(try Self.partial(office) == ["true", "true"])
        #expect(server.stop() == 0)
    }

    @Test("an export with partial answers is an import of them")
    func roundTrip() throws {
        let office = try SmallOffice()
        let server = try Server(data: office.data, ["--draft-minutes", "0"])
        #expect(server.post(Self.sent, to: "/f/Q1?part=quiet")?.status == 204)
        try Patience.until("an answer of what was saved") { try office.exportedLines().count == 1 }
        #expect(server.stop() == 0)
        let file = try office.export("responses")
        let other = try SmallOffice()
        #expect(try other.load("responses", file).status == 0)
        #expect(try other.export("responses") == file)
        #expect(try office.load("responses", file).output.contains("stored 0, already 1"))
    }
}
