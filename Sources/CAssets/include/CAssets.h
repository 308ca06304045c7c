#ifndef HAILONG_CASSETS_H
#define HAILONG_CASSETS_H
#include <stddef.h>

/// One file of forms/, kiosk/ or analytics/, built into the binary.
struct hl_asset {
    const char *_Nonnull path;
    const unsigned char *_Nonnull bytes;
    size_t count;
};

/// All assets, sorted by path; `hl_asset_count` entries.
extern const struct hl_asset *_Nonnull const hl_assets;
extern const size_t hl_asset_count;
#endif
