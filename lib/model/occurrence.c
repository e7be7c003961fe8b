#include "model/occurrence.h"

#include <stdio.h>
#include <string.h>

#include "base/err.h"
#include "base/i18n.h"

day_t occurrence_act_by(day_t due, const struct holidays *table)
{
    return due == DAY_NONE ? DAY_NONE : workday_on_or_before(table, due);
}

day_t occurrence_overdue_from(day_t due, bool roll_next, const struct holidays *table)
{
    if (due == DAY_NONE)
        return DAY_NONE;
    day_t last = due;
    if (roll_next) {
        last = workday_on_or_after(table, due);
        if (last == DAY_NONE)
            return DAY_NONE;
    }
    return last + 1;
}

static enum occurrence_state open_state(const struct occurrence_dates *dates, day_t today,
                                        int due_soon, bool roll_next, const struct holidays *table)
{
    if (dates->due == DAY_NONE)
        return dates->waiting ? STATE_WAITING : STATE_UNDATED;
    day_t overdue = occurrence_overdue_from(dates->due, roll_next, table);
    if (overdue != DAY_NONE && today >= overdue)
        return STATE_OVERDUE;
    day_t act_by = occurrence_act_by(dates->due, table);
    if (act_by != DAY_NONE) {
        day_t soon = workday_shift(table, act_by, -due_soon);
        if (soon != DAY_NONE && today >= soon)
            return STATE_DUE_SOON;
    }
    return STATE_UPCOMING;
}

enum occurrence_state occurrence_state(const struct occurrence_dates *dates, day_t today,
                                       int due_soon, bool roll_next, const struct holidays *table)
{
    switch (dates->outcome) {
    case OUTCOME_WITHDRAWN:
        return STATE_WITHDRAWN;
    case OUTCOME_EXEMPT:
        return STATE_EXEMPT;
    case OUTCOME_DONE: {
        day_t overdue = occurrence_overdue_from(dates->due, roll_next, table);
        return overdue != DAY_NONE && dates->done_on != DAY_NONE && dates->done_on >= overdue
                   ? STATE_DONE_LATE
                   : STATE_DONE_ON_TIME;
    }
    case OUTCOME_OPEN:
        break;
    }
    return open_state(dates, today, due_soon, roll_next, table);
}

static const struct state_text {
    const char *name, *label;
} STATES[] = {
    [STATE_WAITING] = {"waiting", N_("chờ phát sinh")},
    [STATE_UNDATED] = {"undated", N_("chưa có hạn")},
    [STATE_UPCOMING] = {"upcoming", N_("chưa đến hạn")},
    [STATE_DUE_SOON] = {"due_soon", N_("sắp đến hạn")},
    [STATE_OVERDUE] = {"overdue", N_("quá hạn")},
    [STATE_DONE_ON_TIME] = {"done_on_time", N_("hoàn thành đúng hạn")},
    [STATE_DONE_LATE] = {"done_late", N_("hoàn thành quá hạn")},
    [STATE_WITHDRAWN] = {"withdrawn", N_("không còn trong kế hoạch")},
    [STATE_EXEMPT] = {"exempt", N_("được miễn")},
};
#define STATE_COUNT (sizeof STATES / sizeof STATES[0])

const char *occurrence_state_name(enum occurrence_state state)
{
    return (size_t)state < STATE_COUNT ? STATES[state].name : "";
}

const char *occurrence_state_label(enum occurrence_state state)
{
    return (size_t)state < STATE_COUNT ? _(STATES[state].label) : "";
}

int occurrence_state_parse(const char *name, enum occurrence_state *out)
{
    for (size_t i = 0; i < STATE_COUNT; i++) {
        if (strcmp(name, STATES[i].name) == 0) {
            *out = (enum occurrence_state)i;
            return 0;
        }
    }
    return ERR_FORMAT;
}

const char *due_source_name(enum due_source source)
{
    switch (source) {
    case DUE_FROM_TEXT:
        return "text";
    case DUE_FROM_REPORTING:
        return "reporting";
    case DUE_FROM_TRIGGER:
        return "trigger";
    case DUE_FROM_PERSON:
        return "person";
    }
    return "";
}

/* Appends to text at *len; false when it does not fit. */
static bool append(char *text, size_t *len, const char *separator, const char *part)
{
    size_t free_bytes = OCCURRENCE_ID_MAX - *len;
    int wrote = snprintf(text + *len, free_bytes, "%s%s", separator, part);
    if (wrote < 0 || (size_t)wrote >= free_bytes)
        return false;
    *len += (size_t)wrote;
    return true;
}

int occurrence_id_format(const char *plan, const char *stt, const char *rule, int nth,
                         struct period period, int number, const char *unit,
                         char out[static OCCURRENCE_ID_MAX])
{
    char text[OCCURRENCE_ID_MAX];
    char digits[16];
    char named[PERIOD_TEXT_SIZE];
    size_t len = 0;
    bool fits = append(text, &len, "", plan) && append(text, &len, "/", stt) &&
                append(text, &len, "/", rule);
    if (fits && nth > 1) {
        snprintf(digits, sizeof digits, "%d", nth);
        fits = append(text, &len, ".", digits);
    }
    if (fits && period.kind != PERIOD_NONE)
        fits = append(text, &len, "/", period_format(period, named));
    if (fits && number > 0) {
        snprintf(digits, sizeof digits, "%d", number);
        fits = append(text, &len, "/", digits);
    }
    if (fits && unit)
        fits = append(text, &len, "@", unit);
    if (!fits)
        return ERR_LIMIT;
    memcpy(out, text, len + 1);
    return 0;
}
