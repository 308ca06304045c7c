import Foundation
import HTTPServer
import Storage
import Survey
import Synchronization
import Testing

@testable import Web

/// More answers than may wait, while the writer does not move at all.
@Suite("A full queue")
struct FullQueueTests {
    private static let queueMax = 3
    private static let form = "counter-one-tap"

    /// A request of its own, running.
    private final class Request {
        private let process = Process()
        private let pipe = Pipe()

        init(_ options: [String], _ path: String, _ port: UInt16) throws {
            process.executableURL = URL(filePath: "/usr/bin/curl")
            process.arguments =
                ["-s", "-i", "--max-time", "20"] + options + ["http://127.0.0.1:\(port)/\(path)"]
            process.standardOutput = pipe
            try process.run()
        }

        /// The whole answer, once it has come; empty where none does.
        func answer() -> String {
            let output = pipe.fileHandleForReading.readDataToEndOfFile()
            process.waitUntilExit()
            return String(decoding: output, as: UTF8.self)
        }
    }

    private static func post(_ number: Int) -> [String] {
        ["-d", "id=\(id(number))&version=1&overall=5"]
    }

    private static func id(_ number: Int) -> String {
        "0190a1b2-c3d4-7e5f-8a6b-7c8d9e0f1a0\(number)"
    }

    @Test("whoever comes beyond it is told to come again while nothing at all is written")
    func beyond() throws {
        let office = try HeldWriter()
        let waiting = try (1...Self.queueMax).map { number in
            let request = try Request(Self.post(number), "f/Q1", office.port)
            try #require(office.queued.wait(timeout: .now() + .seconds(20)) == .success)
            return request
        }
        let batch = """
            [{"id":"\(Self.id(8))","form":"\(Self.form)","version":1,"place":"Q1",\
            "channel":"kiosk","answeredAt":"1970-01-01T07:00:00+07:00","answers":{"overall":5}}]
            """
        for (options, path) in [
            (Self.post(9), "f/Q1"), (Self.post(9), "f/Q1?part=overall"),
            (["-HContent-Type: application/json", "-d", batch], "api/v1/responses"),
        ] {
            let refused = try Request(options, path, office.port).answer()
            // What was taken after all would wait as long as the writer is held.
            try #require(refused.hasPrefix("HTTP/1.1 503 "), "\(path): \(refused)")
            #expect(refused.contains("\r\nRetry-After: "), "\(path): \(refused)")
        }
        #expect(try Request([], "f/Q1", office.port).answer().hasPrefix("HTTP/1.1 200 "))
        let figures = office.intake.snapshot()
        #expect(figures.waiting == Self.queueMax && figures.sentAway == 3)
        #expect(figures.batchAnswers.counts.reduce(0, +) == 0)
        office.release()
        for request in waiting { #expect(request.answer().hasPrefix("HTTP/1.1 303 ")) }
        #expect(office.intake.snapshot().stored == Self.queueMax)
    }

    /// A store whose writer is held before it has taken anything, and the server before it.
    private final class HeldWriter {
        let intake: Intake
        let server: HTTPServer
        let port: UInt16
        /// Signalled whenever an answer was handed to the queue.
        let queued = DispatchSemaphore(value: 0)
        private let letGo = DispatchSemaphore(value: 0)
        private let workers: WorkerPool
        private let folder = FileManager.default.temporaryDirectory
            .appending(path: "hailong-web-\(UUID().uuidString)").path

        init() throws {
            let form = try Samples.form(FullQueueTests.form)
            let store = try Store(DataFolder(folder), makes: true)
            try store.keep(form, content: Samples.bytes("forms/\(form.id).json"))
            let (isHeld, letGo, queued) = (DispatchSemaphore(value: 0), letGo, queued)
            let wasHeld = Atomic(false)
            let toWake = Mutex<HTTPServer?>(nil)
            let intake = Intake(
                store, queueMax: FullQueueTests.queueMax, lookSeconds: 0.001,
                chore: { _, _ in
                    guard !wasHeld.exchange(true, ordering: .relaxed) else { return }
                    isHeld.signal()
                    letGo.wait()
                },
                afterBatch: { toWake.withLock { $0 }?.wake() })
            isHeld.wait()
            workers = try WorkerPool()
            let register = Register(
                units: [],
                places: [Place(code: "Q1", unit: "u", centre: "u", name: "Q1", form: form.id)],
                questionnaires: [form])
            let office = try Samples.office(workers, register: register) {
                let isTaken = intake.submit($0, wakes: $1, completion: $2)
                queued.signal()
                return isTaken
            }
            var configuration = HTTPServerConfiguration(address: .anyLoopbackPort)
            configuration.afterTurn = { intake.wake() }
            server = HTTPServer(configuration: configuration, router: office.router)
            port = try server.start()
            toWake.withLock { [server] in $0 = server }
            self.intake = intake
        }

        func release() { letGo.signal() }

        deinit {
            letGo.signal()
            intake.stop()
            server.stop()
            workers.stop()
            try? FileManager.default.removeItem(atPath: folder)
        }
    }
}
