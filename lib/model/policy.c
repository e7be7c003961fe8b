#include "model/policy.h"

#include <stdlib.h>
#include <string.h>

#include "base/err.h"

static const struct ladder_steps WEEK = {{1, 0}, 2};
static const struct ladder_steps MONTH = {{5, 1, 0}, 3};
static const struct ladder_steps OTHER = {{15, 7, 3, 1, 0}, 5};
static const struct ladder_steps COORDINATING = {{7, 0}, 2};

int policy_init(struct policy *policy, const char *name)
{
    char *copy = strdup(name);
    if (!copy)
        return ERR_NOMEM;
    *policy = (struct policy){
        .name = copy,
        .week = WEEK,
        .month = MONTH,
        .other = OTHER,
        .coordinating = COORDINATING,
        .overdue_days = 5,
        .overdue_weeks = 8,
        .half_way_over = 60,
        .due_soon = 5,
        .collect_before = 5,
        .collect_due = 2,
        .immediate_within = 3,
        .send_minute = 7 * 60 + 30,
        .send_until = 17 * 60,
        .escalate_head = 2,
        .escalate_office = 5,
        .escalate_deputy = 10,
        .escalate_director = 15,
        .roll = ROLL_NONE,
        .catch_up = CATCH_UP_LATEST,
    };
    return 0;
}

void policy_clear(struct policy *policy)
{
    if (!policy)
        return;
    free(policy->name);
    *policy = (struct policy){0};
}

const struct ladder_steps *policy_steps(const struct policy *policy, enum period_kind every)
{
    switch (every) {
    case PERIOD_WEEK:
        return &policy->week;
    case PERIOD_MONTH:
        return &policy->month;
    case PERIOD_NONE:
    case PERIOD_QUARTER:
    case PERIOD_HALF:
    case PERIOD_NINE_MONTHS:
    case PERIOD_YEAR:
        break;
    }
    return &policy->other;
}

bool policy_is_open(const struct policy *policy, int minute)
{
    return minute >= policy->send_minute &&
           (policy->send_until == 0 || minute < policy->send_until);
}

int escalation_level(enum role role)
{
    switch (role) {
    case ROLE_HEAD:
        return 1;
    case ROLE_OFFICE:
        return 2;
    case ROLE_DEPUTY:
        return 3;
    case ROLE_DIRECTOR:
        return 4;
    case ROLE_LEAD:
    case ROLE_COORDINATING:
        break;
    }
    return 0;
}

int policy_escalation(const struct policy *policy, enum role role)
{
    switch (role) {
    case ROLE_HEAD:
        return policy->escalate_head;
    case ROLE_OFFICE:
        return policy->escalate_office;
    case ROLE_DEPUTY:
        return policy->escalate_deputy;
    case ROLE_DIRECTOR:
        return policy->escalate_director;
    case ROLE_LEAD:
    case ROLE_COORDINATING:
        break;
    }
    return 0;
}

void regime_clear(struct regime *regime)
{
    if (!regime)
        return;
    free(regime->name);
    free(regime->targets);
    *regime = (struct regime){0};
}

const struct cycle *regime_cycle(const struct regime *regime, enum period_kind every)
{
    if (!regime)
        return NULL;
    const struct cycle *cycle = NULL;
    switch (every) {
    case PERIOD_NONE:
        return NULL;
    case PERIOD_WEEK:
        cycle = &regime->week;
        break;
    case PERIOD_MONTH:
        cycle = &regime->month;
        break;
    case PERIOD_QUARTER:
        cycle = &regime->quarter;
        break;
    case PERIOD_HALF:
        cycle = &regime->half;
        break;
    case PERIOD_NINE_MONTHS:
        cycle = &regime->nine_months;
        break;
    case PERIOD_YEAR:
        cycle = &regime->year;
        break;
    }
    return cycle && cycle->anchor_count > 0 ? cycle : NULL;
}
