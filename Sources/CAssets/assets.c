// Written by scripts/list-assets (make assets); a test compares it with the folders.
#include "CAssets.h"

static const unsigned char asset_1[] = {
#embed "../../analytics/baseline.schema.json"
};
static const unsigned char asset_2[] = {
#embed "../../analytics/baselines/campaign.json"
};
static const unsigned char asset_3[] = {
#embed "../../analytics/index.schema.json"
};
static const unsigned char asset_4[] = {
#embed "../../analytics/indices/overall-weighted.json"
};
static const unsigned char asset_5[] = {
#embed "../../analytics/indices/overall.json"
};
static const unsigned char asset_6[] = {
#embed "../../analytics/indices/qd766.json"
};
static const unsigned char asset_7[] = {
#embed "../../analytics/indices/sipas.json"
};
static const unsigned char asset_8[] = {
#embed "../../analytics/indices/tt01.json"
};
static const unsigned char asset_9[] = {
#embed "../../analytics/methods/all45.md"
};
static const unsigned char asset_10[] = {
#embed "../../analytics/methods/alpha.md"
};
static const unsigned char asset_11[] = {
#embed "../../analytics/methods/before-after.md"
};
static const unsigned char asset_12[] = {
#embed "../../analytics/methods/channels.md"
};
static const unsigned char asset_13[] = {
#embed "../../analytics/methods/clopper-pearson.md"
};
static const unsigned char asset_14[] = {
#embed "../../analytics/methods/control-chart.md"
};
static const unsigned char asset_15[] = {
#embed "../../analytics/methods/design.md"
};
static const unsigned char asset_16[] = {
#embed "../../analytics/methods/drivers.md"
};
static const unsigned char asset_17[] = {
#embed "../../analytics/methods/funnel.md"
};
static const unsigned char asset_18[] = {
#embed "../../analytics/methods/korn-graubard-cr3.md"
};
static const unsigned char asset_19[] = {
#embed "../../analytics/methods/korn-graubard.md"
};
static const unsigned char asset_20[] = {
#embed "../../analytics/methods/mean01.md"
};
static const unsigned char asset_21[] = {
#embed "../../analytics/methods/mean5.md"
};
static const unsigned char asset_22[] = {
#embed "../../analytics/methods/qd766.md"
};
static const unsigned char asset_23[] = {
#embed "../../analytics/methods/ranking.md"
};
static const unsigned char asset_24[] = {
#embed "../../analytics/methods/sample-size.md"
};
static const unsigned char asset_25[] = {
#embed "../../analytics/methods/stratified.md"
};
static const unsigned char asset_26[] = {
#embed "../../analytics/methods/suppression.md"
};
static const unsigned char asset_27[] = {
#embed "../../analytics/methods/t2b-mean-of-factors.md"
};
static const unsigned char asset_28[] = {
#embed "../../analytics/methods/t2b-overall-item.md"
};
static const unsigned char asset_29[] = {
#embed "../../analytics/methods/t2b-pooled.md"
};
static const unsigned char asset_30[] = {
#embed "../../analytics/methods/trend.md"
};
static const unsigned char asset_31[] = {
#embed "../../analytics/methods/tt01.md"
};
static const unsigned char asset_32[] = {
#embed "../../analytics/methods/wilson.md"
};
static const unsigned char asset_33[] = {
#embed "../../analytics/methods/worst-case.md"
};
static const unsigned char asset_34[] = {
#embed "../../analytics/targets.schema.json"
};
static const unsigned char asset_35[] = {
#embed "../../analytics/targets/campaign.json"
};
static const unsigned char asset_36[] = {
#embed "../../analytics/targets/department.json"
};
static const unsigned char asset_37[] = {
#embed "../../analytics/targets/sipas-rank.json"
};
static const unsigned char asset_38[] = {
#embed "../../analytics/targets/tthc.json"
};
static const unsigned char asset_39[] = {
#embed "../../analytics/targets/xay-dung.json"
};
static const unsigned char asset_40[] = {
#embed "../../forms/counter-one-tap.json"
};
static const unsigned char asset_41[] = {
#embed "../../forms/form.schema.json"
};
static const unsigned char asset_42[] = {
#embed "../../forms/sipas-service.json"
};
static const unsigned char asset_43[] = {
#embed "../../forms/translation.schema.json"
};
static const unsigned char asset_44[] = {
#embed "../../kiosk/favicon.svg"
};
static const unsigned char asset_45[] = {
#embed "../../kiosk/form.js"
};
static const unsigned char asset_46[] = {
#embed "../../kiosk/hailong.css"
};
static const unsigned char asset_47[] = {
#embed "../../kiosk/kiosk-later.css"
};
static const unsigned char asset_48[] = {
#embed "../../kiosk/kiosk-post.js"
};
static const unsigned char asset_49[] = {
#embed "../../kiosk/kiosk-spare.js"
};
static const unsigned char asset_50[] = {
#embed "../../kiosk/kiosk-staff.js"
};
static const unsigned char asset_51[] = {
#embed "../../kiosk/kiosk-worker.js"
};
static const unsigned char asset_52[] = {
#embed "../../kiosk/kiosk.css"
};
static const unsigned char asset_53[] = {
#embed "../../kiosk/kiosk.js"
};
static const unsigned char asset_54[] = {
#embed "../../kiosk/strings.schema.json"
};
static const unsigned char asset_55[] = {
#embed "../../kiosk/strings/en.json"
};
static const unsigned char asset_56[] = {
#embed "../../kiosk/strings/vi.json"
};
static const unsigned char asset_57[] = {
#embed "../../kiosk/tables.css"
};
static const unsigned char asset_58[] = {
#embed "../../kiosk/tokens.css"
};

