#include "render/daily.h"

#include "base/cleanup.h"
#include "base/err.h"
#include "base/utf8.h"
#include "lib/render/daily_parts.h"
#include "render/words.h"

#define TEXT_COLUMNS 78
#define SUBJECT_MAX 1000 /* bytes, before RFC 2047 */
#define BODY_MAX ((size_t)8 << 20)

enum daily_section daily_section_of(struct stage stage, enum occurrence_state state)
{
    switch (stage.kind) {
    case STAGE_OPENING:
        return DAILY_OPENING;
    case STAGE_HALF:
        return DAILY_HALF;
    case STAGE_BEFORE:
        return DAILY_COMING;
    case STAGE_DUE:
        return DAILY_DUE_TODAY;
    case STAGE_OVERDUE:
    case STAGE_OVERDUE_WEEK:
        return DAILY_OVERDUE;
    case STAGE_ESCALATION:
        return DAILY_ESCALATED;
    case STAGE_COLLECT:
        return DAILY_COLLECT;
    case STAGE_PAST_DUE:
        return DAILY_PAST_DUE;
    case STAGE_NEEDS_PERSON:
        return DAILY_NEEDS_PERSON;
    case STAGE_TARGET:
        return DAILY_TARGET;
    case STAGE_INCOMING:
        return DAILY_INCOMING;
    case STAGE_DIGEST:
        return DAILY_DIGEST;
    case STAGE_MONTHLY:
        break;
    }
    if (state == STATE_WAITING) {
        return DAILY_WAITING;
    }
    return state == STATE_OVERDUE ? DAILY_LONG_OVERDUE : DAILY_UNDATED;
}

/* --- rendering
 * ------------------------------------------------------------------------------------ */

static int render_part(const struct daily_templates *templates, enum daily_part part,
                       const json_t *context, struct buf *out)
{
    const struct template *tpl = templates->items[part];

    return tpl ? template_render(tpl, context, daily_partial, templates, out) : ERR_INVALID;
}

/* One line, however the template is laid out. */
static int render_subject(const struct daily_templates *templates, enum daily_part part,
                          const json_t *context, struct buf *out)
{
    _cleanup_buf_ struct buf raw = {0};

    buf_init(&raw, BODY_MAX);
    int err = render_part(templates, part, context, &raw);
    if (err != 0) {
        return err;
    }
    return utf8_tidy(buf_str(&raw), utf8_cut(buf_str(&raw), raw.len, SUBJECT_MAX), out);
}

static int render_text(const struct daily_templates *templates, enum daily_part part,
                       const json_t *context, struct buf *out)
{
    _cleanup_buf_ struct buf raw = {0};

    buf_init(&raw, BODY_MAX);
    int err = render_part(templates, part, context, &raw);
    return err ? err : words_wrap(buf_str(&raw), TEXT_COLUMNS, out);
}

static int render_all(const struct daily_templates *templates, enum mail_class class,
                      const json_t *context, struct daily_letter *out)
{
    bool daily = class == MAIL_CLASS_DAILY;
    _cleanup_buf_ struct buf subject = {0};
    _cleanup_buf_ struct buf text = {0};
    _cleanup_buf_ struct buf html = {0};

    buf_init(&subject, 2 * SUBJECT_MAX);
    buf_init(&text, BODY_MAX);
    buf_init(&html, BODY_MAX);
    int err = render_subject(templates, daily ? PART_DAILY_SUBJECT : PART_IMMEDIATE_SUBJECT,
                             context, &subject);
    if (err == 0) {
        err = render_text(templates, daily ? PART_DAILY_TEXT : PART_IMMEDIATE_TEXT, context, &text);
    }
    if (err == 0) {
        err = render_part(templates, daily ? PART_DAILY_HTML : PART_IMMEDIATE_HTML, context, &html);
    }
    if (err != 0) {
        return err;
    }
    struct daily_letter letter = {.subject = buf_steal(&subject),
                                  .text = buf_steal(&text),
                                  .html = buf_steal(&html)};
    if (!letter.subject || !letter.text || !letter.html) {
        daily_letter_clear(&letter);
        return ERR_NOMEM;
    }
    *out = letter;
    return 0;
}

int daily_render(const struct daily_templates *templates, const struct daily *daily,
                 struct daily_letter *out)
{
    if (!daily->department || !daily->recipient || daily->day == DAY_NONE) {
        return ERR_INVALID;
    }
    json_t *context = daily_context(daily);
    if (!context) {
        return ERR_INVALID;
    }
    int err = render_all(templates, daily->class, context, out);
    json_decref(context);
    return err;
}

void daily_letter_clear(struct daily_letter *letter)
{
    if (letter) {
        free(letter->subject);
        free(letter->text);
        free(letter->html);
        *letter = (struct daily_letter){.subject = NULL};
    }
}
