/* A million occurrences of plans that the config names: what loading them costs, loading them again,
 * and a tick in which ten of them are due. Prints figures, and promises nothing.
 *
 *   bench_million [OCCURRENCES [FOLDER]]     FOLDER is made and kept; one that is there is ticked on */
#include <malloc.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/resource.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/clock.h"
#include "base/file.h"
#include "conf/conf.h"
#include "engine/load.h"
#include "engine/tick.h"
#include "store/outbox.h"

#define PLAN_ROWS 50000 /* four occurrences each */
#define UNITS 10
#define DAYS 200 /* with ten occurrences due on each */

struct bench {
    char folder[200];
    bool keep;
    size_t rows;
    size_t plans;
    struct settings settings;
    struct store *store;
    struct engine engine;
    instant_t now;
    bool failed;
};

static bool check(struct bench *bench, const char *what, int err)
{
    if (err < 0) {
        fprintf(stderr, "%s: %d\n", what, err);
        bench->failed = true;
    }
    return err >= 0;
}

/* --- what it takes --------------------------------------------------------------------------------- */

struct cost {
    int64_t wall, cpu; /* ns */
};

static int64_t cpu_ns(void)
{
    struct rusage usage;
    getrusage(RUSAGE_SELF, &usage);
    return (int64_t)(usage.ru_utime.tv_sec + usage.ru_stime.tv_sec) * 1000000000 +
           (int64_t)(usage.ru_utime.tv_usec + usage.ru_stime.tv_usec) * 1000;
}

static struct cost start(void)
{
    return (struct cost){clock_monotonic_ns(), cpu_ns()};
}

static struct cost since(struct cost begun)
{
    return (struct cost){clock_monotonic_ns() - begun.wall, cpu_ns() - begun.cpu};
}

/* kB, from /proc. */
static long memory(const char *key)
{
    char line[256];
    long kb = 0;
    FILE *file = fopen("/proc/self/status", "r");
    while (file && fgets(line, sizeof line, file)) {
        if (strncmp(line, key, strlen(key)) == 0) {
            kb = strtol(line + strlen(key), NULL, 10);
        }
    }
    if (file) {
        fclose(file);
    }
    return kb;
}

/* The highest mark begins again. */
static void reset_peak(void)
{
    FILE *file = fopen("/proc/self/clear_refs", "w");
    (void)malloc_trim(0);
    if (file) {
        fputs("5", file);
        fclose(file);
    }
}

/* --- the plans ------------------------------------------------------------------------------------- */

static void write_file(struct bench *bench, const char *name, const struct buf *text)
{
    char path[256];
    snprintf(path, sizeof path, "%s/%s", bench->folder, name);
    check(bench, name, file_write(path, text->data, text->len, 0600));
}

static void write_plan(struct bench *bench, size_t plan)
{
    struct buf text;
    char name[40];
    size_t left = bench->rows - plan * PLAN_ROWS;
    buf_init(&text, (size_t)64 << 20);
    (void)buf_puts(&text, "stt,nhom,noi_dung,san_pham,chu_tri,phoi_hop,thoi_gian\n");
    for (size_t i = 0; i < PLAN_ROWS && i < left; i++) {
        (void)
            buf_printf(&text,
                       "%zu,Nhóm %zu,Nội dung việc số %zu của kế hoạch,Sản phẩm %zu,Phòng số %zu,,"
                       "Định kỳ hằng quý (trước ngày 19 của tháng cuối quý)\n",
                       i + 1, i / 100, i, i, i % UNITS);
    }
    snprintf(name, sizeof name, "p%zu.csv", plan);
    write_file(bench, name, &text);
    buf_clear(&text);
}

/* Ten rows for each of the working days of 2022: of ten units, and on every other day all of one. */
static void write_days(struct bench *bench)
{
    struct buf text;
    day_t day = civil_to_day(2022, 1, 10);
    buf_init(&text, (size_t)64 << 20);
    (void)buf_puts(&text, "stt,nhom,noi_dung,san_pham,chu_tri,phoi_hop,thoi_gian\n");
    for (size_t i = 0; i < DAYS; day++) {
        if (!workday_is(&bench->settings.holidays, day)) {
            continue;
        }
        char date[CIVIL_TEXT_SIZE];
        (void)civil_format_vn(day, date);
        for (size_t k = 0; k < 10; k++) {
            (void)buf_printf(&text,
                             "%zu,Nhóm,Việc thứ %zu,Báo cáo,Phòng số %zu,,chậm nhất ngày "
                             "%s\n",
                             i * 10 + k + 1, k, i % 2 == 0 ? k : i / 2 % UNITS, date);
        }
        i++;
    }
    write_file(bench, "days.csv", &text);
    buf_clear(&text);
}

