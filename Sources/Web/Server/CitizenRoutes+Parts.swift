internal import HTTPServer
internal import Storage
internal import Survey

/// Saving what was answered so far: `POST /f/{place}?part=`, the form's own fields. Nothing is
/// stored on the phone, and what is saved is kept under the id that stands in the page.
extension CitizenRoutes {
    /// What is told of a saving; the raw value is the query's.
    enum Part: String {
        /// The same page once more: a button was pressed.
        case page = "1"
        /// Nothing (204): the script saves by the way.
        case quiet
    }

    /// Saves the choices of an unfinished answer, never its words.
    func save(
        _ sent: Submission, _ contact: ContactFields, at place: Place, _ look: Look, _ part: Part,
        _ responder: Responder
    ) {
        func refuse(_ problems: [FormProblem], status: Int = 422) {
            responder.send(
                part == .page
                    ? again(sent, contact, at: place, look, problems: problems, status: status)
                    : office.trouble(status))
        }
        guard let form = office.register.questionnaire(sent.form, version: sent.version),
            office.admits(sent.id)
        else { return refuse([.outdated]) }
        var draft = sent.unfinished
        draft.answers = form.reached(sent.answers)
        draft.id = office.storedID(of: sent.id)
        guard !draft.saysNothing else {
            if part == .page { refuse([.nothingAnswered]) } else { responder.send(.noContent) }
            return
        }
        let now = office.now()
        let response: Response
        do throws(SubmissionFault) {
            response = try office.register.admitted(draft, at: now)
        } catch {
            return refuse(FormProblem.all(of: error) ?? [.outdated])
        }
        guard office.limits.admits(place: place.code, at: now) else {
            responder.send(office.trouble(429).retried(after: 1))
            return
        }
        keep(
            Arrival(submission: draft, response: response, isDraft: true),
            // Drawn before it is asked for: the writer thread has other things to do.
            saved: part == .page
                ? again(
                    sent, contact, at: place, look, problems: [], status: 200, isSaved: true)
                : .noContent,
            busy: part == .page
                ? again(sent, contact, at: place, look, problems: [.busy], status: 503)
                : office.trouble(503),
            sentBefore: part == .page ? late(sent, look) : .noContent, responder)
    }

    /// Says after the commit what became of a draft.
    private func keep(
        _ draft: Arrival, saved: HTTPResponse, busy: HTTPResponse, sentBefore: HTTPResponse,
        _ responder: Responder
    ) {
        let isQueued = office.submit(draft, false) { outcome in
            switch outcome {
            case .done(.draft(.saved)): responder.send(saved, wakes: false)
            case .done(.draft(.answered)): responder.send(sentBefore, wakes: false)
            case .done, .failed: responder.send(busy, wakes: false)
            }
        }
        if !isQueued { responder.send(busy) }
    }

    /// The way to the thanks for what came after its part had been counted.
    func late(_ submission: Submission, _ look: Look) -> HTTPResponse {
        redirect(
            to: Invitation(of: submission, look: look).link(
                to: submission.place, language: submission.language, isThanks: true
            ).adding("late", "1"))
    }
}

extension HTTPResponse {
    /// Done, and nothing to show.
    fileprivate static var noContent: HTTPResponse { HTTPResponse(status: 204) }
}

extension Submission {
    /// What may be saved before it is sent: choices, and from where the page came. Words and
    /// anything else a form asks for are given by sending alone, so this names what is taken along.
    var unfinished: Submission {
        var part = Submission(
            id: id, form: form, version: version, place: place, channel: channel, answers: answers)
        part.procedure = procedure
        part.field = field
        part.respondent = respondent
        part.outcome = outcome
        part.language = language
        return part
    }
}
