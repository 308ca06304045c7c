internal import Columns

/// Counts the ballots of a block, sixteen at a time.
///
/// First, for every ballot of the block: how many answers it has and how many of them are
/// satisfied, for each sum that is kept (a lane), and whether it is valid. Then, run by run, the
/// sums of a posting and month.
///
/// Everything here works on whole vectors in memory that it owns or that a block has behind its
/// answers; sums wrap instead of trapping: a ballot adds at most 60² to one, so 2⁵¹ ballots fit.
final class BlockCount {
    /// Lanes: all items of the index, the overall item, then each dimension. An index without
    /// dimensions has one for its only item, which nobody asks for by itself.
    static let pooled = 0
    static let overall = 1
    static let firstDimension = 2

    /// Bytes kept of a block, to whole vectors beyond its end.
    static let room = BlockLayout.records + Lanes.width

    /// Of a block whose ballots count: 255 for each valid ballot, else 0.
    let valid = UnsafeMutablePointer<UInt8>.allocate(capacity: room)
    /// Satisfied answers, and answers at levels 1 to 5, of each valid ballot, by lane: a form has
    /// at most 60 items, so no byte overflows.
    private let good: UnsafeMutablePointer<UInt8>
    private let answers: UnsafeMutablePointer<UInt8>
    private let lanesCount: Int
    /// Items of the index that each ballot was asked.
    private let asked = UnsafeMutablePointer<UInt8>.allocate(capacity: room)
    /// 255 for each ballot of one field.
    let ofField = UnsafeMutablePointer<UInt8>.allocate(capacity: room)
    /// A vector of 255 and one of 0 behind it.
    private let edge = UnsafeMutablePointer<UInt8>.allocate(capacity: 2 * Lanes.width)

    init(_ shape: TallyShape) {
        lanesCount = Self.firstDimension + max(1, shape.dimensionsCount)
        good = .allocate(capacity: lanesCount * Self.room)
        answers = .allocate(capacity: lanesCount * Self.room)
        good.initialize(repeating: 0, count: lanesCount * Self.room)
        answers.initialize(repeating: 0, count: lanesCount * Self.room)
        valid.initialize(repeating: 0, count: Self.room)
        asked.initialize(repeating: 0, count: Self.room)
        ofField.initialize(repeating: 0, count: Self.room)
        edge.initialize(repeating: 255, count: Lanes.width)
        (edge + Lanes.width).initialize(repeating: 0, count: Lanes.width)
    }

    deinit {
        valid.deallocate()
        asked.deallocate()
        good.deallocate()
        answers.deallocate()
        ofField.deallocate()
        edge.deallocate()
    }

    /// The bytes of a vector that belong to a run.
    ///
    /// - Parameter slot: where the vector begins, before the run's end
    @inline(__always)
    func mask(at slot: Int, of run: Range<Int>) -> Lanes {
        .load(edge + max(0, slot &+ Lanes.width &- run.upperBound))
    }

    /// Reads the ballots of a block.
    ///
    /// - Parameter runs: which of them count
    func read(_ block: SegmentBlock, _ runs: BallotRuns, _ plan: FormPlan) {
        let slots = runs.hull
        let size = slots.count + Lanes.width
        for number in 0..<lanesCount {
            (lane(number, of: good) + slots.lowerBound).update(repeating: 0, count: size)
            (lane(number, of: answers) + slots.lowerBound).update(repeating: 0, count: size)
        }
        (asked + slots.lowerBound).update(repeating: 0, count: size)
        // Byte after byte as they lie in memory, which is read faster than it is waited for.
        for plane in plan.planes { add(plane, BlockAnswers(block), slots, plan.satisfied) }
        keepValid(slots, plan, counted: runs.counted)
    }

