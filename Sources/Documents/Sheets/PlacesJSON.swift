public import Survey

/// The places of an office as JSON, schema `hailong.places/1`:
/// `{"schema","places":[{"code","unit","centre","name","form","url"}]}`.
public enum PlacesJSON {
    public static let schema = "hailong.places/1"

    /// - Parameters:
    ///   - places: in the order they are to be listed
    ///   - links: makes `url`, what a citizen opens
    public static func value(of places: [Place], links: PlaceLinks) -> JSON {
        .object([
            ("schema", .string(schema)),
            (
                "places",
                .array(
                    places.map { place in
                        .object([
                            ("code", .string(place.code)),
                            ("unit", .string(place.unit)),
                            ("centre", .string(place.centre)),
                            ("name", .string(place.name)),
                            ("form", .string(place.form)),
                            ("url", .string(links.url(of: place))),
                        ])
                    })
            ),
        ])
    }
}