static void read_config(struct bench *bench)
{
    char path[256];
    settings_clear(&bench->settings);
    settings_init(&bench->settings);
    snprintf(path, sizeof path, "%s/dondoc.conf", bench->folder);
    check(bench, "config", conf_load(path, &bench->settings, NULL));
}

static void configure(struct bench *bench)
{
    struct buf text;
    buf_init(&text, (size_t)1 << 20);
    (void)buf_puts(
        &text,
        "include = {\"" DD_SRCDIR "/conf/holidays.conf\"}\n"
        "utc_offset = \"+07:00\"\nstate = \"dondoc.db\"\ncontrol = \"control\"\n"
        "templates = \"" DD_SRCDIR "/conf/templates\"\n"
        "mail {\n method = \"maildir\"\n maildir = \"outbox\"\n from = \"d@example.org\"\n}\n"
        "policy \"mot\" {\n other = \"0\"\n coordinating = \"0\"\n overdue_days = 0\n "
        "overdue_weeks = 0\n"
        " escalate_head = 0\n escalate_office = 0\n escalate_deputy = 0\n"
        " escalate_director = 0\n}\n"
        "department \"so\" {\n name = \"Sở\"\n office = \"p0\"\n policy = \"mot\"\n");
    for (int i = 0; i < UNITS; i++) {
        (void)buf_printf(&text,
                         " unit \"p%d\" {\n  names = {\"Phòng số %d\"}\n"
                         "  mail = {\"p%d@example.org\"}\n }\n",
                         i, i, i);
    }
    (void)buf_puts(&text, "}\nplan \"days\" {\n file = \"days.csv\"\n department = \"so\"\n"
                          " title = \"Từng ngày\"\n from_year = 2022\n}\n");
    for (size_t i = 0; i < bench->plans; i++) {
        (void)buf_printf(&text,
                         "plan \"p%zu\" {\n file = \"p%zu.csv\"\n department = \"so\"\n"
                         " title = \"Lớn %zu\"\n from_year = 2030\n}\n",
                         i, i, i);
    }
    write_file(bench, "dondoc.conf", &text);
    buf_clear(&text);
    write_days(bench);
    for (size_t i = 0; i < bench->plans; i++) {
        write_plan(bench, i);
    }
    read_config(bench);
    write_days(bench); /* the holidays are known now */
}

/* --- loading --------------------------------------------------------------------------------------- */

static void load(struct bench *bench, const char *what)
{
    struct load_difference out = {0};
    reset_peak();
    long before = memory("VmRSS:");
    struct cost cost = start();
    check(bench, "load", engine_load(&bench->engine, bench->now, "bench", false, &out, NULL));
    cost = since(cost);
    size_t all = out.occurrences.added + out.occurrences.changed + out.occurrences.unchanged;
    printf(
        "load, %-14s %8zu occurrences, %8zu compared: %9.1f ms (%.1f ms cpu), %.0f a second, peak "
        "%+ld kB\n",
        what, all, out.compared, (double)cost.wall / 1e6, (double)cost.cpu / 1e6,
        (double)all * 1e9 / (double)cost.wall, memory("VmHWM:") - before);
    fflush(stdout);
    load_difference_clear(&out);
}

static void open_engine(struct bench *bench)
{
    char path[256];
    snprintf(path, sizeof path, "%s/dondoc.db", bench->folder);
    check(bench, "store", store_open(path, bench->now, NULL, &bench->store));
    check(bench, "engine", engine_open(&bench->settings, bench->store, NULL, &bench->engine));
}

static void close_engine(struct bench *bench)
{
    engine_close(&bench->engine);
    store_close(bench->store);
    bench->store = NULL;
}

static void change_a_row(struct bench *bench)
{
    char path[256];
    snprintf(path, sizeof path, "%s/p0.csv", bench->folder);
    FILE *file = fopen(path, "a");
    if (file) {
        fputs("moi,,Một dòng mới,,Phòng số 1,,Thường xuyên\n", file);
        fclose(file);
    }
}

/* --- ticks ----------------------------------------------------------------------------------------- */

static int by_value(const void *a, const void *b)
{
    int64_t x = *(const int64_t *)a;
    int64_t y = *(const int64_t *)b;
    return (x > y) - (x < y);
}

static void show(const char *what, int64_t *ns, size_t count)
{
    const size_t median = count / 2, high = count * 95 / 100;
    qsort(ns, count, sizeof ns[0], by_value);
    printf("%-24s p50 %.3f ms, p95 %.3f ms, highest %.3f ms (%zu ticks)\n", what,
           (double)ns[median] / 1e6, (double)ns[high] / 1e6, (double)ns[count - 1] / 1e6, count);
    fflush(stdout);
}

