/* dondoc endpoint preview: what an endpoint would get of each type of event. Works without the daemon. */
#include "daemon/cli_preview.h"

#include <string.h>

#include "base/err.h"
#include "base/http.h"
#include "base/i18n.h"
#include "base/text.h"
#include "engine/preview.h"

#define TEXT_MAX ((size_t)4 << 20)
#define NAME_SIZE 128

struct showing {
    struct cli *cli;
    const struct engine *engine;
    const struct endpoint *endpoint;
    bool full;
};

/* Names and values, those of secrets struck out. */
static void set_headers(const struct endpoint *endpoint, const struct preview *preview,
                        json_t *headers)
{
    char name[NAME_SIZE];
    const char *value;
    json_object_set_new(headers, "Content-Type", json_string(preview->content_type));
    for (size_t i = 0; i < endpoint->headers.count; i++) {
        if (http_split_header(endpoint->headers.items[i], name, sizeof(name), &value) == 0) {
            json_object_set_new(headers, name, json_string(value));
        }
    }
    for (size_t i = 0; i < endpoint->header_files.count; i++) {
        if (http_split_header(endpoint->header_files.items[i], name, sizeof(name), &value) == 0) {
            json_object_set_new(headers, name, json_string("***"));
        }
    }
    if (!text_is_blank(endpoint->authorization_file)) {
        json_object_set_new(headers, "Authorization", json_string("***"));
    }
    json_object_set_new(headers, "webhook-id", json_string("msg_5n2kq7v3xw6z4b2c7d3f"));
    json_object_set_new(headers, "webhook-timestamp", json_string("1647563400"));
    if (endpoint->secret_files.count > 0) {
        json_object_set_new(headers, "webhook-signature", json_string("***"));
    }
}

static int print_json(const struct showing *this, enum event_type type,
                      const struct preview *preview)
{
    json_t *headers = json_object();
    set_headers(this->endpoint, preview, headers);
    return cli_print_json(this->cli,
                          json_pack("{s:s, s:s, s:s, s:o, s:s}", "type", event_type_name(type),
                                    "method", preview->method, "url", buf_str(&preview->url),
                                    "headers", headers, "body", buf_str(&preview->body)));
}

static int print_text(const struct showing *this, enum event_type type,
                      const struct preview *preview)
{
    struct buf text;
    json_t *headers = json_object();
    const char *name;
    json_t *value;
    buf_init(&text, TEXT_MAX);
    set_headers(this->endpoint, preview, headers);
    int err = buf_printf(&text, "== %s\n%s %s\n", event_type_name(type), preview->method,
                         buf_str(&preview->url));
    json_object_foreach(headers, name, value)
    {
        err = err == 0 ? buf_printf(&text, "%s: %s\n", name, json_string_value(value)) : err;
    }
    if (err == 0) {
        err = buf_printf(&text, "\n%s\n\n", buf_str(&preview->body));
    }
    int result = err < 0 ? cli_fail(this->cli, "%s", err_text(err)) : cli_print(this->cli, &text);
    json_decref(headers);
    buf_clear(&text);
    return result;
}

static int show(const struct showing *this, enum event_type type)
{
    struct preview preview;
    int err = engine_preview(this->engine, this->endpoint, type, this->full, &preview);
    int result = err < 0           ? cli_fail(this->cli, "%s", err_text(err))
                 : this->cli->json ? print_json(this, type, &preview)
                                   : print_text(this, type, &preview);
    preview_clear(&preview);
    return result;
}

static int add_name(struct buf *known, const char *name)
{
    return buf_printf(known, "%s%s", known->len > 0 ? ", " : "", name);
}

/* "<wrong>. Use one of: a, b" */
static int refuse_name(struct cli *cli, const char *wrong, const struct buf *known)
{
    struct buf remedy;
    buf_init(&remedy, TEXT_MAX);
    int err = known->len > 0 ? buf_printf(&remedy, _("Hãy dùng một trong: %s"), buf_str(known)) : 0;
    const char *stop = err == 0 && remedy.len > 0 ? ". " : "";
    int result = cli_fail(cli, "%s%s%s", wrong, stop, buf_str(&remedy));
    buf_clear(&remedy);
    return result;
}

static int refuse_type(struct cli *cli, const char *word)
{
    struct buf wrong;
    struct buf known;
    buf_init(&wrong, TEXT_MAX);
    buf_init(&known, TEXT_MAX);
    int err = buf_printf(&wrong, _("không có loại tin “%s”"), word);
    for (int type = 0; type < EVENT_TYPES && err == 0; type++) {
        err = add_name(&known, event_type_word((enum event_type)type));
    }
    int result =
        err < 0 ? cli_fail(cli, "%s", err_text(err)) : refuse_name(cli, buf_str(&wrong), &known);
    buf_clear(&known);
    buf_clear(&wrong);
    return result;
}

static int refuse_endpoint(struct cli *cli, const struct settings *settings, const char *name)
{
    struct buf wrong;
    struct buf known;
    buf_init(&wrong, TEXT_MAX);
    buf_init(&known, TEXT_MAX);
    int err = buf_printf(&wrong, _("cấu hình không có endpoint “%s”"), name);
    for (size_t i = 0; i < settings->endpoint_count && err == 0; i++) {
        err = add_name(&known, settings->endpoints[i].name);
    }
    int result =
        err < 0 ? cli_fail(cli, "%s", err_text(err)) : refuse_name(cli, buf_str(&wrong), &known);
    buf_clear(&known);
    buf_clear(&wrong);
    return result;
}

static int show_all(const struct showing *this, const char *word)
{
    enum event_type only;
    int result = CLI_DONE;
    if (word != NULL && event_type_parse(word, &only) < 0) {
        return refuse_type(this->cli, word);
    }
    for (int type = 0; type < EVENT_TYPES && result == CLI_DONE; type++) {
        bool wanted =
            word != NULL ? type == (int)only : (this->endpoint->events & EVENT_BIT(type)) != 0;
        if (wanted) {
            result = show(this, (enum event_type)type);
        }
    }
    return result;
}

static int run(struct cli *cli, const struct settings *settings, const char *name, const char *type,
               bool least)
{
    struct engine engine = {0};
    struct store *store = NULL;
    struct diag diag = {0};
    int err = store_open(":memory:", 0, &diag, &store);
    if (err == 0) {
        err = engine_open(settings, store, &diag, &engine);
    }
    cli_print_diag(cli, &diag);
    diag_clear(&diag);
    const struct showing showing = {.cli = cli,
                                    .engine = &engine,
                                    .endpoint = settings_endpoint(settings, name),
                                    .full = !least};
    int result = err < 0                    ? CLI_REFUSED
                 : showing.endpoint == NULL ? refuse_endpoint(cli, settings, name)
                                            : show_all(&showing, type);
    engine_close(&engine);
    store_close(store);
    return result;
}

int cli_preview(struct cli *cli, const char *name, const char *type, bool least)
{
    struct settings settings = {0};
    int result = cli_settings(cli, &settings);
    if (result == CLI_DONE) {
        result = run(cli, &settings, name, type, least);
    }
    settings_clear(&settings);
    return result;
}
