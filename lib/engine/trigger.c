/* The event of an on_event row happened. */
#include <stdlib.h>
#include <string.h>

#include "base/cleanup.h"
#include "base/err.h"
#include "base/i18n.h"
#include "base/parse.h"
#include "base/text.h"
#include "lib/engine/acting.h"
#include "lib/engine/events.h"
#include "lib/engine/origin.h"
#include "phrase/phrase.h"

#define NOTE_MAX 2000

struct trigger {
    struct trigger_ask ask; /* `on` filled in */
    struct buf remark;
};

/* --- the term that the row's wording gives ------------------------------------------------------ */

/* The wording that counts for a row: that of the row above where it says "như trên". */
struct wording {
    const char *stt;
    struct buf text;
    bool found;
};

static int each_task(const struct task_row *row, void *arg)
{
    struct wording *wording = arg;
    const char *text = row->time_fix && *row->time_fix != '\0' ? row->time_fix : row->time;
    if (!review_is_as_above(text)) {
        buf_reset(&wording->text);
        int err = buf_puts(&wording->text, text);
        if (err < 0) {
            return err;
        }
    }
    wording->found = strcmp(row->stt, wording->stt) == 0;
    return wording->found ? 1 : 0;
}

/* "event.2" of "<plan>/<stt>/event.2": 2. */
static int nth_of(const char *id)
{
    const char *name = strrchr(id, '/');
    const char *dot = name ? strchr(name, '.') : NULL;
    int nth = 1;
    return dot && parse_int(dot + 1, 1, READING_MAX_OBLIGATIONS, &nth) == 0 ? nth : 1;
}

static struct term term_of(const struct reading *reading, int nth)
{
    for (size_t i = 0; i < reading->count; i++) {
        const struct rule *rule = &reading->obligations[i].rule;
        if (rule->kind == RULE_ON_EVENT && --nth == 0) {
            return rule->event.within;
        }
    }
    return (struct term){.unit = TERM_NONE};
}

static int find_term(struct engine *engine, const struct occurrence_row *waiting, struct term *out)
{
    const struct plan *section = settings_plan(engine->settings, waiting->plan);
    *out = (struct term){.unit = TERM_NONE};
    if (!section) {
        return 0;
    }
    struct wording wording = {.stt = waiting->stt};
    buf_init(&wording.text, PHRASE_MAX_BYTES + 1);
    int err = store_tasks_each(engine->store, waiting->plan, each_task, &wording);
    struct reading reading;
    reading_init(&reading);
    if (err == 0 && wording.found) {
        const struct phrase_options options = {
            .from_year = section->from_year,
            .to_year = section->to_year,
            .inclusive_before = engine->settings->inclusive_before,
        };
        err = phrase_read(buf_str(&wording.text), wording.text.len, &options, &reading);
        *out = term_of(&reading, nth_of(waiting->id));
    }
    reading_clear(&reading);
    buf_clear(&wording.text);
    return err == ERR_LIMIT ? 0 : err;
}

/* --- the occurrence that it makes --------------------------------------------------------------- */

/* The number after "<waiting>/", or 0. */
static int number_of(const char *id, const char *waiting)
{
    size_t len = strlen(waiting);
    int number = 0;
    if (strncmp(id, waiting, len) != 0 || id[len] != '/') {
        return 0;
    }
    size_t digits = strcspn(id + len + 1, "@/");
    return parse_int_span(id + len + 1, digits, 1, 1000000, &number) == 0 ? number : 0;
}

static int next_number(const struct acting *acting, const struct occurrence_row *waiting, int *out)
{
    _cleanup_(store_occurrence_rows_clear) struct occurrence_rows rows = {0};
    int err = store_occurrences_of_task(acting->engine->store, waiting->plan, waiting->stt, &rows);
    *out = 1;
    for (size_t i = 0; i < rows.count; i++) {
        int number = number_of(rows.items[i].id, waiting->id);
        if (number >= *out) {
            *out = number + 1;
        }
    }
    return err;
}

struct units {
    struct strings leads;
};

static int each_party(const struct party_row *row, void *arg)
{
    struct units *units = arg;
    return row->role == ROLE_LEAD ? strings_add(&units->leads, row->unit) : 0;
}

