/* What waits for one recipient becomes a daily mail, an immediate one, or events. */
#include <stdlib.h>
#include <string.h>

#include "base/cleanup.h"
#include "base/err.h"
#include "base/i18n.h"
#include "base/text.h"
#include "base/vec.h"
#include "lib/engine/events.h"
#include "lib/engine/internal.h"
#include "lib/engine/items.h"
#include "lib/engine/mailing.h"
#include "schedule/group.h"
#include "store/outbox.h"

#define LETTER_MAX_NOTICES 100000
#define DROPPED INT64_C(-1) /* in place of a message: not in this one, or never said */

#define REVIEWS_MAX 100000 /* mails that wait, to be looked through at the end of a load */

/* One mail in the making. */
struct letter {
    struct engine *engine;
    const struct department *department;
    const char *recipient;
    instant_t now;
    day_t today;
    enum mail_class class;
    struct notice_rows all;    /* what it may say: its own notices, then those of stale mails */
    size_t own;                /* all.items[0 … own) have no message yet */
    struct message_rows stale; /* daily mails that it supersedes */
    day_t day;                 /* of a daily mail that is made anew; DAY_NONE: today */
    instant_t next_at;         /* when that one was to be tried; INSTANT_NONE: now */
    instant_t undelivered_since;
    bool anew; /* stale.items[0] is the mail that it stands in for */
    struct items items;
    size_t *said; /* index into all, by item */
    size_t said_capacity;
};

static void letter_clear(struct letter *letter)
{
    store_notice_rows_clear(&letter->all);
    store_message_rows_clear(&letter->stale);
    items_clear(&letter->items);
    free(letter->said);
}

/* --- what is said ------------------------------------------------------------------------------- */

static int drop(struct letter *letter, const struct notice_row *notice, const char *reason)
{
    int err = store_notice_drop(letter->engine->store, notice->id);
    if (err < 0) {
        return err;
    }
    struct detail detail;
    detail_init(&detail);
    detail_stage(&detail, "stage", notice->stage);
    detail_text(&detail, "role", role_name(notice->role));
    detail_text(&detail, "reason", reason);
    const struct note note = {.at = letter->now,
                              .kind = "skipped",
                              .occurrence = notice->occurrence,
                              .recipient = notice->recipient};
    return note_write(letter->engine, &note, &detail);
}

/* Whether a later notice of the letter says the same occurrence to the same end. */
static bool is_outdone(const struct letter *letter, size_t index)
{
    const struct notice_row *notice = &letter->all.items[index];
    for (size_t i = 0; i < letter->all.count; i++) {
        const struct notice_row *other = &letter->all.items[i];
        if (other->id > notice->id && strcmp(other->occurrence, notice->occurrence) == 0) {
            return true;
        }
    }
    return false;
}

static bool holds(const struct letter *letter, int64_t notice)
{
    for (size_t i = 0; i < letter->all.count; i++) {
        if (letter->all.items[i].id == notice) {
            return true;
        }
    }
    return false;
}

/* Whether the recipient was told of it by no other mail. */
static int look_fresh(const struct letter *letter, const char *occurrence, bool *out)
{
    struct notice_rows notices = {0};
    int err = store_notices_of_occurrence(letter->engine->store, occurrence, 0, &notices);
    *out = err == 0;
    for (size_t i = 0; i < notices.count; i++) {
        const struct notice_row *other = &notices.items[i];
        if (other->message > 0 && strcmp(other->recipient, letter->recipient) == 0 &&
            !holds(letter, other->id)) {
            *out = false;
        }
    }
    store_notice_rows_clear(&notices);
    return err;
}

/* What is silenced waits until it is over. *held: it is. */
static int hold(struct letter *letter, size_t index, const struct subject *subject, bool *held)
{
    struct notice_row *notice = &letter->all.items[index];
    instant_t at;
    int err = quiet_until(letter->engine, notice, subject, letter->now, &at);
    *held = err == 0 && at != INSTANT_NONE;
    if (*held) {
        err = store_notice_defer(letter->engine->store, notice->id, at);
        notice->message = DROPPED;
    }
    return err;
}

