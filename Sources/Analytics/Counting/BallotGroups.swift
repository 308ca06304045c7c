internal import Columns
internal import Survey

/// Takes ballots out of a segment, some ten thousand at a time, and puts those that count side by
/// side, posting by posting and month by month.
///
/// Then the sums of a group can stay in registers, and its row is touched once. Each filter is a
/// pass over what the one before left, so a filter that is not set costs nothing.
///
/// The only memory read here is a segment's, whose blocks have their full length; numbers found in
/// it look into tables only after they were held against the tables' ends.
final class BallotGroups {
    /// What is kept of a ballot beside its answers.
    struct Kept: OptionSet, Sendable {
        let rawValue: UInt8
        static let seconds = Kept(rawValue: 1)
        static let fields = Kept(rawValue: 2)
        static let origins = Kept(rawValue: 4)
    }

    /// Ballots taken at a time, at least.
    static let least = 65_536
    /// Ballots that are passed over at once where none is of a posting asked for.
    private static let stride = 16

    let capacity: Int
    /// Vectors of a ballot.
    private(set) var vectors = 1
    /// Packed answers of each ballot, by group.
    private(set) var answers: UnsafeMutablePointer<Lanes>
    /// Room for one vector of counts a ballot.
    let sums: UnsafeMutablePointer<Lanes>
    /// When each was answered, whole seconds since 1970, in which field, and where it lies in its
    /// segment: as far as ``Kept`` asks for them.
    let seconds: UnsafeMutablePointer<UInt32>
    let fields: UnsafeMutablePointer<UInt32>
    let origins: UnsafeMutablePointer<UInt32>
    /// One past the last ballot of each group.
    let ends: UnsafeMutablePointer<UInt32>
    private let groupsCount: Int
    private let indices: UnsafeMutablePointer<UInt32>
    private let groups: UnsafeMutablePointer<UInt32>

    /// How many ballots are taken at a time: passing over all groups must cost less than counting.
    static func ballots(atATimeFor places: Int) -> Int { max(least, 16 * places) }

    /// Vectors of 16 bytes that hold a ballot's packed answers, ≥ 1.
    static func vectors(of layout: BlockLayout) -> Int { max(1, (layout.answersBytes + 15) / 16) }

    /// A half byte of packed answers, counted from their start.
    @inline(__always)
    static func level(at offset: Int, of answers: UnsafeRawPointer) -> UInt8 {
        let byte = answers.load(fromByteOffset: offset / 2, as: UInt8.self)
        return offset.isMultiple(of: 2) ? byte & 15 : byte >> 4
    }

    /// - Parameters:
    ///   - places: postings that are counted, ≥ 1; each makes two groups, for a segment's ballots
    ///     lie in two months of the office's days
    ///   - ballots: the most that are taken at a time, ≥ 1
    init(places: Int, ballots: Int) {
        capacity = ballots
        groupsCount = places * 2
        answers = .allocate(capacity: capacity)
        sums = .allocate(capacity: capacity)
        seconds = .allocate(capacity: capacity)
        fields = .allocate(capacity: capacity)
        origins = .allocate(capacity: capacity)
        ends = .allocate(capacity: groupsCount + 1)
        indices = .allocate(capacity: capacity)
        groups = .allocate(capacity: capacity)
    }

    deinit {
        answers.deallocate()
        sums.deallocate()
        seconds.deallocate()
        fields.deallocate()
        origins.deallocate()
        ends.deallocate()
        indices.deallocate()
        groups.deallocate()
    }

    /// Groups a part of a segment.
    ///
    /// - Parameters:
    ///   - range: of the segment's ballots, at most ``capacity``
    ///   - vectors: of 16 bytes that hold a ballot's packed answers, ≥ 1
    ///   - late: gets the place of each ballot that came after its month was closed
    func take(
        _ range: Range<Int>, of columns: SegmentColumns, vectors: Int,
        _ selection: BallotSelection, months: SegmentMonths, keeping kept: Kept,
        late: (Int) -> Void = { _ in }
    ) {
        precondition(range.count <= capacity && range.upperBound <= columns.count, "a part of it")
        var count = select(range, of: columns, selection, months)
        if let hours = selection.hours {
            let east = UInt32(truncatingIfNeeded: 86_400 * 2 + selection.secondsEast)
            count = keep(count, range, columns, .seconds) { value in
                // In two steps, for the sum may lie beyond 2³².
                hours[Int((value % 86_400 + east) % 86_400) / 3600]
            }
        }
        if let procedures = selection.procedures {
            count = keep(count, range, columns, .procedure) {
                $0 < procedures.count && procedures[Int($0)]
            }
        }
        if let fields = selection.fields {
            count = keep(count, range, columns, .field) {
                $0 < fields.count && fields[Int($0)]
            }
        }
        if let channels = selection.channels {
            count = keepBytes(count, range, columns, .channel, channels)
        }
        if let outcomes = selection.outcomes {
            count = keepBytes(count, range, columns, .respondentAndOutcome, outcomes)
        }
        if months.hasLate {
            count = keepInTime(count, range, months, late: late)
        }
        scatter(count, range, of: columns, vectors: vectors, keeping: kept)
    }

