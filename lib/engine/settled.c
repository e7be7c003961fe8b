/* Which stages of an occurrence were said or passed over already, for its present due day. */
#include <stdlib.h>
#include <string.h>

#include "base/cleanup.h"
#include "base/err.h"
#include "base/vec.h"
#include "lib/engine/internal.h"
#include "store/ledger.h"

#define SETTLED_MAX 10000

static void nothing_owned(struct settled_stage *stage)
{
    (void)stage;
}

void settled_clear(struct settled *list)
{
    if (list) {
        vec_clear(list, nothing_owned);
    }
}

static const struct settled_stage *find(const struct settled *list, enum role role,
                                        struct stage stage)
{
    const struct settled_stage *found = NULL;
    for (size_t i = 0; i < list->count; i++) {
        const struct settled_stage *one = &list->items[i];
        if (one->role == role && stage_equal(one->stage, stage) && (!found || found->silent)) {
            found = one;
        }
    }
    return found;
}

bool settled_has(const struct settled *list, enum role role, struct stage stage)
{
    const struct settled_stage *found = find(list, role, stage);
    return found && !found->silent;
}

bool settled_is_noted(const struct settled *list, enum role role, struct stage stage)
{
    return find(list, role, stage) != NULL;
}

/* --- reading -------------------------------------------------------------------------------------- */

struct reading_settled {
    struct settled *out;
    instant_t now;
    char due[CIVIL_TEXT_SIZE + 10]; /* as the details have it */
};

static int add(struct settled *out, enum role role, struct stage stage, bool silent)
{
    struct settled_stage one = {role, stage, silent};
    return vec_push(out, SETTLED_MAX, one);
}

/* The text of a key of our own details (note.c), up to its closing quote; NULL: not there. */
static const char *value_of(const char *detail, const char *key, size_t *len)
{
    char name[40];
    snprintf(name, sizeof name, "\"%s\":\"", key);
    const char *at = strstr(detail, name);
    if (!at) {
        return NULL;
    }
    at += strlen(name);
    *len = strcspn(at, "\"");
    return at;
}

static bool read_role(const char *detail, enum role *out)
{
    size_t len;
    char name[20];
    const char *text = value_of(detail, "role", &len);
    if (!text || len >= sizeof name) {
        return false;
    }
    memcpy(name, text, len);
    name[len] = '\0';
    return role_parse(name, out) == 0;
}

/* "stages":["before_15","before_7"] */
static int add_stages(struct reading_settled *this, const char *detail, enum role role, bool silent)
{
    static const char KEY[] = "\"stages\":[";
    const char *at = strstr(detail, KEY);
    int err = 0;
    for (at = at ? at + strlen(KEY) : ""; *at == '"' && err == 0; at += *at == ',') {
        char name[STAGE_TEXT_SIZE];
        struct stage stage;
        size_t len = strcspn(++at, "\"");
        if (len < sizeof name) {
            memcpy(name, at, len);
            name[len] = '\0';
            err = stage_parse(name, &stage) == 0 ? add(this->out, role, stage, silent) : 0;
        }
        at += len;
        at += *at == '"';
    }
    return err;
}

/* What a clock that was ahead passed over was not passed over. */
static int each_entry(const struct ledger_row *row, void *arg)
{
    struct reading_settled *this = arg;
    enum role role;
    size_t len;
    if (strcmp(row->kind, "skipped") != 0 || row->at > this->now || !row->detail ||
        !strstr(row->detail, this->due) || !read_role(row->detail, &role)) {
        return 0;
    }
    const char *reason = value_of(row->detail, "reason", &len);
    bool silent = reason && len == strlen("silence") && strncmp(reason, "silence", len) == 0;
    return add_stages(this, row->detail, role, silent);
}

int settled_read(struct engine *engine, const struct occurrence_row *row, instant_t now,
                 struct settled *out)
{
    struct reading_settled this = {.out = out, .now = now};
    struct notice_rows notices = {0};
    struct ledger_filter filter;
    char due[CIVIL_TEXT_SIZE];
    snprintf(this.due, sizeof this.due, "\"due\":\"%s\"", civil_format_iso(row->dates.due, due));
    int err = store_notices_of_occurrence(engine->store, row->id, 0, &notices);
    for (size_t i = 0; i < notices.count && err == 0; i++) {
        if (notices.items[i].anchor == row->dates.due) {
            err = add(out, notices.items[i].role, notices.items[i].stage, false);
        }
    }
    store_notice_rows_clear(&notices);
    ledger_filter_init(&filter);
    filter.occurrence = row->id;
    return err == 0 ? store_ledger_each(engine->store, &filter, each_entry, &this) : err;
}
