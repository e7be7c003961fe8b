/* What the grammar finds in a phrase: points in time, and items made of them.
 *
 * Every *_at function looks for one construction at token i and returns how many tokens it takes,
 * 0 when it is not there. They never consume: the scanner does. */
#ifndef LIB_PHRASE_PARSE_H
#define LIB_PHRASE_PARSE_H

#include "lib/phrase/lex.h"
#include "model/reading.h"
#include "phrase/phrase.h"

#define DAY_LAST 99 /* a point's day: the last of its month */

enum grain {
    GRAIN_DAY,     /* one day of a month */
    GRAIN_WEEKDAY, /* a weekday of a week, or the nth of a month */
    GRAIN_SPAN,    /* whole months: a month, a quarter, a half, a year … */
};

enum edge { EDGE_NONE, EDGE_BEGIN, EDGE_MIDDLE, EDGE_END }; /* đầu, giữa, cuối */

/* What a point without a month or year of its own is relative to. */
enum relation {
    RELATION_NONE,
    RELATION_MONTH_OF,     /* "tháng cuối quý": the month `position` of a period `of` */
    RELATION_NEXT_MONTH,   /* "tháng sau": the month after the period */
    RELATION_REPORT_MONTH, /* "tháng báo cáo": the last month of the period */
    RELATION_PERIOD,       /* "quý": the whole period `of` */
};

struct point {
    uint32_t begin, end; /* tokens */
    uint8_t grain, edge, relation;
    uint8_t of;                    /* enum period_kind; PERIOD_NONE: "kỳ", named elsewhere */
    uint8_t reason;                /* enum reading_reason when it cannot be, else NONE */
    int8_t day;                    /* 1 … 31, DAY_LAST; 0: none said */
    int8_t first, last;            /* months 1 … 12 of a year; 0: none said */
    int8_t position;               /* MONTH_OF: 1 …, -1 the last */
    int8_t weekday, nth;           /* nth 0: of a week */
    int8_t year_shift;             /* "năm sau": 1 */
    bool next;                     /* of the next period: "quý sau" */
    bool year_said, lunar, yearly; /* yearly: "của năm báo cáo" */
    bool whole_year;               /* a span that is a year */
    bool month_said;               /* written with its unit, not a bare number of a list */
    bool workday;                  /* the last working day of it, not the last day */
    bool worded;                   /* "ngày 15 tháng 3": the list may go on with months */
    int16_t year;
};

enum mark { MARK_NONE, MARK_IN, MARK_BY, MARK_BEFORE, MARK_AFTER, MARK_FROM };

enum item_kind {
    ITEM_TIME,  /* points: a list, or a range */
    ITEM_EVERY, /* a period that repeats */
    ITEM_CONTINUOUS,
    ITEM_EVENT,
    ITEM_REFERENCE,
    ITEM_ONWARD, /* "và các năm tiếp theo" */
};

enum joint { JOINT_NONE, JOINT_COMMA, JOINT_AND, JOINT_OR, JOINT_COLON, JOINT_FOR };

/* How a repeating period was said. */
enum flavour {
    EVERY_EACH,   /* hằng quý */
    EVERY_REPORT, /* báo cáo quý */
    EVERY_BARE,   /* định kỳ, without a period */
};

struct item {
    uint8_t kind, joint, mark, end_mark, flavour, every, only;
    bool gap;   /* other words stand between it and the item before */
    bool paren; /* it stands in parentheses */
    bool opens; /* its parenthesis opens right before it (or its loose words) */
    bool range, or_list, double_marker, inexact, weak, onward, earliest;
    bool validity; /* "áp dụng từ …": says on which periods count */
    bool used_up;  /* assembly: belongs to another item */
    int8_t shift;  /* "05 ngày sau ngày …": days added */
    uint16_t mask; /* assembly: "quý I, II, III: ngày 20 tháng cuối quý": bits of those periods */
    int8_t only_for;     /* assembly: "… đối với quý I": the number of that period */
    uint32_t begin, end; /* tokens */
    uint32_t label;      /* first loose token before it; == begin: none */
    uint32_t segment;
    uint32_t point, points;        /* in parse.points */
    uint32_t text_begin, text_end; /* EVENT, REFERENCE: tokens that name it */
    struct term term;
    int32_t start_point; /* EVENT: "từ tháng 11 đến khi …"; -1 none */
};

struct parse {
    const struct lexed *lexed;
    const struct token *tokens;
    size_t count;
    const struct phrase_options *options;
    struct point *points;
    size_t point_count, point_max;
    struct item *items;
    size_t item_count, item_max;
    bool at_start;  /* the scanner is at the first words of a segment */
    bool list_open; /* a list of periods was found in the segment and may go on */
};

/* --- tokens -------------------------------------------------------------------------------------- */

