internal import Glibc

/// What the system says of an error, in the language of the message that it stands in.
enum SystemReason {
    /// What an operator meets, as `strerror` says it in English.
    private static let vietnamese: [Int32: String] = [
        ENOENT: "không có tệp hay thư mục này",
        ENOTDIR: "một phần của đường dẫn không phải thư mục",
        EACCES: "không có quyền", EPERM: "không được phép", EISDIR: "là một thư mục",
        EEXIST: "đã có rồi", ENOTEMPTY: "thư mục không trống", EBUSY: "đang được dùng",
        ENOSPC: "hết chỗ trên đĩa", EDQUOT: "hết phần đĩa được cấp", EFBIG: "tệp quá lớn",
        EROFS: "hệ thống tệp chỉ cho đọc", EIO: "lỗi đọc ghi của đĩa", EPIPE: "đầu kia đã đóng",
        ENAMETOOLONG: "tên quá dài", ELOOP: "liên kết vòng quanh", EMFILE: "mở quá nhiều tệp",
        ENFILE: "máy mở quá nhiều tệp", ENOMEM: "hết bộ nhớ", EBADF: "đã đóng từ trước",
        ENXIO: "không có ai ở đầu kia", ENODEV: "không có thiết bị này",
    ]

    /// - Returns: the system's own words where there are none of ours
    static func text(_ code: Int32, in say: Language) -> String {
        let english = String(cString: strerror(code))
        return say(vietnamese[code] ?? english, english)
    }
}
