#include <stdlib.h>
#include <string.h>

#include "base/cleanup.h"
#include "base/err.h"
#include "base/text.h"
#include "base/vec.h"
#include "lib/engine/events.h"
#include "lib/engine/internal.h"

#define RECIPIENTS_MAX 10000

static void recipient_clear(struct recipient *recipient)
{
    free(recipient->name);
    free(recipient->unit);
}

void recipients_clear(struct recipients *list)
{
    if (list) {
        vec_clear(list, recipient_clear);
    }
}

/* Adds once; the first unit through which it hears stays. */
static int add(struct recipients *list, const char *prefix, const char *name, const char *unit)
{
    _cleanup_buf_ struct buf key = {0};
    buf_init(&key, 1024);
    int err = buf_printf(&key, "%s%s", prefix, name);
    if (err < 0) {
        return err;
    }
    for (char *p = key.data; *prefix == '\0' && *p != '\0'; p++) {
        if (*p >= 'A' && *p <= 'Z') {
            *p = (char)(*p - 'A' + 'a');
        }
    }
    for (size_t i = 0; i < list->count; i++) {
        if (strcmp(list->items[i].name, key.data) == 0) {
            return 0;
        }
    }
    struct recipient item = {buf_steal(&key), strdup(unit)};
    err = item.name && item.unit ? vec_push(list, RECIPIENTS_MAX, item) : ERR_NOMEM;
    if (err < 0) {
        recipient_clear(&item);
    }
    return err;
}

static int add_party(struct recipients *list, const struct party *party, bool head)
{
    int err = 0;
    if (head && party->head_mail) {
        err = add(list, "", party->head_mail, party->id);
    } else {
        for (size_t i = 0; i < party->mail.count && err == 0; i++) {
            err = add(list, "", party->mail.items[i], party->id);
        }
    }
    for (size_t i = 0; i < party->endpoints.count && err == 0; i++) {
        err = add(list, "endpoint:", party->endpoints.items[i], party->id);
    }
    return err;
}

/* The endpoints that hear all of a department. */
static int add_endpoints(const struct settings *settings, const char *department, const char *unit,
                         struct recipients *list)
{
    for (size_t i = 0; i < settings->endpoint_count; i++) {
        const struct endpoint *endpoint = &settings->endpoints[i];
        bool hears = !endpoint->department || *endpoint->department == '\0' ||
                     strcmp(endpoint->department, department) == 0;
        if (endpoint->enabled && hears) {
            int err = add(list, "endpoint:", endpoint->name, unit);
            if (err < 0) {
                return err;
            }
        }
    }
    return 0;
}

/* As add_endpoints, of an occurrence: of several units that do it as one the first stands for it. */
static int add_endpoints_of(struct engine *engine, const struct occurrence_row *row, day_t day,
                            struct recipients *list)
{
    struct strings units = {0};
    int err = engine->settings->endpoint_count > 0 && !row->unit
                  ? engine_units(engine, row, day, &units)
                  : 0;
    const char *unit = row->unit ? row->unit : units.count > 0 ? units.items[0] : "";
    if (err == 0) {
        err = add_endpoints(engine->settings, row->department, unit, list);
    }
    strings_clear(&units);
    return err;
}

/* Whether a column's wording means the unit's head: it names a group of heads that holds the unit,
 * and does not name the unit in another way. */
static bool means_head(const struct department *department, const char *column,
                       const struct party *unit)
{
    bool head = false;
    const char *rest = column;
    struct text_span piece;
    while (column && text_split(&rest, ';', &piece)) {
        _cleanup_free_ char *name = piece.len > 0 ? text_span_dup(piece) : NULL;
        const struct party *named = name ? department_resolve(department, name) : NULL;
        if (!named) {
            continue;
        }
        const struct party *behind[PARTY_MAX_MEMBERS];
        size_t count = department_expand(department, named, DAY_NONE, behind, PARTY_MAX_MEMBERS);
        for (size_t i = 0; i < count && i < PARTY_MAX_MEMBERS; i++) {
            if (behind[i] != unit) {
                continue;
            }
            if (named->kind != PARTY_GROUP || !named->heads) {
                return false;
            }
            head = true;
        }
    }
    return head;
}

/* What stays the same while the units of one occurrence are gone through. */
struct gathering {
    struct engine *engine;
    const struct department *department;
    const char *column; /* the task's wording; NULL */
    enum role role;
    day_t day;
    struct recipients *out;
};

static int add_unit(struct gathering *this, const char *id)
{
    const struct party *party = department_party(this->department, id);
    const struct party *now = party ? department_current(this->department, party, this->day) : NULL;
    if (!now) {
        now = department_office(this->department);
    }
    if (!now) {
        return 0;
    }
    bool head = party && means_head(this->department, this->column, party);
    return add_party(this->out, now, head);
}

/* An address, or the addresses of the party of that id. */
static int add_leaders(struct gathering *this, const struct strings *list)
{
    int err = 0;
    for (size_t i = 0; i < list->count && err == 0; i++) {
        const char *text = list->items[i];
        const struct party *party =
            strchr(text, '@') ? NULL : department_party(this->department, text);
        const struct party *now =
            party ? department_current(this->department, party, this->day) : NULL;
        if (now) {
            err = add_party(this->out, now, false);
        } else if (!party) {
            err = add(this->out, "", text, "");
        }
    }
    return err;
}

/* The level above one unit that leads: its head, or the deputy in charge of it. */
static int add_above(struct gathering *this, const char *id)
{
    const struct party *party = department_party(this->department, id);
    const struct party *now = party ? department_current(this->department, party, this->day) : NULL;
    if (!now) {
        now = department_office(this->department);
    }
    if (!now) {
        return 0;
    }
    if (this->role == ROLE_DEPUTY) {
        return add_leaders(this, department_deputy(this->department, now));
    }
    return now->head_mail ? add(this->out, "", now->head_mail, now->id) : 0;
}

