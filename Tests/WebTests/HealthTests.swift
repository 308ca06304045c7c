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

    private static func status(_ path: String, _ port: UInt16) async throws -> Int? {
        let pipe = Pipe()
        let process = Process()
        process.executableURL = URL(filePath: "/usr/bin/curl")
        process.arguments = [
            "-s", "-o", "/dev/null", "-w", "%{http_code}", "http://127.0.0.1:\(port)/\(path)",
        ]
        process.standardOutput = pipe
        try process.run()
        let output = pipe.fileHandleForReading.readDataToEndOfFile()
        process.waitUntilExit()
        return Int(String(decoding: output, as: UTF8.self))
    }
}