    /// Adds two items' answers to the lanes of each ballot. A half that is no item adds to the
    /// first lane, which is summed up afterwards.
    private func add(
        _ plane: AnswerPlane, _ bytes: BlockAnswers, _ slots: Range<Int>,
        _ satisfied: Lanes.Satisfied
    ) {
        let (values, asked, askedBits) = (bytes.byte(plane.byte), asked, plane.asked)
        let (low, high) = (plane.low?.lane ?? Self.pooled, plane.high?.lane ?? Self.pooled)
        let (lowGood, lowAnswers) = (lane(low, of: good), lane(low, of: answers))
        let (highGood, highAnswers) = (lane(high, of: good), lane(high, of: answers))
        var slot = slots.lowerBound
        while slot < slots.upperBound {
            let values = Lanes.load(values + slot)
            let (good, level) = values.reading(satisfied)
            let bits = Lanes.Bits(values)
            // Not asked is all four bits.
            let isAsked = ~(values & bits.second & bits.third & bits.fourth) & askedBits
            ((isAsked & .bit) &+ (isAsked &>> 4 & .bit)).add(to: asked + slot)
            (good & .bit).add(to: lowGood + slot)
            (level & .bit).add(to: lowAnswers + slot)
            (good &>> 4 & .bit).add(to: highGood + slot)
            (level &>> 4 & .bit).add(to: highAnswers + slot)
            slot &+= Lanes.width
        }
    }

    /// Adds up the whole index, and leaves nothing of ballots that are not valid.
    private func keepValid(
        _ slots: Range<Int>, _ plan: FormPlan, counted: UnsafePointer<UInt8>
    ) {
        let (good, answers, lanesCount) = (good, answers, lanesCount)
        var slot = slots.lowerBound
        while slot < slots.upperBound {
            var (pooledGood, pooledAnswers) = (Lanes(), Lanes())
            for number in Self.firstDimension..<lanesCount {
                pooledGood &+= .load(lane(number, of: good) + slot)
                pooledAnswers &+= .load(lane(number, of: answers) + slot)
            }
            pooledGood.store(good + slot)
            pooledAnswers.store(answers + slot)
            let kept =
                plan.validity(
                    asked: .load(asked + slot), answered: pooledAnswers,
                    overall: .load(lane(Self.overall, of: answers) + slot))
                & .load(counted + slot)
            kept.store(valid + slot)
            for number in 0..<lanesCount {
                let (good, answers) = (lane(number, of: good), lane(number, of: answers))
                (.load(good + slot) & kept).store(good + slot)
                (.load(answers + slot) & kept).store(answers + slot)
            }
            slot &+= Lanes.width
        }
    }

    /// Counts of one posting what is told of the period only; if the index covers its form, the
    /// block was read.
    func count(
        _ slots: Range<Int>, of block: SegmentBlock, _ plan: FormPlan, _ runs: BallotRuns,
        into period: UnsafeMutablePointer<Int>
    ) {
        countScopes(slots, block, plan, counted: runs.counted, period)
        guard plan.isCovered else { return }
        for plane in plan.planes { countItems(plane, BlockAnswers(block), slots, period) }
    }

    /// Counts one run of a block that was read.
    ///
    /// - Parameter place: where their posting and month is counted
    func count(
        _ run: BallotRuns.Run, of block: SegmentBlock, _ plan: FormPlan, _ months: SegmentMonths,
        into place: Tallies.Place
    ) {
        let (slots, tally) = (run.slots, place.month)
        tally[TallyShape.responses] &+= run.ballots
        tally[TallyShape.valid] &+= sum(valid, slots, of: .bit)
        tally[TallyShape.overall] &+= sum(lane(Self.overall, of: good), slots)
        tally[TallyShape.overall + 1] &+= sum(lane(Self.overall, of: answers), slots)
        addSums(Self.pooled, slots, plan, to: tally + TallyShape.pooled)
        for (dimension, sums) in plan.dimensions.enumerated() {
            addSums(Self.firstDimension + dimension, slots, plan, to: tally + sums)
        }
        guard let days = place.days else { return }
        let seconds = block.words(.seconds)
        var from = slots.lowerBound
        while from < slots.upperBound {
            let day = months.day(of: seconds[from], side: run.side)
            var to = from + 1
            while to < slots.upperBound, months.day(of: seconds[to], side: run.side) == day {
                to += 1
            }
            // Beyond the month nothing counts; a damaged file may tell any moment.
            if (0..<Tallies.daysMax).contains(day) {
                addCluster(from..<to, plan, to: days, day: day)
            }
            from = to
        }
    }

