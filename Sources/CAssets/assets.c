#include "CAssets.h"

static const struct hl_asset assets[] = {{"", (const unsigned char *)"", 0}};
const struct hl_asset *_Nonnull const hl_assets = assets;
const size_t hl_asset_count = 0;
