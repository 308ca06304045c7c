import Glibc

/// A file's bytes mapped for reading; unmapped when nobody uses them any more.
///
/// Safe because the mapping is read-only and its files only ever grow: a rebuild writes new files.
final class MappedFile: @unchecked Sendable {
    let bytes: UnsafeRawBufferPointer

    /// - Parameters:
    ///   - path: a file of at least `count` bytes
    ///   - count: how many to map, > 0
    init(path: String, count: Int) throws(ColumnsError) {
        let descriptor = open(path, O_RDONLY | O_CLOEXEC)
        guard descriptor >= 0 else { throw .cannotRead(path: path, errno: errno) }
        defer { close(descriptor) }
        var status = stat()
        guard fstat(descriptor, &status) == 0 else { throw .cannotRead(path: path, errno: errno) }
        guard Int(status.st_size) >= count else { throw .tooShort(path: path) }
        guard let address = mmap(nil, count, PROT_READ, MAP_SHARED, descriptor, 0),
            address != MAP_FAILED
        else { throw .cannotRead(path: path, errno: errno) }
        bytes = UnsafeRawBufferPointer(start: address, count: count)
    }

    deinit {
        munmap(UnsafeMutableRawPointer(mutating: bytes.baseAddress), bytes.count)
    }
}
