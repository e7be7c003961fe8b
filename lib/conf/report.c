#include "lib/conf/report.h"

#include "base/cleanup.h"
#include "base/i18n.h"
#include "base/utf8.h"
#include "lib/conf/options.h"

#define MESSAGE_MAX 2000
#define SLIP_MAX 3 /* changed characters up to which one key is taken for a slip of another */

/* --- unknown keys ----------------------------------------------------------------------------------- */

static bool is_known(const cfg_opt_t *option)
{
    return option->type != CFGT_STR && strcmp(option->name, CONF_PLACE) != 0;
}

static const char *nearest_key(const cfg_t *section, const char *name)
{
    const char *best = NULL;
    int limit = SLIP_MAX;
    for (const cfg_opt_t *option = section->opts; option->name; option++) {
        int distance = is_known(option) ? utf8_distance(name, option->name, limit) : limit + 1;
        /* A key of four letters is not a slip of another one of four. */
        if (distance <= limit && (size_t)distance < strlen(option->name)) {
            best = option->name;
            limit = distance - 1;
        }
    }
    return best;
}

static void list_keys(const cfg_t *section, struct buf *out)
{
    const char *comma = "";
    for (const cfg_opt_t *option = section->opts; option->name; option++) {
        if (is_known(option) && buf_printf(out, "%s%s", comma, option->name)) {
            return;
        }
        comma = is_known(option) ? ", " : comma;
    }
}

static void report_unknown(struct conf_tree *tree, const cfg_t *section, const char *name)
{
    _cleanup_buf_ struct buf remedy = {0};
    buf_init(&remedy, MESSAGE_MAX);
    const char *near = nearest_key(section, name);
    if (near) {
        (void)buf_printf(&remedy, _("Có phải là \"%s\"?"), near);
    } else {
        (void)buf_puts(&remedy, _("Các khóa dùng được ở đây: "));
        list_keys(section, &remedy);
        (void)buf_putc(&remedy, '.');
    }
    bool top = strcmp(section->name, "root") == 0;
    diag_addf(tree->diag, DIAG_ERROR, tree->reading->path, section->line, 0, buf_str(&remedy),
              top ? _("không có khóa \"%s\"%s") : _("không có khóa \"%s\" trong mục %s"), name,
              top ? "" : section->name);
}

/* --- a title that stands twice ------------------------------------------------------------------------ */

static void report_twice(struct conf_tree *tree, cfg_t *section, const char *title)
{
    const struct conf_value *first = NULL;
    for (cfg_opt_t *option = section->opts; option->name && !first; option++) {
        cfg_t *same = option->type == CFGT_SEC ? cfg_opt_gettsec(option, title) : NULL;
        first = same ? conf_section_place(same) : NULL;
    }
    diag_addf(tree->diag, DIAG_ERROR, tree->reading->path, section->line, 0,
              _("Gộp hai mục thành một, hoặc đặt mã khác."), _("mục \"%s\" đã có ở dòng %d"), title,
              first ? first->line : 0);
}

/* --- the rest ------------------------------------------------------------------------------------------- */

static const struct {
    const char *format, *message, *remedy;
} TEXTS[] = {
    {"premature end of file", N_("tệp kết thúc giữa chừng"),
     N_("Viết nốt giá trị hoặc mục cuối cùng.")},
    {"unexpected closing brace", N_("thừa dấu }"), N_("Xóa dấu này.")},
    {"unexpected token '%s'", N_("\"%s\" không đúng chỗ"),
     N_("Mỗi khóa viết: tên = \"giá trị\"; mỗi mục viết: tên \"mã\" { … }.")},
    {"missing equal sign after option '%s'", N_("thiếu dấu = sau \"%s\""),
     N_("Viết: tên = \"giá trị\".")},
    {"attempt to append to non-list option '%s'", N_("\"%s\" chỉ nhận một giá trị"),
     N_("Dùng = thay cho +=.")},
    {"missing opening brace for section '%s'", N_("thiếu dấu { của mục \"%s\""),
     N_("Viết: tên \"mã\" { … }.")},
    {"missing title for section '%s'", N_("mục \"%s\" thiếu mã"), N_("Viết: tên \"mã\" { … }.")},
};

static bool report_known(struct conf_tree *tree, const cfg_t *section, const char *format,
                         const char *argument)
{
    for (size_t i = 0; i < sizeof(TEXTS) / sizeof(TEXTS[0]); i++) {
        if (strcmp(format, TEXTS[i].format) == 0) {
            _cleanup_buf_ struct buf message = {0};
            buf_init(&message, MESSAGE_MAX);
            /* Each translation takes the one string that libconfuse's own format takes. */
            const char *text = _(TEXTS[i].message);
            const char *hole = strstr(text, "%s");
            (void)buf_append(&message, text, hole ? (size_t)(hole - text) : strlen(text));
            if (hole) {
                (void)buf_append(&message, argument, utf8_cut(argument, strlen(argument), 200));
                (void)buf_puts(&message, hole + 2);
            }
            diag_add(tree->diag, DIAG_ERROR, tree->reading->path, section->line, 0,
                     buf_str(&message), _(TEXTS[i].remedy));
            return true;
        }
    }
    return false;
}

void conf_report(struct conf_tree *tree, cfg_t *section, const char *format, va_list args)
{
    if (!tree->reading) {
        return;
    }
    va_list copy;
    va_copy(copy, args);
    const char *argument = strstr(format, "%s") ? va_arg(copy, const char *) : "";
    va_end(copy);
    if (strcmp(format, "no such option '%s'") == 0) {
        report_unknown(tree, section, argument);
        tree->unknown_line = section->line;
    } else if (strcmp(format, "found duplicate title '%s'") == 0) {
        report_twice(tree, section, argument);
    } else if (tree->unknown_line == section->line &&
               strcmp(format, "missing equal sign after option '%s'") == 0) {
        return; /* an unknown section: said already */
    } else if (!report_known(tree, section, format, argument)) {
        _cleanup_buf_ struct buf message = {0};
        buf_init(&message, MESSAGE_MAX);
        (void)buf_vprintf(&message, format, args);
        diag_add(tree->diag, DIAG_ERROR, tree->reading->path, section->line, 0, buf_str(&message),
                 NULL);
    }
}

/* --- findings of our own -------------------------------------------------------------------------------- */

static void add(const struct conf_value *at, enum diag_severity severity, const char *remedy,
                const char *format, va_list args) __attribute__((format(printf, 4, 0)));

static void add(const struct conf_value *at, enum diag_severity severity, const char *remedy,
                const char *format, va_list args)
{
    _cleanup_buf_ struct buf message = {0};
    buf_init(&message, MESSAGE_MAX);
    if (buf_vprintf(&message, format, args)) {
        (void)buf_puts(&message, _("giá trị quá dài"));
    }
    diag_add(at->file->tree->diag, severity, at->file->path, at->line, 0, buf_str(&message),
             remedy);
}

void conf_complain(const struct conf_value *at, const char *remedy, const char *format, ...)
{
    va_list args;
    va_start(args, format);
    add(at, DIAG_ERROR, remedy, format, args);
    va_end(args);
}

void conf_warn(const struct conf_value *at, const char *remedy, const char *format, ...)
{
    va_list args;
    va_start(args, format);
    add(at, DIAG_WARNING, remedy, format, args);
    va_end(args);
}
