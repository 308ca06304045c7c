public import Survey

/// Kiosks and tablets: who may prove itself, where each stands, how it is set.
extension Store {
    public func devices() throws(StorageError) -> [Device] { try database.devices() }

    /// What each device last said of itself, by its code.
    public func sightings() throws(StorageError) -> [String: DeviceSighting] {
        try database.sightings()
    }

    /// Keeps a device that was just paired, with its bindings and settings.
    ///
    /// - Parameter retires: a device whose work it takes over, which is retired in the same step
    public func add(_ device: Device, retires: Device? = nil) throws(StorageError) {
        try transaction { () throws(StorageError) in
            try change(.device) { () throws(StorageError) in
                try database.run(
                    SQL.addDevice, .text(device.code), .blob(device.salt),
                    .integer(device.pairedAt.milliseconds), .text(device.replaces),
                    .integer(device.settingsVersion), .text(Self.text(of: device.settings)))
            }
            for binding in device.bindings { try add(binding, to: device.code) }
            if let retires, !retires.isRetired {
                try add(
                    DeviceBinding(place: nil, name: retires.name, since: device.pairedAt),
                    to: retires.code)
            }
            return ((), true)
        }
    }

    /// Adds to where a device stood: another place or name, or none from when on it is retired.
    public func add(_ binding: DeviceBinding, to device: String) throws(StorageError) {
        try change(.binding) { () throws(StorageError) in
            try database.run(
                SQL.addBinding, .text(device), .text(binding.place), .text(binding.name),
                .integer(binding.since.milliseconds))
        }
    }

    /// Sets devices anew; the version of each goes up by one.
    ///
    /// - Parameters:
    ///   - settings: by the device's code
    ///   - initial: for devices that are paired later; nil leaves that
    public func set(
        _ settings: [String: DeviceSettings], initial: DeviceSettings?
    ) throws(StorageError) {
        try transaction { () throws(StorageError) in
            try change(.device) { () throws(StorageError) in
                for (code, settings) in settings {
                    try database.run(
                        SQL.setDeviceSettings, .text(code), .text(Self.text(of: settings)))
                }
            }
            if let initial { try set(.deviceSettings, to: Self.text(of: initial)) }
            return ((), true)
        }
    }

    /// What a device is set to that is paired now.
    public func initialDeviceSettings() throws(StorageError) -> DeviceSettings {
        try database.setting(.deviceSettings).flatMap { Database.settings(of: $0) }
            ?? DeviceSettings()
    }

    /// Writes down what devices said of themselves, in one transaction.
    public func note(_ sightings: [(device: String, DeviceSighting)]) throws(StorageError) {
        guard !sightings.isEmpty else { return }
        try change(.sighting) { () throws(StorageError) in
            for (device, sighting) in sightings {
                try database.run(
                    SQL.putSighting, .text(device), .integer(sighting.at.milliseconds),
                    .integer(sighting.queue),
                    sighting.oldest.map { .integer($0.milliseconds) } ?? .null,
                    .integer(sighting.rejected), .text(sighting.version),
                    .integer(sighting.settingsVersion), .integer(sighting.skewMilliseconds),
                    .integer(sighting.sequence),
                    .integer(sighting.isStoragePersisted ? 1 : 0),
                    .integer(sighting.isContextSecure ? 1 : 0),
                    .integer(sighting.isStorageFailing ? 1 : 0))
            }
        }
    }

    private static func text(of settings: DeviceSettings) -> String {
        JSON.object(settings.members).text()
    }
}

extension StoreReader {
    public func devices() throws(StorageError) -> [Device] { try database.devices() }

    /// What each device last said of itself, by its code.
    public func sightings() throws(StorageError) -> [String: DeviceSighting] {
        try database.sightings()
    }

    /// The numbers of each device's stored answers, by its code. Reads the trace of every answer.
    public func deviceTraces() throws(StorageError) -> [String: DeviceTrace] {
        var traces: [String: DeviceTrace] = [:]
        try database.each(SQL.deviceTraces) { row in
            traces[row.text(0)] = DeviceTrace(
                answers: Int(row.integer(1)), numbered: Int(row.integer(2)),
                distinct: Int(row.integer(3)), lowest: row.optionalInteger(4),
                highest: row.optionalInteger(5))
        }
        return traces
    }
}

extension Database {
    /// Every device with its bindings, by code. One whose row was damaged is as good as none, and
    /// `verify` names the table.
    fileprivate func devices() throws(StorageError) -> [Device] {
        var bindings: [String: [DeviceBinding]] = [:]
        try each(SQL.bindings) { row in
            bindings[row.text(1), default: []].append(
                DeviceBinding(
                    place: row.optionalText(2), name: row.text(3),
                    since: Timestamp(milliseconds: row.integer(4))))
        }
        var devices: [Device] = []
        try each(SQL.devices) { row in
            let salt = row.blob(1)
            guard let stood = bindings[row.text(0)], salt.count == 16,
                let settings = Self.settings(of: row.text(5))
            else { return }
            devices.append(
                Device(
                    code: row.text(0), salt: salt,
                    pairedAt: Timestamp(milliseconds: row.integer(2)),
                    replaces: row.optionalText(3), settings: settings,
                    settingsVersion: Int(row.integer(4)), bindings: stood))
        }
        return devices
    }

    fileprivate func sightings() throws(StorageError) -> [String: DeviceSighting] {
        var sightings: [String: DeviceSighting] = [:]
        try each(SQL.sightings) { row in
            sightings[row.text(0)] = DeviceSighting(
                at: Timestamp(milliseconds: row.integer(1)), queue: Int(row.integer(2)),
                oldest: row.optionalInteger(3).map { Timestamp(milliseconds: Int64($0)) },
                rejected: Int(row.integer(4)), version: row.text(5),
                settingsVersion: Int(row.integer(6)), skewMilliseconds: row.integer(7),
                sequence: Int(row.integer(8)), isStoragePersisted: row.integer(9) != 0,
                isContextSecure: row.integer(10) != 0, isStorageFailing: row.integer(11) != 0)
        }
        return sightings
    }

    fileprivate static func settings(of text: String) -> DeviceSettings? {
        do throws(JSONFault) {
            return DeviceSettings(try JSONParser.parse(Array(text.utf8)))
        } catch {
            return nil
        }
    }
}
