/* What is wrong with dondoc itself: rows, ledger, and events. */
#include "lib/engine/troubles.h"

#include <stdlib.h>
#include <string.h>

#include "base/cleanup.h"
#include "base/err.h"
#include "base/i18n.h"
#include "engine/conditions.h"
#include "lib/engine/events.h"
#include "store/jobs.h"
#include "store/ledger.h"
#include "store/outbox.h"

#define MIB ((int64_t)1 << 20)
#define DISK_LEAST (256 * MIB)
#define DISK_PLENTY (2048 * MIB) /* with so much free no disk is nearly full */
#define CLOCK_JUMP_MS ((int64_t)5 * 60 * 1000)
#define CLOCK_AHEAD_MS ((int64_t)400 * 86400 * 1000) /* longer than any office stands still */
#define CLOCK_TELL_MS ((int64_t)3 * 86400 * 1000)    /* so long the status shows it */
#define REFUSED_TELL_MS ((int64_t)3 * 86400 * 1000)
#define LOOKED_THROUGH "looked_through" /* when all of the database was */
#define EVENT_MAX_BODY 65536

/* --- rows ------------------------------------------------------------------------------------------ */

static int note_it(struct store *store, const char *kind, const struct condition_row *row,
                   instant_t now)
{
    struct engine engine = {.store = store};
    struct detail detail;
    detail_init(&detail);
    detail_text(&detail, "condition", row->kind);
    detail_text(&detail, "subject", row->subject);
    detail_text(&detail, "text", row->detail);
    const struct note note = {.at = now, .kind = kind};
    return note_write(&engine, &note, &detail);
}

int trouble_begin(struct store *store, const struct condition_row *row)
{
    const struct job_row job = {.department = "",
                                .kind = JOB_ADMIN,
                                .subject = "",
                                .next_at = row->last_seen + GATHER_MS};
    bool fresh = false;
    int err = store_condition_put(store, row, &fresh);
    if (err < 0 || !fresh) {
        return err;
    }
    err = note_it(store, "condition", row, row->last_seen);
    return err == 0 ? store_job_hasten(store, &job) : err;
}

int trouble_end(struct store *store, const char *kind, const char *subject, instant_t now)
{
    const struct condition_row row = {.kind = kind, .subject = subject};
    int err = store_condition_end(store, kind, subject);
    if (err == ERR_NOT_FOUND) {
        return 0;
    }
    return err == 0 ? note_it(store, "condition_over", &row, now) : err;
}

struct change {
    const struct condition_row *row;
    bool over;
};

static int run_change(struct store *store, void *arg)
{
    const struct change *change = arg;
    const struct condition_row *row = change->row;
    return change->over ? trouble_end(store, row->kind, row->subject, row->last_seen)
                        : trouble_begin(store, row);
}

static int is_known(struct store *store, const char *kind, const char *subject, bool *out)
{
    struct condition_rows rows = {0};
    int err = store_conditions_list(store, &rows);
    *out = false;
    for (size_t i = 0; i < rows.count && err == 0; i++) {
        *out = *out || (strcmp(rows.items[i].kind, kind) == 0 &&
                        strcmp(rows.items[i].subject, subject) == 0);
    }
    store_condition_rows_clear(&rows);
    return err;
}

/* --- disk ------------------------------------------------------------------------------------------ */

static bool is_short(int64_t available, int64_t total)
{
    return available < DISK_LEAST || (available < DISK_PLENTY && available < total / 50);
}

int conditions_disk(struct engine *engine, instant_t now, int64_t available, int64_t total)
{
    I18N_SPEAK(engine->settings->language);
    bool known;
    int err = is_known(engine->store, "disk", "", &known);
    bool is_full = is_short(available, total);
    /* Not over before there is some more, lest it come and go. */
    if (err < 0 || is_full == known || (known && is_short(available / 5 * 4, total))) {
        return err;
    }
    _cleanup_buf_ struct buf text = {0};
    buf_init(&text, 1000);
    err = buf_printf(
        &text,
        _("Đĩa chứa dữ liệu của dondoc sắp đầy: còn %lld MiB (%s). Khi đầy, không thư nào "
          "được lập hay ghi nhận nữa; hãy dọn đĩa."),
        (long long)(available / MIB), engine->settings->state);
    const struct condition_row row = {.kind = "disk",
                                      .subject = "",
                                      .department = "",
                                      .detail = buf_str(&text),
                                      .last_seen = now,
                                      .ends_at = INSTANT_NONE};
    struct change change = {.row = &row, .over = known};
    return err == 0 ? store_run(engine->store, run_change, &change) : err;
}

/* --- damage ---------------------------------------------------------------------------------------- */

static int run_look(struct store *store, void *arg)
{
    const struct change *change = arg;
    int err = store_meta_put_int(store, LOOKED_THROUGH, change->row->last_seen);
    return err == 0 ? run_change(store, arg) : err;
}

int conditions_damage(struct engine *engine, instant_t now, const char *text)
{
    const struct condition_row row = {.kind = "damage",
                                      .subject = "",
                                      .department = "",
                                      .detail = text ? text : "",
                                      .last_seen = now,
                                      .ends_at = INSTANT_NONE};
    struct change change = {.row = &row, .over = !text};
    return store_run(engine->store, run_look, &change);
}

int conditions_damage_seen(struct engine *engine, instant_t *out)
{
    int64_t at = 0;
    int err = store_meta_get_int(engine->store, LOOKED_THROUGH, &at);
    if (err == 0) {
        *out = at;
    }
    return err == ERR_NOT_FOUND ? 0 : err;
}

