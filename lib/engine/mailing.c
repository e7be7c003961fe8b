#include "lib/engine/mailing.h"

#include <stdlib.h>
#include <string.h>

#include "base/cleanup.h"
#include "base/err.h"
#include "base/sign.h"
#include "store/outbox.h"

#define MAILING_MAX_BODY ((size_t)16 << 20)

bool mailing_is_own_fault(int err)
{
    return err == ERR_INVALID || err == ERR_LIMIT || err == ERR_FORMAT || err == ERR_EXISTS;
}

static const char *sender_of(const struct mailing *mailing)
{
    return mailing->department->from_mail ? mailing->department->from_mail
                                          : mailing->engine->settings->mail.from;
}

static const char *answer_to(const struct mailing *mailing)
{
    if (mailing->department->reply_to) {
        return mailing->department->reply_to;
    }
    const struct party *office = department_office(mailing->department);
    return office && office->mail.count > 0 ? office->mail.items[0] : NULL;
}

static int render(const struct mailing *mailing, struct daily_letter *out)
{
    const struct party *office = department_office(mailing->department);
    day_t today = engine_day(mailing->engine, mailing->now);
    char until[CIVIL_TEXT_SIZE];
    bool has_links = false;
    for (size_t i = 0; i < mailing->count; i++) {
        has_links = has_links || mailing->items[i].done_url || mailing->items[i].ack_url;
    }
    civil_format_vn(link_until(mailing->engine, today), until);
    const struct daily daily = {
        .class = mailing->class,
        .department = mailing->department->name,
        .recipient = mailing->names,
        .day = today,
        .answer_until = has_links ? until : NULL,
        .office = office && office->names.count > 0 ? office->names.items[0] : NULL,
        .office_mail = answer_to(mailing),
        .message = mailing->message,
        .items = mailing->items,
        .count = mailing->count,
    };
    return daily_render(&mailing->engine->templates, &daily, out);
}

static day_t day_of(const struct mailing *mailing)
{
    return mailing->day == DAY_NONE ? engine_day(mailing->engine, mailing->now) : mailing->day;
}

static int name_mail(const struct mailing *mailing, char ident[static MAIL_ID_SIZE],
                     char thread[static MAIL_ID_SIZE])
{
    size_t count = mailing->count;
    _cleanup_free_ const char **texts = calloc(count ? count : 1, sizeof *texts);
    if (!texts) {
        return ERR_NOMEM;
    }
    for (size_t i = 0; i < count; i++) {
        texts[i] = mailing->things[i].name;
    }
    int err = mail_message_id(sender_of(mailing), mailing->recipient, day_of(mailing),
                              mailing->class, texts, count, ident);
    if (err < 0) {
        return err;
    }
    for (size_t i = 0; i < count; i++) {
        texts[i] = mailing->things[i].occurrence;
    }
    return mail_thread_id(sender_of(mailing), mailing->recipient, texts, count, thread);
}

static int build(const struct mailing *mailing, const struct daily_letter *text, const char *ident,
                 const char *thread, struct buf *out)
{
    char list[MAIL_ID_SIZE];
    snprintf(list, sizeof list, "%.60s.dondoc.%.200s", mailing->department->id,
             mail_address_domain(sender_of(mailing)));
    const struct mail_person to = {.address = mailing->recipient};
    const struct mail mail = {
        .from = {.name = mailing->department->name, .address = sender_of(mailing)},
        .reply_to = {.address = answer_to(mailing)},
        .to = &to,
        .to_count = 1,
        .subject = text->subject,
        .date = mailing->now,
        .offset = mailing->engine->settings->utc_offset,
        .message_id = ident,
        .thread_id = thread,
        .list_id = list,
        .class = mailing->class,
        .language = mailing->engine->settings->language,
        .text = text->text,
        .html = text->html,
    };
    return mail_build(&mail, out);
}

static int note_message(const struct mailing *mailing, const struct message_row *row, int64_t id)
{
    char hash[SIGN_HEX_SIZE];
    struct detail detail;
    sign_sha256_hex(row->body, row->body_len, hash);
    detail_init(&detail);
    detail_text(&detail, "class", message_class_name(row->class));
    detail_text(&detail, "ident", row->ident);
    detail_text(&detail, "subject", row->subject);
    detail_int(&detail, "items", (int64_t)mailing->count);
    detail_text(&detail, "sha256", hash);
    const struct note note = {.at = mailing->now,
                              .kind = "message",
                              .message = id,
                              .recipient = mailing->recipient};
    return note_write(mailing->engine, &note, &detail);
}

static int add(const struct mailing *mailing, const char *ident, const char *thread,
               const char *subject, const struct buf *body, int64_t *id)
{
    struct message_row row;
    store_message_init(&row);
    row.ident = ident;
    row.class = mailing->class == MAIL_CLASS_DAILY ? MESSAGE_DAILY : MESSAGE_IMMEDIATE;
    row.channel = CHANNEL_MAIL;
    row.department = mailing->department->id;
    row.recipient = mailing->recipient;
    row.day = day_of(mailing);
    row.subject = subject;
    row.thread = thread;
    row.body = body->data;
    row.body_len = body->len;
    row.state = MESSAGE_QUEUED;
    row.next_at = mailing->next_at == INSTANT_NONE ? mailing->now : mailing->next_at;
    row.created_at = mailing->now;
    row.undelivered_since = mailing->undelivered_since;
    if (mailing->anew) {
        row.attempts = mailing->anew->attempts;
        row.last_code = mailing->anew->last_code;
        row.told_at = mailing->anew->told_at;
        row.by_hand = mailing->anew->by_hand;
    }
    int err = store_message_add(mailing->engine->store, &row, id);
    return err == 0 ? note_message(mailing, &row, *id) : err;
}

/* Builds and adds what is written. */
static int post(const struct mailing *mailing, const struct daily_letter *text, int64_t *message)
{
    char ident[MAIL_ID_SIZE];
    char thread[MAIL_ID_SIZE];
    _cleanup_buf_ struct buf body = {0};
    buf_init(&body, MAILING_MAX_BODY);
    int err = name_mail(mailing, ident, thread);
    if (err == 0) {
        err = build(mailing, text, ident, thread, &body);
    }
    return err == 0 ? add(mailing, ident, thread, text->subject, &body, message) : err;
}

int mailing_post(const struct mailing *mailing, int64_t *message)
{
    _cleanup_(daily_letter_clear) struct daily_letter text = {0};
    if (!sender_of(mailing)) {
        return ERR_INVALID;
    }
    int err = render(mailing, &text);
    return err == 0 ? post(mailing, &text, message) : err;
}

int mailing_post_text(const struct mailing *mailing, const char *subject, const char *text,
                      int64_t *message)
{
    _cleanup_(daily_letter_clear) struct daily_letter letter = {0};
    if (!sender_of(mailing)) {
        return ERR_INVALID;
    }
    letter.subject = strdup(subject);
    letter.text = strdup(text);
    return letter.subject && letter.text ? post(mailing, &letter, message) : ERR_NOMEM;
}
