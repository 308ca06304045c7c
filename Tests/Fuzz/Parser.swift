@testable import Analytics
@testable import Columns
@testable import HTTPServer
@testable import Survey
@testable import Web

/// Everything that reads bytes of a stranger or of a file, by the name `make fuzz` calls it.
///
/// Besides "no crash" each asks what its writer promises: what was read, written and read again is
/// the same. Tests/TidyTests/FuzzTests.swift sees that no reader is left out.
enum Parser: String, CaseIterable {
    case form, json, csv, units, places, dossiers, responses, questionnaire, index, targets
    case strings, words, answers, manifest, target, redaction
    case feedback, points, translation, baseline, method, query, head, batch, device, pairing
    case outbox, estimate, request, backup

    func run(_ bytes: [UInt8]) {
        switch self {
        case .form: Requests.form(bytes)
        case .json: Requests.json(bytes)
        case .target: Requests.target(bytes)
        case .query: Requests.query(bytes)
        case .head: Requests.head(bytes)
        case .batch: Devices.batch(bytes)
        case .device: Devices.device(bytes)
        case .pairing: Devices.pairing(bytes)
        case .csv: Tables.records(bytes)
        case .units: Tables.units(bytes)
        case .places: Tables.places(bytes)
        case .dossiers: Tables.dossiers(bytes)
        case .feedback: Tables.feedback(bytes)
        case .points: Tables.points(bytes)
        case .responses: Tables.responses(bytes)
        case .questionnaire: DefinitionFiles.questionnaire(bytes)
        case .translation: DefinitionFiles.translation(bytes)
        case .index: _ = try? IndexDecoder.decode(bytes)
        case .targets: _ = try? TargetDecoder.decode(bytes)
        case .baseline: _ = try? BaselineDecoder.decode(bytes)
        case .method: DefinitionFiles.method(bytes)
        case .strings: DefinitionFiles.strings(bytes)
        case .words: Words.run(bytes)
        case .answers: Files.answers(bytes)
        case .redaction: Redactions.run(bytes)
        case .manifest: Files.manifest(bytes)
        case .backup: Files.backup(bytes)
        case .outbox: Commands.outbox(bytes)
        case .estimate: Commands.estimate(bytes)
        case .request: Commands.request(bytes)
        }
    }
}
