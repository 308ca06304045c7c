import Foundation
import Testing

@Suite("What commands ask of a running server")
struct RequestTests {
    private static let id = String(repeating: "ab", count: 16)

    private static func folder(_ office: SmallOffice) -> String { office.data + "/requests" }

    private static func names(_ office: SmallOffice) throws -> [String] {
        try FileManager.default.contentsOfDirectory(atPath: folder(office)).sorted()
    }

    /// Puts a request there as a command does, and waits for its answer.
    private static func ask(_ text: String, _ office: SmallOffice) throws -> [String: Any] {
        let path = "\(folder(office))/\(id)"
        try Data(text.utf8).write(to: URL(filePath: path + ".part"))
        #expect(rename(path + ".part", path + ".json") == 0)
        let answer = path + ".answer.json"
        while !FileManager.default.fileExists(atPath: answer) { sched_yield() }
        let body = try Data(contentsOf: URL(filePath: answer))
        try FileManager.default.removeItem(atPath: answer)
        return try JSONSerialization.jsonObject(with: body) as? [String: Any] ?? [:]
    }

    @Test("many at once are all done, and nothing is left behind")
    func parallel() async throws {
        let office = try SmallOffice()
        let server = try Server(data: office.data)
        let kiosk = try KioskDevice.paired(office, server)
        await withTaskGroup(of: Void.self) { group in
            for number in 0..<40 {
                group.addTask {
                    let result = try? KioskDevice.command(
                        ["set", kiosk.device, "--idle", "\(number + 10)"], office)
                    #expect(result?.status == 0, "\(result?.messages ?? "")")
                }
            }
        }
        #expect(try KioskDevice.list(office)[kiosk.device]?["settingsVersion"] as? Int == 41)
        #expect(try Self.names(office).isEmpty)
        #expect(server.stop() == 0)
    }

    @Test("a command that the server does not take in time takes its request back")
    func withdrawn() throws {
        let office = try SmallOffice()
        let server = try Server(data: office.data)
        let kiosk = try KioskDevice.paired(office, server)
        server.process.signal(SIGSTOP)
        let result = try KioskDevice.command(["retire", kiosk.device], office, ["--lang", "en"])
        server.process.signal(SIGCONT)
        #expect(result.status == 75 && result.messages.contains("within 10 seconds"))
        #expect(try Self.names(office).isEmpty)
        #expect(server.stop() == 0)
        #expect(try KioskDevice.list(office)[kiosk.device]?["state"] as? String == "inUse")
    }

    @Test("what was asked of a server that has gone is swept away and not done")
    func left() throws {
        let office = try SmallOffice()
        let kiosk: KioskDevice
        do {
            let server = try Server(data: office.data)
            kiosk = try KioskDevice.paired(office, server)
            server.kill()
        }
        let order = #"{"language":"en","request":"retire","device":"\#(kiosk.device)"}"#
        for name in [Self.id + ".json", Self.id + ".outbox", "other"] {
            try Data(order.utf8).write(to: URL(filePath: "\(Self.folder(office))/\(name)"))
        }
        let server = try Server(data: office.data)
        #expect(try Self.names(office).isEmpty)
        #expect(try kiosk.beat(server).body["retired"] as? Bool == false)
    }

    @Test(
        "what is no request is answered as such, and the server goes on",
        arguments: [
            "", "{", "[]", "{}", #"{"language":"en","request":"shutdown"}"#,
            #"{"language":"en","request":"retire"}"#,
            #"{"language":"en","request":"set","device":"d-1","change":7}"#,
            #"{"language":"en","request":"import-outbox","name":"x"}"#,
        ])
    func nonsense(text: String) throws {
        let office = try SmallOffice()
        let server = try Server(data: office.data)
        let answer = try Self.ask(text, office)
        #expect(answer["exit"] as? Int == 64)
        let words = (answer["messages"] as? [String])?.first ?? ""
        #expect(words.contains("does not understand"), "\(words)")
        // The request goes right after its answer is there.
        try Patience.until("an empty folder") { try Self.names(office).isEmpty }
        #expect(server.get("/readyz")?.status == 200)
    }

    @Test("an order may come from the folder's owner alone, however the folder was left")
    func owner() throws {
        let office = try SmallOffice()
        let folder = Self.folder(office)
        try FileManager.default.createDirectory(
            atPath: folder, withIntermediateDirectories: false,
            attributes: [.posixPermissions: 0o777])
        do {
            let server = try Server(data: office.data)
            let mode = try FileManager.default.attributesOfItem(atPath: folder)[.posixPermissions]
            #expect(mode as? Int == 0o700)
            #expect(server.stop() == 0)
        }
        // A link would lead an order, or an administrator's file, elsewhere.
        try FileManager.default.removeItem(atPath: folder)
        let elsewhere = office.folder.path("elsewhere")
        try FileManager.default.createDirectory(
            atPath: elsewhere, withIntermediateDirectories: false)
        try FileManager.default.createSymbolicLink(
            atPath: folder, withDestinationPath: elsewhere)
        let server = try Server(data: office.data)
        let result = try KioskDevice.command(["retire", "d-1"], office)
        #expect(result.status == 73, "\(result.messages)")
        #expect(try FileManager.default.contentsOfDirectory(atPath: elsewhere).isEmpty)
        #expect(try server.messages().contains("commands are refused"))
        #expect(server.get("/readyz")?.status == 200)
    }

    @Test(
        "a command hears in its own language, whatever the server speaks", arguments: ["vi", "en"])
    func language(code: String) throws {
        let office = try SmallOffice()
        let server = try Server(data: office.data, ["--lang", code == "vi" ? "en" : "vi"])
        let result = try KioskDevice.command(["retire", "d-1"], office, ["--lang", code])
        #expect(result.status == 64)
        #expect(result.messages.contains(code == "vi" ? "Không có thiết bị" : "There is no device"))
        #expect(server.stop() == 0)
    }
}
