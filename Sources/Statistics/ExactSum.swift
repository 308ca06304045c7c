/// A sum of doubles that is rounded only once, so that the order of its terms changes no bit.
///
/// The terms are kept as parts that do not overlap; their exact total is rounded at the end. About
/// six additions a term for weights of like size.
/// - Source: J. R. Shewchuk, Discrete & Computational Geometry 18 (1997) 305–363
struct ExactSum {
    /// Parts of rising size whose exact sum is the exact sum of all terms; none is 0.
    private var parts: [Double] = []

    /// Adds a finite term.
    mutating func add(_ term: Double) {
        var carry = term
        var kept = 0
        for index in parts.indices {
            var small = parts[index]
            if abs(carry) < abs(small) { swap(&carry, &small) }
            let high = carry + small
            let low = small - (high - carry)
            if low != 0 {
                parts[kept] = low
                kept += 1
            }
            carry = high
        }
        parts.removeLast(parts.count - kept)
        if carry != 0 { parts.append(carry) }
    }

    /// The exact sum, rounded to the nearest double, ties to even.
    var value: Double {
        guard var index = parts.indices.last else { return 0 }
        var high = parts[index]
        var low = 0.0
        while index > 0, low == 0 {
            index -= 1
            let sum = high + parts[index]
            low = parts[index] - (sum - high)
            high = sum
        }
        // Half-way between two doubles, the next part says which way to go.
        if index > 0, low != 0, (low < 0) == (parts[index - 1] < 0) {
            let sum = high + 2 * low
            if sum - high == 2 * low { return sum }
        }
        return high
    }

    /// The sum of a sequence of finite terms, the same for every order.
    static func of(_ terms: some Sequence<Double>) -> Double {
        var sum = ExactSum()
        for term in terms { sum.add(term) }
        return sum.value
    }
}

extension Double {
    /// The double nearest to a whole number; one that 64 bits hold takes the processor's own way.
    init(nearest whole: Int128) {
        let short = Int64(truncatingIfNeeded: whole)
        self = Int128(short) == whole ? Double(short) : Double(whole)
    }
}