/* --- the e-office's folder ------------------------------------------------------------------------- */

int conditions_folder(struct engine *engine, instant_t now, const char *folder, const char *text)
{
    const struct condition_row row = {.kind = "edxml",
                                      .subject = folder,
                                      .department = "",
                                      .detail = text ? text : "",
                                      .last_seen = now,
                                      .ends_at = INSTANT_NONE};
    struct change change = {.row = &row, .over = !text};
    return store_run(engine->store, run_change, &change);
}

int conditions_refused(struct engine *engine, instant_t now, const char *folder, const char *text)
{
    const struct condition_row row = {.kind = "edxml_refused",
                                      .subject = folder,
                                      .department = "",
                                      .detail = text,
                                      .last_seen = now,
                                      .ends_at = now + REFUSED_TELL_MS};
    struct change change = {.row = &row};
    return store_run(engine->store, run_change, &change);
}

/* --- clock ----------------------------------------------------------------------------------------- */

static int begin_clock(struct engine *engine, instant_t now, const char *subject, const char *text)
{
    const struct condition_row row = {.kind = "clock",
                                      .subject = subject,
                                      .department = "",
                                      .detail = text,
                                      .last_seen = now,
                                      .ends_at = now + CLOCK_TELL_MS};
    struct change change = {.row = &row};
    return store_run(engine->store, run_change, &change);
}

static int say_clock(struct engine *engine, instant_t now, const char *subject, instant_t from,
                     const char *format)
{
    char before[OFFSET_TEXT_SIZE];
    char after[OFFSET_TEXT_SIZE];
    const offset_t offset = engine->settings->utc_offset;
    _cleanup_buf_ struct buf text = {0};
    buf_init(&text, 1000);
    int err = buf_puts(&text, format);
    if (err == 0) {
        err = buf_printf(&text, _(" Trước đó: %s; bây giờ: %s."),
                         offset_format(from, offset, before), offset_format(now, offset, after));
    }
    return err == 0 ? begin_clock(engine, now, subject, buf_str(&text)) : err;
}

int conditions_clock(struct engine *engine, instant_t now, int64_t jump_ms)
{
    if (jump_ms > -CLOCK_JUMP_MS && jump_ms < CLOCK_JUMP_MS) {
        return 0;
    }
    return say_clock(engine, now, "set", now - jump_ms,
                     jump_ms < 0 ? _("Đồng hồ máy vừa bị chỉnh lùi.")
                                 : _("Đồng hồ máy vừa nhảy tới trước."));
}

int conditions_start(struct engine *engine, instant_t now)
{
    I18N_SPEAK(engine->settings->language);
    int64_t last;
    int err = store_meta_get_int(engine->store, "last_change", &last);
    if (err == ERR_NOT_FOUND) {
        err = 0;
    } else if (err == 0 && last - now > CLOCK_JUMP_MS) {
        err = say_clock(engine, now, "start", last,
                        _("Khi dondocd khởi động, đồng hồ máy sớm hơn lần ghi cuối cùng."));
    } else if (err == 0 && now - last > CLOCK_AHEAD_MS) {
        err =
            say_clock(engine, now, "start", last,
                      _("Khi dondocd khởi động, đồng hồ máy cách lần ghi cuối cùng hơn một năm."));
    }
    return err == 0 ? admin_watch(engine, now) : err;
}

/* --- events ---------------------------------------------------------------------------------------- */

static int post_event(struct engine *engine, const struct endpoint *endpoint,
                      const char *department, const char *text, instant_t now, size_t *made)
{
    char id[EVENT_ID_SIZE];
    char recipient[300];
    int64_t message;
    struct event event;
    _cleanup_buf_ struct buf name = {0};
    buf_init(&name, EVENT_MAX_BODY);
    snprintf(recipient, sizeof recipient, "endpoint:%.250s", endpoint->name);
    int err =
        buf_printf(&name, "trouble\n%s\n%d\n%s", recipient, (int)engine_day(engine, now), text);
    if (err < 0) {
        return err;
    }
    events_name_once(buf_str(&name), name.len, id);
    event_init(&event);
    event.id = id;
    event.type = EVENT_TROUBLE;
    event.department = department;
    event.remark = text;
    err = events_post(engine, recipient, &event, now, &message);
    *made += err == 0;
    return err == ERR_EXISTS ? 0 : err;
}

/* Whether an endpoint is on: in the config, and not gone. */
static int is_on(struct engine *engine, const struct endpoint *endpoint, bool *out)
{
    struct endpoint_row row = {0};
    int err = store_endpoint_get(engine->store, endpoint->name, &row);
    *out = endpoint->enabled && !(err == 0 && row.disabled);
    store_endpoint_clear(&row);
    return err == ERR_NOT_FOUND ? 0 : err;
}

int trouble_events(struct engine *engine, const char *department, const char *text, instant_t now,
                   size_t *made)
{
    const struct settings *settings = engine->settings;
    int err = 0;
    for (size_t i = 0; i < settings->endpoint_count && err == 0; i++) {
        const struct endpoint *endpoint = &settings->endpoints[i];
        const char *its = endpoint->department ? endpoint->department : "";
        bool on;
        err = is_on(engine, endpoint, &on);
        on = on && (endpoint->events & EVENT_BIT(EVENT_TROUBLE)) != 0;
        if (err == 0 && on && (!department || *its == '\0' || strcmp(its, department) == 0)) {
            const char *whose = department     ? department
                                : *its != '\0' ? its
                                               : settings->roster.departments[0].id;
            err = post_event(engine, endpoint, whose, text, now, made);
        }
    }
    return err;
}
