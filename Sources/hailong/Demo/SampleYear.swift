internal import Survey

/// A year of dossiers and answers for the demonstration office, from a seed.
///
/// Every answer carries a sample id, so that it can never be taken for a real one.
struct SampleYear {
    static let seed: UInt64 = 20_251_121

    let office: SampleOffice
    let forms: [Questionnaire]
    let period: Period
    private var random = SampleRandom(seed: seed)

    /// - Parameters:
    ///   - lastDay: the last day that has answers; the year begins with the month a year earlier
    ///   - forms: the newest version of each form the places ask
    init(_ office: SampleOffice, lastDay: CalendarDay, forms: [Questionnaire]) {
        self.office = office
        self.forms = forms
        let first = CalendarMonth(ordinal: lastDay.month.ordinal - 12).firstDay
        period = Period(from: first, to: lastDay) ?? Period.year(2025)!
    }

    /// Dossier counts of the full months, and all answers in the order they were given.
    mutating func make() -> (dossiers: [DossierCount], submissions: [Submission]) {
        var dossiers: [DossierCount] = []
        var submissions: [Submission] = []
        for month in period.months {
            guard let part = period.clipped(to: month) else { continue }
            let days = workingDays(of: part)
            let share = Double(days.count) / 21
            for body in office.bodies {
                for procedure in body.procedures {
                    let season =
                        1 + 0.15 * Double([0, -1, 1, 0, 0, 1, 1, 0, 1, 0, 0, 1][month.month - 1])
                    let expected = procedure.monthly * body.size * season * share
                    let completed = max(0, Int(expected + random.normal() * expected.squareRoot()))
                    let isFull = part.from == month.firstDay && part.to == month.lastDay
                    if isFull { dossiers.append(count(completed, body, procedure, month)) }
                    for _ in 0..<completed where random.unit() < body.answered {
                        submissions.append(answer(body, procedure, days, month))
                    }
                }
            }
        }
        submissions.sort { ($0.answeredAt!, $0.id.high) < ($1.answeredAt!, $1.id.high) }
        return (dossiers, submissions)
    }

    private func workingDays(of period: Period) -> [CalendarDay] {
        (period.from.daysSince1970...period.to.daysSince1970)
            .map { CalendarDay(daysSince1970: $0) }
            // 1970-01-01 was a Thursday; Saturday and Sunday are the days 2 and 3 after it.
            .filter { ![2, 3].contains($0.daysSince1970 % 7) }
    }

    private mutating func count(
        _ completed: Int, _ body: SampleOffice.Body, _ procedure: SampleOffice.Procedure,
        _ month: CalendarMonth
    ) -> DossierCount {
        let late = Int(Double(completed) * 0.03 * random.unit() * 2)
        let early = Int(Double(completed) * (0.25 + 0.2 * random.unit()))
        return DossierCount(
            key: .init(
                unit: body.unit.code, procedure: procedure.code, field: procedure.field,
                period: month),
            received: completed + Int(random.unit() * 6), completed: completed,
            onTime: completed - early - late, early: early, late: late,
            online: Int(Double(completed) * 0.55), postal: Int(Double(completed) * 0.08),
            digitised: Int(Double(completed) * 0.9))
    }

    private mutating func answer(
        _ body: SampleOffice.Body, _ procedure: SampleOffice.Procedure, _ days: [CalendarDay],
        _ month: CalendarMonth
    ) -> Submission {
        let places = office.places.filter { $0.unit == body.unit.code }
        let isLong = random.unit() < 0.28
        let place =
            isLong
            ? places[places.count - 1] : places[Int(random.next() % UInt64(places.count - 1))]
        let form = forms.filter { $0.id == place.form }.max { $0.version < $1.version }!
        let day = days[Int(random.next() % UInt64(max(1, days.count)))]
        // Office hours, 7:30 to 11:30 and 13:30 to 17:00.
        let minute = random.unit() < 0.6 ? 450 + random.unit() * 240 : 810 + random.unit() * 210
        let time = Timestamp(
            milliseconds: day.start(at: .vietNam).milliseconds + Int64(minute * 60_000))
        // Things get slowly better over the year.
        let drift = 0.02 * Double(month.ordinal - period.from.month.ordinal)
        let feeling = body.level + procedure.shift + drift + random.normal() * 0.9
        var submission = Submission(
            id: .make(at: time, random: random.bytes(10), isSample: true), form: form.id,
            version: form.version, place: place.code,
            channel: isLong
                ? random.pick([(.web, 3), (.qrSlip, 4), (.message, 1)])
                : random.pick([(.kiosk, 3), (.tablet, 3), (.qrPoster, 2)]),
            answeredAt: time)
        submission.procedure = procedure.code
        submission.field = procedure.field
        submission.respondent = random.pick([(.person, 7), (.business, 2), (.organisation, 1)])
        submission.outcome = random.pick([(.returned, 90), (.supplement, 7), (.refused, 3)])
        submission.language = random.pick([("vi", 97), ("en", 3)])
        submission.answers = form.reached(answers(to: form, feeling: feeling))
        if form.asksComment, random.unit() < 0.04 { submission.comment = comment(feeling) }
        return submission
    }

    private mutating func answers(
        to form: Questionnaire, feeling: Double
    ) -> GivenAnswers {
        var answers = GivenAnswers()
        for item in form.items {
            switch item.kind {
            case .score:
                let draw = random.unit()
                if item.id != "overall", draw < 0.03 { continue }
                if item.allowsDontKnow, draw < 0.05 {
                    answers[item.id] = ["dk"]
                } else if item.allowsNotApplicable, draw < 0.07 {
                    answers[item.id] = ["na"]
                } else {
                    let noise = item.id == "overall" ? 0 : random.normal() * 0.6
                    answers[item.id] = [String(Self.level(feeling + noise))]
                }
            case .multiple:
                let chosen = item.choices.filter { _ in random.unit() < 0.3 }.prefix(3)
                answers[item.id] = chosen.map(\.code)
            case .single, .yesNo:
                answers[item.id] = [
                    item.choices[Int(random.next() % UInt64(item.choices.count))].code
                ]
            case .text: continue
            }
        }
        return answers
    }

    /// From a latent feeling to a level 1...5.
    private static func level(_ feeling: Double) -> Int {
        switch feeling {
        case ..<(-1.9): 1
        case ..<(-1.4): 2
        case ..<(-0.75): 3
        case ..<0.75: 4
        default: 5
        }
    }

    private mutating func comment(_ feeling: Double) -> String {
        feeling > -0.5
            ? random.pick([
                ("Cán bộ hướng dẫn nhiệt tình, dễ hiểu.", 3), ("Nhận kết quả sớm hơn hẹn.", 2),
                ("Quầy sạch sẽ, có ghế ngồi chờ.", 1),
            ])
            : random.pick([
                ("Phải chờ lâu vào buổi sáng thứ Hai.", 3), ("Đi lại hai lần mới đủ giấy tờ.", 2),
                ("Biển chỉ dẫn khó nhìn.", 1),
            ])
    }
}
