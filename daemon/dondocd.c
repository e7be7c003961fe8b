/* The daemon. */
#include <malloc.h>
#include <string.h>

#include "base/i18n.h"
#include "daemon/app.h"
#include "daemon/integrity.h"
#include "daemon/options.h"
#include "daemon/paths.h"

#define KEPT_BYTES (4 << 20)

int main(int argc, char **argv)
{
    struct app app;
    struct app_options options;
    struct buf locale;
    /* Memory that a burst of messages needs again at once is not given back in between. */
    (void)mallopt(M_TRIM_THRESHOLD, KEPT_BYTES);
    buf_init(&locale, 8192);
    const bool looks = argc == 4 && strcmp(argv[1], INTEGRITY_SWITCH) == 0;
    i18n_init(looks ? argv[3] : NULL, paths_locale(&locale));
    buf_clear(&locale);
    if (looks) {
        return integrity_look(argv[2]);
    }
    int result = options_read(argc, argv, &options);
    if (result != OPTIONS_RUN) {
        return result == OPTIONS_HELPED ? 0 : 2;
    }
    result = app_init(&app, &options) == 0 ? app_run(&app) : 1;
    app_deinit(&app);
    return result;
}