/* To mail addresses that were not told of it before; programs heard that it opened. */
static int say_undated(const struct acting *acting, const struct occurrence_row *row,
                       enum role role, const struct recipients *told, struct recipients *recipients)
{
    size_t kept = 0;
    size_t added = 0;
    for (size_t i = 0; i < recipients->count; i++) {
        bool twice = events_is_endpoint(recipients->items[i].name);
        for (size_t j = 0; j < told->count && !twice; j++) {
            twice = strcmp(told->items[j].name, recipients->items[i].name) == 0;
        }
        if (twice) {
            free(recipients->items[i].name);
            free(recipients->items[i].unit);
        } else {
            recipients->items[kept++] = recipients->items[i];
        }
    }
    recipients->count = kept;
    const struct saying saying = {
        .occurrence = row->id,
        .department = row->department,
        .stage = {STAGE_MONTHLY, 0},
        .anchor = acting->today,
        .role = role,
        .now = acting->action->now,
    };
    return notices_say(acting->engine, &saying, recipients, &added);
}

/* No ladder will ever speak of what has no day: who has to do it hears of it at once, and the office,
 * which has to find the day. The monthly list would leave it unknown for weeks. */
static int tell_undated(struct acting *acting, struct occurrence_row *row, void *arg)
{
    _cleanup_(recipients_clear) struct recipients leads = {0};
    _cleanup_(recipients_clear) struct recipients office = {0};
    int err = 0;
    if (!row->has_shares) {
        err = recipients_of(acting->engine, row, arg, ROLE_LEAD, acting->today, &leads);
        err = err == 0 ? say_undated(acting, row, ROLE_LEAD, &office, &leads) : err;
    }
    if (err == 0 && !row->parent) {
        err = recipients_office(acting->engine, row->department, acting->today, &office);
        err = err == 0 ? say_undated(acting, row, ROLE_OFFICE, &leads, &office) : err;
    }
    return err;
}

static int make(struct acting *acting, const struct trigger *trigger,
                const struct occurrence_row *waiting, struct occurrence_row *row)
{
    _cleanup_(store_task_clear) struct task_row task = {0};
    struct units units = {0};
    struct detail detail;
    const struct origin_new origin = {
        .occurrence = row->id,
        .department = row->department,
        .document = trigger->ask.document,
        .issued = trigger->ask.on,
        .sender = trigger->ask.sender,
        .ident = trigger->ask.ident,
    };
    int err = store_task_get(acting->engine->store, waiting->plan, waiting->stt, &task);
    if (err == 0) {
        err = origin_put(acting->engine, &origin);
    }
    if (err == 0) {
        err = store_parties_each(acting->engine->store, waiting->plan, waiting->stt, each_party,
                                 &units);
    }
    if (err == 0) {
        row->has_shares = units.leads.count > 1 && !task.joint;
        row->unit = units.leads.count == 1 ? units.leads.items[0] : NULL;
        detail_init(&detail);
        detail_text(&detail, "document", trigger->ask.document);
        detail_day(&detail, "on", trigger->ask.on);
        detail_day(&detail, "due", row->dates.due);
        err = acting_add_whole(acting, row, &units.leads, "triggered", &detail);
    }
    if (err == 0 && row->dates.due == DAY_NONE) {
        err = acting_each_part(acting, row, tell_undated, &task);
    }
    if (err == 0) {
        err = acting_result(acting, row);
    }
    row->unit = NULL;
    strings_clear(&units.leads);
    return err;
}

static int set_due(const struct acting *acting, const struct trigger *trigger,
                   const struct occurrence_row *waiting, struct occurrence_row *row)
{
    struct term term;
    int err = find_term(acting->engine, waiting, &term);
    if (err < 0) {
        return err;
    }
    row->due_source = DUE_FROM_TRIGGER;
    if (trigger->ask.due != DAY_NONE) {
        row->dates.due = trigger->ask.due;
        row->due_source = DUE_FROM_PERSON;
    } else {
        err = expand_term(trigger->ask.on, term, &acting->engine->settings->holidays,
                          &row->dates.due, &row->dates.rolls);
    }
    if (err < 0) {
        return acting_refuse(acting, ERR_INVALID, NULL, _("Thời hạn nằm ngoài các năm dùng được"));
    }
    if (row->dates.due == DAY_NONE) {
        row->reason = N_("Đã phát sinh nhưng kế hoạch không ấn định thời hạn.");
    } else {
        /* Whoever has to do it hears of it on the day it becomes known, however late that is. */
        row->dates.start = acting->today <= row->dates.due ? acting->today : trigger->ask.on;
    }
    row->first_due = row->dates.due;
    return 0;
}

