#include "render/answer_page.h"

#include <string.h>

#include "base/cleanup.h"
#include "base/err.h"
#include "base/i18n.h"
#include "base/sign.h"
#include "base/text.h"
#include "lib/render/daily_words.h"

#define PAGE_MAX ((size_t)1 << 20)

struct object {
    json_t *json;
    bool ok;
};

static void put_json(struct object *object, const char *key, json_t *value)
{
    if (json_object_set_new(object->json, key, value) != 0) {
        object->ok = false;
    }
}

static void put_text(struct object *object, const char *key, const char *text)
{
    put_json(object, key, json_string(text ? text : ""));
}

static void put_bool(struct object *object, const char *key, bool value)
{
    put_json(object, key, json_boolean(value));
}

static void put_problems(struct object *object, const struct answer_page *page)
{
    json_t *list = json_array();
    for (size_t i = 0; i < page->problem_count && i < ANSWER_MAX_PROBLEMS; i++) {
        const struct answer_problem *problem = &page->problems[i];
        if (json_array_append_new(list, json_pack("{s:s?, s:s}", "what", problem->what, "remedy",
                                                  problem->remedy ? problem->remedy : "")) != 0) {
            object->ok = false;
        }
    }
    put_json(object, "problems", list);
}

static void put_item(struct object *object, const struct answer_page *page)
{
    const struct daily mail = {.department = page->department, .recipient = "", .day = page->today};
    if (page->item) {
        put_json(object, "item", daily_item_context(&mail, page->item));
    }
}

static void put_form(struct object *object, const struct answer_page *page)
{
    put_bool(object, "form", page->form);
    put_bool(object, "done", page->done);
    put_bool(object, "note_required", page->note_required);
    put_text(object, "document_bad", page->document_bad);
    put_text(object, "on_bad", page->on_bad);
    put_text(object, "note_bad", page->note_bad);
    put_text(object, "document", page->document);
    put_text(object, "on", page->on);
    put_text(object, "note", page->note);
    put_text(object, "button", page->button);
}

int answer_page_render(const struct template *tpl, const struct answer_page *page, struct buf *out)
{
    char today[CIVIL_TEXT_SIZE];
    struct object object = {.json = json_object(), .ok = true};
    put_text(&object, "heading", page->heading);
    put_text(&object, "department", page->department);
    put_text(&object, "office", page->office);
    put_text(&object, "office_mail", page->office_mail);
    put_text(&object, "today", civil_format_vn(page->today, today));
    put_text(&object, "today_iso", civil_format_iso(page->today, today));
    put_problems(&object, page);
    put_text(&object, "recorded", page->recorded);
    put_text(&object, "recorded_by", page->recorded_by);
    put_item(&object, page);
    put_text(&object, "state", page->state);
    put_bool(&object, "open", page->open);
    put_form(&object, page);
    put_text(&object, "recipient", page->recipient);
    put_text(&object, "as_unit", page->unit);
    put_text(&object, "until", page->until);
    int err = object.ok ? template_render(tpl, object.json, NULL, NULL, out) : ERR_INVALID;
    json_decref(object.json);
    return err;
}

/* --- checking ----------------------------------------------------------------------------------- */

static void note_partial(void *context, const char *name)
{
    (void)name;
    *(bool *)context = true;
}

int answer_page_check(const struct template *tpl, const char *file, struct diag *diag)
{
    bool partials = false;
    template_partials(tpl, note_partial, &partials);
    if (partials) {
        diag_add(diag, DIAG_ERROR, file, 0, 0, _("Mẫu trang trả lời không dùng được mẫu con"),
                 _("Viết cả trang trong một tệp"));
        return ERR_INVALID;
    }
    const struct daily_item item = {
        .occurrence = "a/1/once", .content = "A", .start = DAY_NONE, .due = 1, .act_by = 1};
    const struct answer_page page = {.heading = "A",
                                     .department = "Sở A",
                                     .item = &item,
                                     .open = true,
                                     .form = true,
                                     .done = true,
                                     .recipient = "a@example.org"};
    _cleanup_buf_ struct buf html = {0};
    buf_init(&html, PAGE_MAX);
    int err = answer_page_render(tpl, &page, &html);
    if (err == 0 && strstr(buf_str(&html), "<form")) {
        return 0;
    }
    diag_add(diag, DIAG_ERROR, file, 0, 0, _("Không lập được trang trả lời từ mẫu này"),
             _("Chép mẫu cùng tên từ bộ mẫu đi kèm dondoc"));
    return ERR_INVALID;
}

/* --- what a browser may do with it --------------------------------------------------------------- */

/* Of the text as a browser reads it: a line ends in LF, whatever the template was written with. */
static int put_hash(const char *text, size_t len, struct buf *out)
{
    uint8_t hash[SIGN_HASH_BYTES];
    _cleanup_buf_ struct buf lines = {0};
    buf_init(&lines, PAGE_MAX);
    int err = 0;
    for (size_t i = 0; i < len && err == 0; i++) {
        bool pair = text[i] == '\r' && i + 1 < len && text[i + 1] == '\n';
        err = pair ? 0 : buf_putc(&lines, text[i] == '\r' ? '\n' : text[i]);
    }
    if (err < 0) {
        return err;
    }
    sign_sha256(buf_str(&lines), lines.len, hash);
    err = buf_puts(out, " 'sha256-");
    err = err ? err : sign_base64(hash, sizeof hash, out);
    return err ? err : buf_putc(out, '\'');
}

int answer_page_policy(const char *html, struct buf *out)
{
    static const char begin[] = "<style>";
    size_t styles = 0;
    int err = buf_puts(out, "default-src 'none'; style-src");
    for (const char *at = strstr(html, begin); at && err == 0; at = strstr(at, begin)) {
        at += strlen(begin);
        const char *end = strstr(at, "</style>");
        if (!end) {
            break;
        }
        err = put_hash(at, (size_t)(end - at), out);
        styles++;
        at = end;
    }
    return err ? err
               : buf_printf(out, "%s; form-action 'self'; base-uri 'none'; frame-ancestors 'none'",
                            styles > 0 ? "" : " 'none'");
}
