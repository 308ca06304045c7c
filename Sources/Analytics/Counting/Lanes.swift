/// Sixteen bytes, handled as eight numbers of two: a processor of any age has such a register.
typealias Lanes = SIMD8<UInt16>

extension Lanes {
    /// Bytes of one.
    static let width = 16
    /// The lowest bit of each byte.
    @inline(__always)
    static var bit: Lanes { Lanes(repeating: 0x0101) }

    /// Sixteen bytes of memory.
    @inline(__always)
    static func load(_ bytes: UnsafePointer<UInt8>) -> Lanes {
        UnsafeRawPointer(bytes).loadUnaligned(as: Lanes.self)
    }

    @inline(__always)
    func store(_ bytes: UnsafeMutablePointer<UInt8>) {
        UnsafeMutableRawPointer(bytes).storeBytes(of: self, as: Lanes.self)
    }

    /// Adds to sixteen bytes of memory.
    @inline(__always)
    func add(to bytes: UnsafeMutablePointer<UInt8>) { (.load(bytes) &+ self).store(bytes) }

    /// Its eight numbers together.
    @inline(__always)
    var total: Int {
        let pairs = unsafeBitCast(self, to: SIMD4<UInt32>.self)
        let sums = (pairs & 0xFFFF) &+ (pairs &>> 16)
        return Int(sums[0] &+ sums[1] &+ sums[2] &+ sums[3])
    }

    /// Its sixteen bytes together.
    @inline(__always)
    var bytesTotal: Int { ((self & 0x00FF) &+ (self &>> 8)).total }

    /// What a half byte of an answer is, in the lowest bit of that half, for sixteen ballots' two
    /// items at once.
    ///
    /// - Parameter satisfied: levels that count as satisfied
    @inline(__always)
    func reading(_ satisfied: Satisfied) -> (good: Lanes, level: Lanes) {
        let bits = Bits(self)
        let level = ((self | bits.second) & bits.low) | (~bits.second & bits.middle)
        return (satisfied.chosen(self, bits.second, bits.third) & level, level)
    }

    /// The bits of a half byte, each moved to its lowest.
    struct Bits {
        let second: Lanes
        let third: Lanes
        let fourth: Lanes

        @inline(__always)
        init(_ values: Lanes) {
            (second, third, fourth) = (values &>> 1, values &>> 2, values &>> 3)
        }

        /// Whether the value is 0...3, and whether it is 4...7.
        @inline(__always)
        var low: Lanes { ~(third | fourth) }
        @inline(__always)
        var middle: Lanes { third & ~fourth }
    }

    /// Levels that count as satisfied, as a choice between them by three bits.
    struct Satisfied {
        private let one: Lanes
        private let two: Lanes
        private let twoOrThree: Lanes
        private let four: Lanes
        private let fourOrFive: Lanes

        init(_ levels: [Int]) {
            func mask(_ level: Int) -> Lanes { Lanes(repeating: levels.contains(level) ? .max : 0) }
            (one, two, four) = (mask(1), mask(2), mask(4))
            (twoOrThree, fourOrFive) = (mask(2) ^ mask(3), mask(4) ^ mask(5))
        }

        /// Whether a level is one of them; of other values it says nothing.
        @inline(__always)
        fileprivate func chosen(_ first: Lanes, _ second: Lanes, _ third: Lanes) -> Lanes {
            let belowFour = (one & ~second) | ((two ^ (twoOrThree & first)) & second)
            return (belowFour & ~third) | ((four ^ (fourOrFive & first)) & third)
        }
    }
}
