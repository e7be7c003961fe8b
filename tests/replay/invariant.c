/* No stage silently missing, none twice: whatever happened, each rung of each ladder up to now is a notice
 * or a skipped entry of the ledger with its reason. And nobody flooded: what left is held to that beside. */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/cleanup.h"
#include "base/err.h"
#include "schedule/ladder.h"
#include "store/ledger.h"
#include "store/notices.h"
#include "store/plans.h"
#include "tests/replay/replay.h"

#define PAGE 1000

static const enum role ROLES[] = {ROLE_LEAD,   ROLE_COORDINATING, ROLE_HEAD,
                                  ROLE_OFFICE, ROLE_DEPUTY,       ROLE_DIRECTOR};

/* One occurrence against what was said of it. */
struct looked {
    struct world *world;
    const struct occurrence_row *row;
    struct buf entries; /* its skipped entries, a line each */
    struct notice_rows notices;
    day_t until; /* the last day whose stages must have been dealt with */
    struct buf *out;
    int found;
};

static void complain(struct looked *this, enum role role, struct stage stage, const char *what)
{
    char text[STAGE_TEXT_SIZE];
    this->found++;
    (void)buf_printf(this->out, "%s %s (%s): %s\n", this->row->id, stage_format(stage, text),
                     role_name(role), what);
}

static int each_entry(const struct ledger_row *row, void *arg)
{
    struct looked *this = arg;
    return strcmp(row->kind, "skipped") == 0 && row->detail
               ? buf_printf(&this->entries, "%s\n", row->detail)
               : 0;
}

static int each_party(const struct party_row *party, void *arg)
{
    bool *found = arg;
    *found = *found || party->role == ROLE_COORDINATING;
    return 0;
}

static bool has_deputies(const struct department *department)
{
    bool found = department->deputy.count > 0;
    for (size_t i = 0; i < department->count; i++) {
        found = found || department->parties[i].deputy.count > 0;
    }
    return found;
}

static bool has_role(const struct looked *this, const struct department *department, enum role role)
{
    const struct occurrence_row *row = this->row;
    bool found = false;
    switch (role) {
    case ROLE_LEAD:
    case ROLE_HEAD:
    case ROLE_OFFICE:
        return !row->has_shares;
    case ROLE_DEPUTY:
        return !row->has_shares && has_deputies(department);
    case ROLE_DIRECTOR:
        return !row->has_shares && department->director.count > 0;
    case ROLE_COORDINATING:
        if (!row->parent &&
            roster_current(&this->world->settings.roster, department, this->until) == department) {
            (void)store_parties_each(this->world->store, row->plan, row->stt, each_party, &found);
        }
        return found;
    }
    return false;
}

/* A skipped entry of that role, due day and stage, with a reason. */
static bool is_skipped(const struct looked *this, enum role role, struct stage stage)
{
    char stages[60];
    char due[60];
    char who[60];
    char day[CIVIL_TEXT_SIZE];
    char text[STAGE_TEXT_SIZE];
    snprintf(stages, sizeof stages, "\"%s\"", stage_format(stage, text));
    snprintf(due, sizeof due, "\"due\":\"%s\"", civil_format_iso(this->row->dates.due, day));
    snprintf(who, sizeof who, "\"role\":\"%s\"", role_name(role));
    for (const char *line = buf_str(&this->entries); *line != '\0';) {
        size_t len = strcspn(line, "\n");
        _cleanup_free_ char *entry = strndup(line, len);
        if (entry && strstr(entry, stages) && strstr(entry, due) && strstr(entry, who) &&
            strstr(entry, "\"reason\":\"")) {
            return true;
        }
        line += len + (line[len] == '\n');
    }
    return false;
}

static bool is_said(const struct looked *this, enum role role, struct stage stage)
{
    for (size_t i = 0; i < this->notices.count; i++) {
        const struct notice_row *notice = &this->notices.items[i];
        if (notice->role == role && notice->anchor == this->row->dates.due &&
            stage_equal(notice->stage, stage)) {
            return true;
        }
    }
    return false;
}

static void check_role(struct looked *this, enum role role, const struct policy *policy)
{
    const struct occurrence_row *row = this->row;
    const struct plan *section = settings_plan(&this->world->settings, row->plan);
    const struct ladder_ask ask = {
        .every = row->dates.every,
        .role = role,
        .collect = row->collect,
        .start = row->collect ? DAY_NONE : row->dates.start,
        .due = row->dates.due,
        .asked = row->collect ? row->dates.start : DAY_NONE,
        .closed = section ? section->closed : DAY_NONE,
    };
    struct staged staged[LADDER_MAX_STAGES];
    size_t count = ladder_build(&ask, policy, &this->world->settings.holidays, staged);
    for (size_t i = 0; i < count && staged[i].day <= this->until; i++) {
        if (!is_said(this, role, staged[i].stage) && !is_skipped(this, role, staged[i].stage)) {
            complain(this, role, staged[i].stage, "neither said nor skipped");
        }
    }
}

static int is_listed(struct world *world, const char *occurrence, bool *out)
{
    struct notice_rows notices = {0};
    int err = store_notices_of_occurrence(world->store, occurrence, 0, &notices);
    *out = false;
    for (size_t i = 0; i < notices.count && err == 0; i++) {
        *out = *out || notices.items[i].stage.kind == STAGE_PAST_DUE;
    }
    store_notice_rows_clear(&notices);
    return err;
}

