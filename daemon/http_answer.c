#include "daemon/http_answer.h"

#include <string.h>

#include "base/cleanup.h"
#include "base/err.h"
#include "base/form.h"
#include "base/i18n.h"
#include "daemon/app.h"
#include "engine/answer.h"
#include "render/answer_page.h"

#define POLICY_MAX 2000
#define PLAIN_MAX 2000
#define FIELD_MAX 4096

static int status_code(enum answer_status status)
{
    switch (status) {
    case ANSWER_SHOWN:
    case ANSWER_RECORDED:
        return 200;
    case ANSWER_INVALID:
        return 422;
    case ANSWER_SETTLED:
        return 409;
    case ANSWER_UNKNOWN:
        return 404;
    case ANSWER_EXPIRED:
    case ANSWER_WITHDRAWN:
        return 410;
    case ANSWER_FOREIGN:
        return 403;
    }
    return 500;
}

/* The address of a page is a right to act: it must not leak, and no other page may hold this one. */
static void reply(struct http_call *call, int status, const char *html)
{
    _cleanup_buf_ struct buf policy = {0};
    buf_init(&policy, POLICY_MAX);
    if (answer_page_policy(html, &policy) < 0) {
        buf_reset(&policy);
        (void)buf_puts(&policy, "default-src 'none'");
    }
    http_add_header(call, "Content-Security-Policy", buf_str(&policy));
    http_add_header(call, "Referrer-Policy", "no-referrer");
    http_add_header(call, "X-Frame-Options", "DENY");
    http_add_header(call, "X-Robots-Tag", "noindex, nofollow");
    http_add_header(call, "Content-Language", i18n_language());
    http_reply(call, status, "text/html; charset=utf-8", html, strlen(html));
}

static void reply_plain(struct http_call *call, int status, const char *text)
{
    _cleanup_buf_ struct buf html = {0};
    buf_init(&html, PLAIN_MAX);
    (void)buf_printf(&html,
                     "<!DOCTYPE html>\n<html lang=\"%s\">\n<meta charset=\"utf-8\">\n"
                     "<meta name=\"viewport\" content=\"width=device-width, initial-scale=1\">\n"
                     "<title>dondoc</title>\n<p>%s</p>\n</html>\n",
                     i18n_language(), text);
    reply(call, status, buf_str(&html));
}

static void reply_failed(struct http_call *call, int err)
{
    if (err == ERR_NOT_FOUND) {
        reply_plain(call, 404, _("Không có trang này."));
        return;
    }
    log_error(&call->app->log, _("không trả lời được liên kết trong thư: %s"), err_text(err));
    http_add_header(call, "Retry-After", "30");
    reply_plain(call, 503, _("Hệ thống đang bận, chưa ghi nhận gì; đề nghị thử lại sau ít phút."));
}

void http_answer_show(struct http_call *call)
{
    struct answer_reply answer = {.html = NULL};
    struct app *app = call->app;
    int err =
        engine_answer_page(&app->current->engine, call->params[0], clock_now(&app->clock), &answer);
    if (err < 0) {
        reply_failed(call, err);
        return;
    }
    /* That a task is settled is what the page is asked for. */
    reply(call, answer.status == ANSWER_SETTLED ? 200 : status_code(answer.status), answer.html);
    answer_reply_clear(&answer);
}

/* --- sending ------------------------------------------------------------------------------------- */

struct fields {
    struct buf document, on, note;
};

static void fields_clear(struct fields *fields)
{
    buf_clear(&fields->document);
    buf_clear(&fields->on);
    buf_clear(&fields->note);
}

static int read_fields(const struct http_call *call, struct fields *out)
{
    buf_init(&out->document, FIELD_MAX);
    buf_init(&out->on, FIELD_MAX);
    buf_init(&out->note, FIELD_MAX);
    if (call->body_len > HTTP_ANSWER_MAX_BODY ||
        strcmp(http_content_type(call), "application/x-www-form-urlencoded") != 0) {
        return ERR_FORMAT;
    }
    int err = form_field(call->body, call->body_len, "document", &out->document);
    err = err ? err : form_field(call->body, call->body_len, "on", &out->on);
    return err ? err : form_field(call->body, call->body_len, "note", &out->note);
}

static int answer(struct http_call *call, struct answer_reply *out)
{
    struct app *app = call->app;
    struct engine *engine = &app->current->engine;
    const instant_t now = clock_now(&app->clock);
    _cleanup_(fields_clear) struct fields fields = {0};
    int err = read_fields(call, &fields);
    if (err < 0) {
        return engine_answer_unreadable(engine, call->params[0], now, out);
    }
    const struct answer_form form = {.document = buf_str(&fields.document),
                                     .on = buf_str(&fields.on),
                                     .note = buf_str(&fields.note)};
    return engine_answer(engine, call->params[0], &form, now, out);
}

void http_answer_send(struct http_call *call)
{
    struct answer_reply out = {.html = NULL};
    struct app *app = call->app;
    int err = answer(call, &out);
    if (err < 0) {
        reply_failed(call, err);
        return;
    }
    if (!out.quiet) {
        log_info(&app->log, _("trả lời qua liên kết trong thư: %s%s"),
                 answer_status_name(out.status), out.changed ? _(", đã ghi") : "");
    }
    reply(call, status_code(out.status), out.html);
    if (out.changed) {
        app_stir(app);
        app_turn(app);
    }
    answer_reply_clear(&out);
}
