import Foundation
import Testing

/// Three times as many answers as the disk can take: some are stored, the others hear so at once.
@Suite("Overload", .serialized)
struct OverloadTests {
    /// Each wait for the disk takes this long, in seconds: what the machine can do is known then,
    /// and a test can send three times as much.
    private static let diskSeconds = 0.5
    private static let seconds = FaultTools.isLong ? 60.0 : 3
    /// More than the server lets wait, so that the queue and not the client is the limit.
    private static let connections = 1_536
    /// Answers beyond three times, so that what may wait is full soon in a short run too.
    private static let extra = 2_048.0

    @Test(
        "three times what it can take: the excess is refused at once, the rest is stored exactly",
        .enabled(if: FaultTools.canTrace, "strace makes the disk slow"))
    func thrice() throws {
        let office = try SmallOffice()
        let delay = Int(Self.diskSeconds * 1e6)
        let server = try Server(
            data: office.data, Clients.options,
            under: [
                "/usr/bin/strace", "-D", "-f", "-qq", "-o", "/dev/null", "--seccomp-bpf", "-e",
                "trace=fdatasync", "-e", "inject=fdatasync:delay_enter=\(delay)",
            ])
        // As many as may wait, each sending again when it was answered: what the server can do.
        let full = Flood(port: server.port, connections: 512, from: 0)
            .run(perSecond: nil, seconds: Self.diskSeconds * 6)
        #expect(full.odd.isEmpty && full.open.isEmpty, "\(full.odd.prefix(3))")
        let capacity = Double(full.acknowledged.count) / full.seconds
        let over = Flood(port: server.port, connections: Self.connections, from: 1_000_000)
            .run(perSecond: 3 * capacity + Self.extra / Self.seconds, seconds: Self.seconds)
        #expect(over.odd.isEmpty, "\(over.odd.prefix(3))")
        let end = DispatchTime.now().uptimeNanoseconds
        #expect(over.refused.count >= 100, "not overloaded")
        // Afterwards it is as before.
        let one = Flood(port: server.port, connections: 1, from: 2_000_000)
            .run(perSecond: nil, seconds: 0.01)
        #expect(one.acknowledged == [2_000_001] && one.odd.isEmpty)
        let after = Double(DispatchTime.now().uptimeNanoseconds - end) / 1e9
        #expect(server.get("/readyz")?.status == 200)
        #expect(server.stop() == 0)
        let acknowledged = full.acknowledged.union(over.acknowledged).union(one.acknowledged)
        // What was refused is not stored: its client sends it again. What was sent on a connection
        // that the server had just closed for its idleness may be either.
        try office.expectStored(acknowledged, open: over.open)
        let late = Flood.Told.percentile(over.refusedMilliseconds, 0.99)
        print(
            "overload: \(Int(capacity))/s can be stored, \(Int(3 * capacity))/s came for "
                + "\(Int(over.seconds)) s: \(over.acknowledged.count) stored, "
                + "\(over.refused.count) refused in p99 \(late) ms, stored in p99 "
                + "\(Flood.Told.percentile(over.acknowledgedMilliseconds, 0.99)) ms, "
                + "again alone after \(after) s")
        // A time is the clock's, and in a short run other tests hold the machine.
        if FaultTools.isLong { #expect(after <= 5) }
    }
}
