import Survey
import Testing

@Suite("Response id")
struct ResponseIDTests {
    @Test("Text and bytes are read back", arguments: 0..<20 as Range<UInt64>)
    func roundTrip(seed: UInt64) {
        var random = SeededGenerator(seed: seed)
        let id = ResponseID(high: random.next(), low: random.next())
        #expect(ResponseID(id.description) == id)
        #expect(ResponseID(id.description.uppercased()) == id)
        #expect(ResponseID(bytes: id.bytes) == id)
        #expect(id.bytes.count == 16)
    }

    @Test("Digits stand where RFC 9562 puts them")
    func digits() {
        let id = ResponseID(high: 0x0123_4567_89ab_cdef, low: 0xfedc_ba98_7654_3210)
        #expect(id.description == "01234567-89ab-cdef-fedc-ba9876543210")
        #expect(id.bytes.prefix(3) == [0x01, 0x23, 0x45])
    }

    @Test(
        "What is no UUID is refused",
        arguments: [
            "", "0123456789abcdeffedcba9876543210", "01234567-89ab-cdef-fedc-ba987654321",
            "01234567-89ab-cdef-fedc-ba98765432100", "{1234567-89ab-cdef-fedc-ba987654321}",
            "01234567-89ab-cdef-fedcba9876543210-", "g1234567-89ab-cdef-fedc-ba9876543210",
            "01234567089ab-cdef-fedc-ba9876543210", "01234567-89ab-cdef-fedc-ba98765432 0",
            "０1234567-89ab-cdef-fedc-ba98765432",
        ])
    func refuses(text: String) {
        #expect(ResponseID(text) == nil)
    }

    @Test("Too few or too many bytes are refused", arguments: [0, 15, 17])
    func refusesBytes(count: Int) {
        #expect(ResponseID(bytes: [UInt8](repeating: 0, count: count)) == nil)
    }

    @Test("Ids made later sort later as text, and carry version and variant")
    func order() {
        var random = SeededGenerator(seed: 7)
        var last = ""
        for step in 0..<200 {
            let noise = (0..<10).map { _ in UInt8.random(in: 0...255, using: &random) }
            let time = Timestamp(milliseconds: 1_743_440_399_000 + Int64(step))
            let id = ResponseID.make(at: time, random: noise)
            #expect(id.high >> 16 == UInt64(time.milliseconds))
            #expect(id.bytes[6] >> 4 == 7 && id.bytes[8] >> 6 == 2)
            #expect(!id.isSample)
            #expect(id.description > last)
            last = id.description
        }
    }

    @Test("Random bytes tell ids of one moment apart, samples too")
    func noise() {
        for isSample in [false, true] {
            let ids = (0..<10).map { place in
                var noise = [UInt8](repeating: 0, count: 10)
                noise[place] = 1
                return ResponseID.make(at: Forms.now, random: noise, isSample: isSample)
            }
            // A sample's mark takes the place of four random bytes.
            #expect(Set(ids).count >= (isSample ? 6 : 10))
        }
    }

    @Test("Any id can be marked as a sample's: always the same mark, and other ids stay others")
    func marked() {
        let ids = (0..<100).map { ResponseID(high: $0 &* 0x9E37_79B9_7F4A_7C15, low: $0) }
        let marked = ids.map(\.asSample)
        #expect(marked.allSatisfy { $0.isSample && $0.asSample == $0 })
        #expect(Set(marked).count == ids.count)
    }

    @Test("A sample's id says so whatever the random bytes, nobody else's does")
    func samples() {
        for fill in [0, 0x73, 0xFF] as [UInt8] {
            let noise = [UInt8](repeating: fill, count: 12)
            let sample = ResponseID.make(at: Forms.now, random: noise, isSample: true)
            #expect(sample.isSample)
            #expect(sample.bytes[6] >> 4 == 8 && sample.bytes[8] >> 6 == 2)
            #expect(ResponseID(sample.description)?.isSample == true)
            #expect(!ResponseID.make(at: Forms.now, random: noise).isSample)
            #expect(!ResponseID(high: sample.high & ~0xF000 | 0x4000, low: sample.low).isSample)
            #expect(!ResponseID(high: sample.high, low: sample.low ^ 1 << 32).isSample)
        }
    }
}
