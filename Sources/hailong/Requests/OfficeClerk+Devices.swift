internal import Secrets
internal import Storage
internal import Survey
internal import Web

/// Pairing, moving, setting and retiring. Nothing that was is taken away: a device that is replaced
/// or retired keeps its history and its answers.
extension OfficeClerk {
    private func device(_ code: String, in store: Store) throws(StorageError) -> Device? {
        try store.devices().first { $0.code == code }
    }

    func pair(
        _ typed: String, at place: String, name: String?, replaces: String?, in store: Store
    ) throws(StorageError) -> OfficeAnswer {
        guard let place = register.place(place) else { return unknown(place: place) }
        guard let desk else { return noServer }
        guard let code = PlainCode.typed(typed) else { return noCode(typed) }
        guard let waiting = desk.placeWaiting(under: code) else { return notShown(code) }
        guard waiting == place.code else { return shownElsewhere(code, waiting, place.code) }
        var before: Device?
        if let replaces {
            before = try device(replaces, in: store)
            if before == nil { return unknown(device: replaces) }
        }
        let called = name.map { DeviceBinding.name(typed: $0) }
        if case .some(nil) = called { return badName }
        guard try store.devices().count < Device.countMax else {
            return refusal(
                "Đã có \(Device.countMax) thiết bị, không thêm được.",
                "There have been \(Device.countMax) devices, no more can be added.")
        }
        let binding = DeviceBinding(
            place: place.code,
            name: called.flatMap { $0 } ?? before?.name ?? DeviceBinding.name(typed: place.name)
                ?? place.code,
            since: now)
        let settings =
            if let before { before.settings } else { try store.initialDeviceSettings() }
        let device = Device(
            code: Device.makeCode(random: Randomness.bytes(PlainCode.randomBytes)),
            salt: Randomness.bytes(16), pairedAt: now, replaces: before?.code,
            settings: settings, settingsVersion: 1, bindings: [binding])
        try store.add(device, retires: before)
        // Requests know it before it has its key: it may use that at once.
        desk.update(try store.devices())
        desk.bind(code, to: device.code)
        return OfficeAnswer(output: ["paired \(device.code)"])
    }

    func retire(_ code: String, in store: Store) throws(StorageError) -> OfficeAnswer {
        guard let device = try device(code, in: store) else { return unknown(device: code) }
        guard !device.isRetired else { return OfficeAnswer(output: ["already \(code)"]) }
        try store.add(DeviceBinding(place: nil, name: device.name, since: now), to: code)
        return OfficeAnswer(output: ["retired \(code)"])
    }

    func move(
        _ code: String, to place: String?, name: String?, in store: Store
    ) throws(StorageError) -> OfficeAnswer {
        guard let device = try device(code, in: store) else { return unknown(device: code) }
        guard let stands = device.place else { return retired(device) }
        if let place, register.place(place) == nil { return unknown(place: place) }
        let called = name.map { DeviceBinding.name(typed: $0) }
        if case .some(nil) = called { return badName }
        let binding = DeviceBinding(
            place: place ?? stands, name: called.flatMap { $0 } ?? device.name, since: now)
        guard binding.place != stands || binding.name != device.name else {
            return OfficeAnswer(output: ["already \(code)"])
        }
        try store.add(binding, to: code)
        return OfficeAnswer(output: ["moved \(code)"])
    }

    func set(
        _ code: String, _ change: DeviceChange, in store: Store
    ) throws(StorageError) -> OfficeAnswer {
        guard let device = try device(code, in: store) else { return unknown(device: code) }
        guard !device.isRetired else { return retired(device) }
        guard let changed = change.applied(to: device.settings) else { return contradiction }
        try store.set([code: changed], initial: nil)
        return OfficeAnswer(output: ["set \(code)"])
    }

    /// Every device in use, and those that are paired from now on.
    func setAll(_ change: DeviceChange, in store: Store) throws(StorageError) -> OfficeAnswer {
        guard let initial = change.applied(to: try store.initialDeviceSettings()) else {
            return contradiction
        }
        var settings: [String: DeviceSettings] = [:]
        for device in try store.devices() where !device.isRetired {
            guard let changed = change.applied(to: device.settings) else { return contradiction }
            settings[device.code] = changed
        }
        try store.set(settings, initial: initial)
        return OfficeAnswer(output: ["set \(settings.count)"])
    }

    // MARK: Codes that lead nowhere

    private func noCode(_ typed: String) -> OfficeAnswer {
        refusal(
            "“\(typed)” không phải mã ghép; mã có dạng K7P4-2M9X.",
            "“\(typed)” is no pairing code; one looks like K7P4-2M9X.")
    }

    private func notShown(_ code: String) -> OfficeAnswer {
        let shown = PlainCode.shown(code)
        return refusal(
            "Không có thiết bị nào đang hiện mã \(shown). Mã chỉ dùng được trong 30 phút; "
                + "xem lại màn hình của thiết bị.",
            "No device shows the code \(shown). A code is good for 30 minutes; look at the "
                + "device's screen again.")
    }

    private func shownElsewhere(
        _ code: String, _ waiting: String, _ asked: String
    ) -> OfficeAnswer {
        let shown = PlainCode.shown(code)
        return refusal(
            "Mã \(shown) hiện ở điểm “\(waiting)”, không phải “\(asked)”. "
                + "Mở trang kiosk của đúng điểm trên thiết bị.",
            "The code \(shown) is shown at the place “\(waiting)” and not at “\(asked)”. "
                + "Open the right place's kiosk page on the device.")
    }
}
