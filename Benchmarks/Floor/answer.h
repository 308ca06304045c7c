#ifndef FLOOR_ANSWER_H
#define FLOOR_ANSWER_H
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

enum { ITEMS = 6, PACKED_BYTES = ITEMS / 2 };

/* One checked answer, packed as the product packs it: half a byte a score. */
struct answer {
    uint8_t id[16];
    uint8_t scores[PACKED_BYTES];
    int64_t answered_at;
};

/* Reads a form-encoded body: a UUID, a version, q1...q6 with 1...5. Names that a page of the
   product also sends (form, channel, lang) are passed over; anything else is refused, and so are
   escapes, which the load does not hold. The body is changed. */
bool answer_read(struct answer *answer, char *body, size_t count);
#endif
