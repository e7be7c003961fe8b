/* What a plan's targets ask for: a value with each reporting period, and that they are reached. */
#include <string.h>

#include "base/cleanup.h"
#include "base/err.h"
#include "base/i18n.h"
#include "lib/engine/load_plan.h"
#include "lib/engine/targeting.h"
#include "schedule/ladder.h"

/* One target under way. */
struct asking {
    struct plan_load *load;
    const struct target_row *row;
    struct target target;
    struct strings units; /* who leads its row */
};

static int add_unit(const struct party_row *party, void *arg)
{
    return party->role == ROLE_LEAD ? strings_add(arg, party->unit) : 0;
}

/* The one unit that leads; NULL: several, who hear all of it as one. */
static const char *unit_of(const struct asking *this)
{
    const struct party *party = this->units.count == 1
                                    ? department_party(this->load->department, this->units.items[0])
                                    : NULL;
    return party ? load_unit_today(this->load, party) : NULL;
}

static int apply(struct asking *this, struct wanted *wanted, bool *past_due)
{
    struct plan_load *load = this->load;
    wanted->department = load->plan->department;
    wanted->plan = load->plan->id;
    wanted->stt = this->row->stt;
    wanted->unit = unit_of(this);
    wanted->row_changed = true;
    return loading_apply(load->loading, &load->known, wanted, load->result, past_due);
}

/* A value with a period's report: asked for and due as the parts of a collecting round are. */
static int apply_ask(struct asking *this, const struct rhythm_ask *ask, const char *label)
{
    const struct settings *settings = this->load->loading->engine->settings;
    const struct policy *policy = settings_policy(settings, this->load->plan);
    char id[OCCURRENCE_ID_MAX];
    /* Without a day of the regime's: one working day after the cut-off (Decree 09/2019 Art. 8). */
    day_t act_by = ask->report != DAY_NONE
                       ? occurrence_act_by(ask->report, &settings->holidays)
                       : workday_shift(&settings->holidays, ask->to, 1 + policy->collect_due);
    struct wanted wanted = {
        .id = id,
        .collect = true,
        .kind = RULE_CYCLE,
        .every = ask->period.kind,
        .period = ask->period,
        .label = label,
        .source = DUE_FROM_REPORTING,
    };
    collect_dates(act_by, policy, &settings->holidays, &wanted.start, &wanted.due);
    int err = targeting_ask_id(this->row->id, ask->period, id);
    return err == 0 ? apply(this, &wanted, NULL) : err;
}

static int apply_asks(struct asking *this)
{
    struct rhythm_ask asks[RHYTHM_MAX_ASKS];
    size_t count = 0;
    _cleanup_buf_ struct buf label = {0};
    const struct settings *settings = this->load->loading->engine->settings;
    buf_init(&label, (size_t)2 * TARGET_MAX_TEXT);
    int err = buf_printf(&label, _("Số liệu chỉ tiêu: %s"), this->row->indicator);
    if (err == 0) {
        err = rhythm_asks(&this->target, settings_regime(settings, this->load->plan),
                          &settings->holidays, asks, &count);
    }
    for (size_t i = 0; i < count && err == 0; i++) {
        err = apply_ask(this, &asks[i], buf_str(&label));
    }
    return err;
}

/* 31/12 is a deadline like any other; of a yearly step there is one each year. */
static int apply_deadline(struct asking *this, int year, const char *label)
{
    char id[OCCURRENCE_ID_MAX];
    bool past_due = false;
    struct wanted wanted = {
        .id = id,
        .kind = RULE_ONCE,
        .every = PERIOD_NONE,
        .period = {PERIOD_YEAR, year, 1},
        .label = label,
        .start = DAY_NONE,
        .due = civil_to_day(year, 12, 31),
        .source = DUE_FROM_TEXT,
    };
    int err = targeting_deadline_id(this->row->id, year, id);
    if (err == 0) {
        err = apply(this, &wanted, &past_due);
    }
    return err == 0 && past_due ? load_list_past_due(this->load, id) : err;
}

static int apply_deadlines(struct asking *this)
{
    _cleanup_buf_ struct buf label = {0};
    bool stepped = target_is_stepped(&this->target);
    buf_init(&label, (size_t)2 * TARGET_MAX_TEXT);
    int err = buf_printf(&label, _("Đạt chỉ tiêu: %s ("), this->row->indicator);
    if (err == 0) {
        err = target_print(&this->target, &label);
    }
    if (err == 0) {
        err = buf_putc(&label, ')');
    }
    for (int year = stepped ? this->target.from_year : this->target.to_year;
         year <= this->target.to_year && err == 0; year++) {
        err = apply_deadline(this, year, buf_str(&label));
    }
    return err;
}

static int apply_target(struct plan_load *load, const struct target_row *row)
{
    struct asking this = {.load = load, .row = row, .target = targeting_model(row)};
    int err = store_parties_each(load->loading->engine->store, row->plan, row->stt, add_unit,
                                 &this.units);
    if (err == 0) {
        err = apply_asks(&this);
    }
    if (err == 0) {
        err = apply_deadlines(&this);
    }
    strings_clear(&this.units);
    return err;
}

static int row_is_live(const struct plan_load *this, const struct target_row *row, bool *out)
{
    _cleanup_(store_task_clear) struct task_row task = {0};
    int err = store_task_get(this->loading->engine->store, row->plan, row->stt, &task);
    *out = err == 0 && !task.withdrawn;
    return err == ERR_NOT_FOUND ? 0 : err;
}

int load_asks(struct plan_load *this)
{
    I18N_SPEAK(this->loading->engine->settings->language); /* labels are stored */
    _cleanup_(store_target_rows_clear) struct target_rows rows = {0};
    int err = store_targets_list(this->loading->engine->store, this->plan->id, &rows);
    for (size_t i = 0; i < rows.count && err == 0; i++) {
        bool live = false;
        err = rows.items[i].withdrawn ? 0 : row_is_live(this, &rows.items[i], &live);
        if (err == 0 && live) {
            err = apply_target(this, &rows.items[i]);
        }
    }
    return err;
}

int load_follow_targets(struct plan_load *this)
{
    struct loading *loading = this->loading;
    const struct action action = {loading->now, loading->author ? loading->author : AUTHOR_SELF};
    struct action_result result = {.due = DAY_NONE};
    struct acting acting = {
        .engine = loading->engine,
        .action = &action,
        .today = loading->today,
        .out = &result,
        .diag = loading->diag,
    };
    int err = targeting_follow_plan(&acting, this->plan->id);
    action_result_clear(&result);
    return err;
}
