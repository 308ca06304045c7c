/// A counter, kiosk or other point where citizens answer.
public struct Place: Sendable, Equatable {
    /// What a citizen's link ends in and a clerk reads under the QR code; see ``Code``.
    public let code: String
    /// The code of the unit responsible for the service given here.
    public let unit: String
    /// The code of the unit where the place stands (a dossier may be taken anywhere, NĐ 118/2025).
    public let centre: String
    public let name: String
    /// The id of the form asked here.
    public let form: String

    public init(code: String, unit: String, centre: String, name: String, form: String) {
        self.code = code
        self.unit = unit
        self.centre = centre
        self.name = name
        self.form = form
    }
}

/// Where an answer was given and who was responsible, stamped at intake and never changed: a place
/// that moves later gets a new posting and its old answers keep the old one.
public struct Posting: Sendable, Hashable {
    public let place: String
    public let unit: String
    public let centre: String

    public init(place: String, unit: String, centre: String) {
        self.place = place
        self.unit = unit
        self.centre = centre
    }
}
