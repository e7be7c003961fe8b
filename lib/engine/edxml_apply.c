/* Acting upon a message of the e-office. */
#include <stdlib.h>
#include <string.h>

#include "base/cleanup.h"
#include "base/err.h"
#include "base/i18n.h"
#include "base/sign.h"
#include "base/text.h"
#include "base/utf8.h"
#include "engine/edxml.h"
#include "lib/engine/internal.h"

#define NAME_MAX_BYTES 1000 /* of a file, in the ledger */
#define TEXT_MAX_BYTES 3000
#define PRINT_MAX ((size_t)1 << 20)

/* One message under way. */
struct applying {
    struct engine *engine;
    const struct edxml *message; /* NULL: it could not be read */
    const char *name;
    const struct action *action;
    struct edxml_steps *steps;
    const char *reason; /* why nothing follows; NULL */
};

/* --- one step ------------------------------------------------------------------------------------- */

/* The same paper, whatever way it went and whoever it is mapped to now. */
static int fingerprint(const struct incoming_event *event, char out[static SIGN_HEX_SIZE])
{
    _cleanup_buf_ struct buf text = {0};
    buf_init(&text, (size_t)4 * INCOMING_MAX_SUBJECT);
    int err =
        buf_printf(&text, "%s\n%s\n%d\n%s\n%d\n%s\n%d", incoming_type_word(event->type),
                   event->document.number ? event->document.number : "", (int)event->document.day,
                   event->subject ? event->subject : "", (int)event->due,
                   event->response_for.number ? event->response_for.number : "",
                   (int)event->response_for.day);
    if (!err) {
        sign_sha256_hex(buf_str(&text), text.len, out);
    }
    return err;
}

static int apply_event(const struct applying *this, struct edxml_step *step, const char *hex)
{
    /* Each step is about one department, whatever the same paper gave another one. */
    char *departments[] = {step->event.department};
    const struct strings own = {.items = departments, .count = 1, .capacity = 1};
    const struct incoming_speaker speaker = {.author = this->action->author, .departments = &own};
    struct incoming_result result = {0};
    int err = incoming_apply(this->engine, &step->event, &speaker, hex, this->action->now, &result);
    if (!err) {
        incoming_result_clear(&step->result);
        step->result = result;
        step->applied = true;
    }
    return err;
}

static bool is_unknown(const struct edxml_step *step)
{
    return step->applied && step->result.outcome == INCOMING_REFUSED &&
           text_equal(step->result.code, "unknown_task");
}

static void forget_paper(struct incoming_document *paper)
{
    free(paper->number);
    free(paper->organ);
    free(paper->ident);
    *paper = (struct incoming_document){.day = DAY_NONE};
}

/* A change of a paper that gave no task gives one: now it has a day. It is known again by what it said
 * first. */
static int assign_instead(const struct applying *this, struct edxml_step *step, const char *hex)
{
    step->event.type = INCOMING_RECEIVED;
    step->what = step->task ? EDXML_TRIGGER : EDXML_TASK;
    if (step->what == EDXML_TASK) {
        step->event.unit = step->unit;
        step->unit = NULL;
        return apply_event(this, step, hex);
    }
    step->event.task = step->task;
    step->task = NULL;
    forget_paper(&step->event.response_for); /* the row was not started by that one */
    return apply_event(this, step, hex);
}

/* Most papers give no task, and are answered or taken back all the same: nothing is wrong then. */
static void make_noted(struct edxml_step *step)
{
    step->what = EDXML_NOTED;
}

static int apply_step(const struct applying *this, struct edxml_step *step)
{
    if (step->what == EDXML_NOTED) {
        return 0;
    }
    char hex[SIGN_HEX_SIZE];
    int err = fingerprint(&step->event, hex);
    err = err ? err : apply_event(this, step, hex);
    if (!err && step->what == EDXML_CHANGE && is_unknown(step)) {
        err = assign_instead(this, step, hex);
    }
    const bool begins = step->what == EDXML_TASK || step->what == EDXML_TRIGGER;
    if (!err && !begins && is_unknown(step)) {
        make_noted(step);
    }
    return err;
}

/* --- the ledger ----------------------------------------------------------------------------------- */

