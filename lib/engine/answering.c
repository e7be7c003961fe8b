#include "lib/engine/answering.h"

#include <stdlib.h>
#include <string.h>

#include "base/cleanup.h"
#include "base/err.h"
#include "store/ledger.h"

void answering_clear(struct answering *answering)
{
    if (!answering) {
        return;
    }
    free(answering->occurrence);
    free(answering->recipient);
    items_clear(&answering->items);
    *answering = (struct answering){.status = ANSWER_UNKNOWN};
}

const struct occurrence_row *answering_row(const struct answering *answering)
{
    return answering->items.count > 0 ? &answering->items.subjects[0].row : NULL;
}

bool answering_is_overdue(const struct answering *answering)
{
    const struct occurrence_row *row = answering_row(answering);
    return row && engine_state(answering->engine, row, answering->today) == STATE_OVERDUE;
}

/* --- who answers -------------------------------------------------------------------------------- */

/* One look for the address that a token was signed for. */
struct look {
    struct answering *answering;
    const struct answer_token *token;
    const struct occurrence_row *row;
    const struct task_row *task; /* NULL: none */
};

static int take(struct look *look, const char *recipient, enum role role, bool *found)
{
    struct answering *answering = look->answering;
    if (!strchr(recipient, '@') ||
        !answer_token_fits(look->token, &answering->engine->link_keys, recipient)) {
        return 0;
    }
    answering->recipient = strdup(recipient);
    answering->role = role;
    *found = answering->recipient != NULL;
    return *found ? 0 : ERR_NOMEM;
}

static int look_among(struct look *look, enum role role, bool *found)
{
    struct recipients list = {0};
    int err = recipients_of(look->answering->engine, look->row, look->task, role,
                            look->answering->today, &list);
    for (size_t i = 0; i < list.count && err == 0 && !*found; i++) {
        err = take(look, list.items[i].name, role, found);
    }
    recipients_clear(&list);
    return err;
}

/* Those who were told of it, as far back as there are notices. */
static int look_back(struct look *look, bool *found)
{
    struct notice_rows notices = {0};
    int err =
        store_notices_of_occurrence(look->answering->engine->store, look->row->id, 0, &notices);
    const char *last = "";
    for (size_t i = 0; i < notices.count && err == 0 && !*found; i++) {
        const struct notice_row *notice = &notices.items[i];
        if (strcmp(notice->recipient, last) != 0) {
            err = take(look, notice->recipient, notice->role, found);
        }
        last = notice->recipient;
    }
    store_notice_rows_clear(&notices);
    return err;
}

static int find_recipient(struct look *look)
{
    static const enum role roles[] = {ROLE_LEAD, ROLE_HEAD, ROLE_OFFICE};
    struct answering *answering = look->answering;
    bool found = false;
    int err = 0;
    for (size_t i = 0; i < sizeof(roles) / sizeof(roles[0]) && err == 0 && !found; i++) {
        /* Where several units have come to do it, one of them does not speak for the others. */
        bool is_ones_own = !look->row->has_shares || roles[i] == ROLE_OFFICE;
        if (is_ones_own && link_may(roles[i], answering->link.act)) {
            err = look_among(look, roles[i], &found);
        }
    }
    if (err == 0 && !found) {
        err = look_back(look, &found);
        answering->status = found ? ANSWER_FOREIGN : ANSWER_UNKNOWN;
    } else {
        answering->status = ANSWER_SHOWN;
    }
    if (found && answering->today > answering->link.until) {
        answering->status = ANSWER_EXPIRED;
    }
    return err;
}

/* --- what it is about --------------------------------------------------------------------------- */

static enum answer_status status_of(const struct occurrence_row *row)
{
    switch (row->dates.outcome) {
    case OUTCOME_WITHDRAWN:
        return ANSWER_WITHDRAWN;
    case OUTCOME_DONE:
    case OUTCOME_EXEMPT:
        return ANSWER_SETTLED;
    case OUTCOME_OPEN:
        break;
    }
    return row->dates.waiting ? ANSWER_SETTLED : ANSWER_SHOWN;
}

