#include "engine/review.h"

#include <stdlib.h>
#include <string.h>

#include "base/cleanup.h"
#include "base/err.h"
#include "base/i18n.h"
#include "base/text.h"
#include "base/utf8.h"
#include "base/vec.h"
#include "import/plan.h"
#include "lib/engine/internal.h"
#include "model/occurrence.h"
#include "phrase/phrase.h"

#define REVIEW_MAX_OCCURRENCES 50000
#define REVIEW_MAX_TEXT 8192

/* What does not change from row to row. */
struct reviewer {
    const struct settings *settings;
    const struct plan *plan;
    const struct department *department;
    const struct regime *regime;
    const struct amendments *amendments;
    const struct task *worded; /* the last row with a wording of its own, for "như trên" */
    day_t day;                 /* on which the plan's names are understood */
    char *report_word;         /* "báo cáo", folded */
};

static void occurrence_clear(struct review_occurrence *occurrence)
{
    free(occurrence->id);
}

static void row_clear(struct row_review *row)
{
    reading_clear(&row->reading);
    free(row->reason);
    vec_free(&row->lead);
    vec_free(&row->coordinating);
    vec_free(&row->lead_units);
    vec_free(&row->coordinating_units);
    vec_clear(&row->occurrences, occurrence_clear);
    *row = (struct row_review){0};
}

static int fold(const char *text, struct buf *out)
{
    buf_init(out, UTF8_MAX_INPUT);
    return utf8_fold_name(text, strlen(text), out);
}

/* --- wording ------------------------------------------------------------------------------------ */

bool review_is_as_above(const char *text)
{
    static const char *const WORDS[] = {"nt",       "n.t",       "nt.",
                                        "như trên", "như trên.", "như mục trên"};
    size_t len = strlen(text);
    if (len == 0 || len > 40) {
        return false;
    }
    _cleanup_buf_ struct buf lower = {0};
    buf_init(&lower, 256);
    if (utf8_lower(text, len, &lower) < 0) {
        return false;
    }
    struct text_span span = text_trim(text_span(buf_str(&lower)));
    while (span.len > 0 && (span.data[0] == '-' || span.data[0] == ' ')) {
        span.data++;
        span.len--;
    }
    for (size_t i = 0; i < sizeof WORDS / sizeof WORDS[0]; i++) {
        if (text_span_equal(span, WORDS[i])) {
            return true;
        }
    }
    return false;
}

static int read_wording(struct reviewer *this, struct row_review *row)
{
    row->text = task_time(row->task);
    if (review_is_as_above(row->text) && this->worded) {
        row->copied = this->worded;
        row->text = task_time(this->worded);
    } else {
        this->worded = row->task;
    }
    const struct phrase_options options = {
        .from_year = this->plan->from_year,
        .to_year = this->plan->to_year,
        .inclusive_before = this->settings->inclusive_before,
    };
    reading_init(&row->reading);
    int err = phrase_read(row->text, strlen(row->text), &options, &row->reading);
    row->status = row->reading.status;
    for (size_t i = 0; err == 0 && i < row->reading.count; i++) {
        if (row->reading.obligations[i].rule.kind == RULE_CONTINUOUS) {
            row->continuous = true;
        }
    }
    return err;
}

/* --- names -------------------------------------------------------------------------------------- */

static int resolve(const struct reviewer *this, const struct strings *written,
                   struct review_names *out)
{
    for (size_t i = 0; i < written->count; i++) {
        struct review_name name = {.name = written->items[i]};
        name.party = department_resolve(this->department, name.name);
        if (!name.party) {
            name.nearest_count =
                department_nearest(this->department, name.name, name.nearest, REVIEW_NEAREST);
        }
        int err = vec_push(out, ROSTER_MAX_PARTIES, name);
        if (err < 0) {
            return err;
        }
    }
    return 0;
}

static bool has_unit(const struct review_units *units, const struct party *party)
{
    for (size_t i = 0; i < units->count; i++) {
        if (units->items[i] == party) {
            return true;
        }
    }
    return false;
}