/* The day's mails are sent, so that the next day's supersede nothing. */
static void deliver(struct bench *bench)
{
    struct message_rows rows = {0};
    const struct message_result result = {.state = MESSAGE_DELIVERED,
                                          .at = bench->now,
                                          .next_at = INSTANT_NONE,
                                          .code = 250,
                                          .reply = "OK"};
    check(bench, "begin", store_txn_begin(bench->store));
    check(bench, "take",
          store_outbox_take(bench->store, bench->now, CHANNEL_MAIL, NULL, 1000, &rows));
    for (size_t i = 0; i < rows.count; i++) {
        check(bench, "result", store_message_result(bench->store, rows.items[i].id, &result));
    }
    check(bench, "commit", store_txn_commit(bench->store));
    store_message_rows_clear(&rows);
}

/* Ticks in which ten were due, by how many mails that made. */
struct ticks {
    int recipients;
    int64_t wall[DAYS], cpu[DAYS];
    size_t count;
};

static void add_tick(struct ticks *ticks, const struct cost *cost)
{
    if (ticks->count < DAYS) {
        ticks->wall[ticks->count] = cost->wall;
        ticks->cpu[ticks->count++] = cost->cpu;
    }
}

static void show_ticks(struct ticks *ticks)
{
    char what[80];
    if (ticks->count > 0) {
        snprintf(what, sizeof what, "tick, 10 due, %2d mails", ticks->recipients);
        show(what, ticks->wall, ticks->count);
        show("  of it cpu", ticks->cpu, ticks->count);
    }
}

static void bench_ticks(struct bench *bench)
{
    static int64_t idle[1000];
    static struct ticks ten = {.recipients = UNITS};
    static struct ticks one = {.recipients = 1};
    struct tick_result result = {0};
    for (size_t i = 0; i < 1000; i++) {
        int64_t begun = clock_monotonic_ns();
        check(bench, "tick", engine_tick(&bench->engine, bench->now, &result));
        idle[i] = clock_monotonic_ns() - begun;
    }
    show("tick, nothing due", idle, 1000);
    day_t last = civil_to_day(2022, 12, 31);
    for (day_t day = civil_to_day(2022, 1, 10); day <= last && !bench->failed; day++) {
        bench->now = offset_instant(day, 450, 420);
        struct cost cost = start();
        check(bench, "tick", engine_tick(&bench->engine, bench->now, &result));
        cost = since(cost);
        if (result.occurrences == 10 && result.notices == 10) {
            add_tick(result.messages == 1 ? &one : &ten, &cost);
        }
        deliver(bench);
    }
    show_ticks(&one);
    show_ticks(&ten);
}

static void remove_files(const struct bench *bench)
{
    static const char *const FILES[] = {"days.csv", "dondoc.conf", "dondoc.db", "dondoc.db-wal",
                                        "dondoc.db-shm"};
    char path[256];
    for (size_t i = 0; i < sizeof FILES / sizeof FILES[0]; i++) {
        snprintf(path, sizeof path, "%s/%s", bench->folder, FILES[i]);
        unlink(path);
    }
    for (size_t i = 0; i < bench->plans; i++) {
        snprintf(path, sizeof path, "%s/p%zu.csv", bench->folder, i);
        unlink(path);
    }
    rmdir(bench->folder);
}

static void run(struct bench *bench, bool made)
{
    if (made) {
        configure(bench);
    } else {
        read_config(bench);
    }
    open_engine(bench);
    if (bench->failed) {
        return;
    }
    if (!made) {
        bench_ticks(bench);
        close_engine(bench);
        return;
    }
    load(bench, "new");
    close_engine(bench);
    open_engine(bench);
    load(bench, "unchanged");
    load(bench, "unchanged");
    if (!bench->keep) {
        change_a_row(bench);
        load(bench, "one row more");
        bench_ticks(bench);
    }
    close_engine(bench);
}

int main(int argc, char **argv)
{
    struct bench bench = {.now = offset_instant(civil_to_day(2022, 1, 3), 0, 420)};
    size_t occurrences = argc > 1 ? strtoul(argv[1], NULL, 10) : 1000000;
    bench.rows = occurrences / 4;
    bench.plans = (bench.rows + PLAN_ROWS - 1) / PLAN_ROWS;
    bench.keep = argc > 2;
    snprintf(bench.folder, sizeof bench.folder, "%s",
             bench.keep ? argv[2] : "/tmp/dondoc-bench-XXXXXX");
    bool made = !bench.keep || mkdir(bench.folder, 0700) == 0;
    if (!bench.keep && !mkdtemp(bench.folder)) {
        return 1;
    }
    settings_init(&bench.settings);
    run(&bench, made);
    settings_clear(&bench.settings);
    if (!bench.keep) {
        remove_files(&bench);
    }
    return bench.failed;
}
