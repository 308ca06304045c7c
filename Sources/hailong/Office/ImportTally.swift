internal import Survey

/// What became of a file's lines, and every line refused.
struct ImportTally {
    /// Refused lines that are told one by one; the rest is only counted.
    static let toldMax = 1_000

    var stored = 0
    var already = 0
    /// Of those stored, how many replaced something under the same key.
    var replaced = 0
    private(set) var refused = 0
    /// What was to be told, where that is not done at once.
    private(set) var messages: [String] = []
    /// Whether refused lines are told as they come, so that a long import shows its trouble early.
    private let tellsAtOnce: Bool

    init(tellsAtOnce: Bool = true) {
        self.tellsAtOnce = tellsAtOnce
    }

    /// Counts a refused line and tells it.
    mutating func refuse(_ fault: TableFault, in say: Language) {
        refused += 1
        if refused <= Self.toldMax {
            tell(fault.message(in: say))
        } else if refused == Self.toldMax + 1 {
            tell(say("… các dòng lỗi sau chỉ được đếm", "… further faults are only counted"))
        }
    }

    private mutating func tell(_ message: String) {
        guard tellsAtOnce else {
            messages.append(message)
            return
        }
        Terminal.endProgress()
        Terminal.warn(message)
    }

    /// The last line on standard output: fixed words, for scripts.
    var line: String { "stored \(stored), already \(already), refused \(refused)" }
}
