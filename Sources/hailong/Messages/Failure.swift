internal import ArgumentParser

/// The exit codes of contract: the one table from what went wrong to what a script sees.
extension ExitCode {
    /// Wrong usage, unknown unit or index.
    static let usage = ExitCode(64)
    /// Bad input, damage found, a form that differs under a stored version.
    static let badInput = ExitCode(65)
    /// The data folder is absent, in use or cannot be made.
    static let folder = ExitCode(73)
    /// Reading or writing failed.
    static let inputOutput = ExitCode(74)
    /// Try again later.
    static let tryAgain = ExitCode(75)
}

/// What ends a command: a message for people and a code for scripts.
struct Failure: Error {
    let code: ExitCode
    let message: String

    init(_ code: ExitCode, _ message: String) {
        self.code = code
        self.message = message
    }
}
