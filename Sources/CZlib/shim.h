#include <zlib.h>

/* deflateInit2 is a macro, which Swift does not see. A negative number of window bits leaves gzip's
   own head and tail away. */
static inline int hl_deflate_init(z_stream *stream, int window_bits) {
    return deflateInit2(stream, Z_BEST_COMPRESSION, Z_DEFLATED, window_bits, 9,
                        Z_DEFAULT_STRATEGY);
}
