internal import Glibc
internal import Storage
internal import Survey

/// The server's side of the folder of requests, used by the writer thread: once a second it looks
/// whether a command has asked for something.
///
/// A request is taken by renaming it, so that a command which has waited long enough can take it
/// back, and it is then either done or not, and both know.
struct RequestBox {
    /// Taken at one look at most, so that answers do not wait for long.
    private static let requestsAtOnce = 16
    /// Entries looked at in one look at most.
    private static let entriesMax = 1_024
    /// Files that nobody has fetched for so long, in seconds, are swept away.
    private static let ageMax = 600

    private let folder: RequestFolder

    /// Makes the folder ready, and empties it: what lies there was asked of another server, and
    /// whoever asked has gone.
    ///
    /// - Returns: nil where it cannot be made the owner's alone; commands are then refused
    init?(of data: DataFolder) {
        folder = RequestFolder(of: data)
        if mkdir(folder.path, 0o700) != 0, errno != EEXIST { return nil }
        var entry = stat()
        guard folder.isThere, stat(folder.path, &entry) == 0, entry.st_uid == geteuid(),
            chmod(folder.path, 0o700) == 0
        else { return nil }
        for name in names() { unlink("\(folder.path)/\(name)") }
    }

    /// One request and in which language its command speaks; the request is nil where it cannot be
    /// read.
    struct Taken {
        let id: String
        let language: Language
        let request: OfficeRequest?
        let attachment: String
    }

    /// The requests that lie there, each of which must be given an answer.
    func take() -> [Taken] {
        let names = names()
        guard !names.isEmpty else { return [] }
        sweep(names)
        let ids = names.compactMap { RequestFolder.id(ofRequest: $0) }.sorted()
        return ids.prefix(Self.requestsAtOnce).compactMap { id in
            guard rename(folder.request(id), folder.taken(id)) == 0 else { return nil }
            let value = folder.read(folder.taken(id))
            let language = value?["language"]?.string.flatMap { Language(rawValue: $0) }
            return Taken(
                id: id, language: language ?? .en, request: value.flatMap { OfficeRequest($0) },
                attachment: folder.attachment(id))
        }
    }

    /// Answers a request and takes away what is left of it. Where there is no room for an answer
    /// its command hears none, and says so.
    func answer(_ taken: Taken, _ answer: OfficeAnswer) {
        _ = folder.write(answer.json, to: folder.answer(taken.id))
        unlink(folder.taken(taken.id))
        unlink(taken.attachment)
    }

    private func names() -> [String] {
        guard let listing = opendir(folder.path) else { return [] }
        defer { closedir(listing) }
        var names: [String] = []
        while names.count < Self.entriesMax, let entry = readdir(listing) {
            let name = withUnsafePointer(to: &entry.pointee.d_name) {
                $0.withMemoryRebound(to: CChar.self, capacity: 256) { String(cString: $0) }
            }
            if name != ".", name != ".." { names.append(name) }
        }
        return names
    }

    /// A command that was killed fetches nothing.
    private func sweep(_ names: [String]) {
        let now = time(nil)
        for name in names {
            var entry = stat()
            guard lstat("\(folder.path)/\(name)", &entry) == 0,
                now - entry.st_mtim.tv_sec > Self.ageMax
            else { continue }
            unlink("\(folder.path)/\(name)")
        }
    }
}
