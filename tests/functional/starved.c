/* Memory is refused at each point of a tick, and of a turn of delivery, in turn: it is handled, or the
 * process ends (GLib, below GMime, aborts); it never falls over, and what is done next has lost nothing
 * and says nothing twice. Each point has a process of its own.
 *
 *   starved [STEP]     every STEP-th point, from a random one on; 1: all of them */
#include <errno.h>
#include <inttypes.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/resource.h>
#include <sys/wait.h>
#include <unistd.h>

#include "base/buf.h"
#include "base/err.h"
#include "base/file.h"
#include "base/sign.h"
#include "cal/civil.h"
#include "cal/offset.h"
#include "conf/conf.h"
#include "engine/delivery.h"
#include "engine/engine.h"
#include "engine/load.h"
#include "engine/tick.h"
#include "store/ledger.h"
#include "store/outbox.h"

#define POINTS_MAX 200000
#define IMAGE_MAX ((size_t)64 << 20)
#define CLAIM 64

/* --- memory that runs out ---------------------------------------------------------------------------- */

void *__libc_malloc(size_t size);
void *__libc_calloc(size_t count, size_t size);
void *__libc_realloc(void *memory, size_t size);

static long left = -1; /* requests until one is refused; -1: none is */
static long asked;

static bool refused(void)
{
    asked++;
    return left >= 0 && left-- == 0;
}

void *malloc(size_t size)
{
    return refused() ? (errno = ENOMEM, NULL) : __libc_malloc(size);
}

void *calloc(size_t count, size_t size)
{
    return refused() ? (errno = ENOMEM, NULL) : __libc_calloc(count, size);
}

void *realloc(void *memory, size_t size)
{
    return refused() ? (errno = ENOMEM, NULL) : __libc_realloc(memory, size);
}

/* --- an office --------------------------------------------------------------------------------------- */

static const char config[] =
    "utc_offset = \"+07:00\"\nstate = \"dondoc.db\"\ncontrol = \"control\"\n"
    "admin_mail = \"qt@example.org\"\n"
    "mail {\n method = \"maildir\"\n maildir = \"outbox\"\n from = \"d@example.org\"\n}\n"
    "department \"so\" {\n name = \"Sở Thử nghiệm\"\n office = \"vp\"\n"
    " unit \"vp\" {\n  names = {\"Văn phòng Sở\"}\n  mail = \"vp@example.org\"\n }\n"
    " unit \"tc\" {\n  names = {\"Phòng Tài chính\"}\n  mail = \"tc@example.org\"\n"
    "  head = \"Ông A\"\n  head_mail = \"a@example.org\"\n }\n"
    " unit \"tt\" {\n  names = {\"Thanh tra Sở\"}\n  mail = \"tt@example.org\"\n }\n"
    " group \"phong\" {\n  names = {\"Các phòng\"}\n  members = {\"tc\", \"tt\"}\n }\n}\n"
    "endpoint \"e\" {\n url = \"https://e.example.org/\"\n secret_files = {\"p.csv\"}\n}\n"
    "plan \"p\" {\n file = \"p.csv\"\n department = \"so\"\n title = \"Một\"\n"
    " from_year = 2022\n}\n";

static const char plan[] =
    "stt,nhom,noi_dung,san_pham,chu_tri,phoi_hop,thoi_gian\n"
    "1,,Một,Báo cáo,Văn phòng Sở,Thanh tra Sở,Chậm nhất ngày 18/3/2022\n"
    "2,,Hai,Báo cáo,Phòng Tài chính,,Chậm nhất ngày 11/3/2022\n"
    "3,,Ba,Báo cáo,Các phòng,Văn phòng Sở,\"Định kỳ hằng tuần, vào thứ Sáu\"\n"
    "4,,Bốn,,Phòng Tài chính,,Khi có yêu cầu\n";

static char folder[64];
static struct settings settings;
static struct buf image; /* of the database before the tick */
static instant_t before;
static instant_t morning;

static void die(const char *what, int err)
{
    fprintf(stderr, "%s: %s\n", what, err_text(err));
    exit(2);
}

static const char *in_folder(const char *name)
{
    static char path[512];
    snprintf(path, sizeof path, "%s/%s", folder, name);
    return path;
}

static void write_file(const char *name, const void *data, size_t len)
{
    int err = file_write(in_folder(name), data, len, 0600);
    if (err < 0) {
        die(name, err);
    }
}

struct run {
    struct store *store;
    struct engine engine;
};

static int run_open(struct run *run, instant_t now)
{
    struct diag diag;
    diag_init(&diag);
    *run = (struct run){0};
    int err = store_open(in_folder("dondoc.db"), now, &diag, &run->store);
    if (err == 0) {
        err = engine_open(&settings, run->store, &diag, &run->engine);
    }
    diag_clear(&diag);
    return err;
}

