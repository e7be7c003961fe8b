/* Where the daemon writes what it does. The library itself logs nothing. */
#ifndef BASE_LOG_H
#define BASE_LOG_H

#include <stdbool.h>
#include <stdio.h>

/* The numbers are syslog's and journald's. */
enum log_level {
    LOG_LEVEL_ERROR = 3,
    LOG_LEVEL_WARNING = 4,
    LOG_LEVEL_NOTICE = 5,
    LOG_LEVEL_INFO = 6,
    LOG_LEVEL_DEBUG = 7,
};

/* One line, without a line end. */
typedef void log_sink(void *context, enum log_level level, const char *line);

struct log {
    log_sink *sink; /* NULL: nothing is written */
    void *context;
    enum log_level level; /* the least important level that is written */
};

/* Lines "<6>text" as journald reads them from standard error (sd-daemon(3)). file stays the
 * caller's. */
void log_init_journal(struct log *log, FILE *file, enum log_level level);
/* Lines "lỗi: text" for a person at a terminal. */
void log_init_plain(struct log *log, FILE *file, enum log_level level);
/* Lines go to a function, for tests. */
void log_init_sink(struct log *log, log_sink *sink, void *context, enum log_level level);

/* Writes one message; log may be NULL. A text of several lines becomes several lines of the log;
 * other control characters become "?", so that text from outside cannot forge a line or move
 * the terminal. Cut at LOG_MAX_LENGTH bytes. */
#define LOG_MAX_LENGTH 4096
void log_at(const struct log *log, enum log_level level, const char *format, ...)
    __attribute__((format(printf, 3, 4)));

#define log_error(log, ...) log_at((log), LOG_LEVEL_ERROR, __VA_ARGS__)
#define log_warning(log, ...) log_at((log), LOG_LEVEL_WARNING, __VA_ARGS__)
#define log_notice(log, ...) log_at((log), LOG_LEVEL_NOTICE, __VA_ARGS__)
#define log_info(log, ...) log_at((log), LOG_LEVEL_INFO, __VA_ARGS__)
#define log_debug(log, ...) log_at((log), LOG_LEVEL_DEBUG, __VA_ARGS__)

/* "error", "warning", "notice", "info", "debug". Returns 0 or ERR_INVALID. */
int log_level_parse(const char *text, enum log_level *out);
const char *log_level_name(enum log_level level);

#endif
