/// Two items of a form whose answers share a byte, and to what they add.
///
/// A segment has that byte of all ballots side by side, so what is asked of one ballot's two items
/// is asked of sixteen ballots' at once.
struct AnswerPlane {
    /// One item: half of a byte.
    struct Half {
        /// To which sums of a ballot its answer adds.
        let lane: Int
        /// Where among what is told of the period its answers are counted one by one; nil for an
        /// item that the index does not sum up.
        let counts: Int?
    }

    /// Of the packed answers.
    let byte: Int
    private(set) var low: Half?
    private(set) var high: Half?

    /// Bits in which the items of the index lie.
    var asked: Lanes {
        Lanes(
            repeating: (low?.counts == nil ? 0 : 0x0101) | (high?.counts == nil ? 0 : 0x1010))
    }

    /// The planes of some items.
    ///
    /// - Parameter items: half bytes from the start of the answers, and what each adds to
    static func planes(_ items: [(offset: Int, half: Half)]) -> [AnswerPlane] {
        var planes: [AnswerPlane] = []
        for (offset, half) in items {
            let isLow = offset.isMultiple(of: 2)
            let free = planes.firstIndex {
                $0.byte == offset / 2 && (isLow ? $0.low : $0.high) == nil
            }
            if free == nil { planes.append(AnswerPlane(byte: offset / 2)) }
            let place = free ?? planes.count - 1
            if isLow { planes[place].low = half } else { planes[place].high = half }
        }
        return planes
    }

    private init(byte: Int) { self.byte = byte }
}
