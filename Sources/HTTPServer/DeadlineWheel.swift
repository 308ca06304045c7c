import Glibc

/// Connections ordered by deadline: a ring of lists, one a tick.
///
/// Filing, moving and removing cost O(1), so that a deadline may change three times a
/// request with 10,000 connections open. A later deadline is only noted; the record moves
/// when its old tick comes.
final class DeadlineWheel {
    /// How exact deadlines are: they end up to this much late, never early.
    static let tickMilliseconds: Int64 = 25
    private static let slotCount = 512

    private var heads = [ConnectionRecord.Pointer?](repeating: nil, count: slotCount)
    /// Every list up to this tick is empty.
    private var currentTick: Int64

    init(now: Int64) {
        currentTick = now / Self.tickMilliseconds
    }

    /// Milliseconds of a clock that never jumps.
    static func milliseconds() -> Int64 { microseconds() / 1000 }

    /// The same, finer.
    static func microseconds() -> Int64 {
        var time = timespec()
        clock_gettime(CLOCK_MONOTONIC, &time)
        return Int64(time.tv_sec) * 1_000_000 + Int64(time.tv_nsec) / 1000
    }

    /// Sets a record's deadline and files it under it.
    func schedule(_ record: ConnectionRecord.Pointer, at deadline: Int64) {
        record.pointee.deadline = deadline
        let due = (deadline + Self.tickMilliseconds - 1) / Self.tickMilliseconds
        // One short of a full turn, lest the list being emptied fills again.
        let tick = min(max(due, currentTick + 1), currentTick + Int64(Self.slotCount) - 1)
        if record.pointee.tick != 0 {
            if record.pointee.tick <= tick { return }
            remove(record)
        }
        let slot = Self.slot(tick)
        record.pointee.tick = tick
        record.pointee.previous = nil
        record.pointee.next = heads[slot]
        heads[slot]?.pointee.previous = record
        heads[slot] = record
    }

    /// Takes a record out; does nothing if it is not in.
    func remove(_ record: ConnectionRecord.Pointer) {
        guard record.pointee.tick != 0 else { return }
        if let previous = record.pointee.previous {
            previous.pointee.next = record.pointee.next
        } else {
            heads[Self.slot(record.pointee.tick)] = record.pointee.next
        }
        record.pointee.next?.pointee.previous = record.pointee.previous
        record.pointee.next = nil
        record.pointee.previous = nil
        record.pointee.tick = 0
    }

    /// Takes out one record whose deadline has passed, or returns nil when none is left.
    func popExpired(now: Int64) -> ConnectionRecord.Pointer? {
        let last = now / Self.tickMilliseconds
        while true {
            let slot = Self.slot(currentTick)
            while let record = heads[slot] {
                remove(record)
                if record.pointee.deadline <= now { return record }
                schedule(record, at: record.pointee.deadline)
            }
            guard currentTick < last else { return nil }
            currentTick += 1
        }
    }

    /// How long until a list must be looked at, at most `most`.
    func waitMilliseconds(now: Int64, most: Int64) -> Int64 {
        var tick = currentTick + 1
        while tick * Self.tickMilliseconds < now + most {
            if heads[Self.slot(tick)] != nil { return max(0, tick * Self.tickMilliseconds - now) }
            tick += 1
        }
        return most
    }

    /// Every record that is filed; costs their number.
    var all: [ConnectionRecord.Pointer] {
        var found: [ConnectionRecord.Pointer] = []
        for head in heads {
            var next = head
            while let record = next {
                found.append(record)
                next = record.pointee.next
            }
        }
        return found
    }

    private static func slot(_ tick: Int64) -> Int { Int(tick & Int64(slotCount - 1)) }
}
