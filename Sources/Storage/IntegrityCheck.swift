internal import Glibc

/// SQLite's own check of a database's structure, on a connection and a thread of its own, while
/// somebody else reads the same database.
///
/// Used by one thread, which asks for ``result()`` once.
final class IntegrityCheck {
    /// The thread's part.
    ///
    /// Safe because only the thread touches it until it was waited for.
    private final class Work: @unchecked Sendable {
        private let path: String
        private let access: Database.Access
        private(set) var messages: [String] = []
        private(set) var fault: StorageError?

        init(path: String, access: Database.Access) {
            self.path = path
            self.access = access
        }

        func run() {
            do throws(StorageError) {
                let database = try Database(path: path, access: access)
                try database.each(SQL.integrity) { row in
                    if row.text(0) != "ok" { messages.append(row.text(0)) }
                }
            } catch {
                fault = error
            }
        }
    }

    private let work: Work
    /// Nil where the system gave none: the check is then made where it is asked for.
    private var thread: pthread_t?

    init(of database: Database) {
        work = Work(path: database.path, access: database.access)
        var handle = pthread_t()
        let retained = Unmanaged.passRetained(work)
        let code = pthread_create(
            &handle, nil,
            { context in
                guard let context else { return nil }
                Unmanaged<Work>.fromOpaque(context).takeRetainedValue().run()
                return nil
            }, retained.toOpaque())
        if code == 0 { thread = handle } else { retained.release() }
    }

    /// Waits for the check: what is wrong with the structure, and what ended the check before its
    /// end.
    func result() -> (messages: [String], fault: StorageError?) {
        if let thread { pthread_join(thread, nil) } else { work.run() }
        return (work.messages, work.fault)
    }
}
