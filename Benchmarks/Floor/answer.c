#include "answer.h"
#include <stdlib.h>
#include <string.h>
#include <time.h>

static int hex(char digit)
{
    if (digit >= '0' && digit <= '9') return digit - '0';
    if (digit >= 'a' && digit <= 'f') return digit - 'a' + 10;
    if (digit >= 'A' && digit <= 'F') return digit - 'A' + 10;
    return -1;
}

/* xxxxxxxx-xxxx-xxxx-xxxx-xxxxxxxxxxxx */
static bool read_id(uint8_t *id, const char *text)
{
    if (strlen(text) != 36) return false;
    int at = 0;
    for (int byte = 0; byte < 16; byte++) {
        if (at == 8 || at == 13 || at == 18 || at == 23)
            if (text[at++] != '-') return false;
        int high = hex(text[at]), low = hex(text[at + 1]);
        if (high < 0 || low < 0) return false;
        id[byte] = (uint8_t) (high << 4 | low);
        at += 2;
    }
    return true;
}

static bool is_passed_over(const char *name)
{
    return strcmp(name, "form") == 0 || strcmp(name, "channel") == 0 || strcmp(name, "lang") == 0;
}

static bool read_field(struct answer *answer, const char *name, const char *value, unsigned *seen)
{
    if (strcmp(name, "id") == 0) {
        *seen |= 1;
        return read_id(answer->id, value);
    }
    if (strcmp(name, "version") == 0) {
        *seen |= 2;
        return atoi(value) > 0;
    }
    if (name[0] == 'q' && name[1] >= '1' && name[1] <= '6' && name[2] == 0) {
        int item = name[1] - '1';
        if (value[0] < '1' || value[0] > '5' || value[1] != 0) return false;
        answer->scores[item / 2] |= (uint8_t) ((value[0] - '0') << (item % 2 == 0 ? 0 : 4));
        *seen |= 4u << item;
        return true;
    }
    return is_passed_over(name);
}

bool answer_read(struct answer *answer, char *body, size_t count)
{
    unsigned seen = 0;
    memset(answer, 0, sizeof *answer);
    body[count] = 0;
    for (char *field = body; *field != 0;) {
        char *end = strchr(field, '&');
        if (end != NULL) *end = 0;
        char *value = strchr(field, '=');
        if (value == NULL || strpbrk(field, "%+") != NULL) return false;
        *value++ = 0;
        if (!read_field(answer, field, value, &seen)) return false;
        if (end == NULL) break;
        field = end + 1;
    }
    struct timespec time;
    clock_gettime(CLOCK_REALTIME, &time);
    answer->answered_at = (int64_t) time.tv_sec * 1000 + time.tv_nsec / 1000000;
    return seen == (4u << ITEMS) - 1;
}
