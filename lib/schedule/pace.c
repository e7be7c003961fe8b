#include "schedule/pace.h"

#include <stdlib.h>
#include <string.h>

#include "base/err.h"
#include "base/i18n.h"

/* 0,01 in ten-thousandths: what computed numbers are rounded to. */
#define QUANTUM (AMOUNT_ONE / 100)
#define HUNDRED (100 * AMOUNT_ONE)
#define NO_POINT ((struct pace_point){DAY_NONE, AMOUNT_NONE})

/* Products of an amount and a number of days are longer than 64 bits. */
__extension__ typedef __int128 wide_t;

/* --- arithmetic ------------------------------------------------------------------------------------- */

/* top / bottom rounded to QUANTUM, half away from zero; bottom > 0. */
static amount_t round_ratio(wide_t top, wide_t bottom)
{
    wide_t unit = bottom * QUANTUM;
    wide_t half = top < 0 ? -unit : unit;
    return (amount_t)((2 * top + half) / (2 * unit)) * QUANTUM;
}

/* gap x 7 / days rounded up to QUANTUM; gap, days > 0. */
static amount_t weekly_rate(amount_t gap, int days)
{
    wide_t unit = (wide_t)days * QUANTUM;
    return (amount_t)(((wide_t)gap * 7 + unit - 1) / unit) * QUANTUM;
}

static bool is_good(const struct target *target, amount_t value, amount_t than)
{
    return target_goes_down(target) ? value <= than : value >= than;
}

/* --- steps ------------------------------------------------------------------------------------------ */

static amount_t grown(const struct target *target, amount_t baseline, int times)
{
    wide_t sum = (wide_t)baseline + (wide_t)target->value * times;
    wide_t most = target->ceiling == AMOUNT_NONE ? AMOUNT_MAX : target->ceiling;
    return (amount_t)(sum < most ? sum : most);
}

size_t pace_steps(const struct target *target, struct pace_point baseline,
                  struct pace_step out[static PACE_MAX_STEPS])
{
    bool growth = target->comparator == TARGET_GROWTH;
    bool stepped = target_is_stepped(target);
    int years = target->to_year - target->from_year + 1;
    if ((growth && baseline.day == DAY_NONE) || years < 1 || years > PACE_MAX_STEPS) {
        return 0;
    }
    size_t count = 0;
    for (int i = stepped ? 1 : years; i <= years; i++) {
        int year = target->from_year + i - 1;
        out[count++] = (struct pace_step){
            .year = year,
            .due = i == years ? target_last_day(target) : civil_to_day(year, 12, 31),
            .goal = growth ? grown(target, baseline.value, stepped ? i : 1) : target->value,
        };
    }
    return count;
}

/* --- the line --------------------------------------------------------------------------------------- */

/* The measurements up to today: their number. */
static size_t known_points(const struct pace_ask *ask)
{
    size_t count = 0;
    while (count < ask->count && ask->points[count].day <= ask->today) {
        count++;
    }
    return count;
}

static struct pace_point line_start(const struct pace_ask *ask, enum pace_line *kind)
{
    *kind = PACE_LINE_BASELINE;
    if (ask->baseline.day != DAY_NONE) {
        return ask->baseline;
    }
    if (ask->target->comparator != TARGET_GROWTH && known_points(ask) > 0) {
        *kind = PACE_LINE_FIRST;
        return ask->points[0];
    }
    *kind = PACE_LINE_NONE;
    return NO_POINT;
}

/* The stretch of the line that holds the day; false without a line. */
static bool stretch(const struct pace_ask *ask, day_t day, struct pace_point *from,
                    struct pace_point *to)
{
    struct pace_step steps[PACE_MAX_STEPS];
    enum pace_line kind;
    struct pace_point start = line_start(ask, &kind);
    size_t count = pace_steps(ask->target, ask->baseline, steps);
    if (kind == PACE_LINE_NONE || count == 0) {
        return false;
    }
    size_t at = 0;
    while (at + 1 < count && day > steps[at].due) {
        start = (struct pace_point){steps[at].due, steps[at].goal};
        at++;
    }
    *to = (struct pace_point){steps[at].due, steps[at].goal};
    *from = start;
    if (is_good(ask->target, start.value, to->value)) {
        from->value = to->value; /* there already: to be held */
    }
    return true;
}

static amount_t on_line(struct pace_point from, struct pace_point to, day_t day)
{
    int64_t span = (int64_t)to.day - from.day;
    int64_t gone = (int64_t)day - from.day;
    if (span <= 0 || gone >= span) {
        return to.value;
    }
    if (gone <= 0) {
        return from.value;
    }
    wide_t top = (wide_t)from.value * span + ((wide_t)to.value - from.value) * gone;
    amount_t value = round_ratio(top, span);
    amount_t least = from.value < to.value ? from.value : to.value;
    amount_t most = from.value < to.value ? to.value : from.value;
    value = value < least ? least : value;
    return value > most ? most : value;
}

