/* The office hears when mails do not arrive (design.md §6.3). */
#include <stdlib.h>
#include <string.h>

#include "base/cleanup.h"
#include "base/err.h"
#include "base/i18n.h"
#include "base/vec.h"
#include "lib/engine/internal.h"
#include "lib/engine/mailing.h"
#include "lib/engine/troubles.h"
#include "schedule/next.h"
#include "store/jobs.h"
#include "store/outbox.h"

#define TOLD_MAX 1000 /* in one mail; more come with the next */
#define WORKING_DAYS 2
#define LASTS_MS ((int64_t)7 * 86400 * 1000) /* so long the status shows it */

/* The hour of the mails, `days` working days from now. */
static instant_t hour_in(struct engine *engine, const char *department, instant_t now, int days)
{
    const struct settings *settings = engine->settings;
    day_t day = workday_shift(&settings->holidays, engine_day(engine, now), days);
    return next_stage(day, engine_department_policy(settings, department), settings->utc_offset);
}

int undelivered_watch(struct engine *engine, const char *department, instant_t now)
{
    struct job_rows jobs = {0};
    int err = store_jobs_list(engine->store, department, &jobs);
    bool watched = false;
    for (size_t i = 0; i < jobs.count; i++) {
        watched = watched || (strcmp(jobs.items[i].kind, JOB_UNDELIVERED) == 0 &&
                              jobs.items[i].next_at != INSTANT_NONE);
    }
    store_job_rows_clear(&jobs);
    if (err < 0 || watched) {
        return err;
    }
    const struct job_row job = {
        .department = department,
        .kind = JOB_UNDELIVERED,
        .subject = "",
        .next_at = hour_in(engine, department, now, WORKING_DAYS),
    };
    return store_job_put(engine->store, &job);
}

int undelivered_hasten(struct store *store, const char *department, instant_t now)
{
    const struct job_row job = {.department = department,
                                .kind = JOB_UNDELIVERED,
                                .subject = "",
                                .next_at = now + GATHER_MS};
    return store_job_hasten(store, &job);
}

/* Messages of a department to be told about, and the mail that tells: one item for each recipient that
 * does not get them, however many they are. */
struct telling {
    struct engine *engine;
    const struct department *department;
    instant_t now;
    struct message_rows rows;
    struct daily_item *items;
    struct mailing_thing *things;
    char **remarks;
    struct lost {
        const struct message_row *row; /* the first of them */
        size_t count;
    } * lost;
    size_t count;
    size_t mails; /* of them mails */
};

static void telling_clear(struct telling *this)
{
    for (size_t i = 0; i < this->count; i++) {
        free(this->things[i].name);
        free(this->remarks[i]);
    }
    free(this->items);
    free(this->things);
    free(this->remarks);
    free(this->lost);
    store_message_rows_clear(&this->rows);
}

static bool is_parked(const struct message_row *row)
{
    return row->state == MESSAGE_QUEUED && row->next_at == INSTANT_NONE;
}

static const char *verdict_of(const struct message_row *row)
{
    if (is_parked(row)) {
        return _("Đã ngừng gửi đến %s, các thông báo từ ngày %s còn chờ: %s");
    }
    return row->state == MESSAGE_FAILED
               ? _("Không gửi được đến %s (từ ngày %s, đã ngừng gửi): %s")
               : _("Chưa gửi được đến %s (từ ngày %s, vẫn đang gửi lại): %s");
}

static char *remark_of(const struct telling *this, const struct lost *lost)
{
    char since[CIVIL_TEXT_SIZE];
    const struct message_row *row = lost->row;
    _cleanup_buf_ struct buf text = {0};
    buf_init(&text, 4096);
    civil_format_vn(engine_day(this->engine, row->undelivered_since), since);
    int err = buf_printf(&text, verdict_of(row), row->recipient, since,
                         row->last_reply ? row->last_reply : _("không rõ nguyên nhân"));
    if (err == 0 && lost->count > 1) {
        err = buf_printf(&text, _(" (%zu thư)"), lost->count);
    }
    return err == 0 ? buf_steal(&text) : strdup(row->recipient);
}

