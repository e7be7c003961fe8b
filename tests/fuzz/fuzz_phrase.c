/* The reader of phrases under anything: an LLVMFuzzer entry, and a main that replays a folder and
 * then mutates what the corpus of phrases holds (both in `make check`). */
#include <dirent.h>

#include "phrase/phrase.h"
#include "tests/corpus/golden.h"

#ifndef MUTATIONS
#define MUTATIONS 60
#endif
#define PLAN_YEAR 2024

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

/* What broke a promise is told and ends the program: fuzzers look for that. */
static void fail(const char *why, const char *text, size_t len)
{
    fprintf(stderr, "%s:\n%.*s\n", why, len < 2000 ? (int)len : 2000, text);
    abort();
}

static void check_span(struct span span, const char *text, size_t len)
{
    if (span.begin > span.end || span.end > len)
        fail("a span lies outside the phrase", text, len);
}

static bool holds_number(const char *text, size_t len, int number)
{
    for (size_t i = 0; i < len; i++) {
        if (text[i] < '0' || text[i] > '9')
            continue;
        long value = 0;
        for (; i < len && text[i] >= '0' && text[i] <= '9'; i++)
            value = value > 100000 ? value : value * 10 + (text[i] - '0');
        if (value == number || (value < 100 && value + 2000 == number))
            return true;
    }
    return false;
}

/* The year of a date stands in the text, or is near the plan's ("năm sau", "trước năm trước"); "trước" and "sau" may have
 * moved it over the year's end. Full-width digits are not looked for. */
static void check_day(day_t day, const char *text, size_t len)
{
    int year = civil_from_day(day).year;
    if (year >= PLAN_YEAR - 2 && year <= PLAN_YEAR + 2)
        return;
    if (memchr(text, 0xef, len) != NULL)
        return;
    for (int near = year - 1; near <= year + 1; near++)
        if (holds_number(text, len, near))
            return;
    fail("a year that the phrase does not hold", text, len);
}

static void check_rule(const struct rule *rule, const char *text, size_t len)
{
    if (!rule_is_valid(rule))
        fail("a rule that is not valid", text, len);
    if (rule->kind == RULE_ONCE)
        check_day(rule->once.within.unit == TERM_NONE ? rule->once.due : rule->once.since, text,
                  len);
    if (rule->kind == RULE_WINDOW) {
        check_day(rule->window.start, text, len);
        check_day(rule->window.end, text, len);
    }
}

/* What was read prints, and the wording of a rule that needs no words of the text reads back. */
static void check_print(const struct obligation *obligation, const char *text, size_t len)
{
    struct buf wording;
    buf_init(&wording, 4 * PHRASE_MAX_BYTES);
    if (phrase_print(obligation, &wording) < 0 && len < 4000)
        fail("a rule that does not print", text, len);
    const struct rule *rule = &obligation->rule;
    if (rule->kind == RULE_ONCE || rule->kind == RULE_CYCLE) {
        struct phrase_options options = {0, 0, false};
        struct reading again;
        reading_init(&again);
        if (phrase_read(buf_str(&wording), wording.len, &options, &again) == 0 &&
            (again.count != 1 || !rule_equal(&again.obligations[0].rule, rule)))
            fail(buf_str(&wording), text, len);
        reading_clear(&again);
    }
    buf_clear(&wording);
}

static void check(const char *text, size_t len, bool inclusive)
{
    struct phrase_options options = {PLAN_YEAR, PLAN_YEAR, inclusive};
    struct reading reading;
    reading_init(&reading);
    if (phrase_read(text, len, &options, &reading) < 0)
        return;
    check_span(reading.offending, text, len);
    for (size_t i = 0; i < reading.unread_count; i++)
        check_span(reading.unread[i], text, len);
    for (size_t i = 0; i < reading.count; i++) {
        check_span(reading.obligations[i].span, text, len);
        check_rule(&reading.obligations[i].rule, text, len);
        check_print(&reading.obligations[i], text, len);
    }
    if (reading.unread_count > 0 && reading.status == READING_UNDERSTOOD)
        fail("something is unread and yet all is understood", text, len);
    if (reading.count == 0 && reading.status == READING_UNDERSTOOD)
        fail("nothing was found and yet all is understood", text, len);
    reading_clear(&reading);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    char *copy = malloc(size + 1); /* so that reading past the end is seen */
    if (copy == NULL)
        return 0;
    if (size > 0)
        memcpy(copy, data, size);
    check(copy, size, size % 2 == 1);
    free(copy);
    return 0;
}

#ifndef FUZZ_WITH_LIBFUZZER

static uint64_t state = 88172645463325252U;

static size_t pick(size_t below)
{
    state ^= state << 13;
    state ^= state >> 7;
    state ^= state << 17;
    return below == 0 ? 0 : (size_t)(state % below);
}

