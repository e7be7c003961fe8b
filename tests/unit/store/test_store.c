#include "tests.h"

#include <dirent.h>
#include <fcntl.h>
#include <stdio.h>
#include <sys/wait.h>

#include <sqlite3.h>

int place_setup(void **state)
{
    struct place *place = calloc(1, sizeof(*place));
    assert_non_null(place);
    (void)snprintf(place->folder, sizeof(place->folder), "/tmp/dondoc-store-XXXXXX");
    assert_non_null(mkdtemp(place->folder));
    (void)snprintf(place->path, sizeof(place->path), "%s/state.db", place->folder);
    *state = place;
    return 0;
}

int store_setup(void **state)
{
    (void)place_setup(state);
    struct place *place = *state;
    place->store = open_store(place->path);
    return 0;
}

int memory_setup(void **state)
{
    (void)place_setup(state);
    struct place *place = *state;
    place->store = open_store(":memory:");
    return 0;
}

int place_teardown(void **state)
{
    struct place *place = *state;
    store_close(place->store);
    DIR *folder = opendir(place->folder);
    assert_non_null(folder);
    for (struct dirent *entry = readdir(folder); entry; entry = readdir(folder)) {
        (void)unlinkat(dirfd(folder), entry->d_name, 0);
    }
    (void)closedir(folder);
    assert_int_equal(rmdir(place->folder), 0);
    free(place);
    return 0;
}

struct store *open_store(const char *path)
{
    struct store *store = NULL;
    assert_int_equal(store_open(path, NOW, NULL, &store), 0);
    return store;
}

void begin(struct store *store)
{
    assert_int_equal(store_txn_begin(store), 0);
}

void commit(struct store *store)
{
    assert_int_equal(store_txn_commit(store), 0);
}

struct occurrence_row make_occurrence(const char *id, day_t due)
{
    struct occurrence_row row;
    store_occurrence_init(&row);
    row.id = id;
    row.department = "d";
    row.plan = "p";
    row.stt = "1";
    row.unit = "u";
    row.dates.due = due;
    row.act_by = due;
    row.dates.created = 0;
    return row;
}

int add_numbered(struct store *store, int from, int count)
{
    char note[401];
    memset(note, 'x', sizeof(note) - 1);
    note[sizeof(note) - 1] = '\0';
    int err = 0;
    for (int i = from; i < from + count && err == 0; i++) {
        char id[64];
        (void)snprintf(id, sizeof(id), "p/1/once/%d", i);
        struct occurrence_row row = make_occurrence(id, 19000 + i);
        row.note = note;
        err = store_occurrence_add(store, &row);
    }
    return err;
}

int64_t count_occurrences(struct store *store)
{
    struct occurrence_filter filter;
    occurrence_filter_init(&filter);
    int64_t count = -1;
    assert_int_equal(store_occurrences_count(store, &filter, &count), 0);
    return count;
}

void run_sql(const char *path, const char *sql)
{
    sqlite3 *db = NULL;
    assert_int_equal(sqlite3_open_v2(path, &db, SQLITE_OPEN_READWRITE, NULL), SQLITE_OK);
    char *message = NULL;
    if (sqlite3_exec(db, sql, NULL, NULL, &message) != SQLITE_OK) {
        fail_msg("%s: %s", sql, message);
    }
    (void)sqlite3_close(db);
}

int in_child(int (*child)(const char *path), const char *path)
{
    (void)fflush(NULL);
    pid_t pid = fork();
    assert_true(pid >= 0);
    if (pid == 0) {
        _exit(child(path));
    }
    int status = 0;
    assert_int_equal(waitpid(pid, &status, 0), pid);
    return WIFEXITED(status) ? WEXITSTATUS(status) : -WTERMSIG(status);
}

int main(int argc, char **argv)
{
    cmocka_set_test_filter(argc > 1 ? argv[1] : NULL); /* a case, by its name */
    int failed = test_open();
    failed += test_txn();
    failed += test_faults();
    failed += test_plans();
    failed += test_occurrences();
    failed += test_notices();
    failed += test_outbox();
    failed += test_ledger();
    failed += test_statements();
    failed += test_memory();
    failed += test_conditions();
    failed += test_targets();
    failed += test_incoming();
    return failed != 0;
}
