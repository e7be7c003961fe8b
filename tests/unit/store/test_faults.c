/* Full disks, files that cannot be written, power cuts, backups. */
#include "tests.h"

#include <grp.h>
#include <poll.h>
#include <signal.h>
#include <stdio.h>
#include <sys/resource.h>
#include <sys/stat.h>
#include <sys/wait.h>

#include "base/clock.h"

/* In a child an assertion is a line number. */
#define EXPECT(condition)                                                                          \
    do {                                                                                           \
        if (!(condition)) {                                                                        \
            (void)fprintf(stderr, "%s:%d: %s\n", __FILE__, __LINE__, #condition);                  \
            return 1;                                                                              \
        }                                                                                          \
    } while (0)

#define NOBODY 65534

/* --- a full disk --------------------------------------------------------------------------------- */

static bool limit_file_size(rlim_t bytes)
{
    struct rlimit limit = {bytes, RLIM_INFINITY};
    return signal(SIGXFSZ, SIG_IGN) != SIG_ERR && setrlimit(RLIMIT_FSIZE, &limit) == 0;
}

static int many(struct store *store, void *arg)
{
    (void)arg;
    return add_numbered(store, 1000, 20000);
}

static int few(struct store *store, void *arg)
{
    return add_numbered(store, *(const int *)arg, 1);
}

/* More than fits: the whole transaction fails, what was there is there, and small ones go on. */
static int fill_disk(const char *path)
{
    struct store *store = NULL;
    EXPECT(store_open(path, NOW, NULL, &store) == 0);
    EXPECT(limit_file_size((rlim_t)1 << 20));
    EXPECT(store_run(store, many, NULL) == ERR_NO_SPACE);
    struct diag diag = {0};
    store_explain(store, ERR_NO_SPACE, &diag);
    EXPECT(diag.count == 1 && diag.items[0].remedy);
    diag_clear(&diag);
    EXPECT(!store_in_txn(store));
    EXPECT(count_occurrences(store) == 100);
    EXPECT(limit_file_size(RLIM_INFINITY));
    int next = 500;
    EXPECT(store_run(store, few, &next) == 0);
    EXPECT(count_occurrences(store) == 101);
    store_close(store);
    return 0;
}

static void full_disk_loses_nothing(void **state)
{
    const struct place *place = *state;
    struct store *store = open_store(place->path);
    begin(store);
    assert_int_equal(add_numbered(store, 0, 100), 0);
    commit(store);
    store_close(store);
    assert_int_equal(in_child(fill_disk, place->path), 0);
    store = open_store(place->path);
    assert_int_equal(count_occurrences(store), 101);
    assert_int_equal(store_check(store, NULL), 0);
    store_close(store);
}

/* The failure comes with COMMIT itself: 100 rows wait in the cache until then. */
static int fail_commit(const char *path)
{
    struct store *store = NULL;
    EXPECT(store_open(path, NOW, NULL, &store) == 0);
    EXPECT(store_txn_begin(store) == 0);
    EXPECT(add_numbered(store, 1000, 100) == 0);
    EXPECT(limit_file_size(4096));
    EXPECT(store_txn_commit(store) == ERR_NO_SPACE);
    EXPECT(!store_in_txn(store));
    EXPECT(limit_file_size(RLIM_INFINITY));
    EXPECT(count_occurrences(store) == 0);
    EXPECT(store_txn_begin(store) == 0);
    EXPECT(add_numbered(store, 1000, 7) == 0);
    EXPECT(store_txn_commit(store) == 0);
    store_close(store);
    return 0;
}

static void failed_commit_rolls_back(void **state)
{
    const struct place *place = *state;
    store_close(open_store(place->path));
    assert_int_equal(in_child(fail_commit, place->path), 0);
    struct store *store = open_store(place->path);
    assert_int_equal(count_occurrences(store), 7);
    store_close(store);
}

/* After a failure that rolled back, nothing of the same transaction may still be written. */
static int write_on(const char *path)
{
    struct store *store = NULL;
    EXPECT(store_open(path, NOW, NULL, &store) == 0);
    EXPECT(limit_file_size((rlim_t)1 << 20));
    EXPECT(store_txn_begin(store) == 0);
    EXPECT(add_numbered(store, 0, 60000) == ERR_NO_SPACE);
    EXPECT(limit_file_size(RLIM_INFINITY));
    if (add_numbered(store, 200000, 1) == 0) {
        /* SQLite kept the transaction: then all of it may be kept. */
        return store_txn_commit(store) == 0 ? 0 : 1;
    }
    EXPECT(add_numbered(store, 200000, 1) == ERR_NO_SPACE);
    EXPECT(store_txn_commit(store) == ERR_NO_SPACE);
    EXPECT(count_occurrences(store) == 0);
    store_close(store);
    return 0;
}

static void nothing_is_written_after_a_rollback(void **state)
{
    const struct place *place = *state;
    store_close(open_store(place->path));
    assert_int_equal(in_child(write_on, place->path), 0);
}

static int create_on_full_disk(const char *path)
{
    struct store *store = NULL;
    struct diag diag = {0};
    EXPECT(limit_file_size(4096));
    EXPECT(store_open(path, NOW, &diag, &store) != 0);
    EXPECT(diag.count == 1);
    EXPECT(access(path, F_OK) != 0);
    diag_clear(&diag);
    return 0;
}

static void no_half_new_one(void **state)
{
    const struct place *place = *state;
    assert_int_equal(in_child(create_on_full_disk, place->path), 0);
    store_close(open_store(place->path));
}

/* --- without permission -------------------------------------------------------------------------- */

/* Root may write anything: become somebody else first. */
static bool drop_root(void)
{
    return geteuid() != 0 ||
           (setgroups(0, NULL) == 0 && setgid(NOBODY) == 0 && setuid(NOBODY) == 0);
}

static int open_read_only(const char *path)
{
    EXPECT(drop_root());
    struct store *store = NULL;
    struct diag diag = {0};
    int err = store_open(path, NOW, &diag, &store);
    EXPECT(err == ERR_READ_ONLY);
    EXPECT(diag.count == 1 && diag.items[0].remedy);
    diag_clear(&diag);
    return 0;
}

static void remove_beside(const char *path, const char *suffix)
{
    char name[128];
    (void)snprintf(name, sizeof(name), "%s%s", path, suffix);
    (void)unlink(name);
}

static void read_only_is_said(void **state)
{
    const struct place *place = *state;
    /* no database, and a folder in which none can be made */
    assert_int_equal(chmod(place->folder, 0555), 0);
    assert_int_equal(in_child(open_read_only, place->path), 0);
    assert_int_equal(chmod(place->folder, 0777), 0);
    store_close(open_store(place->path));
    /* a file that can be read only */
    assert_int_equal(chmod(place->path, 0444), 0);
    assert_int_equal(in_child(open_read_only, place->path), 0);
    /* a folder that takes no -wal beside it */
    remove_beside(place->path, "-wal");
    remove_beside(place->path, "-shm");
    assert_int_equal(chmod(place->path, 0666), 0);
    assert_int_equal(chmod(place->folder, 0555), 0);
    assert_int_equal(in_child(open_read_only, place->path), 0);
    /* a file that cannot even be read */
    assert_int_equal(chmod(place->path, 0000), 0);
    assert_int_equal(in_child(open_read_only, place->path), 0);
    assert_int_equal(chmod(place->folder, 0700), 0);
}

/* --- kill -9 ------------------------------------------------------------------------------------- */

static pid_t start_child(int (*child)(const char *path, int out), const char *path, int *from)
{
    int ends[2];
    assert_int_equal(pipe(ends), 0);
    pid_t pid = fork();
    assert_true(pid >= 0);
    if (pid == 0) {
        (void)close(ends[0]);
        _exit(child(path, ends[1]));
    }
    (void)close(ends[1]);
    *from = ends[0];
    return pid;
}

static void kill_child(pid_t pid)
{
    assert_int_equal(kill(pid, SIGKILL), 0);
    int status = 0;
    assert_int_equal(waitpid(pid, &status, 0), pid);
    assert_true(WIFSIGNALED(status));
}

/* Larger than the page cache, so that pages of it stand in the -wal already. */
static int write_half(const char *path, int out)
{
    struct store *store = NULL;
    EXPECT(store_open(path, NOW, NULL, &store) == 0);
    EXPECT(store_txn_begin(store) == 0);
    EXPECT(add_numbered(store, 1000, 60000) == 0);
    EXPECT(write(out, "x", 1) == 1);
    (void)pause();
    return 0;
}

static void killed_in_a_transaction(void **state)
{
    const struct place *place = *state;
    struct store *store = open_store(place->path);
    begin(store);
    assert_int_equal(add_numbered(store, 0, 100), 0);
    commit(store);
    store_close(store);
    int from = -1;
    pid_t pid = start_child(write_half, place->path, &from);
    char byte = 0;
    assert_int_equal(read(from, &byte, 1), 1);
    kill_child(pid);
    (void)close(from);
    store = open_store(place->path);
    assert_int_equal(count_occurrences(store), 100);
    assert_int_equal(store_check(store, NULL), 0);
    store_close(store);
}

/* Commits ten rows at a time and says after each how many it has committed. */
static int commit_for_ever(const char *path, int out)
{
    struct store *store = NULL;
    EXPECT(store_open(path, NOW, NULL, &store) == 0);
    int done = (int)count_occurrences(store);
    for (;;) {
        EXPECT(store_txn_begin(store) == 0);
        EXPECT(add_numbered(store, done, 10) == 0);
        EXPECT(store_txn_commit(store) == 0);
        done += 10;
        EXPECT(write(out, &done, sizeof(done)) == (ssize_t)sizeof(done));
    }
}

/* Reads what the child says until `wait` ms are over; the last number it said. */
static int listen_for(int from, int wait)
{
    int said = 0;
    int64_t end = clock_monotonic() + wait;
    struct pollfd poll_in = {.fd = from, .events = POLLIN};
    for (int64_t left = wait; left > 0; left = end - clock_monotonic()) {
        if (poll(&poll_in, 1, (int)left) == 1 && read(from, &said, sizeof(said)) <= 0) {
            break;
        }
    }
    return said;
}

static void killed_while_committing(void **state)
{
    const struct place *place = *state;
    store_close(open_store(place->path));
    for (int round = 0; round < 12; round++) {
        int from = -1;
        pid_t pid = start_child(commit_for_ever, place->path, &from);
        int said = listen_for(from, 15 + 7 * round);
        kill_child(pid);
        for (int more = 0; read(from, &more, sizeof(more)) == (ssize_t)sizeof(more);) {
            said = more;
        }
        (void)close(from);
        struct store *store = open_store(place->path);
        int64_t there = count_occurrences(store);
        assert_true(there >= said);
        assert_int_equal(there % 10, 0);
        assert_int_equal(store_check(store, NULL), 0);
        store_close(store);
    }
}

/* --- backup -------------------------------------------------------------------------------------- */

static void backup_is_a_store(void **state)
{
    const struct place *place = *state;
    char copy[128];
    (void)snprintf(copy, sizeof(copy), "%s/copy.db", place->folder);
    begin(place->store);
    assert_int_equal(add_numbered(place->store, 0, 50), 0);
    assert_int_equal(store_backup(place->store, copy, NULL), ERR_REFUSED);
    commit(place->store);
    struct diag diag = {0};
    assert_int_equal(store_backup(place->store, copy, &diag), 0);
    begin(place->store);
    assert_int_equal(add_numbered(place->store, 50, 50), 0);
    commit(place->store);
    assert_int_equal(diag.count, 0);
    struct stat status;
    assert_int_equal(stat(copy, &status), 0);
    assert_int_equal(status.st_mode & 0777, 0600);
    struct store *store = open_store(copy);
    assert_int_equal(count_occurrences(store), 50);
    assert_int_equal(store_check(store, NULL), 0);
    store_close(store);
    assert_int_equal(store_backup(place->store, copy, &diag), ERR_EXISTS);
    assert_int_equal(store_backup(place->store, "/nonexistent/x.db", &diag), ERR_NOT_FOUND);
    assert_int_equal(diag.count, 2);
    diag_clear(&diag);
    (void)snprintf(copy, sizeof(copy), "%s/copy.db.part", place->folder);
    assert_int_not_equal(access(copy, F_OK), 0);
}

static void damage_found_on_demand(void **state)
{
    struct place *place = *state;
    begin(place->store);
    assert_int_equal(add_numbered(place->store, 0, 5000), 0);
    commit(place->store);
    struct diag diag = {0};
    assert_int_equal(store_check(place->store, &diag), 0);
    store_close(place->store);
    /* an index that says less than its table */
    run_sql(place->path, "PRAGMA writable_schema = ON;"
                         "UPDATE sqlite_schema SET rootpage = (SELECT rootpage FROM sqlite_schema"
                         " WHERE name = 'occurrence_parent') WHERE name = 'occurrence_task'");
    struct store *store = NULL;
    int err = store_open(place->path, NOW, &diag, &store);
    if (err == 0) {
        err = store_check(store, &diag);
    }
    store_close(store);
    place->store = NULL;
    assert_int_equal(err, ERR_CORRUPT);
    assert_true(diag.errors > 0);
    diag_clear(&diag);
}

int test_faults(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_setup_teardown(full_disk_loses_nothing, place_setup, place_teardown),
        cmocka_unit_test_setup_teardown(failed_commit_rolls_back, place_setup, place_teardown),
        cmocka_unit_test_setup_teardown(nothing_is_written_after_a_rollback, place_setup,
                                        place_teardown),
        cmocka_unit_test_setup_teardown(no_half_new_one, place_setup, place_teardown),
        cmocka_unit_test_setup_teardown(read_only_is_said, place_setup, place_teardown),
        cmocka_unit_test_setup_teardown(killed_in_a_transaction, place_setup, place_teardown),
        cmocka_unit_test_setup_teardown(killed_while_committing, place_setup, place_teardown),
        cmocka_unit_test_setup_teardown(backup_is_a_store, store_setup, place_teardown),
        cmocka_unit_test_setup_teardown(damage_found_on_demand, store_setup, place_teardown),
    };
    return cmocka_run_group_tests_name("faults", tests, NULL, NULL);
}
