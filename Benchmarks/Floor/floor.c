/* usage: floor PORT none|each|group PAGE HEADERS DATABASE

   What plain C does with libmicrohttpd and SQLite, as the floor under the product's figures: GET
   of a page, and POST of an answer without a database (none), in a transaction of its own (each),
   or committed together with whatever else waits (group). The library runs as in the product: one
   thread around its epoll descriptor, suspend and resume around the commit. Every response carries
   the headers of the file HEADERS, which are the product's. */
#include "answer.h"
#include "store.h"
#include <microhttpd.h>
#include <poll.h>
#include <pthread.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/eventfd.h>
#include <sys/socket.h>
#include <arpa/inet.h>
#include <unistd.h>

enum { BODY_BYTES_MAX = 2048, HEADERS_MAX = 32, CONNECTIONS_MAX = 4000 };
enum mode { NONE, EACH, GROUP };

struct request {
    struct request *next;
    struct MHD_Connection *connection;
    struct answer answer;
    bool is_stored;
    size_t count;
    char body[BODY_BYTES_MAX + 1];
};

static enum mode mode;
static struct MHD_Response *page;
static char *header_names[HEADERS_MAX], *header_values[HEADERS_MAX];
static int header_count;
static int wake_up;
/* What a GET has in the place of a request. */
static struct request no_request;

static pthread_mutex_t queue_lock = PTHREAD_MUTEX_INITIALIZER;
static pthread_cond_t queue_filled = PTHREAD_COND_INITIALIZER;
static struct request *queue;

static void fail(const char *what)
{
    perror(what);
    exit(74);
}

static char *file_bytes(const char *path, size_t *count)
{
    FILE *file = fopen(path, "rb");
    char *bytes = calloc(1, 1 << 20);
    if (file == NULL || bytes == NULL) fail(path);
    *count = fread(bytes, 1, (1 << 20) - 1, file);
    fclose(file);
    return bytes;
}

static void read_headers(const char *path)
{
    size_t count = 0;
    char *place = NULL;
    for (char *line = strtok_r(file_bytes(path, &count), "\n", &place);
         line != NULL && header_count < HEADERS_MAX; line = strtok_r(NULL, "\n", &place)) {
        char *colon = strstr(line, ": ");
        if (colon == NULL) continue;
        *colon = 0;
        header_names[header_count] = line;
        header_values[header_count++] = colon + 2;
    }
}

static void add_headers(struct MHD_Response *response, bool has_body)
{
    for (int at = 0; at < header_count; at++)
        if (has_body || strcasecmp(header_names[at], "Content-Type") != 0)
            MHD_add_response_header(response, header_names[at], header_values[at]);
}

static enum MHD_Result answer_empty(struct MHD_Connection *connection, unsigned status,
                                    const char *location)
{
    struct MHD_Response *response =
        MHD_create_response_from_buffer(0, NULL, MHD_RESPMEM_PERSISTENT);
    add_headers(response, false);
    if (location != NULL) MHD_add_response_header(response, "Location", location);
    enum MHD_Result result = MHD_queue_response(connection, status, response);
    MHD_destroy_response(response);
    return result;
}

static enum MHD_Result thank(struct MHD_Connection *connection, const char *target)
{
    char location[256];
    snprintf(location, sizeof location, "%s/thanks?lang=vi", target);
    return answer_empty(connection, MHD_HTTP_SEE_OTHER, location);
}

/* Commits whatever waits in one transaction, then lets its requests go on. */
static void *write_batches(void *unused)
{
    (void) unused;
    for (;;) {
        pthread_mutex_lock(&queue_lock);
        while (queue == NULL) pthread_cond_wait(&queue_filled, &queue_lock);
        struct request *newest = queue;
        queue = NULL;
        pthread_mutex_unlock(&queue_lock);
        struct request *oldest = NULL;
        while (newest != NULL) {
            struct request *next = newest->next;
            newest->next = oldest;
            oldest = newest;
            newest = next;
        }
        store_begin();
        for (struct request *at = oldest; at != NULL; at = at->next) store_add(&at->answer);
        store_commit();
        while (oldest != NULL) {
            struct request *next = oldest->next;
            oldest->is_stored = true;
            MHD_resume_connection(oldest->connection);
            oldest = next;
        }
        if (eventfd_write(wake_up, 1) != 0) fail("eventfd");
    }
    return NULL;
}

