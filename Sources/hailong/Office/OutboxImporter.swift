internal import Storage
internal import Survey
internal import Web

/// Stores the outbox file of a kiosk: whatever can be taken of it, as over the network, and in one
/// transaction. What came before, by the network or by the same file, is `already`.
struct OutboxImporter {
    private static let batchMax = 512

    let store: Store
    let register: Register
    let desk: DeviceDesk
    let now: Timestamp
    let say: Language

    /// - Parameters:
    ///   - name: of the file, as people know it
    ///   - isUnsigned: whether nobody's signature is asked for
    func run(
        _ bytes: UnsafeRawBufferPointer, name: String, isUnsigned: Bool
    ) throws(StorageError) -> OfficeAnswer {
        let file: OutboxFile
        do throws(OutboxFile.Fault) {
            file = try OutboxFile(bytes)
        } catch {
            return OfficeAnswer(Self.failure(error, name, in: say))
        }
        let sender: String?
        if isUnsigned {
            sender = nil
        } else {
            let key = try store.devices().first { $0.code == file.device }
            guard let key, file.isSigned(with: desk.key(of: key), in: bytes) else {
                return OfficeAnswer(Failure(.badInput, "\(name): \(unproved(file))"))
            }
            // One that is retired has proven that the file is whole, and no more.
            sender = key.isRetired ? nil : key.code
        }
        let delivery = Delivery(
            register: register, devices: desk, isSample: try store.isSample(), sender: sender)
        var tally = ImportTally(tellsAtOnce: false)
        try store.transaction { () throws(StorageError) in
            for start in stride(from: 0, to: file.answers.count, by: Self.batchMax) {
                let end = min(start + Self.batchMax, file.answers.count)
                try append(file.answers[start..<end], of: bytes, delivery, &tally)
            }
            return ((), true)
        }
        guard tally.refused > 0 else { return OfficeAnswer(output: [tally.line]) }
        let end = say(
            "\(name): bỏ \(tally.refused) phiếu nêu trên, các phiếu khác đã nhập.",
            "\(name): \(tally.refused) refused as said above, the others are in.")
        return OfficeAnswer(
            Failure(.badInput, end), output: [tally.line], messages: tally.messages)
    }

    private func append(
        _ answers: ArraySlice<(line: Int, bytes: Range<Int>)>, of bytes: UnsafeRawBufferPointer,
        _ delivery: Delivery, _ tally: inout ImportTally
    ) throws(StorageError) {
        var batch: [(line: Int, arrival: Arrival)] = []
        for (line, range) in answers {
            guard let entry = OutboxFile.value(bytes, range) else {
                let fault = SubmissionFault.badValue(name: "JSON", value: "")
                tally.refuse(TableFault(line: line, problem: .refused(fault)), in: say)
                continue
            }
            do throws(SubmissionFault) {
                batch.append((line, try delivery.arrival(entry, at: now)))
            } catch {
                tally.refuse(TableFault(line: line, problem: .refused(error)), in: say)
            }
        }
        let outcomes = try store.append(batch.map(\.arrival), quarantines: true)
        for (entry, outcome) in zip(batch, outcomes) {
            let id = entry.arrival.response.id
            switch outcome {
            case .stored: tally.stored += 1
            case .already: tally.already += 1
            case .conflict, .afterPartial:
                tally.refuse(TableFault(line: entry.line, problem: .conflict(id: id)), in: say)
            case .erased:
                tally.refuse(TableFault(line: entry.line, problem: .erased(id: id)), in: say)
            case .draft: preconditionFailure("a file holds no drafts")
            }
        }
    }

    /// What to do about a signature that is absent or another.
    private func unproved(_ file: OutboxFile) -> String {
        guard file.code != nil else {
            return say(
                "tệp không có chữ ký: thiết bị “\(file.device)” chưa ghép. Nếu chắc tệp này từ "
                    + "kiosk của mình thì thêm --unsigned.",
                "the file has no signature: device “\(file.device)” is not paired. If you know "
                    + "that it comes from a kiosk of yours, add --unsigned.")
        }
        return say(
            "chữ ký không đúng với thiết bị “\(file.device)”: tệp đã bị sửa hoặc hỏng. "
                + "Xuất lại từ kiosk. Nếu kiosk không còn và chắc tệp này của mình thì thêm "
                + "--unsigned.",
            "the signature is not that of device “\(file.device)”: the file was changed or "
                + "damaged. Export it again at the kiosk. If that is gone and you know the file "
                + "to be yours, add --unsigned.")
    }

    static func tooLarge(_ name: String, in say: Language) -> Failure {
        failure(.tooLarge, name, in: say)
    }

    private static func failure(
        _ fault: OutboxFile.Fault, _ name: String, in say: Language
    ) -> Failure {
        Failure(.badInput, "\(name): \(words(fault, say))")
    }

    private static func words(_ fault: OutboxFile.Fault, _ say: Language) -> String {
        switch fault {
        case .notAnOutbox:
            say(
                "không phải tệp xuất từ kiosk (outbox/1).",
                "not a file that a kiosk has exported (outbox/1).")
        case .truncated:
            say(
                "tệp bị cụt hoặc thiếu dòng. Chép lại từ USB, hoặc xuất lại từ kiosk.",
                "the file is cut off or lacks lines. Copy it again from the stick, or export it "
                    + "again at the kiosk.")
        case .tooLarge:
            say(
                "quá lớn: nhiều nhất \(OutboxFile.answersMax) phiếu, "
                    + "\(OutboxFile.bytesMax >> 20) MiB.",
                "too large: at most \(OutboxFile.answersMax) answers, "
                    + "\(OutboxFile.bytesMax >> 20) MiB.")
        }
    }
}
