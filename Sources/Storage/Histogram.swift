/// How often a figure fell where, for whoever watches the server.
public struct Histogram: Sendable, Equatable {
    /// The largest value of each class, ascending; one more class takes what is above.
    public let bounds: [Double]
    /// How many values fell into each class, `bounds.count + 1` of them.
    public private(set) var counts: [Int]
    /// All values together.
    public private(set) var sum = 0.0

    /// - Parameter bounds: ascending, in the unit of the values
    public init(bounds: [Double]) {
        self.bounds = bounds
        counts = Array(repeating: 0, count: bounds.count + 1)
    }

    /// Classes for durations in seconds: 100 µs to 10 s.
    public static let ofSeconds = Histogram(
        bounds: [
            0.000_1, 0.000_25, 0.000_5, 0.001, 0.002_5, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5,
            1, 2.5, 10,
        ])

    /// How many values there were.
    public var count: Int { counts.reduce(0, +) }

    public mutating func add(_ value: Double) {
        counts[bounds.firstIndex { value <= $0 } ?? bounds.count] += 1
        sum += value
    }
}
