internal import Storage
internal import Survey

/// Fills an empty folder with the demonstration office, marked as a sample for good.
enum SampleLoader {
    /// - Parameter now: the sample year ends with the day before
    static func load(
        into store: Store, content: Content, at now: Timestamp, in say: Language
    ) throws(Failure) {
        do throws(StorageError) {
            if try store.isSample() { return }
            guard try store.countResponses() == 0, try store.units().isEmpty else {
                throw .notOurs(path: store.folder.path)
            }
        } catch .notOurs(let path) {
            throw Failure(
                .badInput,
                say(
                    "\(path): có dữ liệu thật, không nạp mẫu vào. Chọn thư mục khác cho --demo.",
                    "\(path): holds real data; samples never mix in. Use another folder for --demo."
                ))
        } catch {
            throw Failure(error, in: say)
        }
        let yesterday = now.day(at: OpenOffice.offset).advanced(by: -1)
        var year = SampleYear(
            .standard, lastDay: yesterday, forms: content.forms.map(\.questionnaire))
        let (dossiers, submissions) = year.make()
        do throws(StorageError) {
            try store.transaction { () throws(StorageError) in
                try store.markAsSample()
                for unit in year.office.units { _ = try store.put(unit, before: nil) }
                for place in year.office.places { _ = try store.put(place, before: nil) }
                for count in dossiers { _ = try store.put(count) }
                let tables = SampleTables(year.office, dossiers: dossiers)
                for count in tables.feedback { _ = try store.put(count) }
                for points in tables.points { _ = try store.put(points) }
                try append(submissions, to: store, at: now)
                return ((), true)
            }
        } catch {
            throw Failure(error, in: say)
        }
        Terminal.warn(
            say(
                "Đã tạo văn phòng mẫu với \(submissions.count) phiếu.",
                "Made a sample office with \(submissions.count) responses."))
    }

    private static func append(
        _ submissions: [Submission], to store: Store, at now: Timestamp
    ) throws(StorageError) {
        let register = try store.register()
        var arrivals: [Arrival] = []
        for submission in submissions {
            do throws(SubmissionFault) {
                let response = try register.admitted(submission, at: submission.answeredAt ?? now)
                arrivals.append(Arrival(submission: submission, response: response))
            } catch {
                preconditionFailure("the sample does not fit the shipped forms: \(error)")
            }
        }
        _ = try store.append(arrivals, quarantines: false)
    }
}
