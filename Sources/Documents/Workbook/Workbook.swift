internal import CXLSXWriter
internal import Glibc

/// A spreadsheet that is being written; the only owner of libxlsxwriter's handle.
///
/// Rows go to the library in their order and leave the memory at once (`constant_memory`), so that
/// a sheet may be as long as the format allows. The file itself is made in memory. One thread makes
/// one workbook at a time.
///
/// - Source: libxlsxwriter 1.1.4, https://libxlsxwriter.github.io/
final class Workbook {
    private let xlsx: hl_xlsx
    private let handle: UnsafeMutablePointer<lxw_workbook>
    /// Where the library writes: a file without a name.
    private let descriptor: Int32
    private let styles: WorkbookStyles
    private var sheets: [WorkbookSheet] = []
    private var isOpen = true

    /// - Throws: ``DocumentFault/outOfMemory``, ``DocumentFault/noWorkbooks(reason:)``
    init() throws(DocumentFault) {
        let xlsx = try Self.library()
        hl_watch_begin()
        let descriptor = hl_memory_file()
        guard descriptor >= 0 else { throw .outOfMemory }
        var options = lxw_workbook_options()
        options.constant_memory = 1
        guard let handle = xlsx.workbook_new_opt("/proc/self/fd/\(descriptor)", &options) else {
            close(descriptor)
            throw .outOfMemory
        }
        self.xlsx = xlsx
        self.handle = handle
        self.descriptor = descriptor
        styles = WorkbookStyles(handle, xlsx)
    }

    /// The library's functions; the first call of a process loads it.
    private static func library() throws(DocumentFault) -> hl_xlsx {
        var calls = hl_xlsx()
        if let missing = hl_xlsx_load(&calls) {
            throw .noWorkbooks(reason: String(cString: missing))
        }
        return calls
    }

    deinit {
        if isOpen { xlsx.lxw_workbook_free(handle) }
        close(descriptor)
    }

    /// What the file says about itself.
    ///
    /// - Parameter seconds: since 1970, when it was made: given, so that the same report is the
    ///   same file
    func describe(title: String, createdAt seconds: Int64) throws(DocumentFault) {
        let result = WorkbookSheet.held(title).withCString { title in
            var properties = lxw_doc_properties()
            properties.title = UnsafeMutablePointer(mutating: title)
            properties.created = time_t(seconds)
            return xlsx.workbook_set_properties(handle, &properties)
        }
        try check(result)
    }

    /// Appends a sheet; the one before must be complete.
    ///
    /// - Parameter name: 1...31 characters without `[]:*?/\`, unlike every other
    func addSheet(_ name: String) throws(DocumentFault) -> WorkbookSheet {
        // The library gives none where it cannot make the file that rows wait in.
        guard let pointer = xlsx.workbook_add_worksheet(handle, name) else {
            try Self.checkFiles()
            throw .outOfMemory
        }
        let sheet = WorkbookSheet(pointer, name: name, styles: styles, xlsx: xlsx)
        sheets.append(sheet)
        return sheet
    }

    /// A line chart drawn from cells by whoever opens the file; to be put on a sheet.
    func addLineChart() throws(DocumentFault) -> WorkbookChart {
        guard let chart = xlsx.workbook_add_chart(handle, UInt8(LXW_CHART_LINE.rawValue)) else {
            throw .outOfMemory
        }
        return WorkbookChart(chart, xlsx)
    }

    /// Ends the workbook and gives the file.
    ///
    /// - Throws: ``DocumentFault/workbook(reason:)`` with the library's words
    func bytes() throws(DocumentFault) -> [UInt8] {
        precondition(isOpen, "a workbook is ended once")
        for sheet in sheets { try check(sheet.fault) }
        isOpen = false
        let closing = xlsx.workbook_close(handle)
        try Self.checkFiles()
        try check(closing)
        let size = Int(lseek(descriptor, 0, SEEK_END))
        guard size > 0 else { throw .outOfMemory }
        var bytes = [UInt8](repeating: 0, count: size)
        var count = 0
        while count < size {
            let got = bytes.withUnsafeMutableBytes { buffer in
                pread(
                    descriptor,
                    UnsafeMutableRawBufferPointer(rebasing: buffer[count...])
                        .baseAddress, size - count, count)
            }
            guard got > 0 else { throw .outOfMemory }
            count += got
        }
        return bytes
    }

    /// Sees to it that every part was written: the library does not look.
    private static func checkFiles() throws(DocumentFault) {
        let fault = hl_watch_fault()
        if fault != 0 { throw .workbook(reason: String(cString: strerror(fault))) }
        guard hl_watch_files() > 0 else { throw .workbook(reason: "lxw_tmpfile") }
    }

    private func check(_ result: lxw_error) throws(DocumentFault) {
        guard result != LXW_NO_ERROR else { return }
        throw .workbook(reason: xlsx.lxw_strerror(result).map { String(cString: $0) } ?? "")
    }
}
