import Foundation
import Survey
import Testing

@testable import Web

/// What the stylesheet promises to eyes and fingers, computed from its tokens.
@Suite struct StyleTests {
    static let themes = ["light", "dark", "contrast"]

    private func style() throws -> String {
        String(decoding: try Samples.style("hailong.css"), as: UTF8.self)
    }

    @Test("colours are said once, for citizens' pages and the kiosk alike")
    func once() throws {
        for name in ["hailong.css", "kiosk.css", "kiosk-later.css", "tables.css"] {
            // Paper has colours of its own.
            let rules = String(decoding: try Samples.bytes("kiosk/\(name)"), as: UTF8.self)
                .components(separatedBy: "@media print")[0]
            for token in try tokens("light") where token.value.hasPrefix("#") {
                #expect(!rules.contains("\(token.key): #"), "\(name) says \(token.key) again")
            }
        }
    }

    /// The first value of each token is the light theme's, the second, where there is one, the
    /// dark; those somebody asked for by the switch stand in a block of their own.
    private func tokens(_ theme: String) throws -> [String: String] {
        let parts = try style().components(separatedBy: "@media (prefers-contrast")
        let asked = parts[1].components(separatedBy: "\n.contrast {")[1]
        let screen = theme == "contrast" ? asked.components(separatedBy: "\n}")[0] : parts[0]
        var tokens: [String: [String]] = [:]
        for line in screen.split(separator: "\n") {
            let parts = line.split(separator: ":", maxSplits: 1)
            let name = parts[0].trimmingCharacters(in: .whitespaces)
            guard name.hasPrefix("--"), parts.count == 2 else { continue }
            let value = parts[1].trimmingCharacters(in: CharacterSet(charactersIn: " ;"))
            tokens[name, default: []].append(value)
        }
        return tokens.mapValues { theme == "dark" ? $0[$0.count - 1] : $0[0] }
    }

    /// WCAG 2.2, relative luminance and contrast ratio.
    private func contrast(_ first: String, _ second: String) throws -> Double {
        func luminance(_ colour: String) throws -> Double {
            let number = try #require(Int(colour.dropFirst(), radix: 16), "\(colour)")
            let channels = [16, 8, 0].map { shift -> Double in
                let value = Double(number >> shift & 255) / 255
                return value <= 0.04045 ? value / 12.92 : pow((value + 0.055) / 1.055, 2.4)
            }
            return 0.2126 * channels[0] + 0.7152 * channels[1] + 0.0722 * channels[2]
        }
        let (a, b) = (try luminance(first), try luminance(second))
        return (max(a, b) + 0.05) / (min(a, b) + 0.05)
    }

    @Test("all text has a contrast of 7 and more on whatever it stands on", arguments: themes)
    func text(theme: String) throws {
        let tokens = try tokens(theme)
        let pairs = [
            ("ink", ["paper", "card", "accent-wash", "alarm-wash", "note-wash"]),
            ("soft-ink", ["paper", "card"]), ("accent", ["paper"]), ("on-accent", ["accent"]),
            ("alarm", ["card", "alarm-wash"]),
        ]
        for (text, grounds) in pairs {
            for ground in grounds {
                let ratio = try contrast(tokens["--" + text]!, tokens["--" + ground]!)
                #expect(ratio >= (text == "alarm" ? 4.5 : 7), "\(text) on \(ground): \(ratio)")
            }
        }
    }

    @Test("edges of controls and the focus ring have a contrast of 3 and more", arguments: themes)
    func controls(theme: String) throws {
        let tokens = try tokens(theme)
        for edge in ["control", "focus", "accent", "alarm"] {
            for ground in ["paper", "card", "accent-wash"] {
                let ratio = try contrast(tokens["--" + edge]!, tokens["--" + ground]!)
                #expect(ratio >= 3, "\(edge) on \(ground): \(ratio)")
            }
        }
    }

    @Test("text is 18 px and targets 48 px where the reader set no size of their own")
    func sizes() throws {
        #expect(try style().contains("html {\n  font-size: 112.5%;"))
        let target = try #require(try tokens("light")["--target"])
        #expect(Double(target.dropLast(3)).map { $0 * 18 >= 48 } == true)
        let sizes = try style().components(separatedBy: "font-size: ").dropFirst().compactMap {
            $0.hasPrefix("1") ? $0.prefix { $0 != ";" } : nil
        }
        let other = try style().components(separatedBy: "font-size: ").count - 1 - sizes.count
        #expect(other == 0, "a text smaller than the page's")
    }

    @Test("nothing is loaded from elsewhere, and no page font is")
    func ownOnly() throws {
        for word in ["url(", "@import", "@font-face", "http:", "https:"] {
            #expect(try !style().contains(word))
        }
    }

    @Test("branches are shown for as many places as an item may have choices")
    func branches() throws {
        for place in 1...max(Item.choicesMax, 5) {
            let rule =
                ".group:has(> .item [data-k=\"\(place)\"]:checked) > "
                + ".branch[data-when~=\"\(place)\"]"
            #expect(try style().contains(rule))
        }
    }

    @Test(
        "readers' wishes are heeded",
        arguments: [
            "prefers-color-scheme: dark", "prefers-contrast: more", "forced-colors: active",
            "prefers-reduced-motion", "@media print",
        ])
    func wishes(query: String) throws {
        #expect(try style().contains(query))
    }
}
