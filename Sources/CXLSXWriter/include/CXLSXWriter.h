#ifndef HAILONG_CXLSXWRITER_H
#define HAILONG_CXLSXWRITER_H

#include <xlsxwriter.h>

/* Begins to watch the temporary files of the workbook that this thread makes next. */
void hl_watch_begin(void);

/* How many temporary files this thread's workbook has had since then. */
int hl_watch_files(void);

/* The system's number of the first write to one of them that failed, or 0. */
int hl_watch_fault(void);

/* A file in memory without a name, for the finished workbook: libxlsxwriter 1.1.4 writes to a path
 * alone. Gives a descriptor, or -1. */
int hl_memory_file(void);

#endif
