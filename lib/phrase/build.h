/* From items to obligations. */
#ifndef LIB_PHRASE_BUILD_H
#define LIB_PHRASE_BUILD_H

#include "lib/phrase/parse.h"

struct days {
    day_t first, last;
};

/* What the builder works on. Errors of memory are remembered in `failed`. */
struct build {
    struct parse *parse;
    struct token *tokens;
    struct reading *out;
    size_t capacity;
    bool failed;
    size_t segment_start; /* first obligation of the segment being built */
    uint32_t segment;
};

/* A time to be given to a cycle: one point, or the two ends of a range. */
struct spec {
    struct item *item;
    const struct point *point, *end; /* end: NULL unless a range */
    bool taken;
};

/* --- resolve.c -------------------------------------------------------------------------------------- */

/* Gives the points of an item their years: from the right, else from the left, else the plan's. */
void resolve_years(const struct parse *parse, const struct item *item);
/* First and last day of an absolute point (with its edge: both the same). DAY_NONE: no such day. */
struct days resolve_days(const struct parse *parse, const struct point *point);
/* Whether the point is a date or period of a known year, or of the plan's. */
bool point_is_absolute(const struct point *point);
/* Without a year of its own: can recur every year. */
bool point_is_yearless(const struct point *point);
/* The anchor of a point in a cycle; false when it has none there. */
bool point_anchor(const struct parse *parse, const struct item *item, const struct point *point,
                  enum period_kind every, uint8_t mark, struct anchor *out);
/* The first day of a span as an anchor of a year or of the period it is relative to. */
bool point_start(const struct point *point, enum period_kind every, struct anchor *out);

/* --- emit.c ----------------------------------------------------------------------------------------- */

void emit_obligation(struct build *build, const struct rule *rule, const struct item *item);
void emit_words(struct build *build, const struct rule *rule, const struct item *item);
/* The words of the item become an unread span again. */
void mark_unread(struct build *build, uint32_t begin, uint32_t end);
void need_person(struct build *build, enum reading_reason reason, uint32_t begin, uint32_t end);
void contradict(struct build *build, enum reading_reason reason, uint32_t begin, uint32_t end);
/* A note on what was understood; never hides a reason. */
void note_reason(struct build *build, enum reading_reason reason, uint32_t begin, uint32_t end);
void emit_time(struct build *build, struct item *item);
/* The item's points that cannot be (31/02, Q5): says so and returns true. */
bool refuse_bad(struct build *build, const struct item *item);
bool refuse_far(struct build *build, const struct item *item, struct days days);

/* --- cycles.c --------------------------------------------------------------------------------------- */

/* Gives times to the members of one list of periods and emits the cycles. */
void emit_cycles(struct build *build, struct item **members, size_t count, struct item **times,
                 size_t time_count, bool postfix);
/* Puts a time into a cycle: an anchor, or a window with its start. False when it has no place. */
bool put_time(const struct build *build, struct cycle *cycle, const struct spec *spec);
/* A time that recurs by itself: "trước ngày 20 tháng cuối quý". */
void emit_recurring(struct build *build, struct item *item);

/* --- aside.c -------------------------------------------------------------------------------- */

/* The next item of the same segment, or the one before, that is still to be used; NULL: none. */
struct item *next_in(const struct build *build, const struct item *item);
struct item *before_in(const struct build *build, const struct item *item);
/* The first point of a TIME item. */
const struct point *first_point(const struct build *build, const struct item *item);
/* Marks as used up the items that are no obligations of their own. */
void set_aside(struct build *build);

/* --- closing.c ------------------------------------------------------------------------------ */

enum closing {
    CLOSING_NONE,    /* no term from the end of a period of the calendar */
    CLOSING_READ,    /* *out is its rule: a cycle, or once */
    CLOSING_REFUSED, /* its year contradicts the plan's; said */
    CLOSING_UNREAD, /* such a term that no rule holds ("05 ngày làm việc sau khi kết thúc quý") */
};

/* The rule of an event with a term that the calendar starts. */
enum closing closing_rule(struct build *build, const struct item *item, struct rule *out);

/* --- assemble.c ------------------------------------------------------------------------------------- */

void assemble_items(struct build *build);
/* Whether a day without a year may stand for one of several years: the plan's, or every one. */
bool many_years(const struct build *build);

#endif
