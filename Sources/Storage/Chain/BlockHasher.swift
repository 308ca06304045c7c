internal import Glibc
internal import Secrets

/// Makes the links of blocks on a thread of its own, while whoever reads goes on reading.
///
/// A block is hashed from the kept link before it, so that blocks do not wait for each other.
/// Finished blocks are taken back in the order in which they were given. Used by one thread.
final class BlockHasher {
    /// Blocks given and not taken back, at most: what is read ahead of the hashing.
    static let waitingMax = 64

    /// One block's leaves, one behind the other, and what they are compared with.
    struct Block: Sendable {
        /// The link before the first leaf.
        var start: HashChain
        var leaves: [UInt8] = []
        /// Where each leaf ends.
        var ends: [Int] = []
        /// The leaf after which the link shall be ``markLink``.
        var markedLeaf: Int?
        var markLink: [UInt8] = []

        init(after start: HashChain) {
            self.start = start
            // Most blocks are no longer, and grow to this in many steps.
            leaves.reserveCapacity(32_768)
            ends.reserveCapacity(Int(AnswerChain.blockRows))
        }

        mutating func append(_ leaf: [UInt8]) {
            leaves.append(contentsOf: leaf)
            ends.append(leaves.count)
        }

        func hashed() -> Result {
            var chain = start
            var holdsMark = false
            var begin = 0
            for (number, end) in ends.enumerated() {
                chain.append(leaves.span.extracting(begin..<end))
                if number == markedLeaf { holdsMark = chain.isAt(markLink) }
                begin = end
            }
            return Result(chain: chain, holdsMark: holdsMark)
        }
    }

    /// What became of a block.
    struct Result: Sendable {
        let chain: HashChain
        /// Whether the link was ``Block/markLink`` where it was to be.
        let holdsMark: Bool
    }

    private enum Slot { case given(Block), done(Result) }

    /// What both threads touch, under the mutex alone.
    ///
    /// Safe because every access stands between a lock and an unlock, and the system's own two are
    /// made for several threads.
    private final class Shared: @unchecked Sendable {
        let mutex = UnsafeMutablePointer<pthread_mutex_t>.allocate(capacity: 1)
        let changed = UnsafeMutablePointer<pthread_cond_t>.allocate(capacity: 1)
        /// By number, which ascends.
        var slots: [Int: Slot] = [:]
        /// The next block to be hashed.
        var next = 0
        var isEnding = false

        init() {
            pthread_mutex_init(mutex, nil)
            pthread_cond_init(changed, nil)
        }

        deinit {
            pthread_cond_destroy(changed)
            pthread_mutex_destroy(mutex)
            changed.deallocate()
            mutex.deallocate()
        }

        func locked<Value>(_ body: (Shared) -> Value) -> Value {
            pthread_mutex_lock(mutex)
            defer { pthread_mutex_unlock(mutex) }
            let value = body(self)
            pthread_cond_broadcast(changed)
            return value
        }

        /// Waits until a body gives something.
        func wait<Value>(_ body: (Shared) -> Value?) -> Value {
            pthread_mutex_lock(mutex)
            defer { pthread_mutex_unlock(mutex) }
            while true {
                if let value = body(self) { return value }
                pthread_cond_wait(changed, mutex)
            }
        }
    }

    private let shared = Shared()
    /// Nil where the system gave none: blocks are then hashed where they are taken back.
    private var thread: pthread_t?
    private var given = 0
    private var taken = 0

    init() {
        var handle = pthread_t()
        let retained = Unmanaged.passRetained(shared)
        let code = pthread_create(
            &handle, nil,
            { context in
                guard let context else { return nil }
                BlockHasher.work(Unmanaged<Shared>.fromOpaque(context).takeRetainedValue())
                return nil
            }, retained.toOpaque())
        if code == 0 { thread = handle } else { retained.release() }
    }

    deinit {
        shared.locked { $0.isEnding = true }
        if let thread { pthread_join(thread, nil) }
    }

    /// How many were given and not taken back.
    var waiting: Int { given - taken }

    func give(_ block: Block) {
        shared.locked { $0.slots[given] = .given(block) }
        given += 1
    }

    /// The oldest block that was not taken back; waits for it.
    func take() -> Result {
        precondition(waiting > 0, "no block was given")
        let number = taken
        taken += 1
        guard thread != nil else {
            guard case .given(let block) = shared.slots.removeValue(forKey: number) else {
                preconditionFailure("a block was lost")
            }
            return block.hashed()
        }
        return shared.wait { shared in
            guard case .done(let result) = shared.slots[number] else { return nil }
            shared.slots[number] = nil
            return result
        }
    }

    private static func work(_ shared: Shared) {
        while true {
            let block: Block? = shared.wait { shared in
                if shared.isEnding { return .some(nil) }
                guard case .given(let block) = shared.slots[shared.next] else { return nil }
                return block
            }
            guard let block else { return }
            let result = block.hashed()
            shared.locked { shared in
                shared.slots[shared.next] = .done(result)
                shared.next += 1
            }
        }
    }
}
