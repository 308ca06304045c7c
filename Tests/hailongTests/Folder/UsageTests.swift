import Foundation
import Testing

@Suite("Wrong usage and help")
struct UsageTests {
    static let office = Result { try SmallOffice() }

    private static func report(
        _ index: String, _ from: String, _ to: String, _ more: String...
    ) -> [String] {
        ["report", "--index", index, "--from", from, "--to", to] + more
    }

    /// Arguments, and words of the message that say what is wrong.
    static let wrong: [([String], String)] = [
        (["serve", "--listen", "garbage"], "garbage"),
        (["serve", "--listen", "localhost:80"], "no address"),
        (["serve", "--listen", "127.0.0.1:99999"], "no address"),
        (["serve", "--listen", "127.0.0.1"], "no address"),
        (["serve", "--base-url", "ftp://example"], "base URL"),
        (["serve", "--content", "/nonexistent"], "forms"),
        (
            report("sipsa", "2025-01-01", "2025-12-31"),
            "There are: overall, overall-weighted, qd766, sipas, tt01"
        ),
        (report("overall", "2025-01-01", "2025-12-31", "--unit", "XYZ"), "no unit “XYZ”"),
        (report("overall", "2025-02-30", "2025-12-31"), "“2025-02-30” is not a day"),
        (report("overall", "01/02/2025", "2025-12-31"), "write YYYY-MM-DD"),
        (report("overall", "2025-1-1", "2025-12-31"), "is not a day"),
        (report("overall", "2025-12-31", "2025-01-01"), "comes before the first"),
        (report("overall", "1900-01-01", "2100-12-31"), "at most"),
        (report("overall", "2025-01-01", "2025-12-31", "--method", "mean9"), "no method “mean9”"),
        (report("overall", "2025-01-01", "2025-12-31", "--format", "pdf"), "pdf"),
        (report("overall", "2025-01-01", "2025-12-31", "--place", "Q9"), "are: PHIEU, Q1, Q2"),
        (report("overall", "2025-01-01", "2025-12-31", "--channel", "fax"), "kiosk, tablet"),
        (report("overall", "2025-01-01", "2025-12-31", "--outcome", "lost"), "returned"),
        (report("overall", "2025-01-01", "2025-12-31", "--field", "x"), "no field “x”"),
        (report("overall", "2025-01-01", "2025-12-31", "--procedure", "x"), "no procedure “x”"),
        (report("overall", "2025-01-01", "2025-12-31", "--hours", "11-7"), "7-11"),
        (report("overall", "2025-01-01", "2025-12-31", "--design", "day"), "place-day"),
        (["qr", "--unit", "XYZ", "--output", "never.html"], "no unit XYZ"),
        (["places", "--base-url", "example.vn"], "base URL"),
        (["export", "answers"], "answers"), (["import", "answers", "file.csv"], "answers"),
        (["serve", "--unknown"], "--unknown"), (["verify", "--lang", "fr"], "fr"),
    ]

    @Test("wrong usage ends with 64, says what is wrong and does nothing", arguments: wrong)
    func usage(arguments: [String], words: String) throws {
        let office = try Self.office.get()
        let result = try Program.run(arguments + ["--data", office.data])
        #expect(result.status == 64, "\(result.messages)")
        #expect(result.messages.contains(words), "\(result.messages)")
        #expect(result.output.isEmpty)
    }

    @Test("a missing folder option and an unknown command are wrong usage")
    func missing() throws {
        for arguments in [["serve"], ["verify"], ["export", "units"], ["rate"], ["forms"]] {
            let result = try Program.run(arguments)
            // "forms" alone shows its help, as ArgumentParser does.
            #expect(result.status == (arguments == ["forms"] ? 0 : 64), "\(arguments)")
        }
        #expect(try Program.run(["completion", "tcsh"]).status == 64)
    }

    @Test("wrong usage is told in Vietnamese where that is the language")
    func vietnamese() throws {
        let office = try Self.office.get()
        let arguments = Self.report("sipsa", "2025-01-01", "2025-12-31") + ["--data", office.data]
        for environment in [["LANG": "vi_VN.UTF-8"], ["LANG": "en_US.UTF-8", "LC_ALL": "vi"]] {
            let result = try Program.run(arguments, environment: environment)
            #expect(result.status == 64)
            let words =
                "Không có chỉ số “sipsa”. Có: overall, overall-weighted, qd766, sipas, tt01."
            #expect(result.messages.contains(words))
        }
        let english = try Program.run(arguments, environment: ["LANG": "vi", "LC_ALL": "C"])
        #expect(english.messages.contains("No index “sipsa”"))
    }

