/* The administrator hears of what is wrong: one mail a day at most. */
#include <stdlib.h>
#include <string.h>

#include "base/cleanup.h"
#include "base/err.h"
#include "base/i18n.h"
#include "lib/engine/mailing.h"
#include "lib/engine/troubles.h"
#include "schedule/next.h"
#include "store/jobs.h"
#include "store/ledger.h"
#include "store/outbox.h"

#define TOLD_DAY "admin_told_day"
#define TOLD_MESSAGE "admin_told_message"
#define VERIFIED "ledger_verified"
#define AGAIN_DAYS 5 /* working days after which what lasts is told again */
#define DECEMBER 12
#define LEDGER_LOOK 20000 /* entries a look: a fifth of a second */
#define TEXT_MAX 60000

static const struct department *first_department(const struct engine *engine)
{
    const struct roster *roster = &engine->settings->roster;
    return roster->count > 0 ? &roster->departments[0] : NULL;
}

static instant_t hour_of(const struct engine *engine, day_t day)
{
    const struct department *department = first_department(engine);
    return next_stage(day,
                      engine_department_policy(engine->settings,
                                               department ? department->id : NULL),
                      engine->settings->utc_offset);
}

int admin_watch(struct engine *engine, instant_t now)
{
    const struct job_row job = {.department = "", .kind = JOB_ADMIN, .subject = "", .next_at = now};
    bool own = !store_in_txn(engine->store);
    int err = own ? store_txn_begin(engine->store) : 0;
    if (err < 0) {
        return err;
    }
    err = store_job_hasten(engine->store, &job);
    if (err < 0 && own) {
        store_txn_rollback(engine->store);
    }
    return err == 0 && own ? store_txn_commit(engine->store) : err;
}

/* --- what only a look can find ---------------------------------------------------------------------- */

/* Endpoints that were switched on again, or have left the config. */
static int look_at_endpoints(struct engine *engine, instant_t now)
{
    struct condition_rows rows = {0};
    int err = store_conditions_list(engine->store, &rows);
    for (size_t i = 0; i < rows.count && err == 0; i++) {
        if (strcmp(rows.items[i].kind, "endpoint") != 0) {
            continue;
        }
        const char *name = rows.items[i].subject;
        struct endpoint_row endpoint = {0};
        err = store_endpoint_get(engine->store, name, &endpoint);
        bool over = err == ERR_NOT_FOUND || (err == 0 && !endpoint.disabled) ||
                    !settings_endpoint(engine->settings, name);
        store_endpoint_clear(&endpoint);
        err = err == ERR_NOT_FOUND ? 0 : err;
        if (err == 0 && over) {
            err = trouble_end(engine->store, "endpoint", name, now);
        }
    }
    store_condition_rows_clear(&rows);
    return err;
}

static bool has_plan(const struct settings *settings, const char *department, int year)
{
    for (size_t i = 0; i < settings->plan_count; i++) {
        const struct plan *plan = &settings->plans[i];
        if (strcmp(plan->department, department) == 0 && plan->from_year <= year &&
            year <= plan->to_year) {
            return true;
        }
    }
    return false;
}

/* The year for which a department that had a plan has none; 0: all is well. */
static int year_without_plan(const struct settings *settings, const char *department, day_t today)
{
    struct civil civil = civil_from_day(today);
    if (has_plan(settings, department, civil.year)) {
        bool next = civil.month == DECEMBER && !has_plan(settings, department, civil.year + 1);
        return next ? civil.year + 1 : 0;
    }
    return has_plan(settings, department, civil.year - 1) ? civil.year : 0;
}

static int look_at_plans(struct engine *engine, const struct department *department, instant_t now)
{
    int year = year_without_plan(engine->settings, department->id, engine_day(engine, now));
    if (year == 0) {
        return trouble_end(engine->store, "plan_year", department->id, now);
    }
    _cleanup_buf_ struct buf text = {0};
    buf_init(&text, 2000);
    int err =
        buf_printf(&text,
                   _("%s có kế hoạch năm %d nhưng chưa có kế hoạch năm %d trong cấu hình: từ năm "
                     "%d sẽ không nhắc việc nào."),
                   department->name, year - 1, year, year);
    const struct condition_row row = {.kind = "plan_year",
                                      .subject = department->id,
                                      .department = department->id,
                                      .detail = buf_str(&text),
                                      .last_seen = now,
                                      .ends_at = INSTANT_NONE};
    return err == 0 ? trouble_begin(engine->store, &row) : err;
}