static void run_close(struct run *run)
{
    engine_close(&run->engine);
    store_close(run->store);
}

static void put_back(void)
{
    unlink(in_folder("dondoc.db-wal"));
    unlink(in_folder("dondoc.db-shm"));
    write_file("dondoc.db", image.data, image.len);
}

static void prepare(void)
{
    struct diag diag;
    struct run run;
    struct load_difference difference = {0};
    diag_init(&diag);
    /* In memory where that is possible: thousands of starts, each with its syncs. */
    bool quick = access("/dev/shm", W_OK) == 0;
    snprintf(folder, sizeof folder, "%s/dondoc-starved-XXXXXX", quick ? "/dev/shm" : "/tmp");
    if (!mkdtemp(folder)) {
        die(folder, ERR_IO);
    }
    write_file("dondoc.conf", config, strlen(config));
    write_file("p.csv", plan, strlen(plan));
    settings_init(&settings);
    int err = conf_load(in_folder("dondoc.conf"), &settings, &diag);
    if (err == 0) {
        free(settings.templates);
        settings.templates = strdup(DD_SRCDIR "/conf/templates");
        err = run_open(&run, before);
    }
    if (err == 0) {
        err = engine_load(&run.engine, before, "test", false, &difference, &diag);
    }
    if (err < 0) {
        die("prepare", err);
    }
    load_difference_clear(&difference);
    diag_clear(&diag);
    run_close(&run);
    buf_init(&image, IMAGE_MAX);
    err = file_read(in_folder("dondoc.db"), IMAGE_MAX, NULL, &image);
    if (err < 0) {
        die("read", err);
    }
}

/* --- what is done ------------------------------------------------------------------------------------ */

static int tick_all(struct run *run)
{
    struct tick_result result = {.more = true};
    int err = 0;
    while (err == 0 && result.more) {
        err = engine_tick(&run->engine, morning, &result);
    }
    return err;
}

/* Claims what is due of a channel and records it as delivered. Returns how many, or an error. */
static int deliver(struct run *run, enum message_channel channel, const char *recipient)
{
    static const struct send_result good = {.outcome = SEND_DELIVERED, .code = 250, .text = "ok"};
    struct delivery ended[CLAIM];
    struct delivery_claim claim = {.channel = channel, .recipient = recipient, .limit = CLAIM};
    struct delivery_turn turn = {.now = morning,
                                 .settings = &settings,
                                 .claims = &claim,
                                 .claim_count = 1};
    int err = delivery_turn(run->store, &turn);
    if (err < 0) {
        return err;
    }
    for (size_t i = 0; i < claim.rows.count; i++) {
        const struct message_row *row = &claim.rows.items[i];
        ended[i] = (struct delivery){.message = row->id,
                                     .ident = row->ident,
                                     .recipient = row->recipient,
                                     .channel = row->channel,
                                     .attempts = row->attempts,
                                     .undelivered_since = row->undelivered_since,
                                     .at = morning,
                                     .result = &good};
    }
    turn = (struct delivery_turn){.now = morning,
                                  .settings = &settings,
                                  .ended = ended,
                                  .ended_count = claim.rows.count};
    err = delivery_turn(run->store, &turn);
    int count = (int)claim.rows.count;
    store_message_rows_clear(&claim.rows);
    return err < 0 ? err : count;
}

static int work(struct run *run)
{
    int err = tick_all(run);
    int sent = 1;
    while (err == 0 && sent > 0) {
        sent = deliver(run, CHANNEL_MAIL, NULL);
    }
    err = err < 0 ? err : sent;
    sent = err < 0 ? 0 : 1;
    while (sent > 0) {
        sent = deliver(run, CHANNEL_WEBHOOK, "endpoint:e");
    }
    return err < 0 ? err : sent;
}

/* --- what came of it --------------------------------------------------------------------------------- */

struct sums {
    size_t messages;
    size_t delivered;
    int64_t entries;
    char idents[SIGN_HEX_SIZE]; /* of all messages, with how they stand */
};

static int by_text(const void *a, const void *b)
{
    return strcmp(*(char *const *)a, *(char *const *)b);
}

