/* The schema as text for people. */
#include "base/err.h"
#include "base/i18n.h"
#include "conf/conf.h"
#include "lib/conf/schema.h"

#define DEPTH_MAX 4

static const char *type_text(const struct conf_key *key)
{
    switch (key->type) {
    case CONF_TEXT:
    case CONF_HOST:
        return _("chữ");
    case CONF_TEXTS:
        return _("nhiều chữ");
    case CONF_ID:
        return _("mã");
    case CONF_IDS:
        return _("nhiều mã");
    case CONF_MAIL:
        return _("địa chỉ thư");
    case CONF_MAILS:
        return _("nhiều địa chỉ thư");
    case CONF_PATH:
        return _("đường dẫn");
    case CONF_PATHS:
        return _("nhiều đường dẫn");
    case CONF_URL:
        return _("địa chỉ http(s)");
    case CONF_LISTEN:
        return "127.0.0.1:8080, unix:…";
    case CONF_NUMBER:
        return _("số");
    case CONF_SWITCH:
        return "true, false";
    case CONF_CHOICE:
    case CONF_FLAG:
        return NULL;
    case CONF_DATE:
        return _("ngày");
    case CONF_HOUR:
        return _("giờ");
    case CONF_OFFSET:
        return "+07:00";
    case CONF_STEPS:
        return _("các mốc nhắc");
    case CONF_CYCLE:
        return _("ngày trong kỳ, bằng lời");
    }
    return NULL;
}

static int describe_type(const struct conf_key *key, struct buf *out)
{
    int err = 0;
    const char *text = key->choices ? NULL : type_text(key);
    if (text) {
        err = buf_puts(out, text);
    }
    for (size_t i = 0; !err && key->choices && key->choices[i]; i++) {
        err = buf_printf(out, "%s%s", i > 0 ? ", " : "", key->choices[i]);
    }
    if (!err && key->type == CONF_NUMBER) {
        err = buf_printf(out, " %d … %d", key->min, key->max);
    }
    return err;
}

static int describe_key(const struct conf_key *key, int indent, struct buf *out)
{
    int err = buf_printf(out, "%*s%-16s (", indent, "", key->name);
    err = err ? err : describe_type(key, out);
    if (!err && key->required) {
        err = buf_printf(out, "; %s", _("bắt buộc"));
    }
    if (!err && key->fallback && key->fallback[0] != '\0') {
        err = buf_printf(out, _("; mặc định: %s"), key->fallback);
    }
    return err ? err : buf_printf(out, ") %s\n", _(key->help));
}

static int describe_kind(const struct conf_kind *kind, int depth, struct buf *out)
{
    int indent = depth * 4;
    int err = 0;
    for (const struct conf_key *key = kind->keys; !err && key->name; key++) {
        err = describe_key(key, indent, out);
    }
    for (size_t i = 0; !err && kind->sections && kind->sections[i] && depth < DEPTH_MAX; i++) {
        const struct conf_kind *section = kind->sections[i];
        err = buf_printf(out, "\n%*s%s%s { … }  %s\n", indent, "", section->name,
                         section->titled ? " \"…\"" : "", _(section->help));
        err = err ? err : describe_kind(section, depth + 1, out);
    }
    return err;
}

int conf_describe(struct buf *out)
{
    return describe_kind(&CONF_ROOT, 0, out);
}