/* What was added to the ledger since the last look; a great deal of it (one that was never looked at)
 * over several looks, so that none holds up what else there is to do. */
static int look_at_ledger(struct engine *engine, instant_t now)
{
    int64_t seq = 0;
    _cleanup_diag_ struct diag diag = {0};
    diag_init(&diag);
    int err = store_meta_get_int(engine->store, VERIFIED, &seq);
    if (err == 0 || err == ERR_NOT_FOUND) {
        err = store_ledger_verify_from(engine->store, &seq, LEDGER_LOOK, &diag);
    }
    if (err == ERR_CORRUPT && diag.count > 0) {
        const struct condition_row row = {.kind = "ledger",
                                          .subject = "",
                                          .department = "",
                                          .detail = diag.items[0].message,
                                          .last_seen = now,
                                          .ends_at = INSTANT_NONE};
        return trouble_begin(engine->store, &row);
    }
    return err == 0 ? store_meta_put_int(engine->store, VERIFIED, seq) : err;
}

static int look(struct engine *engine, instant_t now)
{
    const struct roster *roster = &engine->settings->roster;
    int err = store_conditions_expire(engine->store, now);
    if (err == 0) {
        err = look_at_endpoints(engine, now);
    }
    for (size_t i = 0; i < roster->count && err == 0; i++) {
        err = look_at_plans(engine, &roster->departments[i], now);
    }
    return err == 0 ? look_at_ledger(engine, now) : err;
}

/* --- the mail --------------------------------------------------------------------------------------- */

static int write_text(const struct engine *engine, const struct condition_rows *rows,
                      struct buf *out)
{
    int err = buf_puts(out, _("dondoc có những việc cần người quản trị xem:\n\n"));
    for (size_t i = 0; i < rows->count && err == 0; i++) {
        char since[CIVIL_TEXT_SIZE];
        civil_format_vn(engine_day(engine, rows->items[i].first_seen), since);
        err =
            buf_printf(out, _("%zu. %s\n   (từ ngày %s)\n\n"), i + 1, rows->items[i].detail, since);
    }
    if (err == ERR_LIMIT) {
        err = 0;
    }
    return err == 0
               ? buf_puts(out, _("Xem tình hình hiện tại: dondoc status\nMỗi ngày có nhiều nhất "
                                 "một thư như thế này.\n"))
               : err;
}

static int list_things(const struct condition_rows *rows, struct mailing_thing *things)
{
    for (size_t i = 0; i < rows->count; i++) {
        _cleanup_buf_ struct buf name = {0};
        buf_init(&name, 1000);
        const struct condition_row *row = &rows->items[i];
        int err =
            buf_printf(&name, "%s %s %lld", row->kind, row->subject, (long long)row->first_seen);
        things[i].name = err == 0 ? buf_steal(&name) : NULL;
        things[i].occurrence = "admin";
        if (!things[i].name) {
            return err == 0 ? ERR_NOMEM : err;
        }
    }
    return 0;
}

static int write_mail(struct engine *engine, const struct condition_rows *rows, const char *text,
                      instant_t now, int64_t *message)
{
    char subject[200];
    struct mailing_thing *things = calloc(rows->count, sizeof things[0]);
    snprintf(subject, sizeof subject, _("[dondoc] %02zu việc cần người quản trị xem"), rows->count);
    int err = things ? list_things(rows, things) : ERR_NOMEM;
    const struct mailing mailing = {
        .engine = engine,
        .department = first_department(engine),
        .recipient = engine->settings->admin_mail,
        .day = DAY_NONE,
        .next_at = INSTANT_NONE,
        .class = MAIL_CLASS_IMMEDIATE,
        .now = now,
        .undelivered_since = now,
        .count = rows->count,
        .things = things,
    };
    if (err == 0) {
        err = mailing_post_text(&mailing, subject, text, message);
    }
    for (size_t i = 0; i < rows->count && things; i++) {
        free(things[i].name);
    }
    free(things);
    return err;
}

