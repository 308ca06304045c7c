import Analytics
import Foundation
import HTTPServer
import Secrets
import Storage
import Survey

@testable import Web

/// The shipped content and a few pages of it, for the tests of pages.
enum Samples {
    static let root = URL(filePath: #filePath).deletingLastPathComponent()
        .deletingLastPathComponent().deletingLastPathComponent()

    static func bytes(_ path: String) throws -> [UInt8] {
        [UInt8](try Data(contentsOf: root.appending(path: path)))
    }

    /// A style sheet as pages get it, its tokens first.
    static func style(_ name: String) throws -> [UInt8] {
        try bytes("kiosk/tokens.css") + bytes("kiosk/\(name)")
    }

    static let figures = ServiceFigures(
        http: HTTPStatistics(), intake: IntakeStatistics(), logBytes: 0, storeBytes: 4_096,
        version: "1.2.3")

    /// An office without a unit, whose writer takes nothing, but for what is said.
    static func office(
        _ workers: WorkerPool, isReady: @escaping @Sendable () -> Bool = { true },
        devices: DeviceDesk = DeviceDesk(secret: OfficeSecret(), devices: [], uptime: { 0 }),
        register: Register = Register(units: [], places: [], questionnaires: []),
        submit: @escaping WebOffice.Submit = { _, _, _ in false }
    ) throws -> WebOffice {
        WebOffice(
            site: try site(), register: register,
            definitions: Definitions(indices: [], targets: []), assets: [:], offset: .vietNam,
            now: { Timestamp(milliseconds: 0) }, workers: workers, devices: devices,
            contacts: ContactDesk(
                secret: OfficeSecret(), identity: "sample", days: 180, erase: { _, _ in false }),
            isReady: isReady,
            figures: { figures }, submit: submit,
            reporting: { _ in .failure(.report(.unknownIndex("", known: []))) },
            reading: { .failure(.damaged(path: "sample", [])) }, version: { nil })
    }

    static let forms = ["counter-one-tap", "sipas-service"]

    static func form(_ id: String) throws -> Questionnaire {
        try QuestionnaireDecoder.decode(bytes("forms/\(id).json"))
    }

    static func strings() throws -> Strings {
        try Strings.decode(
            ["en", "vi"].map { ($0, try bytes("kiosk/strings/\($0).json")) })
    }

    static func site(isSample: Bool = false) throws -> Site {
        Site(strings: try strings(), isSample: isSample)
    }

    static let id = ResponseID("0190a1b2-c3d4-7e5f-8a6b-7c8d9e0f1a2b")!

    static func venue(form: String = "counter-one-tap", place: String = "Quầy số 3: Lái xe")
        -> FormPage.Venue
    {
        FormPage.Venue(
            place: Place(
                code: "Q3-7K", unit: "sgtvt", centre: "ttpv", name: place, form: form),
            unitName: "Sở Giao thông vận tải",
            centreName: "Trung tâm Phục vụ hành chính công tỉnh")
    }

    static func page(
        _ form: Questionnaire, language: String = "vi",
        invitation: Invitation = Invitation(), entered: FormPage.Entered? = nil,
        isSample: Bool = false
    ) throws -> FormPage {
        FormPage(
            site: try site(isSample: isSample), form: form, venue: venue(form: form.id),
            language: language, invitation: invitation, entered: entered)
    }

    static func submission(
        _ answers: GivenAnswers = [:], comment: String? = nil,
        form: String = "counter-one-tap"
    ) -> Submission {
        Submission(
            id: id, form: form, version: 1, place: "Q3-7K", channel: .web, answers: answers,
            comment: comment)
    }
}
