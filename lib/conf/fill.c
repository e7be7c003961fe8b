#include "lib/conf/fill.h"

#include <limits.h>

#include "base/cleanup.h"
#include "base/err.h"
#include "base/file.h"
#include "base/i18n.h"
#include "base/parse.h"
#include "base/text.h"
#include "base/utf8.h"
#include "cal/offset.h"
#include "model/address.h"
#include "model/listen.h"
#include "model/policy.h"
#include "model/roster.h"

#define TEXT_LIMIT ((size_t)1 << 20)
#define TEXTS_MAX 1000 /* values of a list whose key sets no other ceiling */

/* --- texts ------------------------------------------------------------------------------------------ */

/* Puts a text into a char * field, whose old one is freed. Takes over text. */
static int put_text(char *text, char **to)
{
    if (!text) {
        return ERR_NOMEM;
    }
    free(*to);
    *to = text;
    return 0;
}

static int read_text(const struct conf_value *value, char **to)
{
    _cleanup_buf_ struct buf tidy = {0};
    buf_init(&tidy, TEXT_LIMIT);
    int err = utf8_tidy(value->text, strlen(value->text), &tidy);
    return err ? err : put_text(buf_steal(&tidy), to);
}

static int read_choice_text(const struct conf_value *value, const struct conf_key *key, char **to)
{
    for (const char *const *choice = key->choices; choice && *choice; choice++) {
        if (strcmp(*choice, value->text) == 0) {
            return read_text(value, to);
        }
    }
    return key->choices ? ERR_FORMAT : read_text(value, to);
}

static int read_id(const struct conf_value *value, char **to)
{
    if (!roster_id_is_valid(value->text)) {
        conf_complain(value, _("Mã gồm a-z, 0-9 và dấu gạch nối, ví dụ \"phong-khtc\"."),
                      _("\"%s\" không phải là mã hợp lệ"), value->text);
        return ERR_FORMAT;
    }
    return put_text(strdup(value->text), to);
}

static int read_mail(const struct conf_value *value, char **to)
{
    if (value->text[0] != '\0' && !address_is_valid(value->text)) {
        conf_complain(value,
                      _("Viết một địa chỉ duy nhất, không kèm tên hiển thị, ví dụ "
                        "\"phong-khtc@example.org\"."),
                      _("\"%s\" không phải là địa chỉ thư hợp lệ"), value->text);
        return ERR_FORMAT;
    }
    return put_text(strdup(value->text), to);
}

static int read_path(const struct conf_value *value, char **to)
{
    if (value->text[0] == '\0') {
        return put_text(strdup(""), to);
    }
    _cleanup_buf_ struct buf path = {0};
    buf_init(&path, PATH_MAX);
    if (file_resolve(value->file->folder, value->text, &path)) {
        conf_complain(value, NULL, _("đường dẫn quá dài"));
        return ERR_FORMAT;
    }
    return put_text(buf_steal(&path), to);
}

static bool has_blank(const char *text)
{
    return strpbrk(text, " \t\r\n\"<>\\") != NULL;
}

static int read_url(const struct conf_value *value, char **to)
{
    const char *text = value->text;
    size_t scheme = text_starts_with(text, "https://")  ? 8
                    : text_starts_with(text, "http://") ? 7
                                                        : 0;
    bool good = scheme > 0 && text[scheme] != '\0' && text[scheme] != '/' && !has_blank(text);
    if (text[0] != '\0' && !good) {
        conf_complain(value, _("Viết đầy đủ, ví dụ \"https://eoffice.example.org/hooks\"."),
                      _("\"%s\" không phải là địa chỉ http(s)"), text);
        return ERR_FORMAT;
    }
    return put_text(strdup(text), to);
}

static int read_listen(const struct conf_value *value, char **to)
{
    const char *text = value->text;
    _cleanup_buf_ struct buf path = {0};
    _cleanup_buf_ struct buf whole = {0};
    struct listen_address address;
    buf_init(&path, PATH_MAX);
    buf_init(&whole, PATH_MAX);
    int err = 0;
    if (text_starts_with(text, "unix:") && text[5] != '\0') {
        err = file_resolve(value->file->folder, text + 5, &path);
        err = err ? err : buf_printf(&whole, "unix:%s", buf_str(&path));
    } else {
        err = buf_puts(&whole, text);
    }
    if (!err && text[0] != '\0') {
        err = listen_parse(buf_str(&whole), &address);
    }
    if (err) {
        conf_complain(value,
                      _("Viết \"127.0.0.1:8080\", \"[::1]:8080\" hoặc "
                        "\"unix:/run/dondoc/http.sock\"."),
                      err == ERR_LIMIT ? _("đường dẫn quá dài")
                                       : _("\"%s\" không phải là nơi nhận HTTP"),
                      text);
        return ERR_FORMAT;
    }
    return put_text(strdup(buf_str(&whole)), to);
}

