import Foundation
import Testing

/// Calls of the system that fail under a running server, one after the other and for a while.
@Suite("Errors of the disk", .serialized)
struct DiskErrorTests {
    private static let clients = 8
    /// From the end of the trouble to the first answer that is taken.
    private static let recoverySecondsMax = 5.0

    /// What may fail, and how.
    static let faults = [
        "fdatasync:error=EIO", "pwrite64:error=ENOSPC", "pwrite64:error=EIO",
        "ftruncate:error=ENOSPC", "openat:error=EMFILE", "fdatasync:error=EROFS",
        "pwrite64:error=EROFS",
    ]
    /// The call that fails, counted from the beginning of the load.
    static let calls = FaultTools.isLong ? Array(1...24) : [1, 3, 8]

    private static func expectSound(
        _ office: SmallOffice, _ server: Server, _ told: Clients.Told, _ what: String
    ) throws {
        #expect(told.odd.isEmpty, "\(what): \(told.odd.prefix(3))")
        // An answer that failed may lie in the journal all the same: its client sends it again.
        let open = told.unanswered.union(told.refused)
        for number in open {
            let answer = SmallOffice.answer(number, overall: Clients.overall(number))
            #expect(server.post(answer, to: "/f/Q1")?.status == 303, "\(what)")
        }
        #expect(server.get("/readyz")?.status == 200, "\(what)")
        #expect(server.stop() == 0, "\(what)")
        try office.expectStored(told.acknowledged.union(open), open: [], what)
    }

    @Test(
        "a single error, whichever call it meets, loses nothing and ends nothing",
        .enabled(if: FaultTools.canInject, "strace into another process is root's"),
        arguments: faults)
    func once(fault: String) throws {
        for call in Self.calls {
            let office = try SmallOffice()
            let server = try Server(data: office.data, Clients.options)
            let injection = try Injection(["\(fault):when=\(call)"], into: server)
            let clients = Clients(server, count: Self.clients, from: 0)
            #expect(clients.wait { $0.acknowledged.count >= 150 }, "\(fault) \(call)")
            let told = clients.finish()
            try injection.end()
            try Self.expectSound(office, server, told, "\(fault) at call \(call)")
        }
    }

    @Test(
        "a disk that fails for a while refuses meanwhile and takes answers again within 5 s",
        .enabled(if: FaultTools.canInject, "strace into another process is root's"),
        arguments: faults.filter { !$0.hasPrefix("ftruncate") && !$0.hasPrefix("openat") })
    func forAWhile(fault: String) throws {
        let office = try SmallOffice()
        let server = try Server(data: office.data, Clients.options)
        let clients = Clients(server, count: Self.clients, from: 0)
        #expect(clients.wait { $0.acknowledged.count >= 50 })
        let injection = try Injection(["\(fault):when=1+"], into: server)
        let before = clients.told
        #expect(clients.wait { $0.refusals >= before.refusals + 40 }, "\(fault)")
        #expect(server.get("/readyz")?.status == 503, "\(fault)")
        #expect(server.get("/readyz")?.headers["retry-after"] != nil)
        #expect(server.get("/healthz")?.status == 200, "\(fault)")
        #expect(server.get("/f/Q1")?.status == 200, "\(fault)")
        let during = clients.told.acknowledged.count
        #expect(clients.wait { $0.refusals >= before.refusals + 80 }, "\(fault)")
        #expect(clients.told.acknowledged.count == during, "\(fault): thanked on a dead disk")
        try injection.end()
        let start = ContinuousClock.now
        #expect(clients.wait { $0.acknowledged.count > during + 8 }, "\(fault)")
        let seconds = (ContinuousClock.now - start) / .seconds(1)
        #expect(seconds <= Self.recoverySecondsMax, "\(fault): \(seconds) s")
        try Self.expectSound(office, server, clients.finish(), fault)
    }

    /// After a failed fsync the kernel takes the lost pages for written, so another fsync of the
    /// same file proves nothing: the store must be read again from the disk.
    @Test(
        "after a failed fsync the store is opened anew before anything is acknowledged",
        .enabled(if: FaultTools.canInject, "strace into another process is root's"))
    func reopened() throws {
        let office = try SmallOffice()
        let server = try Server(data: office.data, Clients.options)
        let injection = try Injection(
            ["fdatasync:error=EIO:when=5"], into: server, traced: ["openat"])
        let clients = Clients(server, count: Self.clients, from: 0)
        #expect(clients.wait { $0.refusals > 0 })
        let refused = clients.told.acknowledged.count
        #expect(clients.wait { $0.acknowledged.count > refused + 50 })
        let told = clients.finish()
        let calls = try injection.end()
        let failed = try #require(calls.firstIndex { $0.contains("(INJECTED)") })
        let opened = calls[failed...].firstIndex {
            $0.contains("openat(") && $0.contains("hailong.db\"")
        }
        let synced = calls[failed...].firstIndex {
            $0.contains("fdatasync(") && !$0.contains("(INJECTED)") && !$0.contains("resumed")
        }
        #expect(opened != nil && opened ?? .max < synced ?? .max, "not opened before the next sync")
        try Self.expectSound(office, server, told, "reopened")
    }
}