static int say(struct letter *letter, size_t index)
{
    const struct notice_row *notice = &letter->all.items[index];
    struct subject subject;
    bool fit;
    int err = subject_read(letter->engine, notice, &subject, &fit);
    if (err < 0) {
        return err;
    }
    if (!fit) {
        subject_clear(&subject);
        if (index >= letter->own) {
            return 0;
        }
        letter->all.items[index].message = DROPPED;
        return drop(letter, notice, "settled");
    }
    bool held = false;
    err = index < letter->own ? hold(letter, index, &subject, &held) : 0;
    if (err < 0 || held) {
        subject_clear(&subject);
        return err;
    }
    if (letter->items.count == letter->said_capacity) {
        size_t capacity = letter->said_capacity ? letter->said_capacity * 2 : 16;
        size_t *said = reallocarray(letter->said, capacity, sizeof *said);
        if (!said) {
            subject_clear(&subject);
            return ERR_NOMEM;
        }
        letter->said = said;
        letter->said_capacity = capacity;
    }
    err = subject.assigned ? look_fresh(letter, notice->occurrence, &subject.fresh) : 0;
    if (err < 0) {
        subject_clear(&subject);
        return err;
    }
    err = items_add(letter->engine, notice, &subject, letter->class, letter->today, &letter->items);
    if (err == 0) {
        letter->said[letter->items.count - 1] = index;
    }
    return err;
}

static int collect_items(struct letter *letter)
{
    /* Lists can be long, and a list's notices never outdo one another. */
    bool compare = letter->all.count <= 5000;
    for (size_t i = 0; i < letter->all.count; i++) {
        if (compare && is_outdone(letter, i)) {
            continue;
        }
        int err = say(letter, i);
        if (err < 0) {
            return err;
        }
    }
    return 0;
}

/* --- writing ------------------------------------------------------------------------------------ */

/* Whether "A; B" holds a name as a whole: "Phòng A" is not in "Phòng A1". */
static bool holds_name(const char *names, const char *name)
{
    struct text_span piece;
    while (text_split(&names, ';', &piece)) {
        piece = text_trim(piece);
        if (piece.len == strlen(name) && memcmp(piece.data, name, piece.len) == 0) {
            return true;
        }
    }
    return false;
}

/* Whom a notice addresses: the unit or post, its head, or those who direct the department. */
static int write_name(const struct letter *letter, const struct notice_row *notice, struct buf *out)
{
    const struct party *party =
        notice->unit ? department_party(letter->department, notice->unit) : NULL;
    const char *name = party && party->names.count > 0 ? party->names.items[0] : NULL;
    if (notice->role == ROLE_HEAD && name) {
        return buf_printf(out, _("Thủ trưởng %s"), name);
    }
    if (!name && (notice->role == ROLE_DEPUTY || notice->role == ROLE_DIRECTOR)) {
        return buf_printf(out, _("Lãnh đạo %s"), letter->department->name);
    }
    return name ? buf_puts(out, name) : 0;
}

/* The names of those as whom the recipient hears, each once. */
static int write_names(const struct letter *letter, struct buf *out)
{
    int err = 0;
    for (size_t i = 0; i < letter->items.count && err == 0; i++) {
        _cleanup_buf_ struct buf name = {0};
        buf_init(&name, 1000);
        err = write_name(letter, &letter->all.items[letter->said[i]], &name);
        if (err == 0 && name.len > 0 &&
            (out->len == 0 || !holds_name(buf_str(out), buf_str(&name)))) {
            err = buf_printf(out, "%s%s", out->len > 0 ? "; " : "", buf_str(&name));
        }
    }
    if (err == ERR_LIMIT || (err == 0 && out->len == 0)) {
        buf_reset(out);
        err = buf_puts(out, letter->recipient);
    }
    return err;
}