/* Whether an occurrence of the list is one that this row's event started, and still stands; *undated:
 * it is open and has no due day. */
static int find_same(struct acting *acting, const struct occurrence_row *waiting,
                     const struct origin_rows *origins, struct buf *found, bool *undated)
{
    for (size_t i = 0; i < origins->count; i++) {
        _cleanup_(store_occurrence_clear) struct occurrence_row row = {0};
        store_occurrence_init(&row);
        const char *id = origins->items[i].occurrence;
        if (number_of(id, waiting->id) == 0) {
            continue;
        }
        int err = store_occurrence_get(acting->engine->store, id, &row);
        bool stands =
            err == 0 && (row.dates.outcome == OUTCOME_OPEN || row.dates.outcome == OUTCOME_DONE);
        err = err == ERR_NOT_FOUND ? 0 : err;
        if (err < 0 || stands) {
            *undated = stands && row.dates.outcome == OUTCOME_OPEN && row.dates.due == DAY_NONE;
            return err < 0 ? err : buf_puts(found, id);
        }
    }
    return 0;
}

static int check_fresh(struct acting *acting, const struct trigger *trigger,
                       const struct occurrence_row *waiting)
{
    _cleanup_(store_origin_rows_clear) struct origin_rows origins = {0};
    _cleanup_buf_ struct buf found = {0};
    bool undated = false;
    int err = 0;
    buf_init(&found, OCCURRENCE_ID_MAX);
    if (!trigger->ask.again && !text_is_blank(trigger->ask.document)) {
        err = engine_started_by(acting->engine, waiting->department, trigger->ask.document,
                                trigger->ask.on, &origins);
        err = err == 0 ? find_same(acting, waiting, &origins, &found, &undated) : err;
    }
    if (err == 0 && found.len == 0 && !trigger->ask.again && !text_is_blank(trigger->ask.ident)) {
        err = store_origins_by_ident(acting->engine->store, waiting->department, trigger->ask.ident,
                                     &origins);
        err = err == 0 ? find_same(acting, waiting, &origins, &found, &undated) : err;
    }
    if (err == 0 && found.len > 0) {
        return acting_refuse(acting, ERR_EXISTS,
                             undated && trigger->ask.due != DAY_NONE
                                 ? _("Đặt hạn bằng “dondoc date”.")
                                 : _("Nếu đúng là phát sinh thêm lần nữa, thêm --again."),
                             _("Văn bản %s đã được ghi nhận cho việc này: %s"),
                             trigger->ask.document ? trigger->ask.document : "", buf_str(&found));
    }
    return err;
}

/* Stays with the occurrence: in the office's language. */
static int write_remark(const struct acting *acting, struct trigger *trigger)
{
    I18N_SPEAK(acting->engine->settings->language);
    char day[CIVIL_TEXT_SIZE];
    civil_format_vn(trigger->ask.on, day);
    return text_is_blank(trigger->ask.document)
               ? buf_printf(&trigger->remark, _("Phát sinh ngày %s."), day)
               : buf_printf(&trigger->remark, _("Phát sinh theo văn bản %s ngày %s."),
                            trigger->ask.document, day);
}

static int trigger_waiting(struct acting *acting, struct trigger *trigger,
                           const struct occurrence_row *waiting)
{
    char id[OCCURRENCE_ID_MAX];
    int number;
    int err = next_number(acting, waiting, &number);
    if (err < 0) {
        return err;
    }
    int wrote = snprintf(id, sizeof id, "%s/%d", waiting->id, number);
    if (wrote < 0 || (size_t)wrote >= sizeof id) {
        return ERR_LIMIT;
    }
    struct occurrence_row row;
    store_occurrence_init(&row);
    row.id = id;
    row.department = waiting->department;
    row.plan = waiting->plan;
    row.stt = waiting->stt;
    row.label = waiting->label;
    row.dates.kind = RULE_ON_EVENT;
    row.dates.created = acting->today;
    row.said_until = acting->today - 1;
    err = write_remark(acting, trigger);
    row.note = buf_str(&trigger->remark);
    if (err == 0) {
        err = set_due(acting, trigger, waiting, &row);
    }
    const struct acting_paper paper = {trigger->ask.document, trigger->ask.on, DAY_NONE};
    acting->paper = &paper;
    if (err == 0) {
        err = make(acting, trigger, waiting, &row);
    }
    acting->paper = NULL;
    return err;
}

