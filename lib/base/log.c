#include "base/log.h"

#include <stdarg.h>

#include "base/cleanup.h"
#include "base/err.h"
#include "base/i18n.h"
#include "base/text.h"
#include "base/utf8.h"

static const struct {
    enum log_level level;
    const char *name;
} levels[] = {
    {LOG_LEVEL_ERROR, "error"}, {LOG_LEVEL_WARNING, "warning"}, {LOG_LEVEL_NOTICE, "notice"},
    {LOG_LEVEL_INFO, "info"},   {LOG_LEVEL_DEBUG, "debug"},
};

static void write_journal(void *context, enum log_level level, const char *line)
{
    FILE *file = context;
    (void)fprintf(file, "<%d>%s\n", (int)level, line);
    (void)fflush(file);
}

static void write_plain(void *context, enum log_level level, const char *line)
{
    FILE *file = context;
    const char *prefix = "";
    if (level == LOG_LEVEL_ERROR) {
        prefix = _("lỗi: ");
    } else if (level == LOG_LEVEL_WARNING) {
        prefix = _("cảnh báo: ");
    }
    (void)fprintf(file, "%s%s\n", prefix, line);
    (void)fflush(file);
}

void log_init_journal(struct log *log, FILE *file, enum log_level level)
{
    log_init_sink(log, write_journal, file, level);
}

void log_init_plain(struct log *log, FILE *file, enum log_level level)
{
    log_init_sink(log, write_plain, file, level);
}

void log_init_sink(struct log *log, log_sink *sink, void *context, enum log_level level)
{
    *log = (struct log){.sink = sink, .context = context, .level = level};
}

/* Control characters, and those that reorder what stands around them. */
static bool is_unsafe(uint32_t code)
{
    return (code < 0x20 && code != '\n') || (code >= 0x7F && code < 0xA0) || code == 0x2028 ||
           code == 0x2029 || (code >= 0x202A && code <= 0x202E) ||
           (code >= 0x2066 && code <= 0x2069);
}

/* Copies text with "?" for every unsafe character and every byte that is not UTF-8; out has room
 * for as many bytes. */
static void make_safe(const char *text, size_t len, char *out)
{
    for (size_t at = 0; at < len;) {
        uint32_t code = 0;
        int used = utf8_decode(text + at, len - at, &code);
        if (used < 1 || is_unsafe(code)) {
            *out++ = '?';
            at += used < 1 ? 1 : (size_t)used;
            continue;
        }
        memcpy(out, text + at, (size_t)used);
        out += used;
        at += (size_t)used;
    }
    *out = '\0';
}

static void put_lines(const struct log *log, enum log_level level, char *text)
{
    char *rest = NULL;
    for (char *line = strtok_r(text, "\n", &rest); line; line = strtok_r(NULL, "\n", &rest)) {
        log->sink(log->context, level, line);
    }
}

void log_at(const struct log *log, enum log_level level, const char *format, ...)
{
    if (!log || !log->sink || level > log->level) {
        return;
    }
    char text[LOG_MAX_LENGTH + 1];
    va_list args;
    va_start(args, format);
    int wanted = vsnprintf(text, sizeof(text), format, args);
    va_end(args);
    if (wanted < 0) {
        return;
    }
    size_t len = strlen(text);
    if ((size_t)wanted > len) {
        len = utf8_cut(text, len, LOG_MAX_LENGTH - 4);
    }
    char safe[LOG_MAX_LENGTH + 1];
    make_safe(text, len, safe);
    put_lines(log, level, safe);
}

int log_level_parse(const char *text, enum log_level *out)
{
    for (size_t i = 0; i < sizeof(levels) / sizeof(levels[0]); i++) {
        if (text_equal(text, levels[i].name)) {
            *out = levels[i].level;
            return 0;
        }
    }
    return ERR_INVALID;
}

const char *log_level_name(enum log_level level)
{
    for (size_t i = 0; i < sizeof(levels) / sizeof(levels[0]); i++) {
        if (level == levels[i].level) {
            return levels[i].name;
        }
    }
    return "";
}
