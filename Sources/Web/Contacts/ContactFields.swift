internal import HTTPServer
internal import Survey

/// The fields of a citizen's page by which somebody asks to be answered.
///
/// They are read apart from the answer, so that no way on which answers travel can carry a contact.
public struct ContactFields: Sendable, Equatable {
    /// The names of the fields; no item of a form may be called so.
    public enum Name {
        /// What all of them begin with.
        static let prefix: StaticString = "contact"
        public static let reach = "contact"
        public static let name = "contact-name"
        public static let consent = "contact-consent"
    }

    /// As typed.
    public var reach = ""
    public var name = ""
    /// Whether the box was ticked. It is empty on every fresh page.
    public var isConsented = false

    public init() {}

    static func isField(_ name: String) -> Bool {
        name.utf8.first == Name.prefix.utf8Start.pointee
            && (name == Name.reach || name == Name.name || name == Name.consent)
    }

    /// - Parameter fields: of one page, in the order sent
    init(_ fields: FormFields) throws(SubmissionFormFault) {
        var seen: Set<String> = []
        for index in 0..<fields.count where fields.name(at: index, startsWith: Name.prefix) {
            let (name, value) = fields[index]
            guard Self.isField(name), !value.isEmpty else { continue }
            guard seen.insert(name).inserted else { throw .twice(name: name) }
            guard Text.isStreamSafe(value) else { throw .badValue(name: name, value: "") }
            switch name {
            case Name.reach: reach = value
            case Name.name: self.name = value
            default: isConsented = true
            }
        }
    }

    /// Whether nothing was typed and nothing ticked.
    var isEmpty: Bool { self == ContactFields() }

    /// What may be kept.
    ///
    /// - Returns: nil where nothing is asked for
    func contact() throws(ContactFault) -> Contact? {
        let isTyped = !(reach + name).allSatisfy(\.isWhitespace)
        guard isConsented else {
            if isTyped { throw .notConsented }
            return nil
        }
        return try Contact(reach: reach, name: name)
    }
}
