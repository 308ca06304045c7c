#include "CMicrohttpd.h"
#include <gnutls/gnutls.h>
#include <gnutls/x509.h>
#include <malloc.h>
#include <stdlib.h>
#include <string.h>
#include <sys/eventfd.h>
#include <sys/mman.h>
#include <unistd.h>

/* Leaves a target as it came: decoding is the gate's work, segment by segment. */
static size_t keep_escapes(void *context, struct MHD_Connection *connection, char *text)
{
    (void) context;
    (void) connection;
    return strlen(text);
}

/* TLS 1.3 and 1.2, forward secrecy and authenticated encryption only. */
static const char tls_priorities[] =
    "NORMAL:-VERS-ALL:+VERS-TLS1.3:+VERS-TLS1.2:-RSA:-CIPHER-ALL:+AES-256-GCM:"
    "+CHACHA20-POLY1305:+AES-128-GCM:%SERVER_PRECEDENCE";

static gnutls_datum_t datum(const char *text)
{
    return (gnutls_datum_t) {(unsigned char *) text, (unsigned) strlen(text)};
}

/* Whether a text holds a key that can be read without a password. */
static int is_key(const gnutls_datum_t *text)
{
    gnutls_x509_privkey_t key;
    if (gnutls_x509_privkey_init(&key) != GNUTLS_E_SUCCESS)
        return 0;
    int result = gnutls_x509_privkey_import2(
        key, text, GNUTLS_X509_FMT_PEM, NULL, GNUTLS_PKCS_PLAIN);
    gnutls_x509_privkey_deinit(key);
    return result == GNUTLS_E_SUCCESS;
}

/* Whether a text holds at least one certificate. */
static int is_certificate(const gnutls_datum_t *text)
{
    gnutls_x509_crt_t *chain;
    unsigned count;
    if (gnutls_x509_crt_list_import2(&chain, &count, text, GNUTLS_X509_FMT_PEM, 0) < 0)
        return 0;
    for (unsigned at = 0; at < count; at++)
        gnutls_x509_crt_deinit(chain[at]);
    gnutls_free(chain);
    return count > 0;
}

enum hl_tls_verdict hl_tls_check(const char *certificate, const char *key)
{
    gnutls_datum_t certificate_text = datum(certificate), key_text = datum(key);
    gnutls_certificate_credentials_t credentials;
    if (!is_certificate(&certificate_text))
        return HL_TLS_NO_CERTIFICATE;
    if (!is_key(&key_text))
        return HL_TLS_NO_KEY;
    if (gnutls_certificate_allocate_credentials(&credentials) != GNUTLS_E_SUCCESS)
        return HL_TLS_FAILED;
    int result = gnutls_certificate_set_x509_key_mem(
        credentials, &certificate_text, &key_text, GNUTLS_X509_FMT_PEM);
    gnutls_certificate_free_credentials(credentials);
    if (result >= 0)
        return HL_TLS_SOUND;
    return result == GNUTLS_E_CERTIFICATE_KEY_MISMATCH ? HL_TLS_UNMATCHED : HL_TLS_FAILED;
}

struct hl_tls {
    gnutls_certificate_credentials_t credentials;
    gnutls_datum_t ticket_key;
};

struct hl_tls *hl_tls_make(
    const char *certificate, const char *key, const struct hl_tls *former)
{
    gnutls_datum_t certificate_text = datum(certificate), key_text = datum(key);
    struct hl_tls *tls = calloc(1, sizeof *tls);
    if (tls == NULL)
        return NULL;
    int result = gnutls_certificate_allocate_credentials(&tls->credentials);
    if (result >= 0)
        result = gnutls_certificate_set_x509_key_mem(
            tls->credentials, &certificate_text, &key_text, GNUTLS_X509_FMT_PEM);
    if (result >= 0 && former == NULL)
        result = gnutls_session_ticket_key_generate(&tls->ticket_key);
    if (result >= 0 && former != NULL) {
        tls->ticket_key.data = gnutls_malloc(former->ticket_key.size);
        if (tls->ticket_key.data != NULL) {
            tls->ticket_key.size = former->ticket_key.size;
            memcpy(tls->ticket_key.data, former->ticket_key.data, former->ticket_key.size);
        }
    }
    if (result >= 0 && tls->ticket_key.data != NULL)
        return tls;
    hl_tls_free(tls);
    return NULL;
}

void hl_tls_free(struct hl_tls *tls)
{
    if (tls->credentials != NULL)
        gnutls_certificate_free_credentials(tls->credentials);
    if (tls->ticket_key.data != NULL) {
        gnutls_memset(tls->ticket_key.data, 0, tls->ticket_key.size);
        gnutls_free(tls->ticket_key.data);
    }
    free(tls);
}

void hl_connection_show(struct MHD_Connection *connection, struct hl_tls *tls)
{
    const union MHD_ConnectionInfo *info =
        MHD_get_connection_info(connection, MHD_CONNECTION_INFO_GNUTLS_SESSION);
    if (info == NULL)
        return;
    /* Of two for one kind of credentials the session has the later one. */
    (void) gnutls_credentials_set(info->tls_session, GNUTLS_CRD_CERTIFICATE, tls->credentials);
    (void) gnutls_session_ticket_enable_server(info->tls_session, &tls->ticket_key);
}

