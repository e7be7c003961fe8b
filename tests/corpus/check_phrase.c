/* Reads every phrase of the corpus files given (none: all of tests/corpus/phrase) and compares it with its meaning. With --print the
 * meaning found is written instead, in the form of the files (for writing new ones). */
#include <dirent.h>

#include "base/buf.h"
#include "phrase/phrase.h"
#include "tests/corpus/golden.h"

struct tally {
    int checked, failed;
    bool print;
};

static void show(const struct golden *golden, const char *found)
{
    fprintf(stderr, "%s:%d: %d: %s\n", golden->file, golden->line, golden->from_year, golden->text);
    fprintf(stderr, "  expected:\n%s  found:\n%s", golden->meaning[0], found);
}

static void print(const struct golden *golden, const char *found)
{
    printf("%d", golden->from_year);
    if (golden->to_year != golden->from_year)
        printf("-%d", golden->to_year);
    fputs(": ", stdout);
    for (size_t i = 0; i < golden->len; i++) {
        if (golden->text[i] == '\n')
            fputs("\\n", stdout);
        else
            putchar(golden->text[i]);
    }
    putchar('\n');
    for (const char *line = found; *line != '\0';) {
        size_t len = strcspn(line, "\n");
        printf("    %.*s\n", (int)len, line);
        line += len + (line[len] == '\n' ? 1 : 0);
    }
}

static void check(const struct golden *golden, void *context)
{
    struct tally *tally = context;
    struct phrase_options options = {.from_year = golden->from_year, .to_year = golden->to_year};
    struct reading reading;
    struct buf found;
    reading_init(&reading);
    buf_init(&found, 1 << 20);
    tally->checked++;
    bool right = phrase_read(golden->text, golden->len, &options, &reading) == 0;
    golden_print(&reading, golden->from_year, golden->to_year, &found);
    if (tally->print) {
        print(golden, buf_str(&found));
    } else {
        bool same = false;
        for (size_t i = 0; i < golden->count; i++)
            same = same || strcmp(golden->meaning[i], buf_str(&found)) == 0;
        if (!right || !same) {
            tally->failed++;
            show(golden, buf_str(&found));
        }
    }
    buf_clear(&found);
    reading_clear(&reading);
}

static int is_text(const struct dirent *entry)
{
    size_t len = strlen(entry->d_name);
    return len > 4 && strcmp(entry->d_name + len - 4, ".txt") == 0;
}

/* Every file of the corpus, in the order of their names. */
static bool check_folder(const char *folder, struct tally *tally)
{
    struct dirent **entries;
    int count = scandir(folder, &entries, is_text, alphasort);
    bool good = count > 0;
    for (int i = 0; i < count; i++) {
        char path[4096];
        snprintf(path, sizeof path, "%s/%s", folder, entries[i]->d_name);
        good = golden_read(path, check, tally) > 0 && good;
        free(entries[i]);
    }
    if (count >= 0)
        free(entries);
    return good;
}

int main(int argc, char **argv)
{
    struct tally tally = {.print = argc > 1 && strcmp(argv[1], "--print") == 0};
    if (argc == 1 && !check_folder(DD_SRCDIR "/tests/corpus/phrase", &tally))
        return 2;
    for (int i = tally.print ? 2 : 1; i < argc; i++)
        if (golden_read(argv[i], check, &tally) < 1)
            return 2;
    if (!tally.print)
        printf("%d phrases, %d wrong\n", tally.checked, tally.failed);
    return tally.failed > 0 || tally.checked == 0 ? 1 : 0;
}