static int read_host(const struct conf_value *value, char **to)
{
    if (strpbrk(value->text, " \t\r\n/@\"")) {
        conf_complain(value, _("Chỉ viết tên máy hoặc địa chỉ IP, ví dụ \"mail.example.org\"."),
                      _("\"%s\" không phải là tên máy"), value->text);
        return ERR_FORMAT;
    }
    return put_text(strdup(value->text), to);
}

/* --- numbers, choices, dates -------------------------------------------------------------------------- */

static int read_number(const struct conf_value *value, const struct conf_key *key, int *to)
{
    int err = parse_int(value->text, key->min, key->max, to);
    if (err) {
        char remedy[120];
        (void)snprintf(remedy, sizeof(remedy), _("Viết một số nguyên từ %d đến %d."), key->min,
                       key->max);
        conf_complain(value, remedy,
                      err == ERR_RANGE ? _("%s = %s nằm ngoài khoảng cho phép")
                                       : _("%s = \"%s\" không phải là số nguyên"),
                      key->name, value->text);
        return ERR_FORMAT;
    }
    return 0;
}

static int read_switch(const struct conf_value *value, const struct conf_key *key, bool *to)
{
    if (parse_bool(value->text, to)) {
        conf_complain(value, _("Viết true hoặc false."), _("%s = \"%s\" không rõ nghĩa"), key->name,
                      value->text);
        return ERR_FORMAT;
    }
    return 0;
}

static void complain_choice(const struct conf_value *value, const struct conf_key *key)
{
    if (!key->choices) {
        return;
    }
    _cleanup_buf_ struct buf remedy = {0};
    buf_init(&remedy, 500);
    (void)buf_puts(&remedy, _("Chọn một trong: "));
    for (const char *const *choice = key->choices; *choice; choice++) {
        (void)buf_printf(&remedy, "%s\"%s\"", choice == key->choices ? "" : ", ", *choice);
    }
    (void)buf_putc(&remedy, '.');
    conf_complain(value, buf_str(&remedy), _("%s = \"%s\" không có"), key->name, value->text);
}

static int read_choice(const struct conf_value *value, const struct conf_key *key, int *to)
{
    for (int i = 0; key->choices[i]; i++) {
        if (strcmp(key->choices[i], value->text) == 0) {
            *to = i;
            return 0;
        }
    }
    complain_choice(value, key);
    return ERR_FORMAT;
}

static int read_flag(const struct conf_value *value, const struct conf_key *key, bool *to)
{
    int choice;
    int err = read_choice(value, key, &choice);
    if (!err) {
        *to = choice == 1;
    }
    return err;
}

static int read_date(const struct conf_value *value, day_t *to)
{
    int err = civil_parse_any(value->text, to);
    if (err) {
        conf_complain(value, _("Viết ngày dạng \"2022-04-22\" hoặc \"22/04/2022\"."),
                      err == ERR_RANGE ? _("không có ngày \"%s\"") : _("\"%s\" không phải là ngày"),
                      value->text);
        return ERR_FORMAT;
    }
    return 0;
}

static int read_hour(const struct conf_value *value, int *to)
{
    const char *text = value->text;
    const char *colon = strchr(text, ':');
    int hour, minute;
    if (!colon || strlen(colon) != 3 ||
        parse_int_span(text, (size_t)(colon - text), 0, 23, &hour) ||
        parse_int(colon + 1, 0, 59, &minute)) {
        conf_complain(value, _("Viết giờ dạng \"07:30\"."),
                      _("\"%s\" không phải là giờ trong ngày"), text);
        return ERR_FORMAT;
    }
    *to = hour * 60 + minute;
    return 0;
}

static int read_offset(const struct conf_value *value, offset_t *to)
{
    if (offset_parse(value->text, to)) {
        conf_complain(value, _("Viết dạng \"+07:00\"."), _("\"%s\" không phải là độ lệch giờ"),
                      value->text);
        return ERR_FORMAT;
    }
    return 0;
}

/* --- one value, one list -------------------------------------------------------------------------------- */

int conf_read_value(const struct conf_value *value, const struct conf_key *key, void *to)
{
    switch (key->type) {
    case CONF_TEXT:
    case CONF_TEXTS: {
        int err = read_choice_text(value, key, to);
        if (err == ERR_FORMAT) {
            complain_choice(value, key);
        }
        return err;
    }
    case CONF_ID:
    case CONF_IDS:
        return read_id(value, to);
    case CONF_MAIL:
    case CONF_MAILS:
        return read_mail(value, to);
    case CONF_PATH:
    case CONF_PATHS:
        return read_path(value, to);
    case CONF_URL:
        return read_url(value, to);
    case CONF_LISTEN:
        return read_listen(value, to);
    case CONF_HOST:
        return read_host(value, to);
    case CONF_NUMBER:
        return read_number(value, key, to);
    case CONF_SWITCH:
        return read_switch(value, key, to);
    case CONF_CHOICE:
        return read_choice(value, key, to);
    case CONF_FLAG:
        return read_flag(value, key, to);
    case CONF_DATE:
        return read_date(value, to);
    case CONF_HOUR:
        return read_hour(value, to);
    case CONF_OFFSET:
        return read_offset(value, to);
    case CONF_CYCLE:
        return conf_read_cycle(value, key, to);
    case CONF_STEPS:
        break;
    }
    return ERR_INTERNAL;
}

