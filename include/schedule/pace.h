/* The pace of a target: where it must stand on a day, where it stands, where it is heading.
 *
 * Every number can be worked out again by hand from what is printed with it:
 *  - the required value lies on the straight line between two printed points, rounded to 0,01 (half
 *    away from zero); on the line's ends and beyond them it is the ends' value exactly;
 *  - the projection goes through one printed measurement, in parallel to the line through two others
 *    that are printed, rounded the same way;
 *  - the weekly rate is gap x 7 / days left, rounded up to 0,01.
 * States follow from the rounded numbers, the printed ones.
 *
 * The trend is Theil and Sen's: of the slopes between all pairs of measurements the median, laid
 * through the measurement that is the median of what then remains. Least squares lets a single wrong
 * or unlucky value bend the line as much as it likes; this one bears more than a quarter of them,
 * and since a median is one of its members, three measurements prove the result, where a sum of
 * squares would want them all. Of two middle ones the less favourable is taken.
 *
 * Without a baseline a level ("= 100 %", "trung bình tối đa 30 phút") is measured from its own first
 * value: the line leads from there to the goal, or holds the goal when that is met already. Growth
 * needs its baseline. */
#ifndef SCHEDULE_PACE_H
#define SCHEDULE_PACE_H

#include "model/target.h"

enum pace_state {
    PACE_NO_DATA,  /* chưa có số liệu */
    PACE_ON_TRACK, /* đúng tiến độ */
    PACE_BEHIND,   /* chậm tiến độ: the latest value is behind the line at its own day */
    PACE_AT_RISK,  /* có nguy cơ không đạt: the trend does not reach the goal */
    PACE_MET, /* đạt: after the due day for good; before it, when it had to be reached and is */
    PACE_MISSED, /* không đạt: the due day is past, and the last value is not the goal */
};

#define PACE_STATES 6

enum pace_lack {
    PACE_LACKS_NOTHING,
    PACE_LACKS_BASELINE, /* growth without one: nothing can be asked for */
    PACE_LACKS_MEASUREMENT,
};

enum pace_line {
    PACE_LINE_NONE,
    PACE_LINE_BASELINE, /* begins at the baseline */
    PACE_LINE_FIRST,    /* begins at the first measurement, for want of a baseline */
};

/* A value on a day; day DAY_NONE: none. */
struct pace_point {
    day_t day;
    amount_t value;
};

/* Of more measurements only the latest count for the trend. */
#define PACE_MAX_POINTS 60
/* Measurements (with the baseline) that lie closer together, in days, show no trend. */
#define PACE_MIN_SPAN 28
#define PACE_MAX_STEPS 30

struct pace_ask {
    const struct target *target;
    struct pace_point baseline;      /* its day before all of points */
    const struct pace_point *points; /* what was measured, corrections applied; by day, each once */
    size_t count;
    day_t today; /* what is measured of later days is left out */
};

/* Where the plan wants it at the end of a year. */
struct pace_step {
    int year;
    day_t due; /* 31/12; the last one: what that was extended to */
    amount_t goal;
};

struct pace {
    enum pace_state state;
    enum pace_lack lack;
    struct pace_step step; /* what today counts towards: of a stepped target the year's, before and
                               after its years the first and the last; goal AMOUNT_NONE: growth without a baseline */
    bool last_step;        /* no later one asks for more */
    bool over;             /* step.due is past */
    enum pace_line line;
    struct pace_point from;   /* the ends of the stretch of the line that holds today; */
    struct pace_point to;     /* DAY_NONE without a line */
    amount_t required;        /* on that line today; AMOUNT_NONE without one */
    struct pace_point latest; /* the last measurement; DAY_NONE: none */
    amount_t required_then;   /* on the line at the latest measurement's day */
    amount_t gap;   /* from the latest value to the goal; 0 when it is there; AMOUNT_NONE unknown */
    int days_left;  /* from today to step.due; 0 when past */
    int weeks_left; /* the same in tenths of a week, rounded half up: 32,6 weeks are 326 */
    amount_t weekly; /* what each week must still bring; AMOUNT_NONE: no gap, no time, unknown */
    struct pace_point trend_from, trend_to; /* the pair with the median slope; DAY_NONE: no trend */
    struct pace_point through;              /* the measurement that the trend is laid through */
    amount_t projection; /* on the due day, not below 0, of a part of a whole not above 100;
                               AMOUNT_NONE: no trend */
};

/* The steps of a target, in order: one a year for a stepped one, else one on its last day; an extension
 * moves the last one. Each
 * year adds the value on what the plan asked for the year before (not on what was reached), until
 * the ceiling. baseline.day DAY_NONE: none. Returns how many; 0: growth without a baseline, or more
 * than PACE_MAX_STEPS years. */
size_t pace_steps(const struct target *target, struct pace_point baseline,
                  struct pace_step out[static PACE_MAX_STEPS]);
/* The required value on any day; AMOUNT_NONE without a line. */
amount_t pace_required(const struct pace_ask *ask, day_t day);
/* All of it for ask->today, which lies in the supported years. */
void pace_compute(const struct pace_ask *ask, struct pace *out);

/* "no_data" "on_track" "behind" "at_risk" "met" "missed"; their Vietnamese labels, static; and the
 * reverse of the names: 0 or ERR_FORMAT. */
const char *pace_state_name(enum pace_state state);
const char *pace_state_label(enum pace_state state);
int pace_state_parse(const char *name, enum pace_state *out);

#endif
