internal import HTTPServer
internal import Storage
internal import Survey

/// The citizen's road: find the form, answer it, be thanked after the commit.
///
/// A class, because each waiting answer holds on to it: one reference instead of all of the
/// office's.
final class CitizenRoutes: Sendable {
    let office: WebOffice
    private let pages = FormPages()

    init(office: WebOffice) {
        self.office = office
    }

    func add(to router: inout Router) {
        router.add(.get, "/", answersLater: false) { [office] request, _, responder in
            let query = request.queryFields
            let page = HomePage(
                site: office.site, language: query.value("lang"), look: Look(query: query))
            responder.send(HTTPResponse(page: page.html))
        }
        router.add(.get, "/f", answersLater: false) { [self] request, _, responder in
            responder.send(find(request.queryFields))
        }
        router.add(.get, "/f/{place}", answersLater: false) { [self] request, path, responder in
            let target = request.target
            if let page = pages.page(at: target) {
                responder.send(
                    page.response(acceptsGzip: request.acceptsGzip), stamp: stamp())
            } else {
                show(request, at: path["place"], responder)
            }
        }
        router.add(.post, "/f/{place}", answersLater: true) { [self] request, path, responder in
            take(request, at: path["place"], responder)
        }
        router.add(.get, "/f/{place}/thanks", answersLater: false) {
            [self] request, path, responder in
            responder.send(thanks(at: path["place"], request.queryFields))
        }
    }

    // MARK: Reading

    /// From a typed code to the place's own address.
    private func find(_ query: [(name: String, value: String)]) -> HTTPResponse {
        let code = Text.trimmed(query.value("place") ?? "")
        guard let place = office.register.place(typed: code) else {
            return notFound(code, query)
        }
        let invitation = Invitation(query: query)
        return redirect(to: invitation.link(to: place.code, language: language(of: query)))
    }

    /// The language asked for, where it can be one: a redirect repeats it.
    private func language(of query: [(name: String, value: String)]) -> String? {
        query.value("lang").flatMap {
            $0.count <= SubmissionForm.languageCharactersMax ? $0 : nil
        }
    }

    /// The form of a place, at a target that was not asked for before.
    private func show(
        _ request: HTTPRequest, at code: String, _ responder: Responder
    ) {
        let query = request.queryFields
        let invitation = Invitation(query: query)
        guard let place = office.register.place(code) else {
            // A typed code in other letters leads to the right address.
            let other = office.register.place(typed: code)
            responder.send(
                other.map {
                    redirect(to: invitation.link(to: $0.code, language: language(of: query)))
                } ?? notFound(code, query))
            return
        }
        guard let form = office.register.latest(place.form) else {
            responder.send(notFound(code, query))
            return
        }
        let page = FormPage(
            site: office.site, form: form, venue: office.venue(of: place),
            language: FormPage.language(query.value("lang"), of: form), invitation: invitation)
        guard invitation.isPlain else {
            responder.send(HTTPResponse(page: page.html(id: office.makeID())))
            return
        }
        let key = FormPages.Key(
            place: place.code, language: page.language, channel: invitation.channel,
            look: invitation.look)
        responder.send(
            pages.page(key, at: request.target) { page.template() }
                .response(acceptsGzip: request.acceptsGzip), stamp: stamp())
    }

    /// A fresh id, as it stands in a page.
    private func stamp() -> [UInt8] { office.makeID().text }

    private func thanks(
        at code: String, _ query: [(name: String, value: String)]
    ) -> HTTPResponse {
        guard let place = office.register.place(code),
            let form = office.register.latest(place.form)
        else { return notFound(code, query) }
        let ticket = query.value("t")
        let page = ThanksPage(
            site: office.site, venue: office.venue(of: place),
            language: FormPage.language(query.value("lang"), of: form),
            languages: form.languages, invitation: Invitation(query: query),
            receipt: ticket.flatMap { office.contacts.code(of: $0, at: office.now()) },
            ticket: ticket, isLate: query.value("late") != nil)
        return HTTPResponse(page: page.html)
    }

    // MARK: Taking an answer

