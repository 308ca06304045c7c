@testable import Survey

/// Free words, as they are kept.
enum Redactions {
    static func run(_ bytes: [UInt8]) {
        let text = Text.trimmed(Text.normalized(String(decoding: bytes, as: UTF8.self)))
        let kept = Redaction.redacted(text)
        require(
            Redaction.redacted(kept).utf8.elementsEqual(kept.utf8), "what is kept is kept again")
        require(
            Text.trimmed(Text.normalized(kept)).utf8.elementsEqual(kept.utf8),
            "what is kept is normalised")
        require(kept.count <= text.count, "what is kept is no longer")
        // No run of digits is left that could be anybody's, nor an address.
        var digits = 0
        for scalar in kept.unicodeScalars {
            digits = ("0"..."9").contains(scalar) ? digits + 1 : 0
            require(digits < 16, "sixteen digits without a gap")
        }
        words(bytes, hide: "0912 345 678")
        words(bytes, hide: "nguyen.van@sxd.danang.gov.vn")
    }

    /// A number between any words is found.
    private static func words(_ bytes: [UInt8], hide secret: String) {
        let around = Text.normalized(String(decoding: bytes, as: UTF8.self))
        let half = around.index(around.startIndex, offsetBy: around.count / 2)
        let text = around[..<half] + "\n" + secret + "\n" + around[half...]
        let kept = Redaction.redacted(Text.normalized(String(text)))
        require(!kept.contains(secret), "a number between words is found: \(kept)")
    }
}
