internal import Analytics

/// Why the leader's page cannot show what an address asks for.
enum LeaderFault: Error {
    case query(LeaderQuery.Fault)
    case report(ReportFault)
    /// The store could not be read.
    case unavailable

    var status: Int {
        switch self {
        case .query, .report(.periodTooLong), .report(.badHours), .report(.methodNeeds),
            .report(.unknownDesign):
            400
        case .report: 404
        case .unavailable: 503
        }
    }
}

/// Says what is wrong with the address, and leads back to a page that works.
struct LeaderFaultPage {
    let site: Site
    let language: String
    let fault: LeaderFault

    var message: String {
        func text(_ id: StringID, _ values: KeyValuePairs<String, String> = [:]) -> String {
            site.strings.text(id, in: language, values)
        }
        return switch fault {
        case .query(.badDay(let day)): text(.leaderFaultDay, ["value": String(day.prefix(40))])
        case .query(.endBeforeStart): text(.leaderFaultOrder)
        case .query(.unknownMethod(let name)):
            text(
                .leaderFaultMethod,
                [
                    "value": String(name.prefix(40)),
                    "list": IndexMethod.allCases.map(\.rawValue).joined(separator: ", "),
                ])
        case .query(.unknownAudience(let name)):
            text(
                .leaderFaultAudience,
                [
                    "value": String(name.prefix(40)),
                    "list": Audience.allCases.map(\.rawValue).joined(separator: ", "),
                ])
        case .query(.unknownField(let name, let known)):
            text(
                .leaderFaultField,
                ["value": String(name.prefix(40)), "list": known.joined(separator: ", ")])
        case .report(.notInForce(let id, let known)):
            text(
                .leaderFaultVersion,
                ["value": String(id.prefix(40)), "list": known.joined(separator: ", ")])
        case .report(.methodNeeds(let method, let member, let index)):
            text(
                .leaderFaultNeeds,
                ["method": method.rawValue, "member": member, "value": index])
        case .report(.periodTooLong(_, let months)):
            text(.leaderFaultLong, ["years": String(months / 12)])
        case .report(.unknownIndex(let id, _)):
            text(.leaderFaultIndex, ["value": String(id.prefix(40))])
        case .report(.unknownUnit(let code)):
            text(.leaderFaultUnit, ["value": String(code.prefix(40))])
        case .report(.unknownCode(_, let code, _)):
            text(.leaderFaultCode, ["value": String(code.prefix(40))])
        case .report(.unknownDesign(let name)):
            text(
                .leaderFaultDesign,
                [
                    "value": String(name.prefix(40)),
                    "list": CountingDesign.allCases.map(\.rawValue).joined(separator: ", "),
                ])
        case .report(.badHours(let hours)):
            text(.leaderFaultHours, ["value": String(hours.prefix(40))])
        case .unavailable: text(.unavailableAdvice)
        }
    }

    var html: HTML {
        let title = site.strings.text(.leaderTitle, in: language)
        let back = (Link(stringLiteral: "/leader")).adding("lang", language)
        return Page(site: site, language: language, title: title, isWide: true).html(
            main: """
                <h1>\(title)</h1>
                <p class="lead">\(message)</p>
                <p class="away"><a href="\(back)">\
                \(site.strings.text(.leaderFaultBack, in: language))</a></p>

                """)
    }
}
