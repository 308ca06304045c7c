internal import Statistics
internal import Survey

/// What a ballot says to an index, or to those of its items that are compared.
struct BallotRule {
    /// Places among the definition's items that take part.
    let items: [Int]
    private let satisfied: [Bool]
    private let isOverallEnough: Bool
    /// Answers that make a ballot valid, by the number of items it was asked.
    private let needed: [Int]

    /// - Parameter items: places among the definition's items; nil for all of them
    init(_ definition: IndexDefinition, items: [Int]? = nil) {
        self.items = items ?? Array(definition.items.indices)
        satisfied = (0..<16).map { definition.satisfied.contains($0) }
        isOverallEnough = definition.validity.overallItem
        let count = self.items.count
        needed = (0...count).map { definition.validity.answersNeeded(asked: $0) ?? count + 1 }
    }

    static func isLevel(_ value: UInt8) -> Bool { value >= 1 && value <= 5 }

    /// Whether a stored value 1...5 is a satisfied one.
    func isSatisfied(_ value: UInt8) -> Bool { Self.isLevel(value) && satisfied[Int(value)] }

    /// Whether the ballot counts, and its answers at levels 1 to 5.
    func reading(
        of ballot: BallotScan.Ballot
    ) -> (isValid: Bool, satisfied: Int, answers: Int) {
        var (good, answers, asked) = (0, 0, 0)
        for item in items {
            let value = ballot.values[item]
            if value != BallotScan.absent, value != AnswerLayout.notAsked { asked += 1 }
            if Self.isLevel(value) {
                answers += 1
                if satisfied[Int(value)] { good += 1 }
            }
        }
        let isValid =
            isOverallEnough && Self.isLevel(ballot.overall) || answers >= needed[asked]
        return (isValid, good, answers)
    }
}

/// What is counted of ballots; sums add exactly and in any order.
struct BallotSums {
    /// Ballots given, valid or not.
    var responses = 0
    var valid = 0
    /// Of valid ballots, by the method that is asked for: one yes or no a ballot, or all answers.
    var sums = RatioSums()

    /// Ballots behind the share.
    var ballots: Int { sums.ballots }

    mutating func count(_ ballot: BallotScan.Ballot, _ rule: BallotRule, _ method: IndexMethod) {
        responses += 1
        let reading = rule.reading(of: ballot)
        guard reading.isValid else { return }
        valid += 1
        if method == .overallItem {
            let isAnswered = BallotRule.isLevel(ballot.overall)
            sums.add(
                satisfied: rule.isSatisfied(ballot.overall) ? 1 : 0, answers: isAnswered ? 1 : 0)
        } else {
            sums.add(satisfied: reading.satisfied, answers: reading.answers)
        }
    }

    static func + (left: BallotSums, right: BallotSums) -> BallotSums {
        BallotSums(
            responses: left.responses + right.responses, valid: left.valid + right.valid,
            sums: left.sums + right.sums)
    }

    /// The share with its interval as reports give it; nil under the number that is withheld.
    func estimate(_ method: IndexMethod, level: Double) -> Estimate? {
        guard valid >= ReportBuilder.suppressedBelow, ballots >= ReportBuilder.suppressedBelow
        else { return nil }
        return method == .overallItem
            ? .proportion(satisfied: sums.satisfied, answers: sums.answers, level: level)
            : .pooled(sums, level: level)
    }

    /// As one yes or no a ballot.
    var count: Count { Count(successes: sums.satisfied, trials: sums.answers) }
}
