#include "daemon/args.h"

#include <string.h>

#include "base/err.h"
#include "base/i18n.h"
#include "base/parse.h"
#include "base/utf8.h"

static const struct arg *find(const struct arg *table, size_t count, const char *name, size_t len)
{
    for (size_t i = 0; i < count; i++) {
        if (strlen(table[i].name) == len && strncmp(table[i].name, name, len) == 0) {
            return &table[i];
        }
    }
    return NULL;
}

static void complain_unknown(const struct arg *table, size_t count, const char *word,
                             struct buf *complaint)
{
    const char *nearest = NULL;
    int best = 3;
    for (size_t i = 0; i < count; i++) {
        int distance = utf8_distance(word + 2, table[i].name, best);
        if (distance < best) {
            best = distance;
            nearest = table[i].name;
        }
    }
    buf_printf(complaint, _("không có tùy chọn “%s”"), word);
    if (nearest != NULL) {
        buf_printf(complaint, _("; có phải “--%s”?"), nearest);
    }
}

static int read_years(const char *text, struct year_span *out)
{
    const char *dash = strchr(text, '-');
    size_t len = dash != NULL ? (size_t)(dash - text) : strlen(text);
    int first;
    if (parse_int_span(text, len, CIVIL_MIN_YEAR, CIVIL_MAX_YEAR, &first) < 0) {
        return ERR_FORMAT;
    }
    int last = first;
    if (dash != NULL && parse_int(dash + 1, first, CIVIL_MAX_YEAR, &last) < 0) {
        return ERR_FORMAT;
    }
    *out = (struct year_span){.from = first, .to = last};
    return 0;
}

static int read_value(const struct arg *arg, const char *text, struct buf *complaint)
{
    switch (arg->kind) {
    case ARG_FLAG:
        *(bool *)arg->value = true;
        return 0;
    case ARG_TEXT:
        *(const char **)arg->value = text;
        return 0;
    case ARG_DATE:
        if (civil_parse_any(text, arg->value) < 0) {
            buf_printf(complaint,
                       _("--%s: “%s” không phải là ngày; viết như 18/03/2022 hoặc 2022-03-18"),
                       arg->name, text);
            return ERR_INVALID;
        }
        return 0;
    case ARG_YEARS:
        if (read_years(text, arg->value) < 0) {
            buf_printf(complaint, _("--%s: “%s” không phải là năm; viết như 2022 hoặc 2022-2025"),
                       arg->name, text);
            return ERR_INVALID;
        }
        return 0;
    }
    return ERR_INTERNAL;
}

/* Reads the option at argv[*i] and moves *i to its last word. */
static int read_option(int argc, char **argv, int *i, const struct arg *table, size_t count,
                       bool *seen, struct buf *complaint)
{
    const char *name = argv[*i] + 2;
    const char *equals = strchr(name, '=');
    size_t len = equals != NULL ? (size_t)(equals - name) : strlen(name);
    const struct arg *arg = find(table, count, name, len);
    if (arg == NULL) {
        complain_unknown(table, count, argv[*i], complaint);
        return ERR_INVALID;
    }
    seen[arg - table] = true;
    if (arg->kind == ARG_FLAG) {
        if (equals != NULL) {
            buf_printf(complaint, _("--%s không nhận giá trị"), arg->name);
            return ERR_INVALID;
        }
        return read_value(arg, NULL, complaint);
    }
    if (equals == NULL && *i + 1 >= argc) {
        buf_printf(complaint, _("--%s cần một giá trị"), arg->name);
        return ERR_INVALID;
    }
    return read_value(arg, equals != NULL ? equals + 1 : argv[++*i], complaint);
}

static int check_count(size_t got, size_t min, size_t max, const char *last, struct buf *complaint)
{
    if (got < min) {
        buf_puts(complaint, _("thiếu tham số"));
        return ERR_INVALID;
    }
    if (got > max) {
        buf_printf(complaint, _("thừa tham số “%s”"), last);
        return ERR_INVALID;
    }
    return 0;
}

int args_read(int argc, char **argv, const struct arg *table, size_t count, const char **rest,
              size_t min_rest, size_t max_rest, size_t *rest_count, struct buf *complaint)
{
    bool seen[ARGS_MAX] = {false};
    bool options = true;
    size_t words = 0;
    const char *last = "";
    if (count > ARGS_MAX) {
        return ERR_INTERNAL;
    }
    for (int i = 1; i < argc; i++) {
        if (options && strcmp(argv[i], "--") == 0) {
            options = false;
        } else if (options && strncmp(argv[i], "--", 2) == 0) {
            int err = read_option(argc, argv, &i, table, count, seen, complaint);
            if (err < 0) {
                return err;
            }
        } else {
            last = argv[i];
            if (words < max_rest) {
                rest[words] = last;
            }
            words++;
        }
    }
    for (size_t i = 0; i < count; i++) {
        if (table[i].required && !seen[i]) {
            buf_printf(complaint, _("thiếu --%s"), table[i].name);
            return ERR_INVALID;
        }
    }
    int err = check_count(words, min_rest, max_rest, last, complaint);
    if (err == 0) {
        *rest_count = words;
    }
    return err;
}
