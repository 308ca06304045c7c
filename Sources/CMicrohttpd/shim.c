#include "CMicrohttpd.h"
#include <string.h>
#include <sys/eventfd.h>

/* Leaves a target as it came: decoding is the gate's work, segment by segment. */
static size_t keep_escapes(void *context, struct MHD_Connection *connection, char *text)
{
    (void) context;
    (void) connection;
    return strlen(text);
}

struct MHD_Daemon *hl_daemon_start(
    int listening_socket, size_t connection_memory_bytes, unsigned connections_max,
    const struct hl_callbacks *callbacks)
{
    return MHD_start_daemon(
        MHD_USE_EPOLL | MHD_ALLOW_SUSPEND_RESUME, 0, NULL, NULL,
        callbacks->on_access, callbacks->context,
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
