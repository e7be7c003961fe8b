/* Figures of schedule and engine: expanding, loading, ticking, forecasting. They promise nothing. */
#include <malloc.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/clock.h"
#include "base/file.h"
#include "conf/conf.h"
#include "engine/forecast.h"
#include "engine/load.h"
#include "engine/tick.h"
#include "schedule/expand.h"
#include "schedule/ladder.h"

#define ROWS 100000

static const char *const TIMES[] = {
    "Thường xuyên",
    "Trong năm 2022",
    "Định kỳ hằng quý (trước ngày 19 của tháng cuối quý)",
    "Khi có yêu cầu",
    "chậm nhất ngày 18/3/2022",
};

struct bench {
    char folder[64];
    struct settings settings;
    struct store *store;
    struct engine engine;
    instant_t now;
    int failed;
};

static void check(struct bench *bench, const char *what, int err)
{
    if (err < 0) {
        fprintf(stderr, "%s: %d\n", what, err);
        bench->failed = 1;
    }
}

static int64_t since(int64_t start)
{
    return clock_monotonic() - start;
}

/* kB of memory that are in use, from /proc. */
static long resident(void)
{
    char line[256];
    long kb = 0;
    FILE *file = fopen("/proc/self/status", "r");
    while (file && fgets(line, sizeof line, file)) {
        if (strncmp(line, "VmRSS:", 6) == 0) {
            kb = strtol(line + 6, NULL, 10);
        }
    }
    if (file) {
        fclose(file);
    }
    return kb;
}

static void bench_expand(struct bench *bench)
{
    struct rule rule;
    struct policy policy;
    struct staged staged[LADDER_MAX_STAGES];
    struct instances list = {0};
    size_t instances = 0;
    size_t stages = 0;
    rule_init(&rule, RULE_CYCLE);
    rule.cycle.every = PERIOD_QUARTER;
    rule.cycle.anchor_count = 1;
    rule.cycle.anchors[0] =
        (struct anchor){.kind = ANCHOR_MONTH_DAY, .month = 2, .day = 19, .shift = -1};
    check(bench, "policy", policy_init(&policy, "default"));
    int64_t start = clock_monotonic();
    for (int i = 0; i < ROWS; i++) {
        list.count = 0;
        check(bench, "expand",
              expand_rule(&rule, 2022, 2022, NULL, &bench->settings.holidays, &list));
        instances += list.count;
        for (size_t j = 0; j < list.count; j++) {
            struct ladder_ask ask = {.every = PERIOD_QUARTER,
                                     .role = ROLE_LEAD,
                                     .start = DAY_NONE,
                                     .due = list.items[j].due,
                                     .asked = DAY_NONE,
                                     .closed = DAY_NONE};
            stages += ladder_build(&ask, &policy, &bench->settings.holidays, staged);
        }
    }
    printf("expand       %d obligations, %zu occurrences, %zu stages in %lld ms\n", ROWS, instances,
           stages, (long long)since(start));
    instances_clear(&list);
    policy_clear(&policy);
}

static void write_plan(struct bench *bench)
{
    char path[128];
    struct buf text;
    buf_init(&text, (size_t)64 << 20);
    (void)buf_puts(&text, "stt,nhom,noi_dung,san_pham,chu_tri,phoi_hop,thoi_gian\n");
    for (int i = 0; i < ROWS; i++) {
        (void)buf_printf(&text, "%d,Nhóm,Nội dung việc số %d của kế hoạch,Sản phẩm,%s,,%s\n", i + 1,
                         i, i % 2 ? "Văn phòng Sở" : "Thanh tra Sở",
                         TIMES[(size_t)i % (sizeof TIMES / sizeof TIMES[0])]);
    }
    snprintf(path, sizeof path, "%s/big.csv", bench->folder);
    check(bench, "plan", file_write(path, buf_str(&text), text.len, 0600));
    buf_clear(&text);
}

