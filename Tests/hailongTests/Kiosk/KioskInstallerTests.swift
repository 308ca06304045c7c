import Foundation
import Testing

/// `kiosk/install-kiosk`, as far as it can be tried without making this machine a kiosk.
@Suite("The kiosk's installer")
struct KioskInstallerTests {
    private static func run(_ arguments: String...) throws -> Program.Result {
        let script = Program.repository.appending(path: "kiosk/install-kiosk").path
        return try Program.run(executable: script, arguments)
    }

    @Test("says what it would do, with a profile that lasts and one address that is allowed")
    func dryRun() throws {
        let result = try Self.run("--dry-run", "https://hailong.example/k/Q1")
        #expect(result.status == 0, "\(result.messages)")
        for words in [
            "--user-data-dir=/var/lib/hailong-kiosk/profile", "Restart=always", "fonts-noto-core",
            "'https://hailong.example/k/Q1'",
            "\"URLAllowlist\": [\"hailong.example/k/\", \"blob:*\"]",
            "systemctl enable --now hailong-kiosk.service",
        ] {
            #expect(result.output.contains(words), "\(words)")
        }
        #expect(!result.output.contains("--incognito"))
        #expect(!result.output.contains("--unsafely-treat-insecure-origin-as-secure"))
        let policy = try #require(
            result.output.components(separatedBy: "hailong-kiosk.json:\n").last)
        let text = policy.components(separatedBy: "\n+ ")[0]
        #expect(try JSONSerialization.jsonObject(with: Data(text.utf8)) is [String: Any])
    }

    @Test(
        "names an address without TLS as trusted where a worker could not be otherwise",
        arguments: [
            ("http://192.0.2.7:8080/k/Q1", true), ("http://127.0.0.1:8080/k/Q1", false),
            ("http://localhost/k/Q1", false),
        ])
    func insecure(address: String, isNamed: Bool) throws {
        let output = try Self.run("--dry-run", address).output
        let flag = "--unsafely-treat-insecure-origin-as-secure=http://192.0.2.7:8080"
        #expect(output.contains(flag) == isNamed)
    }

    @Test(
        "refuses what is no kiosk's address",
        arguments: [
            "https://hailong.example/f/Q1", "hailong.example/k/Q1", "https://a/k/'; reboot; '",
            "https://a/k/$(reboot)",
        ])
    func refused(address: String) throws {
        #expect(try Self.run("--dry-run", address).status == 64)
    }

    @Test("leaves the profile when it is removed")
    func removed() throws {
        let result = try Self.run("--dry-run", "--remove")
        #expect(result.status == 0)
        #expect(!result.output.contains("rm -rf") && result.output.contains("the profile stays"))
    }
}
