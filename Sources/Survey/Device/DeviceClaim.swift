/// What an answer says of its device, and whether that was proven.
///
/// An answer is never refused for want of a proof. One that names a paired device and does not come
/// from it is stored under the name with a mark, so that it counts in every figure and never as
/// that device: who copies a kiosk's name adds nothing to its numbers and blames nothing on it.
public enum DeviceClaim {
    /// What stands before the name of a paired device that was not proven.
    public static let mark = "?"

    /// A device's name as one that was claimed and not proven.
    public static func unproved(_ name: String) -> String { mark + name }

    /// The name without the mark.
    public static func name(_ stored: String?) -> String? {
        guard let stored, stored.hasPrefix(mark) else { return stored }
        return String(stored.dropFirst(mark.count))
    }
}
