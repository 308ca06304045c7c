import Foundation
import Testing

@Suite("Behind a proxy")
struct ProxyTests {
    static let claims = ["X-Forwarded-For": "127.0.0.1", "X-Forwarded-Proto": "https"]

    @Test("a trusted one tells who came by TLS, and opens the leader's page to nobody")
    func trusted() throws {
        let office = try SmallOffice()
        let server = try Server(data: office.data, ["--trusted-proxy", "127.0.0.0/8"])
        let form = try #require(server.get("/f/Q1", headers: Self.claims))
        #expect(form.status == 200)
        #expect(form.headers["strict-transport-security"] == "max-age=31536000")
        #expect(server.get("/f/Q1")?.headers["strict-transport-security"] == nil)
        for target in LeaderGateTests.targets {
            // Also where a proxy was made to drop its own headers.
            for headers in [Self.claims, ["X-Forwarded-For": "203.0.113.9"], [:]] {
                let answer = server.get(target, host: "localhost", headers: headers)
                #expect(answer?.status == 403, "\(target) \(headers)")
            }
        }
    }

    @Test(
        "anybody else's claims change nothing",
        arguments: [[], ["--trusted-proxy", "10.0.0.0/8", "--trusted-proxy", "::1"]])
    func untrusted(options: [String]) throws {
        let office = try SmallOffice()
        let server = try Server(data: office.data, options)
        let claimed = try #require(server.get("/f/Q1", headers: Self.claims))
        let plain = try #require(server.get("/f/Q1"))
        #expect(claimed.status == 200 && plain.status == 200)
        #expect(claimed.headers.keys.sorted() == plain.headers.keys.sorted())
        for target in LeaderGateTests.targets {
            #expect(server.get(target, headers: Self.claims)?.status == 403, "\(target)")
            #expect(server.get(target)?.status == 200, "\(target)")
        }
    }

    @Test("what is no address is wrong usage")
    func malformed() throws {
        let office = try SmallOffice()
        for text in ["proxy.example", "10.0.0.0/33", "127.0.0.1:80"] {
            let result = try Program.run(
                ["serve", "--data", office.data, "--trusted-proxy", text])
            #expect(result.status == 64)
            #expect(result.messages.contains("“\(text)” is no address or range"))
        }
    }
}