static struct lost *find_lost(const struct telling *this, const struct message_row *row)
{
    for (size_t i = 0; i < this->count; i++) {
        const struct message_row *known = this->lost[i].row;
        if (strcmp(known->recipient, row->recipient) == 0 && known->state == row->state &&
            is_parked(known) == is_parked(row)) {
            return &this->lost[i];
        }
    }
    return NULL;
}

static void count_lost(struct telling *this)
{
    for (size_t i = 0; i < this->rows.count; i++) {
        const struct message_row *row = &this->rows.items[i];
        if (strcmp(row->department, this->department->id) != 0) {
            continue;
        }
        struct lost *known = find_lost(this, row);
        if (known) {
            known->count++;
        } else {
            this->lost[this->count++] = (struct lost){row, 1};
        }
        this->mails += row->channel == CHANNEL_MAIL;
    }
}

static int list_items(struct telling *this)
{
    size_t room = this->rows.count ? this->rows.count : 1;
    this->items = calloc(room, sizeof this->items[0]);
    this->things = calloc(room, sizeof this->things[0]);
    this->remarks = calloc(room, sizeof this->remarks[0]);
    this->lost = calloc(room, sizeof this->lost[0]);
    if (!this->items || !this->things || !this->remarks || !this->lost) {
        return ERR_NOMEM;
    }
    count_lost(this);
    for (size_t i = 0; i < this->count; i++) {
        const struct message_row *row = this->lost[i].row;
        this->remarks[i] = remark_of(this, &this->lost[i]);
        this->things[i].name = strdup(row->ident);
        this->things[i].occurrence = row->ident;
        if (!this->remarks[i] || !this->things[i].name) {
            return ERR_NOMEM;
        }
        this->items[i] = (struct daily_item){
            .section = DAILY_UNDELIVERED,
            .role = ROLE_OFFICE,
            .content = row->subject,
            .start = DAY_NONE,
            .due = DAY_NONE,
            .act_by = DAY_NONE,
            .remark = this->remarks[i],
        };
    }
    return 0;
}

/* Whether mails to that address are among those that do not arrive. */
static bool is_dead(const struct telling *this, const char *address)
{
    for (size_t i = 0; i < this->rows.count; i++) {
        if (strcmp(this->rows.items[i].recipient, address) == 0) {
            return true;
        }
    }
    return false;
}

static int write_to(struct telling *this, const char *address, const char *names, size_t *made)
{
    int64_t id;
    const struct mailing mailing = {
        .engine = this->engine,
        .department = this->department,
        .recipient = address,
        .day = DAY_NONE,
        .next_at = INSTANT_NONE,
        .names = names,
        .class = MAIL_CLASS_IMMEDIATE,
        .now = this->now,
        .undelivered_since = this->now,
        .items = this->items,
        .count = this->count,
        .things = this->things,
    };
    int err = mailing_post(&mailing, &id);
    *made += err == 0;
    return mailing_is_own_fault(err) ? 0 : err;
}

/* What the mail says, for endpoints. */
static int write_events(struct telling *this, size_t *made)
{
    _cleanup_buf_ struct buf text = {0};
    buf_init(&text, 16384);
    int err = 0;
    for (size_t i = 0; i < this->count && err == 0; i++) {
        err = buf_printf(&text, "%s%s", i > 0 ? "\n" : "", this->remarks[i]);
    }
    return err == 0 || err == ERR_LIMIT
               ? trouble_events(this->engine, this->department->id, buf_str(&text), this->now, made)
               : err;
}

/* The office's addresses that work; when it has none, the administrator's, and its endpoints. */
static int write_all(struct telling *this, size_t *made)
{
    _cleanup_(recipients_clear) struct recipients office = {0};
    const struct party *unit = department_office(this->department);
    const char *name = unit && unit->names.count > 0 ? unit->names.items[0] : "";
    size_t written = 0;
    int err = recipients_office(this->engine, this->department->id,
                                engine_day(this->engine, this->now), &office);
    for (size_t i = 0; i < office.count && err == 0; i++) {
        const char *address = office.items[i].name;
        if (strchr(address, '@') && !is_dead(this, address)) {
            err = write_to(this, address, name, made);
            written++;
        }
    }
    const char *admin = this->engine->settings->admin_mail;
    if (err == 0 && written == 0 && admin && *admin != '\0' && !is_dead(this, admin)) {
        err = write_to(this, admin, admin, made);
    }
    return err == 0 && written == 0 ? write_events(this, made) : err;
}

