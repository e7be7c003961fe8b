/* The week in figures, unit by unit, for the office and the director. */
#include <stdlib.h>
#include <string.h>

#include "base/cleanup.h"
#include "base/err.h"
#include "base/i18n.h"
#include "base/text.h"
#include "lib/engine/internal.h"
#include "schedule/next.h"

#define DIGEST_MARK "/tong-hop@"

struct figures {
    int64_t overdue, escalated; /* open and late; of those, told one level higher */
    int64_t this_week;          /* open, due from today to Sunday */
    int64_t done;               /* last week, Monday to Sunday */
};

static day_t monday_of(day_t day)
{
    return day - ((day_t)civil_weekday(day) - MONDAY);
}

static int add_escalated(struct engine *engine, const struct occurrence_row *row,
                         struct figures *out)
{
    struct notice_rows notices = {0};
    int err = store_notices_of_occurrence(engine->store, row->id, 0, &notices);
    bool found = false;
    for (size_t i = 0; i < notices.count; i++) {
        found = found || (notices.items[i].stage.kind == STAGE_ESCALATION &&
                          notices.items[i].anchor == row->dates.due);
    }
    out->escalated += found;
    store_notice_rows_clear(&notices);
    return err;
}

struct counting {
    struct engine *engine;
    day_t day;
    struct figures *out;
};

static int count_one(struct occurrence_row *row, void *arg)
{
    struct counting *this = arg;
    if (row->dates.due >= this->day) {
        this->out->this_week++;
        return 0;
    }
    if (engine_state(this->engine, row, this->day) != STATE_OVERDUE) {
        return 0;
    }
    this->out->overdue++;
    return add_escalated(this->engine, row, this->out);
}

static int count_unit(struct engine *engine, const char *department, const char *unit, day_t day,
                      struct figures *out)
{
    struct occurrence_filter filter;
    struct counting this = {engine, day, out};
    day_t monday = monday_of(day);
    occurrence_filter_init(&filter);
    filter.department = department;
    filter.unit = unit;
    filter.due = DUE_DATED;
    filter.to = monday + 6;
    *out = (struct figures){0};
    int err = engine_open_each(engine, &filter, day, count_one, &this);
    return err == 0
               ? engine_done_count(engine, department, unit, monday - 7, monday - 1, &out->done)
               : err;
}

/* --- saying --------------------------------------------------------------------------------------- */

struct digest {
    struct engine *engine;
    const struct department *department;
    instant_t now;
    day_t today;
    enum role role;
    struct recipients recipients;
    size_t *added;
};

/* Programs have the events themselves. */
static void keep_people(struct recipients *list)
{
    size_t kept = 0;
    for (size_t i = 0; i < list->count; i++) {
        if (text_starts_with(list->items[i].name, "endpoint:")) {
            free(list->items[i].name);
            free(list->items[i].unit);
        } else {
            list->items[kept++] = list->items[i];
        }
    }
    list->count = kept;
}

static int say_unit(struct digest *this, const struct party *unit)
{
    struct figures figures;
    char name[OCCURRENCE_ID_MAX];
    int err = count_unit(this->engine, this->department->id, unit->id, this->today, &figures);
    if (err < 0 || figures.overdue + figures.this_week + figures.done == 0) {
        return err;
    }
    int wrote = snprintf(name, sizeof name, "%s" DIGEST_MARK "%s", this->department->id, unit->id);
    if (wrote < 0 || (size_t)wrote >= sizeof name) {
        return ERR_LIMIT;
    }
    const struct saying saying = {
        .occurrence = name,
        .department = this->department->id,
        .stage = {STAGE_DIGEST, 0},
        .anchor = this->today,
        .role = this->role,
        .now = this->now,
    };
    return notices_say(this->engine, &saying, &this->recipients, this->added);
}

static int say_all(struct digest *this)
{
    int err = this->role == ROLE_OFFICE ? recipients_office(this->engine, this->department->id,
                                                            this->today, &this->recipients)
                                        : recipients_director(this->engine, this->department->id,
                                                              this->today, &this->recipients);
    keep_people(&this->recipients);
    for (size_t i = 0; i < this->department->count && err == 0 && this->recipients.count > 0; i++) {
        const struct party *party = &this->department->parties[i];
        if (party->kind == PARTY_UNIT || party->kind == PARTY_POST) {
            err = say_unit(this, party);
        }
    }
    recipients_clear(&this->recipients);
    return err;
}

int digest_say(struct engine *engine, const char *department, instant_t now, size_t *added)
{
    const struct policy *policy = engine_department_policy(engine->settings, department);
    struct digest this = {
        .engine = engine,
        .department = roster_department(&engine->settings->roster, department),
        .now = now,
        .today = engine_day(engine, now),
        .added = added,
    };
    int err = 0;
    if (this.department && policy->digest_office) {
        this.role = ROLE_OFFICE;
        err = say_all(&this);
    }
    if (err == 0 && this.department && policy->digest_director) {
        this.role = ROLE_DIRECTOR;
        err = say_all(&this);
    }
    return err;
}

/* --- wording -------------------------------------------------------------------------------------- */

static int write_part(struct buf *out, const char *format, int64_t count)
{
    if (count == 0) {
        return 0;
    }
    char text[200];
    snprintf(text, sizeof text, format, (int)count);
    return buf_printf(out, "%s%s", out->len > 0 ? "; " : "", text);
}

int digest_write(struct engine *engine, const struct notice_row *notice, struct buf *out)
{
    const struct department *department =
        roster_department(&engine->settings->roster, notice->department);
    const char *mark = strstr(notice->occurrence, DIGEST_MARK);
    const char *unit = mark ? mark + strlen(DIGEST_MARK) : "";
    const struct party *party = department ? department_party(department, unit) : NULL;
    _cleanup_buf_ struct buf text = {0};
    struct figures figures;
    buf_init(&text, 4096);
    int err = count_unit(engine, notice->department, unit, notice->anchor, &figures);
    if (err == 0) {
        err = write_part(&text, _("quá hạn %d"), figures.overdue);
    }
    if (err == 0) {
        err = write_part(&text, _("trong đó đã báo cấp trên %d"), figures.escalated);
    }
    if (err == 0) {
        err = write_part(&text, _("đến hạn trong tuần này %d"), figures.this_week);
    }
    if (err == 0) {
        err = write_part(&text, _("hoàn thành trong tuần trước %d"), figures.done);
    }
    return err == 0 ? buf_printf(out, "%s: %s",
                                 party && party->names.count > 0 ? party->names.items[0] : unit,
                                 text.len > 0 ? buf_str(&text) : _("không có việc nào"))
                    : err;
}
