/* The office hears when mails do not arrive (design.md §6.3). */
#include <stdlib.h>
#include <string.h>

#include "base/cleanup.h"
#include "base/err.h"
#include "base/i18n.h"
#include "base/vec.h"
#include "lib/engine/internal.h"
#include "lib/engine/mailing.h"
#include "schedule/next.h"
#include "store/jobs.h"
#include "store/outbox.h"

#define TOLD_MAX 1000 /* in one mail; more come with the next */
#define WORKING_DAYS 2

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
    const struct job_row job = {
        .department = department, .kind = JOB_UNDELIVERED, .subject = "", .next_at = now};
    return store_job_hasten(store, &job);
}

/* Mails of a department to be told about, and the mail that tells. */
struct telling {
    struct engine *engine;
    const struct department *department;
    instant_t now;
    struct message_rows rows;
    struct daily_item *items;
    struct mailing_thing *things;
    char **remarks;
    size_t count;
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
    store_message_rows_clear(&this->rows);
}

static char *remark_of(const struct telling *this, const struct message_row *row)
{
    char since[CIVIL_TEXT_SIZE];
    _cleanup_buf_ struct buf text = {0};
    buf_init(&text, 4096);
    civil_format_vn(engine_day(this->engine, row->undelivered_since), since);
    int err = buf_printf(&text,
                         row->state == MESSAGE_FAILED
                             ? _("Không gửi được đến %s (từ ngày %s, đã ngừng gửi): %s")
                             : _("Chưa gửi được đến %s (từ ngày %s, vẫn đang gửi lại): %s"),
                         row->recipient, since,
                         row->last_reply ? row->last_reply : _("không rõ nguyên nhân"));
    return err == 0 ? buf_steal(&text) : strdup(row->recipient);
}

static int list_items(struct telling *this)
{
    size_t room = this->rows.count ? this->rows.count : 1;
    this->items = calloc(room, sizeof this->items[0]);
    this->things = calloc(room, sizeof this->things[0]);
    this->remarks = calloc(room, sizeof this->remarks[0]);
    if (!this->items || !this->things || !this->remarks) {
        return ERR_NOMEM;
    }
    for (size_t i = 0; i < this->rows.count; i++) {
        const struct message_row *row = &this->rows.items[i];
        if (strcmp(row->department, this->department->id) != 0) {
            continue;
        }
        size_t at = this->count++;
        this->remarks[at] = remark_of(this, row);
        this->things[at].name = strdup(row->ident);
        this->things[at].occurrence = row->ident;
        if (!this->remarks[at] || !this->things[at].name) {
            return ERR_NOMEM;
        }
        this->items[at] = (struct daily_item){
            .section = DAILY_UNDELIVERED,
            .role = ROLE_OFFICE,
            .content = row->subject,
            .start = DAY_NONE,
            .due = DAY_NONE,
            .act_by = DAY_NONE,
            .remark = this->remarks[at],
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

/* The office's addresses that work, else the administrator's. */
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
    return err;
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

static int plan_next(struct telling *this, instant_t *next)
{
    struct outbox_counts counts;
    int err = store_outbox_count(this->engine->store, &counts);
    *next = err == 0 && counts.queued + counts.sending > 0
                ? hour_in(this->engine, this->department->id, this->now, 1)
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
    int err = store_messages_untold(engine->store, before, TOLD_MAX, &telling.rows);
    if (err == 0) {
        err = list_items(&telling);
    }
    if (err == 0 && telling.count > 0) {
        err = write_all(&telling, made);
        if (err == 0) {
            err = mark_told(&telling);
        }
    }
    if (err == 0) {
        err = plan_next(&telling, next);
    }
    telling_clear(&telling);
    return err;
}
