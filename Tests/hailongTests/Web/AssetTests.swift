import FoundationEssentials
import Testing

@Suite("What pages load")
struct AssetTests {
    /// The addresses of what a page loads.
    private static func loaded(_ page: String) -> [String] {
        page.matches(of: /(?:href|src)="(\/assets\/[^"]+)"/).map { String($0.output.1) }
    }

    @Test("every file has an address of its own release, and is there")
    func release() throws {
        let office = try SmallOffice()
        func addresses(_ arguments: [String] = []) throws -> [String: [String]] {
            let server = try Server(data: office.data, arguments)
            defer { _ = server.stop() }
            var found: [String: [String]] = [:]
            for page in ["/f/Q1", "/leader"] {
                let list = Self.loaded(try #require(server.get(page)).body)
                for address in list { #expect(server.get(address)?.status == 200, "\(address)") }
                found[page] = list
            }
            return found
        }
        let shipped = try addresses()
        #expect(shipped["/f/Q1"]?.count == 2 && shipped["/leader"]?.count == 3, "\(shipped)")
        #expect(try addresses() == shipped)
        try office.folder.copy("kiosk", of: Program.repository, to: "kiosk")
        let style = office.folder.path("kiosk/hailong.css")
        let text = try String(contentsOfFile: style, encoding: .utf8)
        try (text + "\nbody { margin: 1px }\n").write(
            toFile: style, atomically: true, encoding: .utf8)
        // A browser that still keeps the former style asks for the new one.
        let changed = try addresses(["--content", office.folder.root.path])
        for (page, list) in shipped { #expect(changed[page] != list, "\(page)") }
    }
}