    private func take(_ request: HTTPRequest, at code: String, _ responder: Responder) {
        let query = request.queryFields
        guard let place = office.register.place(code) else {
            office.refusals.add()
            responder.send(notFound(code, query))
            return
        }
        let submission: Submission
        let contact: ContactFields
        do throws(FormError) {
            let fields = try request.form(limits: SubmissionForm.limits)
            do throws(SubmissionFormFault) {
                submission = try SubmissionForm.decode(fields, at: place)
                contact = try ContactFields(fields)
            } catch {
                office.refusals.add()
                responder.send(office.trouble(400))
                return
            }
        } catch {
            office.refusals.add()
            responder.send(office.trouble(error.status))
            return
        }
        let look = Look(query: query)
        // Another language in mid-form: nothing is sent yet, and nothing entered is lost.
        guard query.value("show") == nil else {
            responder.send(
                again(submission, contact, at: place, look, problems: [], status: 200))
            return
        }
        if let part = query.value("part") {
            let part = Part(rawValue: part) ?? .page
            save(submission, contact, at: place, look, part, responder)
        } else {
            take(submission, contact, at: place, look, responder)
        }
    }

    private func take(
        _ sent: consuming Submission, _ fields: ContactFields, at place: Place, _ look: Look,
        _ responder: Responder
    ) {
        var submission = sent
        guard
            let form = office.register.questionnaire(submission.form, version: submission.version)
        else {
            responder.send(again(submission, fields, at: place, look, problems: [.outdated]))
            return
        }
        guard office.admits(submission.id) else {
            // A page of a sample that stayed open while a real office came to its address.
            submission.id = office.makeID()
            responder.send(again(submission, fields, at: place, look, problems: [.outdated]))
            return
        }
        let given = submission.answers
        let (contact, ofContact) = office.contact(in: fields)
        /// The page with everything that was entered, also what a later answer has hidden.
        func amended(_ problems: [FormProblem]) -> HTTPResponse {
            var submission = submission
            submission.answers = given
            return again(submission, fields, at: place, look, problems: problems + ofContact)
        }
        submission.answers = form.reached(given)
        submission.id = office.storedID(of: submission.id)
        guard !submission.saysNothing else {
            responder.send(amended([.nothingAnswered]))
            return
        }
        let now = office.now()
        let response: Response
        do throws(SubmissionFault) {
            response = try office.register.admitted(
                submission, of: form, at: place, now: now)
        } catch {
            let problems = FormProblem.all(of: error)
            if problems == nil { office.refusals.add() }
            responder.send(problems.map { amended($0) } ?? office.trouble(400))
            return
        }
        guard ofContact.isEmpty else {
            responder.send(amended([]))
            return
        }
        // Counted last: what would be refused anyway takes no share from those who answer.
        guard office.limits.admits(place: place.code, at: now) else {
            responder.send(office.trouble(429).retried(after: 1))
            return
        }
        let language = FormPage.language(submission.language, of: form)
        guard let thanks = thanks(for: submission, at: place, look, language: language) else {
            responder.send(office.trouble(400))
            return
        }
        let arrival = arrival(of: submission, response, contact)
        keep(arrival, fields, at: place, look, language, thanks, responder)
    }

    /// Only who has left words or a contact has something to take back.
    private func arrival(
        of submission: Submission, _ response: Response, _ contact: Contact?
    ) -> Arrival {
        guard response.comment != nil || contact != nil else {
            return Arrival(submission: submission, response: response)
        }
        return Arrival(
            submission: submission, response: response,
            receipt: office.contacts.receipt(for: submission.id, contact: contact))
    }

    /// Stores an answer and thanks: with the code where something can be taken back.
    private func keep(
        _ arrival: Arrival, _ fields: ContactFields, at place: Place, _ look: Look,
        _ language: String, _ thanks: PreparedResponse, _ responder: Responder
    ) {
        guard arrival.receipt != nil else {
            store(arrival, fields, look, responder) { _ in .prepared(thanks) }
            return
        }
        store(arrival, fields, look, responder) { [self] outcome in
            ticketed(arrival.submission, place, look, language, outcome) ?? .prepared(thanks)
        }
    }

    /// The two shapes of a redirect.
    private enum Redirect {
        case prepared(PreparedResponse)
        case fresh(HTTPResponse)
    }

