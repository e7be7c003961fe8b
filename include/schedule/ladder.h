/* The ladder: on which days something is said about an occurrence (design.md §3). */
#ifndef SCHEDULE_LADDER_H
#define SCHEDULE_LADDER_H

#include <stddef.h>

#include "cal/workday.h"
#include "model/policy.h"
#include "model/stage.h"

/* What a ladder depends on. */
struct ladder_ask {
    enum period_kind every; /* of the cycle; PERIOD_NONE otherwise */
    enum role role;         /* LEAD, COORDINATING, or one of the levels of escalation */
    bool collect;           /* a share of a collecting round: see collect_dates */
    day_t start;            /* of a window; DAY_NONE */
    day_t due;              /* DAY_NONE: no ladder */
    day_t asked;            /* collect: the day on which the share is asked for; else DAY_NONE */
    day_t closed;           /* the plan's: nothing on or after it; DAY_NONE: open */
};

#define LADDER_MAX_STAGES 128

/* Writes the stages to out, sorted by day, each once, none on a day off; returns how many.
 *
 * LEAD: opening (the first working day on or after start, when that is before act-by); half (the
 * middle day of a window of more than policy.half_way_over days, moved to the next working day,
 * when before act-by); before_n for each step of the policy; due on act-by; overdue_n, the n-th
 * working day on or after the first day of being overdue; overdue_week_k, 7k calendar days after
 * the last overdue_n, moved to the next working day, and at least one working day after the one
 * before. COORDINATING: only before_n and due, by the policy's coordinating steps.
 * HEAD, OFFICE, DEPUTY, DIRECTOR: escalation_1 … escalation_4, one each, on the working day of being
 * overdue that the policy sets for that level; collect or not.
 * collect: `collect` on `asked`, then due and overdue as for a lead, no before_n.
 * Two stages may share a day (a half that meets a before_n); then they stand in ladder order. */
size_t ladder_build(const struct ladder_ask *ask, const struct policy *policy,
                    const struct holidays *table, struct staged out[static LADDER_MAX_STAGES]);

/* The first day after `after` with a stage, or DAY_NONE. */
day_t ladder_next(const struct ladder_ask *ask, const struct policy *policy,
                  const struct holidays *table, day_t after);

/* What of the stages with after < day <= today is said now, by the policy's way to catch up. */
struct ladder_cut {
    size_t first, end; /* staged[first … end) lie in the span; those from `say` on are said */
    size_t say;        /* end: nothing is said; staged[first … say) are skipped */
    day_t next;        /* the first day after today with a stage, or DAY_NONE */
};

/* LATEST: the stages of the newest day of the span; ALL: every one; NONE: those of today only. */
struct ladder_cut ladder_cut(const struct staged *staged, size_t count, enum catch_up catch_up,
                             day_t after, day_t today);

/* The days of a collecting round for a report with that act-by: asked for `collect_before`, due
 * `collect_due` working days before it. */
void collect_dates(day_t act_by, const struct policy *policy, const struct holidays *table,
                   day_t *asked, day_t *due);

#endif
