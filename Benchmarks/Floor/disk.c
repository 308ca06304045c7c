/* usage: disk FOLDER SECONDS

   Writes blocks of 4 KiB round a file of 4 MiB, as SQLite goes round its journal, and waits for
   the disk after each. Prints JSON: how many a second, and the median in microseconds. */
#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>
#include <unistd.h>

enum { BLOCK = 4096, FILE_BYTES = 4 << 20, READINGS_MAX = 1 << 20 };

static double now(void)
{
    struct timespec time;
    clock_gettime(CLOCK_MONOTONIC, &time);
    return (double) time.tv_sec + (double) time.tv_nsec / 1e9;
}

static int ascending(const void *left, const void *right)
{
    double a = *(const double *) left, b = *(const double *) right;
    return (a > b) - (a < b);
}

static void fail(const char *what)
{
    fprintf(stderr, "disk: %s: %s\n", what, strerror(errno));
    exit(74);
}

int main(int count, char **arguments)
{
    static char block[BLOCK], path[4096];
    static double readings[READINGS_MAX];
    if (count != 3) {
        fprintf(stderr, "usage: disk FOLDER SECONDS\n");
        return 64;
    }
    double seconds = atof(arguments[2]);
    snprintf(path, sizeof path, "%s/disk-probe", arguments[1]);
    int file = open(path, O_CREAT | O_RDWR | O_TRUNC | O_CLOEXEC, 0600);
    if (file < 0) fail(path);
    unlink(path);
    for (off_t at = 0; at < FILE_BYTES; at += BLOCK)
        if (pwrite(file, block, BLOCK, at) != BLOCK) fail("write");
    if (fsync(file) != 0) fail("fsync");
    int done = 0;
    double start = now(), end = start;
    while (end - start < seconds && done < READINGS_MAX) {
        off_t at = (off_t) done * BLOCK % FILE_BYTES;
        block[0]++;
        if (pwrite(file, block, BLOCK, at) != BLOCK) fail("write");
        if (fdatasync(file) != 0) fail("fdatasync");
        double finished = now();
        readings[done++] = finished - end;
        end = finished;
    }
    qsort(readings, (size_t) done, sizeof *readings, ascending);
    printf("{\"perSecond\": %.1f, \"medianMicroseconds\": %.1f}\n", done / (end - start),
           readings[done / 2] * 1e6);
    return 0;
}
