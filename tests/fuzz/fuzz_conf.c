/* Any bytes as a config: read or refused with a reason, never both. */
#include "base/cleanup.h"
#include "conf/conf.h"
#include "fuzz.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    _cleanup_(settings_clear) struct settings settings = {0};
    _cleanup_diag_ struct diag diag = {0};
    settings_init(&settings);
    int err = conf_load_text("fuzz.conf", (const char *)data, size, &settings, &diag);
    bool consistent = err ? diag_has_errors(&diag) && settings.roster.count == 0
                          : !diag_has_errors(&diag) && settings.roster.count > 0;
    if (!consistent) {
        (void)fprintf(stderr, "err %d with %zu errors\n", err, diag.errors);
        abort();
    }
    return 0;
}
