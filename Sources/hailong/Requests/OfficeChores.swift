internal import Secrets
internal import Storage
internal import Survey
internal import Web

/// What the writer thread of a server does besides answers, once a second: what commands ask for,
/// what citizens erase, writing down which devices were seen, and taking answers that nobody goes
/// on with as partial.
struct OfficeChores: Sendable {
    private let box: RequestBox?
    private let register: Register
    private let devices: DeviceDesk
    private let contacts: ContactKeeper
    /// How long what was saved of an answer waits for its sending.
    private let draftMinutes: Int
    private let now: @Sendable () -> Timestamp
    private let log: ServiceLog

    /// - Parameters:
    ///   - box: nil where commands cannot ask
    ///   - draftMinutes: how long what was saved of an answer waits for its sending
    init(
        box: RequestBox?, register: Register, devices: DeviceDesk, contacts: ContactKeeper,
        draftMinutes: Int,
        now: @escaping @Sendable () -> Timestamp, log: ServiceLog
    ) {
        self.box = box
        self.register = register
        self.devices = devices
        self.contacts = contacts
        self.draftMinutes = draftMinutes
        self.now = now
        self.log = log
        if box == nil { log.noteNoRequests() }
    }

    /// The office's devices as its store has them.
    static func desk(
        _ store: Store, secret: OfficeSecret
    ) throws(StorageError) -> DeviceDesk {
        DeviceDesk(
            secret: secret, devices: try store.devices(), sightings: try store.sightings(),
            uptime: ServerClock.sinceStart)
    }

    @Sendable func run(_ store: Store, isLast: Bool) throws(StorageError) {
        var failure: StorageError?
        for taken in box?.take() ?? [] {
            do throws(StorageError) {
                // After an error nothing more is tried, and every command hears of it.
                if let failure { throw failure }
                try perform(taken, in: store)
            } catch {
                box?.answer(taken, OfficeAnswer(Failure(error, in: taken.language)))
                failure = error
            }
        }
        if let failure { throw failure }
        try contacts.work(in: store, at: now())
        try store.note(devices.sightingsToNote(isLast: isLast))
        let moment = now()
        let limit = moment.milliseconds - Int64(draftMinutes) * 60_000
        try store.settleDrafts(
            savedBefore: Timestamp(milliseconds: limit), by: register, at: moment)
    }

    private func perform(_ taken: RequestBox.Taken, in store: Store) throws(StorageError) {
        let say = taken.language
        guard let request = taken.request else {
            let failure = Failure(
                .usage,
                say(
                    "Máy chủ không hiểu yêu cầu. Dùng cùng một bản hailong.",
                    "The server does not understand the request. Use the same release."))
            box?.answer(taken, OfficeAnswer(failure))
            return
        }
        let clerk = OfficeClerk(register: register, desk: devices, now: now(), say: say)
        let answer = try clerk.perform(request, attachment: taken.attachment, in: store)
        if case .contactErase = request { contacts.noteErasure() }
        if answer.exit == 0 { for line in answer.output { log.note(request: line) } }
        box?.answer(taken, answer)
    }
}
