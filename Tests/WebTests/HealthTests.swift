import Analytics
import Foundation
import HTTPServer
import Survey
import Synchronization
import Testing

@testable import Web

@Suite("Health")
struct HealthTests {
    /// Whether answers are being stored, as the service would say.
    private final class Disk: Sendable {
        let isGood = Mutex(true)
    }

    @Test("ready while answers are stored, 503 after a write has failed, ready again afterwards")
    func readiness() async throws {
        let disk = Disk()
        let workers = try WorkerPool()
        defer { workers.stop() }
        let office = try Samples.office(workers) { disk.isGood.withLock { $0 } }
        let server = HTTPServer(
            configuration: .init(address: .anyLoopbackPort), router: office.router)
        let port = try server.start()
        defer { server.stop() }
        for (isGood, status) in [(true, 200), (false, 503), (true, 200)] {
            disk.isGood.withLock { $0 = isGood }
            #expect(try await Self.status("readyz", port) == status)
            #expect(try await Self.status("healthz", port) == 200)
        }
    }

    @Test("whoever is sent away with a 503 is told when to come again")
    func comeAgain() throws {
        let workers = try WorkerPool()
        let office = try Samples.office(workers)
        let server = HTTPServer(
            configuration: .init(address: .anyLoopbackPort), router: office.router)
        let port = try server.start()
        defer { server.stop() }
        func expectBusy(_ path: String, _ body: [String] = []) throws {
            let head = try Self.curl(["-D", "-"] + body, path, port)
            #expect(head.hasPrefix("HTTP/1.1 503 "), "\(path): \(head)")
            #expect(head.contains("\r\nRetry-After: 5\r\n"), "\(path): \(head)")
        }
        // The sample's store cannot be read, and its writer takes nothing.
        try expectBusy("api/v1/trends")
        try expectBusy("api/v1/drivers")
        try expectBusy("erase", ["-d", "code=K7P4-2M9X-W3RD-H8QT&confirm=yes"])
        workers.stop()
        try expectBusy("leader")
        try expectBusy("api/v1/indices")
    }

    private static func status(_ path: String, _ port: UInt16) async throws -> Int? {
        Int(try curl(["-w", "%{http_code}"], path, port))
    }

    private static func curl(
        _ options: [String], _ path: String, _ port: UInt16
    ) throws -> String {
        let pipe = Pipe()
        let process = Process()
        process.executableURL = URL(filePath: "/usr/bin/curl")
        process.arguments =
            ["-s", "-o", "/dev/null"] + options + ["http://127.0.0.1:\(port)/\(path)"]
        process.standardOutput = pipe
        try process.run()
        let output = pipe.fileHandleForReading.readDataToEndOfFile()
        process.waitUntilExit()
        return String(decoding: output, as: UTF8.self)
    }
}