    @Test("a port that is taken is told with 75 and the folder is free again")
    func portTaken() throws {
        let office = try SmallOffice()
        let other = try SmallOffice()
        let server = try Server(data: office.data)
        let second = try Program.run(
            ["serve", "--data", other.data, "--listen", "127.0.0.1:\(server.port)"])
        #expect(second.status == 75)
        #expect(second.messages.contains("127.0.0.1:\(server.port) is in use"))
        #expect(try Server(data: other.data).stop() == 0)
        // Where there was no store, none is begun for a start that cannot succeed.
        let folder = try TemporaryFolder()
        let third = try Program.run(
            ["serve", "--data", folder.path("new"), "--listen", "127.0.0.1:\(server.port)"])
        #expect(third.status == 75)
        #expect(!FileManager.default.fileExists(atPath: folder.path("new")))
    }

    @Test(
        "every command explains itself",
        arguments: [
            [], ["serve"], ["import"], ["export"], ["places"], ["qr"], ["report"], ["verify"],
            ["close"], ["estimate"], ["plan"],
            ["forms"], ["forms", "check"], ["completion"],
        ])
    func help(command: [String]) throws {
        let result = try Program.run(command + ["--help"])
        #expect(result.status == 0)
        #expect(result.output.contains("USAGE: hailong"))
        #expect(result.messages.isEmpty)
    }

    @Test(
        "completion is a script that the shell can read",
        arguments: [
            ("bash", "complete -o filenames -F"), ("zsh", "#compdef hailong"),
            ("fish", "complete -c 'hailong'"),
        ])
    func completion(shell: String, words: String) throws {
        let result = try Program.run(["completion", shell])
        #expect(result.status == 0)
        #expect(result.output.contains(words), "\(result.output.prefix(300))")
        #expect(result.output.contains("serve") && result.output.contains("verify"))
        guard shell == "bash" else { return }
        let read = try Program.shell("\"$@\" | bash -n && echo read", ["completion", shell])
        #expect(read.output == "read\n")
    }

    @Test("the version is told")
    func version() throws {
        let result = try Program.run(["--version"])
        #expect(result.status == 0)
        #expect(result.output.split(separator: ".").count == 3)
    }

    @Test("what the system says stands in the message's own language")
    func reasons() throws {
        let office = try Self.office.get()
        let folder = office.folder.path("")
        for (arguments, vietnamese, english) in [
            (["import", "units", "/none.csv"], "không có tệp hay thư mục này", "No such file"),
            (["estimate", "/none.csv", "--score", "q"], "không có tệp hay", "No such file"),
            (["estimate", folder, "--score", "q"], "là một thư mục", "Is a directory"),
            (["export", "units", "--output", "/none/x.csv"], "không có tệp hay", "No such file"),
        ] {
            let data = arguments[0] == "estimate" ? [] : ["--data", office.data]
            let said = try Program.run(arguments + data + ["--lang", "vi"])
            #expect(said.status != 0)
            #expect(said.messages.contains("(\(vietnamese)"), "\(said.messages)")
            let told = try Program.run(arguments + data + ["--lang", "en"])
            #expect(told.messages.contains("(\(english)"), "\(told.messages)")
        }
        for (language, words) in [("en", "there is no such file"), ("vi", "không có tệp này")] {
            let restored = try Program.run(
                ["restore", "/none.db", "--data", office.folder.path("new"), "--lang", language])
            #expect(restored.status == 65)
            #expect(restored.messages.contains("/none.db: " + words), "\(restored.messages)")
        }
    }

    @Test("a unit that is named twice has one row, and one option takes several")
    func units() throws {
        let office = try Self.office.get()
        func rows(_ units: [String]) throws -> [String] {
            let arguments = Self.report("overall", "2025-01-01", "2025-12-31") + units
            let result = try Program.run(arguments + ["--data", office.data, "--format", "csv"])
            #expect(result.status == 0, "\(result.messages)")
            return result.output.split(separator: "\n").dropFirst().map {
                String($0.prefix { $0 != "," })
            }
        }
        #expect(try rows(["--unit", "SXD", "--unit", "SXD"]) == ["SXD"])
        #expect(try rows(["--unit", "SXD", "TINH", "SXD"]) == ["SXD", "TINH"])
        #expect(try rows(["--unit", "SXD", "--unit", "TINH"]) == ["SXD", "TINH"])
    }
}