struct things {
    struct mailing_thing *items;
    size_t count;
};

static void things_clear(struct things *things)
{
    for (size_t i = 0; i < things->count; i++) {
        free(things->items[i].name);
    }
    free(things->items);
}

/* "<occurrence> <stage> <role> <anchor>": what makes a notice one of its kind. */
static int list_things(const struct letter *letter, struct things *things)
{
    things->items = calloc(letter->items.count, sizeof things->items[0]);
    if (!things->items) {
        return ERR_NOMEM;
    }
    for (size_t i = 0; i < letter->items.count; i++) {
        const struct notice_row *notice = &letter->all.items[letter->said[i]];
        char stage[STAGE_TEXT_SIZE];
        _cleanup_buf_ struct buf text = {0};
        buf_init(&text, 1024);
        int err =
            buf_printf(&text, "%s %s %s %d", notice->occurrence, stage_format(notice->stage, stage),
                       role_name(notice->role), (int)notice->anchor);
        if (err < 0) {
            return err;
        }
        things->items[i].name = buf_steal(&text);
        things->items[i].occurrence = notice->occurrence;
        things->count++;
        if (!things->items[i].name) {
            return ERR_NOMEM;
        }
    }
    return 0;
}

/* --- the outbox --------------------------------------------------------------------------------- */

static int supersede(struct letter *letter, int64_t id)
{
    for (size_t i = 0; i < letter->stale.count; i++) {
        const struct message_row *old = &letter->stale.items[i];
        int err = store_notices_move(letter->engine->store, old->id, id);
        if (err == 0) {
            err = store_message_supersede(letter->engine->store, old->id, id, letter->now);
        }
        struct detail detail;
        detail_init(&detail);
        detail_int(&detail, "by", id);
        const struct note note = {.at = letter->now,
                                  .kind = "superseded",
                                  .message = old->id,
                                  .recipient = letter->recipient};
        if (err == 0) {
            err = note_write(letter->engine, &note, &detail);
        }
        if (err < 0) {
            detail_clear(&detail);
            return err;
        }
    }
    return 0;
}

/* What the mail says, and what a later notice of the same occurrence says better, is said by it. */
static int attach(struct letter *letter, int64_t id)
{
    for (size_t i = 0; i < letter->own; i++) {
        if (letter->all.items[i].message != DROPPED) {
            int err = store_notice_attach(letter->engine->store, letter->all.items[i].id, id);
            if (err < 0) {
                return err;
            }
        }
    }
    return supersede(letter, id);
}

/* Nothing of it stands any more: what was queued need not leave. */
static int cancel_stale(struct letter *letter)
{
    for (size_t i = 0; i < letter->stale.count; i++) {
        const struct message_row *old = &letter->stale.items[i];
        int err = store_message_cancel(letter->engine->store, old->id, letter->now, "settled");
        struct detail detail;
        detail_init(&detail);
        detail_text(&detail, "reason", "settled");
        const struct note note = {.at = letter->now,
                                  .kind = "cancelled",
                                  .message = old->id,
                                  .recipient = letter->recipient};
        if (err == 0) {
            err = note_write(letter->engine, &note, &detail);
        }
        if (err < 0) {
            detail_clear(&detail);
            return err;
        }
    }
    return 0;
}

