/* Any bytes as a file of targets and as one of values: read or refused, never both; what was read is a
 * target, and its pace keeps its promises. */
#include "base/cleanup.h"
#include "base/err.h"
#include "fuzz.h"
#include "import/plan.h"
#include "import/targets.h"
#include "schedule/pace.h"

#define CHECK(condition)                                                                           \
    do {                                                                                           \
        if (!(condition)) {                                                                        \
            (void)fprintf(stderr, "%s:%d: %s\n", __FILE__, __LINE__, #condition);                  \
            abort();                                                                               \
        }                                                                                          \
    } while (0)

static const char PLAN[] = "stt,nhom,noi_dung,san_pham,chu_tri,phoi_hop,thoi_gian\n"
                           "1,,A,,B,,Năm 2022\n2,,A,,B,,Năm 2022\n";

static void check_pace(const struct target *target)
{
    const struct pace_point points[] = {{19100, 0}, {19200, 500000}, {19300, AMOUNT_MAX}};
    const struct pace_point baseline = {18992, AMOUNT_MAX / 3};
    const struct pace_ask ask = {target, baseline, points, 3, 19400};
    struct pace pace;
    pace_compute(&ask, &pace);
    CHECK((pace.state == PACE_NO_DATA) == (pace.lack != PACE_LACKS_NOTHING));
    CHECK(pace.projection == AMOUNT_NONE ||
          (pace.projection >= 0 && pace.projection <= AMOUNT_MAX));
}

static void check_target(const struct target *target)
{
    _cleanup_buf_ struct buf text = {0};
    char number[AMOUNT_TEXT_SIZE];
    amount_t again;
    buf_init(&text, 10000);
    CHECK(target_validate(target) == 0);
    CHECK(target_print(target, &text) == 0);
    CHECK(target->from_year >= 2022 && target->to_year <= 2025);
    int err = amount_parse(amount_format_vn(target->value, number), &again);
    CHECK(err == ERR_INVALID || (err == 0 && again == target->value));
    check_pace(target);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    char name[] = "fuzz.csv";
    char id[] = "p";
    struct plan section;
    plan_init(&section);
    section.id = id;
    section.file = name;
    section.targets = name;
    section.from_year = 2022;
    section.to_year = 2025;
    _cleanup_(plan_clear) struct plan plan = {0};
    plan_init(&plan);
    CHECK(import_plan_text(&section, PLAN, sizeof PLAN - 1, &plan, NULL) == 0);
    _cleanup_(targets_clear) struct targets targets = {0};
    _cleanup_diag_ struct diag diag = {0};
    int err = import_targets_text(&plan, data, size, &targets, &diag);
    CHECK(err ? diag_has_errors(&diag) && targets.count == 0
              : !diag_has_errors(&diag) && targets.count > 0);
    for (size_t i = 0; i < targets.count; i++) {
        check_target(&targets.items[i]);
    }
    _cleanup_(measures_clear) struct measures measures = {0};
    (void)import_measures_text(name, data, size, &measures, NULL);
    return 0;
}