static int each_party(const struct party_row *row, void *arg)
{
    struct gathering *this = arg;
    if (escalation_level(this->role) > 0) {
        return row->role == ROLE_LEAD ? add_above(this, row->unit) : 0;
    }
    return row->role == this->role ? add_unit(this, row->unit) : 0;
}

/* A department that was merged into another one: its work goes to that one's office. */
static const struct department *successor(const struct settings *settings,
                                          const struct department *department, day_t day)
{
    const struct department *now = roster_current(&settings->roster, department, day);
    return now != department ? now : NULL;
}

static int escalate(struct gathering *this, const struct occurrence_row *row,
                    const struct task_row *task)
{
    if (this->role == ROLE_OFFICE) {
        return recipients_office(this->engine, row->department, this->day, this->out);
    }
    if (this->role == ROLE_DIRECTOR) {
        return add_leaders(this, &this->department->director);
    }
    if (row->unit) {
        return add_above(this, row->unit);
    }
    return task ? store_parties_each(this->engine->store, row->plan, row->stt, each_party, this)
                : 0;
}

int recipients_of(struct engine *engine, const struct occurrence_row *row,
                  const struct task_row *task, enum role role, day_t day, struct recipients *out)
{
    const struct department *department =
        roster_department(&engine->settings->roster, row->department);
    if (!department) {
        return 0;
    }
    if (successor(engine->settings, department, day)) {
        return role == ROLE_LEAD ? recipients_office(engine, row->department, day, out) : 0;
    }
    struct gathering this = {
        .engine = engine,
        .department = department,
        .column = task ? (role == ROLE_LEAD ? task->lead : task->coordinating) : NULL,
        .role = role,
        .day = day,
        .out = out,
    };
    int err;
    if (escalation_level(role) > 0) {
        err = escalate(&this, row, task);
        return err == 0 && out->count > 0 ? add_endpoints_of(engine, row, day, out) : err;
    }
    if (role == ROLE_LEAD && row->unit) {
        err = add_unit(&this, row->unit);
    } else {
        err = task ? store_parties_each(engine->store, row->plan, row->stt, each_party, &this) : 0;
    }
    return err == 0 && role == ROLE_LEAD ? add_endpoints_of(engine, row, day, out) : err;
}

int recipients_office(struct engine *engine, const char *department, day_t day,
                      struct recipients *out)
{
    const struct department *found = roster_department(&engine->settings->roster, department);
    const struct department *merged = found ? successor(engine->settings, found, day) : NULL;
    found = merged ? merged : found;
    const struct party *office = found ? department_office(found) : NULL;
    if (!office) {
        return 0;
    }
    const struct party *now = department_current(found, office, day);
    return add_party(out, now ? now : office, false);
}

int recipients_endpoints(struct engine *engine, const char *department, const struct strings *units,
                         day_t day, struct recipients *out)
{
    const struct department *found = roster_department(&engine->settings->roster, department);
    struct gathering this = {.engine = engine, .department = found, .day = day, .out = out};
    int err = 0;
    for (size_t i = 0; i < units->count && found && err == 0; i++) {
        err = add_unit(&this, units->items[i]);
    }
    const char *first = units->count > 0 ? units->items[0] : "";
    return err == 0 ? add_endpoints(engine->settings, department, first, out) : err;
}

int recipients_director(struct engine *engine, const char *department, day_t day,
                        struct recipients *out)
{
    const struct department *found = roster_department(&engine->settings->roster, department);
    struct gathering this = {.engine = engine, .department = found, .day = day, .out = out};
    return found ? add_leaders(&this, &found->director) : 0;
}

int notices_say(struct engine *engine, const struct saying *saying,
                const struct recipients *recipients, size_t *added)
{
    instant_t at = planning_open_at(engine, saying->department, saying->now);
    for (size_t i = 0; i < recipients->count; i++) {
        if (!events_wanted(engine, recipients->items[i].name, event_type_of(saying->stage))) {
            continue;
        }
        const struct notice_row row = {
            .occurrence = saying->occurrence,
            .stage = saying->stage,
            .anchor = saying->anchor,
            .role = saying->role,
            .unit = recipients->items[i].unit,
            .department = saying->department,
            .recipient = recipients->items[i].name,
            .day = engine_day(engine, saying->now),
            .created_at = saying->now,
            .next_at = at,
        };
        bool fresh = false;
        int err = store_notice_add(engine->store, &row, &fresh);
        if (err < 0) {
            return err;
        }
        if (!fresh) {
            continue;
        }
        (*added)++;
        struct detail detail;
        detail_init(&detail);
        detail_stage(&detail, "stage", saying->stage);
        detail_text(&detail, "role", role_name(saying->role));
        detail_text(&detail, "unit", row.unit);
        bool list = saying->stage.kind == STAGE_MONTHLY || saying->stage.kind == STAGE_PAST_DUE ||
                    saying->stage.kind == STAGE_NEEDS_PERSON ||
                    saying->stage.kind == STAGE_INCOMING || saying->stage.kind == STAGE_TARGET ||
                    saying->stage.kind == STAGE_DIGEST;
        detail_day(&detail, list ? "list" : "due", saying->anchor);
        const struct note note = {.at = saying->now,
                                  .kind = "notice",
                                  .occurrence = saying->occurrence,
                                  .recipient = row.recipient};
        err = note_write(engine, &note, &detail);
        if (err < 0) {
            return err;
        }
    }
    return 0;
}
