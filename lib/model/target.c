#include "model/target.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/cleanup.h"
#include "base/err.h"
#include "base/i18n.h"
#include "base/id.h"
#include "base/text.h"
#include "base/utf8.h"
#include "base/vec.h"

#define HUNDRED (100 * AMOUNT_ONE)

void target_init(struct target *target)
{
    *target = (struct target){.value = AMOUNT_NONE, .ceiling = AMOUNT_NONE, .extended = DAY_NONE};
}

void target_clear(struct target *target)
{
    if (!target) {
        return;
    }
    free(target->plan);
    free(target->stt);
    free(target->code);
    free(target->indicator);
    free(target->unit);
    free(target->per);
    free(target->verbatim);
    target_init(target);
}

void targets_clear(struct targets *list)
{
    if (list) {
        vec_clear(list, target_clear);
    }
}

/* --- comparators ------------------------------------------------------------------------------------ */

static const char *const COMPARATORS[] = {
    [TARGET_OVER] = ">",  [TARGET_AT_LEAST] = ">=", [TARGET_AT_MOST] = "<=",
    [TARGET_EQUAL] = "=", [TARGET_GROWTH] = "+",
};
#define COMPARATOR_COUNT (sizeof COMPARATORS / sizeof COMPARATORS[0])

const char *comparator_name(enum comparator comparator)
{
    return (size_t)comparator < COMPARATOR_COUNT ? COMPARATORS[comparator] : "";
}

int comparator_parse(const char *text, enum comparator *out)
{
    for (size_t i = 0; i < COMPARATOR_COUNT; i++) {
        if (strcmp(text, COMPARATORS[i]) == 0) {
            *out = (enum comparator)i;
            return 0;
        }
    }
    return ERR_FORMAT;
}

/* --- ids ---------------------------------------------------------------------------------------------- */

int target_make_code(const struct target *target, char out[static TARGET_CODE_MAX])
{
    _cleanup_buf_ struct buf key = {0};
    char code[ID_CODE_SIZE];
    buf_init(&key, UTF8_MAX_INPUT);
    int err = buf_printf(&key, "%s/%s/target/%d-%d/", target->plan, target->stt, target->from_year,
                         target->to_year);
    err = err ? err : utf8_fold_name(target->indicator, strlen(target->indicator), &key);
    if (err) {
        return err;
    }
    id_code(buf_str(&key), code);
    memcpy(out, code, sizeof code);
    return 0;
}

bool target_code_is_valid(const char *code)
{
    size_t len = strspn(code, "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789-");
    return len > 0 && code[len] == '\0' && len < TARGET_CODE_MAX;
}

int target_id_format(const struct target *target, char out[static TARGET_ID_MAX])
{
    char text[TARGET_ID_MAX];
    int wrote =
        snprintf(text, sizeof text, "%s/%s/target/%s", target->plan, target->stt, target->code);
    if (wrote < 0 || (size_t)wrote >= sizeof text) {
        return ERR_LIMIT;
    }
    memcpy(out, text, (size_t)wrote + 1);
    return 0;
}

/* --- what it means ------------------------------------------------------------------------------------ */

bool target_is_share(const struct target *target)
{
    return text_equal(target->unit, "%") &&
           !(target->comparator == TARGET_GROWTH && target->value > HUNDRED);
}

bool target_goes_down(const struct target *target)
{
    return target->comparator == TARGET_AT_MOST ||
           (target->comparator == TARGET_EQUAL && target->value == 0);
}

static bool says(const char *text, const char *word)
{
    _cleanup_buf_ struct buf folded = {0};
    buf_init(&folded, UTF8_MAX_INPUT);
    return text && utf8_lower(text, strlen(text), &folded) == 0 &&
           strstr(buf_str(&folded), word) != NULL;
}

bool target_is_stepped(const struct target *target)
{
    struct text_span per = text_trim(text_span(target->per ? target->per : ""));
    return target->comparator == TARGET_GROWTH &&
           (text_span_equal(per, "năm") || text_span_equal(per, "Năm"));
}

bool target_meets(const struct target *target, amount_t value, amount_t goal)
{
    if (target_goes_down(target)) {
        return value <= goal;
    }
    return target->comparator == TARGET_OVER ? value > goal : value >= goal;
}

day_t target_first_day(const struct target *target)
{
    return civil_to_day(target->from_year, 1, 1);
}

day_t target_last_day(const struct target *target)
{
    day_t end = civil_to_day(target->to_year, 12, 31);
    return target->extended > end ? target->extended : end;
}

