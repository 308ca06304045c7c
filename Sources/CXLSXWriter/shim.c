#define _GNU_SOURCE
#include "CXLSXWriter.h"
#include <dlfcn.h>
#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/mman.h>
#include <unistd.h>

const char *hl_xlsx_load(struct hl_xlsx *calls)
{
    void *library = dlopen("libxlsxwriter.so." LXW_SOVERSION, RTLD_LAZY | RTLD_LOCAL);
    if (!library) return dlerror();
#define HL_XLSX_FIND(name) \
    if (!(calls->name = (typeof(name) *) dlsym(library, #name))) return dlerror();
    HL_XLSX_CALLS(HL_XLSX_FIND)
    return NULL;
}

/* libxlsxwriter 1.1.4 writes each part of a workbook to a temporary file and never looks whether
 * that worked: on a full disk it calls a broken workbook well made. It takes those files from
 * lxw_tmpfile(), through a jump slot, so the function here, which the program exports
 * (Package.swift), stands before its own and remembers what failed. Who makes a workbook checks
 * that there were files at all: with a library that binds its own function nothing would be
 * seen. */

static _Thread_local struct {
    int files;
    int fault;
} watch;

static void note(int fault)
{
    if (watch.fault == 0) watch.fault = fault;
}

static int descriptor(void *cookie)
{
    return (int) (intptr_t) cookie;
}

static ssize_t part_read(void *cookie, char *bytes, size_t count)
{
    ssize_t got = read(descriptor(cookie), bytes, count);
    if (got < 0) note(errno);
    return got;
}

/* As fopencookie(3) asks: how many bytes were taken, 0 where that failed. */
static ssize_t part_write(void *cookie, const char *bytes, size_t count)
{
    size_t done = 0;
    while (done < count) {
        ssize_t written = write(descriptor(cookie), bytes + done, count - done);
        if (written < 0 && errno == EINTR) continue;
        if (written <= 0) {
            note(written < 0 ? errno : ENOSPC);
            break;
        }
        done += (size_t) written;
    }
    return (ssize_t) done;
}

static int part_seek(void *cookie, off64_t *offset, int whence)
{
    off64_t place = lseek64(descriptor(cookie), *offset, whence);
    if (place < 0) return -1;
    *offset = place;
    return 0;
}

static int part_close(void *cookie)
{
    return close(descriptor(cookie));
}

/* Called by the library alone, so no object refers to it. */
__attribute__((used, retain)) FILE *lxw_tmpfile(char *folder)
{
    const char *chosen = folder ? folder : secure_getenv("TMPDIR");
    char path[4096];
    int length = snprintf(path, sizeof path, "%s/hailong-XXXXXX", chosen ? chosen : "/tmp");
    int file = length > 0 && (size_t) length < sizeof path ? mkostemp(path, O_CLOEXEC) : -1;
    if (file < 0) {
        note(length > 0 && (size_t) length < sizeof path ? errno : ENAMETOOLONG);
        return NULL;
    }
    unlink(path);
    cookie_io_functions_t calls = {part_read, part_write, part_seek, part_close};
    FILE *stream = fopencookie((void *) (intptr_t) file, "w+", calls);
    if (!stream) {
        note(errno);
        close(file);
        return NULL;
    }
    watch.files += 1;
    return stream;
}

void hl_watch_begin(void)
{
    watch.files = 0;
    watch.fault = 0;
}

int hl_watch_files(void)
{
    return watch.files;
}

int hl_watch_fault(void)
{
    return watch.fault;
}

int hl_memory_file(void)
{
    return memfd_create("workbook", MFD_CLOEXEC);
}
