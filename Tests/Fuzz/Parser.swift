@testable import Analytics
@testable import Columns
@testable import HTTPServer
@testable import Survey
@testable import Web

/// Everything that reads bytes of a stranger or of a file, by the name `make fuzz` calls it.
///
/// Besides "no crash" each asks what its writer promises: what was read, written and read again is
/// the same.
enum Parser: String, CaseIterable {
    case form, json, csv, units, places, dossiers, responses, questionnaire, index, targets
    case strings, words, answers, manifest, target, redaction

    func run(_ bytes: [UInt8]) {
        switch self {
        case .form: Requests.form(bytes)
        case .json: Requests.json(bytes)
        case .target: Requests.target(bytes)
        case .csv: Tables.records(bytes)
        case .units: Tables.units(bytes)
        case .places: Tables.places(bytes)
        case .dossiers: Tables.dossiers(bytes)
        case .responses: Tables.responses(bytes)
        case .questionnaire: Definitions.questionnaire(bytes)
        case .index: _ = try? IndexDecoder.decode(bytes)
        case .targets: _ = try? TargetDecoder.decode(bytes)
        case .strings: Definitions.strings(bytes)
        case .words: Words.run(bytes)
        case .answers: Files.answers(bytes)
        case .redaction: Redactions.run(bytes)
        case .manifest: Files.manifest(bytes)
        }
    }
}
