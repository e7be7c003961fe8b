/* How an office reminds: ladders, hours, and what a regime of reports asks for. */
#ifndef MODEL_POLICY_H
#define MODEL_POLICY_H

#include <stdbool.h>
#include <stddef.h>

#include "model/rule.h"
#include "model/stage.h"

#define LADDER_MAX 16

/* Distances in working days before act-by, descending, 0 last: {15, 7, 3, 1, 0}. */
struct ladder_steps {
    int before[LADDER_MAX]; /* 0 … 250, each once */
    size_t count;
};

enum roll {
    ROLL_NONE,
    ROLL_NEXT
}; /* overdue begins the day after due, or after the next working day */
enum catch_up { CATCH_UP_LATEST, CATCH_UP_ALL, CATCH_UP_NONE };

/* One `policy "<name>"` section. */
struct policy {
    char *name;
    struct ladder_steps week, month, other; /* for lead units, by the period of the cycle */
    struct ladder_steps coordinating;
    int overdue_days;     /* overdue_1 … overdue_n, default 5 (0 … 30) */
    int overdue_weeks;    /* then weekly, default 8 (0 … 52) */
    int half_way_over;    /* a window longer than this many days is reminded half-way, default 60 */
    int due_soon;         /* working days, default 5 (1 … 60) */
    int collect_before;   /* working days before act-by, default 5 */
    int collect_due;      /* working days before act-by, default 2 */
    int immediate_within; /* new work due within so many working days is told at once, default 3 */
    int send_minute;      /* of the day, local: daily mails leave then; default 450 (07:30) */
    int send_until; /* of the day: no mail leaves any more; default 1020 (17:00), 0: midnight */
    /* One level higher on the n-th working day of being overdue; 0: not at all (0 … 250). */
    int escalate_head;     /* to the head of the unit that leads, default 2 */
    int escalate_office;   /* to the office that follows up, default 5 */
    int escalate_deputy;   /* to the deputy director in charge, default 10 */
    int escalate_director; /* to the director, default 15 */
    bool digest_office;    /* the week in figures, on its first working day; default off */
    bool digest_director;
    enum roll roll;
    enum catch_up catch_up;
    int line;
};

/* One `reporting "<name>"` section: the due day of each kind of period, where a text names none. */
struct regime {
    char *name;
    struct cycle week, month, quarter, half, nine_months, year; /* anchor_count 0: not set */
    char *
        targets; /* period_kind_name of that by which targets are measured; NULL: see schedule/rhythm.h */
    int cut_off; /* day of the period's last month on which data are cut off; 0: its last day */
    int line;
};

/* The defaults of design.md §3; name is copied. Returns 0 or ERR_NOMEM. */
int policy_init(struct policy *policy, const char *name);
void policy_clear(struct policy *policy);
/* Whether mails may leave at that minute of a working day. */
bool policy_is_open(const struct policy *policy, int minute);

#define ESCALATION_LEVELS 4
/* The level of a role, 1 … ESCALATION_LEVELS (head, office, deputy, director); 0: it is none. */
int escalation_level(enum role role);
/* After how many working days of being overdue the role hears of it; 0: never. */
int policy_escalation(const struct policy *policy, enum role role);
/* The lead's steps for an obligation: week, month, or other. */
const struct ladder_steps *policy_steps(const struct policy *policy, enum period_kind every);
void regime_clear(struct regime *regime);
/* The cycle a regime sets for that kind of period, or NULL when it sets none (or regime is NULL). */
const struct cycle *regime_cycle(const struct regime *regime, enum period_kind every);

#endif
