internal import Storage
internal import Survey
internal import Synchronization
internal import Web

/// Codes that citizens have typed and confirmed, on their way to the writer thread.
final class ErasureQueue: Sendable {
    typealias Completion = @Sendable (ContactDesk.Erasure) -> Void
    /// Codes that may wait.
    static let countMax = 64

    private let waiting = Mutex<[(code: ReceiptCode, completion: Completion)]>([])

    /// - Parameter completion: called once, on the writer thread
    /// - Returns: false where too many wait
    func add(_ code: ReceiptCode, _ completion: @escaping Completion) -> Bool {
        waiting.withLock { waiting in
            guard waiting.count < Self.countMax else { return false }
            waiting.append((code, completion))
            return true
        }
    }

    /// Erases what waits.
    ///
    /// - Returns: who is to be told what, when nothing of it is left on the disk
    func work(
        in store: Store, at now: Timestamp
    ) -> (told: [(completion: Completion, erasure: ContactDesk.Erasure)], failure: StorageError?) {
        let taken = waiting.withLock { waiting in
            defer { waiting = [] }
            return waiting
        }
        var told: [(completion: Completion, erasure: ContactDesk.Erasure)] = []
        var failure: StorageError?
        for (code, completion) in taken {
            // After an error nothing more is tried.
            var erasure = ContactDesk.Erasure.failed
            if failure == nil {
                do throws(StorageError) {
                    let isKnown = try store.erase(.code(code), at: now) != .nothing
                    erasure = isKnown ? .erased : .unknown
                } catch {
                    failure = error
                }
            }
            told.append((completion, erasure))
        }
        return (told, failure)
    }
}
