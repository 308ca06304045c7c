internal import HTTPServer
internal import Storage
internal import Survey
internal import Synchronization

/// The citizen's road: find the form, answer it, be thanked after the commit.
struct CitizenRoutes: Sendable {
    /// Rendered forms that are kept: places × languages × channels.
    private static let templatesMax = 4_096

    private struct TemplateKey: Hashable {
        let place: String
        let language: String
        let channel: Channel
    }

    /// Forms rendered before, but for the id of the answer.
    private final class Templates: Sendable {
        let kept = Mutex<[TemplateKey: FormTemplate]>([:])
    }

    let office: WebOffice
    private let templates = Templates()

    init(office: WebOffice) {
        self.office = office
    }

    func add(to router: inout Router) {
        router.add(.get, "/", answersLater: false) { request, _, responder in
            let page = HomePage(site: office.site, language: request.queryFields.value("lang"))
            responder.send(HTTPResponse(page: page.html))
        }
        router.add(.get, "/f", answersLater: false) { request, _, responder in
            responder.send(find(request.queryFields))
        }
        router.add(.get, "/f/{place}", answersLater: false) { request, path, responder in
            responder.send(form(at: path["place"], request.queryFields))
        }
        router.add(.post, "/f/{place}", answersLater: true) { request, path, responder in
            take(request, at: path["place"], responder)
        }
        router.add(.get, "/f/{place}/thanks", answersLater: false) { request, path, responder in
            responder.send(thanks(at: path["place"], request.queryFields))
        }
    }

    // MARK: Reading

    /// From a typed code to the place's own address.
    private func find(_ query: [(name: String, value: String)]) -> HTTPResponse {
        let code = Text.trimmed(query.value("place") ?? "")
        guard let place = office.register.place(typed: code) else {
            return notFound(code, language: query.value("lang"))
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

    private func form(
        at code: String, _ query: [(name: String, value: String)]
    ) -> HTTPResponse {
        let invitation = Invitation(query: query)
        guard let place = office.register.place(code) else {
            // A typed code in other letters leads to the right address.
            guard let place = office.register.place(typed: code) else {
                return notFound(code, language: query.value("lang"))
            }
            return redirect(to: invitation.link(to: place.code, language: language(of: query)))
        }
        guard let form = office.register.latest(place.form) else {
            return notFound(code, language: query.value("lang"))
        }
        let language = FormPage.language(query.value("lang"), of: form)
        let template = template(of: form, at: place, language: language, invitation)
        return HTTPResponse(page: template.page(id: office.makeID()))
    }

    private func template(
        of form: Questionnaire, at place: Place, language: String, _ invitation: Invitation
    ) -> FormTemplate {
        func make() -> FormTemplate {
            FormPage(
                site: office.site, form: form, venue: office.venue(of: place), language: language,
                invitation: invitation
            ).template()
        }
        guard invitation.isPlain else { return make() }
        let key = TemplateKey(
            place: place.code, language: language, channel: invitation.channel)
        return templates.kept.withLock { kept in
            if let template = kept[key] { return template }
            let template = make()
            if kept.count < Self.templatesMax { kept[key] = template }
            return template
        }
    }

    private func thanks(
        at code: String, _ query: [(name: String, value: String)]
    ) -> HTTPResponse {
        guard let place = office.register.place(code),
            let form = office.register.latest(place.form)
        else { return notFound(code, language: query.value("lang")) }
        let page = ThanksPage(
            site: office.site, venue: office.venue(of: place),
            language: FormPage.language(query.value("lang"), of: form),
            invitation: Invitation(query: query))
        return HTTPResponse(page: page.html)
    }

    // MARK: Taking an answer

    private func take(_ request: HTTPRequest, at code: String, _ responder: Responder) {
        guard let place = office.register.place(code) else {
            responder.send(notFound(code, language: nil))
            return
        }
        guard office.limits.admits(place: place.code, at: office.now()) else {
            var refusal = office.trouble(429)
            refusal.headers.append(.retryAfter(seconds: 1))
            responder.send(refusal)
            return
        }
        let submission: Submission
        do throws(FormError) {
            let fields = try request.form().all
            do throws(SubmissionFormFault) {
                submission = try SubmissionForm.decode(fields, at: place)
            } catch {
                responder.send(office.trouble(400))
                return
            }
        } catch {
            responder.send(office.trouble(error.status))
            return
        }
        take(submission, at: place, responder)
    }

    private func take(_ sent: Submission, at place: Place, _ responder: Responder) {
        guard
            let form = office.register.questionnaire(sent.form, version: sent.version)
        else {
            responder.send(again(sent, at: place, problems: [.outdated]))
            return
        }
        guard office.admits(sent.id) else {
            // A page of a sample that stayed open while a real office came to its address.
            var fresh = sent
            fresh.id = office.makeID()
            responder.send(again(fresh, at: place, problems: [.outdated]))
            return
        }
        var submission = sent.reached(in: form)
        submission.id = office.storedID(of: sent.id)
        guard !submission.saysNothing else {
            responder.send(again(sent, at: place, problems: [.nothingAnswered]))
            return
        }
        let response: Response
        do throws(SubmissionFault) {
            response = try office.register.admitted(submission, at: office.now())
        } catch {
            let problems = FormProblem.all(of: error)
            responder.send(
                problems.map { again(sent, at: place, problems: $0) } ?? office.trouble(400))
            return
        }
        let thanks = ThanksPage(
            site: office.site, venue: office.venue(of: place),
            language: FormPage.language(submission.language, of: form),
            invitation: Invitation(of: submission)
        ).link
        let arrival = Arrival(submission: submission, response: response)
        let isQueued = office.submit(arrival) { outcome in
            switch outcome {
            // Whatever was stored under the id first stands; the citizen is thanked either way.
            case .done: responder.send(redirect(to: thanks), wakes: false)
            case .failed:
                responder.send(
                    again(sent, at: place, problems: [.busy], status: 503), wakes: false)
            }
        }
        if !isQueued { responder.send(again(sent, at: place, problems: [.busy], status: 503)) }
    }

    /// The same page once more, with what was entered and what is wrong beside it.
    private func again(
        _ submission: Submission, at place: Place, problems: [FormProblem], status: Int = 422
    ) -> HTTPResponse {
        // A page of another form or version cannot be filled in again: the newest one is shown.
        guard
            let form = office.register.questionnaire(submission.form, version: submission.version)
                ?? office.register.latest(place.form)
        else { return office.trouble(400) }
        let page = FormPage(
            site: office.site, form: form, venue: office.venue(of: place),
            language: submission.language, invitation: Invitation(of: submission),
            entered: .init(submission, problems: problems))
        var response = HTTPResponse(page: page.html(id: submission.id), status: status)
        if status == 503 { response.headers.append(.retryAfter(seconds: 5)) }
        return response
    }

    // MARK: Other answers

    private func notFound(_ code: String, language: String?) -> HTTPResponse {
        HTTPResponse(
            page: NotFoundPage(site: office.site, language: language, code: code).html, status: 404)
    }

    private func redirect(to link: Link) -> HTTPResponse {
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
