#include "base/diag.h"

#include "base/buf.h"
#include "base/cleanup.h"
#include "base/err.h"
#include "base/i18n.h"
#include "base/vec.h"

#define MESSAGE_MAX ((size_t)16 << 10)

void diag_init(struct diag *diag)
{
    *diag = (struct diag){0};
}

static void item_clear(struct diag_item *item)
{
    free(item->file);
    free(item->message);
    free(item->remedy);
}

void diag_clear(struct diag *diag)
{
    if (diag) {
        vec_clear(diag, item_clear);
        diag_init(diag);
    }
}

static void count_finding(struct diag *diag, enum diag_severity severity)
{
    switch (severity) {
    case DIAG_NOTE:
        break;
    case DIAG_WARNING:
        diag->warnings++;
        break;
    case DIAG_ERROR:
        diag->errors++;
        break;
    }
}

/* A copy, or NULL for NULL; *failed is set when memory is short. */
static char *copy_text(const char *text, bool *failed)
{
    if (!text) {
        return NULL;
    }
    char *copy = strdup(text);
    *failed = *failed || !copy;
    return copy;
}

void diag_add(struct diag *diag, enum diag_severity severity, const char *file, int line,
              int column, const char *message, const char *remedy)
{
    if (!diag) {
        return;
    }
    count_finding(diag, severity);
    bool failed = false;
    struct diag_item item = {
        .severity = severity,
        .file = copy_text(file, &failed),
        .line = line,
        .column = column,
        .message = copy_text(message, &failed),
        .remedy = copy_text(remedy, &failed),
    };
    if (failed || vec_push(diag, DIAG_MAX_ITEMS, item)) {
        item_clear(&item);
        diag->left_out++;
    }
}

void diag_addf(struct diag *diag, enum diag_severity severity, const char *file, int line,
               int column, const char *remedy, const char *format, ...)
{
    _cleanup_buf_ struct buf message = {0};
    buf_init(&message, MESSAGE_MAX);
    va_list args;
    va_start(args, format);
    int err = buf_vprintf(&message, format, args);
    va_end(args);
    diag_add(diag, severity, file, line, column, err ? err_text(err) : buf_str(&message), remedy);
}

bool diag_has_errors(const struct diag *diag)
{
    return diag && diag->errors > 0;
}

static const char *severity_text(enum diag_severity severity)
{
    switch (severity) {
    case DIAG_NOTE:
        return _("lưu ý");
    case DIAG_WARNING:
        return _("cảnh báo");
    case DIAG_ERROR:
        return _("lỗi");
    }
    return "";
}

/* "file:line:column: ", with only what is known. */
static int print_place(const struct diag_item *item, struct buf *out)
{
    int err = 0;
    if (item->file) {
        err = buf_printf(out, "%s:", item->file);
    }
    if (!err && item->line > 0) {
        err = buf_printf(out, item->file ? "%d:" : _("dòng %d:"), item->line);
    }
    if (!err && item->line > 0 && item->column > 0) {
        err = buf_printf(out, "%d:", item->column);
    }
    if (!err && (item->file || item->line > 0)) {
        err = buf_putc(out, ' ');
    }
    return err;
}

static int print_message(const struct diag_item *item, struct buf *out)
{
    int err = buf_puts(out, item->message);
    return err || !item->remedy ? err : buf_printf(out, ". %s", item->remedy);
}

int diag_print_bare(const struct diag_item *item, struct buf *out)
{
    int err = print_place(item, out);
    return err ? err : print_message(item, out);
}

static int print_item(const struct diag_item *item, struct buf *out)
{
    int err = print_place(item, out);
    if (!err) {
        err = buf_printf(out, "%s: ", severity_text(item->severity));
    }
    if (!err) {
        err = print_message(item, out);
    }
    return err ? err : buf_putc(out, '\n');
}

int diag_print(const struct diag *diag, struct buf *out)
{
    for (size_t i = 0; i < diag->count; i++) {
        int err = print_item(&diag->items[i], out);
        if (err) {
            return err;
        }
    }
    if (diag->left_out == 0) {
        return 0;
    }
    return buf_printf(out,
                      ngettext("… và %zu điều khác\n", "… và %zu điều khác\n",
                               (unsigned long)diag->left_out),
                      diag->left_out);
}
