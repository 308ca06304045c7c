/// Counts ballots that stand side by side and belong to one posting and month.
///
/// Everything here works on whole vectors in memory that ``BallotGroups`` owns; sums wrap instead
/// of trapping: a ballot adds at most 60² to one, so 2⁵¹ ballots fit.
struct GroupCount {
    private let groups: BallotGroups
    let vectors: Int
    let answers: UnsafeMutablePointer<Lanes>
    private let sums: UnsafeMutablePointer<Lanes>

    init(_ groups: BallotGroups) {
        self.groups = groups
        vectors = groups.vectors
        answers = groups.answers
        sums = groups.sums
    }

    /// The half byte of a ballot's packed answers.
    ///
    /// - Parameter offset: half bytes from the start of the answers
    func value(of ballot: Int, at offset: Int) -> Int {
        Int(BallotGroups.level(at: offset, of: UnsafeRawPointer(answers + ballot &* vectors)))
    }

    /// Counts one group.
    ///
    /// - Parameters:
    ///   - range: of the grouped ballots, not empty
    ///   - tally: the row of their posting and month
    ///   - clusters: its place-days, or nil where none are kept
    ///   - day: of a moment within the month
    /// - Returns: the valid ballots, which stand first now
    func count(
        _ range: Range<Int>, _ plan: FormPlan, into tally: UnsafeMutablePointer<Int>,
        clusters: UnsafeMutablePointer<UInt32>?, day: (UInt32) -> Int
    ) -> Range<Int> {
        for group in plan.scopes { countScopes(group, range, tally) }
        guard plan.isCovered else { return range.lowerBound..<range.lowerBound }
        tally[TallyShape.responses] &+= range.count
        let valid = keepValid(range, plan, hasClusters: clusters != nil)
        tally[TallyShape.valid] &+= valid.count
        countItems(plan, valid, tally)
        let width = plan.lanes.count * LaneTable.lanesMax
        for (index, group) in plan.lanes.enumerated() {
            if index > 0 { fillSums(group.table, valid) }
            countLanes(group, valid, tally)
            if let clusters {
                let first = clusters + index * LaneTable.lanesMax * 2
                for ballot in valid {
                    let day = day(groups.seconds[ballot])
                    // A damaged file may tell any moment; the selection let none beyond the month.
                    guard (0..<Tallies.daysMax).contains(day) else { continue }
                    addToDay(sums[ballot], first + day * width * 2)
                }
            }
        }
        return valid
    }

    /// Every ballot that answers a target's item, valid or not.
    private func countScopes(
        _ group: FormPlan.ScopeGroup, _ range: Range<Int>, _ tally: UnsafeMutablePointer<Int>
    ) {
        group.table.withPointer { table in
            var ballot = range.lowerBound
            while ballot < range.upperBound {
                // Each adds at most one to a byte.
                let end = min(range.upperBound, ballot + 255)
                var sum = Lanes()
                while ballot < end {
                    var lanes = group.everyField
                    for field in group.fields where field.number == groups.fields[ballot] {
                        lanes |= field.lanes
                    }
                    sum &+= table.sums(of: answers + ballot &* vectors) & lanes
                    ballot &+= 1
                }
                for (lane, counts) in group.counts.enumerated() {
                    tally[counts] &+= Int(sum[lane] & 255)
                    tally[counts + 1] &+= Int(sum[lane] &>> 8)
                }
            }
        }
    }

    /// Moves the valid ballots to the front, the sums of the first group of lanes beside them.
    private func keepValid(_ range: Range<Int>, _ plan: FormPlan, hasClusters: Bool) -> Range<Int> {
        var kept = range.lowerBound
        let isOverallEnough = plan.isOverallEnough
        let (answers, sums, vectors) = (answers, sums, vectors)
        plan.answersForValidity.withUnsafeBufferPointer { needed in
            plan.lanes[0].table.withPointer { table in
                for ballot in range {
                    let own = answers + ballot &* vectors
                    let sum = table.sums(of: own)
                    // The first three lanes: the index, the overall item, items asked.
                    let counts = unsafeBitCast(sum, to: SIMD2<UInt64>.self)[0]
                    let answered = UInt16(truncatingIfNeeded: counts &>> 8 & 255)
                    let isOverallAnswered = counts & 0xFF00_0000 != 0
                    let isValid =
                        isOverallEnough && isOverallAnswered
                        || answered >= needed[Int(counts &>> 32 & 255)]
                    sums[kept] = sum
                    for vector in 0..<vectors { answers[kept &* vectors &+ vector] = own[vector] }
                    if hasClusters { groups.seconds[kept] = groups.seconds[ballot] }
                    kept &+= isValid ? 1 : 0
                }
            }
        }
        return range.lowerBound..<kept
    }

    /// The sums of a further group of lanes.
    private func fillSums(_ table: LaneTable, _ valid: Range<Int>) {
        table.withPointer { table in
            for ballot in valid { sums[ballot] = table.sums(of: answers + ballot &* vectors) }
        }
    }

    /// The six sums of each lane; a ballot without an answer to it adds nothing.
    private func countLanes(
        _ group: FormPlan.LaneGroup, _ valid: Range<Int>, _ tally: UnsafeMutablePointer<Int>
    ) {
        let most = max(1, group.table.itemsMax)
        // Squares of one lane must not pass 2¹⁶ − 1: 18 ballots of 60 items, 135 of 22.
        let step = Int(UInt16.max) / (most * most)
        let (low, sums) = (Lanes(repeating: 255), sums)
        var ballot = valid.lowerBound
        while ballot < valid.upperBound {
            let end = min(valid.upperBound, ballot + step)
            var (ballots, good, answers) = (Lanes(), Lanes(), Lanes())
            var (goodSquared, mixed, answersSquared) = (Lanes(), Lanes(), Lanes())
            while ballot < end {
                let (s, a) = (sums[ballot] & low, sums[ballot] &>> 8)
                ballots &+= (a &+ low) &>> 8
                good &+= s
                answers &+= a
                goodSquared &+= s &* s
                mixed &+= s &* a
                answersSquared &+= a &* a
                ballot &+= 1
            }
            for (lane, target) in group.targets.enumerated() {
                if let share = target.share {
                    tally[share] &+= Int(good[lane])
                    tally[share + 1] &+= Int(answers[lane])
                }
                if let place = target.sums {
                    tally[place] &+= Int(ballots[lane])
                    tally[place + 1] &+= Int(good[lane])
                    tally[place + 2] &+= Int(answers[lane])
                    tally[place + 3] &+= Int(goodSquared[lane])
                    tally[place + 4] &+= Int(mixed[lane])
                    tally[place + 5] &+= Int(answersSquared[lane])
                }
            }
        }
    }

    /// ΣS and ΣA of a ballot's lanes to those of its day.
    @inline(__always)
    private func addToDay(_ sum: Lanes, _ day: UnsafeMutablePointer<UInt32>) {
        for lane in 0..<LaneTable.lanesMax {
            day[lane * 2] &+= UInt32(sum[lane] & 255)
            day[lane * 2 + 1] &+= UInt32(sum[lane] &>> 8)
        }
    }
}
