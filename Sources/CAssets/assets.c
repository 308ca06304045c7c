// Written by scripts/list-assets (make assets); a test compares it with the folders.
#include "CAssets.h"

static const unsigned char asset_1[] = {
#embed "../../analytics/index.schema.json"
};
static const unsigned char asset_2[] = {
#embed "../../analytics/indices/overall.json"
};
static const unsigned char asset_3[] = {
#embed "../../analytics/indices/sipas.json"
};
static const unsigned char asset_4[] = {
#embed "../../analytics/targets.schema.json"
};
static const unsigned char asset_5[] = {
#embed "../../analytics/targets/campaign.json"
};
static const unsigned char asset_6[] = {
#embed "../../analytics/targets/department.json"
};
static const unsigned char asset_7[] = {
#embed "../../analytics/targets/sipas-rank.json"
};
static const unsigned char asset_8[] = {
#embed "../../analytics/targets/tthc.json"
};
static const unsigned char asset_9[] = {
#embed "../../analytics/targets/xay-dung.json"
};
static const unsigned char asset_10[] = {
#embed "../../forms/counter-one-tap.json"
};
static const unsigned char asset_11[] = {
#embed "../../forms/form.schema.json"
};
static const unsigned char asset_12[] = {
#embed "../../forms/sipas-service.json"
};
static const unsigned char asset_13[] = {
#embed "../../kiosk/favicon.svg"
};
static const unsigned char asset_14[] = {
#embed "../../kiosk/hailong.css"
};
static const unsigned char asset_15[] = {
#embed "../../kiosk/strings.schema.json"
};
static const unsigned char asset_16[] = {
#embed "../../kiosk/strings/en.json"
};
static const unsigned char asset_17[] = {
#embed "../../kiosk/strings/vi.json"
};
static const unsigned char asset_18[] = {
#embed "../../kiosk/tables.css"
};

static const struct hl_asset assets[] = {
    {"analytics/index.schema.json",
     asset_1, sizeof asset_1},
    {"analytics/indices/overall.json",
     asset_2, sizeof asset_2},
    {"analytics/indices/sipas.json",
     asset_3, sizeof asset_3},
    {"analytics/targets.schema.json",
     asset_4, sizeof asset_4},
    {"analytics/targets/campaign.json",
     asset_5, sizeof asset_5},
    {"analytics/targets/department.json",
     asset_6, sizeof asset_6},
    {"analytics/targets/sipas-rank.json",
     asset_7, sizeof asset_7},
    {"analytics/targets/tthc.json",
     asset_8, sizeof asset_8},
    {"analytics/targets/xay-dung.json",
     asset_9, sizeof asset_9},
    {"forms/counter-one-tap.json",
     asset_10, sizeof asset_10},
    {"forms/form.schema.json",
     asset_11, sizeof asset_11},
    {"forms/sipas-service.json",
     asset_12, sizeof asset_12},
    {"kiosk/favicon.svg",
     asset_13, sizeof asset_13},
    {"kiosk/hailong.css",
     asset_14, sizeof asset_14},
    {"kiosk/strings.schema.json",
     asset_15, sizeof asset_15},
    {"kiosk/strings/en.json",
     asset_16, sizeof asset_16},
    {"kiosk/strings/vi.json",
     asset_17, sizeof asset_17},
    {"kiosk/tables.css",
     asset_18, sizeof asset_18},
};
const struct hl_asset *_Nonnull const hl_assets = assets;
const size_t hl_asset_count = sizeof assets / sizeof assets[0];