static void sum_up(struct run *run, struct sums *out)
{
    struct message_rows rows = {0};
    struct diag diag;
    char *lines[1000];
    diag_init(&diag);
    struct message_filter filter;
    message_filter_init(&filter);
    int err = store_messages_list(run->store, &filter, 1000, &rows);
    if (err == 0) {
        err = store_ledger_verify(run->store, &out->entries, NULL, &diag);
    }
    if (err < 0) {
        die("sum", err);
    }
    out->messages = rows.count;
    out->delivered = 0;
    struct buf all;
    buf_init(&all, 1 << 20);
    for (size_t i = 0; i < rows.count; i++) {
        out->delivered += rows.items[i].state == MESSAGE_DELIVERED;
        lines[i] = strdup(rows.items[i].ident);
    }
    qsort(lines, rows.count, sizeof lines[0], by_text);
    for (size_t i = 0; i < rows.count; i++) {
        (void)buf_puts(&all, lines[i]);
        (void)buf_putc(&all, '\n');
        free(lines[i]);
    }
    sign_sha256_hex(all.data, all.len, out->idents);
    buf_clear(&all);
    store_message_rows_clear(&rows);
    diag_clear(&diag);
}

/* The child: opens, and works with one request refused. Exits 0, or 1 when it was told of it. */
static void starve(long at)
{
    struct run run;
    setrlimit(RLIMIT_CORE, &(struct rlimit){0, 0});
    if (run_open(&run, morning) < 0) {
        _exit(3);
    }
    if (!freopen("/dev/null", "w", stderr)) {
        _exit(3);
    }
    left = at;
    int err = work(&run);
    left = -1;
    /* A library that had no memory may say only that it could not (GMime, iconv). */
    if (err < 0 && err != ERR_NOMEM && err != ERR_INVALID && err != ERR_LIMIT) {
        _exit(100 - err);
    }
    run_close(&run);
    _exit(err < 0 ? 1 : 0);
}

/* The next start, with memory. */
static void go_on(struct sums *sums)
{
    struct run run;
    int64_t recovered;
    int err = run_open(&run, morning);
    if (err == 0) {
        err = store_outbox_recover(run.store, &recovered);
    }
    if (err == 0) {
        err = work(&run);
    }
    if (err < 0) {
        die("go on", err);
    }
    sum_up(&run, sums);
    run_close(&run);
}

static bool one_point(long at, const struct sums *good, size_t count[3])
{
    struct sums sums;
    int status = 0;
    put_back();
    pid_t child = fork();
    if (child == 0) {
        starve(at);
    }
    if (child < 0 || waitpid(child, &status, 0) < 0) {
        die("fork", ERR_IO);
    }
    /* g_error stops at a breakpoint. */
    bool aborted =
        WIFSIGNALED(status) && (WTERMSIG(status) == SIGABRT || WTERMSIG(status) == SIGTRAP);
    if (!aborted && !(WIFEXITED(status) && WEXITSTATUS(status) <= 1)) {
        printf("point %ld: status %x\n", at, (unsigned)status);
        return false;
    }
    count[aborted ? 2 : WEXITSTATUS(status)]++;
    go_on(&sums);
    if (sums.messages != good->messages || sums.delivered != good->delivered ||
        strcmp(sums.idents, good->idents) != 0) {
        printf("point %ld: %zu messages, %zu delivered instead of %zu, %zu\n", at, sums.messages,
               sums.delivered, good->messages, good->delivered);
        return false;
    }
    return true;
}

int main(int argc, char **argv)
{
    struct sums good;
    size_t count[3] = {0};
    size_t bad = 0;
    long step = argc > 1 ? strtol(argv[1], NULL, 10) : 0;
    before = offset_instant(civil_to_day(2022, 3, 14), 6 * 60, 420);
    morning = offset_instant(civil_to_day(2022, 3, 15), 8 * 60, 420);
    prepare();
    struct run run;
    if (run_open(&run, morning) < 0) {
        return 2;
    }
    asked = 0;
    int err = work(&run);
    long points = asked;
    run_close(&run);
    if (err < 0) {
        die("work", err);
    }
    put_back();
    go_on(&good);
    step = step > 0 ? step : points / 150 + 1;
    long first = getpid() % step;
    for (long at = first; at < points; at += step) {
        bad += !one_point(at, &good, count);
    }
    printf("%ld requests for memory in a tick and its deliveries, every %ld-th refused from the "
           "%ld-th on: "
           "%zu of no consequence, %zu told, %zu ended by GLib; then %zu messages, all delivered: "
           "%zu\n",
           points, step, first, count[0], count[1], count[2], good.messages, good.delivered);
    printf("%d passed, %d failed, 0 skipped\n", bad == 0, bad > 0);
    settings_clear(&settings);
    buf_clear(&image);
    static const char *const files[] = {"dondoc.db", "dondoc.db-wal", "dondoc.db-shm",
                                        "dondoc.conf", "p.csv"};
    for (size_t i = 0; i < sizeof files / sizeof files[0]; i++) {
        unlink(in_folder(files[i]));
    }
    rmdir(folder);
    return bad > 0 || good.messages == 0 || good.delivered == 0;
}
