/* The config as tables: which sections there are, which keys they hold, and of what type. */
#ifndef CONF_SCHEMA_H
#define CONF_SCHEMA_H

#include <stdbool.h>
#include <stddef.h>

enum conf_type {
    CONF_TEXT,   /* char *, tidied NFC */
    CONF_TEXTS,  /* struct strings */
    CONF_ID,     /* char *, roster_id_is_valid */
    CONF_IDS,    /* struct strings */
    CONF_MAIL,   /* char *, address_is_valid */
    CONF_MAILS,  /* struct strings */
    CONF_PATH,   /* char *, joined to the folder of its file */
    CONF_PATHS,  /* struct strings */
    CONF_URL,    /* char *, http:// or https:// */
    CONF_LISTEN, /* char *, "" or model/listen.h; a unix socket's path is joined as CONF_PATH */
    CONF_HOST,   /* char *, a host name or address */
    CONF_NUMBER, /* int, min … max */
    CONF_SWITCH, /* bool */
    CONF_CHOICE, /* an enum: the index in choices */
    CONF_FLAG,   /* bool: the index, 0 or 1, in choices */
    CONF_DATE,   /* day_t */
    CONF_HOUR,   /* int, minutes since midnight, from "HH:MM" */
    CONF_OFFSET, /* offset_t, from "+07:00" */
    CONF_STEPS,  /* struct ladder_steps */
    CONF_CYCLE,  /* struct cycle of the period_kind in `min`, from a Vietnamese phrase */
};

#define CONF_NOT_STORED ((size_t)-1)

struct conf_key {
    const char *name;
    enum conf_type type;
    size_t offset; /* in the section's struct; CONF_NOT_STORED: the builder reads it itself */
    int min, max;  /* CONF_NUMBER; CONF_CYCLE: min is the period_kind */
    const char *fallback; /* read as if it stood in the file; NULL: the struct stays as it is */
    bool required;
    const char *const *choices; /* CONF_CHOICE, CONF_FLAG: NULL-terminated */
    const char *help;           /* N_(…): what it is, for conf_describe */
};

struct conf_kind {
    const char *name;                        /* "department"; "" for the top level */
    bool titled;                             /* has a title and may stand many times; else once */
    const struct conf_key *keys;             /* ends with a NULL name */
    const struct conf_kind *const *sections; /* NULL-terminated, or NULL */
    const char *help;
};

extern const struct conf_kind CONF_ROOT;
extern const struct conf_kind CONF_SECTION_MAIL, CONF_SECTION_DEPARTMENT, CONF_SECTION_UNIT,
    CONF_SECTION_GROUP, CONF_SECTION_POST, CONF_SECTION_EXTERNAL, CONF_SECTION_POLICY,
    CONF_SECTION_REPORTING, CONF_SECTION_PLAN, CONF_SECTION_ENDPOINT, CONF_SECTION_EDXML,
    CONF_SECTION_INCOMING, CONF_SECTION_ORGAN, CONF_SECTION_ROUTE, CONF_SECTION_YEAR;

bool conf_type_is_list(enum conf_type type);
const struct conf_key *conf_kind_key(const struct conf_kind *kind, const char *name);

#endif
