internal import Glibc
internal import Storage

/// A command's side of the folder of requests.
enum RequestDesk {
    /// How long the server may take to begin, in milliseconds.
    private static let takingMilliseconds: Int64 = 10_000
    /// How long one that has begun may take to end.
    private static let doingMilliseconds: Int64 = 120_000
    private static let stepMicroseconds: UInt32 = 20_000

    /// Asks the server that runs on a folder.
    ///
    /// - Parameter attachment: a file that goes with the request
    /// - Returns: nil where no server runs, and the command may do it by itself
    static func ask(
        _ request: OfficeRequest, of data: DataFolder,
        attachment: UnsafeRawBufferPointer? = nil, in say: Language
    ) throws(Failure) -> OfficeAnswer? {
        guard data.holder?.baseURL != nil else { return nil }
        let folder = RequestFolder(of: data)
        let id = RequestFolder.makeID()
        var code: Int32 = folder.isThere ? 0 : ENOTDIR
        if code == 0, let attachment { code = folder.write(attachment, to: folder.attachment(id)) }
        if code == 0 { code = folder.write(request.json(in: say), to: folder.request(id)) }
        guard code == 0 else {
            unlink(folder.attachment(id))
            throw cannotAsk(folder.path, code, in: say)
        }
        guard let answer = try wait(for: id, in: folder, say) else {
            throw Failure(
                .inputOutput,
                say(
                    "Máy chủ trả lời không đọc được. Hãy xem đã làm hay chưa.",
                    "The server's answer cannot be read. See whether it was done."))
        }
        return answer
    }

    /// - Returns: nil for an answer that makes no sense
    private static func wait(
        for id: String, in folder: RequestFolder, _ say: Language
    ) throws(Failure) -> OfficeAnswer? {
        let begun = ServerClock.sinceStart()
        var isTaken = false
        while access(folder.answer(id), F_OK) != 0 {
            let waited = ServerClock.sinceStart() - begun
            if !isTaken, waited > takingMilliseconds {
                guard unlink(folder.request(id)) != 0 else {
                    unlink(folder.attachment(id))
                    throw Failure(
                        .tryAgain,
                        say(
                            "Máy chủ không nhận yêu cầu trong 10 giây. Xem nhật ký và /readyz, "
                                + "rồi chạy lại.",
                            "The server did not take the request within 10 seconds. Look at its "
                                + "log and /readyz, then run this again."))
                }
                // The server was there first, and will answer.
                isTaken = true
            }
            guard waited < doingMilliseconds else {
                throw Failure(
                    .tryAgain,
                    say(
                        "Máy chủ đã nhận yêu cầu nhưng chưa trả lời. Hãy xem đã làm hay chưa.",
                        "The server took the request and has not answered. See whether it was "
                            + "done."))
            }
            usleep(stepMicroseconds)
        }
        defer { unlink(folder.answer(id)) }
        return folder.read(folder.answer(id)).flatMap { OfficeAnswer($0) }
    }

    private static func cannotAsk(
        _ path: String, _ code: Int32, in say: Language
    ) -> Failure {
        let reason = SystemReason.text(code, in: say)
        return Failure(
            .folder,
            say(
                "\(path): không gửi được yêu cầu cho máy chủ đang chạy (\(reason)). "
                    + "Chạy bằng chính người dùng của máy chủ.",
                "\(path): the running server cannot be asked (\(reason)). "
                    + "Run this as the server's own user."))
    }
}