static int add_unit(struct review_units *units, const struct party *party)
{
    return has_unit(units, party) ? 0 : vec_push(units, ROSTER_MAX_PARTIES, party);
}

/* Adds the units behind the known names, but those of `without` (may be NULL). */
static int expand_names(const struct reviewer *this, const struct review_names *names,
                        const struct review_units *without, struct review_units *out)
{
    const struct party *behind[PARTY_MAX_MEMBERS];
    for (size_t i = 0; i < names->count; i++) {
        if (!names->items[i].party) {
            continue;
        }
        size_t count = department_expand(this->department, names->items[i].party, this->day, behind,
                                         PARTY_MAX_MEMBERS);
        for (size_t j = 0; j < count && j < PARTY_MAX_MEMBERS; j++) {
            if (without && has_unit(without, behind[j])) {
                continue;
            }
            int err = add_unit(out, behind[j]);
            if (err < 0) {
                return err;
            }
        }
    }
    return 0;
}

static size_t unknown_names(const struct review_names *names)
{
    size_t count = 0;
    for (size_t i = 0; i < names->count; i++) {
        count += names->items[i].party == NULL;
    }
    return count;
}

static int find_parties(const struct reviewer *this, struct row_review *row)
{
    int err = resolve(this, &row->task->lead, &row->lead);
    if (err == 0) {
        err = resolve(this, &row->task->coordinating, &row->coordinating);
    }
    if (err == 0) {
        err = expand_names(this, &row->lead, NULL, &row->lead_units);
    }
    if (err == 0 && (row->lead_units.count == 0 || unknown_names(&row->lead) > 0)) {
        const struct party *office = department_office(this->department);
        row->by_office = true;
        err = office ? add_unit(&row->lead_units, office) : 0;
    }
    if (err == 0) {
        err = expand_names(this, &row->coordinating, &row->lead_units, &row->coordinating_units);
    }
    if (unknown_names(&row->lead) + unknown_names(&row->coordinating) > 0 &&
        row->status == READING_UNDERSTOOD) {
        row->status = READING_NEEDS_A_PERSON;
    }
    row->joint = row->lead_units.count > 1 &&
                 (row->task->joint || strings_find(&this->plan->joint, row->task->stt) >= 0);
    row->shares = row->lead_units.count > 1 && !row->joint;
    return err;
}

static int explain_unknown(const struct review_names *names, struct buf *out)
{
    int err = 0;
    for (size_t i = 0; i < names->count && err == 0; i++) {
        const struct review_name *name = &names->items[i];
        if (name->party) {
            continue;
        }
        err = buf_printf(out, _("%sKhông rõ đơn vị “%s”"), out->len > 0 ? " " : "", name->name);
        for (size_t j = 0; j < name->nearest_count && err == 0; j++) {
            err = buf_printf(out, "%s%s", j == 0 ? _("; gần giống: ") : ", ", name->nearest[j]);
        }
        if (err == 0) {
            err = buf_putc(out, '.');
        }
    }
    return err;
}

static int explain_row(struct row_review *row)
{
    _cleanup_buf_ struct buf reason = {0};
    buf_init(&reason, REVIEW_MAX_TEXT);
    int err = 0;
    if (row->reading.status != READING_UNDERSTOOD) {
        err = buf_puts(&reason, reading_reason_text(row->reading.reason));
    }
    if (err == 0) {
        err = explain_unknown(&row->lead, &reason);
    }
    if (err == 0) {
        err = explain_unknown(&row->coordinating, &reason);
    }
    if (err < 0 && err != ERR_LIMIT) {
        return err;
    }
    row->reason = buf_steal(&reason);
    return row->reason ? 0 : ERR_NOMEM;
}

/* --- occurrences -------------------------------------------------------------------------------- */

/* The rule names of a row with how many were given out ("once", "once.2"). */
struct name_counts {
    struct {
        const char *name;
        int count;
    } items[READING_MAX_OBLIGATIONS];
    size_t used;
};

