import Glibc

/// One input of libFuzzer's for the parser that `HAILONG_FUZZ_PARSER` names.
@_cdecl("LLVMFuzzerTestOneInput")
public func testOneInput(_ start: UnsafePointer<UInt8>?, _ count: Int) -> CInt {
    chosen.run(Array(UnsafeBufferPointer(start: start, count: count)))
    return 0
}

/// SwiftPM starts a program here; libFuzzer's own loop does the rest.
@_cdecl("fuzz_main")
public func main(
    _ count: CInt, _ words: UnsafeMutablePointer<UnsafeMutablePointer<CChar>?>
) -> CInt {
    var (count, words) = (count, words)
    // Ready before the first input's time is taken.
    _ = (chosen, Office.register)
    return runDriver(&count, &words, testOneInput)
}

/// - Source: https://llvm.org/docs/LibFuzzer.html, "Using libFuzzer as a library"
@_silgen_name("LLVMFuzzerRunDriver")
private func runDriver(
    _ count: UnsafeMutablePointer<CInt>,
    _ words: UnsafeMutablePointer<UnsafeMutablePointer<UnsafeMutablePointer<CChar>?>>,
    _ test: @convention(c) (UnsafePointer<UInt8>?, Int) -> CInt
) -> CInt

private let chosen: Parser = {
    let name = getenv("HAILONG_FUZZ_PARSER").map { String(cString: $0) } ?? ""
    guard let parser = Parser(rawValue: name) else {
        let known = Parser.allCases.map(\.rawValue).joined(separator: " ")
        print("HAILONG_FUZZ_PARSER is one of: \(known)")
        exit(64)
    }
    return parser
}()

/// Stops with what was promised and not kept; libFuzzer keeps the input.
func require(_ holds: Bool, _ promise: String) {
    if !holds { fatalError(promise) }
}
