internal import Glibc
internal import HTTPServer

/// The files behind `--tls-cert` and `--tls-key`, read at the start and on SIGHUP.
enum TLSFiles {
    /// What the server shows to speak TLS; nil where neither file was named.
    static func identity(
        certificate: String?, key: String?, in say: Language
    ) throws(Failure) -> TLSIdentity? {
        guard certificate != nil || key != nil else { return nil }
        guard let certificate, let key else {
            throw Failure(
                .usage,
                say(
                    "--tls-cert và --tls-key phải đi cùng nhau.",
                    "--tls-cert and --tls-key go together: name both or neither."))
        }
        warnOfReaders(key, in: say)
        let texts = (
            certificate: try ContentFolder.read(certificate, in: say),
            key: try ContentFolder.read(key, in: say)
        )
        do throws(HTTPServerError) {
            return try TLSIdentity(certificate: texts.certificate, key: texts.key)
        } catch {
            switch error {
            case .malformedCertificate:
                throw Failure(
                    .badInput,
                    say(
                        "\(certificate): không có chứng thư PEM. Cần tệp bắt đầu bằng "
                            + "-----BEGIN CERTIFICATE-----.",
                        "\(certificate): no PEM certificate in it. It should begin with "
                            + "-----BEGIN CERTIFICATE-----."))
            case .malformedKey:
                throw Failure(
                    .badInput,
                    say(
                        "\(key): không có khóa riêng PEM, hoặc khóa có mật khẩu. "
                            + "Bỏ mật khẩu: openssl pkey -in \(key) -out …",
                        "\(key): no PEM private key in it, or one behind a password. "
                            + "Take it off: openssl pkey -in \(key) -out …"))
            case .unmatchedKey:
                throw Failure(
                    .badInput,
                    say(
                        "\(key) không phải khóa của chứng thư đầu tiên trong \(certificate).",
                        "\(key) is not the key of the first certificate in \(certificate)."))
            default: throw Failure(error, in: say)
            }
        }
    }

    /// Whoever can read the key can pass for this server.
    private static func warnOfReaders(_ key: String, in say: Language) {
        var status = stat()
        guard stat(key, &status) == 0, status.st_mode & 0o007 != 0 else { return }
        Terminal.warn(
            say(
                "\(key): mọi người trên máy đọc được khóa này. Sửa: chmod o= \(key)",
                "\(key): everybody on this machine can read this key. Mend: chmod o= \(key)"))
    }
}
