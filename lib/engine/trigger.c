/* The event of an on_event row happened. */
#include <stdlib.h>
#include <string.h>

#include "base/cleanup.h"
#include "base/err.h"
#include "base/i18n.h"
#include "base/parse.h"
#include "base/text.h"
#include "lib/engine/acting.h"
#include "phrase/phrase.h"

#define NOTE_MAX 2000

struct trigger {
    const char *key;
    const char *document;
    day_t on, due;
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

static int find_term(const struct acting *acting, const struct occurrence_row *waiting,
                     struct term *out)
{
    const struct plan *section = settings_plan(acting->engine->settings, waiting->plan);
    *out = (struct term){.unit = TERM_NONE};
    if (!section) {
        return 0;
    }
    struct wording wording = {.stt = waiting->stt};
    buf_init(&wording.text, PHRASE_MAX_BYTES + 1);
    int err = store_tasks_each(acting->engine->store, waiting->plan, each_task, &wording);
    struct reading reading;
    reading_init(&reading);
    if (err == 0 && wording.found) {
        const struct phrase_options options = {
            .from_year = section->from_year,
            .to_year = section->to_year,
            .inclusive_before = acting->engine->settings->inclusive_before,
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

static int make(struct acting *acting, const struct trigger *trigger,
                const struct occurrence_row *waiting, struct occurrence_row *row)
{
    _cleanup_(store_task_clear) struct task_row task = {0};
    struct units units = {0};
    struct detail detail;
    int err = store_task_get(acting->engine->store, waiting->plan, waiting->stt, &task);
    if (err == 0) {
        err = store_parties_each(acting->engine->store, waiting->plan, waiting->stt, each_party,
                                 &units);
    }
    if (err == 0) {
        row->has_shares = units.leads.count > 1 && !task.joint;
        row->unit = !row->has_shares && units.leads.count > 0 ? units.leads.items[0] : NULL;
        detail_init(&detail);
        detail_text(&detail, "document", trigger->document);
        detail_day(&detail, "on", trigger->on);
        detail_day(&detail, "due", row->dates.due);
        err = acting_add_whole(acting, row, &units.leads, "triggered", &detail);
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
    int err = find_term(acting, waiting, &term);
    if (err < 0) {
        return err;
    }
    row->due_source = DUE_FROM_TRIGGER;
    if (trigger->due != DAY_NONE) {
        row->dates.due = trigger->due;
        row->due_source = DUE_FROM_PERSON;
    } else {
        err = expand_term(trigger->on, term, &acting->engine->settings->holidays, &row->dates.due,
                          &row->dates.rolls);
    }
    if (err < 0) {
        return acting_refuse(acting, ERR_INVALID, NULL, _("Thời hạn nằm ngoài các năm dùng được"));
    }
    if (row->dates.due == DAY_NONE) {
        row->reason = _("Đã phát sinh nhưng kế hoạch không ấn định thời hạn.");
    } else if (trigger->on <= row->dates.due) {
        row->dates.start = trigger->on;
    }
    row->first_due = row->dates.due;
    return 0;
}

static int trigger_waiting(struct acting *acting, struct trigger *trigger,
                           const struct occurrence_row *waiting)
{
    char id[OCCURRENCE_ID_MAX];
    char day[CIVIL_TEXT_SIZE];
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
    if (text_is_blank(trigger->document)) {
        err = buf_printf(&trigger->remark, _("Phát sinh ngày %s."),
                         civil_format_vn(trigger->on, day));
    } else {
        err = buf_printf(&trigger->remark, _("Phát sinh theo văn bản %s ngày %s."),
                         trigger->document, civil_format_vn(trigger->on, day));
    }
    row.note = buf_str(&trigger->remark);
    if (err == 0) {
        err = set_due(acting, trigger, waiting, &row);
    }
    const struct acting_paper paper = {trigger->document, trigger->on, DAY_NONE};
    acting->paper = &paper;
    if (err == 0) {
        err = make(acting, trigger, waiting, &row);
    }
    acting->paper = NULL;
    return err;
}

static int trigger_body(struct acting *acting, void *arg)
{
    struct trigger *trigger = arg;
    char day[CIVIL_TEXT_SIZE];
    _cleanup_(store_occurrence_clear) struct occurrence_row waiting = {0};
    int err = acting_find(acting, trigger->key, ACTING_WAITING, &waiting);
    if (err < 0) {
        return err;
    }
    if (!waiting.dates.waiting || waiting.dates.outcome != OUTCOME_OPEN) {
        return acting_refuse(acting, ERR_REFUSED, NULL, _("%s không phải việc chờ phát sinh"),
                             waiting.id);
    }
    if (trigger->on == DAY_NONE) {
        trigger->on = acting->today;
    }
    if (trigger->on > acting->today) {
        return acting_refuse(acting, ERR_INVALID, _("Ghi ngày đã qua hoặc hôm nay."),
                             _("Ngày %s còn ở phía trước"), civil_format_vn(trigger->on, day));
    }
    if (trigger->due != DAY_NONE && trigger->due < trigger->on) {
        return acting_refuse(acting, ERR_INVALID, NULL, _("Hạn %s trước ngày phát sinh"),
                             civil_format_vn(trigger->due, day));
    }
    return trigger_waiting(acting, trigger, &waiting);
}

int action_trigger(struct engine *engine, const struct action *action, const char *key, day_t on,
                   const char *document, day_t due, struct action_result *out, struct diag *diag)
{
    struct trigger trigger = {.key = key, .document = document, .on = on, .due = due};
    buf_init(&trigger.remark, NOTE_MAX);
    int err = acting_run(engine, action, out, diag, trigger_body, &trigger);
    buf_clear(&trigger.remark);
    return err;
}