    /// The way to thanks that tell the code.
    private func ticketed(
        _ submission: Submission, _ place: Place, _ look: Look, _ language: String,
        _ outcome: AppendOutcome
    ) -> Redirect? {
        let now = office.now()
        guard office.contacts.tells(outcome) else { return nil }
        let ticket = office.contacts.ticket(
            for: office.contacts.code(of: submission.id), at: now)
        let link = Invitation(of: submission, look: look)
            .link(to: place.code, language: language, isThanks: true).adding("t", ticket)
        do throws(HTTPHeaderError) {
            return .fresh(try HTTPResponse(to: link))
        } catch {
            return nil
        }
    }

    /// Thanks after the commit.
    private func store(
        _ arrival: Arrival, _ fields: ContactFields, _ look: Look, _ responder: Responder,
        thanks: @escaping @Sendable (AppendOutcome) -> Redirect
    ) {
        let isQueued = office.submit(arrival, false) { [self] outcome in
            switch outcome {
            case .done(.afterPartial):
                responder.send(late(arrival.submission, look), wakes: false)
            // Whatever was stored under the id first stands; the citizen is thanked either way.
            case .done(let outcome):
                switch thanks(outcome) {
                case .prepared(let thanks): responder.send(thanks, wakes: false)
                case .fresh(let thanks): responder.send(thanks, wakes: false)
                }
            case .failed: responder.send(busy(arrival.submission, fields, look), wakes: false)
            }
        }
        if !isQueued { responder.send(busy(arrival.submission, fields, look)) }
    }

    /// The page once more, for an answer that could not be stored now.
    private func busy(
        _ submission: Submission, _ fields: ContactFields, _ look: Look
    ) -> HTTPResponse {
        guard let place = office.register.place(submission.place) else {
            return office.trouble(503)
        }
        return again(submission, fields, at: place, look, problems: [.busy], status: 503)
    }

    /// The way to the thanks of a stored answer.
    ///
    /// - Returns: nil where the address is too long for a header
    private func thanks(
        for submission: Submission, at place: Place, _ look: Look, language: String
    ) -> PreparedResponse? {
        let invitation = Invitation(of: submission, look: look)
        func make() -> HTTPResponse? {
            let link = invitation.link(to: place.code, language: language, isThanks: true)
            do throws(HTTPHeaderError) {
                return try HTTPResponse(to: link)
            } catch {
                return nil
            }
        }
        guard invitation.isPlain else { return make().map { PreparedResponse($0) } }
        let key = FormPages.Key(
            place: place.code, language: language, channel: invitation.channel, look: look)
        return pages.redirect(key, make: make)
    }

    /// The same page once more, with what was entered and what is wrong beside it.
    ///
    /// - Parameter isSaved: whether it says that this was saved
    func again(
        _ submission: Submission, _ contact: ContactFields, at place: Place, _ look: Look,
        problems: [FormProblem], status: Int = 422, isSaved: Bool = false
    ) -> HTTPResponse {
        if status == 422 { office.refusals.add() }
        // A page of another form or version cannot be filled in again: the newest one is shown.
        guard
            let form = office.register.questionnaire(submission.form, version: submission.version)
                ?? office.register.latest(place.form)
        else { return office.trouble(400) }
        let page = FormPage(
            site: office.site, form: form, venue: office.venue(of: place),
            language: submission.language,
            invitation: Invitation(of: submission, look: look),
            entered: .init(
                submission, contact: contact, problems: problems, isSaved: isSaved))
        return HTTPResponse(page: page.html(id: submission.id), status: status).retriedIfBusy
    }

    // MARK: Other answers

    private func notFound(
        _ code: String, _ query: [(name: String, value: String)]
    ) -> HTTPResponse {
        let page = NotFoundPage(
            site: office.site, language: query.value("lang"), code: code, look: Look(query: query))
        return HTTPResponse(page: page.html, status: 404)
    }

    func redirect(to link: Link) -> HTTPResponse {
        do throws(HTTPHeaderError) {
            return try HTTPResponse(to: link)
        } catch {
            // A link is percent-encoded, so this is an address too long for a header.
            return office.trouble(400)
        }
    }
}

extension Array where Element == (name: String, value: String) {
    /// The first value of a name that is not empty.
    func value(_ name: String) -> String? {
        first { $0.name == name && !$0.value.isEmpty }?.value
    }
}
