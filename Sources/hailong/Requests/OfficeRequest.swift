internal import Survey

/// What a command asks of whoever writes the data folder: a running server by way of
/// ``RequestBox``, or itself where none runs.
enum OfficeRequest: Equatable {
    /// Binds the code that a device shows.
    case pair(code: String, place: String, name: String?, replaces: String?)
    case retire(device: String)
    /// Another place or another name, or both.
    case move(device: String, place: String?, name: String?)
    /// The settings of one device, or of all and of those still to come.
    case set(device: String?, DeviceChange)
    /// Closes a month for good; whoever asks has been asked before.
    case close(CalendarMonth)
    /// Stores the outbox file that goes with the request.
    case importOutbox(name: String, isUnsigned: Bool)
    /// Marks a contact as answered, by what somebody typed.
    case contactDone(String)
    /// Erases what a citizen has left, by what somebody typed; whoever asks has been asked before.
    case contactErase(String)

    /// The words by which kinds are told apart in JSON.
    private enum Kind: String {
        case pair, retire, move, set, close
        case importOutbox = "import-outbox"
        case contactDone = "contact-done"
        case contactErase = "contact-erase"
    }

    /// As it lies in the folder of requests.
    func json(in language: Language) -> JSON {
        let (kind, members): (Kind, [(String, JSON)]) =
            switch self {
            case .pair(let code, let place, let name, let replaces):
                (
                    .pair,
                    [
                        ("code", .string(code)), ("place", .string(place)),
                        ("name", .string(name)), ("replaces", .string(replaces)),
                    ]
                )
            case .retire(let device): (.retire, [("device", .string(device))])
            case .move(let device, let place, let name):
                (
                    .move,
                    [
                        ("device", .string(device)), ("place", .string(place)),
                        ("name", .string(name)),
                    ]
                )
            case .set(let device, let change):
                (.set, [("device", .string(device)), ("change", change.json)])
            case .close(let month): (.close, [("month", .string(month.description))])
            case .importOutbox(let name, let isUnsigned):
                (.importOutbox, [("name", .string(name)), ("unsigned", .bool(isUnsigned))])
            case .contactDone(let contact): (.contactDone, [("contact", .string(contact))])
            case .contactErase(let contact): (.contactErase, [("contact", .string(contact))])
            }
        return .object(
            [("language", .string(language.rawValue)), ("request", .string(kind.rawValue))]
                + members)
    }

    /// Reads what ``json(in:)`` wrote; nil for anything else.
    init?(_ value: JSON) {
        guard let kind = value["request"]?.string.flatMap({ Kind(rawValue: $0) }) else {
            return nil
        }
        let (device, place) = (value["device"]?.string, value["place"]?.string)
        let name = value["name"]?.string
        switch kind {
        case .pair:
            guard let code = value["code"]?.string, let place else { return nil }
            self = .pair(
                code: code, place: place, name: name, replaces: value["replaces"]?.string)
        case .retire:
            guard let device else { return nil }
            self = .retire(device: device)
        case .move:
            guard let device else { return nil }
            self = .move(device: device, place: place, name: name)
        case .set:
            guard let change = value["change"].flatMap({ DeviceChange($0) }) else { return nil }
            self = .set(device: device, change)
        case .close:
            guard let month = value["month"]?.string.flatMap({ CalendarMonth($0) }) else {
                return nil
            }
            self = .close(month)
        case .importOutbox:
            guard let name, let isUnsigned = value["unsigned"]?.bool else { return nil }
            self = .importOutbox(name: name, isUnsigned: isUnsigned)
        case .contactDone, .contactErase:
            guard let contact = value["contact"]?.string else { return nil }
            self = kind == .contactDone ? .contactDone(contact) : .contactErase(contact)
        }
    }
}