amount_t pace_required(const struct pace_ask *ask, day_t day)
{
    struct pace_point from;
    struct pace_point to;
    return stretch(ask, day, &from, &to) ? on_line(from, to, day) : AMOUNT_NONE;
}

/* --- the trend -------------------------------------------------------------------------------------- */

struct slope {
    int64_t rise; /* an amount */
    int64_t run;  /* days, > 0 */
    unsigned char a, b;
};

static int sign_of(wide_t number)
{
    return (number > 0) - (number < 0);
}

static int by_steepness(const void *left, const void *right)
{
    const struct slope *x = left;
    const struct slope *y = right;
    int order = sign_of((wide_t)x->rise * y->run - (wide_t)y->rise * x->run);
    if (order != 0) {
        return order;
    }
    return x->a != y->a ? x->a - y->a : x->b - y->b;
}

/* What of a measurement a line of that slope through day 0 leaves, times the slope's run. */
struct rest {
    wide_t size;
    unsigned char point;
};

static int by_size(const void *left, const void *right)
{
    const struct rest *x = left;
    const struct rest *y = right;
    int order = sign_of(x->size - y->size);
    return order != 0 ? order : x->point - y->point;
}

/* Of two middle ones the less favourable. */
static size_t middle(size_t count, bool down)
{
    return count % 2 == 1 || down ? count / 2 : count / 2 - 1;
}

#define MAX_SLOPES (PACE_MAX_POINTS * (PACE_MAX_POINTS - 1) / 2)

static struct slope median_slope(const struct pace_point *points, size_t count, bool down)
{
    struct slope slopes[MAX_SLOPES];
    size_t found = 0;
    for (size_t i = 0; i < count; i++) {
        for (size_t j = i + 1; j < count && found < MAX_SLOPES; j++) {
            slopes[found++] = (struct slope){
                .rise = points[j].value - points[i].value,
                .run = (int64_t)points[j].day - points[i].day,
                .a = (unsigned char)i,
                .b = (unsigned char)j,
            };
        }
    }
    qsort(slopes, found, sizeof slopes[0], by_steepness);
    return slopes[middle(found, down)];
}

static struct pace_point median_point(const struct pace_point *points, size_t count,
                                      const struct slope *slope, bool down)
{
    struct rest rests[PACE_MAX_POINTS];
    for (size_t i = 0; i < count; i++) {
        rests[i] = (struct rest){
            .size = (wide_t)points[i].value * slope->run - (wide_t)slope->rise * points[i].day,
            .point = (unsigned char)i,
        };
    }
    qsort(rests, count, sizeof rests[0], by_size);
    return points[rests[middle(count, down)].point];
}

/* The baseline and what was measured up to today, the latest of them. */
static size_t trend_points(const struct pace_ask *ask,
                           struct pace_point out[static PACE_MAX_POINTS])
{
    size_t known = known_points(ask);
    bool first = ask->baseline.day != DAY_NONE;
    size_t all = known + first;
    size_t skip = all > PACE_MAX_POINTS ? all - PACE_MAX_POINTS : 0;
    size_t count = 0;
    for (size_t i = skip; i < all; i++) {
        struct pace_point point = first && i == 0 ? ask->baseline : ask->points[i - first];
        /* Each day once, in order: else there is no slope. */
        if (count == 0 || point.day > out[count - 1].day) {
            out[count++] = point;
        }
    }
    return count;
}

static void project(const struct pace_ask *ask, struct pace *out)
{
    struct pace_point points[PACE_MAX_POINTS];
    size_t count = trend_points(ask, points);
    if (out->latest.day == DAY_NONE || count < 2 ||
        points[count - 1].day - points[0].day < PACE_MIN_SPAN) {
        return;
    }
    bool down = target_goes_down(ask->target);
    struct slope slope = median_slope(points, count, down);
    out->trend_from = points[slope.a];
    out->trend_to = points[slope.b];
    out->through = median_point(points, count, &slope, down);
    wide_t top = (wide_t)out->through.value * slope.run +
                 (wide_t)slope.rise * ((int64_t)out->step.due - out->through.day);
    wide_t most = (wide_t)(AMOUNT_MAX / QUANTUM * QUANTUM) * slope.run;
    if (target_is_share(ask->target)) {
        most = (wide_t)HUNDRED * slope.run;
    }
    top = top < 0 ? 0 : top;
    out->projection = round_ratio(top > most ? most : top, slope.run);
}

/* --- the whole -------------------------------------------------------------------------------------- */

static void find_step(const struct pace_ask *ask, struct pace *out)
{
    struct pace_step steps[PACE_MAX_STEPS];
    const struct target *target = ask->target;
    size_t count = pace_steps(target, ask->baseline, steps);
    size_t at = 0;
    while (at + 1 < count && ask->today > steps[at].due) {
        at++;
    }
    if (count > 0) {
        out->step = steps[at];
        out->last_step = steps[count - 1].goal == steps[at].goal;
    } else {
        int year = civil_from_day(ask->today).year;
        year = year < target->from_year ? target->from_year : year;
        bool last = !target_is_stepped(target) || year >= target->to_year;
        year = last ? target->to_year : year;
        day_t due = last ? target_last_day(target) : civil_to_day(year, 12, 31);
        out->step = (struct pace_step){year, due, AMOUNT_NONE};
        out->last_step = last;
    }
    out->over = ask->today > out->step.due;
    out->days_left = out->over ? 0 : out->step.due - ask->today;
    out->weeks_left = (out->days_left * 20 + 7) / 14;
}

