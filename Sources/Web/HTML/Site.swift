internal import Secrets

/// What every page of one running server shares.
public struct Site: Sendable {
    public let strings: Strings
    /// Changes with any file that pages load, so that no browser puts an old one under a new page;
    /// empty where nothing is loaded.
    public let version: String
    /// The names of the recordings there are; each is served below `/assets/`.
    public let sounds: Set<String>
    /// Whether this is a sample office, whose answers count for nothing; every page says so.
    public let isSample: Bool
    /// Days after which a citizen's contact is deleted at the latest; 0 where none is asked for.
    public let contactDays: Int

    /// - Parameter version: see ``version(of:)``
    public init(
        strings: Strings, version: String = "", sounds: Set<String> = [], isSample: Bool = false,
        contactDays: Int = 180
    ) {
        self.strings = strings
        self.version = version
        self.sounds = sounds
        self.isSample = isSample
        self.contactDays = contactDays
    }

    /// Enough of a digest of files to tell two releases apart.
    public static func version(of files: [[UInt8]]) -> String {
        Hash.hex(Array(Hash.sha256(Array(files.joined())).prefix(6)))
    }

    /// Where a file of `kiosk/` is served.
    func asset(_ name: String) -> Link {
        let link: Link = "/assets/\(name)"
        return link.adding("v", version.isEmpty ? nil : version)
    }
}