static int trigger_body(struct acting *acting, struct trigger *trigger)
{
    char day[CIVIL_TEXT_SIZE];
    _cleanup_(store_occurrence_clear) struct occurrence_row waiting = {0};
    int err = acting_find(acting, trigger->ask.key, ACTING_WAITING, &waiting);
    if (err < 0) {
        return err;
    }
    if (!waiting.dates.waiting || waiting.dates.outcome != OUTCOME_OPEN) {
        return acting_refuse(acting, ERR_REFUSED, NULL, _("%s không phải việc chờ phát sinh"),
                             waiting.id);
    }
    if (trigger->ask.on == DAY_NONE) {
        trigger->ask.on = acting->today;
    }
    if (trigger->ask.on > acting->today) {
        return acting_refuse(acting, ERR_INVALID, _("Ghi ngày đã qua hoặc hôm nay."),
                             _("Ngày %s còn ở phía trước"), civil_format_vn(trigger->ask.on, day));
    }
    if (trigger->ask.due != DAY_NONE && trigger->ask.due < trigger->ask.on) {
        return acting_refuse(acting, ERR_INVALID, NULL, _("Hạn %s trước ngày phát sinh"),
                             civil_format_vn(trigger->ask.due, day));
    }
    if (!text_is_blank(trigger->ask.document) &&
        strlen(trigger->ask.document) > ASSIGN_MAX_DOCUMENT) {
        return acting_refuse(acting, ERR_INVALID, _("Hãy viết ngắn lại."), _("%s dài quá %zu byte"),
                             _("Số, ký hiệu văn bản"), (size_t)ASSIGN_MAX_DOCUMENT);
    }
    err = check_fresh(acting, trigger, &waiting);
    return err == 0 ? trigger_waiting(acting, trigger, &waiting) : err;
}

int acting_trigger(struct acting *acting, const struct trigger_ask *ask)
{
    struct trigger trigger = {.ask = *ask};
    buf_init(&trigger.remark, NOTE_MAX);
    int err = trigger_body(acting, &trigger);
    buf_clear(&trigger.remark);
    return err;
}

static int trigger_alone(struct acting *acting, void *arg)
{
    return acting_trigger(acting, arg);
}

int action_trigger_by(struct engine *engine, const struct action *action,
                      const struct trigger_ask *ask, struct action_result *out, struct diag *diag)
{
    struct trigger_ask copy = *ask;
    return acting_run(engine, action, out, diag, trigger_alone, &copy);
}

int action_trigger(struct engine *engine, const struct action *action, const char *key, day_t on,
                   const char *document, day_t due, struct action_result *out, struct diag *diag)
{
    const struct trigger_ask ask = {.key = key, .on = on, .document = document, .due = due};
    return action_trigger_by(engine, action, &ask, out, diag);
}

/* --- a term under way ------------------------------------------------------------------------------ */

int trigger_reckon(struct engine *engine, struct occurrence_row *row)
{
    struct origin_row origin;
    struct occurrence_row waiting = *row;
    char id[OCCURRENCE_ID_MAX];
    bool found = false;
    store_origin_init(&origin);
    if (row->due_source != DUE_FROM_TRIGGER || row->dates.due == DAY_NONE) {
        return 0;
    }
    int err = origin_of(engine, row, &origin, &found);
    if (err == 0 && found && origin.issued != DAY_NONE) {
        const char *whole = row->parent ? row->parent : row->id;
        const char *number = strrchr(whole, '/');
        struct term term;
        day_t due = DAY_NONE;
        snprintf(id, sizeof id, "%.*s", number ? (int)(number - whole) : 0, whole);
        waiting.id = id;
        err = find_term(engine, &waiting, &term);
        if (err == 0 && term.unit != TERM_NONE &&
            expand_term(origin.issued, term, &engine->settings->holidays, &due,
                        &row->dates.rolls) == 0 &&
            due != DAY_NONE) {
            row->dates.due = due;
            row->first_due = due;
        }
    }
    store_origin_clear(&origin);
    return err;
}
