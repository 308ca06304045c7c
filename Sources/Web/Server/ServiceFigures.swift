public import HTTPServer
public import Storage
public import Survey

/// What a running service says about itself; no figure of any answer's content.
public struct ServiceFigures: Sendable {
    public var http: HTTPStatistics
    public var intake: IntakeStatistics
    public var reports: ReportFigures
    /// Answers refused for what they said, before anything was stored.
    public var refused = 0
    /// The store's log beside its file, in bytes: folded back now and then.
    public var logBytes: Int64
    /// The store's file, in bytes.
    public var storeBytes: Int64
    /// The release that runs.
    public var version: String
    /// How many kiosks and tablets are doing how.
    public var devices: [DeviceState: Int] = [:]

    public init(
        http: HTTPStatistics, intake: IntakeStatistics, reports: ReportFigures = ReportFigures(),
        logBytes: Int64, storeBytes: Int64, version: String
    ) {
        self.http = http
        self.intake = intake
        self.reports = reports
        self.logBytes = logBytes
        self.storeBytes = storeBytes
        self.version = version
    }
}
