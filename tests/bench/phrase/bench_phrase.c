/* How many phrases a second one core reads: each of the corpus, the 125 rows of the sample plans,
 * and the median phrase. */
#include <time.h>

#include "phrase/phrase.h"
#include "tests/corpus/golden.h"

#define MAX_PHRASES 4000
#define ROUND_SECONDS 0.02

struct phrase {
    char *text;
    size_t len;
    int year;
    double rate;
};

struct set {
    struct phrase phrases[MAX_PHRASES];
    size_t count;
};

static void keep(const struct golden *golden, void *context)
{
    struct set *set = context;
    if (set->count == MAX_PHRASES)
        return;
    struct phrase *phrase = &set->phrases[set->count];
    phrase->text = malloc(golden->len + 1);
    if (phrase->text == NULL)
        return;
    memcpy(phrase->text, golden->text, golden->len);
    phrase->len = golden->len;
    phrase->year = golden->from_year;
    set->count++;
}

static void read_once(const struct phrase *phrase)
{
    struct phrase_options options = {.from_year = phrase->year, .to_year = phrase->year};
    struct reading reading;
    reading_init(&reading);
    phrase_read(phrase->text, phrase->len, &options, &reading);
    reading_clear(&reading);
}

static double measure(const struct phrase *phrase)
{
    clock_t begin = clock();
    double seconds = 0;
    long rounds = 0;
    while (seconds < ROUND_SECONDS) {
        for (int i = 0; i < 200; i++)
            read_once(phrase);
        rounds += 200;
        seconds = (double)(clock() - begin) / CLOCKS_PER_SEC;
    }
    return (double)rounds / seconds;
}

static int by_rate(const void *a, const void *b)
{
    double left = ((const struct phrase *)a)->rate, right = ((const struct phrase *)b)->rate;
    return (left > right) - (left < right);
}

static void report(const char *name, const char *path, struct set *set)
{
    set->count = 0;
    if (golden_read(path, keep, set) < 1 || set->count == 0)
        return;
    double spent = 0;
    for (size_t i = 0; i < set->count; i++) {
        set->phrases[i].rate = measure(&set->phrases[i]);
        spent += 1 / set->phrases[i].rate;
    }
    qsort(set->phrases, set->count, sizeof set->phrases[0], by_rate);
    printf("phrase %-8s %4zu phrases: median %7.0f/s, all %7.0f/s, slowest %7.0f/s\n", name,
           set->count, set->phrases[set->count / 2].rate, (double)set->count / spent,
           set->phrases[0].rate);
    for (size_t i = 0; i < set->count; i++)
        free(set->phrases[i].text);
}

int main(void)
{
    struct set *set = calloc(1, sizeof *set);
    if (set == NULL)
        return 1;
    report("plans", DD_SRCDIR "/tests/corpus/phrase/plans.txt", set);
    report("public", DD_SRCDIR "/tests/corpus/phrase/public.txt", set);
    free(set);
    return 0;
}
