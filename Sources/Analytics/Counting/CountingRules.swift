internal import Columns
internal import Survey

/// What one stored answer means to an index, and the loop that counts records by it.
///
/// The loop runs once for every ballot of a report: what can be decided before it stands in a
/// table of sixteen here, and it works on memory that does not move. Sums wrap instead of trapping:
/// a ballot adds at most 60² to one, so 2⁵¹ ballots fit.
struct CountingRules {
    /// Three counts in one word: answers at levels 1...5, satisfied ones, items shown.
    private struct Meaning {
        static let answer = 1
        static let satisfied = 1 << 16
        static let asked = 1 << 32

        static func answers(_ sum: Int) -> Int { sum & 0xFFFF }
        static func satisfied(_ sum: Int) -> Int { sum &>> 16 & 0xFFFF }
        static func asked(_ sum: Int) -> Int { sum &>> 32 }
    }

    /// By the stored value.
    private let meaning: [Int]
    /// The column of an item's counts by the stored value; not asked, and what a score cannot be,
    /// stand in the last one, which no report reads.
    private let column: [Int] = [7, 0, 1, 2, 3, 4, 8, 8, 8, 8, 8, 8, 8, 5, 6, 8]
    private let isOverallEnough: Bool

    init(_ definition: IndexDefinition) {
        meaning = (0..<16).map { value in
            let isLevel = (1...5).contains(value)
            let isSatisfied = isLevel && definition.satisfied.contains(value)
            return (isLevel ? Meaning.answer : 0) + (isSatisfied ? Meaning.satisfied : 0)
                + (value == Int(AnswerLayout.notAsked) ? 0 : Meaning.asked)
        }
        isOverallEnough = definition.validity.overallItem
    }

    /// Counts records that lie side by side.
    ///
    /// - Parameters:
    ///   - rows: the tally of each, -1 for one that counts nowhere
    ///   - width: of a tally
    func count(
        _ records: UnsafeRawBufferPointer, rows: [Int32], _ plan: FormPlan,
        into tallies: UnsafeMutableBufferPointer<Int>, width: Int
    ) {
        guard let first = records.baseAddress, let firstTally = tallies.baseAddress else { return }
        let packedBytes = plan.recordBytes - RecordLayout.answers
        plan.withBuffers(packedBytes: packedBytes, meaning: meaning, column: column) { plan in
            for (index, row) in rows.enumerated() where row >= 0 {
                let record = first + index * plan.recordBytes
                let tally = firstTally + Int(row) * width
                for byte in 0..<packedBytes {
                    let packed = Int(
                        record.load(fromByteOffset: RecordLayout.answers + byte, as: UInt8.self))
                    plan.values[byte * 2] = packed & 15
                    plan.values[byte * 2 + 1] = packed &>> 4
                }
                let word = record.loadUnaligned(
                    fromByteOffset: RecordLayout.field, as: UInt32.self)
                let field = Int32(bitPattern: UInt32(littleEndian: word))
                for scope in plan.scopes where scope.field ?? field == field {
                    let sum = plan.meaning[plan.values[scope.offset]]
                    tally[scope.counts] &+= Meaning.satisfied(sum)
                    tally[scope.counts + 1] &+= Meaning.answers(sum)
                }
                if plan.isCovered { countBallot(plan, tally) }
            }
        }
    }

    /// One ballot of the index, its stored values unpacked.
    @inline(__always)
    private func countBallot(_ plan: FormPlan.Buffers, _ tally: UnsafeMutablePointer<Int>) {
        tally[TallyShape.responses] &+= 1
        var total = 0
        for (index, run) in plan.runs.enumerated() {
            var sum = 0
            for item in run.items { sum &+= plan.meaning[plan.values[plan.items[item].offset]] }
            plan.runSums[index] = sum
            total &+= sum
        }
        let overall = plan.overall.map { plan.meaning[plan.values[$0]] } ?? 0
        let isOverallAnswered = Meaning.answers(overall) == 1
        let needed = plan.answersForValidity[Meaning.asked(total)]
        guard isOverallEnough && isOverallAnswered || Meaning.answers(total) >= needed else {
            return
        }
        tally[TallyShape.valid] &+= 1
        tally[TallyShape.overall] &+= Meaning.satisfied(overall)
        tally[TallyShape.overall + 1] &+= Meaning.answers(overall)
        for item in plan.items {
            tally[item.counts &+ plan.column[plan.values[item.offset]]] &+= 1
        }
        for (index, run) in plan.runs.enumerated() {
            if let sums = run.sums { add(plan.runSums[index], to: tally + sums) }
        }
        add(total, to: tally + TallyShape.pooled)
    }

    /// The six sums of ``Statistics/RatioSums``; a ballot without an answer adds nothing.
    @inline(__always)
    private func add(_ sum: Int, to sums: UnsafeMutablePointer<Int>) {
        let (good, answers) = (Meaning.satisfied(sum), Meaning.answers(sum))
        sums[0] &+= answers > 0 ? 1 : 0
        sums[1] &+= good
        sums[2] &+= answers
        sums[3] &+= good &* good
        sums[4] &+= good &* answers
        sums[5] &+= answers &* answers
    }
}
