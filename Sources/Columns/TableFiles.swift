import Glibc
internal import Survey

/// The files under a data folder's `columns/`: reading the manifest, growing segments, replacing.
struct TableFiles {
    let folder: String

    func generationFolder(_ generation: Int) -> String { "\(folder)/g\(generation)" }

    func path(of key: Segment.Key, generation: Int) -> String {
        "\(generationFolder(generation))/\(key.fileName)"
    }

    /// The manifest, or nil where there is none or it is unreadable: then everything is rebuilt.
    func readManifest() -> Manifest? {
        let descriptor = open("\(folder)/\(Manifest.name)", O_RDONLY | O_CLOEXEC)
        guard descriptor >= 0 else { return nil }
        defer { close(descriptor) }
        var text: [UInt8] = []
        var buffer = [UInt8](repeating: 0, count: 65_536)
        while true {
            let count = read(descriptor, &buffer, buffer.count)
            guard count >= 0, text.count + count <= Manifest.bytesMax else { return nil }
            guard count > 0 else { return Manifest(String(decoding: text, as: UTF8.self)) }
            text += buffer[..<count]
        }
    }

    /// Replaces the manifest; the segments it names must be on the disk already.
    func replaceManifest(_ manifest: Manifest) throws(ColumnsError) {
        let path = "\(folder)/\(Manifest.name)"
        try write(Array(manifest.text.utf8), to: path + ".new")
        guard rename(path + ".new", path) == 0 else {
            throw .cannotWrite(path: path, errno: errno)
        }
        try sync(folder)
    }

    /// Maps every segment of a manifest.
    func map(_ manifest: Manifest) throws(ColumnsError) -> [Segment.Key: Segment] {
        var sealed: [Segment.Key: Segment] = [:]
        for entry in manifest.entries {
            sealed[entry.key] = try segment(entry, generation: manifest.generation)
        }
        return sealed
    }

    func segment(
        _ entry: Manifest.Entry, generation: Int
    ) throws(ColumnsError) -> Segment {
        let file = try MappedFile(
            path: path(of: entry.key, generation: generation),
            count: entry.key.layout.bytes(ofRecords: entry.count))
        return Segment(
            key: entry.key, count: entry.count, lastRow: entry.lastRow, source: .file(file))
    }

    /// Waits until a folder's names are on the disk.
    func sync(_ folder: String) throws(ColumnsError) {
        let descriptor = open(folder, O_RDONLY | O_DIRECTORY | O_CLOEXEC)
        guard descriptor >= 0 else { throw .cannotWrite(path: folder, errno: errno) }
        defer { close(descriptor) }
        guard fsync(descriptor) == 0 else { throw .cannotWrite(path: folder, errno: errno) }
    }

    func makeGenerationFolder(_ generation: Int) throws(ColumnsError) {
        for path in [folder, generationFolder(generation)] {
            guard mkdir(path, 0o700) == 0 || errno == EEXIST else {
                throw .cannotWrite(path: path, errno: errno)
            }
        }
    }

    /// Replaces a file's content and waits until it is on the disk.
    private func write(_ bytes: [UInt8], to path: String) throws(ColumnsError) {
        let descriptor = open(path, O_WRONLY | O_CREAT | O_CLOEXEC | O_TRUNC, 0o600)
        guard descriptor >= 0 else { throw .cannotWrite(path: path, errno: errno) }
        defer { close(descriptor) }
        try Self.write(bytes, bytes.indices, to: descriptor, at: 0, path)
        guard fdatasync(descriptor) == 0 else { throw .cannotWrite(path: path, errno: errno) }
    }

    /// Puts responses behind those that a segment's file has and waits until they are on the disk.
    ///
    /// - Parameter before: responses that the manifest says are there; what lies beyond was left by
    ///   a crash and is written over
    /// - Throws: also where the file, or a part of it, was taken away: made anew it would hold
    ///   zeros in the place of responses
    func write(
        _ responses: BlockList, after before: Int, to path: String
    ) throws(ColumnsError) {
        let flags = O_WRONLY | O_CLOEXEC | (before == 0 ? O_CREAT : 0)
        let descriptor = open(path, flags, 0o600)
        guard descriptor >= 0 else { throw .cannotWrite(path: path, errno: errno) }
        defer { close(descriptor) }
        var found = stat()
        guard fstat(descriptor, &found) == 0 else { throw .cannotWrite(path: path, errno: errno) }
        guard Int(found.st_size) >= responses.layout.bytes(ofRecords: before) else {
            throw .tooShort(path: path)
        }
        for piece in responses.pieces(after: before) {
            try Self.write(responses.bytes, piece.source, to: descriptor, at: piece.target, path)
        }
        // The last block has its full length; a file only ever grows.
        let whole = responses.layout.bytes(ofRecords: before + responses.count)
        var status = stat()
        guard fstat(descriptor, &status) == 0,
            Int(status.st_size) >= whole || ftruncate(descriptor, off_t(whole)) == 0,
            fdatasync(descriptor) == 0
        else { throw .cannotWrite(path: path, errno: errno) }
    }

    private static func write(
        _ bytes: [UInt8], _ range: Range<Int>, to descriptor: Int32, at offset: Int, _ path: String
    ) throws(ColumnsError) {
        var written = 0
        while written < range.count {
            let count = bytes.withUnsafeBytes {
                pwrite(
                    descriptor, $0.baseAddress! + range.lowerBound + written,
                    range.count - written, off_t(offset + written))
            }
            guard count > 0 else { throw .cannotWrite(path: path, errno: errno) }
            written += count
        }
    }

    /// The generations that have a folder, whether a manifest names them or not.
    var generations: [Int] {
        names(in: folder).compactMap { name in
            guard let generation = Int(name.dropFirst()), (0..<1 << 40).contains(generation)
            else { return nil }
            return name == "g\(generation)" ? generation : nil
        }
    }

    /// Removes the folders of other generations; readers that mapped their files keep them.
    func removeGenerations(except generation: Int) {
        for other in generations where other != generation {
            let path = generationFolder(other)
            for name in names(in: path) { unlink("\(path)/\(name)") }
            rmdir(path)
        }
    }

    private func names(in path: String) -> [String] {
        guard let directory = opendir(path) else { return [] }
        defer { closedir(directory) }
        var names: [String] = []
        while let entry = readdir(directory) {
            let name = withUnsafePointer(to: &entry.pointee.d_name) {
                $0.withMemoryRebound(to: CChar.self, capacity: 256) { String(cString: $0) }
            }
            if name != ".", name != ".." { names.append(name) }
        }
        return names
    }
}
