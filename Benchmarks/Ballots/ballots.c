// Makes ballots for the measurement of counting, always the same ones: units and places of a
// province, and a year of answers in the order of their time, as CSV that the product imports and
// every peer reads.
//
//   ballots COUNT ITEMS UNITS FOLDER
//
// writes FOLDER/units.csv, places.csv and responses.csv.
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

// 2024-12-31T17:00:00Z, the beginning of 2025 at +07:00.
static const int64_t year_begins = 1735664400;

static uint64_t state = 20250101;

// SplitMix64.
static uint64_t chance(void) {
    uint64_t mixed = state += 0x9E3779B97F4A7C15ull;
    mixed = (mixed ^ mixed >> 30) * 0xBF58476D1CE4E5B9ull;
    mixed = (mixed ^ mixed >> 27) * 0x94D049BB133111EBull;
    return mixed ^ mixed >> 31;
}

static FILE *make(const char *folder, const char *name) {
    char path[4096];
    snprintf(path, sizeof path, "%s/%s.csv", folder, name);
    FILE *file = fopen(path, "w");
    if (!file) {
        perror(path);
        exit(1);
    }
    setvbuf(file, NULL, _IOFBF, 1 << 20);
    return file;
}

// People differ, and so do units: a ballot leans to one side as a whole.
static char score(uint64_t mood, uint64_t draw) {
    if (draw % 100 < 2) return 0;
    uint64_t grade = mood % 64 + draw / 128 % 64;
    return grade > 84 ? '5' : grade > 48 ? '4' : grade > 32 ? '3' : grade > 20 ? '2' : '1';
}

static void responses(FILE *file, long count, int items, int units) {
    fputs("id,form,version,place,channel,procedure,field,respondent,outcome,language,answered_at,"
          "comment", file);
    for (int item = 1; item <= items; item++) fprintf(file, ",q%d", item);
    fputc('\n', file);
    static const char *channels[] = {"kiosk", "tablet", "qr-slip", "web"};
    for (long number = 0; number < count; number++) {
        int64_t day = (int64_t)((double)number / count * 365);
        int64_t second = day * 86400 + 7 * 3600 + 1800 + (int64_t)(chance() % 32400);
        time_t local = year_begins + second + 7 * 3600;
        struct tm moment;
        gmtime_r(&local, &moment);
        uint64_t draw = chance();
        int unit = 1 + draw % units;
        char line[512];
        int length = snprintf(
            line, sizeof line,
            "%08x-%04x-7%03x-8%03x-%012lx,items-%d,1,P%d,%s,t%d,f%d,person,returned,vi,"
            "%04d-%02d-%02dT%02d:%02d:%02d+07:00,",
            (unsigned)((year_begins + second) * 1000 >> 16),
            (unsigned)((year_begins + second) * 1000 & 0xFFFF), (unsigned)(draw >> 20 & 0xFFF),
            (unsigned)(draw >> 32 & 0xFFF), number, items, unit, channels[draw >> 44 & 3],
            (int)(draw >> 46 & 63), (int)(draw >> 52 & 7), moment.tm_year + 1900,
            moment.tm_mon + 1, moment.tm_mday, moment.tm_hour, moment.tm_min, moment.tm_sec);
        uint64_t mood = chance() | (unit % 3 ? 32 : 0);
        for (int item = 0; item < items; item++) {
            line[length++] = ',';
            char level = score(mood, chance());
            if (level) line[length++] = level;
        }
        line[length++] = '\n';
        fwrite(line, 1, length, file);
    }
}

int main(int argc, char **argv) {
    if (argc != 5) {
        fputs("usage: ballots COUNT ITEMS UNITS FOLDER\n", stderr);
        return 64;
    }
    long count = atol(argv[1]);
    int items = atoi(argv[2]), units = atoi(argv[3]);
    const char *folder = argv[4];
    FILE *file = make(folder, "units");
    fputs("code,name,kind,parent,valid_from,valid_to,successor\nT,Tỉnh,province,,,,\n", file);
    for (int unit = 1; unit <= units; unit++) {
        fprintf(file, "U%d,Đơn vị %d,commune,T,,,\n", unit, unit);
    }
    fclose(file);
    file = make(folder, "places");
    fputs("code,unit,centre,name,form\n", file);
    for (int unit = 1; unit <= units; unit++) {
        fprintf(file, "P%d,U%d,U%d,Quầy %d,items-%d\n", unit, unit, unit, unit, items);
    }
    fclose(file);
    file = make(folder, "responses");
    responses(file, count, items, units);
    if (fclose(file)) {
        perror("responses.csv");
        return 1;
    }
    return 0;
}