static const char *const pieces[] = {" trước ",
                                     " ngày ",
                                     "tháng",
                                     " quý ",
                                     "năm",
                                     " và ",
                                     ", ",
                                     "; ",
                                     "(",
                                     ")",
                                     "31",
                                     "/",
                                     "2024",
                                     "02",
                                     " đến ",
                                     " từ ",
                                     " hằng ",
                                     " 6 tháng ",
                                     "lần",
                                     " khi có ",
                                     " theo ",
                                     ".",
                                     "-",
                                     "\n- ",
                                     " định kỳ ",
                                     " thứ Sáu ",
                                     " cuối ",
                                     " đầu ",
                                     " sau ",
                                     " hoặc ",
                                     " âm lịch",
                                     "%",
                                     "IV",
                                     " kể từ ",
                                     " 05 ngày làm việc ",
                                     "\xcc\x81",
                                     "\xff",
                                     "\xc2\xa0",
                                     "0",
                                     "9999999999",
                                     " đối với báo cáo ",
                                     " trong ",
                                     "chậm nhất ",
                                     " các năm tiếp theo",
                                     "áp dụng từ ",
                                     "17h00 "};

/* Cuts, doubles, swaps and inserts at random places; room for twice the text and more. */
static size_t mutate(char *text, size_t len, size_t room)
{
    for (size_t n = 1 + pick(4); n > 0; n--) {
        size_t at = pick(len + 1), rest = len - at;
        const char *piece = pieces[pick(sizeof pieces / sizeof pieces[0])];
        size_t piece_len = strlen(piece), cut = pick(rest < 12 ? rest + 1 : 12);
        switch (pick(3)) {
        case 0:
            memmove(text + at, text + at + cut, rest - cut);
            len -= cut;
            break;
        case 1:
            if (len + piece_len > room)
                break;
            memmove(text + at + piece_len, text + at, rest);
            memcpy(text + at, piece, piece_len);
            len += piece_len;
            break;
        default:
            if (rest > 0)
                text[at] = text[pick(len)];
            break;
        }
    }
    return len;
}

static void mutate_phrase(const struct golden *golden, void *unused)
{
    static char text[4 * GOLDEN_MAX_TEXT];
    (void)unused;
    for (int i = 0; i < MUTATIONS; i++) {
        memcpy(text, golden->text, golden->len);
        size_t len = mutate(text, golden->len, sizeof text);
        LLVMFuzzerTestOneInput((const uint8_t *)text, len);
    }
}

static bool for_each_file(const char *folder, void (*run)(const char *path))
{
    DIR *dir = opendir(folder);
    if (dir == NULL)
        return false;
    for (struct dirent *entry = readdir(dir); entry != NULL; entry = readdir(dir)) {
        char path[4096];
        if (entry->d_name[0] == '.')
            continue;
        snprintf(path, sizeof path, "%s/%s", folder, entry->d_name);
        run(path);
    }
    closedir(dir);
    return true;
}

static void replay(const char *path)
{
    static uint8_t data[1 << 20];
    FILE *file = fopen(path, "rb");
    if (file == NULL)
        return;
    size_t size = fread(data, 1, sizeof data, file);
    fclose(file);
    LLVMFuzzerTestOneInput(data, size);
}

static void mutate_file(const char *path)
{
    if (strstr(path, ".txt") != NULL)
        golden_read(path, mutate_phrase, NULL);
}

/* Long inputs, made here: each is read in a time that grows with its length only. */
static void long_inputs(void)
{
    static char text[PHRASE_MAX_BYTES + 1];
    for (size_t p = 0; p < sizeof pieces / sizeof pieces[0]; p++) {
        size_t len = 0, piece = strlen(pieces[p]);
        while (len + piece <= sizeof text) {
            memcpy(text + len, pieces[p], piece);
            len += piece;
        }
        LLVMFuzzerTestOneInput((const uint8_t *)text, len);
    }
    for (int round = 0; round < 20; round++) {
        size_t len = 0;
        for (;;) {
            const char *piece = pieces[pick(sizeof pieces / sizeof pieces[0])];
            if (len + strlen(piece) > sizeof text)
                break;
            memcpy(text + len, piece, strlen(piece));
            len += strlen(piece);
        }
        LLVMFuzzerTestOneInput((const uint8_t *)text, len);
    }
}

int main(int argc, char **argv)
{
    for (int i = 1; i < argc; i++)
        replay(argv[i]);
    if (argc > 1)
        return 0;
    if (!for_each_file(DD_SRCDIR "/tests/fuzz/corpus/phrase", replay) ||
        !for_each_file(DD_SRCDIR "/tests/corpus/phrase", mutate_file))
        return 1;
    long_inputs();
    return 0;
}

#endif