/* Names of files are any bytes; the ledger is text. */
static void put_cut(struct detail *detail, const char *key, const char *text, size_t max)
{
    _cleanup_buf_ struct buf cut = {0};
    size_t left = strlen(text);
    uint32_t code;
    buf_init(&cut, max + 8);
    while (left > 0 && cut.len < max) {
        const int len = utf8_decode(text, left, &code);
        (void)buf_append(&cut, len > 0 ? text : "?", len > 0 ? (size_t)len : 1);
        text += len > 0 ? len : 1;
        left -= len > 0 ? (size_t)len : 1;
    }
    (void)buf_puts(&cut, left > 0 ? "…" : "");
    detail_text(detail, key, buf_str(&cut));
}

static void put_message(struct detail *detail, const struct edxml *message)
{
    put_cut(detail, "document_id", message->document_id, NAME_MAX_BYTES);
    put_cut(detail, "document", message->code, NAME_MAX_BYTES);
    put_cut(detail, "sender", message->from.id, NAME_MAX_BYTES);
    put_cut(detail, "status", message->status, NAME_MAX_BYTES);
    if (message->kind == EDXML_STATUS) {
        put_cut(detail, "response_for", message->responses[0].code, NAME_MAX_BYTES);
    }
    detail_day(detail, "due", message->due);
    detail_text(detail, "signature", message->has_signature ? "unverified" : "none");
}

static int write_note(const struct applying *this, enum edxml_outcome outcome, const char *text)
{
    struct detail detail;
    const struct note note = {.at = this->action->now,
                              .kind = "edxml",
                              .author = this->action->author};
    detail_init(&detail);
    put_cut(&detail, "file", this->name, NAME_MAX_BYTES);
    detail_text(&detail, "outcome", edxml_outcome_name(outcome));
    if (this->message) {
        put_message(&detail, this->message);
    }
    put_cut(&detail, "text", text, TEXT_MAX_BYTES);
    return note_write(this->engine, &note, &detail);
}

/* What was here before needs no second entry. */
static bool is_all_repeated(const struct edxml_steps *steps)
{
    size_t repeated = 0;
    for (size_t i = 0; i < steps->count; i++) {
        repeated += steps->items[i].applied && steps->items[i].result.repeated;
    }
    return repeated > 0 && repeated == steps->count;
}

static int run_apply(struct store *store, void *arg)
{
    struct applying *this = arg;
    _cleanup_buf_ struct buf text = {0};
    int err = 0;
    (void)store;
    buf_init(&text, PRINT_MAX);
    for (size_t i = 0; i < this->steps->count && !err; i++) {
        err = apply_step(this, &this->steps->items[i]);
    }
    err = err ? err : edxml_steps_print(this->steps, &text);
    return err || is_all_repeated(this->steps)
               ? err
               : write_note(this, edxml_outcome(this->steps), buf_str(&text));
}

static int run_refused(struct store *store, void *arg)
{
    const struct applying *this = arg;
    (void)store;
    return write_note(this, EDXML_OUT_REFUSED, this->reason);
}

/* Says in the ledger what the findings say. */
static int note_refused(struct applying *this, const struct diag *diag)
{
    _cleanup_buf_ struct buf text = {0};
    int err = 0;
    buf_init(&text, PRINT_MAX);
    for (size_t i = 0; i < diag->count && !err; i++) {
        err = diag_print_bare(&diag->items[i], &text);
        err = err ? err : buf_putc(&text, '\n');
    }
    this->reason = buf_str(&text);
    return err ? err : store_run(this->engine->store, run_refused, this);
}

/* --- whole ---------------------------------------------------------------------------------------- */

int edxml_apply(struct engine *engine, const struct edxml *message, const char *name,
                const struct action *action, struct edxml_steps *out, struct diag *diag)
{
    I18N_SPEAK(engine->settings->language); /* what is done stands in the ledger as it is told */
    struct edxml_steps steps = {0};
    struct applying this = {
        .engine = engine, .message = message, .name = name, .action = action, .steps = &steps};
    _cleanup_diag_ struct diag own = {0};
    int err = edxml_understand(engine->settings, message, name, &steps, &own);
    if (err == ERR_REFUSED) {
        err = note_refused(&this, &own);
        for (size_t i = 0; i < own.count; i++) {
            const struct diag_item *item = &own.items[i];
            diag_add(diag, item->severity, item->file, item->line, item->column, item->message,
                     item->remedy);
        }
        return err ? err : ERR_REFUSED;
    }
    err = err ? err : store_run(engine->store, run_apply, &this);
    if (err) {
        edxml_steps_clear(&steps);
        return err;
    }
    *out = steps;
    return 0;
}

int edxml_note_unread(struct engine *engine, const char *name, const struct action *action,
                      const struct diag *diag)
{
    struct applying this = {.engine = engine, .name = name, .action = action};
    return note_refused(&this, diag);
}
