@testable import Web

/// What every page must keep, whatever it is about.
struct PageRules {
    let markup: Markup
    private(set) var faults: [String]

    init(_ bytes: [UInt8]) {
        markup = Markup(bytes)
        faults = markup.faults
        checkHead()
        checkReferences()
        checkNothingActive()
        checkControls()
    }

    private mutating func expect(_ holds: Bool, _ fault: String) {
        if !holds { faults.append(fault) }
    }

    private mutating func checkHead() {
        let language = markup.all("html").first?["lang"] ?? ""
        expect(!language.isEmpty, "no lang on the page")
        expect(markup.all("h1").count == 1, "not one h1")
        expect(markup.all("title").first?.text.isEmpty == false, "no title")
        expect(markup.all("main").count == 1, "not one main")
        expect(markup.values("charset") == ["utf-8"], "no charset")
        for tag in markup.tags where tag["lang"] == "" {
            expect(false, "empty lang on \(tag.name)")
        }
        var level = 1
        for tag in markup.tags {
            guard tag.name.count == 2, let depth = ["h1": 1, "h2": 2, "h3": 3][tag.name] else {
                continue
            }
            expect(depth <= level + 1, "heading \(tag.text) skips a level")
            level = depth
        }
    }

    private mutating func checkReferences() {
        let ids = markup.values("id")
        expect(Set(ids).count == ids.count, "an id twice")
        var targets = markup.values("for")
        for name in ["aria-describedby", "aria-labelledby"] {
            targets += markup.values(name).flatMap { $0.split(separator: " ").map(String.init) }
        }
        targets += markup.values("href").filter { $0.hasPrefix("#") }.map { String($0.dropFirst()) }
        for target in targets { expect(ids.contains(target), "nothing has the id \(target)") }
    }

    private mutating func checkNothingActive() {
        for tag in markup.tags {
            expect(!["style", "iframe", "img"].contains(tag.name), "<\(tag.name)>")
            // A script is a file of ours and holds nothing itself.
            let isFile = tag["src"]?.hasPrefix("/assets/") == true && tag.text.isEmpty
            expect(tag.name != "script" || isFile, "an inline script")
            for (name, value) in tag.attributes {
                expect(!name.hasPrefix("on") && name != "style", "\(name) on <\(tag.name)>")
                guard ["href", "src", "action", "formaction"].contains(name) else { continue }
                let isOurs = value.hasPrefix("#") || value.hasPrefix("/") || value == "data:,"
                expect(isOurs && !value.hasPrefix("//"), "\(value) leads away")
            }
        }
    }

    private mutating func checkControls() {
        let labelled = Set(markup.values("for"))
        for tag in markup.tags where ["input", "textarea"].contains(tag.name) {
            guard tag["type"] != "hidden" else { continue }
            let isTied = tag.around.contains("label") || labelled.contains(tag["id"] ?? "")
            expect(isTied, "\(tag["name"] ?? "") has no label")
            // A box that stands for itself is no choice among several.
            let isAlone = tag["type"] == "checkbox" && tag["name"] == ContactFields.Name.consent
            if ["radio", "checkbox"].contains(tag["type"]), !isAlone {
                expect(tag.around.contains("fieldset"), "\(tag["name"] ?? "") in no fieldset")
            }
        }
        expect(
            markup.all("fieldset").count == markup.all("legend").count, "fieldset or legend alone")
        for name in ["legend", "label", "button", "a", "h1", "h2", "li"] {
            for tag in markup.all(name) {
                let isEmpty = tag.text.allSatisfy(\.isWhitespace)
                expect(!isEmpty, "an empty <\(name)>")
            }
        }
        for tag in markup.all("svg") {
            // Decoration is silent; a chart is an image with a name and a description.
            let isNamed = tag["role"] == "img" && tag["aria-labelledby"] != nil
            expect(tag["aria-hidden"] == "true" || isNamed, "a drawing is read out")
        }
    }
}