static int write_letter(struct letter *letter, size_t *made)
{
    int err = collect_items(letter);
    if (err < 0) {
        return err;
    }
    if (letter->items.count == 0) {
        return cancel_stale(letter);
    }
    _cleanup_(things_clear) struct things things = {0};
    _cleanup_buf_ struct buf names = {0};
    buf_init(&names, 1000);
    err = list_things(letter, &things);
    if (err == 0) {
        err = write_names(letter, &names);
    }
    if (err < 0) {
        return err;
    }
    const struct mailing mailing = {
        .engine = letter->engine,
        .department = letter->department,
        .recipient = letter->recipient,
        .names = buf_str(&names),
        .class = letter->class,
        .now = letter->now,
        .day = letter->day,
        .next_at = letter->next_at,
        .undelivered_since = letter->undelivered_since,
        .anew = letter->anew ? &letter->stale.items[0] : NULL,
        .items = letter->items.items,
        .count = letter->items.count,
        .things = things.items,
    };
    int64_t id;
    err = mailing_post(&mailing, &id);
    if (err == 0) {
        err = attach(letter, id);
    }
    if (err == 0) {
        (*made)++;
        err = undelivered_watch(letter->engine, letter->department->id, letter->now);
    }
    return err;
}

/* Adds the notices of the daily mails that are to be superseded. */
static int add_stale(struct letter *letter)
{
    int err = store_messages_stale(letter->engine->store, letter->department->id, letter->recipient,
                                   letter->today, &letter->stale);
    for (size_t i = 0; i < letter->stale.count && err == 0; i++) {
        const struct message_row *old = &letter->stale.items[i];
        if (old->undelivered_since < letter->undelivered_since) {
            letter->undelivered_since = old->undelivered_since;
        }
        struct notice_rows rows = {0};
        err = store_notices_of_message(letter->engine->store, old->id, 0, &rows);
        for (size_t j = 0; j < rows.count && err == 0; j++) {
            err = vec_push(&letter->all, 2 * LETTER_MAX_NOTICES, rows.items[j]);
            if (err == 0) {
                rows.items[j] = (struct notice_row){0};
            }
        }
        store_notice_rows_clear(&rows);
    }
    return err;
}

/* --- deciding ----------------------------------------------------------------------------------- */

static bool daily_exists(struct letter *letter, int *err)
{
    struct message_row row;
    store_message_init(&row);
    *err = store_message_daily(letter->engine->store, letter->department->id, letter->recipient,
                               letter->today, &row);
    bool exists = *err == 0;
    if (*err == ERR_NOT_FOUND) {
        *err = 0;
    }
    store_message_clear(&row);
    return exists;
}

static int decide(struct letter *letter, const struct notice_row *notice, enum group_when *out)
{
    day_t act_by = DAY_NONE;
    struct occurrence_row row;
    store_occurrence_init(&row);
    int err = store_occurrence_get(letter->engine->store, notice->occurrence, &row);
    if (err == 0) {
        act_by = row.act_by;
    }
    store_occurrence_clear(&row);
    if (err < 0 && err != ERR_NOT_FOUND) {
        return err;
    }
    const struct policy *policy =
        engine_department_policy(letter->engine->settings, letter->department->id);
    const struct settings *settings = letter->engine->settings;
    enum group_part part = group_part(notice->stage);
    bool pressing = part == GROUP_PART_DUE || part == GROUP_PART_UPCOMING;
    *out = group_decide(policy, &settings->holidays, letter->today,
                        offset_minute(letter->now, settings->utc_offset), true, act_by, !pressing);
    return 0;
}

/* Today's daily mail has left: what presses goes at once, the rest waits for the next one. */
static int put_off(struct letter *letter)
{
    const struct settings *settings = letter->engine->settings;
    const struct policy *policy = engine_department_policy(settings, letter->department->id);
    instant_t later =
        group_next_daily(policy, &settings->holidays, settings->utc_offset, letter->now, true);
    size_t kept = 0;
    int err = 0;
    for (size_t i = 0; i < letter->all.count; i++) {
        struct notice_row *notice = &letter->all.items[i];
        enum group_when when = GROUP_LATER;
        if (err == 0) {
            err = decide(letter, notice, &when);
        }
        if (err == 0 && when == GROUP_IMMEDIATE) {
            struct notice_row moved = *notice;
            *notice = letter->all.items[kept];
            letter->all.items[kept++] = moved;
        } else if (err == 0) {
            err = store_notice_defer(letter->engine->store, notice->id, later);
        }
    }
    for (size_t i = kept; i < letter->all.count; i++) {
        free(letter->all.items[i].owned);
    }
    letter->all.count = kept;
    return err;
}

