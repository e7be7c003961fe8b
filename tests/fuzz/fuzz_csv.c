/* Any bytes as a plan: read or refused, never both; what was read can be written and read again. */
#include "base/cleanup.h"
#include "fuzz.h"
#include "import/plan.h"
#include "import/results.h"

#define CHECK(condition)                                                                           \
    do {                                                                                           \
        if (!(condition)) {                                                                        \
            (void)fprintf(stderr, "%s:%d: %s\n", __FILE__, __LINE__, #condition);                  \
            abort();                                                                               \
        }                                                                                          \
    } while (0)

static void check_again(const struct plan *section, const struct plan *plan)
{
    _cleanup_buf_ struct buf written = {0};
    _cleanup_buf_ struct buf again = {0};
    _cleanup_(plan_clear) struct plan reread = {0};
    plan_init(&reread);
    buf_init(&written, (size_t)64 << 20);
    buf_init(&again, (size_t)64 << 20);
    CHECK(import_plan_write(plan, &written) == 0);
    CHECK(import_plan_text(section, buf_str(&written), written.len, &reread, NULL) == 0);
    CHECK(import_plan_write(&reread, &again) == 0);
    CHECK(reread.count == plan->count);
    CHECK(written.len == again.len && memcmp(written.data, again.data, written.len) == 0);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    char name[] = "fuzz.csv";
    struct plan section;
    plan_init(&section);
    section.file = name;
    _cleanup_(plan_clear) struct plan plan = {0};
    plan_init(&plan);
    _cleanup_diag_ struct diag diag = {0};
    int err = import_plan_text(&section, data, size, &plan, &diag);
    CHECK(err ? diag_has_errors(&diag) && plan.count == 0 : !diag_has_errors(&diag));
    if (!err) {
        check_again(&section, &plan);
    }
    _cleanup_(results_clear) struct results results = {0};
    (void)import_results_text(name, data, size, &results, NULL);
    return 0;
}
