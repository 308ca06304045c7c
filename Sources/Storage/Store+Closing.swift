public import Survey

/// What became of the wish to close a month.
public enum CloseOutcome: Sendable, Equatable {
    case closed(Closing)
    /// It was closed before; that closing stands.
    case already(Closing)
    /// Answers to it are still being given.
    case notEnded
}

/// Closing months: what leadership has closed no later answer changes.
extension Store {
    /// Closes one whole calendar month, and no other, for good: nothing opens it again.
    ///
    /// Everything stored so far counts in it; of what is stored later, nothing does. What figures
    /// rest on besides answers may still be mended, and then the closing says so.
    /// - Parameters:
    ///   - now: the office's clock, kept with the closing
    ///   - offset: at which the month's days begin
    public func close(
        _ month: CalendarMonth, at now: Timestamp, offset: DayOffset
    ) throws(StorageError) -> CloseOutcome {
        try transaction { () throws(StorageError) in
            let outcome = try database.closing(of: month, at: now, offset: offset)
            guard case .closed(let closing) = outcome else { return (outcome, false) }
            let basis = try database.basis(of: month)
            try change(.closing) { () throws(StorageError) in
                try database.run(
                    SQL.addClosing, .integer(month.ordinal), .integer(now.milliseconds),
                    .integer(closing.lastRow), .integer(basis.lastUnit), .blob(basis.units),
                    .blob(basis.dossiers), .blob(basis.feedback), .blob(basis.points))
            }
            return (outcome, true)
        }
    }
}

/// What closing would come to, looked at beside a running server too.
extension StoreReader {
    /// Answers that were given in a month and are stored, late or not. Reads every row.
    public func countAnswers(
        in month: CalendarMonth, offset: DayOffset
    ) throws(StorageError) -> Int {
        try database.countAnswers(in: month, offset: offset)
    }

    /// What closing a month would come to, without closing it.
    ///
    /// - Returns: a closing as it would be made, or why there would be none
    public func closing(
        of month: CalendarMonth, at now: Timestamp, offset: DayOffset
    ) throws(StorageError) -> CloseOutcome {
        try database.closing(of: month, at: now, offset: offset)
    }
}

extension Database {
    fileprivate func countAnswers(
        in month: CalendarMonth, offset: DayOffset
    ) throws(StorageError) -> Int {
        let moments = Self.moments(of: month, offset)
        let count = try integer(
            SQL.countAnsweredBetween, .integer(moments.lowerBound.milliseconds),
            .integer(moments.upperBound.milliseconds))
        return Int(count ?? 0)
    }

    fileprivate func closing(
        of month: CalendarMonth, at now: Timestamp, offset: DayOffset
    ) throws(StorageError) -> CloseOutcome {
        if let known = try closings().first(where: { $0.month == month }) {
            return .already(known)
        }
        guard Self.moments(of: month, offset).upperBound <= now else { return .notEnded }
        let lastRow = try integer(SQL.lastRow) ?? 0
        return .closed(Closing(month: month, closedAt: now, lastRow: lastRow))
    }

    private static func moments(
        of month: CalendarMonth, _ offset: DayOffset
    ) -> Range<Timestamp> {
        month.firstDay.start(at: offset)..<month.next.firstDay.start(at: offset)
    }
}
