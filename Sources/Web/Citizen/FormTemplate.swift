public import Survey

/// A rendered form but for the one thing that differs at each request: the id of the answer.
public struct FormTemplate: Sendable {
    /// The page's bytes up to the id.
    public let beforeID: [UInt8]
    /// The page's bytes after it.
    public let afterID: [UInt8]

    /// The whole page. Cost: two copies.
    public func page(id: ResponseID) -> [UInt8] {
        var page: [UInt8] = []
        page.reserveCapacity(beforeID.count + ResponseID.textBytes + afterID.count)
        page += beforeID
        page += id.text
        page += afterID
        return page
    }
}
