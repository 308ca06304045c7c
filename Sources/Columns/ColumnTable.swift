import Synchronization
public import Survey

/// The table that counting reads: every response, column by column, derived from the store and
/// rebuilt from it whenever in doubt.
///
/// What is sealed lies in mapped files; what came since stands in memory. Only the holder of the
/// data folder's lock seals; another process maps what is sealed and reads the rest itself. Safe to
/// use from several threads.
public final class ColumnTable: Sendable {
    /// Responses in memory that are worth sealing.
    public static let sealThreshold = 20_000
    /// How much more of it gathers first while a long way is caught up, as in a rebuild.
    static let gatheringFactor = 16
    /// Responses taken from the store at a time.
    public static let batchMax = 4_096

    private struct State {
        var generation = 1
        /// The last row taken in.
        var row: Int64 = 0
        var sealed: [Segment.Key: Segment] = [:]
        var tail: [Segment.Key: BlockList] = [:]
        /// What was given of the tail, sorted, until more comes.
        var given: [Segment.Key: Segment] = [:]
        var tailCount = 0
        var fault: ColumnsError?
    }

    private let files: TableFiles
    private let store: String
    private let mayWrite: Bool
    private let sealThreshold: Int
    private let state: Mutex<State>

    /// Opens what is sealed; a table that does not fit the store is passed over and rebuilt.
    ///
    /// - Parameters:
    ///   - folder: the data folder's `columns/`
    ///   - store: the store's identity, without spaces
    ///   - lastRow: the store's last row; a table that is ahead belongs to another past
    ///   - mayWrite: whether this process holds the data folder's lock
    ///   - sealThreshold: responses in memory that are worth sealing, > 0
    public init(
        folder: String, store: String, lastRow: Int64, mayWrite: Bool,
        sealThreshold: Int = ColumnTable.sealThreshold
    ) {
        precondition(!store.contains { $0.isWhitespace }, "the manifest is split at spaces")
        files = TableFiles(folder: folder)
        self.store = store
        self.mayWrite = mayWrite
        self.sealThreshold = sealThreshold
        var state = State()
        if let manifest = files.readManifest(), manifest.store == store, manifest.row <= lastRow,
            let sealed = try? files.map(manifest)
        {
            state.generation = manifest.generation
            state.sealed = sealed
            state.row = manifest.row
        } else {
            // Above every folder there: somebody may still read what it holds.
            state.generation = (files.generations.max() ?? 0) + 1
        }
        self.state = Mutex(state)
    }

    /// Takes in what the store has and the table has not, and gives all of it for reading.
    ///
    /// - Parameter next: records after a row, ascending, at most ``batchMax``; empty at the end
    /// - Returns: every segment, in an order that does not depend on arrival
    public func caughtUp<Failure: Error>(
        next: (_ afterRow: Int64) throws(Failure) -> [ResponseRecord]
    ) throws(Failure) -> [Segment] {
        try state.withLock { state throws(Failure) in
            while true {
                let batch = try next(state.row)
                for record in batch { Self.take(record, into: &state) }
                if batch.count < Self.batchMax { break }
                sealIfWorthwhile(&state, from: sealThreshold * Self.gatheringFactor)
            }
            sealIfWorthwhile(&state, from: sealThreshold)
            return Self.segments(&state)
        }
    }

    private static func take(_ record: ResponseRecord, into state: inout State) {
        precondition(record.row > state.row, "rows ascend, or answers are counted twice")
        let key = Segment.Key(of: record)
        var part = state.tail[key] ?? BlockList(layout: key.layout)
        state.tail[key] = nil  // so that the bytes are grown in place
        part.append(record)
        state.tail[key] = part
        state.given[key] = nil
        state.tailCount += 1
        state.row = record.row
    }

    private static func segments(_ state: inout State) -> [Segment] {
        for (key, part) in state.tail where state.given[key] == nil {
            state.given[key] = Segment(
                key: key, count: part.count, lastRow: part.lastRow,
                source: .memory(part.sorted().bytes))
        }
        return state.sealed.values.sorted { $0.key < $1.key }
            + state.given.values.sorted { $0.key < $1.key }
    }

    /// The last row of the store that was taken in.
    public var row: Int64 { state.withLock { $0.row } }

    /// Why the last attempt to seal failed, for the log. Reports stay right all the same: what
    /// could not be sealed stays in memory, only the next start is slower.
    public var sealFault: ColumnsError? { state.withLock { $0.fault } }

    /// Moves the tail into files where this process may and enough has gathered.
    private func sealIfWorthwhile(_ state: inout State, from least: Int) {
        guard mayWrite, state.tailCount >= least else { return }
        do throws(ColumnsError) {
            try seal(&state)
            state.fault = nil
        } catch {
            state.fault = error
        }
    }

    private func seal(_ state: inout State) throws(ColumnsError) {
        try files.makeGenerationFolder(state.generation)
        var entries: [Segment.Key: Manifest.Entry] = [:]
        for (key, segment) in state.sealed {
            entries[key] = .init(key: key, count: segment.count, lastRow: segment.lastRow)
        }
        for (key, part) in state.tail {
            let before = entries[key]?.count ?? 0
            try files.write(
                part.sorted(), after: before,
                to: files.path(of: key, generation: state.generation))
            entries[key] = .init(key: key, count: before + part.count, lastRow: part.lastRow)
        }
        try files.sync(files.generationFolder(state.generation))
        let manifest = Manifest(
            store: store, generation: state.generation, row: state.row,
            entries: entries.values.sorted { $0.key < $1.key })
        try files.replaceManifest(manifest)
        var sealed = state.sealed
        for key in state.tail.keys {
            guard let entry = entries[key] else { continue }
            sealed[key] = try files.segment(entry, generation: state.generation)
        }
        state.sealed = sealed
        state.tail = [:]
        state.given = [:]
        state.tailCount = 0
        files.removeGenerations(except: state.generation)
    }
}
