import Foundation
import Testing

/// Holds back what takes long; `make faults` sets it.
enum Faults {
    static let areAsked = ProcessInfo.processInfo.environment["HAILONG_FAULTS"] == "1"
}

@Suite("Many connections", .serialized)
struct ConnectionTests {
    static let get = "GET /f/Q1 HTTP/1.1\r\nHost: a\r\n\r\n"
    static let halfOpen = "GET /f/Q1 HTTP/1.1\r\nHost: a\r\nX: "

    /// Opens connections that have each made a request, and half-open ones beside them.
    private static func crowd(_ server: Server, idle: Int, half: Int) throws -> Swarm {
        let swarm = Swarm()
        for number in 0..<idle {
            try #require(swarm.open(port: server.port, sending: get))
            var page = ""
            while !page.contains("</html>") {
                let piece = swarm.receive(on: number)
                try #require(!piece.isEmpty)
                page += piece
            }
        }
        for _ in 0..<half { try #require(swarm.open(port: server.port, sending: halfOpen)) }
        return swarm
    }

    /// Milliseconds that fresh requests take, sorted.
    private static func freshMilliseconds(_ server: Server, count: Int) -> [Double] {
        (0..<count).map { _ in
            let start = DispatchTime.now().uptimeNanoseconds
            #expect(server.get("/healthz")?.status == 200)
            return Double(DispatchTime.now().uptimeNanoseconds - start) / 1e6
        }.sorted()
    }

    /// Of 500 fresh requests 99 in a hundred take at most 50 ms.
    private static func expectQuick(_ server: Server, besides crowd: String) {
        let taken = freshMilliseconds(server, count: 500)
        print(
            "\(crowd): a fresh request takes p50 \(taken[250]), p99 \(taken[495]), "
                + "at most \(taken[499]) ms")
        #expect(taken[495] <= 50)
    }

    @Test("an idle one costs at most 6 KiB once it rests, and a half-open one too")
    func memory() throws {
        _ = try hold(idle: 1_500, half: 150)
    }

    @Test(
        "10,000 idle and 1,000 half-open ones leave a fresh request under 50 ms",
        // Half a minute, and as many descriptors as a machine gives.
        .enabled(if: Faults.areAsked, "HAILONG_FAULTS=1 runs it"))
    func tenThousand() throws {
        let (server, swarm, files) = try hold(idle: 10_000, half: 1_000)
        Self.expectQuick(server, besides: "10,000 idle and 1,000 half-open connections")
        var sweeps = 0
        while swarm.endedCount < 11_000, sweeps < 600 {
            swarm.sweep(milliseconds: 50)
            sweeps += 1
        }
        #expect(swarm.endedCount == 11_000)
        #expect(server.get("/healthz")?.status == 200)
        #expect(try server.openFiles() <= files + 2)
    }

    /// Opens connections and sees what they cost.
    /// - Returns: the server, the connections, and what it had open before them
    private func hold(
        idle: Int, half: Int
    ) throws -> (server: Server, swarm: Swarm, files: Int) {
        let office = try SmallOffice()
        let server = try Server(data: office.data)
        _ = Self.freshMilliseconds(server, count: 20)
        let (memory, files) = (try server.kibibytes("VmRSS"), try server.openFiles())
        let swarm = try Self.crowd(server, idle: idle, half: half)
        let most = memory + (idle + half) * 6
        // Idle connections rest after a second; half-open ones are cut after ten.
        while try server.kibibytes("VmRSS") > most, swarm.endedCount == 0 {
            swarm.sweep(milliseconds: 50)
        }
        #expect(swarm.endedCount < half)
        #expect(try server.kibibytes("VmRSS") <= most)
        _ = Self.freshMilliseconds(server, count: 20)
        return (server, swarm, files)
    }

    @Test(
        "1,000 that drip are each cut within ten seconds, and pages are served all through",
        // As long as the deadline that it watches.
        .enabled(if: Faults.areAsked, "HAILONG_FAULTS=1 runs it"))
    func drips() throws {
        let office = try SmallOffice()
        let server = try Server(data: office.data)
        let files = try server.openFiles()
        let swarm = Swarm()
        let post = "POST /f/Q1 HTTP/1.1\r\nHost: a\r\nContent-Length: 60000\r\n\r\n"
        for number in 0..<1_000 {
            swarm.open(
                port: server.port, sending: [Self.halfOpen, post, "GE", ""][number % 4])
        }
        let start = DispatchTime.now().uptimeNanoseconds
        func seconds() -> Double {
            Double(DispatchTime.now().uptimeNanoseconds - start) / 1e9
        }
        while swarm.endedCount < 1_000, seconds() < 20 {
            swarm.sweep(milliseconds: 100)
            for number in 0..<1_000 where number % 4 != 3 { swarm.send("x", on: number) }
            #expect(server.get("/f/Q1")?.status == 200)
        }
        #expect(swarm.endedCount == 1_000)
        // Ten, and what one thread needs to look at a thousand connections.
        #expect(seconds() < 11)
        #expect(try server.openFiles() <= files + 2)
    }

    @Test("200 bodies, targets and heads at their limits at once stay under 256 MiB")
    func ceiling() throws {
        let office = try SmallOffice()
        let server = try Server(data: office.data)
        let swarm = Swarm()
        let fill = String(repeating: "a", count: 1024 * 1024 - 1)
        let json = "Host: a\r\nContent-Type: application/json\r\nContent-Length: 1048576\r\n\r\n"
        let starts = [
            "POST /api/v1/responses HTTP/1.1\r\n" + json,
            "POST /f/Q1 HTTP/1.1\r\nHost: a\r\nContent-Type: \(HostileTests.formType)\r\n"
                + "Content-Length: 65536\r\n\r\n" + fill.prefix(65_535),
            "GET /f/Q1?\(fill.prefix(8_100)) HTTP/1.1\r\nHost: a\r\nX: \(fill.prefix(6_000))\r\n",
            "POST /f/Q1 HTTP/1.1\r\nHost: a\r\nContent-Type: multipart/form-data; boundary=x\r\n"
                + "Content-Length: 65536\r\n\r\n--x\r\n" + fill.prefix(60_000),
        ]
        for number in 0..<800 { swarm.open(port: server.port, sending: starts[number % 4]) }
        // Each batch as far as the server takes it; it refuses those beyond its room.
        for round in 0..<40 {
            for number in stride(from: 0, to: 800, by: 4) {
                swarm.send(String(fill.prefix(26_000 + round % 2)), on: number)
            }
            swarm.sweep(milliseconds: 1)
        }
        #expect(server.get("/f/Q1")?.status == 200)
        #expect(try server.kibibytes("VmHWM") <= 256 * 1024)
        #expect(try office.exportedLines().isEmpty)
    }

    @Test(
        "a disk that hangs: pages are served, the excess is told at once, what was thanked is kept",
        // strace makes each write to the disk wait for three seconds.
        .enabled(if: Faults.areAsked, "HAILONG_FAULTS=1 runs it"))
    func overload() throws {
        let office = try SmallOffice()
        let server = try Self.hanging(office, seconds: 3)
        let swarm = Swarm()
        for number in 1...3_000 {
            try #require(swarm.open(port: server.port, sending: Self.post(number)))
        }
        for target in ["/f/Q1", "/healthz"] { #expect(server.get(target)?.status == 200) }
        var told: [String: Int] = [:]
        for number in 0..<3_000 {
            let answer = swarm.receive(on: number)
            let status = String(answer.dropFirst(9).prefix(3))
            told[status, default: 0] += 1
            if status == "503" { #expect(answer.contains("\r\nRetry-After: ")) }
        }
        #expect(Set(told.keys) == ["303", "503"], "\(told)")
        #expect(told["503", default: 0] >= 1_000, "\(told)")
        // Afterwards it is as before.
        #expect(server.post(SmallOffice.answer(5_000, overall: 5), to: "/f/Q1")?.status == 303)
        #expect(server.stop() == 0)
        #expect(try office.exportedLines().count == told["303", default: 0] + 1)
    }

    @Test(
        "500 answers that wait for a disk that hangs leave a fresh request under 50 ms",
        .enabled(if: Faults.areAsked, "HAILONG_FAULTS=1 runs it"))
    func waiting() throws {
        let office = try SmallOffice()
        let server = try Self.hanging(office, seconds: 4)
        let swarm = Swarm()
        for number in 1...500 {
            try #require(swarm.open(port: server.port, sending: Self.post(number)))
        }
        Self.expectQuick(server, besides: "500 answers waiting for the disk")
        // They did wait all through.
        let metrics = try #require(server.get("/metrics")?.body)
        #expect(metrics.contains("\nhailong_http_suspended 500\n"), "\(metrics)")
        for number in 0..<500 { #expect(swarm.receive(on: number).contains(" 303 ")) }
        #expect(server.stop() == 0)
        #expect(try office.exportedLines().count == 500)
    }

    /// A server whose disk takes its time for every write.
    private static func hanging(_ office: SmallOffice, seconds: Int) throws -> Server {
        try Server(
            data: office.data, ["--answers-per-second", "0"],
            under: [
                "/usr/bin/strace", "-D", "-f", "-qq", "-o", "/dev/null", "--seccomp-bpf", "-e",
                "trace=fdatasync", "-e", "inject=fdatasync:delay_enter=\(seconds)000000",
            ])
    }

    private static func post(_ number: Int) -> String {
        let body = "id=\(SmallOffice.id(number))&version=1&overall=4"
        return "POST /f/Q1 HTTP/1.1\r\nHost: a\r\nContent-Type: \(HostileTests.formType)\r\n"
            + "Content-Length: \(body.utf8.count)\r\n\r\n" + body
    }
}
