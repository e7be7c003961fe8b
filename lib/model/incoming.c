#include "model/incoming.h"

#include <stdlib.h>
#include <string.h>

#include "base/buf.h"
#include "base/cleanup.h"
#include "base/err.h"
#include "base/i18n.h"
#include "base/text.h"
#include "base/utf8.h"

/* --- life ----------------------------------------------------------------------------------------- */

static void document_clear(struct incoming_document *document)
{
    free(document->number);
    free(document->organ);
    free(document->ident);
    *document = (struct incoming_document){.day = DAY_NONE};
}

void incoming_event_init(struct incoming_event *event)
{
    *event = (struct incoming_event){
        .time = INSTANT_NONE,
        .document = {.day = DAY_NONE},
        .received = DAY_NONE,
        .due = DAY_NONE,
        .response_for = {.day = DAY_NONE},
    };
}

void incoming_event_clear(struct incoming_event *event)
{
    if (!event) {
        return;
    }
    free(event->source);
    free(event->id);
    free(event->department);
    document_clear(&event->document);
    free(event->subject);
    free(event->unit);
    free(event->task);
    free(event->plan);
    free(event->stt);
    free(event->period);
    document_clear(&event->response_for);
    incoming_event_init(event);
}

int incoming_set_text(char **to, const char *text, size_t max)
{
    if (text_is_blank(text)) {
        free(*to);
        *to = NULL;
        return 0;
    }
    _cleanup_buf_ struct buf tidy = {0};
    buf_init(&tidy, max);
    int err = utf8_tidy(text, strlen(text), &tidy);
    if (err) {
        return err;
    }
    if (utf8_has_control(buf_str(&tidy), tidy.len)) {
        return ERR_FORMAT;
    }
    char *copy = strdup(buf_str(&tidy));
    if (!copy) {
        return ERR_NOMEM;
    }
    free(*to);
    *to = copy;
    return 0;
}

/* --- types ---------------------------------------------------------------------------------------- */

#define TYPE_PREFIX "vn.dondoc.document."

static const struct {
    const char *name;
    const char *label;
} TYPES[INCOMING_TYPES] = {
    [INCOMING_RECEIVED] = {TYPE_PREFIX "received", N_("văn bản đến")},
    [INCOMING_ISSUED] = {TYPE_PREFIX "issued", N_("văn bản phát hành")},
    [INCOMING_RETURNED] = {TYPE_PREFIX "returned", N_("văn bản trả lại")},
    [INCOMING_DUE_CHANGED] = {TYPE_PREFIX "due_changed", N_("văn bản đổi hạn")},
    [INCOMING_CANCELLED] = {TYPE_PREFIX "cancelled", N_("văn bản bị thu hồi")},
};

const char *incoming_type_name(enum incoming_type type)
{
    return TYPES[type].name;
}

const char *incoming_type_word(enum incoming_type type)
{
    return TYPES[type].name + strlen(TYPE_PREFIX);
}

const char *incoming_type_label(enum incoming_type type)
{
    return _(TYPES[type].label);
}

int incoming_type_parse(const char *text, enum incoming_type *out)
{
    for (int i = 0; i < INCOMING_TYPES; i++) {
        enum incoming_type type = (enum incoming_type)i;
        if (strcmp(text, incoming_type_name(type)) == 0 ||
            strcmp(text, incoming_type_word(type)) == 0) {
            *out = type;
            return 0;
        }
    }
    return ERR_NOT_FOUND;
}

/* --- whether it is whole -------------------------------------------------------------------------- */

static int complain(struct diag *diag, const char *message, const char *remedy)
{
    if (diag) {
        diag_add(diag, DIAG_ERROR, NULL, 0, 0, message, remedy);
    }
    return ERR_INVALID;
}

static bool says_what(const struct incoming_event *event)
{
    return event->task || (event->plan && event->stt) || event->response_for.number ||
           event->response_for.ident;
}

int incoming_check(const struct incoming_event *event, struct diag *diag)
{
    int err = 0;
    if (!event->source || !event->id) {
        err = complain(diag, _("thiếu mã (id) của tin"), NULL);
    }
    /* An e-office may know that work is finished, and not by which paper. */
    bool is_finished = event->type == INCOMING_ISSUED && event->response_for.number;
    if (!event->document.number && event->type != INCOMING_CANCELLED && !is_finished) {
        err = complain(diag, _("thiếu số, ký hiệu văn bản"),
                       _("ghi document.number, ví dụ \"12/BC-STNMT\""));
    }
    if (event->type == INCOMING_DUE_CHANGED && event->due == DAY_NONE) {
        err = complain(diag, _("thiếu hạn mới"), _("ghi due, ví dụ \"2022-04-22\""));
    }
    if ((event->stt != NULL) != (event->plan != NULL)) {
        err = complain(diag, _("số kế hoạch (plan) và dòng (stt) phải đi cùng nhau"), NULL);
    }
    /* What came may be about work that nobody has named yet. */
    if (event->type != INCOMING_RECEIVED && !says_what(event)) {
        err = complain(diag, _("không nói về việc nào"),
                       _("ghi task, hoặc plan và stt (và period), hoặc response_for"));
    }
    return err;
}
