import Foundation
import Survey

@testable import Columns

/// A store of made-up responses and a folder for its table.
final class Store {
    private(set) var records: [ResponseRecord] = []
    let folder: String

    init(_ count: Int = 0) throws {
        folder = NSTemporaryDirectory() + "columns-\(UUID().uuidString)"
        add(count)
    }

    deinit { try? FileManager.default.removeItem(atPath: folder) }

    /// Adds responses whose every byte depends on their row, over two forms and four months.
    func add(_ count: Int) {
        for _ in 0..<count {
            let row = records.count + 1
            records.append(
                Self.record(row, day: row * 37 % 120, answersBytes: row % 3 == 0 ? 11 : 3))
        }
    }

    func add(_ record: ResponseRecord) { records.append(record) }

    static func record(
        _ row: Int, day: Int = 0, answersBytes: Int = 3, at time: Timestamp? = nil
    ) -> ResponseRecord {
        ResponseRecord(
            row: Int64(row), form: answersBytes == 11 ? 2 : 1, posting: Int32(row % 5),
            answeredAt: time
                ?? Timestamp(milliseconds: 1_735_689_600_999 + Int64(day) * 86_400_000),
            channel: UInt8(row % 8 + 1), respondent: UInt8(row % 4), outcome: UInt8(row % 3),
            procedure: Int32(row), field: Int32(-row), language: Int32(row % 2),
            answers: (0..<answersBytes).map { UInt8(truncatingIfNeeded: row * 31 + $0) })
    }

    func table(
        store: String = "store-1", lastRow: Int? = nil, mayWrite: Bool = true, threshold: Int = 10
    ) -> ColumnTable {
        ColumnTable(
            folder: folder, store: store, lastRow: Int64(lastRow ?? records.count),
            mayWrite: mayWrite, sealThreshold: threshold)
    }

    /// What a reader of the store after a row gets, and where it began to read.
    func next(_ asked: inout [Int64], _ afterRow: Int64) -> [ResponseRecord] {
        asked.append(afterRow)
        return Array(records.filter { $0.row > afterRow }.prefix(ColumnTable.batchMax))
    }

    /// The table's segments, and the rows after which it asked the store.
    func caughtUp(_ table: ColumnTable) -> (segments: [Segment], asked: [Int64]) {
        var asked: [Int64] = []
        let segments = table.caughtUp { next(&asked, $0) }
        return (segments, asked)
    }

    /// Every record as the table ought to keep it.
    var expected: [String] { records.map { Self.line($0) }.sorted() }

    private static func line(_ record: ResponseRecord) -> String {
        let values = BlockLayout.Column.allCases.map { BlockLayout.value(of: record, in: $0) }
        return "\(record.form) \(values) \(record.answers)"
    }

    /// Every record that segments hold, as ``expected`` writes them.
    static func lines(_ segments: [Segment]) -> [String] {
        segments.flatMap { segment in
            segment.withColumns { columns in
                (0..<segment.count).map { index in
                    let values = BlockLayout.Column.allCases.map { columns.value($0, at: index) }
                    return "\(segment.key.form) \(values) \(columns.answers(at: index))"
                }
            }
        }.sorted()
    }

    var manifestPath: String { "\(folder)/manifest" }

    /// Folders of generations, in order.
    func generations() -> [String] {
        let names = (try? FileManager.default.contentsOfDirectory(atPath: folder)) ?? []
        return names.filter { $0.hasPrefix("g") }.sorted()
    }

    /// Paths of segment files of a generation.
    func segmentFiles(_ generation: Int = 1) throws -> [String] {
        try FileManager.default.contentsOfDirectory(atPath: "\(folder)/g\(generation)").sorted()
            .map { "\(folder)/g\(generation)/\($0)" }
    }
}
