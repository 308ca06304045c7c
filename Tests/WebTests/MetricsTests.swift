import HTTPServer
import Storage
import Testing

@testable import Web

@Suite("Metrics")
struct MetricsTests {
    /// The samples of a text by name and labels.
    private static func samples(_ text: String) throws -> [String: Double] {
        var samples: [String: Double] = [:]
        for line in text.split(separator: "\n") where !line.hasPrefix("#") {
            let parts = line.split(separator: " ")
            try #require(parts.count == 2)
            let value = try #require(Double(parts[1]))
            #expect(samples.updateValue(value, forKey: String(parts[0])) == nil)
        }
        return samples
    }

    private static var figures: ServiceFigures {
        var figures = Samples.figures
        figures.http.responsesByStatus = [200: 7, 303: 5]
        figures.http.connectionsOpen = 3
        figures.intake.stored = 5
        figures.intake.conflicts = 1
        figures.intake.saved = 6
        figures.intake.waiting = 2
        figures.reports.kept = 4
        figures.reports.madeSeconds.add(0.25)
        for size in [1, 3, 600] { figures.intake.batchAnswers.add(Double(size)) }
        figures.intake.disk = DiskSpace(availableBytes: 1 << 40, totalBytes: 1 << 41)
        return figures
    }

    @Test("every figure is there under its name, its unit and its label")
    func figures() throws {
        let samples = try Self.samples(MetricsRoutes.text(of: Self.figures))
        for (name, value) in [
            "hailong_http_responses_total{status=\"200\"}": 7,
            "hailong_http_responses_total{status=\"303\"}": 5,
            "hailong_http_connections": 3,
            "hailong_answers_total{outcome=\"stored\"}": 5,
            "hailong_answers_total{outcome=\"conflict\"}": 1,
            "hailong_answers_total{outcome=\"sent_away\"}": 0,
            "hailong_answers_total{outcome=\"saved\"}": 6,
            "hailong_queue_answers": 2,
            "hailong_report_made_seconds_sum": 0.25,
            "hailong_report_made_seconds_count": 1,
            "hailong_report_read_seconds_count": 0,
            "hailong_reports_kept_total": 4,
            "hailong_storing": 1,
            "hailong_store_bytes": 4_096,
            "hailong_wal_bytes": 0,
            "hailong_disk_available_bytes": Double(1 << 40),
            "hailong_disk_reserve_bytes": Double(256 << 20),
            "hailong_build_info{version=\"1.2.3\"}": 1,
        ] { #expect(samples[name] == value, "\(name)") }
    }

    @Test("a class of a histogram counts what is below its bound, and the last counts all")
    func histogram() throws {
        let samples = try Self.samples(MetricsRoutes.text(of: Self.figures))
        for (bound, count) in [("1", 1), ("2", 1), ("4", 2), ("512", 2), ("+Inf", 3)] {
            #expect(samples["hailong_batch_answers_bucket{le=\"\(bound)\"}"] == Double(count))
        }
        #expect(samples["hailong_batch_answers_sum"] == 604)
        #expect(samples["hailong_batch_answers_count"] == 3)
    }

    @Test("each name is described once, before its samples")
    func described() {
        var described: Set<String> = []
        for line in MetricsRoutes.text(of: Self.figures).split(separator: "\n") {
            let parts = line.split(separator: " ")
            if line.hasPrefix("# TYPE") {
                #expect(described.insert(String(parts[2])).inserted)
                #expect(["counter", "gauge", "histogram"].contains(String(parts[3])))
                #expect((parts[3] == "counter") == parts[2].hasSuffix("_total"))
            } else if !line.hasPrefix("#") {
                let name = parts[0].prefix { $0 != "{" }
                let isDescribed = described.contains { name == $0 || name.hasPrefix($0 + "_") }
                #expect(isDescribed, "\(name)")
            }
        }
    }

    @Test("a label's value cannot leave its quotes")
    func escaped() {
        var text = PrometheusText()
        text.add(.gauge, "x", "X.", by: "label", [("a\"b\\c\nd", 1)])
        #expect(text.text.hasSuffix("x{label=\"a\\\"b\\\\c\\nd\"} 1\n"))
    }
}