static inline bool is(const struct parse *parse, size_t i, enum word word)
{
    return i < parse->count && parse->tokens[i].word == (uint8_t)word &&
           parse->tokens[i].kind == TOKEN_WORD;
}

static inline bool is_punct(const struct parse *parse, size_t i, char punct)
{
    return i < parse->count && parse->tokens[i].kind == TOKEN_PUNCT &&
           parse->tokens[i].punct == punct;
}

static inline bool is_number(const struct parse *parse, size_t i)
{
    return i < parse->count && parse->tokens[i].kind == TOKEN_NUMBER && !parse->tokens[i].stuck;
}

/* No white space before token i. */
static inline bool is_glued(const struct parse *parse, size_t i)
{
    return i < parse->count && !parse->tokens[i].space;
}

/* A plain word that is none of time. */
static inline bool is_other_word(const struct parse *parse, size_t i)
{
    return i < parse->count && parse->tokens[i].kind == TOKEN_WORD &&
           parse->tokens[i].word == W_NONE && parse->tokens[i].value == 0;
}

/* Where a sentence, a bullet or a list item ends or begins. */
bool hard_break_at(const struct parse *parse, size_t i);

/* --- numbers (number.c) ---------------------------------------------------------------------------- */

/* A number in digits, perhaps repeated in words ("15 (mười lăm)"), or in words. In words `năm` is
 * five only when five_too. */
size_t number_at(const struct parse *parse, size_t i, bool five_too, int *value);
/* Four digits that are a year, 1900 … 2199. */
bool year_number_at(const struct parse *parse, size_t i);
/* Four digits where a year must stand: 2204 is one, far away. */
bool year_like_at(const struct parse *parse, size_t i);
/* "sau", "tới", "sau liền kề", "tiếp theo", "kế tiếp": the next one. */
size_t next_words_at(const struct parse *parse, size_t i);
/* Roman numeral or number of a quarter. */
size_t quarter_number_at(const struct parse *parse, size_t i, int *value);
/* A weekday: "thứ Sáu", "thứ 5", "T6" not; "chủ nhật". */
size_t weekday_at(const struct parse *parse, size_t i, int *weekday);
/* "17h00", "16 giờ 30 phút", "8:00", with "sáng", "chiều". */
size_t clock_at(const struct parse *parse, size_t i);

/* --- points (point.c, relative.c) ------------------------------------------------------------------ */

/* A point; `before` is the one before it in a list (a bare number continues it), or NULL. marked:
 * words before say that a date follows. */
size_t point_at(const struct parse *parse, size_t i, const struct point *before, bool marked,
                struct point *out);
/* The month or period a recurring day belongs to: "tháng cuối quý", "tháng sau", "quý". */
size_t relative_month_at(const struct parse *parse, size_t i, struct point *out);
/* A whole period without a number: "quý", "6 tháng", "kỳ báo cáo" [sau]. */
size_t relative_period_at(const struct parse *parse, size_t i, struct point *out);
/* The year that follows a month, quarter or date. */
size_t year_after_at(const struct parse *parse, size_t i, struct point *out);
/* Checks that the date exists; sets reason. */
void point_check(struct point *point);

/* --- items ----------------------------------------------------------------------------------------- */

/* time.c */
size_t time_at(struct parse *parse, size_t i, struct item *out);
size_t marks_at(const struct parse *parse, size_t i, struct item *out, bool *clock);
/* A day begins there: "ngày 15", "ngày cuối cùng", "thứ Hai", "30/6". */
bool day_follows(const struct parse *parse, size_t i);
/* every.c: writes up to max items of one period each. */
size_t every_at(const struct parse *parse, size_t i, struct item *out, size_t max, size_t *written);
/* A noun of period: "quý", "6 tháng", "năm" (no number after). */
size_t period_noun_at(const struct parse *parse, size_t i, enum period_kind *out, bool *exact);
/* state.c */
size_t continuous_at(const struct parse *parse, size_t i, struct item *out);
size_t onward_at(const struct parse *parse, size_t i, struct item *out);
/* event.c */
size_t event_at(struct parse *parse, size_t i, struct item *out);
size_t term_at(struct parse *parse, size_t i, struct item *out);
size_t reference_at(struct parse *parse, size_t i, struct item *out);
/* skip.c: what holds digits or words of time and is known not to be time. */
size_t skip_at(const struct parse *parse, size_t i);
size_t document_at(const struct parse *parse, size_t i);
size_t full_date_at(const struct parse *parse, size_t i);

/* turned.c: a clause in which a word turns the sense of a time: it stays unread. */
size_t turned_at(const struct parse *parse, size_t i);
/* scan.c: a time that no rule gives a day (a season, a week of a month): it stays unread. */
size_t hazy_at(const struct parse *parse, size_t i);
/* scan.c: fills items; marks tokens used. */
void scan_items(struct parse *parse, struct token *tokens);

#endif
