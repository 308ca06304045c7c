public import Survey

/// Which change is asked for.
public struct CompareQuery: Sendable, Equatable {
    /// The id of an index, in the version that is the rule in ``after``, or `ID@VERSION`.
    public var index: String
    /// Both days included, wholly before ``after``.
    public var before: Period
    /// Both days included.
    public var after: Period
    /// Codes of units, one row each; empty for all of them.
    public var units: [String]
    /// The frozen baseline that `before` was taken from.
    public var baseline: Baseline?
    /// Another method than the definition's.
    public var method: IndexMethod?

    public init(
        index: String, before: Period, after: Period, units: [String] = [],
        baseline: Baseline? = nil, method: IndexMethod? = nil
    ) {
        self.index = index
        self.before = before
        self.after = after
        self.units = units
        self.baseline = baseline
        self.method = method
    }
}

/// Why something cannot be compared.
public enum CompareFault: Error, Equatable, Sendable {
    case report(ReportFault)
    /// The earlier period does not end before the later one begins.
    case notBefore(before: Period, after: Period)
    case unknownBaseline(String, known: [String])
    /// A method that makes no figure of a ballot: nothing of it can be compared by ballots.
    case method(IndexMethod)
    /// An index on the overall item alone: nothing in it could move that.
    case noItems(String)
}

extension Definitions {
    /// The index that a query names, as a report of the period takes it, and the method by which
    /// its ballots are compared.
    func compared(
        _ name: String, in period: Period, by method: IndexMethod?
    ) throws(CompareFault) -> (definition: IndexDefinition, method: IndexMethod) {
        let definition: IndexDefinition
        do throws(ReportFault) {
            definition = try index(name, in: period)
        } catch {
            throw .report(error)
        }
        let method = method ?? definition.method
        guard method.family == .ballots else { throw .method(method) }
        do throws(ReportFault) {
            try definition.check(method, definition.design.clusters)
        } catch {
            throw .report(error)
        }
        return (definition, method)
    }
}

extension ReportSource {
    /// The units that a query names, all of them in the tree's order where it names none.
    func rows(_ codes: [String]) throws(CompareFault) -> [(unit: Unit, depth: Int)] {
        if let unknown = codes.first(where: { register.unit($0) == nil }) {
            throw .report(.unknownUnit(unknown))
        }
        let tree = register.unitsInTreeOrder
        guard !codes.isEmpty else { return tree }
        return codes.compactMap { code in tree.first { $0.unit.code == code } }
    }

    /// Refuses a period that would take too long.
    func check(_ period: Period) throws(CompareFault) {
        let months = period.to.month.ordinal - period.from.month.ordinal + 1
        guard months <= ReportQuery.monthsMax else {
            throw .report(.periodTooLong(months: months, maximum: ReportQuery.monthsMax))
        }
    }

    /// Of the months that a period touches, those that an operator has closed.
    func isClosed(_ period: Period) -> Bool {
        let closed = Set(closings.map(\.month))
        return period.months.allSatisfy { closed.contains($0) }
    }
}

extension Period {
    /// The period of the same length that ends the day before: as many whole months where this one
    /// is made of whole months, else as many days.
    public var previous: Period? {
        let end = from.advanced(by: -1)
        if isWholeMonths {
            let months = to.month.ordinal - from.month.ordinal + 1
            let first = CalendarMonth(ordinal: from.month.ordinal - months)
            return Period(from: first.firstDay, to: end)
        }
        let days = to.daysSince1970 - from.daysSince1970 + 1
        return Period(from: from.advanced(by: -days), to: end)
    }

    /// The same days of the year before; a 29 February becomes the 28th, and what ends with a month
    /// still does.
    public var yearEarlier: Period? {
        func earlier(_ day: CalendarDay) -> CalendarDay? {
            let (year, month, number) = day.civil
            return CalendarDay(year: year - 1, month: month, day: number)
                ?? CalendarDay(year: year - 1, month: month, day: 28)
        }
        guard let first = earlier(from), let last = earlier(to) else { return nil }
        return Period(from: first, to: to == to.month.lastDay ? last.month.lastDay : last)
    }
}