static int read_texts(cfg_t *section, const struct conf_key *key, struct strings *to)
{
    size_t count = conf_value_count(section, key->name);
    int max = key->max > 0 ? key->max : TEXTS_MAX;
    if (count > (size_t)max) {
        conf_complain(conf_value_at(section, key->name, 0), NULL,
                      _("%s có %zu giá trị, nhiều nhất được %d"), key->name, count, max);
        return ERR_FORMAT;
    }
    for (size_t i = 0; i < count; i++) {
        const struct conf_value *value = conf_value_at(section, key->name, i);
        _cleanup_free_ char *text = NULL;
        int err = conf_read_value(value, key, &text);
        if (!err && text[0] == '\0') {
            conf_complain(value, NULL, _("%s có một giá trị trống"), key->name);
        } else if (!err && strings_find(to, text) >= 0) {
            conf_warn(value, NULL, _("%s ghi \"%s\" hai lần"), key->name, text);
        } else if (!err) {
            err = strings_add(to, text);
        }
        if (err && err != ERR_FORMAT) {
            return err;
        }
    }
    return 0;
}

/* Adds the numbers of one value ("15 7 3 1 0" or one of a list) to the steps. */
static int add_steps(const struct conf_value *value, struct ladder_steps *steps)
{
    const char *rest = value->text;
    for (;;) {
        rest += strspn(rest, " ,\t\r\n");
        size_t len = strcspn(rest, " ,\t\r\n");
        int before;
        if (len == 0) {
            return 0;
        }
        bool good = steps->count < LADDER_MAX && !parse_int_span(rest, len, 0, 250, &before);
        if (!good || (steps->count > 0 && before >= steps->before[steps->count - 1])) {
            return ERR_FORMAT;
        }
        steps->before[steps->count++] = before;
        rest += len;
    }
}

static int read_steps(cfg_t *section, const struct conf_key *key, struct ladder_steps *to)
{
    struct ladder_steps steps = {.count = 0};
    const struct conf_value *value = conf_value_at(section, key->name, 0);
    int err = 0;
    for (size_t i = 0; !err && i < conf_value_count(section, key->name); i++) {
        value = conf_value_at(section, key->name, i);
        err = add_steps(value, &steps);
    }
    if (err || steps.count == 0 || steps.before[steps.count - 1] != 0) {
        conf_complain(value,
                      _("Viết số ngày làm việc trước hạn, giảm dần, kết thúc bằng 0, nhiều nhất "
                        "16 số từ 0 đến 250, ví dụ {15, 7, 3, 1, 0}."),
                      _("%s không phải là một dãy mốc nhắc"), key->name);
        return ERR_FORMAT;
    }
    *to = steps;
    return 0;
}

/* --- a section -------------------------------------------------------------------------------------------- */

static int read_key(cfg_t *section, const struct conf_key *key, void *to)
{
    if (key->type == CONF_STEPS) {
        return read_steps(section, key, to);
    }
    if (conf_type_is_list(key->type)) {
        return read_texts(section, key, to);
    }
    return conf_read_value(conf_value_at(section, key->name, 0), key, to);
}

/* Steps have their defaults from policy_init. */
static int read_fallback(const struct conf_value *place, const struct conf_key *key, void *to)
{
    if (!key->fallback || conf_type_is_list(key->type)) {
        return 0;
    }
    struct conf_value value = *place;
    _cleanup_free_ char *text = strdup(key->fallback);
    if (!text) {
        return ERR_NOMEM;
    }
    value.text = text;
    return conf_read_value(&value, key, to);
}

int conf_fill(cfg_t *section, const struct conf_kind *kind, const struct conf_value *place,
              bool complete, void *target)
{
    for (const struct conf_key *key = kind->keys; key->name; key++) {
        size_t count = conf_value_count(section, key->name);
        if (count == 0 && key->required && complete) {
            char remedy[200];
            (void)snprintf(remedy, sizeof(remedy), _("Thêm %s = … (%s)."), key->name, _(key->help));
            conf_complain(place, remedy, _("mục %s \"%s\" thiếu %s"), kind->name,
                          section && cfg_title(section) ? cfg_title(section) : "", key->name);
        }
        if (key->type == CONF_STEPS && conf_value_is_emptied(section, key->name)) {
            conf_complain(place,
                          _("Viết {0} nếu chỉ nhắc vào ngày đến hạn; bỏ dòng này nếu muốn dùng "
                            "mặc định."),
                          _("%s không có mốc nhắc nào"), key->name);
        }
        if (key->offset == CONF_NOT_STORED || (count == 0 && !complete)) {
            continue;
        }
        void *to = (char *)target + key->offset;
        int err = count > 0 ? read_key(section, key, to) : read_fallback(place, key, to);
        if (err && err != ERR_FORMAT) {
            return err;
        }
    }
    return 0;
}