static enum MHD_Result store(struct request *request, const char *target)
{
    switch (mode) {
    case NONE:
        return thank(request->connection, target);
    case EACH:
        store_begin();
        store_add(&request->answer);
        store_commit();
        return thank(request->connection, target);
    case GROUP:
        break;
    }
    MHD_suspend_connection(request->connection);
    pthread_mutex_lock(&queue_lock);
    bool was_empty = queue == NULL;
    request->next = queue;
    queue = request;
    pthread_mutex_unlock(&queue_lock);
    if (was_empty) pthread_cond_signal(&queue_filled);
    return MHD_YES;
}

static enum MHD_Result on_access(void *context, struct MHD_Connection *connection,
                                 const char *target, const char *method, const char *version,
                                 const char *piece, size_t *count, void **slot)
{
    (void) context;
    (void) version;
    struct request *request = *slot;
    if (strcmp(method, "GET") == 0) {
        if (request != NULL) return MHD_queue_response(connection, MHD_HTTP_OK, page);
        *slot = &no_request;
        return MHD_YES;
    }
    if (request == NULL) {
        request = malloc(sizeof *request);
        if (request == NULL) return MHD_NO;
        request->connection = connection;
        request->is_stored = false;
        request->count = 0;
        *slot = request;
        return MHD_YES;
    }
    if (request->is_stored) return thank(connection, target);
    if (*count > 0) {
        if (request->count + *count > BODY_BYTES_MAX) return MHD_NO;
        memcpy(request->body + request->count, piece, *count);
        request->count += *count;
        *count = 0;
        return MHD_YES;
    }
    if (!answer_read(&request->answer, request->body, request->count))
        return answer_empty(connection, MHD_HTTP_BAD_REQUEST, NULL);
    return store(request, target);
}

static void on_completed(void *context, struct MHD_Connection *connection, void **slot,
                         enum MHD_RequestTerminationCode code)
{
    (void) context;
    (void) connection;
    (void) code;
    if (*slot != &no_request) free(*slot);
    *slot = NULL;
}

static struct MHD_Daemon *start(int port)
{
    struct sockaddr_in address = {.sin_family = AF_INET, .sin_port = htons((uint16_t) port)};
    address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
    return MHD_start_daemon(
        MHD_USE_EPOLL | MHD_ALLOW_SUSPEND_RESUME, (uint16_t) port, NULL, NULL, on_access, NULL,
        MHD_OPTION_SOCK_ADDR, &address, MHD_OPTION_LISTENING_ADDRESS_REUSE, 1u,
        MHD_OPTION_LISTEN_BACKLOG_SIZE, 1024u, MHD_OPTION_CONNECTION_MEMORY_LIMIT, (size_t) 16384,
        MHD_OPTION_CONNECTION_LIMIT, CONNECTIONS_MAX, MHD_OPTION_NOTIFY_COMPLETED, on_completed,
        NULL, MHD_OPTION_END);
}

static void serve(struct MHD_Daemon *daemon)
{
    struct pollfd ready[2] = {
        {MHD_get_daemon_info(daemon, MHD_DAEMON_INFO_EPOLL_FD)->epoll_fd, POLLIN, 0},
        {wake_up, POLLIN, 0}};
    for (;;) {
        MHD_UNSIGNED_LONG_LONG most = 0;
        int milliseconds = 1000;
        if (MHD_get_timeout(daemon, &most) == MHD_YES && most < 1000) milliseconds = (int) most;
        if (milliseconds > 0) {
            poll(ready, 2, milliseconds);
            eventfd_t wakes;
            if (ready[1].revents != 0) (void) eventfd_read(wake_up, &wakes);
        }
        MHD_run(daemon);
    }
}

int main(int count, char **arguments)
{
    static const char *const modes[] = {"none", "each", "group"};
    int found = 0;
    while (count == 6 && found < 3 && strcmp(arguments[2], modes[found]) != 0) found++;
    if (count != 6 || found == 3) {
        fprintf(stderr, "usage: floor PORT none|each|group PAGE HEADERS DATABASE\n");
        return 64;
    }
    mode = (enum mode) found;
    signal(SIGPIPE, SIG_IGN);
    read_headers(arguments[4]);
    size_t bytes = 0;
    char *text = file_bytes(arguments[3], &bytes);
    page = MHD_create_response_from_buffer(bytes, text, MHD_RESPMEM_PERSISTENT);
    add_headers(page, true);
    wake_up = eventfd(0, EFD_NONBLOCK | EFD_CLOEXEC);
    if (wake_up < 0) fail("eventfd");
    pthread_t writer;
    if (mode != NONE) store_open(arguments[5]);
    if (mode == GROUP && pthread_create(&writer, NULL, write_batches, NULL) != 0) fail("thread");
    struct MHD_Daemon *daemon = start(atoi(arguments[1]));
    if (daemon == NULL) fail("listen");
    serve(daemon);
}
