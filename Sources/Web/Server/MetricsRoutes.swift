internal import HTTPServer
internal import Storage
internal import Survey

/// `GET /metrics`: what whoever watches the server collects. Answers only on the machine itself
/// until there are accounts.
struct MetricsRoutes: Sendable {
    let office: WebOffice

    func add(to router: inout Router) {
        router.add(.get, "/metrics", answersLater: false) { request, _, responder in
            guard InsideAnswers.isFromHere(request) else {
                responder.send(office.trouble(403))
                return
            }
            var figures = office.figures()
            figures.reports.kept = office.inside.given
            figures.refused = office.refusals.count
            figures.devices = office.devices.states(at: office.now(), offset: office.offset)
            responder.send(HTTPResponse(PrometheusText.contentType, Self.text(of: figures)))
        }
    }

    static func text(of figures: ServiceFigures) -> String {
        var text = PrometheusText()
        add(figures.http, to: &text)
        add(figures.intake, refused: figures.refused, to: &text)
        text.add(
            figures.reports.readSeconds, "hailong_report_read_seconds",
            "Catching up with the store before a report.")
        text.add(
            figures.reports.madeSeconds, "hailong_report_made_seconds",
            "A report counted and estimated.")
        text.add(
            .counter, "hailong_reports_kept_total",
            "Pages and files given again: nothing had been stored since.", figures.reports.kept)
        text.add(
            .gauge, "hailong_store_bytes", "Size of the store's file.", Int(figures.storeBytes))
        text.add(
            .gauge, "hailong_wal_bytes", "Size of the store's write-ahead log.",
            Int(figures.logBytes))
        text.add(
            .gauge, "hailong_devices", "Paired kiosks and tablets by how they are doing.",
            by: "state", DeviceState.allCases.map { ($0.rawValue, figures.devices[$0] ?? 0) })
        text.add(
            .gauge, "hailong_build_info", "The release that runs.", by: "version",
            [(figures.version, 1)])
        return text.text
    }

    private static func add(_ http: HTTPStatistics, to text: inout PrometheusText) {
        text.add(
            .counter, "hailong_http_responses_total", "Responses by status code.", by: "status",
            http.responsesByStatus.sorted { $0.key < $1.key }.map { (String($0.key), $0.value) })
        text.add(
            .counter, "hailong_http_requests_total", "Requests whose first line was received.",
            http.requests)
        text.add(
            .counter, "hailong_http_refused_heads_total",
            "Requests refused for an ambiguous or broken head.", http.requestsRefusedByGate)
        text.add(
            .counter, "hailong_http_connections_total", "Connections accepted.",
            http.connectionsAccepted)
        text.add(
            .counter, "hailong_http_connections_cut_total",
            "Connections cut because they took too long.", http.connectionsCutByDeadline)
        text.add(
            .gauge, "hailong_http_connections", "Connections open now.", http.connectionsOpen)
        text.add(
            .gauge, "hailong_http_suspended", "Requests that wait for their answer now.",
            http.suspended)
        text.add(
            .gauge, "hailong_http_bodies_bytes", "Bodies held now.", http.bodiesBytes)
    }

    private static func add(
        _ intake: IntakeStatistics, refused: Int, to text: inout PrometheusText
    ) {
        text.add(
            .counter, "hailong_answers_total", "Answers by what became of them.", by: "outcome",
            [
                ("stored", intake.stored), ("already", intake.already),
                ("conflict", intake.conflicts), ("erased", intake.erased),
                ("refused", refused), ("failed", intake.failed), ("sent_away", intake.sentAway),
                ("saved", intake.saved),
            ])
        text.add(.gauge, "hailong_queue_answers", "Answers that wait now.", intake.waiting)
        text.add(
            intake.batchAnswers, "hailong_batch_answers", "Answers in one commit.")
        text.add(
            intake.batchSeconds, "hailong_commit_seconds",
            "A batch from its first statement to its acknowledgement.")
        text.add(
            intake.syncSeconds, "hailong_fsync_seconds",
            "The commit alone: the log is written and synchronised with the disk.")
        text.add(
            .gauge, "hailong_storing", "1 while answers are being stored.",
            intake.condition == .storing ? 1 : 0)
        if let disk = intake.disk {
            text.add(
                .gauge, "hailong_disk_available_bytes", "Room on the disk of the data folder.",
                Int(disk.availableBytes))
            text.add(
                .gauge, "hailong_disk_reserve_bytes", "Below this no answer is taken.",
                Int(disk.reserveBytes))
        }
    }
}
