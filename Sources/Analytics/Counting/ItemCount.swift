/// How the answers to each item are spread: eight counts an item, 32 items at once.
///
/// An item is a half byte. What is asked of it ("is it 3?") is one bit of that half byte, so 15
/// ballots are added before a sum could overflow into its neighbour; 17 times that fit a byte.
extension GroupCount {
    /// Counts of eight kinds in half bytes or bytes: levels 1...5, dk, na, missing.
    private struct Kinds {
        var one = Lanes()
        var two = Lanes()
        var three = Lanes()
        var four = Lanes()
        var five = Lanes()
        var dontKnow = Lanes()
        var notApplicable = Lanes()
        var missing = Lanes()

        /// Adds a ballot's 32 half bytes. Values that no answer can have count nowhere.
        @inline(__always)
        mutating func add(_ values: Lanes) {
            let bit = Lanes(repeating: 0x1111)
            let (second, third, fourth) = (values &>> 1, values &>> 2, values &>> 3)
            // The low two bits are 0, 1, 2, 3; the high two are 0, 1, 3.
            let zero = ~(values | second) & bit
            let first = values & ~second & bit
            let both = values & second & bit
            let other = second & ~values & bit
            let low = ~(third | fourth)
            let middle = third & ~fourth
            let high = third & fourth
            one &+= first & low
            two &+= other & low
            three &+= both & low
            four &+= zero & middle
            five &+= first & middle
            dontKnow &+= first & high
            notApplicable &+= other & high
            missing &+= zero & low
        }
    }

    /// The same in bytes: those of the even half bytes, then those of the odd ones.
    private static let bytesCount = 16

    /// Counts every item of the index.
    func countItems(
        _ plan: FormPlan, _ valid: Range<Int>, _ tally: UnsafeMutablePointer<Int>
    ) {
        withUnsafeTemporaryAllocation(of: Lanes.self, capacity: Self.bytesCount) { bytes in
            guard let first = bytes.baseAddress else { return }
            for (vector, items) in plan.itemsOfVector.enumerated() where !items.isEmpty {
                var ballot = valid.lowerBound
                while ballot < valid.upperBound {
                    let end = min(valid.upperBound, ballot + 255)
                    bytes.initialize(repeating: Lanes())
                    while ballot < end {
                        let stop = min(end, ballot + 15)
                        spill(ballot..<stop, vector, first)
                        ballot = stop
                    }
                    let counts = UnsafeRawPointer(first).assumingMemoryBound(to: UInt8.self)
                    for item in items {
                        let place = item.offset & 31
                        let column = counts + place / 2 + (place & 1) * 16
                        for kind in 0..<TallyShape.itemWidth {
                            tally[item.counts + kind] &+= Int(column[kind * 32])
                        }
                    }
                }
            }
        }
    }

    /// Adds up to 15 ballots to the counts in bytes.
    @inline(__always)
    private func spill(
        _ ballots: Range<Int>, _ vector: Int, _ bytes: UnsafeMutablePointer<Lanes>
    ) {
        let (answers, vectors) = (answers, vectors)
        var kinds = Kinds()
        for ballot in ballots { kinds.add(answers[ballot &* vectors &+ vector]) }
        let low = Lanes(repeating: 0x0F0F)
        func add(_ counts: Lanes, _ kind: Int) {
            bytes[kind * 2] &+= counts & low
            bytes[kind * 2 + 1] &+= counts &>> 4 & low
        }
        add(kinds.one, 0)
        add(kinds.two, 1)
        add(kinds.three, 2)
        add(kinds.four, 3)
        add(kinds.five, 4)
        add(kinds.dontKnow, 5)
        add(kinds.notApplicable, 6)
        add(kinds.missing, 7)
    }
}
