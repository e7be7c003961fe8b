/* From notices to messages: what may leave when. */
#ifndef SCHEDULE_GROUP_H
#define SCHEDULE_GROUP_H

#include "cal/offset.h"
#include "cal/workday.h"
#include "model/policy.h"
#include "model/stage.h"

enum group_when {
    GROUP_DAILY,     /* now, in the recipient's daily mail of today */
    GROUP_IMMEDIATE, /* now, in a mail of its own: today's daily mail has left */
    GROUP_LATER,     /* at group_next_daily */
};

/* When a notice leaves. day, minute: local now. daily_made: the recipient's daily mail of that day
 * exists. act_by: of the occurrence, DAY_NONE when it has none. Nothing leaves on a day off, before
 * policy.send_minute or from policy.send_until on; a second mail on one day only for work whose act_by lies within
 * policy.immediate_within working days and that is not past its due day (`overdue` false). */
enum group_when group_decide(const struct policy *policy, const struct holidays *table, day_t day,
                             int minute, bool daily_made, day_t act_by, bool overdue);

/* The next instant after `now` at which daily mails leave: today's send_minute when today is a
 * working day and it is not past (or daily_made is false: then now), else that of the next working
 * day. */
instant_t group_next_daily(const struct policy *policy, const struct holidays *table,
                           offset_t offset, instant_t now, bool daily_made);

/* In which part of a mail a notice stands, in reading order. */
enum group_part {
    GROUP_PART_OVERDUE,
    GROUP_PART_DUE,      /* today */
    GROUP_PART_UPCOMING, /* before_n, opening, half, collect */
    GROUP_PART_OFFICE,   /* lists for the office: monthly, past_due, needs_person */
};
enum group_part group_part(struct stage stage);

#endif
