/* Figures of the store with a million occurrences: what a tick, a start and a load cost.
 *
 *   bench_store [occurrences [folder]] */
#include <stdio.h>
#include <sys/resource.h>
#include <sys/stat.h>

#include "base/clock.h"
#include "base/parse.h"
#include "store/ledger.h"
#include "store/notices.h"
#include "store/occurrences.h"
#include "store/outbox.h"

#define NOW ((instant_t)1640995200000)
#define UNITS 200
#define DUE 10
#define ROUNDS 200

static void must(int err, const char *what)
{
    if (err != 0) {
        (void)fprintf(stderr, "%s: %s\n", what, err_text(err));
        exit(1);
    }
}

static double seconds_since(int64_t begin)
{
    return (double)(clock_monotonic() - begin) / 1000.0;
}

/* Five digits of base 32 that look random, each once: the codes of mails. */
static void make_code(int i, char out[static 8])
{
    static const char digits[] = "0123456789ABCDEFGHJKMNPQRSTVWXYZ";
    unsigned mixed = (unsigned)i * 2654435761u % (1u << 30);
    for (int d = 0; d < 6; d++) {
        out[d] = digits[mixed >> (5 * d) & 31];
    }
    out[6] = '\0';
}

static int add_occurrence(struct store *store, int i, int count)
{
    char id[80], stt[16], unit[16], code[8];
    (void)snprintf(stt, sizeof(stt), "%d", i / 4);
    (void)snprintf(id, sizeof(id), "kstthc-2022/%d/quarter/2022-Q%d", i / 4, i % 4 + 1);
    (void)snprintf(unit, sizeof(unit), "phong-%d", i / 4 % UNITS);
    make_code(i, code);
    struct occurrence_row row;
    store_occurrence_init(&row);
    row.id = id;
    row.department = "stnmt";
    row.plan = "kstthc-2022";
    row.stt = stt;
    row.unit = unit;
    row.period = "2022-Q1";
    row.label = "Báo cáo định kỳ hằng quý về kết quả thực hiện";
    row.dates.kind = RULE_CYCLE;
    row.dates.every = PERIOD_QUARTER;
    row.dates.due = 19000 + i % 365;
    row.dates.created = 18990;
    row.act_by = row.dates.due;
    row.first_due = row.dates.due;
    row.due_source = DUE_FROM_REPORTING;
    row.code = code;
    row.said_until = 18990;
    bool due = i % (count / DUE + 1) == 0;
    row.next_at = due ? NOW - i : NOW + 1 + (int64_t)i * 1000;
    return store_occurrence_add(store, &row);
}

/* User and system time of the process so far: what a busy machine does not change. */
static double cpu_seconds(void)
{
    struct rusage usage;
    must(getrusage(RUSAGE_SELF, &usage), "rusage");
    return (double)(usage.ru_utime.tv_sec + usage.ru_stime.tv_sec) +
           (double)(usage.ru_utime.tv_usec + usage.ru_stime.tv_usec) / 1e6;
}

static void bulk_insert(struct store *store, int count)
{
    double cpu = cpu_seconds();
    int64_t begin = clock_monotonic();
    must(store_txn_begin(store), "begin");
    for (int i = 0; i < count; i++) {
        must(add_occurrence(store, i, count), "add");
    }
    must(store_txn_commit(store), "commit");
    double took = seconds_since(begin);
    printf("insert in one transaction     %10.0f rows/s (%.1f s, %.1f s of CPU)\n", count / took,
           took, cpu_seconds() - cpu);
}

static void due_query(struct store *store)
{
    struct occurrence_rows rows = {0};
    struct store_waiting waiting;
    int64_t begin = clock_monotonic();
    for (int i = 0; i < ROUNDS; i++) {
        must(store_occurrences_due(store, NOW, 1000, &rows), "due");
        must(store_waiting(store, &waiting), "waiting");
    }
    printf("due (%zu rows) and next instant %8.3f ms\n", rows.count,
           seconds_since(begin) * 1000 / ROUNDS);
    store_occurrence_rows_clear(&rows);
}

/* The writes of a tick: each due row said, a notice, a ledger entry, one commit to the disk. */
static void tick_writes(struct store *store)
{
    int64_t begin = clock_monotonic();
    for (int round = 0; round < 20; round++) {
        struct occurrence_rows rows = {0};
        must(store_txn_begin(store), "begin");
        must(store_occurrences_due(store, NOW, 1000, &rows), "due");
        for (size_t i = 0; i < rows.count; i++) {
            const char *id = rows.items[i].id;
            const struct notice_row notice = {.occurrence = id,
                                              .stage = {STAGE_BEFORE, 3},
                                              .anchor = 19000 + round,
                                              .department = "stnmt",
                                              .recipient = "vp@example.org",
                                              .created_at = NOW,
                                              .next_at = NOW};
            const struct ledger_row entry = {.at = NOW,
                                             .kind = "notice",
                                             .occurrence = id,
                                             .detail = "{\"stage\":\"before_3\"}"};
            must(store_notice_add(store, &notice, NULL), "notice");
            must(store_ledger_append(store, &entry), "ledger");
            must(store_occurrence_said(store, id, 19000, rows.items[i].next_at), "said");
        }
        must(store_txn_commit(store), "commit");
        store_occurrence_rows_clear(&rows);
    }
    printf("writes of a tick with %d due   %8.3f ms\n", DUE, seconds_since(begin) * 1000 / 20);
}

