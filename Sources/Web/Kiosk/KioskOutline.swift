public import Survey

/// What of a form a kiosk asks: one question that a single touch answers, then a few more.
///
/// A form with many items asks its first few here; the whole of it belongs on paper or a telephone.
/// Free text is never asked: a kiosk has no keyboard, and a code leads to one that has.
public struct KioskOutline: Sendable, Equatable {
    /// Items that follow the question and are shown to one person, at most.
    public static let followUpsMax = 3
    /// Items that may follow, of which conditions pick.
    static let candidatesMax = 8
    /// The item that every index reads as the whole impression.
    static let overallItem = "overall"

    /// The question that stands on the screen while nobody is there.
    public let question: Item
    /// What may follow it, in the form's order.
    public let candidates: [Item]

    /// - Returns: nil where no item can be answered with one touch
    public init?(_ form: Questionnaire) {
        guard let index = Self.questionIndex(of: form) else { return nil }
        question = form.items[index]
        var candidates: [Item] = []
        var known: Set<String> = [question.id]
        var certain = 0
        for item in form.items[(index + 1)...] where item.kind != .text {
            guard certain < Self.followUpsMax, candidates.count < Self.candidatesMax else { break }
            if let condition = item.condition {
                // What depends on an item that is not asked here is never reached.
                guard known.contains(condition.item) else { continue }
            } else {
                certain += 1
            }
            known.insert(item.id)
            candidates.append(item)
        }
        self.candidates = candidates
    }

    private static func questionIndex(of form: Questionnaire) -> Int? {
        func first(where isWanted: (Item) -> Bool) -> Int? {
            form.items.firstIndex { $0.condition == nil && isWanted($0) }
        }
        return first { $0.id == overallItem && $0.kind == .score } ?? first { $0.kind == .score }
            ?? first { $0.kind == .single || $0.kind == .yesNo }
    }
}
