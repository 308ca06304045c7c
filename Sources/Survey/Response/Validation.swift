/// Turns what was sent into what may be stored, or says everything that is wrong with it.
extension Questionnaire {
    /// Checks answers against the form.
    ///
    /// Missing stays missing; an item that branching did not reach is `.notAsked`. A text item is
    /// always `.missing` here: what was written is the submission's comment.
    /// - Parameter answers: as they were sent
    /// - Returns: one answer for each item, in the form's order
    public func checked(_ answers: GivenAnswers) throws(SubmissionFault) -> [Answer] {
        var faults: [AnswerFault] = []
        var walk = GivenAnswers.Walk(answers.arranged(as: items))
        var checked: [Answer] = []
        checked.reserveCapacity(items.count)
        for index in items.indices {
            let codes = walk.take(items[index].id)
            guard items[index].kind == .text || asks(index, given: checked) else {
                checked.append(.notAsked)
                if !codes.isEmpty { faults.append(.notReached(item: items[index].id)) }
                continue
            }
            do throws(AnswerFault) {
                checked.append(try items[index].answer(from: codes))
            } catch {
                checked.append(.missing)
                faults.append(error)
            }
        }
        faults += Set(walk.rest).sorted().map { .unknownItem(item: $0) }
        guard faults.isEmpty else { throw .invalid(faults) }
        return checked
    }

    /// The answers without those to items that branching does not reach.
    ///
    /// For plain pages: a browser also sends what was ticked and then hidden by a later change.
    public func reached(_ answers: GivenAnswers) -> GivenAnswers {
        guard hasConditions else { return answers }
        var kept = answers
        var checked = [Answer](repeating: .missing, count: items.count)
        for (index, item) in items.enumerated() {
            if asks(index, given: checked) {
                let codes = kept[item.id] ?? []
                checked[index] = (try? item.answer(from: codes[...])) ?? .missing
            } else {
                kept[item.id] = nil
            }
        }
        return kept
    }
}

extension Item {
    /// The answer that codes stand for.
    func answer(from codes: ArraySlice<String>) throws(AnswerFault) -> Answer {
        guard let first = codes.first else { return .missing }
        guard kind != .text else { throw .noComment(item: id) }
        guard codes.count == 1 || kind == .multiple else { throw .severalAnswers(item: id) }
        let isBeside = codes.count > 1 && (codes.contains("dk") || codes.contains("na"))
        guard !isBeside else { throw .severalAnswers(item: id) }
        if first == "dk" || first == "na" {
            guard first == "dk" ? allowsDontKnow : allowsNotApplicable else {
                throw .notOffered(item: id, value: first)
            }
            return first == "dk" ? .dontKnow : .notApplicable
        }
        if kind == .score {
            guard first.utf8.count == 1, let score = Int(first), (1...5).contains(score) else {
                throw .notAScore(item: id, value: first)
            }
            return .score(score)
        }
        var places: Set<Int> = []
        for code in codes {
            guard let place = choices.firstIndex(where: { $0.code == code }) else {
                throw .unknownChoice(item: id, choice: code)
            }
            places.insert(place)
        }
        return .choices(places.sorted())
    }

    /// The codes an answer is written with; empty for missing and not asked.
    public func codes(of answer: Answer) -> [String] {
        switch answer {
        case .notAsked, .missing: []
        case .score(let score): [String(score)]
        case .dontKnow: ["dk"]
        case .notApplicable: ["na"]
        case .choices(let places): places.map { choices[$0].code }
        }
    }
}
