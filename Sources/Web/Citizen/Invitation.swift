public import Survey

/// What a link to a form says about the visit; kept by the links to other languages and by the
/// form.
///
/// A page is open to anyone, so nothing here is believed further than its vocabulary.
public struct Invitation: Sendable, Equatable {
    /// `?c=`: by which way the link came to the citizen.
    public var channel: Channel
    /// `?r=`: for whom the citizen came.
    public var respondent: Respondent?
    /// `?o=`: on which slip the link was printed.
    public var outcome: Outcome?
    /// `?p=`: the procedure's code.
    public var procedure: String?
    /// `?fd=`: the code of the procedure's field.
    public var field: String?
    /// `?look=`: how the page is drawn. Nothing about the visit, but it goes the same way.
    public var look = Look.plain

    public init(channel: Channel = .web) {
        self.channel = channel
    }

    /// Reads a link's query. What is unknown or too long is passed over: a citizen with a damaged
    /// link may still answer.
    public init(query: [(name: String, value: String)]) {
        func value(_ name: String) -> String? {
            query.first { $0.name == name && !$0.value.isEmpty }?.value
        }
        func code(_ name: String) -> String? {
            value(name).flatMap { $0.count <= Submission.codeCharactersMax ? $0 : nil }
        }
        let channel = value("c").flatMap { Channel(rawValue: $0) }
        self.init(channel: channel.flatMap { $0.isOpenToAll ? $0 : nil } ?? .web)
        respondent = value("r").flatMap { Respondent(rawValue: $0) }
        outcome = value("o").flatMap { Outcome(rawValue: $0) }
        procedure = code("p")
        field = code("fd")
        look = Look(query: query)
    }

    /// What a submission was sent with: for showing its form once more.
    public init(of submission: Submission, look: Look = .plain) {
        self.init(channel: submission.channel)
        self.look = look
        respondent = submission.respondent
        outcome = submission.outcome
        procedure = submission.procedure
        field = submission.field
    }

    /// Whether the link says nothing but channel and look, so that the page is one of few and worth
    /// keeping rendered.
    public var isPlain: Bool {
        var plain = Invitation(channel: channel)
        plain.look = look
        return self == plain
    }

    /// The same in another look.
    public func drawn(_ look: Look) -> Invitation {
        var invitation = self
        invitation.look = look
        return invitation
    }

    /// The address of a place's form, or of its thanks, with everything the invitation says.
    /// - Parameter language: nil leaves the choice to the form
    public func link(to place: String, language: String?, isThanks: Bool = false) -> Link {
        let path: Link = isThanks ? "/f/\(place)/thanks" : "/f/\(place)"
        return path.adding("lang", language)
            .adding("c", channel == .web ? nil : channel.rawValue)
            .adding("r", respondent?.rawValue).adding("o", outcome?.rawValue)
            .adding("p", procedure).adding("fd", field).adding("look", look.name)
    }
}

extension Channel {
    /// Whether anyone may send by this channel: paper and telephone answers are entered by staff.
    public var isOpenToAll: Bool { self != .paper && self != .phone }
}
