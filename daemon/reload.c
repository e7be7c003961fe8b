#include "daemon/reload.h"

#ifdef HAVE_MALLOC_TRIM
#include <malloc.h>
#endif

#include "base/err.h"
#include "base/i18n.h"
#include "base/text.h"

#define RELOAD_MAX_LINE 16384

static void keep_path(const char *old, const char *new, const char *key, const char *file,
                      struct diag *diag)
{
    if (!text_equal(old, new)) {
        diag_addf(diag, DIAG_WARNING, file, 0, 0, _("khởi động lại dondocd để dùng giá trị mới"),
                  _("%s đổi từ %s sang %s: chưa có tác dụng"), key, old, new);
    }
}

int reload_prepare(const char *config, const struct generation *current,
                   const struct sender_setup *setup, instant_t now, const char *author,
                   const struct reload_check *check, struct load_difference *difference,
                   struct diag *diag, struct generation **out)
{
    struct generation *next = NULL;
    struct load_difference own = {0};
    int err = generation_load(config, diag, &next);
    if (err == 0) {
        err = generation_open(next, setup, diag);
    }
    if (err == 0) {
        err = check->run(next, check->arg, diag);
    }
    if (err == 0) {
        err = engine_load_faultless(&next->engine, now, author,
                                    difference != NULL ? difference : &own, diag);
    }
    load_difference_clear(&own);
    if (err < 0) {
        generation_free(next);
        return err;
    }
    keep_path(current->settings.state, next->settings.state, "state", config, diag);
    keep_path(current->settings.control, next->settings.control, "control", config, diag);
    reload_tidy(setup->store);
    *out = next;
    return 0;
}

void reload_tidy(struct store *store)
{
    /* A reader of the file may keep a part of it back: the next one takes that along. */
    (void)store_checkpoint(store);
#ifdef HAVE_MALLOC_TRIM
    (void)malloc_trim(0);
#endif
}

void reload_log_diag(const struct log *log, const struct diag *diag)
{
    for (size_t i = 0; i < diag->count; i++) {
        const struct diag_item *item = &diag->items[i];
        struct buf line;
        buf_init(&line, RELOAD_MAX_LINE);
        if (diag_print_bare(item, &line) == 0) {
            enum log_level level = item->severity == DIAG_ERROR     ? LOG_LEVEL_ERROR
                                   : item->severity == DIAG_WARNING ? LOG_LEVEL_WARNING
                                                                    : LOG_LEVEL_NOTICE;
            log_at(log, level, "%s", buf_str(&line));
        }
        buf_clear(&line);
    }
}
