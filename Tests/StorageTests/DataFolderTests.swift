import Foundation
import Testing

@testable import Storage

@Suite("DataFolder")
struct DataFolderTests {
    let temporary = TemporaryFolder()

    @Test("a new folder and its files are open to their owner alone")
    func modes() throws {
        let store = try temporary.store()
        _ = try store.append([Office.arrival(1)], quarantines: true)
        func mode(_ name: String) throws -> Int? {
            let path = temporary.path + name
            return try FileManager.default.attributesOfItem(atPath: path)[.posixPermissions] as? Int
        }
        #expect(try mode("") == 0o700)
        for file in ["/hailong.db", "/hailong.db-wal", "/hailong.db-shm", "/lock"] {
            #expect(try mode(file) == 0o600, "\(file)")
        }
        withExtendedLifetime(store) {}
    }

    @Test("who may not make a folder is told that there is none")
    func absent() throws {
        let refusal = StorageError.absent(path: temporary.path)
        #expect(throws: refusal) { try Store(DataFolder(temporary.path + "/"), makes: false) }
        #expect(throws: refusal) { try StoreReader(temporary.folder) }
        #expect(!FileManager.default.fileExists(atPath: temporary.path))
    }

    @Test("folders above a new one are made too, for their owner alone")
    func nested() throws {
        let folder = DataFolder(temporary.path + "/a/b")
        #expect(try Store(folder, makes: true).durability().journal == "wal")
        let above = try FileManager.default.attributesOfItem(atPath: temporary.path + "/a")
        #expect(above[.posixPermissions] as? Int == 0o700)
    }

    @Test("a file where the folder should be, or above it, is named")
    func impossibleFolders() throws {
        let file = temporary.path
        try Data().write(to: URL(fileURLWithPath: file))
        #expect(throws: StorageError.cannotMake(path: file, errno: ENOTDIR)) {
            try Store(DataFolder(file), makes: true)
        }
        #expect(throws: StorageError.cannotMake(path: file + "/data", errno: ENOTDIR)) {
            try Store(DataFolder(file + "/data"), makes: true)
        }
    }

    @Test("a second writer is refused at once and told who writes; the data stays as it was")
    func secondWriter() throws {
        let store = try temporary.store()
        _ = try store.append([Office.arrival(1)], quarantines: true)
        let refusal = StorageError.inUse(path: temporary.path, process: getpid())
        #expect(throws: refusal) { try Store(temporary.folder, makes: false) }
        #expect(temporary.folder.holder?.process == getpid())
        #expect(temporary.folder.holder?.baseURL == nil)
        #expect(
            try store.append([Office.arrival(1)], quarantines: true) == [.already(isRecent: true)])
    }

    @Test("a refusal closes its own file and no other")
    func refusalClosesOnce() async throws {
        let store = try temporary.store()
        let folder = temporary.folder
        let file = temporary.path + "/other"
        try Data("kept".utf8).write(to: URL(fileURLWithPath: file))
        await withTaskGroup(of: Int.self) { group in
            for task in 0..<2 {
                group.addTask {
                    var spoiled = 0
                    for _ in 0..<2_000 {
                        if task == 0 {
                            _ = try? Store(folder, makes: false)
                        } else {
                            // Often the number that the refused one has just given back.
                            let descriptor = open(file, O_RDWR)
                            if fcntl(descriptor, F_GETFD) < 0 { spoiled += 1 }
                            if close(descriptor) != 0 { spoiled += 1 }
                        }
                    }
                    return spoiled
                }
            }
            for await spoiled in group { #expect(spoiled == 0) }
        }
        #expect(try Data(contentsOf: URL(fileURLWithPath: file)) == Data("kept".utf8))
        withExtendedLifetime(store) {}
    }

    @Test("others see who writes and where it serves, and asking takes nothing away")
    func publishedAddress() throws {
        let store = try temporary.store()
        store.publish(baseURL: "http://127.0.0.1:8080")
        for _ in 0..<2 {
            #expect(temporary.folder.holder?.process == getpid())
            #expect(temporary.folder.holder?.baseURL == "http://127.0.0.1:8080")
        }
        withExtendedLifetime(store) {}
    }

    @Test("the lock ends with the store, and what it said is not believed any more")
    func releasedLock() throws {
        do {
            let store = try temporary.store()
            store.publish(baseURL: "http://127.0.0.1:8080")
        }
        #expect(temporary.folder.holder == nil)
        #expect(try Store(temporary.folder, makes: false).durability().journal == "wal")
    }

    @Test("asking who writes never keeps a writer out")
    func askingBesideStarting() async throws {
        _ = try temporary.store()
        let folder = temporary.folder
        await withTaskGroup(of: Int.self) { group in
            for task in 0..<2 {
                group.addTask {
                    var refused = 0
                    for _ in 0..<300 {
                        if task == 0 {
                            _ = folder.holder
                        } else if (try? Store(folder, makes: false)) == nil {
                            refused += 1
                        }
                    }
                    return refused
                }
            }
            for await refused in group { #expect(refused == 0) }
        }
    }
}
