import Foundation
import Testing

/// A disk without room, a folder without rights, a folder that is gone: refused, never lost.
@Suite("A disk that has no room or is gone", .serialized)
struct FullDiskTests {
    private static let clients = 8
    private static let recoverySecondsMax = 5.0

    /// Everything that reads goes on while nothing can be written.
    private static func expectPages(_ server: Server, _ what: String) {
        for target in ["/", "/f/Q1", "/f/Q1/thanks", "/healthz", "/leader"] {
            #expect(server.get(target)?.status == 200, "\(what): \(target)")
        }
        let ready = server.get("/readyz")
        #expect(ready?.status == 503 && ready?.headers["retry-after"] != nil, "\(what)")
    }

    @Test(
        "full: refused with a time to come again, pages go on, and it ends with the trouble",
        .enabled(if: FaultTools.canMount, "mounts and loop devices are root's"),
        arguments: FaultTools.isLong ? [24, 48, 64, 128] : [48])
    func full(megabytes: Int) throws {
        let disk = try SmallDisk(megabytes: megabytes)
        let office = try disk.take(SmallOffice())
        let server = try Server(data: office.data, Clients.options)
        // The reports' tables are made while there is room.
        #expect(server.get("/leader")?.status == 200)
        let clients = Clients(server, count: Self.clients, from: 0)
        #expect(clients.wait { $0.acknowledged.count >= 100 })
        try disk.fill()
        #expect(clients.wait { $0.refusals >= 100 }, "\(megabytes) MB: never full")
        try disk.fill()
        let before = clients.told.refusals
        #expect(clients.wait { $0.refusals >= before + 50 })
        Self.expectPages(server, "\(megabytes) MB")
        let acknowledged = clients.told.acknowledged.count
        try disk.free()
        let start = ContinuousClock.now
        #expect(clients.wait { $0.acknowledged.count > acknowledged + 20 }, "never again")
        let seconds = (ContinuousClock.now - start) / .seconds(1)
        #expect(seconds <= Self.recoverySecondsMax, "\(megabytes) MB: \(seconds) s")
        #expect(server.get("/readyz")?.status == 200)
        let told = clients.finish()
        #expect(told.odd.isEmpty, "\(told.odd.prefix(3))")
        #expect(server.stop() == 0)
        try office.expectStored(
            told.acknowledged, open: told.refused.union(told.unanswered), "\(megabytes) MB")
        // A full disk refuses before anything is written: acknowledged is what is stored.
        let stored = Set(try office.exportedLines().map(\.id))
        #expect(stored == Set(told.acknowledged.map(SmallOffice.id)), "\(megabytes) MB")
    }

    @Test("a folder that was moved away or removed: refused, and taken again when it is back")
    func moved() throws {
        let office = try SmallOffice()
        let server = try Server(data: office.data, Clients.options)
        let first = SmallOffice.answer(1, overall: Clients.overall(1))
        #expect(server.post(first, to: "/f/Q1")?.status == 303)
        let away = office.folder.path("away")
        try FileManager.default.moveItem(atPath: office.data, toPath: away)
        // An answer thanked for now would lie where the next start does not look.
        let refused = server.post(SmallOffice.answer(2, overall: 3), to: "/f/Q1")
        #expect(refused?.status == 503 && refused?.headers["retry-after"] != nil)
        #expect(server.get("/f/Q1")?.status == 200 && server.get("/healthz")?.status == 200)
        try FileManager.default.moveItem(atPath: away, toPath: office.data)
        let clients = Clients(server, count: 1, from: 2)
        #expect(clients.wait(seconds: Self.recoverySecondsMax) { $0.acknowledged.contains(3) })
        let told = clients.finish()
        #expect(server.stop() == 0)
        try office.expectStored(told.acknowledged.union([1]), open: [2], "moved")
    }

    @Test("a folder that was removed is no crash and thanks nobody")
    func removed() throws {
        let office = try SmallOffice()
        let server = try Server(data: office.data, Clients.options)
        #expect(server.post(SmallOffice.answer(1, overall: 5), to: "/f/Q1")?.status == 303)
        try FileManager.default.removeItem(atPath: office.data)
        for number in 2...4 {
            let refused = server.post(SmallOffice.answer(number, overall: 4), to: "/f/Q1")
            #expect(refused?.status == 503)
        }
        #expect(server.get("/f/Q1")?.status == 200)
        #expect(server.stop() >= 0)
    }

    @Test(
        "rights taken away: no crash, what is thanked for is stored, and it goes on with them back",
        // Root needs no rights, and only root can become another.
        .enabled(if: FaultTools.isRoot, "the server runs as another user, which only root can ask"))
    func withoutRights() throws {
        let office = try SmallOffice()
        try FaultTools.run("chown", "-R", "65534:65534", office.data)
        for path in Self.parents(of: office.data) { try FaultTools.run("chmod", "o+x", path) }
        let server = try Server(
            data: office.data, Clients.options,
            under: [
                FaultTools.path(of: "setpriv") ?? "setpriv", "--reuid=65534", "--regid=65534",
                "--clear-groups",
            ])
        let clients = Clients(server, count: Self.clients, from: 0)
        #expect(clients.wait { $0.acknowledged.count >= 50 })
        try FaultTools.run("chmod", "000", office.data)
        let before = clients.told
        #expect(clients.wait { $0.acknowledged.count + $0.refusals >= before.refusals + 150 })
        #expect(server.get("/f/Q1")?.status == 200)
        try FaultTools.run("chmod", "700", office.data)
        let after = clients.told.acknowledged.count
        #expect(
            clients.wait(seconds: Self.recoverySecondsMax) { $0.acknowledged.count > after + 8 })
        let told = clients.finish()
        #expect(told.odd.isEmpty, "\(told.odd.prefix(3))")
        #expect(server.stop() == 0)
        try FaultTools.run("chown", "-R", "0:0", office.data)
        try office.expectStored(
            told.acknowledged, open: told.refused.union(told.unanswered), "without rights")
    }

    /// The folder's parents that are ours: the other user must get through them.
    private static func parents(of path: String) -> [String] {
        var url = URL(filePath: path).deletingLastPathComponent()
        var found: [String] = []
        while url.path.contains("hailong-test") {
            found.append(url.path)
            url.deleteLastPathComponent()
        }
        return found
    }
}