static int *count_of(struct name_counts *counts, const char *name)
{
    for (size_t i = 0; i < counts->used; i++) {
        if (strcmp(counts->items[i].name, name) == 0) {
            return &counts->items[i].count;
        }
    }
    if (counts->used == READING_MAX_OBLIGATIONS) {
        return NULL;
    }
    counts->items[counts->used].name = name;
    counts->items[counts->used].count = 0;
    return &counts->items[counts->used++].count;
}

static int add_occurrence(const struct reviewer *this, struct row_review *row, size_t obligation,
                          const struct instance *instance, int before)
{
    const struct obligation *asked = &row->reading.obligations[obligation];
    char id[OCCURRENCE_ID_MAX];
    int err = occurrence_id_format(this->plan->id, row->task->stt, rule_id_name(&asked->rule),
                                   before + instance->slot, instance->period, 0, NULL, id);
    if (err < 0) {
        return err;
    }
    struct review_occurrence occurrence = {
        .id = strdup(id),
        .obligation = obligation,
        .label = asked->label,
        .kind = asked->rule.kind,
        .every = asked->rule.kind == RULE_CYCLE ? asked->rule.cycle.every : PERIOD_NONE,
        .instance = *instance,
        .act_by = occurrence_act_by(instance->due, &this->settings->holidays),
    };
    if (!occurrence.id) {
        return ERR_NOMEM;
    }
    err = vec_push(&row->occurrences, REVIEW_MAX_OCCURRENCES, occurrence);
    if (err < 0) {
        occurrence_clear(&occurrence);
    }
    return err;
}

static int expand_row(const struct reviewer *this, struct row_review *row)
{
    struct name_counts counts = {.used = 0};
    _cleanup_(instances_clear) struct instances list = {0};
    for (size_t i = 0; i < row->reading.count; i++) {
        const struct rule *rule = &row->reading.obligations[i].rule;
        int *count = count_of(&counts, rule_id_name(rule));
        if (!count) {
            return ERR_LIMIT;
        }
        list.count = 0;
        int err = expand_rule(rule, this->plan->from_year, this->plan->to_year, this->regime,
                              &this->settings->holidays, &list);
        for (size_t j = 0; j < list.count && err == 0; j++) {
            err = add_occurrence(this, row, i, &list.items[j], *count);
        }
        if (err < 0) {
            return err;
        }
        *count += expand_slots(rule, this->regime);
    }
    return 0;
}

static int says_report(const struct reviewer *this, const char *text, bool *out)
{
    _cleanup_buf_ struct buf folded = {0};
    int err = fold(text, &folded);
    if (err == ERR_NOMEM) {
        return err;
    }
    *out = err == 0 && strstr(buf_str(&folded), this->report_word) != NULL;
    return 0;
}

/* Configured, or by default: a cycle whose content or product says "báo cáo". */
static int find_report(const struct reviewer *this, struct row_review *row)
{
    if (this->plan->reports.count > 0) {
        row->report = strings_find(&this->plan->reports, row->task->stt) >= 0;
        return 0;
    }
    bool cycle = false;
    for (size_t i = 0; i < row->reading.count; i++) {
        cycle = cycle || row->reading.obligations[i].rule.kind == RULE_CYCLE;
    }
    if (!cycle) {
        return 0;
    }
    int err = says_report(this, row->task->content, &row->report);
    return err == 0 && !row->report ? says_report(this, row->task->product, &row->report) : err;
}

/* --- plans -------------------------------------------------------------------------------------- */

static int review_row(struct reviewer *this, size_t position, struct row_review *row)
{
    const struct task *task = &this->plan->tasks[position];
    *row = (struct row_review){.plan = this->plan, .task = task, .position = position};
    row->amended_by = amendments_by(this->amendments, this->plan->id, task->stt);
    row->withdraws = task->amends && *task->amends != '\0' && text_is_blank(task->content);
    int err = read_wording(this, row);
    if (err == 0) {
        err = find_parties(this, row);
    }
    if (err == 0 && row->withdraws) {
        row->status = READING_UNDERSTOOD;
    }
    if (err == 0) {
        err = row->withdraws ? ((row->reason = strdup("")) ? 0 : ERR_NOMEM) : explain_row(row);
    }
    if (err == 0 && !row->withdraws) {
        err = expand_row(this, row);
    }
    return err == 0 ? find_report(this, row) : err;
}

