internal import Columns

/// How the answers to each item are spread, and what targets ask of single items.
extension BlockCount {
    /// Counts of eight kinds, in half bytes: levels 1...5, dk, na, missing.
    ///
    /// What is asked of a half byte ("is it 3?") is one bit of it, so 15 vectors are added before a
    /// sum could overflow into its neighbour.
    private struct Kinds {
        static let vectorsMax = 15

        var one = Lanes()
        var two = Lanes()
        var three = Lanes()
        var four = Lanes()
        var five = Lanes()
        var dontKnow = Lanes()
        var notApplicable = Lanes()
        var missing = Lanes()

        /// Adds sixteen ballots' half bytes. Values that no answer can have count nowhere.
        @inline(__always)
        mutating func add(_ values: Lanes) {
            let bit = Lanes(repeating: 0x1111)
            let bits = Lanes.Bits(values)
            // The low two bits are 0, 1, 2, 3; the high two are 0, 1, 3.
            let zero = ~(values | bits.second) & bit
            let first = values & ~bits.second & bit
            let both = values & bits.second & bit
            let other = bits.second & ~values & bit
            let high = bits.third & bits.fourth
            one &+= first & bits.low
            two &+= other & bits.low
            three &+= both & bits.low
            four &+= zero & bits.middle
            five &+= first & bits.middle
            dontKnow &+= first & high
            notApplicable &+= other & high
            missing &+= zero & bits.low
        }

        /// Adds the counts of the low halves, or those of the high ones, to an item's.
        @inline(__always)
        func add(halves shift: UInt16, to counts: UnsafeMutablePointer<Int>) {
            @inline(__always)
            func sum(_ kind: Lanes) -> Int {
                let words = unsafeBitCast(
                    kind &>> Lanes(repeating: shift) & 0x0F0F, to: SIMD2<UInt64>.self)
                // Bytes of at most 30, of which the product gathers eight in the highest one.
                return Int(((words[0] &+ words[1]) &* 0x0101_0101_0101_0101) &>> 56)
            }
            counts[0] &+= sum(one)
            counts[1] &+= sum(two)
            counts[2] &+= sum(three)
            counts[3] &+= sum(four)
            counts[4] &+= sum(five)
            counts[5] &+= sum(dontKnow)
            counts[6] &+= sum(notApplicable)
            counts[7] &+= sum(missing)
        }
    }

    /// Counts the valid ballots' answers to two items, kind by kind.
    func countItems(
        _ plane: AnswerPlane, _ answers: BlockAnswers, _ run: Range<Int>,
        _ tally: UnsafeMutablePointer<Int>
    ) {
        let (low, high) = (plane.low?.counts, plane.high?.counts)
        guard low != nil || high != nil else { return }
        let (bytes, valid) = (answers.byte(plane.byte), valid)
        var slot = run.lowerBound
        while slot < run.upperBound {
            let end = min(run.upperBound, slot + Kinds.vectorsMax * Lanes.width)
            var kinds = Kinds()
            while slot < end {
                // The bits of 15, not asked, which is none of the eight.
                let others = ~(Lanes.load(valid + slot) & mask(at: slot, of: run))
                kinds.add(.load(bytes + slot) | others)
                slot &+= Lanes.width
            }
            if let low { kinds.add(halves: 0, to: tally + low) }
            if let high { kinds.add(halves: 4, to: tally + high) }
        }
    }

    /// Counts what targets ask of single items, over every ballot, valid or not.
    ///
    /// - Parameter counted: 255 for each ballot that counts, else 0
    func countScopes(
        _ run: Range<Int>, _ block: SegmentBlock, _ plan: FormPlan,
        counted: UnsafePointer<UInt8>, _ tally: UnsafeMutablePointer<Int>
    ) {
        for scope in plan.scopes {
            let bytes = BlockAnswers(block).byte(scope.offset / 2)
            let shift = Lanes(repeating: scope.offset.isMultiple(of: 2) ? 0 : 4)
            let counted = scope.field.map { only($0, run, block, counted) } ?? counted
            var (good, answers) = (Lanes(), Lanes())
            var slot = run.lowerBound
            while slot < run.upperBound {
                let reading = Lanes.load(bytes + slot).reading(plan.satisfied)
                let kept = .bit & .load(counted + slot) & mask(at: slot, of: run)
                // At most one a vector and byte, and a block has 64 vectors.
                good &+= reading.good &>> shift & kept
                answers &+= reading.level &>> shift & kept
                slot &+= Lanes.width
            }
            tally[scope.counts] &+= good.bytesTotal
            tally[scope.counts + 1] &+= answers.bytesTotal
        }
    }

    /// Those that count and are of one field.
    private func only(
        _ field: UInt32, _ run: Range<Int>, _ block: SegmentBlock, _ counted: UnsafePointer<UInt8>
    ) -> UnsafePointer<UInt8> {
        let (fields, ofField) = (block.words(.field), ofField)
        for slot in run { ofField[slot] = fields[slot] == field ? counted[slot] : 0 }
        return UnsafePointer(ofField)
    }
}
