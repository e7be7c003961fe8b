/* Sections `endpoint "…"`: who receives webhooks, of what, in which shape. */
#include <limits.h>
#include <string.h>

#include "base/cleanup.h"
#include "base/err.h"
#include "base/file.h"
#include "base/http.h"
#include "base/i18n.h"
#include "base/text.h"
#include "lib/conf/build.h"
#include "lib/conf/fill.h"

#define HEADER_NAME_MAX 128

/* The types that it hears: those named, else EVENTS_DEFAULT. */
static int read_events(cfg_t *section, struct endpoint *endpoint)
{
    const struct conf_key *key = conf_kind_key(&CONF_SECTION_ENDPOINT, "events");
    size_t count = conf_value_count(section, key->name);
    endpoint->events = count > 0 ? 0 : EVENTS_DEFAULT;
    if (conf_value_is_emptied(section, key->name)) {
        conf_complain(conf_section_place(section),
                      _("Bỏ dòng này để nhận các loại mặc định, hoặc ghi enabled = false."),
                      _("%s không có loại tin nào"), key->name);
    }
    for (size_t i = 0; i < count; i++) {
        _cleanup_free_ char *word = NULL;
        enum event_type type;
        int err = conf_read_value(conf_value_at(section, key->name, i), key, &word);
        if (err && err != ERR_FORMAT) {
            return err;
        }
        if (!err && event_type_parse(word, &type) == 0) {
            endpoint->events |= EVENT_BIT(type);
        }
    }
    return 0;
}

/* --- headers -------------------------------------------------------------------------------------- */

/* The names of headers, each once. */
struct naming {
    struct strings names;
    int err;
};

static bool take_name(struct naming *naming, const struct conf_value *at, const char *name,
                      const char *value)
{
    if (http_check_header(name, value)) {
        conf_complain(
            at,
            _("Tên chỉ gồm chữ, số, dấu gạch; webhook-*, Content-Type (đã có content_type), "
              "Content-Length, Host … do dondoc đặt."),
            _("không dùng được tiêu đề HTTP \"%s\""), name);
        return false;
    }
    for (size_t i = 0; i < naming->names.count; i++) {
        if (text_equal_nocase(naming->names.items[i], name)) {
            conf_complain(at, NULL, _("tiêu đề HTTP \"%s\" được ghi hai lần"), name);
            return false;
        }
    }
    naming->err = strings_add(&naming->names, name);
    return naming->err == 0;
}

static bool split(const struct conf_value *at, const char *line, char name[static HEADER_NAME_MAX],
                  const char **value)
{
    if (http_split_header(line, name, HEADER_NAME_MAX, value) == 0 && (*value)[0] != '\0') {
        return true;
    }
    conf_complain(at, _("Viết dạng \"Tên: giá trị\"."), _("\"%s\" không phải là tiêu đề HTTP"),
                  line);
    return false;
}

static int check_headers(cfg_t *section, struct naming *naming)
{
    for (size_t i = 0; i < conf_value_count(section, "headers") && !naming->err; i++) {
        const struct conf_value *at = conf_value_at(section, "headers", i);
        char name[HEADER_NAME_MAX];
        const char *value;
        if (!split(at, at->text, name, &value)) {
            continue;
        }
        if (text_equal_nocase(name, "Authorization")) {
            conf_complain(at, _("Ghi giá trị vào một tệp riêng, đặt authorization_file = \"…\"."),
                          _("bí mật không được nằm trong cấu hình"));
        } else {
            (void)take_name(naming, at, name, value);
        }
    }
    return naming->err;
}

/* Relative paths start in the folder of the file that names them. */
static int add_header_file(const struct conf_value *at, const char *name, const char *path,
                           struct endpoint *endpoint)
{
    _cleanup_buf_ struct buf resolved = {0};
    _cleanup_buf_ struct buf line = {0};
    buf_init(&resolved, PATH_MAX);
    buf_init(&line, PATH_MAX + HEADER_NAME_MAX);
    int err = file_resolve(at->file->folder, path, &resolved);
    err = err ? err : buf_printf(&line, "%s: %s", name, buf_str(&resolved));
    if (err == ERR_LIMIT) {
        conf_complain(at, NULL, _("đường dẫn quá dài"));
        return 0;
    }
    if (!err) {
        conf_check_file(at, buf_str(&resolved), true);
    }
    return err ? err : strings_add(&endpoint->header_files, buf_str(&line));
}

static int read_header_files(cfg_t *section, struct endpoint *endpoint, struct naming *naming)
{
    for (size_t i = 0; i < conf_value_count(section, "header_files") && !naming->err; i++) {
        const struct conf_value *at = conf_value_at(section, "header_files", i);
        char name[HEADER_NAME_MAX];
        const char *path;
        if (split(at, at->text, name, &path) && take_name(naming, at, name, "")) {
            naming->err = add_header_file(at, name, path, endpoint);
        }
    }
    return naming->err;
}

