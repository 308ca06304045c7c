import Testing

@testable import Statistics

@Suite("Sums rounded once")
struct ExactSumTests {
    @Test("large terms that cancel leave the small ones whole")
    func cancels() {
        #expect(ExactSum.of([1e100, 1, -1e100]) == 1)
        #expect(ExactSum.of([1e16, 1, 1, -1e16]) == 2)
        #expect(ExactSum.of([Double](repeating: 0.1, count: 10)) == 1)
        #expect(ExactSum.of([]) == 0)
    }

    @Test("half-way between two doubles a far smaller term decides")
    func halfway() {
        let unit = 0x1p-53
        #expect(ExactSum.of([1, unit]) == 1)
        #expect(ExactSum.of([1, unit, 0x1p-200]) == 1 + 2 * unit)
        #expect(ExactSum.of([1, unit, -0x1p-200]) == 1)
        #expect(ExactSum.of([1 + 2 * unit, unit, -0x1p-200]) == 1 + 2 * unit)
    }

    @Test("no order of the terms changes a bit")
    func order() {
        var random = Generator(seed: 41)
        for _ in 0..<1_000 {
            let terms = (0..<40).map { _ in
                (random.share() - 0.5) * [1e-12, 1, 1e9, 1e20][Int(random.next() % 4)]
            }
            let sum = ExactSum.of(terms)
            #expect(ExactSum.of(terms.shuffled(using: &random)) == sum)
            #expect(ExactSum.of(terms.sorted()) == sum)
        }
    }

    @Test("a sum of whole numbers is that whole number, whatever came between")
    func whole() {
        var sum = ExactSum()
        for term in 1...1_000 {
            sum.add(Double(term) / 3)
            sum.add(Double(term))
            sum.add(-Double(term) / 3)
        }
        #expect(sum.value == 500_500)
    }
}
