internal import Storage
internal import Survey

/// Imports responses: streamed, in one transaction, with bounded memory.
struct ResponseImporter {
    private static let batchMax = 512

    let store: Store
    let isKeptGoing: Bool
    let say: Language
    private(set) var tally = ImportTally()
    private var sample: SampleRule

    /// Whether samples or real answers may come in. The first answer of an empty folder decides,
    /// for good.
    private enum SampleRule {
        case onlySamples, onlyReal, undecided
    }

    init(_ store: Store, isKeptGoing: Bool, in say: Language) throws(StorageError) {
        self.store = store
        self.isKeptGoing = isKeptGoing
        self.say = say
        if try store.isSample() {
            sample = .onlySamples
        } else {
            sample = try store.countResponses() > 0 ? .onlyReal : .undecided
        }
    }

    mutating func run(
        _ file: UnsafeRawBufferPointer, at now: Timestamp
    ) throws(StorageError) {
        let register = try store.register()
        var importer = self
        self = try store.transaction { () throws(StorageError) in
            try importer.readAll(file, register, now)
            let keeps = importer.tally.refused == 0 || importer.isKeptGoing
            if !keeps { importer.tally.stored = 0 }
            return (importer, keeps)
        }
    }

    /// What the next line of the file is.
    private enum Step {
        case arrival(Arrival, line: Int)
        case refused(TableFault)
        case end
    }

    private mutating func readAll(
        _ file: UnsafeRawBufferPointer, _ register: Register, _ now: Timestamp
    ) throws(StorageError) {
        let table = ResponseTable(forms: register.questionnaires)
        let header: TableHeader
        var reader: CSVReader
        do throws(TableFault) {
            let start = try TableStart(file, columns: ResponseTable.required)
            header = try table.header(start.record)
            reader = start.reader
        } catch {
            tally.refuse(error, in: say)
            return
        }
        var batch: [(line: Int, arrival: Arrival)] = []
        // Answers of a moment that can hardly be: the first one's line, and how many.
        var odd: (line: Int, count: Int)?
        reading: while true {
            switch Self.step(&reader, header, table, register, now) {
            case .arrival(let arrival, let line):
                guard try admits(arrival.response.id, line: line) else { continue }
                if let moment = arrival.submission.answeredAt,
                    !Register.isCredible(moment, at: now)
                {
                    odd = (odd?.line ?? line, (odd?.count ?? 0) + 1)
                }
                batch.append((line, arrival))
                guard batch.count == Self.batchMax else { continue }
                try append(batch)
                batch.removeAll(keepingCapacity: true)
                Terminal.progress(
                    say("đã đọc", "read") + " \(reader.bytesRead * 100 / max(1, file.count)) %")
            case .refused(let fault): tally.refuse(fault, in: say)
            case .end: break reading
            }
        }
        try append(batch)
        Terminal.endProgress()
        guard let odd else { return }
        Terminal.warn(
            say(
                "lưu ý: \(odd.count) phiếu (như dòng \(odd.line)) ghi thời điểm trước năm 2000 "
                    + "hoặc hơn một ngày sau đồng hồ máy này; vẫn nhận đúng như đã ghi",
                "warning: answers with moments before 2000 or more than a day after this machine's "
                    + "clock: \(odd.count), as in line \(odd.line); taken at their word"))
    }

    private static func step(
        _ reader: inout CSVReader, _ header: TableHeader, _ table: ResponseTable,
        _ register: Register, _ now: Timestamp
    ) -> Step {
        let record: CSVRecord
        do throws(TableFault) {
            guard let next = try reader.nextFilled() else { return .end }
            record = next
        } catch {
            return .refused(error)
        }
        do throws(TableFault) {
            var submission = try table.decode(try header.row(record), header: header)
            // As the pages read what somebody types.
            if let place = register.place(typed: submission.place) { submission.place = place.code }
            do throws(SubmissionFault) {
                let response = try register.admitted(submission, at: now, keepsTime: true)
                return .arrival(
                    Arrival(submission: submission, response: response), line: record.line)
            } catch {
                throw TableFault(line: record.line, problem: .refused(error))
            }
        } catch {
            return .refused(error)
        }
    }

    /// Whether a sample's or a real answer may come into this folder.
    private mutating func admits(_ id: ResponseID, line: Int) throws(StorageError) -> Bool {
        switch (sample, id.isSample) {
        case (.undecided, true):
            try store.markAsSample()
            sample = .onlySamples
            Terminal.warn(
                say(
                    "Đây là phiếu mẫu: thư mục này từ nay là thư mục MẪU.",
                    "These are sample responses: this folder is a SAMPLE folder from now on."))
            return true
        case (.undecided, false):
            sample = .onlyReal
            return true
        case (.onlySamples, true), (.onlyReal, false): return true
        case (.onlySamples, false), (.onlyReal, true):
            tally.refuse(
                TableFault(line: line, problem: .sampleMix(intoSample: sample == .onlySamples)),
                in: say)
            return false
        }
    }

    private mutating func append(
        _ batch: [(line: Int, arrival: Arrival)]
    ) throws(StorageError) {
        let outcomes = try store.append(batch.map(\.arrival), quarantines: false)
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
}
