#include "tests/corpus/golden.h"

#include <ctype.h>

#include "base/err.h"

/* --- writing ---------------------------------------------------------------------------------------- */

static const char *const period_words[] = {"kỳ",      "hằng tuần", "hằng tháng", "hằng quý",
                                           "6 tháng", "9 tháng",   "hằng năm"};

static void print_day(struct buf *out, const char *before, day_t day)
{
    char text[CIVIL_TEXT_SIZE];
    buf_printf(out, "%s%s", before, civil_format_vn(day, text));
}

static bool counts(const struct cycle *cycle, struct period period)
{
    return (cycle->from == DAY_NONE || period_last(period) >= cycle->from) &&
           (cycle->until == DAY_NONE || period_first(period) <= cycle->until);
}

static size_t expand(const struct cycle *cycle, int from_year, int to_year, day_t *days, size_t max)
{
    size_t count = 0;
    for (int year = from_year; year <= to_year; year++) {
        for (int index = 1; index <= period_count(cycle->every, year); index++) {
            struct period period = {cycle->every, year, index};
            if (!counts(cycle, period))
                continue;
            for (size_t a = 0; a < cycle->anchor_count && count < max; a++) {
                day_t day = anchor_day(&cycle->anchors[a], period);
                if (day != DAY_NONE)
                    days[count++] = day;
            }
        }
    }
    return count;
}

static void print_cycle(const struct cycle *cycle, int from_year, int to_year, struct buf *out)
{
    day_t days[1000];
    if (cycle->every == PERIOD_NONE) {
        buf_puts(out, "định kỳ, không ghi kỳ nào");
        return;
    }
    buf_puts(out, period_words[cycle->every]);
    size_t count = expand(cycle, from_year, to_year, days, 1000);
    if (count > 14) {
        print_day(out, ": ", days[0]);
        print_day(out, ", ", days[1]);
        print_day(out, " … ", days[count - 1]);
        buf_printf(out, " (%zu lần)", count);
        return;
    }
    for (size_t i = 0; i < count; i++)
        print_day(out, i == 0 ? ": " : ", ", days[i]);
    if (cycle->anchor_count == 0)
        buf_puts(out, ", không ghi ngày");
    if (cycle->anchor_count > 0 && cycle->anchors[0].kind == ANCHOR_LAST_WORKDAY)
        buf_puts(out, ", ngày làm việc");
}

static void print_rule(const struct rule *rule, int from_year, int to_year, struct buf *out)
{
    static const char *const units[] = {"", "ngày làm việc", "ngày", "tháng"};
    switch (rule->kind) {
    case RULE_ONCE:
        if (rule->once.within.unit == TERM_NONE) {
            print_day(out, "hạn ", rule->once.due);
            break;
        }
        buf_printf(out, "hạn %d %s", rule->once.within.n, units[rule->once.within.unit]);
        print_day(out, " kể từ ", rule->once.since);
        break;
    case RULE_WINDOW:
        print_day(out, "từ ", rule->window.start);
        print_day(out, " đến ", rule->window.end);
        break;
    case RULE_CYCLE:
        print_cycle(&rule->cycle, from_year, to_year, out);
        break;
    case RULE_CONTINUOUS:
        buf_puts(out, "thường xuyên");
        if (rule->continuous.start != DAY_NONE)
            print_day(out, " từ ", rule->continuous.start);
        break;
    case RULE_ON_EVENT:
        buf_puts(out, "khi có việc");
        if (rule->event.within.unit != TERM_NONE)
            buf_printf(out, ", trong %d %s", rule->event.within.n, units[rule->event.within.unit]);
        if (rule->event.start != DAY_NONE)
            print_day(out, ", từ ", rule->event.start);
        break;
    case RULE_BY_REFERENCE:
        buf_puts(out, "theo văn bản khác");
        break;
    }
    buf_putc(out, '\n');
}

void golden_print(const struct reading *reading, int from_year, int to_year, struct buf *out)
{
    for (size_t i = 0; i < reading->count; i++)
        print_rule(&reading->obligations[i].rule, from_year, to_year, out);
    if (reading->status == READING_NEEDS_A_PERSON)
        buf_puts(out, "=> cần người xem\n");
    if (reading->status == READING_CONTRADICTORY)
        buf_puts(out, "=> mâu thuẫn\n");
}

/* --- reading ---------------------------------------------------------------------------------------- */

static bool complain(const struct golden *golden, const char *why)
{
    fprintf(stderr, "%s:%d: %s\n", golden->file, golden->line, why);
    return false;
}

/* "2024: text" or "2024-2025: text", with \n, \t, \\ and \xHH. */
static bool read_head(struct golden *golden, const char *line)
{
    char *rest;
    long from = strtol(line, &rest, 10), to = from;
    if (*rest == '-')
        to = strtol(rest + 1, &rest, 10);
    if (rest[0] != ':' || (rest[1] != ' ' && rest[1] != '\0'))
        return complain(golden, "a phrase begins with its year: \"2024: …\"");
    golden->from_year = (int)from;
    golden->to_year = (int)to;
    golden->len = 0;
    for (const char *p = rest[1] == ' ' ? rest + 2 : rest + 1; *p != '\0'; p++) {
        char c = *p;
        if (c == '\\' && p[1] == 'x' && isxdigit((unsigned char)p[2]) &&
            isxdigit((unsigned char)p[3])) {
            char hex[3] = {p[2], p[3], '\0'};
            c = (char)strtol(hex, NULL, 16);
            p += 3;
        } else if (c == '\\' && p[1] != '\0') {
            p++;
            c = *p == 'n' ? '\n' : *p == 't' ? '\t' : *p;
        }
        golden->text[golden->len++] = c;
    }
    golden->text[golden->len] = '\0';
    golden->count = 1;
    golden->meaning[0][0] = '\0';
    return true;
}

static bool add_meaning(struct golden *golden, const char *line)
{
    if (golden->count == 0)
        return complain(golden, "a meaning stands under its phrase");
    if (strcmp(line, "hoặc") == 0) {
        if (golden->count == GOLDEN_MAX_ALTERNATIVES)
            return complain(golden, "too many readings of one phrase");
        golden->meaning[golden->count++][0] = '\0';
        return true;
    }
    char *meaning = golden->meaning[golden->count - 1];
    size_t used = strlen(meaning);
    int written = snprintf(meaning + used, GOLDEN_MAX_TEXT - used, "%s\n", line);
    if (written < 0 || (size_t)written >= GOLDEN_MAX_TEXT - used)
        return complain(golden, "the meaning is too long");
    return true;
}

int golden_read(const char *path, void (*check)(const struct golden *, void *), void *context)
{
    static char line[GOLDEN_MAX_TEXT];
    FILE *file = fopen(path, "r");
    struct golden *golden = calloc(1, sizeof *golden);
    int count = 0;
    bool good = file != NULL && golden != NULL;
    if (file == NULL)
        fprintf(stderr, "%s: cannot be read\n", path);
    if (golden != NULL)
        golden->file = path;
    for (int number = 1; good && fgets(line, sizeof line, file) != NULL; number++) {
        size_t len = strcspn(line, "\n");
        line[len] = '\0';
        if (line[0] == '#' || len == 0)
            continue;
        if (line[0] == ' ') {
            good = add_meaning(golden, line + strspn(line, " "));
            continue;
        }
        if (golden->count > 0)
            check(golden, context);
        golden->line = number;
        good = read_head(golden, line);
        count++;
    }
    if (good && golden->count > 0)
        check(golden, context);
    free(golden);
    if (file != NULL)
        fclose(file);
    return good ? count : -1;
}
