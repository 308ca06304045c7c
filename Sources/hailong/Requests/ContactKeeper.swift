internal import Secrets
internal import Storage
internal import Survey
internal import Synchronization
internal import Web

/// Lets go what citizens have left: at once what they erase, and each day the contacts whose time
/// is over.
///
/// Used by the writer thread; a class because it remembers when it last looked.
final class ContactKeeper: Sendable {
    /// Days for which a contact is kept after somebody has answered it.
    static let doneDays = 30
    static let dayMilliseconds: Int64 = 86_400_000

    let erasures = ErasureQueue()
    /// As it was asked for: 0 where nobody is asked for a contact.
    private let daysAsked: Int
    /// Days after which a contact goes at the latest. Where nobody is asked for one any more, those
    /// that there are go as they would.
    private let days: Int
    private let sinceStart: @Sendable () -> Int64
    private let state = Mutex(State())

    private struct State {
        /// By the clock that nobody sets.
        var nextLook = Int64.min
        /// Whether the log may hold something that was erased.
        var mustEmptyLog = false
    }

    /// The most days that may be asked for, and what is kept where none are.
    static let daysMax = 365
    static let daysUsual = 180

    init(days: Int, sinceStart: @escaping @Sendable () -> Int64 = ServerClock.sinceStart) {
        daysAsked = days
        self.days = days > 0 ? days : Self.daysUsual
        self.sinceStart = sinceStart
    }

    /// What the pages need of it.
    func desk(_ store: Store, secret: OfficeSecret) throws(StorageError) -> ContactDesk {
        ContactDesk(
            secret: secret, identity: try store.identity(), days: daysAsked, erase: erasures.add)
    }

    /// Something was erased otherwise: the log is emptied at the next ``work(in:at:)``.
    func noteErasure() {
        state.withLock { $0.mustEmptyLog = true }
    }

    func work(in store: Store, at now: Timestamp) throws(StorageError) {
        let (told, failure) = erasures.work(in: store, at: now)
        // Told in the end, when the log is empty; and also where something else fails.
        defer { for (completion, erasure) in told { completion(erasure) } }
        if let failure { throw failure }
        var hasErased = told.contains { $0.erasure == .erased }
        let uptime = sinceStart()
        let isDue = state.withLock { state in
            guard uptime >= state.nextLook else { return false }
            state.nextLook = uptime + Self.dayMilliseconds
            return true
        }
        if isDue, try sweep(store, at: now) > 0 { hasErased = true }
        let mustEmptyLog = state.withLock { state in
            if hasErased { state.mustEmptyLog = true }
            return state.mustEmptyLog
        }
        guard mustEmptyLog, try store.emptyLog() else { return }
        state.withLock { $0.mustEmptyLog = false }
    }

    private func sweep(_ store: Store, at now: Timestamp) throws(StorageError) -> Int {
        func ago(_ days: Int) -> Timestamp {
            Timestamp(milliseconds: now.milliseconds - Int64(days) * Self.dayMilliseconds)
        }
        return try store.dropContacts(given: ago(days), done: ago(min(days, Self.doneDays)))
    }
}
