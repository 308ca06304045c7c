internal import Survey

/// The demonstration office: a province nobody lives in, built after the plans' units, counters and
/// procedures. All names are invented, so that no real body is given a made-up figure.
struct SampleOffice: Sendable {
    /// A kind of dossier and how its citizens feel about it.
    struct Procedure: Sendable {
        let code: String
        let field: String
        /// Dossiers a month at an ordinary unit.
        let monthly: Double
        /// Added to the unit's level of satisfaction.
        let shift: Double
    }

    /// A unit with what the generator needs to know of it.
    struct Body: Sendable {
        let unit: Unit
        let procedures: [Procedure]
        /// Counters, besides the one place for the long questionnaire.
        let counters: Int
        /// Where its counters stand.
        let centre: String
        /// Middle of the latent satisfaction; 0 is about 82 % satisfied.
        let level: Double
        /// How much of its dossiers are answered, 0...1.
        let answered: Double
        /// Size against an ordinary unit.
        let size: Double
    }

    let bodies: [Body]

    var units: [Unit] { bodies.map(\.unit) }

    /// Counters `XD-01`, `XD-02`, … and a place `XD-PHIEU` for the long questionnaire of each unit.
    var places: [Place] {
        bodies.filter { $0.counters > 0 }.flatMap { body in
            let counters = (1...body.counters).map { number in
                Place(
                    code: "\(body.unit.code)-\(number < 10 ? "0" : "")\(number)",
                    unit: body.unit.code, centre: body.centre, name: "Quầy số \(number)",
                    form: "counter-one-tap")
            }
            let slip = Place(
                code: "\(body.unit.code)-PHIEU", unit: body.unit.code, centre: body.centre,
                name: "Phiếu khảo sát đầy đủ", form: "sipas-service")
            return counters + [slip]
        }
    }

    private static let transport = [
        Procedure(code: "doi-giay-phep-lai-xe", field: "giao-thong", monthly: 150, shift: 0.15),
        Procedure(code: "giay-phep-van-tai", field: "giao-thong", monthly: 40, shift: -0.05),
    ]
    private static let construction = [
        Procedure(code: "giay-phep-xay-dung", field: "xay-dung", monthly: 95, shift: -0.30),
        Procedure(code: "chung-chi-hanh-nghe", field: "xay-dung", monthly: 35, shift: -0.10),
    ]
    private static let home = [
        Procedure(code: "to-chuc-hoi", field: "noi-vu", monthly: 55, shift: 0),
        Procedure(code: "thi-dua-khen-thuong", field: "noi-vu", monthly: 60, shift: 0.20),
    ]
    private static let commune = [
        Procedure(code: "chung-thuc", field: "tu-phap", monthly: 90, shift: 0.15),
        Procedure(code: "khai-sinh", field: "ho-tich", monthly: 35, shift: 0.10),
        Procedure(code: "xac-nhan-dat-dai", field: "dat-dai", monthly: 25, shift: -0.35),
    ]

    static let standard = SampleOffice(bodies: makeBodies())

    private static func makeBodies() -> [Body] {
        func unit(
            _ code: String, _ name: String, _ kind: Unit.Kind, from: CalendarDay? = nil,
            to: CalendarDay? = nil, successor: String? = nil
        ) -> Unit {
            Unit(
                code: code, name: name, kind: kind, parent: code == "TINH" ? nil : "TINH",
                validFrom: from, validTo: to, successor: successor)
        }
        let merger = CalendarDay(year: 2025, month: 3, day: 1)
        var bodies = [
            Body(
                unit: unit("TINH", "Tỉnh Mẫu", .province), procedures: [], counters: 0,
                centre: "TINH", level: 0, answered: 0, size: 0),
            Body(
                unit: unit("TTHCC", "Trung tâm Phục vụ hành chính công tỉnh", .office),
                procedures: [], counters: 0, centre: "TTHCC", level: 0, answered: 0, size: 0),
            Body(
                unit: unit("XD", "Sở Xây dựng", .department, from: merger),
                procedures: transport + construction, counters: 6, centre: "TTHCC", level: 0.35,
                answered: 0.42, size: 1),
            Body(
                unit: unit(
                    "GTVT", "Sở Giao thông vận tải (đến 28/02/2025)", .department,
                    to: merger?.advanced(by: -1), successor: "XD"),
                procedures: [], counters: 0, centre: "TTHCC", level: 0, answered: 0, size: 0),
            Body(
                unit: unit("NV", "Sở Nội vụ", .department), procedures: home, counters: 4,
                centre: "TTHCC", level: 0.60, answered: 0.5, size: 1),
        ]
        let communes: [(String, String, Double, Double, Double)] = [
            ("HS", "Phường Hoa Sen", 0.30, 0.40, 1.4), ("BT", "Phường Bến Trong", 0.10, 0.35, 1.3),
            ("ST", "Xã Suối Trong", 0.50, 0.30, 0.8), ("DG", "Xã Đồng Gió", -0.10, 0.28, 0.7),
            ("NM", "Xã Nắng Mai", 0.75, 0.45, 0.8), ("MT", "Xã Muối Trắng", 0.25, 0.25, 0.6),
            ("NX", "Xã Núi Xanh", 1.10, 0.02, 0.4), ("VN", "Xã Vườn Nho", 0.40, 0.33, 0.9),
        ]
        for (code, name, level, answered, size) in communes {
            bodies.append(
                Body(
                    unit: unit(code, name, .commune, from: CalendarDay("2025-07-01")),
                    procedures: commune, counters: size > 1 ? 4 : 3, centre: code, level: level,
                    answered: answered, size: size))
        }
        return bodies
    }
}