/* Told once, to the office, instead of by a ladder; of a part the whole was told. */
static bool was_past_due(const struct looked *this, const struct policy *policy)
{
    const struct occurrence_row *row = this->row;
    day_t overdue = occurrence_overdue_from(row->dates.due, policy->roll == ROLL_NEXT,
                                            &this->world->settings.holidays);
    if (row->due_source == DUE_FROM_PERSON || row->due_source == DUE_FROM_TRIGGER ||
        overdue > row->dates.created) {
        return false;
    }
    bool listed;
    return is_listed(this->world, row->parent ? row->parent : row->id, &listed) == 0 && listed;
}

static int check_row(struct looked *this)
{
    const struct settings *settings = &this->world->settings;
    const struct department *department =
        roster_department(&settings->roster, this->row->department);
    const struct policy *policy = engine_policy(settings, this->row->plan, this->row->department);
    day_t day = offset_day(this->world->ticked, settings->utc_offset);
    bool open = engine_is_open(settings, this->row->department, this->world->ticked);
    this->until = open ? day : day - 1;
    struct ledger_filter filter;
    ledger_filter_init(&filter);
    filter.occurrence = this->row->id;
    int err = store_notices_of_occurrence(this->world->store, this->row->id, 0, &this->notices);
    if (err == 0) {
        err = store_ledger_each(this->world->store, &filter, each_entry, this);
    }
    if (err < 0 || !department || was_past_due(this, policy)) {
        return err;
    }
    for (size_t i = 0; i < sizeof ROLES / sizeof ROLES[0]; i++) {
        if (has_role(this, department, ROLES[i])) {
            check_role(this, ROLES[i], policy);
        }
    }
    return 0;
}

/* --- what left ---------------------------------------------------------------------------------- */

/* By arithmetic of its own: 17:00 is outside already. */
static bool in_hours(const struct world *world, const char *department)
{
    const struct policy *policy = engine_department_policy(&world->settings, department);
    int64_t minutes = world->now / 60000 + world->settings.utc_offset;
    int minute = (int)(minutes % 1440);
    return workday_is(&world->settings.holidays, (day_t)(minutes / 1440)) &&
           minute >= policy->send_minute &&
           (policy->send_until == 0 || minute < policy->send_until);
}

int invariant_heard(struct world *world, const struct message_row *row,
                    const struct notice_rows *notices)
{
    char day[CIVIL_TEXT_SIZE];
    char stage[STAGE_TEXT_SIZE];
    bool urges = row->channel == CHANNEL_MAIL || notices->count > 0;
    int err = 0;
    civil_format_iso(offset_day(world->now, world->settings.utc_offset), day);
    if (urges && !row->by_hand && !in_hours(world, row->department)) {
        err = buf_printf(&world->wrong, "%s left to %s outside working hours, on %s\n", row->ident,
                         row->recipient, day);
    }
    if (err == 0 && row->class == MESSAGE_DAILY) {
        err = buf_printf(&world->heard, "daily mail of %s to %s on %s\n", row->department,
                         row->recipient, day);
    }
    for (size_t i = 0; i < notices->count && err == 0; i++) {
        const struct notice_row *notice = &notices->items[i];
        err = buf_printf(&world->heard, "%s %s (%s) of %s to %s\n", notice->occurrence,
                         stage_format(notice->stage, stage), role_name(notice->role),
                         civil_format_iso(notice->anchor, day), notice->recipient);
    }
    return err;
}

static int by_text(const void *a, const void *b)
{
    return strcmp(*(char *const *)a, *(char *const *)b);
}

/* Lines that stand there more than once. */
static int check_twice(const struct buf *heard, struct buf *out)
{
    size_t count = 0;
    int found = 0;
    char *copy = strdup(buf_str(heard));
    char **lines = calloc(heard->len + 1, sizeof *lines);
    for (char *rest = copy; lines && rest && *rest != '\0'; count++) {
        lines[count] = rest;
        rest += strcspn(rest, "\n");
        *rest++ = '\0';
    }
    if (count > 0) {
        qsort(lines, count, sizeof *lines, by_text);
    }
    for (size_t i = 1; i < count; i++) {
        if (strcmp(lines[i - 1], lines[i]) == 0) {
            (void)buf_printf(out, "twice: %s\n", lines[i]);
            found++;
        }
    }
    free(lines);
    free(copy);
    return found;
}

static int check_left(const struct world *world, struct buf *out)
{
    int found = 0;
    for (const char *p = buf_str(&world->wrong); (p = strchr(p, '\n')) != NULL; p++) {
        found++;
    }
    (void)buf_puts(out, buf_str(&world->wrong));
    return found + check_twice(&world->heard, out);
}

int invariant_check(struct world *world, struct buf *out)
{
    struct occurrence_filter filter;
    struct occurrence_rows rows = {0};
    int found = 0;
    occurrence_filter_init(&filter);
    filter.outcomes = 1u << OUTCOME_OPEN;
    filter.due = DUE_DATED;
    int err = store_occurrences_list(world->store, &filter, PAGE, &rows);
    for (size_t i = 0; i < rows.count && err == 0; i++) {
        struct looked looked = {.world = world, .row = &rows.items[i], .out = out};
        buf_init(&looked.entries, (size_t)1 << 20);
        err = check_row(&looked);
        found += looked.found;
        buf_clear(&looked.entries);
        store_notice_rows_clear(&looked.notices);
    }
    store_occurrence_rows_clear(&rows);
    return err < 0 ? err : found + check_left(world, out);
}
