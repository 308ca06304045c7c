internal import Secrets
public import Survey

/// How much a store holds.
public struct StoreCounts: Sendable, Equatable {
    public let responses: Int
    public let comments: Int
    public let quarantined: Int
    public let forms: Int
    public let units: Int
    public let places: Int
}

/// One thing wrong with a store.
public enum Finding: Sendable, Equatable {
    /// SQLite's own check said so.
    case integrity(String)
    /// Ids and responses do not belong together one by one.
    case identities(ids: Int, responses: Int)
    /// Ids that point at no response.
    case strayIdentities(Int)
    /// Rows that several ids point at.
    case sharedRows(Int)
    /// A form's content is not what was stored.
    case formChanged(id: String, version: Int)
    /// Rows whose answers or numbers cannot have been stored so.
    case unreadableResponses(Int)
}

extension StoreReader {
    public func counts() throws(StorageError) -> StoreCounts {
        StoreCounts(
            responses: Int(try database.integer(SQL.countResponses) ?? 0),
            comments: Int(try database.integer(SQL.countComments) ?? 0),
            quarantined: Int(try database.integer(SQL.countQuarantine) ?? 0),
            forms: Int(try database.integer(SQL.countForms) ?? 0),
            units: Int(try database.integer(SQL.countUnits) ?? 0),
            places: Int(try database.integer(SQL.countPlaces) ?? 0))
    }

    /// Checks counts, form hashes and that every response can be read, on one state of the store.
    ///
    /// SQLite notices most damage to its own structures and none to values, so what can be compared
    /// is. A changed answer that is still a possible answer stays unseen: that needs hashes over
    /// the answers. Reads everything several times.
    /// - Parameter progress: gets the number of responses read so far, now and then
    /// - Returns: what is not as it was stored; empty for a sound store
    public func verify(progress: (Int) -> Void) throws(StorageError) -> [Finding] {
        var findings: [Finding] = []
        do throws(StorageError) {
            try snapshot { () throws(StorageError) in
                try verify(into: &findings, progress: progress)
            }
        } catch {
            guard error.isDamage, case .inputOutput(_, let message) = error else { throw error }
            findings.append(.integrity(message))
        }
        return findings
    }

    private func verify(
        into findings: inout [Finding], progress: (Int) -> Void
    ) throws(StorageError) {
        try database.each(SQL.integrity) { row in
            if row.text(0) != "ok" { findings.append(.integrity(row.text(0))) }
        }
        for (id, version) in try changedForms() {
            findings.append(.formChanged(id: id, version: version))
        }
        // What is broken so far would only make more of the same.
        guard findings.isEmpty else { return }
        let ids = Int(try database.integer(SQL.countIdentities) ?? 0)
        let responses = Int(try database.integer(SQL.countResponses) ?? 0)
        if ids != responses { findings.append(.identities(ids: ids, responses: responses)) }
        let stray = Int(try database.integer(SQL.strayIdentities) ?? 0)
        if stray > 0 { findings.append(.strayIdentities(stray)) }
        let shared = Int(try database.integer(SQL.sharedRows) ?? 0)
        if shared > 0 { findings.append(.sharedRows(shared)) }
        var read = 0
        let unreadable = try eachResponse { _ throws(StorageError) in
            read += 1
            if read % 50_000 == 0 { progress(read) }
        }
        if unreadable > 0 { findings.append(.unreadableResponses(unreadable)) }
    }

    /// Forms whose bytes do not have the hash they were stored with.
    private func changedForms() throws(StorageError) -> [(String, Int)] {
        var changed: [(String, Int)] = []
        try database.each(SQL.forms) { row in
            guard Hash.sha256(row.blob(3)) != row.blob(4) else { return }
            changed.append((row.text(1), Int(row.integer(2))))
        }
        return changed
    }

    /// Other content that came under a stored id, oldest first: when, which id, as JSON.
    public func quarantined(
        limit: Int
    ) throws(StorageError) -> [(at: Timestamp, id: ResponseID, content: String)] {
        var kept: [(Timestamp, ResponseID, String)] = []
        try database.each(SQL.quarantined, .integer(limit)) { row in
            guard let id = ResponseID(bytes: row.blob(1)) else { return }
            kept.append((Timestamp(milliseconds: row.integer(0)), id, row.text(2)))
        }
        return kept
    }
}
