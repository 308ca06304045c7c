import Documents
import Testing

@Suite("QRCode")
struct QRCodeTests {
    @Test("a link of 60 characters has 37 modules on a side, and at most six kilobytes of path")
    func size() throws {
        let code = try QRCode(
            "https://hailong.khanhhoa.gov.vn/f/" + String(repeating: "q", count: 26))
        #expect(code.side == 37)
        #expect(code.sideWithQuiet == 45)
        #expect(code.modules.count == 37 * 37)
        #expect(code.path.utf8.count < 6_000)
    }

    @Test("the three finder patterns stand in their corners, inside the quiet zone")
    func finders() throws {
        let code = try QRCode("https://a.vn/f/Q01")
        let finder = [
            "1111111", "1000001", "1011101", "1011101", "1011101", "1000001", "1111111",
        ].map { $0.map { $0 == "1" } }
        for (top, left) in [(0, 0), (0, code.side - 7), (code.side - 7, 0)] {
            for row in 0..<7 {
                let start = (top + row) * code.side + left
                #expect(Array(code.modules[start..<start + 7]) == finder[row])
            }
        }
        #expect(code.path.hasPrefix("M4 4h7v1h-7z"))
    }

    @Test("the path draws every dark module and no other")
    func path() throws {
        let code = try QRCode("Bộ phận Một cửa")
        var drawn = [Bool](repeating: false, count: code.side * code.side)
        for run in code.path.split(separator: "z") {
            let numbers = run.split { !$0.isNumber }.compactMap { Int($0) }
            let (x, y, length) = (numbers[0] - 4, numbers[1] - 4, numbers[2])
            for column in x..<x + length { drawn[y * code.side + column] = true }
        }
        #expect(drawn == code.modules)
    }

    @Test("nothing, NUL and too much are refused by name")
    func refusals() {
        #expect(throws: DocumentFault.emptyText) { try QRCode("") }
        #expect(throws: DocumentFault.unencodable(bytes: 3)) { try QRCode("a\0b") }
        let long = String(repeating: "x", count: 1_664)
        #expect(throws: DocumentFault.unencodable(bytes: 1_664)) { try QRCode(long) }
        #expect(throws: Never.self) { try QRCode(String(long.dropLast())) }
    }
}
