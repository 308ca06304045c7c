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
#embed "../../analytics/methods/alpha.md"
};
static const unsigned char asset_5[] = {
#embed "../../analytics/methods/before-after.md"
};
static const unsigned char asset_6[] = {
#embed "../../analytics/methods/clopper-pearson.md"
};
static const unsigned char asset_7[] = {
#embed "../../analytics/methods/control-chart.md"
};
static const unsigned char asset_8[] = {
#embed "../../analytics/methods/design.md"
};
static const unsigned char asset_9[] = {
#embed "../../analytics/methods/funnel.md"
};
static const unsigned char asset_10[] = {
#embed "../../analytics/methods/korn-graubard.md"
};
static const unsigned char asset_11[] = {
#embed "../../analytics/methods/ranking.md"
};
static const unsigned char asset_12[] = {
#embed "../../analytics/methods/sample-size.md"
};
static const unsigned char asset_13[] = {
#embed "../../analytics/methods/t2b-mean-of-factors.md"
};
static const unsigned char asset_14[] = {
#embed "../../analytics/methods/t2b-overall-item.md"
};
static const unsigned char asset_15[] = {
#embed "../../analytics/methods/t2b-pooled.md"
};
static const unsigned char asset_16[] = {
#embed "../../analytics/methods/trend.md"
};
static const unsigned char asset_17[] = {
#embed "../../analytics/methods/wilson.md"
};
static const unsigned char asset_18[] = {
#embed "../../analytics/targets.schema.json"
};
static const unsigned char asset_19[] = {
#embed "../../analytics/targets/campaign.json"
};
static const unsigned char asset_20[] = {
#embed "../../analytics/targets/department.json"
};
static const unsigned char asset_21[] = {
#embed "../../analytics/targets/sipas-rank.json"
};
static const unsigned char asset_22[] = {
#embed "../../analytics/targets/tthc.json"
};
static const unsigned char asset_23[] = {
#embed "../../analytics/targets/xay-dung.json"
};
static const unsigned char asset_24[] = {
#embed "../../forms/counter-one-tap.json"
};
static const unsigned char asset_25[] = {
#embed "../../forms/form.schema.json"
};
static const unsigned char asset_26[] = {
#embed "../../forms/sipas-service.json"
};
static const unsigned char asset_27[] = {
#embed "../../kiosk/favicon.svg"
};
static const unsigned char asset_28[] = {
#embed "../../kiosk/hailong.css"
};
static const unsigned char asset_29[] = {
#embed "../../kiosk/kiosk-later.css"
};
static const unsigned char asset_30[] = {
#embed "../../kiosk/kiosk-post.js"
};
static const unsigned char asset_31[] = {
#embed "../../kiosk/kiosk-staff.js"
};
static const unsigned char asset_32[] = {
#embed "../../kiosk/kiosk-worker.js"
};
static const unsigned char asset_33[] = {
#embed "../../kiosk/kiosk.css"
};
static const unsigned char asset_34[] = {
#embed "../../kiosk/kiosk.js"
};
static const unsigned char asset_35[] = {
#embed "../../kiosk/strings.schema.json"
};
static const unsigned char asset_36[] = {
#embed "../../kiosk/strings/en.json"
};
static const unsigned char asset_37[] = {
#embed "../../kiosk/strings/vi.json"
};
static const unsigned char asset_38[] = {
#embed "../../kiosk/tables.css"
};

static const struct hl_asset assets[] = {
    {"analytics/index.schema.json",
     asset_1, sizeof asset_1},
    {"analytics/indices/overall.json",
     asset_2, sizeof asset_2},
    {"analytics/indices/sipas.json",
     asset_3, sizeof asset_3},
    {"analytics/methods/alpha.md",
     asset_4, sizeof asset_4},
    {"analytics/methods/before-after.md",
     asset_5, sizeof asset_5},
    {"analytics/methods/clopper-pearson.md",
     asset_6, sizeof asset_6},
    {"analytics/methods/control-chart.md",
     asset_7, sizeof asset_7},
    {"analytics/methods/design.md",
     asset_8, sizeof asset_8},
    {"analytics/methods/funnel.md",
     asset_9, sizeof asset_9},
    {"analytics/methods/korn-graubard.md",
     asset_10, sizeof asset_10},
    {"analytics/methods/ranking.md",
     asset_11, sizeof asset_11},
    {"analytics/methods/sample-size.md",
     asset_12, sizeof asset_12},
    {"analytics/methods/t2b-mean-of-factors.md",
     asset_13, sizeof asset_13},
    {"analytics/methods/t2b-overall-item.md",
     asset_14, sizeof asset_14},
    {"analytics/methods/t2b-pooled.md",
     asset_15, sizeof asset_15},
    {"analytics/methods/trend.md",
     asset_16, sizeof asset_16},
    {"analytics/methods/wilson.md",
     asset_17, sizeof asset_17},
    {"analytics/targets.schema.json",
     asset_18, sizeof asset_18},
    {"analytics/targets/campaign.json",
     asset_19, sizeof asset_19},
    {"analytics/targets/department.json",
     asset_20, sizeof asset_20},
    {"analytics/targets/sipas-rank.json",
     asset_21, sizeof asset_21},
    {"analytics/targets/tthc.json",
     asset_22, sizeof asset_22},
    {"analytics/targets/xay-dung.json",
     asset_23, sizeof asset_23},
    {"forms/counter-one-tap.json",
     asset_24, sizeof asset_24},
    {"forms/form.schema.json",
     asset_25, sizeof asset_25},
    {"forms/sipas-service.json",
     asset_26, sizeof asset_26},
    {"kiosk/favicon.svg",
     asset_27, sizeof asset_27},
    {"kiosk/hailong.css",
     asset_28, sizeof asset_28},
    {"kiosk/kiosk-later.css",
     asset_29, sizeof asset_29},
    {"kiosk/kiosk-post.js",
     asset_30, sizeof asset_30},
    {"kiosk/kiosk-staff.js",
     asset_31, sizeof asset_31},
    {"kiosk/kiosk-worker.js",
     asset_32, sizeof asset_32},
    {"kiosk/kiosk.css",
     asset_33, sizeof asset_33},
    {"kiosk/kiosk.js",
     asset_34, sizeof asset_34},
    {"kiosk/strings.schema.json",
     asset_35, sizeof asset_35},
    {"kiosk/strings/en.json",
     asset_36, sizeof asset_36},
    {"kiosk/strings/vi.json",
     asset_37, sizeof asset_37},
    {"kiosk/tables.css",
     asset_38, sizeof asset_38},
};
const struct hl_asset *_Nonnull const hl_assets = assets;
const size_t hl_asset_count = sizeof assets / sizeof assets[0];
