internal import Analytics
internal import CXLSXWriter

/// How cells look: each format is made once and belongs to the workbook.
struct WorkbookStyles {
    typealias Format = UnsafeMutablePointer<lxw_format>

    let title: Format
    let heading: Format
    /// What is said of the whole sheet, and cells of words.
    let plain: Format
    let care: Format
    let text: Format
    /// Names of units by their depth in the tree.
    let names: [Format]
    let reason: Format
    let count: Format
    let number: Format
    let day: Format
    /// Shares by their decimals, one and more.
    let shares: [Format]
    let verdicts: [Verdict: Format]

    /// Decimals that the narrowest difference from a target is shown with.
    static let decimalsMax = 10
    /// Levels of a tree that are told apart by indenting.
    private static let depthMax = 8

    init(_ workbook: UnsafeMutablePointer<lxw_workbook>, _ xlsx: hl_xlsx) {
        func format(_ change: (Format) -> Void = { _ in }) -> Format {
            // The library gives none only where the memory has run out.
            guard let format = xlsx.workbook_add_format(workbook) else {
                preconditionFailure("no memory for a format")
            }
            xlsx.format_set_align(format, UInt8(LXW_ALIGN_VERTICAL_TOP.rawValue))
            change(format)
            return format
        }
        func pattern(_ pattern: String) -> Format {
            format { xlsx.format_set_num_format($0, pattern) }
        }
        title = format {
            xlsx.format_set_bold($0)
            xlsx.format_set_font_size($0, 14)
        }
        heading = format {
            xlsx.format_set_bold($0)
            xlsx.format_set_text_wrap($0)
            xlsx.format_set_bg_color($0, 0xD9E6F2)
            xlsx.format_set_bottom($0, UInt8(LXW_BORDER_THIN.rawValue))
        }
        plain = format()
        care = format {
            xlsx.format_set_bold($0)
            xlsx.format_set_font_color($0, 0x8F2D1C)
        }
        // Format “text”: what somebody typed stays text even where its cell is edited.
        text = pattern("@")
        names = (0...Self.depthMax).map { depth in
            format {
                xlsx.format_set_num_format($0, "@")
                xlsx.format_set_indent($0, UInt8(depth))
                if depth == 0 { xlsx.format_set_bold($0) }
            }
        }
        reason = format {
            xlsx.format_set_italic($0)
            xlsx.format_set_font_color($0, 0x595959)
        }
        count = pattern("#,##0")
        number = pattern("0.00")
        day = pattern("yyyy-mm-dd")
        shares = (1...Self.decimalsMax).map {
            pattern("0." + String(repeating: "0", count: $0) + "%")
        }
        func verdict(_ ink: lxw_color_t, _ wash: lxw_color_t) -> Format {
            format {
                xlsx.format_set_bold($0)
                xlsx.format_set_font_color($0, ink)
                xlsx.format_set_bg_color($0, wash)
            }
        }
        verdicts = [
            .met: verdict(0x0B5D2A, 0xE2F2E6), .missed: verdict(0x8F2D1C, 0xFBECE8),
            .undecided: verdict(0x5B4300, 0xFFF3CF), .tooFew: reason,
        ]
    }
}
