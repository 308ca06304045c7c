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

    /// Tells a refused line at once, so that a long import shows its trouble early.
    mutating func refuse(_ fault: TableFault, in say: Language) {
        refused += 1
        if refused <= Self.toldMax {
            Terminal.endProgress()
            Terminal.warn(fault.message(in: say))
        } else if refused == Self.toldMax + 1 {
            Terminal.warn(
                say("… các dòng lỗi sau chỉ được đếm", "… further faults are only counted"))
        }
    }

    /// The last line on standard output: fixed words, for scripts.
    var line: String { "stored \(stored), already \(already), refused \(refused)" }
}