/* The task as an item of a mail to the recipient. */
static int describe(struct answering *answering, const struct occurrence_row *row)
{
    const struct notice_row notice = {.occurrence = row->id,
                                      .stage = {.kind = STAGE_DUE},
                                      .anchor = row->dates.due,
                                      .role = answering->role,
                                      .department = row->department,
                                      .recipient = answering->recipient};
    struct subject subject;
    bool fit;
    int err = subject_read(answering->engine, &notice, &subject, &fit);
    return err < 0 ? err
                   : items_add(answering->engine, &notice, &subject, MAIL_CLASS_DAILY,
                               answering->today, &answering->items);
}

static int find(struct answering *answering, const struct answer_token *token,
                const struct occurrence_row *row)
{
    struct task_row task = {0};
    int err = row->stt ? store_task_get(answering->engine->store, row->plan, row->stt, &task)
                       : ERR_NOT_FOUND;
    struct look look = {answering, token, row, err == 0 ? &task : NULL};
    answering->occurrence = strdup(row->id);
    answering->shared = row->has_shares;
    if (err == ERR_NOT_FOUND) {
        err = 0;
    }
    if (err == 0) {
        err = answering->occurrence ? find_recipient(&look) : ERR_NOMEM;
    }
    if (err == 0 && answering->status == ANSWER_SHOWN) {
        answering->status = status_of(row);
        err = describe(answering, row);
    }
    store_task_clear(&task);
    return err;
}

int answering_open(struct engine *engine, const char *text, instant_t now, struct answering *out)
{
    struct answer_token token;
    struct answering answering = {.engine = engine,
                                  .now = now,
                                  .today = engine_day(engine, now),
                                  .status = ANSWER_UNKNOWN};
    if (answer_token_read(text, &token) < 0) {
        *out = answering;
        return 0;
    }
    answering.link = token.link;
    _cleanup_(store_occurrence_clear) struct occurrence_row row = {0};
    store_occurrence_init(&row);
    int err = store_occurrence_by_code(engine->store, token.link.code, &row);
    if (err == 0) {
        err = find(&answering, &token, &row);
    } else if (err == ERR_NOT_FOUND) {
        err = 0;
    }
    if (err < 0) {
        answering_clear(&answering);
        return err;
    }
    *out = answering;
    return 0;
}

/* --- what was recorded before -------------------------------------------------------------------- */

void answering_entry_clear(struct answering_entry *entry)
{
    free(entry->kind);
    free(entry->author);
    free(entry->detail);
    *entry = (struct answering_entry){.at = INSTANT_NONE};
}

struct last {
    const char *const *kinds;
    const char *author;
    struct answering_entry *out;
};

static char *copy(const char *text)
{
    return text ? strdup(text) : NULL;
}

static int each_entry(const struct ledger_row *row, void *arg)
{
    struct last *last = arg;
    size_t i = 0;
    while (last->kinds[i] && strcmp(last->kinds[i], row->kind) != 0) {
        i++;
    }
    bool fits = last->kinds[i] &&
                (!last->author || (row->author && strcmp(last->author, row->author) == 0));
    if (fits) {
        size_t count = last->out->count + 1;
        answering_entry_clear(last->out);
        *last->out = (struct answering_entry){row->at, copy(row->kind), copy(row->author),
                                              copy(row->detail), count};
    }
    return 0;
}

int answering_last(const struct answering *answering, const char *const *kinds, const char *author,
                   struct answering_entry *out)
{
    struct ledger_filter filter;
    struct answering_entry entry = {.at = INSTANT_NONE};
    struct last last = {kinds, author, &entry};
    ledger_filter_init(&filter);
    filter.occurrence = answering->occurrence;
    int err = store_ledger_each(answering->engine->store, &filter, each_entry, &last);
    if (err < 0) {
        answering_entry_clear(&entry);
        return err;
    }
    *out = entry;
    return 0;
}
