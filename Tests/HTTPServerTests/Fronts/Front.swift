import Foundation

@testable import HTTPServer

/// A proxy of the system in front of a server: started on a free loopback port, ended by its own
/// process when the value goes.
///
/// It puts a number of its own on each request it passes on (`X-Front-Id`) and says for which
/// target (`X-Front-Target`), and notes in its log each request that it has sent.
final class Front {
    /// The proxies, at the settings that docs/operating.md names.
    enum Kind: String, CaseIterable, Sendable {
        case nginx, haproxy, caddy

        /// Where the program is: installed, or unpacked by `scripts/install-packages`.
        var program: String? {
            let unpacked =
                URL(fileURLWithPath: #filePath)
                .deletingLastPathComponent().deletingLastPathComponent()
                .deletingLastPathComponent().deletingLastPathComponent().path + "/.build/fronts"
            return ["", unpacked].flatMap { root in
                ["/usr/sbin/", "/usr/bin/"].map { root + $0 + rawValue }
            }.first { FileManager.default.isExecutableFile(atPath: $0) }
        }

        /// Those that this machine has.
        static let present = allCases.filter { $0.program != nil }
    }

    enum Failure: Error { case absent(Kind), noPort, notListening(Kind, messages: String) }

    let kind: Kind
    let port: UInt16
    private let folder: String
    private let process = Process()

    init(_ kind: Kind, before backend: UInt16) throws {
        guard let program = kind.program else { throw Failure.absent(kind) }
        self.kind = kind
        port = try Self.freePort()
        folder = NSTemporaryDirectory() + "hailong-front-\(UUID().uuidString)"
        try FileManager.default.createDirectory(
            atPath: folder, withIntermediateDirectories: false)
        let (configuration, arguments) = Self.settings(kind, folder, port, backend)
        try Data(configuration.utf8).write(to: URL(fileURLWithPath: folder + "/configuration"))
        try Data().write(to: URL(fileURLWithPath: folder + "/log"))
        process.executableURL = URL(fileURLWithPath: program)
        process.arguments = arguments
        process.environment = ["HOME": folder, "XDG_DATA_HOME": folder, "XDG_CONFIG_HOME": folder]
        process.standardInput = FileHandle.nullDevice
        let log = FileHandle(forWritingAtPath: folder + "/log")
        process.standardOutput = log
        process.standardError = log
        try process.run()
        try waitUntilListening()
    }

    deinit {
        end()
        try? FileManager.default.removeItem(atPath: folder)
    }

    /// Ends the proxy at once: from a thread of the tests it has inherited to hear no SIGTERM.
    private func end() {
        guard process.isRunning else { return }
        kill(process.processIdentifier, SIGKILL)
        process.waitUntilExit()
    }

    /// How many requests the proxy says it has sent to the server, retries too.
    ///
    /// haproxy passes a request on while it is still being read: of one that breaks off before the
    /// server has answered it does not say whether any of it was sent.
    /// - Parameter read: how many the server has read; waited for, a while at most
    /// - Returns: those that were surely sent, to those that may have been
    func sent(whenRead read: Int) throws -> ClosedRange<Int> {
        for _ in 0..<100 {
            let sent = try sent()
            if sent.upperBound >= read { return sent }
            poll(nil, 0, 50)
        }
        return try sent()
    }

    private func sent() throws -> ClosedRange<Int> {
        switch kind {
        case .nginx:
            // The address of each server that was tried, with commas between, or a dash.
            let count = try noted("^front .*:") + noted("^front .*, ")
            return count...count
        case .haproxy:
            let given = try noted("^front .* one$")
            return try (given - noted("^front .* -1 one$"))...given
        case .caddy:
            let count = try noted("\"upstream roundtrip\"")
            return count...count
        }
    }

    /// How many lines of the log have something in them; it may be a hundred megabytes long.
    private func noted(_ pattern: String) throws -> Int {
        let found = try Tool("grep", ["-a", "-c", "-e", pattern, folder + "/log"])
        return Int(found.output.filter(\.isNumber)) ?? 0
    }

    private static func settings(
        _ kind: Kind, _ folder: String, _ port: UInt16, _ backend: UInt16
    ) -> (configuration: String, arguments: [String]) {
        let file = folder + "/configuration"
        return switch kind {
        case .nginx: (nginx(folder, port, backend), ["-p", folder, "-e", "stderr", "-c", file])
        case .haproxy: (haproxy(port, backend), ["-db", "-f", file])
        case .caddy:
            (caddy(port, backend), ["run", "--config", file, "--adapter", "caddyfile"])
        }
    }

    /// The server in operating.md with short times, in one process.
    private static func nginx(_ folder: String, _ port: UInt16, _ backend: UInt16) -> String {
        """
        daemon off; master_process off; pid \(folder)/pid; error_log stderr crit;
        events { worker_connections 256; }
        http {
            log_format front 'front $request_id $upstream_addr';
            access_log \(folder)/log front;
            client_body_temp_path \(folder)/a; proxy_temp_path \(folder)/b;
            fastcgi_temp_path \(folder)/c; uwsgi_temp_path \(folder)/d; scgi_temp_path \(folder)/e;
            client_header_timeout 300ms; client_body_timeout 300ms;
            upstream hailong { server 127.0.0.1:\(backend); keepalive 4; }
            server {
                listen 127.0.0.1:\(port);
                location / {
                    proxy_pass http://hailong;
                    proxy_http_version 1.1;
                    proxy_set_header Connection "";
                    proxy_set_header Host $host;
                    proxy_set_header X-Front-Id $request_id;
                    proxy_set_header X-Front-Target $request_uri;
                }
            }
        }
        """
    }

    private static func haproxy(_ port: UInt16, _ backend: UInt16) -> String {
        """
        global
            log stdout format raw local0
            maxconn 256
        defaults
            mode http
            log global
            timeout connect 2s
            timeout client 300ms
            timeout http-request 300ms
            timeout server 2s
            http-reuse always
        frontend front
            bind 127.0.0.1:\(port)
            unique-id-format %[uuid]
            unique-id-header X-Front-Id
            http-request set-header X-Front-Target %[url]
            log-format "front %ID %Tr %s"
            default_backend hailong
        backend hailong
            server one 127.0.0.1:\(backend)

        """
    }

    private static func caddy(_ port: UInt16, _ backend: UInt16) -> String {
        """
        {
            admin off
            auto_https off
            debug
            servers {
                timeouts {
                    read_header 300ms
                    read_body 300ms
                    write 2s
                    idle 2s
                }
            }
        }
        http://:\(port) {
            bind 127.0.0.1
            reverse_proxy 127.0.0.1:\(backend) {
                header_up X-Front-Id {http.request.uuid}
                header_up X-Front-Target {http.request.orig_uri}
            }
        }

        """
    }

    /// A port that nobody had a moment ago.
    private static func freePort() throws -> UInt16 {
        let server = HTTPServer(
            configuration: HTTPServerConfiguration(address: .anyLoopbackPort), router: Router())
        defer { server.stop(graceSeconds: 0) }
        return try server.start()
    }

    private func waitUntilListening() throws {
        for _ in 0..<1_000 where process.isRunning {
            if let client = try? RawClient(port: port) {
                withExtendedLifetime(client) {}
                return
            }
            // Ten milliseconds without asking anybody else.
            poll(nil, 0, 10)
        }
        let log = try? String(contentsOfFile: folder + "/log", encoding: .utf8)
        throw Failure.notListening(kind, messages: log ?? "")
    }
}
