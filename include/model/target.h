/* A measured target of a plan's row: an indicator and the value it must have (chỉ tiêu). */
#ifndef MODEL_TARGET_H
#define MODEL_TARGET_H

#include <stdbool.h>

#include "cal/civil.h"
#include "model/amount.h"

/* How the value asks. */
enum comparator {
    TARGET_OVER,     /* ">"  trên */
    TARGET_AT_LEAST, /* ">=" tối thiểu, trở lên */
    TARGET_AT_MOST,  /* "<=" tối đa: wrong-way, less is better */
    TARGET_EQUAL,    /* "="  a level to reach: more than it is well too, save that "= 0" is met by
                        nothing above 0 */
    TARGET_GROWTH, /* "+"  tăng thêm: as much on top of a baseline (percentage points for a "%") */
};

#define TARGET_MAX_TEXT 2000 /* bytes of the indicator and of the wording */
#define TARGET_MAX_UNIT 64   /* bytes of unit and per */
#define TARGET_ID_MAX 200
#define TARGET_CODE_MAX 32
#define TARGETS_MAX 20000

/* One target. All text NFC, owned, never NULL ("" when empty). */
struct target {
    char *plan, *stt; /* its plan row */
    char *code;       /* the last part of its id */
    char *indicator;
    enum comparator comparator;
    amount_t value;
    char *unit; /* "%", "phút", "hồ sơ" */
    char *per;  /* "năm", "hồ sơ"; "" none */
    int from_year, to_year;
    char *verbatim;   /* the plan's own words */
    amount_t ceiling; /* growth goes no further; AMOUNT_NONE: no ceiling */
    day_t extended;   /* its last deadline was put off to that day; DAY_NONE: it was not */
    int line;         /* in its file; 0: from the store */
};

struct targets {
    struct target *items;
    size_t count, capacity;
};

void target_init(struct target *target);
/* Both accept NULL and zeroed. */
void target_clear(struct target *target);
void targets_clear(struct targets *list);

/* ">" ">=" "<=" "=" "+"; and the reverse: 0 or ERR_FORMAT. */
const char *comparator_name(enum comparator comparator);
int comparator_parse(const char *text, enum comparator *out);

/* The code of a target whose file gives it none ("ma"): 8 characters made of its row, its indicator
 * (however its spaces, case and Unicode form are written) and its years. So a row that is moved, or
 * put in before it, changes nothing; and what was measured stays when the value asked for, the unit
 * or the wording quoted changes. Another indicator or other years are another target. Returns 0,
 * ERR_NOMEM, ERR_FORMAT (not UTF-8). */
int target_make_code(const struct target *target, char out[static TARGET_CODE_MAX]);
/* Whether it can be the last part of an id: 1 … TARGET_CODE_MAX - 1 of a-z, 0-9 and "-". */
bool target_code_is_valid(const char *code);
/* "<plan>/<stt>/target/<code>". Returns 0, or ERR_LIMIT (TARGET_ID_MAX). */
int target_id_format(const struct target *target, char out[static TARGET_ID_MAX]);

/* Whether its value is a part of a whole, so that nothing of it lies above 100 %: the unit is "%",
 * save growth by more than 100. */
bool target_is_share(const struct target *target);
/* Whether less is better: "<=" and "= 0". */
bool target_goes_down(const struct target *target);
/* Whether it is a growth that each of its years adds to the last: "+" with per "năm". */
bool target_is_stepped(const struct target *target);
/* Whether a value does what the comparator asks against a goal (the target's value, or what growth
 * makes of it). */
bool target_meets(const struct target *target, amount_t value, amount_t goal);
/* The first day and the last (31/12, or what that was extended to) of which it can be measured. */
day_t target_first_day(const struct target *target);
day_t target_last_day(const struct target *target);
bool target_covers(const struct target *target, day_t day);
/* Whether something measured can be its value: 0, or ERR_RANGE (below 0, or above 100 % of a part of
 * a whole). */
int target_check_value(const struct target *target, amount_t value);
/* Whether it is a target at all: row, code and indicator named, years in order and supported, value
 * not below 0, not above 100 % of a part of a whole, growth above 0, texts not too long. Returns 0,
 * ERR_INVALID, ERR_RANGE, ERR_LIMIT. */
int target_validate(const struct target *target);
/* Same meaning, field by field (lines and extensions are not compared). */
bool target_equal(const struct target *a, const struct target *b);

/* What it asks for, for people: "≥ 30 %", "tăng thêm 20 % mỗi năm, đến 100 %", "≤ 15 phút/lượt giao
 * dịch". Returns 0, ERR_NOMEM, ERR_LIMIT. */
int target_print(const struct target *target, struct buf *out);

/* Sets the ceilings of growth: 100 of a part of a whole; where a row of the same plan row, unit and
 * years says what growth ends at (its indicator holds "mức đích", its comparator is "=" or ">="),
 * that row's value. */
void targets_link(struct targets *list);

#endif
