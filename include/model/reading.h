/* What a time phrase was read as: obligations, and what was not understood. */
#ifndef MODEL_READING_H
#define MODEL_READING_H

#include <stddef.h>

#include "model/rule.h"

/* Bytes [begin, end) of the phrase as it was given (before any normalisation). */
struct span {
    size_t begin, end;
};

struct obligation {
    struct rule rule;
    char *label;      /* what it is about ("ban hành KH"); NULL: the whole task */
    char *event;      /* on_event: the words that name the event, verbatim; else NULL */
    char *reference;  /* by_reference: the words that name the other paper; else NULL */
    struct span span; /* the words of the phrase that it comes from */
};

enum reading_status { READING_UNDERSTOOD, READING_NEEDS_A_PERSON, READING_CONTRADICTORY };

/* Why a reading is not understood, or what is to be known about one that is. */
enum reading_reason {
    READING_REASON_NONE,
    READING_REASON_EMPTY,       /* the phrase is empty */
    READING_REASON_UNREAD,      /* a span with a digit or a word of time was not consumed */
    READING_REASON_NO_PERIOD,   /* a cycle without a period */
    READING_REASON_NO_TIME,     /* nothing in it says a time */
    READING_REASON_ALTERNATIVE, /* "hằng quý hoặc 6 tháng": either, a person must choose */
    READING_REASON_TERM_OR_EARLIEST, /* "sau 15 ngày kể từ …": deadline or not-before? */
    READING_REASON_PERIOD_ELSEWHERE, /* "tháng cuối kỳ báo cáo" without the period */
    READING_REASON_NO_SUCH_DATE,     /* 31/02, Q5, tháng 13 */
    READING_REASON_ENDS_BEFORE_START,
    READING_REASON_FAR_YEAR,      /* a year far from the plan's */
    READING_REASON_TOO_LONG,      /* the phrase exceeds the ceiling */
    READING_REASON_TERM_BY_LAW,   /* note only: a term from a day that is named ends by law */
    READING_REASON_DOUBLE_MARKER, /* note only: "chậm nhất trước ngày": read as "trước" */
};

struct reading {
    enum reading_status status;
    enum reading_reason reason;
    struct span offending; /* the words behind the reason; begin == end: none */
    struct obligation *obligations;
    size_t count;
    struct span *unread; /* not consumed, and with a digit or a word of time */
    size_t unread_count;
};

#define READING_MAX_OBLIGATIONS 64
#define READING_MAX_UNREAD 64

/* An empty reading: understood, nothing in it. */
void reading_init(struct reading *reading);
/* Frees everything; accepts NULL and a zeroed struct. */
void reading_clear(struct reading *reading);
void obligation_clear(struct obligation *obligation);
/* Deep copy into an empty target. Returns 0 or ERR_NOMEM. */
int obligation_copy(const struct obligation *from, struct obligation *to);
/* "understood" "needs_a_person" "contradictory". */
const char *reading_status_name(enum reading_status status);
/* The reason in the user's language, a whole sentence; "" for NONE. Static. */
const char *reading_reason_text(enum reading_reason reason);

#endif
