internal import Glibc
internal import Storage
internal import Survey

/// Opening a data folder as commands need it, with errors that say the way out.
enum OpenOffice {
    /// Days begin at +07:00.
    static let offset = DayOffset.vietNam

    /// The clock of the machine.
    static func now() -> Timestamp {
        var time = timespec()
        clock_gettime(CLOCK_REALTIME, &time)
        return Timestamp(
            milliseconds: Int64(time.tv_sec) * 1000 + Int64(time.tv_nsec) / 1_000_000)
    }

    /// Opens for writing and keeps the content's forms with the answers.
    static func store(
        _ path: String, content: Content, makes: Bool, in say: Language
    ) throws(Failure) -> Store {
        do throws(StorageError) {
            let store = try Store(DataFolder(path), makes: makes)
            for form in content.forms { try store.keep(form.questionnaire, content: form.bytes) }
            return store
        } catch {
            throw Failure(error, in: say)
        }
    }

    /// Opens for reading, beside a running server or alone.
    static func reader(_ path: String, in say: Language) throws(Failure) -> StoreReader {
        do throws(StorageError) {
            return try StoreReader(DataFolder(path))
        } catch {
            throw Failure(error, in: say)
        }
    }

    /// Opens for reports beside a running server or alone, which seals nothing; where much must be
    /// read first, a terminal shows how far it is.
    static func reporter(
        _ path: String, _ content: Content, in say: Language
    ) throws(StorageError) -> Reporter {
        try Reporter(
            DataFolder(path), definitions: content.definitions, offset: offset, mayWrite: false
        ) { share in
            guard share < 1 else { return Terminal.endProgress() }
            Terminal.progress(
                say("đang đọc phiếu", "reading answers") + " \(Int(share * 100)) %")
        }
    }

    /// Runs what may fail in the store.
    static func reading<Result>(
        in say: Language, _ body: () throws(StorageError) -> Result
    ) throws(Failure) -> Result {
        do throws(StorageError) {
            return try body()
        } catch {
            throw Failure(error, in: say)
        }
    }

    /// The public address: as asked, else as set, else where a server runs, else the default.
    static func baseURL(
        asked: String?, _ reader: StoreReader, in say: Language
    ) throws(Failure) -> String {
        if let asked { return asked }
        let set = try reading(in: say) { () throws(StorageError) in try reader.baseURL() }
        return set ?? reader.folder.holder?.baseURL ?? "http://127.0.0.1:8080"
    }
}