static void configure(struct bench *bench)
{
    static const char CONFIG[] =
        "include = {\"" DD_SRCDIR "/conf/holidays.conf\"}\n"
        "utc_offset = \"+07:00\"\nstate = \"dondoc.db\"\ncontrol = \"control\"\n"
        "mail {\n method = \"maildir\"\n maildir = \"outbox\"\n from = \"d@example.org\"\n}\n"
        "department \"so\" {\n name = \"Sở\"\n office = \"vp\"\n"
        " unit \"vp\" {\n  names = {\"Văn phòng Sở\"}\n  mail = \"vp@example.org\"\n }\n"
        " unit \"tt\" {\n  names = {\"Thanh tra Sở\"}\n  mail = \"tt@example.org\"\n }\n}\n"
        "plan \"big\" {\n file = \"big.csv\"\n department = \"so\"\n title = \"Lớn\"\n"
        " from_year = 2022\n}\n";
    char path[128];
    snprintf(path, sizeof path, "%s/dondoc.conf", bench->folder);
    check(bench, "config", file_write(path, CONFIG, strlen(CONFIG), 0600));
    check(bench, "config", conf_load(path, &bench->settings, NULL));
    free(bench->settings.templates);
    bench->settings.templates = strdup(DD_SRCDIR "/conf/templates");
}

static void bench_load(struct bench *bench, const char *what)
{
    struct load_difference difference = {0};
    int64_t start = clock_monotonic();
    check(bench, "load",
          engine_load(&bench->engine, bench->now, "bench", false, &difference, NULL));
    printf("load, %s  %d rows, %zu occurrences in %lld ms\n", what, ROWS,
           difference.occurrences.added + difference.occurrences.unchanged,
           (long long)since(start));
    load_difference_clear(&difference);
}

static void bench_tick(struct bench *bench)
{
    struct tick_result result;
    int64_t start = clock_monotonic();
    for (int i = 0; i < 1000; i++) {
        check(bench, "tick", engine_tick(&bench->engine, bench->now, &result));
    }
    printf("tick, idle   %lld us each\n", (long long)since(start));
    /* The first hour of mails: all windows open. */
    bench->now = offset_instant(civil_to_day(2022, 1, 4), 450, 420);
    size_t looked = 0;
    size_t messages = 0;
    start = clock_monotonic();
    do {
        check(bench, "tick", engine_tick(&bench->engine, bench->now, &result));
        looked += result.occurrences;
        messages += result.messages;
    } while (result.more && !bench->failed);
    printf("tick, %zu due  %zu messages in %lld ms\n", looked, messages, (long long)since(start));
}

static int each_message(const struct forecast_message *message, void *arg)
{
    size_t *count = arg;
    *count += message->message != NULL;
    return 0;
}

static void bench_forecast(struct bench *bench)
{
    struct settings settings = {0};
    size_t count = 0;
    settings_init(&settings);
    check(bench, "sample", conf_load(DD_SRCDIR "/conf/dondoc.conf", &settings, NULL));
    free(settings.templates);
    settings.templates = strdup(DD_SRCDIR "/conf/templates");
    int64_t start = clock_monotonic();
    check(bench, "forecast",
          engine_forecast(&settings, civil_to_day(2022, 1, 1), civil_to_day(2022, 12, 31),
                          each_message, &count, NULL, NULL));
    printf("forecast     the year 2022 of the sample plans: %zu messages in %lld ms\n", count,
           (long long)since(start));
    settings_clear(&settings);
}

static void remove_files(const struct bench *bench)
{
    static const char *const FILES[] = {"big.csv", "dondoc.conf", "dondoc.db", "dondoc.db-wal",
                                        "dondoc.db-shm"};
    for (size_t i = 0; i < sizeof FILES / sizeof FILES[0]; i++) {
        char path[128];
        snprintf(path, sizeof path, "%s/%s", bench->folder, FILES[i]);
        unlink(path);
    }
    rmdir(bench->folder);
}

int main(void)
{
    struct bench bench = {.now = offset_instant(civil_to_day(2022, 1, 1), 0, 420)};
    char path[128];
    snprintf(bench.folder, sizeof bench.folder, "/tmp/dondoc-bench-XXXXXX");
    if (!mkdtemp(bench.folder)) {
        return 1;
    }
    settings_init(&bench.settings);
    configure(&bench);
    write_plan(&bench);
    snprintf(path, sizeof path, "%s/dondoc.db", bench.folder);
    check(&bench, "store", store_open(path, bench.now, NULL, &bench.store));
    check(&bench, "engine", engine_open(&bench.settings, bench.store, NULL, &bench.engine));
    if (!bench.failed) {
        bench_expand(&bench);
        bench_load(&bench, "new");
        bench_load(&bench, "same");
        malloc_trim(0);
        printf("memory       %ld kB with them loaded\n", resident());
        bench_tick(&bench);
        bench_forecast(&bench);
    }
    engine_close(&bench.engine);
    store_close(bench.store);
    settings_clear(&bench.settings);
    remove_files(&bench);
    return bench.failed;
}
