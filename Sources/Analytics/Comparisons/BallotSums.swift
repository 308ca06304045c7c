internal import Statistics
internal import Survey

/// What is counted of ballots; sums add exactly and in any order.
struct BallotSums {
    /// Ballots given, valid or not.
    var responses = 0
    var valid = 0
    /// Of valid ballots, by the method that is asked for: one yes or no a ballot, or all answers.
    var sums = RatioSums()
    /// The same by factors, for a mean of several ratios; nil while no ballot has an answer, and
    /// for any other method.
    var factors: FactorSums?

    /// Ballots behind the share.
    var ballots: Int { factors?.ballots ?? sums.ballots }

    mutating func count(_ ballot: BallotScan.Ballot, _ rule: BallotRule) {
        responses += 1
        let reading = rule.reading(of: ballot)
        guard reading.isValid else { return }
        valid += 1
        guard rule.hasFactors else {
            let found = rule.answers(of: ballot, reading)
            sums.add(satisfied: found.satisfied, answers: found.answers)
            return
        }
        guard reading.answers > 0 else { return }
        let parts = rule.factors(of: ballot)
        if factors == nil { factors = FactorSums(factors: rule.factorWeights.count) }
        factors?.add(numerators: parts.numerators, denominators: parts.denominators)
    }

    static func + (left: BallotSums, right: BallotSums) -> BallotSums {
        var sum = left
        sum += right
        return sum
    }

    static func += (left: inout BallotSums, right: BallotSums) {
        left.responses += right.responses
        left.valid += right.valid
        left.sums += right.sums
        guard let theirs = right.factors else { return }
        if left.factors == nil {
            left.factors = theirs
        } else {
            left.factors? += theirs
        }
    }

    /// The share with its interval as reports give it; nil under the number that is withheld.
    func estimate(_ rule: BallotRule, level: Double) -> Estimate? {
        guard valid >= ReportBuilder.suppressedBelow, ballots >= ReportBuilder.suppressedBelow
        else { return nil }
        if rule.isOneAnswer {
            return .proportion(satisfied: sums.satisfied, answers: sums.answers, level: level)
        }
        guard rule.hasFactors else { return .pooled(sums, level: level) }
        guard let made = factors?.estimate(weights: rule.factorWeights, level: level) else {
            return nil
        }
        return Estimate(made, shown: rule.method.shown)
    }

    /// As one yes or no a ballot; of another method as so many independent ones as its answers are
    /// worth, on the scale from 0 to 1.
    func count(_ rule: BallotRule, level: Double) -> Count {
        if rule.isOneAnswer { return Count(successes: sums.satisfied, trials: sums.answers) }
        let worth: Double
        let share: Double
        if rule.hasFactors {
            guard let made = factors?.estimate(weights: rule.factorWeights, level: level) else {
                return Count(successes: 0, trials: 0)
            }
            share = made.share
            let variance = made.standardError.map { $0 * $0 } ?? 0
            worth = variance > 0 ? share * (1 - share) / variance : Double(ballots)
        } else {
            guard let made = sums.estimate(level: level) else {
                return Count(successes: 0, trials: 0)
            }
            (share, worth) = (made.share, made.effectiveAnswers ?? Double(ballots))
        }
        return .worth(worth, share: share)
    }
}

extension Count {
    /// Independent answers that ballots are worth at most: more would change no printed digit.
    private static let worthMax = 1e9

    /// A share as whole numbers.
    ///
    /// - Parameter worth: independent answers behind it, > 0; at least one is made of them
    static func worth(_ worth: Double, share: Double) -> Count {
        let trials = max(1, Int(min(worth, worthMax).rounded()))
        return Count(
            successes: min(trials, Int((share * Double(trials)).rounded())), trials: trials)
    }
}