/* Mail is what fails: mails do not arrive, or the one to the administrator did not. */
static int is_mail_failing(struct engine *engine, const struct condition_rows *rows, bool *out)
{
    int64_t id;
    *out = false;
    for (size_t i = 0; i < rows->count; i++) {
        *out = *out || strcmp(rows->items[i].kind, "undelivered") == 0;
    }
    int err = store_meta_get_int(engine->store, TOLD_MESSAGE, &id);
    if (err == 0) {
        struct message_row row;
        store_message_init(&row);
        err = store_message_head(engine->store, id, &row);
        *out = *out || (err == 0 && row.state != MESSAGE_DELIVERED && row.attempts > 0);
        store_message_clear(&row);
    }
    return err == ERR_NOT_FOUND ? 0 : err;
}

static int mark_told(struct engine *engine, const struct condition_rows *rows, int64_t message,
                     instant_t now)
{
    int err = store_meta_put_int(engine->store, TOLD_DAY, engine_day(engine, now));
    if (err == 0 && message != 0) {
        err = store_meta_put_int(engine->store, TOLD_MESSAGE, message);
    }
    for (size_t i = 0; i < rows->count && err == 0; i++) {
        err = store_condition_told(engine->store, rows->items[i].kind, rows->items[i].subject, now);
    }
    return err;
}

static int tell(struct engine *engine, const struct condition_rows *rows, instant_t now,
                size_t *made)
{
    const char *admin = engine->settings->admin_mail;
    int64_t message = 0;
    bool failing;
    _cleanup_buf_ struct buf text = {0};
    buf_init(&text, TEXT_MAX);
    int err = write_text(engine, rows, &text);
    if (err == 0) {
        err = is_mail_failing(engine, rows, &failing);
    }
    if (err == 0 && admin && *admin != '\0' && first_department(engine)) {
        err = write_mail(engine, rows, buf_str(&text), now, &message);
        *made += err == 0;
        err = mailing_is_own_fault(err) ? 0 : err;
    }
    if (err == 0 && failing && first_department(engine)) {
        err = trouble_events(engine, NULL, buf_str(&text), now, made);
    }
    return err == 0 ? mark_told(engine, rows, message, now) : err;
}

/* --- the job ---------------------------------------------------------------------------------------- */

static bool is_new(const struct condition_rows *rows)
{
    for (size_t i = 0; i < rows->count; i++) {
        if (rows->items[i].told_at == INSTANT_NONE) {
            return true;
        }
    }
    return false;
}

/* When the first of those that last for a while is over. */
static instant_t first_end(const struct condition_rows *rows)
{
    instant_t first = INSTANT_NONE;
    for (size_t i = 0; i < rows->count; i++) {
        instant_t end = rows->items[i].ends_at;
        first = end != INSTANT_NONE && (first == INSTANT_NONE || end < first) ? end : first;
    }
    return first;
}

int admin_run(struct engine *engine, instant_t now, instant_t *next, size_t *made)
{
    const struct holidays *table = &engine->settings->holidays;
    const day_t today = engine_day(engine, now);
    struct condition_rows rows = {0};
    int64_t told = INT64_MIN;
    int err = look(engine, now);
    if (err == 0) {
        err = store_conditions_list(engine->store, &rows);
    }
    if (err == 0) {
        err = store_meta_get_int(engine->store, TOLD_DAY, &told);
        err = err == ERR_NOT_FOUND ? 0 : err;
    }
    bool fresh = is_new(&rows);
    /* A clock that was wrong may have told "tomorrow". */
    bool today_told = told == today;
    bool again = rows.count > 0 && told != INT64_MIN && told < today &&
                 workday_shift(table, (day_t)told, AGAIN_DAYS) <= today;
    if (err == 0 && !today_told && (fresh || again)) {
        err = tell(engine, &rows, now, made);
        fresh = false;
    }
    *next = hour_of(engine, rows.count == 0 ? next_month_list(today, table)
                                            : workday_shift(table, today, fresh ? 1 : AGAIN_DAYS));
    instant_t end = first_end(&rows);
    *next = end != INSTANT_NONE && end < *next ? end : *next;
    store_condition_rows_clear(&rows);
    return err;
}