bool target_covers(const struct target *target, day_t day)
{
    return day >= target_first_day(target) && day <= target_last_day(target);
}

int target_check_value(const struct target *target, amount_t value)
{
    return value < 0 || value > AMOUNT_MAX || (target_is_share(target) && value > HUNDRED)
               ? ERR_RANGE
               : 0;
}

static bool fits(const char *text, size_t max)
{
    return text && strlen(text) <= max;
}

int target_validate(const struct target *target)
{
    char id[TARGET_ID_MAX];
    if (!target->plan || text_is_blank(target->stt) || !target->code ||
        !target_code_is_valid(target->code) || text_is_blank(target->indicator) ||
        (size_t)target->comparator >= COMPARATOR_COUNT) {
        return ERR_INVALID;
    }
    if (target->from_year < CIVIL_MIN_YEAR || target->to_year > CIVIL_MAX_YEAR ||
        target->from_year > target->to_year || target_check_value(target, target->value) ||
        (target->comparator == TARGET_GROWTH && target->value == 0)) {
        return ERR_RANGE;
    }
    bool fit = fits(target->indicator, TARGET_MAX_TEXT) && fits(target->unit, TARGET_MAX_UNIT) &&
               fits(target->per, TARGET_MAX_UNIT) && fits(target->verbatim, TARGET_MAX_TEXT);
    return fit ? target_id_format(target, id) : ERR_LIMIT;
}

bool target_equal(const struct target *a, const struct target *b)
{
    return text_equal(a->plan, b->plan) && text_equal(a->stt, b->stt) &&
           text_equal(a->code, b->code) && text_equal(a->indicator, b->indicator) &&
           a->comparator == b->comparator && a->value == b->value && text_equal(a->unit, b->unit) &&
           text_equal(a->per, b->per) && a->from_year == b->from_year && a->to_year == b->to_year &&
           text_equal(a->verbatim, b->verbatim) && a->ceiling == b->ceiling;
}

/* --- for people --------------------------------------------------------------------------------------- */

static const char *sign(const struct target *target)
{
    switch (target->comparator) {
    case TARGET_OVER:
        return "> ";
    case TARGET_AT_LEAST:
        return "≥ ";
    case TARGET_AT_MOST:
        return "≤ ";
    case TARGET_EQUAL:
        return "= ";
    case TARGET_GROWTH:
        return "";
    }
    return "";
}

static int print_growth(const struct target *target, struct buf *out)
{
    int err = buf_puts(out, _("tăng thêm "));
    err = err ? err : amount_print(target->value, target->unit, out);
    if (!err && target_is_stepped(target)) {
        err = buf_puts(out, _(" mỗi năm"));
    } else if (!err && target->per[0] != '\0') {
        err = buf_printf(out, "/%s", target->per);
    }
    if (!err && target->ceiling != AMOUNT_NONE && target_is_stepped(target)) {
        err = buf_puts(out, _(", đến "));
        err = err ? err : amount_print(target->ceiling, target->unit, out);
    }
    return err;
}

int target_print(const struct target *target, struct buf *out)
{
    if (target->comparator == TARGET_GROWTH) {
        return print_growth(target, out);
    }
    int err = buf_puts(out, sign(target));
    err = err ? err : amount_print(target->value, target->unit, out);
    return !err && target->per[0] != '\0' ? buf_printf(out, "/%s", target->per) : err;
}

/* --- ceilings ----------------------------------------------------------------------------------------- */

static bool ends(const struct target *goal, const struct target *growth)
{
    return (goal->comparator == TARGET_EQUAL || goal->comparator == TARGET_AT_LEAST) &&
           text_equal(goal->plan, growth->plan) && text_equal(goal->stt, growth->stt) &&
           text_equal(goal->unit, growth->unit) && goal->from_year == growth->from_year &&
           goal->to_year == growth->to_year && says(goal->indicator, "mức đích");
}

void targets_link(struct targets *list)
{
    for (size_t i = 0; i < list->count; i++) {
        struct target *growth = &list->items[i];
        growth->ceiling = AMOUNT_NONE;
        if (growth->comparator != TARGET_GROWTH) {
            continue;
        }
        growth->ceiling = target_is_share(growth) ? HUNDRED : AMOUNT_NONE;
        for (size_t j = 0; j < list->count; j++) {
            if (ends(&list->items[j], growth)) {
                growth->ceiling = list->items[j].value;
            }
        }
    }
}
