import CMicrohttpd

/// The block that the library keeps a connection's heads in.
///
/// The library clears the whole of it after each request, which makes every page of it real
/// memory: 16 KiB for each of 10,000 connections that wait for their next request. What is
/// cleared can be given back, since the system makes empty pages anew when they are touched.
struct ConnectionMemory {
    /// How many bytes the library was told to take.
    let count: Int
    private let start: UnsafeMutableRawPointer

    /// Finds the block of a connection by a request in it.
    ///
    /// - Parameters:
    ///   - method: the method of a request, as the library handed it over
    ///   - count: how many bytes the library was told to take
    /// - Returns: nil where empty lines came before the request, so that it does not stand at the
    ///   start of the block; the next request may
    init?(method: UnsafePointer<CChar>, count: Int) {
        guard let start = hl_pool_find(method, count) else { return nil }
        self.start = start
        self.count = count
    }

    /// Gives back every whole page that holds zeros alone; what is in use stays as it is.
    ///
    /// Costs a look at each byte and one call of the system; meant for connections that have
    /// been idle for long, never for a request.
    func giveBack() {
        hl_pool_trim(start, count)
    }
}
