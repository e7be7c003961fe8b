#include "schedule/group.h"

enum group_when group_decide(const struct policy *policy, const struct holidays *table, day_t day,
                             int minute, bool daily_made, day_t act_by, bool overdue)
{
    if (!workday_is(table, day) || !policy_is_open(policy, minute))
        return GROUP_LATER;
    if (!daily_made)
        return GROUP_DAILY;
    if (act_by == DAY_NONE || overdue)
        return GROUP_LATER;
    return workday_count(table, day, act_by) <= policy->immediate_within ? GROUP_IMMEDIATE
                                                                         : GROUP_LATER;
}

instant_t group_next_daily(const struct policy *policy, const struct holidays *table,
                           offset_t offset, instant_t now, bool daily_made)
{
    day_t today = offset_day(now, offset);
    bool over = policy->send_until > 0 && offset_minute(now, offset) >= policy->send_until;
    if (workday_is(table, today) && !daily_made && !over) {
        instant_t at = offset_instant(today, policy->send_minute, offset);
        return at > now ? at : now;
    }
    day_t day = workday_on_or_after(table, today + 1);
    return day == DAY_NONE ? INSTANT_NONE : offset_instant(day, policy->send_minute, offset);
}

enum group_part group_part(struct stage stage)
{
    switch (stage.kind) {
    case STAGE_OVERDUE:
    case STAGE_OVERDUE_WEEK:
    case STAGE_ESCALATION:
        return GROUP_PART_OVERDUE;
    case STAGE_DUE:
        return GROUP_PART_DUE;
    case STAGE_OPENING:
    case STAGE_HALF:
    case STAGE_BEFORE:
    case STAGE_COLLECT:
        return GROUP_PART_UPCOMING;
    case STAGE_MONTHLY:
    case STAGE_PAST_DUE:
    case STAGE_NEEDS_PERSON:
    case STAGE_TARGET:
    case STAGE_INCOMING:
    case STAGE_DIGEST:
        break;
    }
    return GROUP_PART_OFFICE;
}