static int defer_all(struct letter *letter, instant_t at)
{
    for (size_t i = 0; i < letter->all.count; i++) {
        int err = store_notice_defer(letter->engine->store, letter->all.items[i].id, at);
        if (err < 0) {
            return err;
        }
    }
    return 0;
}

/* The department is gone from the config: there is nobody to write in whose name. */
static int drop_all(struct engine *engine, const char *department, const char *recipient,
                    instant_t now)
{
    struct letter letter = {.engine = engine, .recipient = recipient, .now = now};
    int err = store_notices_due(engine->store, department, recipient, now, LETTER_MAX_NOTICES,
                                &letter.all);
    for (size_t i = 0; i < letter.all.count && err == 0; i++) {
        err = drop(&letter, &letter.all.items[i], "no_department");
    }
    letter_clear(&letter);
    return err;
}

static int make_mail(struct letter *letter, size_t *made)
{
    if (!planning_is_open(letter->engine, letter->department->id, letter->now)) {
        return defer_all(letter,
                         planning_open_at(letter->engine, letter->department->id, letter->now));
    }
    int err;
    if (daily_exists(letter, &err)) {
        letter->class = MAIL_CLASS_IMMEDIATE;
        err = put_off(letter);
        letter->own = letter->all.count;
        if (err < 0 || letter->own == 0) {
            return err;
        }
    } else if (err == 0) {
        err = add_stale(letter);
    }
    return err < 0 ? err : write_letter(letter, made);
}

/* One letter that cannot be made holds up no other: its notices wait for the next working day, and
 * the ledger says why. */
static int give_up(struct letter *letter, int fault)
{
    const struct settings *settings = letter->engine->settings;
    struct detail detail;
    detail_init(&detail);
    detail_text(&detail, "reason", err_text(fault));
    const struct note note = {.at = letter->now,
                              .kind = "unwritten",
                              .recipient = letter->recipient};
    int err = note_write(letter->engine, &note, &detail);
    instant_t later =
        group_next_daily(engine_department_policy(settings, letter->department->id),
                         &settings->holidays, settings->utc_offset, letter->now, true);
    for (size_t i = 0; i < letter->own && err == 0; i++) {
        if (letter->all.items[i].message == 0) {
            err = store_notice_defer(letter->engine->store, letter->all.items[i].id, later);
        }
    }
    return err;
}

static int make(struct letter *letter, size_t *made)
{
    struct engine *engine = letter->engine;
    int err = store_notices_due(engine->store, letter->department->id, letter->recipient,
                                letter->now, LETTER_MAX_NOTICES, &letter->all);
    letter->own = letter->all.count;
    if (err < 0 || letter->own == 0) {
        return err;
    }
    return text_starts_with(letter->recipient, "endpoint:")
               ? events_make(engine, &letter->all, letter->now, made)
               : make_mail(letter, made);
}

/* A letter that fails half-way leaves nothing behind: a mail that is stored without its notices would
 * have them said again. */
static int try(const struct letter *blank, size_t *made)
{
    struct letter letter = *blank;
    struct store *store = letter.engine->store;
    size_t count = 0;
    int err = store_part_begin(store);
    if (err < 0) {
        return err;
    }
    err = make(&letter, &count);
    letter_clear(&letter);
    if (err == 0) {
        err = store_part_keep(store);
    }
    if (err < 0) {
        store_part_forget(store);
        return err;
    }
    *made += count;
    return 0;
}