/* The names of a plan are those of the day on which it was signed, or began if that is later: so
 * occurrence ids stay when a unit ends; who takes over is asked on the day of each notice. */
static day_t plan_day(const struct plan *plan)
{
    day_t begins = civil_to_day(plan->from_year, 1, 1);
    return plan->issued != DAY_NONE && plan->issued > begins ? plan->issued : begins;
}

/* As review_plan; > 0 when `each` stopped it. */
static int review_rows(const struct settings *settings, const struct plan *plan,
                       const struct amendments *amendments,
                       int (*each)(const struct row_review *review, void *arg), void *arg)
{
    struct reviewer this = {
        .settings = settings,
        .plan = plan,
        .department = roster_department(&settings->roster, plan->department),
        .regime = settings_regime(settings, plan),
        .amendments = amendments,
        .day = plan_day(plan),
    };
    if (!this.department) {
        return ERR_NOT_FOUND;
    }
    _cleanup_buf_ struct buf word = {0};
    int err = fold("báo cáo", &word);
    if (err < 0) {
        return err;
    }
    this.report_word = word.data;
    for (size_t i = 0; i < plan->count && err == 0; i++) {
        struct row_review row;
        err = review_row(&this, i, &row);
        if (err == 0) {
            err = each(&row, arg);
        }
        row_clear(&row);
    }
    return err;
}

int review_plan(const struct settings *settings, const struct plan *plan,
                const struct amendments *amendments,
                int (*each)(const struct row_review *review, void *arg), void *arg)
{
    int err = review_rows(settings, plan, amendments, each, arg);
    return err < 0 ? err : 0;
}

static bool is_named(const struct plan *section, const char *only)
{
    if (!only || strcmp(section->id, only) == 0 || strcmp(section->file, only) == 0) {
        return true;
    }
    const char *name = strrchr(section->file, '/');
    const char *asked = strrchr(only, '/');
    return strcmp(name ? name + 1 : section->file, asked ? asked + 1 : only) == 0;
}

/* All plans with their rows. */
struct read_plans {
    struct plan *items;
    size_t count;
};

static void read_plans_clear(struct read_plans *plans)
{
    for (size_t i = 0; i < plans->count; i++) {
        plan_clear(&plans->items[i]);
    }
    free(plans->items);
}

int review_all(const struct settings *settings, const char *only, struct diag *diag,
               int (*each)(const struct row_review *review, void *arg), void *arg, size_t *faulty)
{
    _cleanup_(read_plans_clear) struct read_plans plans = {0};
    _cleanup_(amendments_clear) struct amendments amendments = {0};
    size_t bad = 0;
    plans.items = calloc(settings->plan_count ? settings->plan_count : 1, sizeof plans.items[0]);
    if (!plans.items) {
        return ERR_NOMEM;
    }
    for (size_t i = 0; i < settings->plan_count; i++) {
        struct plan *plan = &plans.items[plans.count];
        plan_init(plan);
        int err = import_plan(&settings->plans[i], plan, diag);
        if (err == ERR_NOMEM) {
            return err;
        }
        if (err < 0) {
            bad += is_named(&settings->plans[i], only);
            continue;
        }
        plans.count++;
        err = amendments_add(&amendments, plan, diag);
        if (err < 0) {
            return err;
        }
    }
    amendments_sort(&amendments);
    size_t found = bad;
    for (size_t i = 0; i < plans.count; i++) {
        if (!is_named(&plans.items[i], only)) {
            continue;
        }
        found++;
        int err = review_rows(settings, &plans.items[i], &amendments, each, arg);
        if (err != 0) {
            return err < 0 ? err : 0;
        }
    }
    if (faulty) {
        *faulty = bad;
    }
    return only && found == 0 ? ERR_NOT_FOUND : 0;
}
