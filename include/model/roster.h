/* Who a plan can name: departments with their units, groups, posts and outside parties. */
#ifndef MODEL_ROSTER_H
#define MODEL_ROSTER_H

#include <stdbool.h>
#include <stddef.h>

#include "cal/civil.h"

enum party_kind {
    PARTY_UNIT,     /* phòng, trung tâm, chi cục, Văn phòng */
    PARTY_GROUP,    /* a collective name for units */
    PARTY_POST,     /* a named duty held by people; addressed like a unit */
    PARTY_EXTERNAL, /* outside the department: shown, never addressed */
};

#define PARTY_MAX_NAMES 32
#define PARTY_MAX_ADDRESSES 32
#define PARTY_MAX_MEMBERS 512
#define ROSTER_MAX_PARTIES 2000
#define ROSTER_MAX_DEPARTMENTS 200

/* A list of strings that owns them. */
struct strings {
    char **items;
    size_t count, capacity;
};

/* Whoever a lead or coordinating column can name. All text is NFC and owned by the party. */
struct party {
    enum party_kind kind;
    char *id;                 /* [a-z0-9-]+, unique in its department: "phong-khtc" */
    struct strings names;     /* the first is the official one, the rest are aliases */
    struct strings keys;      /* the names folded for comparison (utf8_fold_name), same order */
    struct strings mail;      /* addresses of a unit or post */
    struct strings endpoints; /* names of endpoints that also hear */
    char *head_name;          /* unit: its head, for display; NULL: none */
    char *head_mail;          /* unit: its head's address; NULL: the unit's own */
    struct strings
        deputy; /* unit or group: the deputy director in charge, addresses or ids of posts */
    struct strings members; /* group: ids of its units and posts, in order */
    bool heads;        /* group: means those units' heads ("Thủ trưởng các phòng …") */
    day_t from, until; /* first and last day of validity, or DAY_NONE */
    char *successor;   /* id that takes over after `until`; NULL: none */
    char *file;        /* config file that names it; NULL: the one given to roster_validate */
    int line;          /* the line there */
};

struct department {
    char *id;
    char *name;              /* official name */
    char *key;               /* folded */
    char *office;            /* id of the unit that follows up (Văn phòng) */
    struct strings deputy;   /* in charge of units that name none: addresses or ids of posts */
    struct strings director; /* the same for the director */
    char *from_mail;         /* sender of its mails; NULL: the settings' one */
    char *reply_to;          /* NULL: the office's first address */
    char *regime;            /* name of its reporting regime; NULL: none */
    char *policy;            /* name of its policy; NULL: the default */
    char *assigned_policy;   /* name of that of tasks that arrive during the year; NULL: `policy` */
    struct party *parties;
    size_t count, capacity;
    day_t from, until;
    char *successor; /* department id */
    char *file;      /* config file that names it; NULL: the one given to roster_validate */
    int line;
};

struct roster {
    struct department *departments;
    size_t count, capacity;
};

/* Frees the strings; accepts NULL and zeroed. */
void strings_clear(struct strings *list);
/* Adds a copy. Returns 0, ERR_NOMEM, ERR_LIMIT (10,000 items). */
int strings_add(struct strings *list, const char *text);
/* Adds a copy in NFC, trimmed, each run of spaces made one. Also ERR_FORMAT (not UTF-8). */
int strings_add_tidy(struct strings *list, const char *text, size_t len);
/* Adds the pieces between separators, tidied; empty pieces are left out. Same errors. */
int strings_split(struct strings *list, const char *text, char separator);
/* The index of an equal string, or -1. */
int strings_find(const struct strings *list, const char *text);
/* Deep copy into an empty list. Returns 0 or ERR_NOMEM; `to` stays empty then. */
int strings_copy(const struct strings *from, struct strings *to);

/* Whether a text can be an id of a department, party, plan, policy …: 1 … PARTY_MAX_ID characters of
 * a-z, 0-9 and single inner hyphens. Ids stand in occurrence ids (design.md §5): no "/", "@", ".". */
#define PARTY_MAX_ID 40
bool roster_id_is_valid(const char *id);

void roster_init(struct roster *roster);
/* Accepts NULL and zeroed. */
void roster_clear(struct roster *roster);
/* Adds an empty department or party with that id. Returns 0, ERR_EXISTS, ERR_LIMIT, ERR_NOMEM,
 * ERR_INVALID (id). The pointer is valid until the next add. */
int roster_add_department(struct roster *roster, const char *id, struct department **out);
int department_add_party(struct department *department, const char *id, enum party_kind kind,
                         struct party **out);
/* Adds a name (NFC inside, any form accepted) with its key. ERR_EXISTS when another party of the
 * department has that key already: *other then names it (may be NULL). */
int department_add_name(struct department *department, struct party *party, const char *name,
                        const struct party **other);

/* Appends the key that names are compared by: two wordings name the same when their keys are equal.
 * Returns 0, ERR_FORMAT (not UTF-8), ERR_LIMIT, ERR_NOMEM. out must be empty. */
struct buf;
int roster_name_key(const char *name, struct buf *out);

/* By id; NULL when there is none. */
const struct department *roster_department(const struct roster *roster, const char *id);
const struct party *department_party(const struct department *department, const char *id);

/* Finds who a plan's wording names, whatever its case, spacing (also around punctuation), Unicode
 * form, place of the tone, or alias; NULL when nobody. */
const struct party *department_resolve(const struct department *department, const char *name);
/* Up to `max` official names nearest to an unknown wording, best first: by edit distance on keys, and
 * those it may abbreviate ("P. KHTC", "TT CNTT"). For a person to choose from, never to act on.
 * Returns how many were written; the pointers belong to the roster. */
size_t department_nearest(const struct department *department, const char *name, const char **out,
                          size_t max);
/* The party that holds the duties on that day: follows successors, at most 16. NULL: nobody does
 * (ended without a successor, or not begun yet). DAY_NONE: the party itself. */
const struct party *department_current(const struct department *department,
                                       const struct party *party, day_t day);
/* The same for a whole department (merged into another one); NULL: nobody. */
const struct department *roster_current(const struct roster *roster,
                                        const struct department *department, day_t day);
/* The units and posts behind a party on that day, groups expanded, each once, in the roster's
 * order: writes pointers to out (room for max). Returns how many there are (may exceed max).
 * External parties give none. Groups may hold groups; a ring of them is walked once. */
size_t department_expand(const struct department *department, const struct party *party, day_t day,
                         const struct party **out, size_t max);

/* Who is the deputy director in charge of a unit or post: its own, else that of the first group in the
 * roster's order that holds it, else the department's. Addresses (with "@") or ids of parties; maybe
 * empty. The list is the roster's. */
const struct strings *department_deputy(const struct department *department,
                                        const struct party *party);

/* The unit that follows up; NULL when the department is not validated. */
const struct party *department_office(const struct department *department);

/* Checks that office, members, successors name existing parties, that groups do not hold
 * themselves, that units and posts have names and addresses (whether those are valid is checked where
 * they are read: model/address.h); findings go to diag with the party's own file, or `file`.
 * Returns 0 or ERR_INVALID. */
struct diag;
int roster_validate(const struct roster *roster, const char *file, struct diag *diag);
/* The same for one department. */
int department_validate(const struct roster *roster, const struct department *department,
                        const char *file, struct diag *diag);
const char *party_kind_name(enum party_kind kind);

#endif