static int mark_told(struct telling *this)
{
    for (size_t i = 0; i < this->rows.count; i++) {
        const struct message_row *row = &this->rows.items[i];
        if (strcmp(row->department, this->department->id) != 0) {
            continue;
        }
        int err = store_message_told(this->engine->store, row->id, this->now);
        const struct note note = {.at = this->now,
                                  .kind = "undelivered",
                                  .message = row->id,
                                  .recipient = row->recipient};
        if (err == 0) {
            err = note_write(this->engine, &note, NULL);
        }
        if (err < 0) {
            return err;
        }
    }
    return 0;
}

/* The administrator hears of it too. */
static int begin_condition(struct telling *this)
{
    _cleanup_buf_ struct buf text = {0};
    buf_init(&text, 1000);
    int err =
        buf_printf(&text,
                   _("%s: %zu nơi nhận không nhận được thư, thông báo. Xem: dondoc outbox list "
                     "--state failed"),
                   this->department->name, this->count);
    const struct condition_row row = {.kind = "undelivered",
                                      .subject = this->department->id,
                                      .department = this->department->id,
                                      .detail = buf_str(&text),
                                      .last_seen = this->now,
                                      .ends_at = this->now + LASTS_MS};
    return err == 0 ? trouble_begin(this->engine->store, &row) : err;
}

/* One such mail a day: what fails later on waits for the next. */
static int told_today(struct telling *this, bool *out)
{
    char key[PARTY_MAX_ID + 32];
    int64_t day = INT64_MIN;
    snprintf(key, sizeof key, "undelivered_told_day:%s", this->department->id);
    int err = store_meta_get_int(this->engine->store, key, &day);
    *out = day == engine_day(this->engine, this->now);
    return err == ERR_NOT_FOUND ? 0 : err;
}

static int note_today(struct telling *this)
{
    char key[PARTY_MAX_ID + 32];
    snprintf(key, sizeof key, "undelivered_told_day:%s", this->department->id);
    return store_meta_put_int(this->engine->store, key, engine_day(this->engine, this->now));
}

static int tell(struct telling *this, size_t *made)
{
    int err = write_all(this, made);
    if (err == 0) {
        err = mark_told(this);
    }
    if (err == 0) {
        err = begin_condition(this);
    }
    return err == 0 ? note_today(this) : err;
}

/* All that was told of has arrived, or was taken over by what arrived. */
static int end_condition(struct telling *this)
{
    bool still;
    int err = store_messages_told_still(this->engine->store, this->department->id, &still);
    return err == 0 && !still
               ? trouble_end(this->engine->store, "undelivered", this->department->id, this->now)
               : err;
}

static int plan_next(struct telling *this, instant_t *next)
{
    bool waits = false;
    int err = store_outbox_waits(this->engine->store, &waits);
    *next = err == 0 && waits ? hour_in(this->engine, this->department->id, this->now, 1)
                              : INSTANT_NONE;
    return err;
}

int undelivered_tell(struct engine *engine, const char *department, instant_t now, instant_t *next,
                     size_t *made)
{
    struct telling telling = {
        .engine = engine,
        .department = roster_department(&engine->settings->roster, department),
        .now = now,
    };
    instant_t before = hour_in(engine, department, now, -WORKING_DAYS) + 1;
    bool told;
    int err = told_today(&telling, &told);
    if (err == 0) {
        err = store_messages_untold(engine->store, before, TOLD_MAX, &telling.rows);
    }
    if (err == 0) {
        err = list_items(&telling);
    }
    bool waits = telling.count > 0 && told;
    if (err == 0 && telling.count > 0 && !told) {
        err = tell(&telling, made);
    }
    if (err == 0 && telling.count == 0) {
        err = end_condition(&telling);
    }
    if (err == 0) {
        err = plan_next(&telling, next);
    }
    if (err == 0 && waits) {
        *next = hour_in(engine, department, now, 1);
    }
    telling_clear(&telling);
    return err;
}
