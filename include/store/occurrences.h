/* Occurrences and shares: what is due when and from whom, and what became of it. */
#ifndef STORE_OCCURRENCES_H
#define STORE_OCCURRENCES_H

#include "model/occurrence.h"
#include "store/store.h"

struct occurrence_row {
    const char *id; /* design.md §5, unique */
    const char *department;
    const char *plan; /* plan id; an assigned task: any id of the caller's */
    const char *stt;
    const char *parent; /* a share: the occurrence it is part of; NULL */
    const char *unit;   /* who must do it; NULL when it has shares, or several units do it as one */
    bool has_shares;
    bool collect;       /* share of a collecting round */
    const char *period; /* "2022-Q1"; NULL none */
    const char *label;  /* what the phrase calls it; NULL none */
    struct occurrence_dates dates;
    day_t act_by;
    enum due_source due_source;
    day_t first_due;    /* due before any extension; DAY_NONE */
    const char *reason; /* why it has no date; NULL */
    bool returned;      /* its result was sent back (trả lại) */
    instant_t done_at;  /* when the discharge was recorded */
    const char *document;
    const char *note;
    const char *code;     /* short code for mails, unique; NULL none */
    day_t said_until;     /* stages up to and with this day are settled; DAY_NONE: none yet */
    instant_t next_at;    /* of the next stage; INSTANT_NONE: nothing waits */
    instant_t acked_at;   /* somebody answered the reminders of being overdue; INSTANT_NONE */
    const char *acked_by; /* who, and what; NULL */
    const char *acked_note;
    day_t silenced_since; /* stages after this day were passed over in silence; DAY_NONE: none */
    day_t created_was;    /* `created`, before the clock was set back behind it; DAY_NONE */
    int64_t held_value; /* of a target: the last measurement when a person opened it again: that one
                             and those before it do not close it; 0: none */
    void *owned;
};

/* A list that owns its rows; zeroed is empty. */
struct occurrence_rows {
    struct occurrence_row *items;
    size_t count, capacity;
};

/* All texts NULL, days DAY_NONE, instants INSTANT_NONE, open. */
void store_occurrence_init(struct occurrence_row *row);
void store_occurrence_clear(struct occurrence_row *row);
void store_occurrence_rows_clear(struct occurrence_rows *rows);

/* Adds a new one. ERR_EXISTS: the id or the code is taken. */
int store_occurrence_add(struct store *store, const struct occurrence_row *row);
/* Writes all fields, new or not. ERR_EXISTS: another one has that code. */
int store_occurrence_put(struct store *store, const struct occurrence_row *row);
/* After its stages up to `said_until` are settled. ERR_NOT_FOUND. */
int store_occurrence_said(struct store *store, const char *id, day_t said_until, instant_t next_at);
/* Remembers since when stages were passed over in silence; DAY_NONE: that is made up for.
 * ERR_NOT_FOUND. */
int store_occurrence_silenced(struct store *store, const char *id, day_t since);
/* Takes one away that was never told to anybody (a load that is corrected at once). */
int store_occurrence_remove(struct store *store, const char *id);

/* ERR_NOT_FOUND. Clear *out. */
int store_occurrence_get(struct store *store, const char *id, struct occurrence_row *out);
int store_occurrence_by_code(struct store *store, const char *code, struct occurrence_row *out);

/* Those with next_at <= now, earliest first, at most `limit`. The list is replaced. */
int store_occurrences_due(struct store *store, instant_t now, size_t limit,
                          struct occurrence_rows *out);
/* The shares of an occurrence by id. The list is replaced; at most 10,000. */
int store_occurrences_shares(struct store *store, const char *parent, struct occurrence_rows *out);
/* Those of a department with stages passed over in silence, and those with a `created_was`: a page of
 * at most `limit` by id, above `after` ("": from the first). The list is replaced. */
int store_occurrences_silenced(struct store *store, const char *department, const char *after,
                               size_t limit, struct occurrence_rows *out);
int store_occurrences_recreated(struct store *store, const char *after, size_t limit,
                                struct occurrence_rows *out);
/* How many shares it has, and how many of them are open. */
int store_shares_count(struct store *store, const char *parent, int64_t *all, int64_t *open);
/* Everything of a row, by id (shares and withdrawn ones too); at most 10,000. */
int store_occurrences_of_task(struct store *store, const char *plan, const char *stt,
                              struct occurrence_rows *out);
/* Everything of a plan by stt and id, one at a time (a load compares by it). `each`: 0 goes on,
 * > 0 stops quietly, < 0 stops and is returned. It may not write occurrences. */
int store_occurrences_of_plan_each(struct store *store, const char *plan,
                                   int (*each)(const struct occurrence_row *row, void *arg),
                                   void *arg);

enum due_filter { DUE_ANY, DUE_DATED, DUE_UNDATED };

/* What a list shows. Zeroed with occurrence_filter_init: everything. Computed states (overdue,
 * due soon …) are the caller's: by due range here, and occurrence_state on each row. */
struct occurrence_filter {
    const char *department; /* NULL: all */
    const char *unit;       /* NULL: all */
    /* With unit: also what no single unit does and it, or one of `former`, is one of the leads of. */
    bool jointly;
    const char *former; /* with unit: "|a|b|", others whose rows are wanted too; NULL: none */
    bool unitless;    /* without unit: only what no single unit does; of a department's open ones */
    const char *plan; /* NULL: all */
    unsigned outcomes; /* bits 1u << enum outcome; 0: all */
    enum due_filter due;
    day_t from, to; /* due in this range (inclusive); DAY_NONE: open; undated ones never match a
                       range */
    bool leaves;    /* only what somebody must do: no occurrence that has shares */
    /* Paging: the last row of the page before (its due and id); after_id NULL: the first page. */
    day_t after_due;
    const char *after_id;
};
void occurrence_filter_init(struct occurrence_filter *filter);

/* A page of at most `limit` by due, undated ones last; those of one day in the order in which they
 * were added (that of the plan's rows). The list is replaced. */
int store_occurrences_list(struct store *store, const struct occurrence_filter *filter,
                           size_t limit, struct occurrence_rows *out);
/* How many match (paging is ignored). */
int store_occurrences_count(struct store *store, const struct occurrence_filter *filter,
                            int64_t *out);

/* How many a unit did from … to, by the day of the result. */
int store_done_count(struct store *store, const char *department, const char *unit, day_t from,
                     day_t to, int64_t *out);

/* A department's that were done from … to by several units as one: at most `limit`, by that day. The
 * list is replaced. */
int store_done_jointly(struct store *store, const char *department, day_t from, day_t to,
                       size_t limit, struct occurrence_rows *out);

/* What stands open for a unit (shares and occurrences it must do itself). */
struct open_counts {
    int64_t overdue;  /* due < today */
    int64_t due_soon; /* today <= due <= soon */
    int64_t later;    /* due > soon */
    int64_t undated;  /* no date, or waiting for an event */
};
/* unit NULL: of what no single unit does, several doing it as one. `soon` is the last day that counts as
 * soon. Counts by due alone: roll = "next" and terms are the caller's to refine. */
int store_open_counts(struct store *store, const char *department, const char *unit, day_t today,
                      day_t soon, struct open_counts *out);
/* The next unit of a department, by its id, for which something stands open; unit NULL: the first. *out
 * (free() it) is NULL when there is none. */
int store_open_unit_after(struct store *store, const char *department, const char *unit,
                          char **out);

#endif
