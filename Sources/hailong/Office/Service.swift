internal import Analytics
internal import HTTPServer
internal import Secrets
internal import Storage
internal import Survey
internal import Synchronization
internal import Web

/// The running server: event thread, writer thread, workers, and the order in which they end.
final class Service {
    /// Wakes the server from the writer thread, which starts before there is a server.
    private final class Bell: Sendable {
        let server = Mutex<HTTPServer?>(nil)

        func ring() {
            server.withLock { $0 }?.wake()
        }

        var statistics: HTTPStatistics {
            server.withLock { $0 }?.statistics ?? HTTPStatistics()
        }
    }

    private let server: HTTPServer
    private let intake: Intake
    private let workers: WorkerPool
    private let reporter: Reporter
    private let bell = Bell()
    private let log: ServiceLog
    let port: UInt16

    /// - Parameters:
    ///   - store: from now on the writer thread's alone
    ///   - secret: from which the keys of kiosks and tablets are derived
    ///   - publicURL: under which address citizens reach the office; nil where only this machine
    ///     does
    ///   - contactDays: days after which a contact goes at the latest; 0 asks for none
    init(
        store: Store, secret: OfficeSecret, content: Content,
        configuration: HTTPServerConfiguration, publicURL: String?,
        answersPerSecond: Int, answersPerSecondPerDevice: Int, contactDays: Int,
        draftMinutes: Int, log: ServiceLog, in say: Language
    ) throws(Failure) {
        self.log = log
        let folder = store.folder
        let clock = ServerClock { log.note(clockStep: $0, steps: $1) }
        let (reporter, register, isSample): (Reporter, Register, Bool)
        let (devices, contacts): (DeviceDesk, ContactDesk)
        let keeper = ContactKeeper(days: contactDays)
        do throws(StorageError) {
            register = try store.register()
            isSample = try store.isSample()
            devices = try OfficeChores.desk(store, secret: secret)
            contacts = try keeper.desk(store, secret: secret)
            reporter = try Reporter(
                store.folder, definitions: content.definitions, offset: OpenOffice.offset,
                mayWrite: true)
        } catch {
            throw Failure(error, in: say)
        }
        self.reporter = reporter
        let site = try content.site(isSample: isSample, contactDays: contactDays, in: say)
        do throws(HTTPServerError) {
            workers = try WorkerPool()
            let chores = OfficeChores(
                box: RequestBox(of: folder), register: register, devices: devices,
                contacts: keeper, draftMinutes: draftMinutes, now: clock.now, log: log)
            let intake = Intake(store, observe: { log.note($0) }, chore: chores.run) {
                [bell] in bell.ring()
            }
            self.intake = intake
            let office = WebOffice(
                site: site, register: register, definitions: content.definitions,
                assets: content.assets, methodPages: content.methodPages, offset: OpenOffice.offset,
                publicURL: publicURL, now: clock.now, workers: workers,
                answersPerSecond: answersPerSecond,
                answersPerSecondPerDevice: answersPerSecondPerDevice,
                devices: devices, contacts: contacts, isReady: { intake.isReady },
                figures: { [bell] in
                    ServiceFigures(
                        http: bell.statistics, intake: intake.snapshot(), reports: reporter.figures,
                        logBytes: folder.logBytes, storeBytes: folder.storeBytes,
                        version: Hailong.release)
                },
                submit: { intake.submit($0, wakes: $1, completion: $2) },
                reporting: { Self.report($0, by: reporter, at: clock.now(), log) },
                reading: { Self.reading(of: reporter, log) }, version: { reporter.version() })
            server = HTTPServer(
                configuration: Self.completed(configuration, for: office, by: intake),
                router: office.router)
            port = try server.start()
        } catch {
            throw Failure(error, in: say)
        }
        bell.server.withLock { $0 = server }
        if reporter.unread >= Reporter.longWay { readAhead() }
    }

    /// After an import or a restoring columns are made before a leader waits for them.
    private func readAhead() {
        let (reporter, log) = (reporter, log)
        _ = workers.submit {
            log.note(readingAhead: reporter.unread)
            if case .success = Self.reading(of: reporter, log) { log.noteReadAhead() }
        }
    }

    private static func completed(
        _ given: HTTPServerConfiguration, for office: WebOffice, by intake: Intake
    ) -> HTTPServerConfiguration {
        var configuration = given
        configuration.responseHeaders = WebOffice.headers
        configuration.secureResponseHeaders = WebOffice.secureHeaders
        configuration.errorPage = office.errorPage
        // What came in one turn is one commit.
        configuration.afterTurn = { intake.wake() }
        return configuration
    }

    /// Shows a renewed certificate from the next connection on.
    func show(_ identity: TLSIdentity, in say: Language) throws(Failure) {
        do throws(HTTPServerError) {
            try server.replaceIdentity(by: identity)
        } catch {
            throw Failure(error, in: say)
        }
    }

    /// Stops accepting, finishes what is under way, writes what waits.
    func stop() {
        reporter.end()
        server.stop()
        intake.stop()
        workers.stop()
        bell.server.withLock { $0 = nil }
    }

    private static func reading(
        of reporter: Reporter, _ log: ServiceLog
    ) -> Result<ReportSource, StorageError> {
        do throws(StorageError) {
            return .success(try reporter.reading())
        } catch {
            log.note(reporting: error)
            return .failure(error)
        }
    }

    private static func report(
        _ query: ReportQuery, by reporter: Reporter, at now: Timestamp, _ log: ServiceLog
    ) -> Result<Report, WebOffice.ReportingFault> {
        do throws(ReporterFault) {
            let report = try reporter.report(query, at: now)
            log.note(sealing: reporter.sealFault)
            return .success(report)
        } catch {
            switch error {
            case .report(let fault): return .failure(.report(fault))
            case .storage(let error):
                log.note(reporting: error)
                return .failure(.storage(error))
            }
        }
    }
}
