extension Store {
    func reopen() throws(StorageError) {}
    func probe() throws(StorageError) {
        try transaction { () throws(StorageError) in
            try database.run(SQL.setSetting, .text("open"), .text("")); return ((), true)
        }
    }
    func close() throws(StorageError) { _ = try database.text(SQL.checkpoint) }
}