    /// Gives each group that has a ballot: its place, its month of the two, its ballots.
    func forEachGroup(_ body: (_ place: Int, _ side: Int, Range<Int>) -> Void) {
        var start = 0
        for group in 0..<groupsCount {
            let end = Int(ends[group])
            if end > start { body(group / 2, group % 2, start..<end) }
            start = end
        }
    }

    /// The ballots of the places and days asked for.
    private func select(
        _ range: Range<Int>, of columns: SegmentColumns, _ selection: BallotSelection,
        _ months: SegmentMonths
    ) -> Int {
        // Named once: the compiler must take any store for one into this object.
        let (indices, groups) = (indices, groups)
        return selection.placeOfPosting.withUnsafeBufferPointer { places in
            guard let placeOf = places.baseAddress else { return 0 }
            var count = 0
            let end = UInt32(clamping: places.count)
            let (first, span) = (months.firstSecond, months.seconds)
            let boundary = months.secondMonth
            let isPart = selection.isPart
            let lowest = UInt32(bitPattern: selection.postings.first ?? 0)
            let width = UInt32(bitPattern: selection.postings.last ?? 0) &- lowest
            let step = isPart ? Self.stride : BlockLayout.records
            var index = range.lowerBound
            while index < range.upperBound {
                let slot = index % BlockLayout.records
                let stop = min(BlockLayout.records, slot + range.upperBound - index)
                let postings = Self.words(.posting, at: index - slot, columns)
                let seconds = Self.words(.seconds, at: index - slot, columns)
                let start = index - slot - range.lowerBound
                var from = slot
                while from < stop {
                    let to = min(stop, from + step)
                    defer { from = to }
                    if to - from == Self.stride, isPart,
                        !Self.isAny(postings + from, from: lowest, within: width)
                    {
                        continue
                    }
                    for slot in from..<to {
                        let (posting, answered) = (postings[slot], seconds[slot])
                        let place = posting < end ? placeOf[Int(posting)] : -1
                        // Written in any case and kept where it counts: no branch to foretell.
                        indices[count] = UInt32(truncatingIfNeeded: start &+ slot)
                        groups[count] =
                            UInt32(truncatingIfNeeded: place &* 2) &+ (answered >= boundary ? 1 : 0)
                        count &+= place >= 0 && answered &- first < span ? 1 : 0
                    }
                }
                index += stop - slot
            }
            return count
        }
    }

    /// Whether one of sixteen numbers lies within a width, below 2³¹, from the lowest; for a
    /// number that no posting has, either answer will do.
    @inline(__always)
    private static func isAny(
        _ numbers: UnsafePointer<UInt32>, from lowest: UInt32, within width: UInt32
    ) -> Bool {
        // The highest bit of a difference is set where a number lies beyond: half the cost of
        // comparing without a sign.
        let above =
            UnsafeRawPointer(numbers).loadUnaligned(as: SIMD16<UInt32>.self) &- lowest
        let left = above | (width &- above)
        let eight = left.lowHalf & left.highHalf
        let four = eight.lowHalf & eight.highHalf
        let two = four.lowHalf & four.highHalf
        return two.x & two.y & 0x8000_0000 == 0
    }

    /// A column of four bytes of the block that begins at a ballot.
    @inline(__always)
    private static func words(
        _ column: BlockLayout.Column, at index: Int, _ columns: SegmentColumns
    ) -> UnsafePointer<UInt32> {
        pointer(column, at: index, columns).assumingMemoryBound(to: UInt32.self)
    }