    /// Adds some ballots of one day to their place-day.
    private func addCluster(
        _ slots: Range<Int>, _ plan: FormPlan, to days: UnsafeMutablePointer<UInt32>, day: Int
    ) {
        let lanes = Self.firstDimension + plan.dimensions.count
        let sums = days + day * lanes * 2
        for number in 0..<lanes {
            sums[number * 2] &+= UInt32(sum(lane(number, of: good), slots))
            sums[number * 2 + 1] &+= UInt32(sum(lane(number, of: answers), slots))
        }
    }

    @inline(__always)
    private func lane(
        _ number: Int, of lanes: UnsafeMutablePointer<UInt8>
    ) -> UnsafeMutablePointer<UInt8> {
        lanes + number &* Self.room
    }

    /// A sum over some ballots.
    ///
    /// - Parameters:
    ///   - bytes: of each ballot of the block
    ///   - bits: those of a byte that count
    private func sum(
        _ bytes: UnsafePointer<UInt8>, _ run: Range<Int>, of bits: Lanes = Lanes(repeating: .max)
    ) -> Int {
        // 64 vectors of a block, each of two bytes a number, fit in sixteen bits.
        var sum = Lanes()
        var slot = run.lowerBound
        while slot < run.upperBound {
            let values = Lanes.load(bytes + slot) & mask(at: slot, of: run) & bits
            sum &+= (values & 0x00FF) &+ (values &>> 8)
            slot &+= Lanes.width
        }
        return sum.total
    }

    /// The six sums of a lane; a ballot without an answer to it adds nothing.
    private func addSums(
        _ lane: Int, _ run: Range<Int>, _ plan: FormPlan, to sums: UnsafeMutablePointer<Int>
    ) {
        let (goods, answers) = (self.lane(lane, of: good), self.lane(lane, of: answers))
        // Squares of two ballots a step must not pass 2¹⁶ − 1: 9 steps of 60 items, 67 of 22.
        let step = Int(UInt16.max) / (2 * plan.itemsMax * plan.itemsMax) * Lanes.width
        let low = Lanes(repeating: 0x00FF)
        var slot = run.lowerBound
        while slot < run.upperBound {
            let end = min(run.upperBound, slot + step)
            var (ballots, good, all) = (Lanes(), Lanes(), Lanes())
            var (goodSquared, mixed, allSquared) = (Lanes(), Lanes(), Lanes())
            while slot < end {
                let mask = mask(at: slot, of: run)
                let (s, a) = (Lanes.load(goods + slot) & mask, Lanes.load(answers + slot) & mask)
                let (s0, s1, a0, a1) = (s & low, s &>> 8, a & low, a &>> 8)
                // The highest bit of a byte that is not zero.
                ballots &+= (a &+ 0x7F7F) &>> 7 & .bit
                good &+= s0 &+ s1
                all &+= a0 &+ a1
                goodSquared &+= s0 &* s0 &+ s1 &* s1
                mixed &+= s0 &* a0 &+ s1 &* a1
                allSquared &+= a0 &* a0 &+ a1 &* a1
                slot &+= Lanes.width
            }
            sums[0] &+= ballots.bytesTotal
            sums[1] &+= good.total
            sums[2] &+= all.total
            sums[3] &+= goodSquared.total
            sums[4] &+= mixed.total
            sums[5] &+= allSquared.total
        }
    }
}