static void find_gap(const struct pace_ask *ask, struct pace *out)
{
    if (out->latest.day == DAY_NONE || out->step.goal == AMOUNT_NONE) {
        return;
    }
    bool there = is_good(ask->target, out->latest.value, out->step.goal);
    out->gap = there ? 0 : llabs(out->step.goal - out->latest.value);
    if (out->gap > 0 && out->days_left > 0) {
        out->weekly = weekly_rate(out->gap, out->days_left);
    }
}

/* Whether the latest value is where the line wants it. */
static bool keeps_up(const struct pace_ask *ask, const struct pace *pace)
{
    if (pace->required_then == pace->step.goal) {
        return target_meets(ask->target, pace->latest.value, pace->step.goal);
    }
    return is_good(ask->target, pace->latest.value, pace->required_then);
}

/* Growth without a baseline can still have come to its end. */
static enum pace_state state_without_goal(const struct pace_ask *ask, struct pace *out)
{
    amount_t ceiling = ask->target->ceiling;
    if (out->latest.day != DAY_NONE && ceiling != AMOUNT_NONE && out->latest.value >= ceiling) {
        return PACE_MET;
    }
    out->lack = PACE_LACKS_BASELINE;
    return PACE_NO_DATA;
}

static enum pace_state find_state(const struct pace_ask *ask, struct pace *out)
{
    const struct target *target = ask->target;
    if (out->step.goal == AMOUNT_NONE) {
        return state_without_goal(ask, out);
    }
    if (out->latest.day == DAY_NONE) {
        out->lack = PACE_LACKS_MEASUREMENT;
        return PACE_NO_DATA;
    }
    enum pace_line kind;
    struct pace_point start = line_start(ask, &kind);
    bool there = target_meets(target, out->latest.value, out->step.goal);
    if (out->over) {
        return there ? PACE_MET : PACE_MISSED;
    }
    if (there && !target_meets(target, start.value, out->step.goal)) {
        return PACE_MET;
    }
    if (out->projection != AMOUNT_NONE && !target_meets(target, out->projection, out->step.goal)) {
        return PACE_AT_RISK;
    }
    return keeps_up(ask, out) ? PACE_ON_TRACK : PACE_BEHIND;
}

void pace_compute(const struct pace_ask *ask, struct pace *out)
{
    struct pace pace = {
        .required = AMOUNT_NONE,
        .required_then = AMOUNT_NONE,
        .gap = AMOUNT_NONE,
        .weekly = AMOUNT_NONE,
        .projection = AMOUNT_NONE,
        .from = NO_POINT,
        .to = NO_POINT,
        .latest = NO_POINT,
        .trend_from = NO_POINT,
        .trend_to = NO_POINT,
        .through = NO_POINT,
    };
    size_t known = known_points(ask);
    find_step(ask, &pace);
    (void)line_start(ask, &pace.line);
    if (stretch(ask, ask->today, &pace.from, &pace.to)) {
        pace.required = on_line(pace.from, pace.to, ask->today);
    }
    if (known > 0) {
        pace.latest = ask->points[known - 1];
        pace.required_then = pace_required(ask, pace.latest.day);
    }
    find_gap(ask, &pace);
    if (pace.step.goal != AMOUNT_NONE) {
        project(ask, &pace);
    }
    pace.state = find_state(ask, &pace);
    *out = pace;
}

/* --- names ------------------------------------------------------------------------------------------ */

static const struct state_text {
    const char *name, *label;
} STATES[] = {
    [PACE_NO_DATA] = {"no_data", N_("chưa có số liệu")},
    [PACE_ON_TRACK] = {"on_track", N_("đúng tiến độ")},
    [PACE_BEHIND] = {"behind", N_("chậm tiến độ")},
    [PACE_AT_RISK] = {"at_risk", N_("có nguy cơ không đạt")},
    [PACE_MET] = {"met", N_("đạt")},
    [PACE_MISSED] = {"missed", N_("không đạt")},
};
#define STATE_COUNT (sizeof STATES / sizeof STATES[0])
_Static_assert(STATE_COUNT == PACE_STATES, "each state has its words");

const char *pace_state_name(enum pace_state state)
{
    return (size_t)state < STATE_COUNT ? STATES[state].name : "";
}

const char *pace_state_label(enum pace_state state)
{
    return (size_t)state < STATE_COUNT ? _(STATES[state].label) : "";
}

int pace_state_parse(const char *name, enum pace_state *out)
{
    for (size_t i = 0; i < STATE_COUNT; i++) {
        if (strcmp(name, STATES[i].name) == 0) {
            *out = (enum pace_state)i;
            return 0;
        }
    }
    return ERR_FORMAT;
}
