import Foundation
import Testing

/// The tests of Tests/Browser/Kiosk, which drive the kiosk in a real browser; `scripts/test-kiosk`
/// runs them alone and shows more. One class of them is one case here.
enum BrowserTests {
    private static let files = FileManager.default

    /// What `make test` installs and a bare `swift test` may lack.
    static var areThere: Bool {
        let ready = Program.repository.appending(path: ".build/browser-tools/wanted").path
        return files.fileExists(atPath: ready) && files.fileExists(atPath: "/usr/bin/chromium")
    }

    static func run(_ name: String) throws {
        var environment = ["HAILONG_PROGRAM": Program.path]
        for name in ["HOME", "SCREENSHOTS", "KIOSK_LONG"] {
            environment[name] = ProcessInfo.processInfo.environment[name]
        }
        let script = Program.repository.appending(path: "scripts/test-kiosk").path
        let result = try Program.run(executable: script, [name], environment: environment)
        #expect(result.status == 0, "\(result.messages)\(result.output)")
    }

    static let citizens = [
        "test_journey.Journey", "test_journey.Next", "test_access.Readers", "test_access.Fingers",
        "test_access.Keys", "test_access.Eyes",
    ]
    static let machines = [
        "test_faults.Faults", "test_outbox.Sending", "test_outbox.Keeping", "test_outbox.Shell",
        "test_outbox.Clock", "test_outbox.Stick", "test_office.Pairing", "test_office.Beats",
        "test_office.Staff", "test_quiet.Weight", "test_quiet.Traces",
    ]
}

@Suite(
    "Kiosk: people", .serialized,
    .enabled(if: BrowserTests.areThere, "run scripts/browser-tools first"))
struct KioskPeopleTests {
    @Test(
        "whoever stands there can answer, and the next one finds nothing of it",
        arguments: BrowserTests.citizens)
    func citizens(name: String) throws { try BrowserTests.run(name) }
}

@Suite(
    "Kiosk: machines", .serialized,
    .enabled(if: BrowserTests.areThere, "run scripts/browser-tools first"))
struct KioskMachineTests {
    @Test(
        "what was thanked for arrives, once, whatever the network, the clock and the browser do",
        arguments: BrowserTests.machines)
    func machines(name: String) throws { try BrowserTests.run(name) }
}

@Suite("Kiosk tests")
struct KioskListTests {
    @Test("every class of Tests/Browser/Kiosk is run")
    func listed() throws {
        let folder = Program.repository.appending(path: "Tests/Browser/Kiosk")
        var found: Set<String> = []
        for name in try FileManager.default.contentsOfDirectory(atPath: folder.path)
        where name.hasPrefix("test_") && name.hasSuffix(".py") {
            let text = try String(contentsOf: folder.appending(path: name), encoding: .utf8)
            for line in text.split(separator: "\n") where line.contains("(unittest.TestCase)") {
                let type = line.dropFirst("class ".count).prefix { $0 != "(" }
                found.insert("\(name.dropLast(3)).\(type)")
            }
        }
        // The month without a network is for a flag.
        #expect(found == Set(BrowserTests.citizens + BrowserTests.machines + ["test_faults.Month"]))
    }
}
