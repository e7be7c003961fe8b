#include "engine/engine.h"

#include <string.h>

#include "base/cleanup.h"
#include "base/err.h"
#include "base/file.h"
#include "base/text.h"
#include "lib/engine/internal.h"
#include "lib/engine/origin.h"
#include "render/answer_page.h"
#include "render/mail.h"
#include "schedule/group.h"

#define OCCURRENCES_PAGE 500

static const char *language(const struct settings *settings)
{
    return settings->language ? settings->language : "vi";
}

static int add_template(const struct settings *settings, const char *name, struct diag *diag,
                        struct daily_templates *templates)
{
    _cleanup_buf_ struct buf path = {0};
    _cleanup_buf_ struct buf text = {0};
    buf_init(&path, 4096);
    buf_init(&text, TEMPLATE_MAX_BYTES);
    int err = buf_printf(&path, "%s/%s/%s.mustache", settings->templates, language(settings), name);
    if (err == 0) {
        err = file_read(buf_str(&path), TEMPLATE_MAX_BYTES, diag, &text);
    }
    if (err == 0) {
        err = daily_templates_add(templates, name, buf_str(&text), buf_str(&path), diag);
    }
    return err;
}

static int read_templates(const struct settings *settings, struct diag *diag,
                          struct daily_templates *templates)
{
    for (size_t i = 0; daily_template_name(i); i++) {
        int err = add_template(settings, daily_template_name(i), diag, templates);
        if (err < 0) {
            return err;
        }
    }
    _cleanup_buf_ struct buf folder = {0};
    buf_init(&folder, 4096);
    int err = buf_printf(&folder, "%s/%s", settings->templates, language(settings));
    return err < 0 ? err : daily_templates_check(templates, buf_str(&folder), diag);
}

/* Only who has links needs the page behind them: a folder of templates may be older than they are. */
static int read_page(const struct settings *settings, struct diag *diag, struct template **out)
{
    if (text_is_blank(settings->public_url)) {
        return 0;
    }
    _cleanup_buf_ struct buf path = {0};
    _cleanup_buf_ struct buf text = {0};
    struct template *page = NULL;
    buf_init(&path, 4096);
    buf_init(&text, TEMPLATE_MAX_BYTES);
    int err = buf_printf(&path, "%s/%s/" ANSWER_TEMPLATE ".mustache", settings->templates,
                         language(settings));
    if (err == 0) {
        err = file_read(buf_str(&path), TEMPLATE_MAX_BYTES, diag, &text);
    }
    if (err == 0) {
        err = template_compile(buf_str(&text), TEMPLATE_HTML, buf_str(&path), diag, &page);
    }
    if (err == 0) {
        err = answer_page_check(page, buf_str(&path), diag);
    }
    if (err < 0) {
        template_free(page);
        return err;
    }
    *out = page;
    return 0;
}

int engine_open(const struct settings *settings, struct store *store, struct diag *diag,
                struct engine *engine)
{
    struct engine made = {.settings = settings, .store = store, .open = true};
    int err = read_templates(settings, diag, &made.templates);
    if (err == 0) {
        err = read_page(settings, diag, &made.answer_page);
    }
    if (err == 0) {
        err = shapes_read(settings, diag, &made.shapes);
    }
    if (err < 0) {
        daily_templates_clear(&made.templates);
        template_free(made.answer_page);
        return err;
    }
    mail_init();
    *engine = made;
    return 0;
}

void engine_close(struct engine *engine)
{
    if (!engine || !engine->open) {
        return;
    }
    daily_templates_clear(&engine->templates);
    template_free(engine->answer_page);
    answer_keys_clear(&engine->link_keys);
    shapes_free(engine->settings, engine->shapes);
    *engine = (struct engine){0};
}

void engine_use_links(struct engine *engine, const struct answer_keys *keys)
{
    engine->link_keys = *keys;
}

day_t engine_day(const struct engine *engine, instant_t now)
{
    return offset_day(now, engine->settings->utc_offset);
}

const struct policy *engine_department_policy(const struct settings *settings,
                                              const char *department)
{
    const struct department *found =
        department ? roster_department(&settings->roster, department) : NULL;
    const struct policy *policy =
        found && found->policy ? settings_policy_named(settings, found->policy) : NULL;
    return policy ? policy : &settings->policies[0];
}

static const struct policy *assigned_policy(const struct settings *settings, const char *department)
{
    const struct department *found =
        department ? roster_department(&settings->roster, department) : NULL;
    const struct policy *policy = found && found->assigned_policy
                                      ? settings_policy_named(settings, found->assigned_policy)
                                      : NULL;
    return policy ? policy : engine_department_policy(settings, department);
}

const struct policy *engine_policy(const struct settings *settings, const char *plan,
                                   const char *department)
{
    const struct plan *section = plan ? settings_plan(settings, plan) : NULL;
    if (origin_is_plan(plan)) {
        return assigned_policy(settings, department);
    }
    return section ? settings_policy(settings, section)
                   : engine_department_policy(settings, department);
}

bool engine_is_open(const struct settings *settings, const char *department, instant_t now)
{
    return workday_is(&settings->holidays, offset_day(now, settings->utc_offset)) &&
           policy_is_open(engine_department_policy(settings, department),
                          offset_minute(now, settings->utc_offset));
}

instant_t engine_open_at(const struct settings *settings, const char *department, instant_t now)
{
    return group_next_daily(engine_department_policy(settings, department), &settings->holidays,
                            settings->utc_offset, now, false);
}

int engine_occurrences_each(struct engine *engine, const struct occurrence_filter *filter,
                            int (*each)(struct occurrence_row *row, void *arg), void *arg)
{
    _cleanup_(store_occurrence_rows_clear) struct occurrence_rows last = {0};
    struct occurrence_filter next = *filter;
    for (;;) {
        struct occurrence_rows page = {0};
        int err = store_occurrences_list(engine->store, &next, OCCURRENCES_PAGE, &page);
        for (size_t i = 0; i < page.count && err == 0; i++) {
            err = each(&page.items[i], arg);
        }
        store_occurrence_rows_clear(&last);
        last = page; /* the filter borrows the last id */
        if (err != 0 || page.count < OCCURRENCES_PAGE) {
            return err;
        }
        next.after_due = page.items[page.count - 1].dates.due;
        next.after_id = page.items[page.count - 1].id;
    }
}

enum occurrence_state engine_state(const struct engine *engine, const struct occurrence_row *row,
                                   day_t today)
{
    const struct policy *policy = engine_policy(engine->settings, row->plan, row->department);
    return occurrence_state(&row->dates, today, policy->due_soon, policy->roll == ROLL_NEXT,
                            &engine->settings->holidays);
}