static void lists(struct store *store)
{
    struct occurrence_filter filter;
    occurrence_filter_init(&filter);
    struct occurrence_rows rows = {0};
    filter.from = 19100;
    int64_t begin = clock_monotonic();
    must(store_occurrences_list(store, &filter, 100, &rows), "list");
    printf("first 100 from a day          %10.3f ms\n", seconds_since(begin) * 1000);
    filter.department = "stnmt";
    filter.unit = "phong-7";
    filter.outcomes = 1u << OUTCOME_OPEN;
    begin = clock_monotonic();
    must(store_occurrences_list(store, &filter, 100, &rows), "list");
    printf("first 100 open of a unit      %10.3f ms\n", seconds_since(begin) * 1000);
    struct open_counts counts;
    begin = clock_monotonic();
    must(store_open_counts(store, "stnmt", "phong-7", 19100, 19107, &counts), "counts");
    printf("open counts of a unit         %10.3f ms\n", seconds_since(begin) * 1000);
    store_occurrence_rows_clear(&rows);
}

static void add_messages(struct store *store, int count)
{
    static char body[4096];
    memset(body, 'x', sizeof(body));
    must(store_txn_begin(store), "begin");
    for (int i = 0; i < count; i++) {
        char ident[40];
        (void)snprintf(ident, sizeof(ident), "%d@example.org", i);
        struct message_row row;
        store_message_init(&row);
        row.ident = ident;
        row.class = MESSAGE_IMMEDIATE;
        row.department = "stnmt";
        row.recipient = ident;
        row.day = 19000;
        row.subject = "Nhắc việc";
        row.body = body;
        row.body_len = sizeof(body);
        row.next_at = NOW;
        row.created_at = NOW;
        row.undelivered_since = NOW;
        int64_t id = 0;
        must(store_message_add(store, &row, &id), "message");
    }
    must(store_txn_commit(store), "commit");
}

static void outbox(struct store *store, int count)
{
    int64_t begin = clock_monotonic();
    add_messages(store, count);
    printf("mails of 4 kB queued          %10.0f /s\n", count / seconds_since(begin));
    begin = clock_monotonic();
    int sent = 0;
    for (struct message_rows rows = {0};; store_message_rows_clear(&rows)) {
        must(store_outbox_claim(store, NOW, CHANNEL_MAIL, NULL, 500, &rows), "claim");
        if (rows.count == 0) {
            break;
        }
        must(store_txn_begin(store), "begin");
        for (size_t i = 0; i < rows.count; i++) {
            const struct message_result result = {.state = MESSAGE_DELIVERED,
                                                  .at = NOW,
                                                  .code = 250,
                                                  .reply = "2.0.0 Ok"};
            const struct ledger_row entry = {.at = NOW,
                                             .kind = "attempt",
                                             .message = rows.items[i].id,
                                             .detail = "{}"};
            must(store_message_result(store, rows.items[i].id, &result), "result");
            must(store_ledger_append(store, &entry), "ledger");
        }
        must(store_txn_commit(store), "commit");
        sent += (int)rows.count;
    }
    printf("claimed 500 at a time, result %10.0f /s\n", sent / seconds_since(begin));
}

static void verify(struct store *store)
{
    int64_t begin = clock_monotonic();
    int64_t entries = 0;
    must(store_ledger_verify(store, &entries, NULL, NULL), "verify");
    printf("ledger verified               %10.0f entries/s\n",
           (double)entries / seconds_since(begin));
}

int main(int argc, char **argv)
{
    int count = 1000000;
    if (argc > 1 && parse_int(argv[1], 1000, 10000000, &count) != 0) {
        return 2;
    }
    char folder[200], path[240];
    (void)snprintf(folder, sizeof(folder), "%s/bench-store-XXXXXX", argc > 2 ? argv[2] : "/tmp");
    if (!mkdtemp(folder)) {
        return 1;
    }
    (void)snprintf(path, sizeof(path), "%s/state.db", folder);
    printf("store, %d occurrences\n", count);
    struct store *store = NULL;
    must(store_open(path, NOW, NULL, &store), "open");
    bulk_insert(store, count);
    store_close(store);
    struct stat status;
    must(stat(path, &status), "stat");
    int64_t begin = clock_monotonic();
    must(store_open(path, NOW, NULL, &store), "open");
    printf("open                          %10.3f ms (%.0f MB)\n", seconds_since(begin) * 1000,
           (double)status.st_size / 1e6);
    due_query(store);
    tick_writes(store);
    lists(store);
    outbox(store, 20000);
    verify(store);
    struct rusage usage;
    must(getrusage(RUSAGE_SELF, &usage), "rusage");
    printf("most memory                   %10.1f MB\n", (double)usage.ru_maxrss / 1024);
    store_close(store);
    (void)unlink(path);
    return rmdir(folder) == 0 ? 0 : 1;
}
