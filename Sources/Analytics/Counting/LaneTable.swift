internal import Survey

/// Eight pairs of small counts, one in each lane: satisfied answers in the low byte, answers at
/// levels 1 to 5 in the high one. A form has at most 60 items, so no byte overflows.
typealias Lanes = SIMD8<UInt16>

/// What each byte of a ballot's packed answers adds to eight pairs of counts.
///
/// A byte holds two items, so one look into a table of 256 does what would be two questions for
/// each lane: a ballot costs one addition a byte, however many lanes there are.
struct LaneTable {
    /// What a stored value means to a lane.
    enum Meaning {
        /// Satisfied and answered.
        case rating
        /// That the ballot was asked: counts in the low byte.
        case asked
    }

    /// One lane, and the items that it sums up.
    struct Lane {
        let meaning: Meaning
        /// Half bytes from the start of the answers.
        let offsets: [Int]
    }

    static let lanesMax = 8
    /// Entries of a byte's table: 256, and as many more that the tables of neighbouring bytes do
    /// not fall on the same lines of the cache.
    private static let stride = 260

    /// Bytes of the answers that matter, ascending.
    private let positions: [Int]
    private let entries: [Lanes]
    /// Items of the largest lane.
    let itemsMax: Int

    /// - Parameters:
    ///   - lanes: at most eight
    ///   - satisfied: levels that count as satisfied
    init(_ lanes: [Lane], satisfied: [Int]) {
        precondition(lanes.count <= Self.lanesMax, "lanes of one vector")
        let positions = Set(lanes.flatMap { $0.offsets.map { $0 / 2 } }).sorted()
        var entries = [Lanes](repeating: Lanes(), count: positions.count * Self.stride)
        for (index, lane) in lanes.enumerated() {
            for offset in lane.offsets {
                guard let place = positions.firstIndex(of: offset / 2) else { continue }
                for byte in 0..<256 {
                    let value = offset.isMultiple(of: 2) ? byte & 15 : byte >> 4
                    entries[place * Self.stride + byte][index] &+= Self.counts(
                        value, lane.meaning, satisfied)
                }
            }
        }
        self.positions = positions
        self.entries = entries
        itemsMax = lanes.map(\.offsets.count).max() ?? 0
    }

    private static func counts(_ value: Int, _ meaning: Meaning, _ satisfied: [Int]) -> UInt16 {
        switch meaning {
        case .asked: return value == Int(AnswerLayout.notAsked) ? 0 : 1
        case .rating:
            guard (1...5).contains(value) else { return 0 }
            return 1 << 8 | (satisfied.contains(value) ? 1 : 0)
        }
    }

    /// The same without reference counts, for the innermost loops.
    struct Pointer {
        let positions: UnsafeBufferPointer<Int>
        let entries: UnsafePointer<Lanes>

        /// The sums of one ballot.
        ///
        /// - Parameter answers: its packed answers, of the form that the table was made for
        @inline(__always)
        func sums(of answers: UnsafeRawPointer) -> Lanes {
            var sums = Lanes()
            var entry = entries
            for position in positions {
                sums &+= entry[Int(answers.load(fromByteOffset: position, as: UInt8.self))]
                entry += LaneTable.stride
            }
            return sums
        }
    }

    func withPointer(_ body: (Pointer) -> Void) {
        positions.withUnsafeBufferPointer { positions in
            entries.withUnsafeBufferPointer { entries in
                // Without items there is nothing to point at, and nothing that counts.
                guard let first = entries.baseAddress else { return }
                body(Pointer(positions: positions, entries: first))
            }
        }
    }
}
