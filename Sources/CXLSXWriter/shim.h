#include <xlsxwriter.h>

// A file without a name, for the workbook: libxlsxwriter 1.1.4 writes to a path alone. Declared
// here because <sys/mman.h> gives it to GNU programs only, which Swift's Glibc is not.
int memfd_create(const char *name, unsigned int flags);
