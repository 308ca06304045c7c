/// By which way an answer came.
public enum Channel: String, Sendable, CaseIterable {
    case kiosk, tablet
    case qrSlip = "qr-slip"
    case qrPoster = "qr-poster"
    case web, message, paper, phone

    /// A small number for storage, never reused: 1...8.
    public var number: Int { (Self.allCases.firstIndex(of: self) ?? 0) + 1 }

    public init?(number: Int) {
        guard (1...Self.allCases.count).contains(number) else { return nil }
        self = Self.allCases[number - 1]
    }
}

/// For whom a respondent came.
public enum Respondent: String, Sendable, CaseIterable {
    case person, business, organisation

    /// A small number for storage, never reused: 1...3.
    public var number: Int { (Self.allCases.firstIndex(of: self) ?? 0) + 1 }

    public init?(number: Int) {
        guard (1...Self.allCases.count).contains(number) else { return nil }
        self = Self.allCases[number - 1]
    }
}

/// On which slip the invitation stood: people who were refused rate too (TT 01/2018/TT-VPCP).
public enum Outcome: String, Sendable, CaseIterable {
    case returned, supplement, refused

    /// A small number for storage, never reused: 1...3.
    public var number: Int { (Self.allCases.firstIndex(of: self) ?? 0) + 1 }

    public init?(number: Int) {
        guard (1...Self.allCases.count).contains(number) else { return nil }
        self = Self.allCases[number - 1]
    }
}
