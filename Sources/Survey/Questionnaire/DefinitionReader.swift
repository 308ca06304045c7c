/// Takes members out of a definition file (form, index, targets) and notes what is wrong with each.
public struct DefinitionReader {
    public private(set) var faults: [FormFault] = []

    public init() {}

    /// The file as JSON; not being JSON is a fault like any other.
    public static func root(of bytes: [UInt8]) throws(FormFaults) -> JSON {
        do {
            return try JSONParser.parse(bytes)
        } catch {
            throw FormFaults([FormFault(line: error.line, problem: .notJSON(error.problem))])
        }
    }

    /// Notes something that only the caller can know to be wrong.
    public mutating func add(_ line: Int, _ problem: FormFault.Problem) {
        faults.append(FormFault(line: line, problem: problem))
    }

    /// Notes members that nobody will read: most often a misspelt name.
    public mutating func checkMembers(of object: JSON, name: String, allowed: [String]) {
        guard let members = object.members else {
            let shown = name.isEmpty ? "file" : String(name.dropLast())
            add(object.line, .wrongKind(name: shown, expected: "object"))
            return
        }
        let allowed = Set(allowed)
        for (member, value) in members where !allowed.contains(member) {
            add(value.line, .unknownMember(name: name + member))
        }
    }

    /// A member that must be there.
    public mutating func member(_ object: JSON, _ member: String, in parent: String) -> JSON? {
        guard let value = object[member] else {
            add(object.line, .missing(name: parent + member))
            return nil
        }
        return value
    }

    /// A text that is not empty.
    public mutating func string(_ value: JSON, named name: String) -> String? {
        guard let text = value.string.map(Text.normalized) else {
            add(value.line, .wrongKind(name: name, expected: "string"))
            return nil
        }
        guard text.contains(where: { !$0.isWhitespace }) else {
            add(value.line, .missing(name: name))
            return nil
        }
        return text
    }

    public mutating func string(_ object: JSON, _ name: String, in parent: String) -> String? {
        member(object, name, in: parent).flatMap { string($0, named: parent + name) }
    }

    /// An identifier: 1...32 lower-case letters, digits and hyphens, a letter first.
    public mutating func identifier(_ value: JSON, named name: String) -> String? {
        guard let text = string(value, named: name) else { return nil }
        guard Self.isIdentifier(text) else {
            add(value.line, .badIdentifier(name: name, value: text))
            return nil
        }
        return text
    }

    public mutating func identifier(_ object: JSON, _ name: String, in parent: String) -> String? {
        member(object, name, in: parent).flatMap { identifier($0, named: parent + name) }
    }

    /// A text that must be one of those allowed.
    public mutating func choice(
        _ object: JSON, _ name: String, in parent: String, _ allowed: [String]
    ) -> String? {
        guard let value = member(object, name, in: parent),
            let text = string(value, named: parent + name)
        else { return nil }
        guard allowed.contains(text) else {
            add(value.line, .unknownValue(name: parent + name, value: text, allowed: allowed))
            return nil
        }
        return text
    }

    /// A whole number in a range.
    public mutating func integer(
        _ object: JSON, _ name: String, in parent: String, _ range: ClosedRange<Int>
    ) -> Int? {
        guard let value = member(object, name, in: parent) else { return nil }
        guard let number = value.integer else {
            add(value.line, .wrongKind(name: parent + name, expected: "integer"))
            return nil
        }
        guard range.contains(number) else {
            add(
                value.line,
                .outOfRange(
                    name: parent + name, minimum: range.lowerBound, maximum: range.upperBound))
            return nil
        }
        return number
    }

    /// A number from 0 to 1.
    public mutating func share(_ object: JSON, _ name: String, in parent: String) -> Double? {
        guard let value = member(object, name, in: parent) else { return nil }
        guard let number = value.number else {
            add(value.line, .wrongKind(name: parent + name, expected: "number"))
            return nil
        }
        guard number >= 0, number <= 1 else {
            add(value.line, .outOfRange(name: parent + name, minimum: 0, maximum: 1))
            return nil
        }
        return number
    }

    /// An optional flag; absent is false.
    public mutating func flag(_ object: JSON, _ name: String, in parent: String) -> Bool {
        guard let value = object[name] else { return false }
        guard let flag = value.bool else {
            add(value.line, .wrongKind(name: parent + name, expected: "true or false"))
            return false
        }
        return flag
    }

    /// The elements of an array, empty where it is none; a count outside the range is noted.
    public mutating func array(
        _ object: JSON, _ name: String, in parent: String, _ range: ClosedRange<Int>
    ) -> [JSON] {
        guard let value = member(object, name, in: parent) else { return [] }
        guard let elements = value.array else {
            add(value.line, .wrongKind(name: parent + name, expected: "array"))
            return []
        }
        if !range.contains(elements.count) {
            add(
                value.line,
                .outOfRange(
                    name: parent + name, minimum: range.lowerBound, maximum: range.upperBound))
        }
        return elements
    }

    /// A text in several languages.
    ///
    /// - Parameter languages: those it must have, and no others; nil asks for Vietnamese only
    public mutating func localizedText(
        _ object: JSON, _ member: String, in parent: String, languages: [String]?
    ) -> LocalizedText? {
        let name = parent + member
        guard let value = self.member(object, member, in: parent) else { return nil }
        guard let members = value.members else {
            add(value.line, .wrongKind(name: name, expected: "object"))
            return nil
        }
        var texts: [String: String] = [:]
        for (language, text) in members {
            guard languages?.contains(language) ?? Self.isIdentifier(language) else {
                add(text.line, .unknownMember(name: "\(name).\(language)"))
                continue
            }
            texts[language] = string(text, named: "\(name).\(language)")
        }
        for language in languages ?? ["vi"] where value[language] == nil {
            add(value.line, .missingText(name: name, language: language))
        }
        return LocalizedText(texts)
    }

    /// Whether a text is an identifier; see ``identifier(_:named:)``.
    public static func isIdentifier(_ text: String) -> Bool {
        guard let first = text.utf8.first, (0x61...0x7A).contains(first), text.utf8.count <= 32
        else { return false }
        return text.utf8.allSatisfy {
            (0x61...0x7A).contains($0) || (0x30...0x39).contains($0) || $0 == 0x2D
        }
    }
}