struct MHD_Daemon *hl_daemon_start(
    int listening_socket, size_t connection_memory_bytes, unsigned connections_max,
    const char *certificate, const char *key, const struct hl_callbacks *callbacks)
{
    struct MHD_OptionItem tls[] = {
        {MHD_OPTION_HTTPS_MEM_CERT, 0, (void *) certificate},
        {MHD_OPTION_HTTPS_MEM_KEY, 0, (void *) key},
        {MHD_OPTION_HTTPS_PRIORITIES, 0, (void *) tls_priorities},
        {MHD_OPTION_END, 0, NULL}};
    int is_tls = certificate != NULL && key != NULL;
    unsigned flags = MHD_USE_EPOLL | MHD_ALLOW_SUSPEND_RESUME | (is_tls ? MHD_USE_TLS : 0);
    return MHD_start_daemon(
        flags, 0, NULL, NULL,
        callbacks->on_access, callbacks->context,
        MHD_OPTION_ARRAY, is_tls ? tls : &tls[3],
        MHD_OPTION_LISTEN_SOCKET, listening_socket,
        MHD_OPTION_CONNECTION_MEMORY_LIMIT, connection_memory_bytes,
        MHD_OPTION_CONNECTION_LIMIT, connections_max,
        MHD_OPTION_CONNECTION_TIMEOUT, 0u,
        MHD_OPTION_UNESCAPE_CALLBACK, keep_escapes, NULL,
        MHD_OPTION_URI_LOG_CALLBACK, callbacks->on_target, callbacks->context,
        MHD_OPTION_NOTIFY_COMPLETED, callbacks->on_completed, callbacks->context,
        MHD_OPTION_NOTIFY_CONNECTION, callbacks->on_connection, callbacks->context,
        MHD_OPTION_END);
}

int hl_wakeup_open(void)
{
    return eventfd(0, EFD_NONBLOCK | EFD_CLOEXEC);
}

int hl_daemon_epoll(struct MHD_Daemon *daemon)
{
    const union MHD_DaemonInfo *info = MHD_get_daemon_info(daemon, MHD_DAEMON_INFO_EPOLL_FD);
    return info == NULL ? -1 : info->epoll_fd;
}

int hl_connection_socket(struct MHD_Connection *connection)
{
    const union MHD_ConnectionInfo *info =
        MHD_get_connection_info(connection, MHD_CONNECTION_INFO_CONNECTION_FD);
    return info == NULL ? -1 : info->connect_fd;
}

void hl_connection_send(struct MHD_Connection *connection, const void *bytes, size_t count)
{
    const union MHD_ConnectionInfo *info =
        MHD_get_connection_info(connection, MHD_CONNECTION_INFO_GNUTLS_SESSION);
    if (info == NULL)
        (void) !send(
            hl_connection_socket(connection), bytes, count, MSG_NOSIGNAL | MSG_DONTWAIT);
    else
        (void) !gnutls_record_send(info->tls_session, bytes, count);
}

void *hl_connection_record(struct MHD_Connection *connection)
{
    const union MHD_ConnectionInfo *info =
        MHD_get_connection_info(connection, MHD_CONNECTION_INFO_SOCKET_CONTEXT);
    return info == NULL ? NULL : info->socket_context;
}

const struct sockaddr *hl_connection_peer(struct MHD_Connection *connection)
{
    const union MHD_ConnectionInfo *info =
        MHD_get_connection_info(connection, MHD_CONNECTION_INFO_CLIENT_ADDRESS);
    return info == NULL ? NULL : info->client_addr;
}

/* The library reads a request to the start of a block of its own, from malloc up to 32 KiB, and
   has no call that names it. Behind empty lines the method stands inside of the block, where the
   eight bytes before it, which the C library takes for the block's size, are zeros: no client can
   make them look like a size, because the library overwrites line ends with zeros. */
void *hl_pool_find(const char *method, size_t count)
{
#if __has_feature(address_sanitizer)
    (void) method;
    (void) count;
    return NULL;
#else
    void *start = (void *) method;
    size_t usable = malloc_usable_size(start);
    return usable >= count && usable < count + 64 ? start : NULL;
#endif
}

void hl_pool_trim(void *pool, size_t count)
{
    size_t page = (size_t) sysconf(_SC_PAGESIZE);
    char *at = (char *) (((size_t) pool + page - 1) / page * page);
    char *end = (char *) (((size_t) pool + count) / page * page);
    char *start = at;
    while (at < end) {
        int is_empty = *at == 0 && memcmp(at, at + 1, page - 1) == 0;
        at += page;
        if (is_empty && at < end)
            continue;
        char *stop = is_empty ? at : at - page;
        if (stop > start)
            (void) madvise(start, (size_t) (stop - start), MADV_DONTNEED);
        start = at;
    }
}