static int read_headers(cfg_t *section, struct endpoint *endpoint)
{
    struct naming naming = {0};
    const char *authorization = endpoint->authorization_file;
    int err = check_headers(section, &naming);
    err = err ? err : read_header_files(section, endpoint, &naming);
    if (!err && authorization && authorization[0] != '\0') {
        const struct conf_value *at = conf_place_of(section, "authorization_file");
        if (take_name(&naming, at, "Authorization", "")) {
            conf_check_file(at, authorization, true);
        }
        err = naming.err;
    }
    if (!err && naming.names.count > ENDPOINT_MAX_HEADERS) {
        conf_complain(conf_section_place(section), NULL,
                      _("endpoint có quá nhiều tiêu đề HTTP (nhiều nhất %d)"),
                      ENDPOINT_MAX_HEADERS);
    }
    strings_clear(&naming.names);
    return err;
}

/* --- shape ---------------------------------------------------------------------------------------- */

/* "type/subtype", maybe with parameters. */
static bool is_content_type(const char *text)
{
    size_t type = strcspn(text, "/");
    size_t rest = text[type] == '/' ? strcspn(text + type + 1, "; ") : 0;
    for (const char *p = text; *p != '\0'; p++) {
        if ((unsigned char)*p < ' ' || (unsigned char)*p > '~') {
            return false;
        }
    }
    return type > 0 && rest > 0 && strcspn(text, " ;") > type;
}

static void check_shape(cfg_t *section, const struct endpoint *endpoint)
{
    bool shaped = endpoint->template && endpoint->template[0] != '\0';
    if (shaped) {
        conf_check_file(conf_place_of(section, "template"), endpoint->template, false);
    }
    if (!shaped && conf_value_count(section, "secret_files") == 0) {
        conf_complain(conf_section_place(section),
                      _("Thêm secret_files = … (tệp chứa khóa ký); chỉ endpoint có template mới có "
                        "thể không ký."),
                      _("mục %s \"%s\" thiếu %s"), "endpoint", cfg_title(section), "secret_files");
    }
    if (endpoint->content_type && endpoint->content_type[0] != '\0' &&
        !is_content_type(endpoint->content_type)) {
        conf_complain(conf_place_of(section, "content_type"),
                      _("Viết ví dụ \"application/json; charset=utf-8\"."),
                      _("\"%s\" không phải là kiểu nội dung"), endpoint->content_type);
    }
    if (endpoint->path && endpoint->path[0] != '\0' && endpoint->url &&
        strpbrk(endpoint->url, "?#")) {
        conf_complain(conf_place_of(section, "path"), _("Chuyển phần sau dấu ? của url sang path."),
                      _("url có dấu ? hoặc # thì không ghi tiếp path được"));
    }
}

/* --- the section ---------------------------------------------------------------------------------- */

int conf_build_endpoint(cfg_t *section, struct settings *out)
{
    const char *name = cfg_title(section);
    const struct conf_value *place = conf_section_place(section);
    const struct endpoint *first = settings_endpoint(out, name);
    if (first && conf_complain_twice(section, first->line)) {
        return 0;
    }
    if (!roster_id_is_valid(name)) {
        conf_complain(place, _("Mã gồm a-z, 0-9 và dấu gạch nối, ví dụ \"eoffice\"."),
                      _("\"%s\" không phải là mã hợp lệ"), name);
    }
    int err = conf_grow(&out->endpoints, sizeof(*out->endpoints), out->endpoint_count);
    if (err) {
        return err;
    }
    struct endpoint *endpoint = &out->endpoints[out->endpoint_count];
    *endpoint = (struct endpoint){.name = strdup(name),
                                  .config = strdup(place->file->path),
                                  .line = place->line};
    if (!endpoint->name || !endpoint->config) {
        endpoint_clear(endpoint);
        return ERR_NOMEM;
    }
    out->endpoint_count++;
    err = conf_fill(section, &CONF_SECTION_ENDPOINT, place, true, endpoint);
    err = err ? err : read_events(section, endpoint);
    err = err ? err : read_headers(section, endpoint);
    for (size_t i = 0; !err && i < endpoint->secret_files.count; i++) {
        conf_check_file(conf_place_of(section, "secret_files"), endpoint->secret_files.items[i],
                        true);
    }
    if (!err) {
        check_shape(section, endpoint);
    }
    return err;
}

int conf_check_endpoint(cfg_t *section, struct settings *out)
{
    const struct endpoint *endpoint = settings_endpoint(out, cfg_title(section));
    if (endpoint && endpoint->department && endpoint->department[0] != '\0' &&
        !roster_department(&out->roster, endpoint->department)) {
        conf_complain(conf_place_of(section, "department"), _("Viết mã của một mục department."),
                      _("không có cơ quan \"%s\""), endpoint->department);
    }
    return 0;
}
