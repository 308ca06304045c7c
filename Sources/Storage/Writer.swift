/// The store as the writer thread uses it: batches that fail as a whole or not at all, and a disk
/// that is looked at, doubted after an error, and tried again.
final class Writer {
    /// How often a damaged store is looked at anew, in looks.
    private static let looksBetweenTrials = 60

    private let store: Store
    private let ballast: Ballast
    private let space: () -> DiskSpace?
    private let observe: (IntakeEvent) -> Void
    private(set) var condition = IntakeCondition.storing
    private var looks = 0
    /// When it was last looked at.
    private(set) var disk: DiskSpace?

    init(
        _ store: Store, space: @escaping () -> DiskSpace?,
        observe: @escaping (IntakeEvent) -> Void
    ) {
        self.store = store
        self.space = space
        self.observe = observe
        ballast = Ballast(store.folder)
    }

    /// Appends a batch; where an answer and not the disk is at fault, each for itself.
    ///
    /// - Returns: one outcome for each
    func append(_ arrivals: [Arrival]) -> [Intake.Outcome] {
        if case .failing(let error) = condition { return arrivals.map { _ in .failed(error) } }
        do throws(StorageError) {
            let outcomes = try store.append(arrivals, quarantines: true)
            // What was committed to a file that nobody can find again is not kept.
            guard !store.hasMoved else { throw .moved(path: store.folder.path) }
            return outcomes.map { .done($0) }
        } catch {
            guard error.isOfDisk || arrivals.count == 1 else {
                // One answer is at fault, and the others shall not suffer for it.
                return arrivals.flatMap { append([$0]) }
            }
            if error.isOfDisk || error.isDamage { fail(error) }
            return arrivals.map { _ in .failed(error) }
        }
    }

    /// Does something besides answers with the store, while that can be written.
    ///
    /// What fails on the disk fails for answers too; anything else is the work's own affair.
    func work(_ body: (Store) throws(StorageError) -> Void) {
        guard condition == .storing else { return }
        do throws(StorageError) {
            guard !store.hasMoved else { throw .moved(path: store.folder.path) }
            try body(store)
        } catch {
            if error.isOfDisk || error.isDamage { fail(error) }
        }
    }

    /// How long the last commit took to reach the disk, once.
    func takeSyncSeconds() -> Double? { store.takeSyncSeconds() }

    /// Looks at the room on the disk, and tries a disk that has failed once more.
    func look() {
        looks += 1
        disk = space()
        if condition == .storing { lookForFiles() }
        if let disk {
            if disk.isNearlyNone { giveUpBallast() }
            if !ballast.isHeld, disk.hasRoomForBallast, ballast.hold(bytes: disk.ballastBytes) {
                observe(.ballastHeld)
            }
            guard disk.isEnough else {
                // A disk that refuses says more than one that is only short of room.
                if case .failing = condition { return }
                condition = .diskFull
                return
            }
        }
        switch condition {
        case .storing: break
        case .diskFull: condition = .storing
        case .failing: recover()
        }
    }

    func close() {
        do throws(StorageError) {
            try store.close()
        } catch {
            observe(.leftOpen(error))
        }
    }

    private func fail(_ error: StorageError) {
        condition = .failing(error)
        if error.isFullDisk { giveUpBallast() }
    }

    /// Files that somebody takes away are missed at once and not with the next answer.
    private func lookForFiles() {
        do throws(StorageError) {
            guard !store.hasMoved else { throw .moved(path: store.folder.path) }
            guard store.hasLostLog else { return }
            // Nobody finds the log any more but we: it is folded back, and a new one begun.
            try store.close()
            try store.reopen()
            observe(.logRestored)
        } catch {
            fail(error)
        }
    }

    /// What the failed write left in the system's memory may not be on the disk, although the
    /// system takes it to be: nothing of it is trusted, the store is opened anew from the file.
    private func recover() {
        do throws(StorageError) {
            guard !store.hasMoved else { throw .moved(path: store.folder.path) }
            let known = store.losses.count
            if case .failing(let error) = condition, error.isDamage {
                // Trying takes a reading of the whole file, so not every time.
                guard looks % Self.looksBetweenTrials == 0 else { return }
                try store.reopen()
                guard try store.isWhole() else { return }
            } else {
                try store.reopen()
            }
            for loss in store.losses.dropFirst(known) { observe(.lost(loss)) }
            try store.probe()
            condition = .storing
        } catch {
            condition = .failing(error)
        }
    }

    private func giveUpBallast() {
        if ballast.giveUp() { observe(.ballastGivenUp) }
    }
}