    @inline(__always)
    private static func pointer(
        _ column: BlockLayout.Column, at index: Int, _ columns: SegmentColumns
    ) -> UnsafeRawPointer {
        guard let first = columns.bytes.baseAddress else { preconditionFailure("an empty segment") }
        let block = index / BlockLayout.records * columns.layout.blockBytes
        return first + block + columns.layout.offset(column)
            + index % BlockLayout.records * columns.layout.width(column)
    }

    private func keep(
        _ count: Int, _ range: Range<Int>, _ columns: SegmentColumns, _ column: BlockLayout.Column,
        _ isKept: (UInt32) -> Bool
    ) -> Int {
        let (indices, groups) = (indices, groups)
        var kept = 0
        for place in 0..<count {
            let (index, group) = (indices[place], groups[place])
            let value = Self.words(column, at: range.lowerBound + Int(index), columns).pointee
            indices[kept] = index
            groups[kept] = group
            kept &+= isKept(value) ? 1 : 0
        }
        return kept
    }

    /// - Parameter isKept: by the byte, 256 entries
    private func keepBytes(
        _ count: Int, _ range: Range<Int>, _ columns: SegmentColumns, _ column: BlockLayout.Column,
        _ isKept: [Bool]
    ) -> Int {
        let (indices, groups) = (indices, groups)
        var kept = 0
        for place in 0..<count {
            let (index, group) = (indices[place], groups[place])
            let byte = Self.pointer(column, at: range.lowerBound + Int(index), columns)
                .load(as: UInt8.self)
            indices[kept] = index
            groups[kept] = group
            kept &+= isKept[Int(byte)] ? 1 : 0
        }
        return kept
    }

    private func keepInTime(
        _ count: Int, _ range: Range<Int>, _ months: SegmentMonths, late: (Int) -> Void
    ) -> Int {
        let (indices, groups) = (indices, groups)
        var kept = 0
        for place in 0..<count {
            let (index, group) = (indices[place], groups[place])
            let isInTime = range.lowerBound + Int(index) < months.countsInTime[Int(group & 1)]
            if !isInTime { late(Int(group / 2)) }
            indices[kept] = index
            groups[kept] = group
            kept &+= isInTime ? 1 : 0
        }
        return kept
    }

    /// Puts what is left side by side, by group; within one in the order of arrival.
    private func scatter(
        _ count: Int, _ range: Range<Int>, of columns: SegmentColumns, vectors: Int,
        keeping kept: Kept
    ) {
        if vectors != self.vectors {
            answers.deallocate()
            self.vectors = vectors
            answers = .allocate(capacity: capacity * vectors)
        }
        let (indices, groups, ends) = (indices, groups, ends)
        let (answers, seconds, fields, origins) = (answers, seconds, fields, origins)
        ends.initialize(repeating: 0, count: groupsCount + 1)
        for place in 0..<count { ends[Int(groups[place]) + 1] &+= 1 }
        for group in 0..<groupsCount { ends[group + 1] &+= ends[group] }
        guard let first = columns.bytes.baseAddress else { return }
        let (blockBytes, width) = (columns.layout.blockBytes, columns.layout.answersBytes)
        let packed = first + columns.layout.offset(.answers)
        let (readsSeconds, readsFields) = (kept.contains(.seconds), kept.contains(.fields))
        let readsOrigins = kept.contains(.origins)
        // Where a group begins becomes, ballot by ballot, where it ends.
        for place in 0..<count {
            let index = range.lowerBound &+ Int(indices[place])
            let target = Int(ends[Int(groups[place])])
            ends[Int(groups[place])] = UInt32(truncatingIfNeeded: target &+ 1)
            let source =
                packed + index / BlockLayout.records &* blockBytes
                + index % BlockLayout.records &* width
            let room = UnsafeMutableRawPointer(answers + target &* vectors)
            // Up to 15 bytes too far: the block goes on, see BlockLayout.slackBytes.
            for half in 0..<vectors &* 2 {
                room.storeBytes(
                    of: source.loadUnaligned(fromByteOffset: half &* 8, as: UInt64.self),
                    toByteOffset: half &* 8, as: UInt64.self)
            }
            if readsSeconds { seconds[target] = Self.words(.seconds, at: index, columns).pointee }
            if readsFields { fields[target] = Self.words(.field, at: index, columns).pointee }
            if readsOrigins { origins[target] = UInt32(truncatingIfNeeded: index) }
        }
    }
}
