internal import Secrets
internal import Storage
internal import Survey
internal import Web

/// Does what a command asks for, in a running server or in the command's own process: the one place
/// that changes devices, closes months and lets contacts go.
struct OfficeClerk {
    let register: Register
    /// The running server's devices; nil where none runs. Only a server knows who shows a code.
    let desk: DeviceDesk?
    let now: Timestamp
    let say: Language

    /// - Parameter attachment: the path of the file that goes with the request
    /// - Throws: only what the store throws; everything else is an answer
    func perform(
        _ request: OfficeRequest, attachment: String, in store: Store
    ) throws(StorageError) -> OfficeAnswer {
        let answer =
            switch request {
            case .pair(let code, let place, let name, let replaces):
                try pair(code, at: place, name: name, replaces: replaces, in: store)
            case .retire(let device): try retire(device, in: store)
            case .move(let device, let place, let name):
                try move(device, to: place, name: name, in: store)
            case .set(let device?, let change): try set(device, change, in: store)
            case .set(nil, let change): try setAll(change, in: store)
            case .close(let month): try close(month, in: store)
            case .contactDone(let contact): try finish(contact, in: store)
            case .contactErase(let contact): try erase(contact, in: store)
            case .importOutbox(let name, let isUnsigned):
                try load(attachment, name: name, isUnsigned: isUnsigned, in: store)
            }
        desk?.update(try store.devices())
        return answer
    }

    private func load(
        _ path: String, name: String, isUnsigned: Bool, in store: Store
    ) throws(StorageError) -> OfficeAnswer {
        guard let desk else { return noServer }
        let input: InputFile
        do throws(Failure) {
            input = try InputFile(path, in: say)
        } catch {
            return OfficeAnswer(error)
        }
        let importer = OutboxImporter(
            store: store, register: register, desk: desk, now: now, say: say)
        return try importer.run(input.bytes, name: name, isUnsigned: isUnsigned)
    }

    // MARK: What cannot be done, and what to do instead

    func unknown(place: String) -> OfficeAnswer {
        refusal(
            "Không có điểm “\(place)”. Xem: hailong places",
            "There is no place “\(place)”. See: hailong places")
    }

    func unknown(device: String) -> OfficeAnswer {
        refusal(
            "Không có thiết bị “\(device)”. Xem: hailong device list",
            "There is no device “\(device)”. See: hailong device list")
    }

    func retired(_ device: Device) -> OfficeAnswer {
        refusal(
            "Thiết bị “\(device.code)” đã ngừng dùng. Hãy ghép lại như thiết bị mới.",
            "The device “\(device.code)” is retired. Pair it again as a new one.")
    }

    var badName: OfficeAnswer {
        let most = DeviceBinding.nameGraphemesMax
        return refusal(
            "Tên thiết bị phải có 1–\(most) ký tự trên một dòng.",
            "A device's name has 1–\(most) characters on one line.")
    }

    var contradiction: OfficeAnswer {
        refusal(
            "Thiết lập không khớp nhau: --default-language phải có trong --languages; "
                + "--opens và --closes đi cùng nhau, giờ mở trước giờ đóng.",
            "The settings contradict each other: --default-language must be one of --languages; "
                + "--opens and --closes go together, the first before the second.")
    }

    var noServer: OfficeAnswer {
        OfficeAnswer(
            Failure(
                .tryAgain,
                say(
                    "Máy chủ chưa chạy. Mã ghép do máy chủ cấp: chạy hailong serve, mở trang "
                        + "kiosk, rồi ghép bằng mã đang hiện.",
                    "No server runs. Codes come from it: start hailong serve, open the kiosk "
                        + "page, and pair by the code it shows.")))
    }

    func refusal(_ vietnamese: String, _ english: String) -> OfficeAnswer {
        OfficeAnswer(Failure(.usage, say(vietnamese, english)))
    }
}