static int put_off_all(const struct letter *blank, int fault)
{
    struct letter letter = *blank;
    int err = store_notices_due(letter.engine->store, letter.department->id, letter.recipient,
                                letter.now, LETTER_MAX_NOTICES, &letter.all);
    letter.own = letter.all.count;
    if (err == 0) {
        err = give_up(&letter, fault);
    }
    letter_clear(&letter);
    return err;
}

int letters_make(struct engine *engine, const char *department, const char *recipient,
                 instant_t now, size_t *made)
{
    const struct letter blank = {
        .engine = engine,
        .department = roster_department(&engine->settings->roster, department),
        .recipient = recipient,
        .now = now,
        .today = engine_day(engine, now),
        .class = MAIL_CLASS_DAILY,
        .day = DAY_NONE,
        .next_at = INSTANT_NONE,
        .undelivered_since = now,
    };
    if (!blank.department) {
        return drop_all(engine, department, recipient, now);
    }
    int err = try(&blank, made);
    if (mailing_is_own_fault(err)) {
        /* Short memory can look like a fault of the letter; it does not look so twice. */
        err = try(&blank, made);
    }
    return mailing_is_own_fault(err) ? put_off_all(&blank, err) : err;
}

/* --- reviewing ---------------------------------------------------------------------------------- */

/* What a mail that waits still has to say, and what it has not. */
static int divide(struct engine *engine, struct notice_rows *all, struct notice_rows *gone)
{
    size_t kept = 0;
    int err = 0;
    for (size_t i = 0; i < all->count; i++) {
        struct subject subject;
        bool fit = true;
        if (err == 0) {
            err = subject_read(engine, &all->items[i], &subject, &fit);
        }
        if (err == 0) {
            subject_clear(&subject);
        }
        struct notice_row one = all->items[i];
        if (err == 0 && !fit) {
            err = vec_push(gone, LETTER_MAX_NOTICES * 2, one);
            fit = err < 0;
        }
        if (fit) {
            all->items[kept++] = one;
        }
    }
    all->count = kept;
    return err;
}

/* A new mail in the place of one that waits: on its day, when that was to be tried. */
static int replace(struct letter *letter, const struct notice_rows *gone, instant_t now)
{
    size_t made = 0;
    int err = 0;
    for (size_t i = 0; i < gone->count && err == 0; i++) {
        err = store_notice_detach(letter->engine->store, gone->items[i].id);
        if (err == 0) {
            err = drop(letter, &gone->items[i], "settled");
        }
    }
    if (err == 0) {
        err = store_message_supersede(letter->engine->store, letter->stale.items[0].id, 0, now);
    }
    return err == 0 ? write_letter(letter, &made) : err;
}

/* Takes the row and the notices that stand. One that cannot be made leaves the old one as it is. */
static int remake(struct engine *engine, struct message_row *row, struct notice_rows *notices,
                  const struct notice_rows *gone, instant_t now)
{
    struct letter letter = {
        .engine = engine,
        .department = roster_department(&engine->settings->roster, row->department),
        .recipient = notices->items[0].recipient,
        .now = now,
        .today = engine_day(engine, now),
        .class = row->class == MESSAGE_DAILY ? MAIL_CLASS_DAILY : MAIL_CLASS_IMMEDIATE,
        .day = row->day,
        .next_at = row->next_at,
        .undelivered_since = row->undelivered_since,
        .anew = true,
    };
    int err = letter.department ? vec_push(&letter.stale, 1, *row) : 0;
    if (err < 0 || !letter.department) {
        return err;
    }
    *row = (struct message_row){0};
    letter.all = *notices;
    *notices = (struct notice_rows){0};
    err = store_part_begin(engine->store);
    bool begun = err == 0;
    if (begun) {
        err = replace(&letter, gone, now);
    }
    if (err == 0) {
        err = store_part_keep(engine->store);
    } else if (begun) {
        store_part_forget(engine->store);
    }
    letter_clear(&letter);
    return mailing_is_own_fault(err) ? 0 : err;
}

