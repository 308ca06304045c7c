internal import Survey

/// Feedback and given points of the demonstration office, for the full months that have dossiers:
/// from a seed of its own, so that the year's answers stay as they are.
struct SampleTables {
    let feedback: [FeedbackCount]
    /// Of most units for every indicator that people fill in; one unit lacks one, as happens.
    let points: [GivenPoints]

    /// Indicators of `tt01` that no table of ours can give.
    private static let given = ["i2", "i3", "i4", "i5", "i7", "i9"]

    init(_ office: SampleOffice, dossiers: [DossierCount]) {
        var random = SampleRandom(seed: SampleYear.seed &+ 1)
        var feedback: [FeedbackCount] = []
        var points: [GivenPoints] = []
        for body in office.bodies where body.counters > 0 {
            let unit = body.unit.code
            let months = Set(dossiers.filter { $0.key.unit == unit }.map(\.key.period)).sorted()
            for month in months {
                let received = 1 + Int(random.unit() * 12)
                let late = random.unit() < 0.3 ? 1 : 0
                feedback.append(
                    FeedbackCount(
                        key: .init(unit: unit, period: month), received: received,
                        onTime: received - late,
                        unsatisfactory: late == 0 && random.unit() < 0.2 ? 1 : 0,
                        lateComplaints: late, dissatisfiedDossiers: nil))
                for indicator in Self.given where unit != "VN" || indicator != "i9" {
                    points.append(
                        GivenPoints(
                            key: .init(
                                unit: unit, period: month, index: "tt01", indicator: indicator),
                            hundredths: random.pick([(200, 6), (150, 3), (100, 1)])))
                }
            }
        }
        self.feedback = feedback
        self.points = points
    }
}
