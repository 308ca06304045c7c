#ifndef HAILONG_CMICROHTTPD_H
#define HAILONG_CMICROHTTPD_H
#include <stddef.h>
#include <stdint.h>
#include <sys/types.h>
#include <sys/socket.h>
#include <microhttpd.h>

/// The callbacks of a daemon; every one runs on the thread that calls `MHD_run`.
struct hl_callbacks {
    /// Passed to each callback; must outlive the daemon.
    void *_Nonnull context;
    /// Head complete, each piece of a body, request complete, and again after a resume.
    MHD_AccessHandlerCallback _Nonnull on_access;
    /// The request line as received, before the library takes it apart.
    void *_Nullable (*_Nonnull on_target)(
        void *_Nonnull context, const char *_Nonnull target,
        struct MHD_Connection *_Nonnull connection);
    /// A request is over, answered or not.
    MHD_RequestCompletedCallback _Nonnull on_completed;
    /// A connection was accepted or is about to be closed.
    MHD_NotifyConnectionCallback _Nonnull on_connection;
};

/// What became of checking a certificate against its key.
enum hl_tls_verdict {
    HL_TLS_SOUND,
    /// No certificate in PEM was found.
    HL_TLS_NO_CERTIFICATE,
    /// No unencrypted private key in PEM was found.
    HL_TLS_NO_KEY,
    /// The key is not that of the first certificate.
    HL_TLS_UNMATCHED,
    /// The TLS library refused for another reason, such as memory.
    HL_TLS_FAILED
};

/// Checks texts in PEM: a certificate with its chain, and its key.
enum hl_tls_verdict hl_tls_check(const char *_Nonnull certificate, const char *_Nonnull key);

/// What connections show by TLS: a certificate with its key, and the key of their tickets, by which
/// a client resumes without a full handshake.
struct hl_tls;

/// Makes one from texts in PEM, with the ticket key of another where there is one, so that tickets
/// outlive a renewal; NULL when a text cannot be used or memory ran out.
struct hl_tls *_Nullable hl_tls_make(
    const char *_Nonnull certificate, const char *_Nonnull key,
    const struct hl_tls *_Nullable former);

/// Frees one that no connection shows any more.
void hl_tls_free(struct hl_tls *_Nonnull tls);

/// Lets a connection show this one, before its handshake; it must outlive the connection.
void hl_connection_show(struct MHD_Connection *_Nonnull connection, struct hl_tls *_Nonnull tls);

/// Starts a daemon on an already listening socket, in epoll mode without a thread of its own.
///
/// `MHD_start_daemon` is variadic, which Swift cannot call. Time-outs and the limit per
/// address are off: the caller keeps absolute deadlines, and an office sits behind one
/// address. Targets are handed on undecoded, so that `%00` cannot cut them.
/// With a certificate and a key, which need not outlive the call, it speaks TLS alone.
/// Returns NULL when the library could not be set up.
struct MHD_Daemon *_Nullable hl_daemon_start(
    int listening_socket, size_t connection_memory_bytes, unsigned connections_max,
    const char *_Nullable certificate, const char *_Nullable key,
    const struct hl_callbacks *_Nonnull callbacks);

/// A counter that another thread makes readable to wake a poll, or -1 with errno set.
int hl_wakeup_open(void);

/// The descriptor to poll for the daemon's events, or -1.
int hl_daemon_epoll(struct MHD_Daemon *_Nonnull daemon);

/// The connection's socket, or -1.
int hl_connection_socket(struct MHD_Connection *_Nonnull connection);

/// Writes what the socket takes at once, by TLS where the connection is one.
void hl_connection_send(
    struct MHD_Connection *_Nonnull connection, const void *_Nonnull bytes, size_t count);

/// What `on_connection` stored for the connection, or NULL.
void *_Nullable hl_connection_record(struct MHD_Connection *_Nonnull connection);

/// The start of the block that the library keeps a connection's heads in, given the method of a
/// request; NULL where the method does not stand at its start because empty lines came before it.
void *_Nullable hl_pool_find(const char *_Nonnull method, size_t count);

/// Gives the system back those whole pages of the block that hold zeros alone: it makes them anew
/// when they are touched, so that nobody sees a difference.
void hl_pool_trim(void *_Nonnull pool, size_t count);

/// The client's address, or NULL.
const struct sockaddr *_Nullable hl_connection_peer(struct MHD_Connection *_Nonnull connection);
#endif
