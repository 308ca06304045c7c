/// A submission as JSON: names and values after contract's JSON response.
public enum SubmissionJSON {
    /// - Returns: an object; what was not given is left out
    public static func value(of submission: Submission) -> JSON {
        var members: [(String, JSON)] = [
            ("id", .string(submission.id.description)), ("form", .string(submission.form)),
            ("version", .integer(submission.version)), ("place", .string(submission.place)),
            ("channel", .string(submission.channel.rawValue)),
        ]
        func add(_ name: String, _ text: String?) {
            if let text { members.append((name, .string(text))) }
        }
        func add(_ name: String, _ number: Int?) {
            if let number { members.append((name, .integer(number))) }
        }
        add("answeredAt", submission.answeredAt?.rfc3339(at: .utc))
        let answers = submission.answers.keys.sorted().map { item -> (String, JSON) in
            let codes = submission.answers[item] ?? []
            if codes.count == 1, let score = Int(codes[0]) { return (item, .integer(score)) }
            return (item, codes.count == 1 ? .string(codes[0]) : .array(codes.map { .string($0) }))
        }
        members.append(("answers", .object(answers)))
        add("comment", submission.comment)
        add("procedure", submission.procedure)
        add("field", submission.field)
        add("respondent", submission.respondent?.rawValue)
        add("outcome", submission.outcome?.rawValue)
        add("language", submission.language)
        add("unit", submission.unit)
        add("centre", submission.centre)
        add("device", submission.device)
        add("sequence", submission.sequence)
        add("elapsedMs", submission.elapsedMs)
        return .object(members)
    }
}