static int cancel(struct engine *engine, const struct message_row *row, instant_t now)
{
    int err = store_message_cancel(engine->store, row->id, now, "settled");
    struct detail detail;
    detail_init(&detail);
    detail_text(&detail, "reason", "settled");
    const struct note note = {.at = now,
                              .kind = "cancelled",
                              .message = row->id,
                              .recipient = row->recipient};
    if (err < 0) {
        detail_clear(&detail);
        return err;
    }
    return note_write(engine, &note, &detail);
}

/* What was recovered after a crash may have left, and so may what the other side did not answer to: it
 * leaves again as it was (outbox_recover), under its own id. */
static bool may_change(const struct engine *engine, const struct message_row *row)
{
    bool unanswered =
        engine->settings->mail.method == MAIL_SMTP && row->attempts > 0 && row->last_code == 0;
    return row->channel == CHANNEL_MAIL && row->class != MESSAGE_EVENT && row->next_at != 0 &&
           row->next_at != INSTANT_NONE && !unanswered;
}

static int review(struct engine *engine, struct message_row *row, instant_t now)
{
    struct notice_rows notices = {0};
    struct notice_rows gone = {0};
    int err = store_notices_of_message(engine->store, row->id, 0, &notices);
    bool speaks_of_them = notices.count > 0;
    if (err == 0) {
        err = divide(engine, &notices, &gone);
    }
    if (err == 0 && speaks_of_them && notices.count == 0) {
        err = cancel(engine, row, now);
    } else if (err == 0 && gone.count > 0 && may_change(engine, row)) {
        err = remake(engine, row, &notices, &gone, now);
    }
    store_notice_rows_clear(&notices);
    store_notice_rows_clear(&gone);
    return err;
}

int letters_review_message(struct engine *engine, int64_t id, instant_t now)
{
    I18N_SPEAK(engine->settings->language);
    struct message_row row;
    bool moved = false;
    store_message_init(&row);
    int err = store_message_get(engine->store, id, &row);
    bool waits = err == 0 && row.state == MESSAGE_QUEUED;
    if (waits) {
        err = store_message_moved(engine->store, id, &moved);
    }
    if (err == 0 && moved) {
        err = review(engine, &row, now);
    }
    store_message_clear(&row);
    return err == ERR_NOT_FOUND ? 0 : err;
}

void letters_reviews_begin(struct engine *engine, struct engine_reviews *reviews)
{
    *reviews = (struct engine_reviews){0};
    engine->reviews = reviews;
}

int letters_reviews_end(struct engine *engine, instant_t now, bool keep)
{
    struct engine_reviews *reviews = engine->reviews;
    int err = 0;
    engine->reviews = NULL;
    for (size_t i = 0; i < reviews->count && err == 0 && keep; i++) {
        err = letters_review_message(engine, reviews->items[i], now);
    }
    vec_free(reviews);
    return err;
}

/* Now, or at the end of what is under way. */
static int review_in_time(struct engine *engine, int64_t id, instant_t now)
{
    struct engine_reviews *reviews = engine->reviews;
    if (!reviews) {
        return letters_review_message(engine, id, now);
    }
    for (size_t i = 0; i < reviews->count; i++) {
        if (reviews->items[i] == id) {
            return 0;
        }
    }
    return vec_push(reviews, REVIEWS_MAX, id);
}

int letters_review(struct engine *engine, const char *occurrence, instant_t now)
{
    struct notice_rows notices = {0};
    int err = store_notices_of_occurrence(engine->store, occurrence, 0, &notices);
    int64_t last = 0;
    for (size_t i = 0; i < notices.count && err == 0; i++) {
        int64_t message = notices.items[i].message;
        if (message > 0 && message != last) {
            err = review_in_time(engine, message, now);
            last = message;
        }
    }
    store_notice_rows_clear(&notices);
    return err;
}
