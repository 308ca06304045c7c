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
            // The usual case; more than that of an item would copy it with all of its texts.
            if items[index].kind == .score, codes.count == 1,
                let level = codes.first.flatMap(Item.level)
            {
                checked.append(.score(level))
                continue
            }
            do throws(AnswerFault) {
                checked.append(try items[index].answer(from: codes))
            } catch {
                checked.append(.missing)
                faults.append(error)
            }
        }
        if !walk.isOver {
            faults += Set(walk.rest).sorted().map { .unknownItem(item: $0) }
        }
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
        if kind == .score, let score = Self.level(first) { return .score(score) }
        let isBeside = codes.count > 1 && (codes.contains("dk") || codes.contains("na"))
        guard !isBeside else { throw .severalAnswers(item: id) }
        // On paper too people say so beside an item that does not offer it: it is never a score.
        if first == "dk" { return .dontKnow }
        if first == "na" { return .notApplicable }
        guard kind != .score else { throw .notAScore(item: id, value: first) }
        var places: Set<Int> = []
        for code in codes {
            guard let place = choices.firstIndex(where: { $0.code == code }) else {
                throw .unknownChoice(item: id, choice: code)
            }
            places.insert(place)
        }
        return .choices(places.sorted())
    }

    /// The level that a code names: one digit, 1...5.
    fileprivate static func level(_ code: String) -> Int? {
        guard code.utf8.count == 1, let digit = code.utf8.first, digit >= 0x31, digit <= 0x35
        else { return nil }
        return Int(digit) - 0x30
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
