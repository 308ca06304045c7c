import Glibc
import Testing

@testable import HTTPServer

@Suite("Memory of connections")
struct ConnectionMemoryTests {
    private static let count = 16 * 1024

    /// A block as the library takes it, cleared, and what of it is real memory afterwards.
    private final class Block {
        let start = UnsafeMutableRawPointer(malloc(count)!).assumingMemoryBound(to: UInt8.self)
        private let page = sysconf(Int32(_SC_PAGESIZE))

        init() { memset(start, 0, count) }
        deinit { free(start) }

        var method: UnsafePointer<CChar> {
            UnsafePointer(UnsafeRawPointer(start).assumingMemoryBound(to: CChar.self))
        }

        /// The pages that lie wholly inside.
        var pages: [UnsafeMutablePointer<UInt8>] {
            let first = (Int(bitPattern: start) + page - 1) / page * page
            let end = Int(bitPattern: start) + count
            return stride(from: first, through: end - page, by: page).map {
                start + ($0 - Int(bitPattern: start))
            }
        }

        func isReal(_ page: UnsafeMutablePointer<UInt8>) -> Bool {
            var flag: UInt8 = 0
            return mincore(page, self.page, &flag) == 0 && flag & 1 == 1
        }
    }

    @Test("empty pages are given back, and what is written in the others stays")
    func giveBack() throws {
        let block = Block()
        let memory = try #require(ConnectionMemory(method: block.method, count: Self.count))
        let pages = block.pages
        try #require(pages.count >= 3)
        #expect(pages.allSatisfy(block.isReal))
        // One byte at either end of a page is enough to keep it.
        pages[1][4_095] = 7
        block.start[Self.count - 1] = 9
        memory.giveBack()
        #expect(block.isReal(pages[1]))
        #expect(!block.isReal(pages[0]) && !block.isReal(pages[2]))
        #expect(pages[1][4_095] == 7 && block.start[Self.count - 1] == 9)
        pages[1][4_095] = 0
        memory.giveBack()
        #expect(!pages.contains(where: block.isReal))
        #expect((0..<(Self.count - 1)).allSatisfy { block.start[$0] == 0 })
    }

    @Test("a request behind empty lines does not tell where the block is", arguments: 1...40)
    func emptyLines(skipped: Int) {
        let block = Block()
        // The library puts zeros in the place of line ends.
        memset(block.start + skipped, 0xff, 200)
        #expect(ConnectionMemory(method: block.method + skipped, count: Self.count) == nil)
        #expect(ConnectionMemory(method: block.method, count: Self.count) != nil)
        #expect(ConnectionMemory(method: block.method, count: 2 * Self.count) == nil)
    }

    @Test("a connection that has rested goes on, with half a request sent meanwhile too")
    func resting() throws {
        let server = try TestServer { $0.idleSeconds = 8 }
        let client = try server.client()
        let half = try server.client()
        for client in [client, half] {
            client.get("/?\(String(repeating: "a", count: 5_000))")
            #expect(client.response()?.status == 200)
        }
        let target = "/?half" + String(repeating: "x", count: 6_000)
        half.send("GET \(target)")
        // Until both have rested, which nobody can see from outside.
        while server.server.rests < 2, !client.waitForEnd(milliseconds: 5) {}
        half.send(" HTTP/1.1\r\nHost: a\r\n\r\n")
        #expect(half.response()?.text == target)
        client.get("/?rested")
        #expect(client.response()?.text == "/?rested")
    }
}
