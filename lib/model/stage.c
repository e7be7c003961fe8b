#include "model/stage.h"

#include <ctype.h>
#include <stddef.h>
#include <stdio.h>
#include <string.h>

#include "base/err.h"

static const struct stage_name {
    const char *name; /* numbered: up to and with its last underscore */
    enum stage_kind kind;
    bool numbered;
} STAGES[] = {
    {"opening", STAGE_OPENING, false},
    {"half", STAGE_HALF, false},
    {"before_", STAGE_BEFORE, true},
    {"due", STAGE_DUE, false},
    {"overdue_week_", STAGE_OVERDUE_WEEK, true},
    {"overdue_", STAGE_OVERDUE, true},
    {"escalation_", STAGE_ESCALATION, true},
    {"collect", STAGE_COLLECT, false},
    {"monthly", STAGE_MONTHLY, false},
    {"past_due", STAGE_PAST_DUE, false},
    {"needs_person", STAGE_NEEDS_PERSON, false},
    {"target", STAGE_TARGET, false},
    {"incoming", STAGE_INCOMING, false},
    {"digest", STAGE_DIGEST, false},
};
#define STAGE_COUNT (sizeof STAGES / sizeof STAGES[0])

char *stage_format(struct stage stage, char out[static STAGE_TEXT_SIZE])
{
    out[0] = '\0';
    for (size_t i = 0; i < STAGE_COUNT; i++) {
        if (STAGES[i].kind != stage.kind)
            continue;
        if (STAGES[i].numbered)
            snprintf(out, STAGE_TEXT_SIZE, "%s%d", STAGES[i].name, stage.n);
        else
            snprintf(out, STAGE_TEXT_SIZE, "%s", STAGES[i].name);
        break;
    }
    return out;
}

/* One to three digits, no leading zero. */
static int parse_number(const char *text, int *out)
{
    int value = 0;
    size_t len = 0;
    for (; isdigit((unsigned char)text[len]); len++) {
        if (len == 3)
            return ERR_FORMAT;
        value = value * 10 + (text[len] - '0');
    }
    if (len == 0 || text[len] != '\0' || text[0] == '0')
        return ERR_FORMAT;
    *out = value;
    return 0;
}

int stage_parse(const char *text, struct stage *out)
{
    for (size_t i = 0; i < STAGE_COUNT; i++) {
        size_t len = strlen(STAGES[i].name);
        if (!STAGES[i].numbered) {
            if (strcmp(text, STAGES[i].name) != 0)
                continue;
            *out = (struct stage){STAGES[i].kind, 0};
            return 0;
        }
        int n;
        if (strncmp(text, STAGES[i].name, len) != 0 || parse_number(text + len, &n) != 0)
            continue;
        *out = (struct stage){STAGES[i].kind, n};
        return 0;
    }
    return ERR_FORMAT;
}

bool stage_equal(struct stage a, struct stage b)
{
    return a.kind == b.kind && a.n == b.n;
}

static const char *const ROLES[] = {
    [ROLE_LEAD] = "lead",     [ROLE_COORDINATING] = "coordinating",
    [ROLE_OFFICE] = "office", [ROLE_HEAD] = "head",
    [ROLE_DEPUTY] = "deputy", [ROLE_DIRECTOR] = "director",
};
#define ROLE_COUNT (sizeof ROLES / sizeof ROLES[0])

const char *role_name(enum role role)
{
    return (size_t)role < ROLE_COUNT ? ROLES[role] : "";
}

int role_parse(const char *text, enum role *out)
{
    for (size_t i = 0; i < ROLE_COUNT; i++) {
        if (strcmp(text, ROLES[i]) == 0) {
            *out = (enum role)i;
            return 0;
        }
    }
    return ERR_FORMAT;
}