static const struct hl_asset assets[] = {
    {"analytics/baseline.schema.json",
     asset_1, sizeof asset_1},
    {"analytics/baselines/campaign.json",
     asset_2, sizeof asset_2},
    {"analytics/index.schema.json",
     asset_3, sizeof asset_3},
    {"analytics/indices/overall-weighted.json",
     asset_4, sizeof asset_4},
    {"analytics/indices/overall.json",
     asset_5, sizeof asset_5},
    {"analytics/indices/qd766.json",
     asset_6, sizeof asset_6},
    {"analytics/indices/sipas.json",
     asset_7, sizeof asset_7},
    {"analytics/indices/tt01.json",
     asset_8, sizeof asset_8},
    {"analytics/methods/all45.md",
     asset_9, sizeof asset_9},
    {"analytics/methods/alpha.md",
     asset_10, sizeof asset_10},
    {"analytics/methods/before-after.md",
     asset_11, sizeof asset_11},
    {"analytics/methods/channels.md",
     asset_12, sizeof asset_12},
    {"analytics/methods/clopper-pearson.md",
     asset_13, sizeof asset_13},
    {"analytics/methods/control-chart.md",
     asset_14, sizeof asset_14},
    {"analytics/methods/design.md",
     asset_15, sizeof asset_15},
    {"analytics/methods/drivers.md",
     asset_16, sizeof asset_16},
    {"analytics/methods/funnel.md",
     asset_17, sizeof asset_17},
    {"analytics/methods/korn-graubard-cr3.md",
     asset_18, sizeof asset_18},
    {"analytics/methods/korn-graubard.md",
     asset_19, sizeof asset_19},
    {"analytics/methods/mean01.md",
     asset_20, sizeof asset_20},
    {"analytics/methods/mean5.md",
     asset_21, sizeof asset_21},
    {"analytics/methods/qd766.md",
     asset_22, sizeof asset_22},
    {"analytics/methods/ranking.md",
     asset_23, sizeof asset_23},
    {"analytics/methods/sample-size.md",
     asset_24, sizeof asset_24},
    {"analytics/methods/stratified.md",
     asset_25, sizeof asset_25},
    {"analytics/methods/suppression.md",
     asset_26, sizeof asset_26},
    {"analytics/methods/t2b-mean-of-factors.md",
     asset_27, sizeof asset_27},
    {"analytics/methods/t2b-overall-item.md",
     asset_28, sizeof asset_28},
    {"analytics/methods/t2b-pooled.md",
     asset_29, sizeof asset_29},
    {"analytics/methods/trend.md",
     asset_30, sizeof asset_30},
    {"analytics/methods/tt01.md",
     asset_31, sizeof asset_31},
    {"analytics/methods/wilson.md",
     asset_32, sizeof asset_32},
    {"analytics/methods/worst-case.md",
     asset_33, sizeof asset_33},
    {"analytics/targets.schema.json",
     asset_34, sizeof asset_34},
    {"analytics/targets/campaign.json",
     asset_35, sizeof asset_35},
    {"analytics/targets/department.json",
     asset_36, sizeof asset_36},
    {"analytics/targets/sipas-rank.json",
     asset_37, sizeof asset_37},
    {"analytics/targets/tthc.json",
     asset_38, sizeof asset_38},
    {"analytics/targets/xay-dung.json",
     asset_39, sizeof asset_39},
    {"forms/counter-one-tap.json",
     asset_40, sizeof asset_40},
    {"forms/form.schema.json",
     asset_41, sizeof asset_41},
    {"forms/sipas-service.json",
     asset_42, sizeof asset_42},
    {"forms/translation.schema.json",
     asset_43, sizeof asset_43},
    {"kiosk/favicon.svg",
     asset_44, sizeof asset_44},
    {"kiosk/form.js",
     asset_45, sizeof asset_45},
    {"kiosk/hailong.css",
     asset_46, sizeof asset_46},
    {"kiosk/kiosk-later.css",
     asset_47, sizeof asset_47},
    {"kiosk/kiosk-post.js",
     asset_48, sizeof asset_48},
    {"kiosk/kiosk-spare.js",
     asset_49, sizeof asset_49},
    {"kiosk/kiosk-staff.js",
     asset_50, sizeof asset_50},
    {"kiosk/kiosk-worker.js",
     asset_51, sizeof asset_51},
    {"kiosk/kiosk.css",
     asset_52, sizeof asset_52},
    {"kiosk/kiosk.js",
     asset_53, sizeof asset_53},
    {"kiosk/strings.schema.json",
     asset_54, sizeof asset_54},
    {"kiosk/strings/en.json",
     asset_55, sizeof asset_55},
    {"kiosk/strings/vi.json",
     asset_56, sizeof asset_56},
    {"kiosk/tables.css",
     asset_57, sizeof asset_57},
    {"kiosk/tokens.css",
     asset_58, sizeof asset_58},
};
const struct hl_asset *_Nonnull const hl_assets = assets;
const size_t hl_asset_count = sizeof assets / sizeof assets[0];
