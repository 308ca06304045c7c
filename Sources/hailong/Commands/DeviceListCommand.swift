internal import ArgumentParser
internal import Storage
internal import Survey

/// `hailong device list`: every device, how it is doing, and whether its answers are all there.
struct DeviceListCommand: OfficeCommand {
    /// How the list is written.
    enum Format: String, ExpressibleByArgument, CaseIterable {
        case json, text
    }

    static let configuration = CommandConfiguration(
        commandName: "list", abstract: "Danh sách thiết bị. / The devices.")

    @OptionGroup var data: DataOption
    @Option(help: "json, text (default: text on a terminal, else json)")
    var format: Format = Terminal.isOutput ? .text : .json
    @OptionGroup var languageOption: LanguageOption

    /// One device with everything that is known of it.
    private struct Row {
        let device: Device
        let sighting: DeviceSighting?
        let trace: DeviceTrace?
        let state: DeviceState
    }

    func perform(in say: Language) throws(Failure) {
        let reader = try OpenOffice.reader(data.path, in: say)
        let now = OpenOffice.now()
        let rows = try OpenOffice.reading(in: say) { () throws(StorageError) in
            try reader.snapshot { () throws(StorageError) in
                let (sightings, traces) = (try reader.sightings(), try reader.deviceTraces())
                return try reader.devices().map { device in
                    Row(
                        device: device, sighting: sightings[device.code],
                        trace: traces[device.code],
                        state: DeviceState(
                            of: device, lastSeen: sightings[device.code]?.at, at: now,
                            offset: OpenOffice.offset))
                }
            }
        }
        switch format {
        case .json:
            let list = JSON.object([
                ("schema", .string("hailong.devices/1")), ("devices", .array(rows.map(Self.json))),
            ])
            try OutputFile(nil, in: say).write(list.text(indented: true))
        case .text:
            for row in rows { try Terminal.say(Self.line(row, say), in: say) }
        }
        warn(of: rows, say)
    }

    private static func json(_ row: Row) -> JSON {
        let (device, seen, trace) = (row.device, row.sighting, row.trace)
        let members: [(String, JSON)] = [
            ("device", .string(device.code)), ("name", .string(device.name)),
            ("place", .string(device.place)), ("state", .string(row.state.rawValue)),
            ("pairedAt", moment(device.pairedAt)), ("lastSeen", moment(seen?.at)),
            ("queue", .integer(seen?.queue)), ("oldest", moment(seen?.oldest)),
            ("rejected", .integer(seen?.rejected)), ("version", .string(seen?.version)),
            ("skewSeconds", .number(seen.map { Double($0.skewMilliseconds) / 1000 })),
            ("settingsVersion", .integer(device.settingsVersion)),
            ("settingsFollowed", .integer(seen?.settingsVersion)),
            ("storagePersisted", seen.map { .bool($0.isStoragePersisted) } ?? .null),
            ("secureContext", seen.map { .bool($0.isContextSecure) } ?? .null),
            ("storageFault", seen.map { .bool($0.isStorageFailing) } ?? .null),
            ("sequence", .integer(seen?.sequence)),
            ("answers", .integer(trace?.answers ?? 0)), ("highest", .integer(trace?.highest)),
            ("missing", .integer(trace?.missing ?? 0)), ("forks", .integer(trace?.forks ?? 0)),
            ("heldForReview", .bool((trace?.forks ?? 0) > 0)),
            ("settings", .object(device.settings.members.filter { $0.0 != "pinHash" })),
            ("replaces", .string(device.replaces)), ("history", .array(history(of: device))),
        ]
        return .object(members)
    }

    /// Where it stood from when to when; the last one is open while it is in use.
    private static func history(of device: Device) -> [JSON] {
        device.bindings.indices.compactMap { index in
            let binding = device.bindings[index]
            guard let place = binding.place else { return nil }
            let end = index + 1 < device.bindings.count ? device.bindings[index + 1].since : nil
            return .object([
                ("place", .string(place)), ("name", .string(binding.name)),
                ("from", moment(binding.since)), ("to", moment(end)),
            ])
        }
    }

    private static func moment(_ moment: Timestamp?) -> JSON {
        .string(moment?.rfc3339(at: OpenOffice.offset))
    }

    private static func line(_ row: Row, _ say: Language) -> String {
        let (seen, trace) = (row.sighting, row.trace)
        func count(_ number: Int?, _ words: String) -> String { "\(number ?? 0) \(words)" }
        var fields = [
            row.device.code, words(row.state, say), row.device.place ?? "–", row.device.name,
            seen.map { $0.at.rfc3339(at: OpenOffice.offset) } ?? say("chưa thấy", "never seen"),
            count(seen?.queue, say("chờ gửi", "waiting")),
            count(trace?.answers, say("phiếu", "answers")),
            count(trace?.missing, say("số thiếu", "missing")),
            seen?.version ?? "–",
        ]
        if let forks = trace?.forks, forks > 0 {
            fields.append(count(forks, say("TRÙNG SỐ, cần xem", "SAME NUMBER, held for review")))
        }
        if seen?.isStorageFailing == true {
            fields.append(say("KHÔNG LƯU ĐƯỢC", "CANNOT STORE"))
        }
        return fields.joined(separator: "\t")
    }

    private static func words(_ state: DeviceState, _ say: Language) -> String {
        switch state {
        case .inUse: say("đang dùng", "in use")
        case .silent: say("im lặng", "silent")
        case .retired: say("ngừng dùng", "retired")
        }
    }

    /// What an operator should look into.
    private func warn(of rows: [Row], _ say: Language) {
        for row in rows where (row.trace?.forks ?? 0) > 0 {
            Terminal.warn(
                say(
                    "\(row.device.code): hai máy dùng chung một khóa (ổ đĩa bị sao chép?). "
                        + "Ngừng dùng thiết bị này rồi ghép lại từng máy.",
                    "\(row.device.code): two machines use one key (a copied disk?). "
                        + "Retire it and pair each machine anew."))
        }
        for row in rows where row.sighting?.isStorageFailing == true {
            Terminal.warn(
                say(
                    "\(row.device.code): kiosk không ghi được vào đĩa, người dân có thể không trả "
                        + "lời được. Xem góc cán bộ trên màn hình.",
                    "\(row.device.code): the kiosk cannot write to its disk, and people may not be "
                        + "able to answer. Look at its corner for staff."))
        }
    }
}
