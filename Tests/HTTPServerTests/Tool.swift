import Foundation

@testable import HTTPServer

/// A program of the system, run to its end.
struct Tool {
    struct Missing: Error { let name: String }

    let status: Int32
    let output: String
    let messages: String

    /// Runs a program from the path with an input and waits for it.
    /// - Parameter name: such as `curl`; each must bound its own time
    init(_ name: String, _ arguments: [String], input: String = "") throws {
        let process = Process()
        process.executableURL = URL(fileURLWithPath: "/usr/bin/env")
        process.arguments = [name] + arguments
        let pipes = (input: Pipe(), output: Pipe(), messages: Pipe())
        process.standardInput = pipes.input
        process.standardOutput = pipes.output
        process.standardError = pipes.messages
        try process.run()
        // Small enough for the pipe, whoever reads it when.
        precondition(input.utf8.count <= 65_536)
        pipes.input.fileHandleForWriting.write(Data(input.utf8))
        try pipes.input.fileHandleForWriting.close()
        output = String(
            decoding: pipes.output.fileHandleForReading.readDataToEndOfFile(), as: UTF8.self)
        messages = String(
            decoding: pipes.messages.fileHandleForReading.readDataToEndOfFile(), as: UTF8.self)
        process.waitUntilExit()
        status = process.terminationStatus
        if status == 127 { throw Missing(name: name) }
    }

    /// Fetches by curl, which believes the test's certificate alone.
    static func curl(_ identity: TestIdentity, _ arguments: [String]) throws -> Tool {
        try Tool("curl", ["-sS", "--max-time", "30", "--cacert", identity.certificate] + arguments)
    }
}

/// A certificate for 127.0.0.1, signed by itself and made for this run of the tests.
final class TestIdentity: Sendable {
    /// Made once: what it is does not matter to any test.
    static let shared = Result { try TestIdentity() }

    /// What all of them lie in; goes with the tests.
    private static let root: String = {
        atexit { try? FileManager.default.removeItem(atPath: TestIdentity.root) }
        return NSTemporaryDirectory() + "hailong-tls-\(UUID().uuidString)"
    }()

    let certificate: String
    let key: String

    init() throws {
        let folder = Self.root + "/\(UUID().uuidString)"
        (certificate, key) = (folder + "/cert.pem", folder + "/key.pem")
        try FileManager.default.createDirectory(
            atPath: folder, withIntermediateDirectories: true,
            attributes: [.posixPermissions: 0o700])
        let made = try Tool(
            "openssl",
            [
                "req", "-x509", "-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:prime256v1",
                "-nodes", "-days", "2", "-subj", "/CN=localhost", "-addext",
                "subjectAltName=IP:127.0.0.1", "-keyout", key, "-out", certificate,
            ])
        guard made.status == 0 else { throw Tool.Missing(name: "openssl: \(made.messages)") }
    }

    /// The texts of both files.
    func bytes() throws -> (certificate: [UInt8], key: [UInt8]) {
        (
            [UInt8](try Data(contentsOf: URL(fileURLWithPath: certificate))),
            [UInt8](try Data(contentsOf: URL(fileURLWithPath: key)))
        )
    }
}

extension TestServer {
    /// A server that speaks TLS as the shared identity.
    static func secure(
        _ configure: (inout HTTPServerConfiguration) -> Void = { _ in },
        routes: (inout Router) -> Void = { _ in }
    ) throws -> (server: TestServer, identity: TestIdentity) {
        let identity = try TestIdentity.shared.get()
        let texts = try identity.bytes()
        let tls = try TLSIdentity(certificate: texts.certificate, key: texts.key)
        let server = try TestServer(
            {
                $0.tls = tls
                configure(&$0)
            }, routes: routes)
        return (server, identity)
    }
}
