/* What a recipient is told, in words: the daily and the immediate mail. Values in, subject, text
 * and HTML out, through the templates of conf/templates/<language>/. */
#ifndef RENDER_DAILY_H
#define RENDER_DAILY_H

#include <jansson.h>
#include <stdbool.h>
#include <stddef.h>

#include "base/buf.h"
#include "base/diag.h"
#include "cal/period.h"
#include "model/occurrence.h"
#include "model/stage.h"
#include "render/mail.h"
#include "render/template.h"

/* The parts of a mail, in reading order. The last eight are for the office, in short rows. */
enum daily_section {
    DAILY_ESCALATED, /* overdue at a unit below the reader, told one level higher */
    DAILY_OVERDUE,   /* quá hạn */
    DAILY_DUE_TODAY, /* đến hạn hôm nay, or today is the last working day before it */
    DAILY_NEW,       /* told at once: new work that is due soon */
    DAILY_ASSIGNED,  /* tasks that have just arrived (nhiệm vụ phát sinh) */
    DAILY_COMING,    /* sắp đến hạn */
    DAILY_COLLECT,   /* collecting round: figures and results are asked for */
    DAILY_OPENING,   /* a window opens */
    DAILY_HALF,      /* half-way through a long window */
    DAILY_TARGET, /* targets that are behind or at risk since the last mail; `remark` says how they stand */
    DAILY_INCOMING, /* what another system told and the office has to decide; `remark` says why */
    DAILY_NEEDS_PERSON, /* rows to settle; `remark` says why */
    DAILY_PAST_DUE,     /* past due when its plan was first loaded */
    DAILY_LONG_OVERDUE, /* monthly: overdue and no longer reminded */
    DAILY_UNDATED,      /* monthly: no date yet */
    DAILY_WAITING,      /* monthly: on_event, not triggered */
    DAILY_UNDELIVERED,  /* mails that did not arrive; `remark` says why */
    DAILY_DIGEST,       /* the week in figures: `content` is a unit's line */
};
#define DAILY_SECTIONS ((size_t)DAILY_DIGEST + 1)

/* The section in which a stage stands. overdue_n is DAILY_OVERDUE for whoever has to do it, and
 * DAILY_ESCALATED for stages of that name. MONTHLY needs the state: overdue, undated or waiting. */
enum daily_section daily_section_of(struct stage stage, enum occurrence_state state);

/* A row to report on in a collecting round. */
struct daily_row {
    const char *stt, *content, *product;
};

/* One thing to say. Texts are UTF-8, verbatim from the plan, NULL as good as "". */
struct daily_item {
    enum daily_section section;
    enum role role;
    const char *occurrence; /* its id */
    const char *code;       /* what `dondoc done` accepts; NULL: id_code(occurrence) */
    const char *unit;       /* the unit or post this is for: the reader's own, the late one below
                               the reader, or whose row it is (office) */
    bool assigned;          /* a task that arrived during the year: no row of a plan */
    bool of_target;         /* asks for the value of a target: a paper alone does not answer it */
    const char *
        plan; /* an assigned task's paper, or plan_citation(): "Kế hoạch số 02/KH-STP ngày 26/01/2021", or its title */
    const char *stt, *group, *content, *product;
    const char *label;               /* of the obligation; NULL: the whole row */
    const char *lead, *coordinating; /* names, joined by "; " */
    const char *time;                /* the time phrase, verbatim as signed */
    const char *time_fix;            /* the officer's clearer wording of it, which counts */
    struct period period;            /* kind PERIOD_NONE: none */
    day_t start;                     /* window: opens; DAY_NONE */
    day_t due;                       /* DAY_NONE: undated, waiting, needs a person */
    day_t act_by;                    /* DAY_NONE as due */
    int days_left;                   /* workday_count(table, day, due): negative when late */
    enum due_source due_from;
    const char *done_url; /* where the reader says that it is done; NULL: nowhere */
    const char *ack_url;  /* where he says that he has got it; NULL */
    const char *remark;   /* anything more, a whole sentence: reason, extension, returned … */
    bool collect;     /* a part of the report that `lead` leads: its due day is an internal one */
    day_t report_due; /* collect: of that report; DAY_NONE */
    const struct daily_row *rows; /* collect */
    size_t row_count;
};

/* Of one section so many items are written; the mail says how many more there are. */
#define DAILY_SHOW_MAX 100
#define DAILY_SHOW_ROWS 60
/* Of one text of a plan so many bytes are quoted, then " […]". */
#define DAILY_MAX_QUOTE 4000

struct daily {
    enum mail_class class;
    const char *department; /* official name */
    const char *recipient;  /* "Văn phòng Sở", or several names joined by "; " */
    day_t day;
    const char *office;       /* the unit that follows up */
    const char *office_mail;  /* where to answer; NULL: not said */
    const char *message;      /* something said by hand or a failure, before the items; NULL */
    const char *answer_until; /* the last day of its links, "02/05/2022"; NULL: it has none */
    const struct daily_item *items; /* any order: sections, then due day, then the order given */
    size_t count;
};

/* --- templates
 * ------------------------------------------------------------------------------------
 *
 * A language's folder holds one file `<name>.mustache` for each name below; partials too. */

#define DAILY_TEMPLATES 13
/* "daily.subject" "daily.txt" "daily.html" "immediate.subject" … "item.txt" "item.html" …; NULL
 * beyond the last. */
const char *daily_template_name(size_t index);

struct daily_templates {
    struct template *items[DAILY_TEMPLATES]; /* in the order of daily_template_name */
};

/* Compiles one of them in its escape mode (html for "….html"). file: for diag. Replaces what was
 * there under that name. Returns 0, ERR_NOT_FOUND (no such name), or what template_compile returns.
 */
int daily_templates_add(struct daily_templates *templates, const char *name, const char *text,
                        const char *file, struct diag *diag);
/* Checks that all are there, that partials name one of them, and that a mail can be made with them.
 * Returns 0, ERR_INVALID (diag says what) or ERR_NOMEM. */
int daily_templates_check(const struct daily_templates *templates, const char *folder,
                          struct diag *diag);
/* Accepts NULL and zeroed. */
void daily_templates_clear(struct daily_templates *templates);

/* --- rendering
 * ------------------------------------------------------------------------------------ */

struct daily_letter {
    char *subject; /* one line */
    char *text;    /* lines of at most 78 columns (a link may be longer), LF */
    char *html;
};

/* Writes the letter. Returns 0, ERR_NOMEM, ERR_LIMIT, or ERR_INVALID (a missing template,
 * department, recipient or day, or text that is not UTF-8). */
int daily_render(const struct daily_templates *templates, const struct daily *daily,
                 struct daily_letter *out);
/* Accepts NULL and zeroed. */
void daily_letter_clear(struct daily_letter *letter);

/* What the templates are filled with; the keys are told in conf/templates/README.md.
 * A new reference, or NULL when memory is short or a text is not UTF-8. */
json_t *daily_context(const struct daily *daily);

/* Appends "02 việc quá hạn, 01 việc đến hạn hôm nay": at most three kinds, the most pressing first.
 * Returns 0, ERR_NOMEM, ERR_LIMIT. */
int daily_summary(const struct daily *daily, struct buf *out);

#endif
