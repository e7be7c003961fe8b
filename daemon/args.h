/* The words behind a subcommand: options by a table, the rest in order. */
#ifndef DAEMON_ARGS_H
#define DAEMON_ARGS_H

#include <stdbool.h>
#include <stddef.h>

#include "base/buf.h"
#include "cal/civil.h"

enum arg_kind {
    ARG_FLAG,  /* bool */
    ARG_TEXT,  /* const char *, points into argv */
    ARG_DATE,  /* day_t: dd/mm/yyyy or ISO */
    ARG_YEARS, /* struct year_span: "2022" or "2022-2025" */
};

struct year_span {
    int from, to; /* 0: not given */
};

/* One option. The value's initial content is the default. */
struct arg {
    const char *name; /* without the dashes */
    enum arg_kind kind;
    void *value; /* by kind */
    bool required;
};

#define ARGS_MAX 32

/* Reads argv[1 …] (argv[0] is the subcommand). Options may stand anywhere, as `--name value` or
 * `--name=value`; `--` ends them. What is no option is moved to rest (room for max_rest), in
 * order. min_rest … max_rest words are wanted. On a mistake a sentence for the user is appended
 * to complaint and ERR_INVALID returned; else 0. */
int args_read(int argc, char **argv, const struct arg *table, size_t count, const char **rest,
              size_t min_rest, size_t max_rest, size_t *rest_count, struct buf *complaint);

#endif
