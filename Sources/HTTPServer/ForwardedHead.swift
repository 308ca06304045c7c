/// What a trusted proxy says of the client it speaks for. Nobody else is asked.
struct ForwardedHead {
    let head: RequestHead

    /// Whether the nearest proxy was spoken to by TLS: the last word of `X-Forwarded-Proto`.
    var isSecure: Bool {
        head.values(of: "X-Forwarded-Proto").last?.split(separator: ",").last
            .map { $0.filter { $0 != " " && $0 != "\t" }.lowercased() } == "https"
    }

    /// The client: from the right the first entry of `X-Forwarded-For` that is no trusted proxy.
    ///
    /// Whatever stands left of it was sent by the client itself and may be a lie. Where an entry
    /// is no address, the one before it is the last that is known.
    /// - Parameters:
    ///   - peer: the proxy's own address
    ///   - proxies: the ranges that are believed
    func client(behind peer: NetworkAddress, _ proxies: [AddressRange]) -> NetworkAddress {
        var nearest = peer
        let entries = head.values(of: "X-Forwarded-For").joined(separator: ",")
            .split(separator: ",", omittingEmptySubsequences: false)
        for entry in entries.reversed() {
            guard let address = Self.address(entry) else { return nearest }
            nearest = address
            guard proxies.contains(where: { $0.contains(address) }) else { return address }
        }
        return nearest
    }

    /// Reads an entry: an address, perhaps with a port, and then IPv6 in brackets.
    private static func address(_ entry: Substring) -> NetworkAddress? {
        var text = entry.drop { $0 == " " || $0 == "\t" }
        while let last = text.last, last == " " || last == "\t" { text.removeLast() }
        if let address = NetworkAddress(text) { return address }
        guard let colon = text.lastIndex(of: ":") else { return bracketed(text) }
        return UInt16(text[text.index(after: colon)...]) == nil
            ? bracketed(text) : NetworkAddress(text[..<colon]) ?? bracketed(text[..<colon])
    }

    private static func bracketed(_ text: Substring) -> NetworkAddress? {
        guard text.hasPrefix("["), text.hasSuffix("]") else { return nil }
        return NetworkAddress(text.dropFirst().dropLast())
    }
}
