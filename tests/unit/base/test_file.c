#include "base/file.h"

#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <ftw.h>
#include <sys/resource.h>
#include <signal.h>
#include <sys/stat.h>

#include "base/cleanup.h"
#include "base/err.h"
#include "tests.h"

/* Every test has an empty folder of its own, gone afterwards. */
static int make_folder(void **state)
{
    char name[] = "/tmp/dondoc-test-XXXXXX";
    char *folder = mkdtemp(name);
    *state = folder ? strdup(folder) : NULL;
    return *state ? 0 : -1;
}

static int remove_entry(const char *path, const struct stat *status, int flag, struct FTW *ftw)
{
    (void)status;
    (void)flag;
    (void)ftw;
    return remove(path);
}

static int remove_folder(void **state)
{
    int failed = nftw(*state, remove_entry, 8, FTW_DEPTH | FTW_PHYS);
    free(*state);
    return failed;
}

static const char *in_folder(void **state, const char *name)
{
    static char path[200];
    assert_true(snprintf(path, sizeof(path), "%s/%s", (char *)*state, name) < 200);
    return path;
}

static size_t count_entries(const char *folder)
{
    DIR *dir = opendir(folder);
    assert_non_null(dir);
    size_t count = 0;
    while (readdir(dir)) {
        count++;
    }
    (void)closedir(dir);
    return count - 2;
}

static void writes_and_reads_back(void **state)
{
    const char *path = in_folder(state, "a.txt");
    size_t len = 200000;
    _cleanup_free_ char *data = malloc(len);
    assert_non_null(data);
    for (size_t i = 0; i < len; i++) {
        data[i] = (char)(i * 7 % 256);
    }
    assert_int_equal(file_write(path, data, len, 0640), 0);
    _cleanup_buf_ struct buf out = {.max = 300000};
    assert_int_equal(buf_puts(&out, "before"), 0);
    assert_int_equal(file_read(path, len, NULL, &out), 0);
    assert_int_equal(out.len, len + 6);
    assert_memory_equal(out.data + 6, data, len);

    assert_int_equal(file_write(path, "ngắn", 6, 0640), 0);
    buf_reset(&out);
    assert_int_equal(file_read(path, 6, NULL, &out), 0);
    assert_string_equal(buf_str(&out), "ngắn");
    assert_int_equal(count_entries(*state), 1);
    struct stat status;
    assert_int_equal(stat(path, &status), 0);
    assert_int_equal(status.st_mode & 07137, 0); /* nothing beyond 0640 */
}

static void ceilings_of_reading_hold(void **state)
{
    const char *path = in_folder(state, "a.txt");
    assert_int_equal(file_write(path, "0123456789", 10, 0600), 0);
    _cleanup_buf_ struct buf out = {.max = 12};
    assert_int_equal(buf_puts(&out, "xyz"), 0);
    _cleanup_diag_ struct diag diag = {0};
    assert_int_equal(file_read(path, 9, &diag, &out), ERR_LIMIT);
    assert_int_equal(file_read(path, 100, &diag, &out), ERR_LIMIT);
    assert_string_equal(buf_str(&out), "xyz");
    assert_int_equal(diag.errors, 2);
    assert_string_equal(diag.items[0].file, path);
    assert_non_null(diag.items[0].remedy);
}

static void what_is_no_file_is_said(void **state)
{
    _cleanup_buf_ struct buf out = {.max = 100};
    _cleanup_diag_ struct diag diag = {0};
    assert_int_equal(file_read(in_folder(state, "none"), 9, &diag, &out), ERR_NOT_FOUND);
    assert_int_equal(file_read(*state, 9, &diag, &out), ERR_INVALID);
    /* A pipe without a writer must not make the reader wait. */
    assert_int_equal(mkfifo(in_folder(state, "pipe"), 0600), 0);
    assert_int_equal(file_read(in_folder(state, "pipe"), 9, &diag, &out), ERR_INVALID);
    assert_int_equal(file_read("/dev/zero", 9, &diag, &out), ERR_INVALID);
    assert_int_equal(diag.errors, 4);
    assert_string_equal(buf_str(&out), "");
}

static void a_failed_write_leaves_the_old_file(void **state)
{
    assert_int_equal(file_write(in_folder(state, "no/such/a.txt"), "x", 1, 0600), ERR_NOT_FOUND);
    const char *path = in_folder(state, "a.txt");
    assert_int_equal(file_write(path, "old", 3, 0600), 0);

    /* A limit on the size of files stands for a full disk. */
    struct rlimit before;
    assert_int_equal(getrlimit(RLIMIT_FSIZE, &before), 0);
    struct rlimit small = {.rlim_cur = 4096, .rlim_max = before.rlim_max};
    struct sigaction ignore = {.sa_handler = SIG_IGN};
    struct sigaction old_action;
    assert_int_equal(sigaction(SIGXFSZ, &ignore, &old_action), 0);
    assert_int_equal(setrlimit(RLIMIT_FSIZE, &small), 0);
    static char big[8192];
    int err = file_write(path, big, sizeof(big), 0600);
    assert_int_equal(setrlimit(RLIMIT_FSIZE, &before), 0);
    assert_int_equal(sigaction(SIGXFSZ, &old_action, NULL), 0);

    assert_int_equal(err, ERR_IO);
    _cleanup_buf_ struct buf out = {.max = 100};
    assert_int_equal(file_read(path, 100, NULL, &out), 0);
    assert_string_equal(buf_str(&out), "old");
    assert_int_equal(count_entries(*state), 1);

    /* A folder under that name cannot be replaced either. */
    assert_int_equal(mkdir(in_folder(state, "folder"), 0700), 0);
    assert_true(file_write(in_folder(state, "folder"), "x", 1, 0600) < 0);
    assert_int_equal(count_entries(*state), 2);
}

static void makes_folders_down_to_the_last(void **state)
{
    assert_int_equal(file_make_folder(in_folder(state, "a/b/c"), 0700), 0);
    assert_int_equal(file_make_folder(in_folder(state, "a/b/c/"), 0700), 0);
    assert_int_equal(file_write(in_folder(state, "a/b/c/file"), "", 0, 0600), 0);
    assert_int_equal(file_make_folder(in_folder(state, "a/b/c/file"), 0700), ERR_EXISTS);
    assert_true(file_make_folder(in_folder(state, "a/b/c/file/d"), 0700) < 0);
    assert_int_equal(file_make_folder("", 0700), ERR_NOT_FOUND);
}

static void joins_paths(void **state)
{
    (void)state;
    static const struct {
        const char *folder, *name, *wanted;
    } cases[] = {
        {"a", "b", "a/b"}, {"a/", "b", "a/b"}, {"a", "/b", "/b"},
        {NULL, "b", "b"},  {"", "b", "b"},     {"/", "b", "/b"},
    };
    for (size_t i = 0; i < COUNT(cases); i++) {
        _cleanup_buf_ struct buf out = {.max = 5};
        assert_int_equal(file_join(cases[i].folder, cases[i].name, &out), 0);
        assert_string_equal(buf_str(&out), cases[i].wanted);
    }
    _cleanup_buf_ struct buf out = {.max = 5};
    assert_int_equal(file_join("abc", "de", &out), ERR_LIMIT);
    assert_string_equal(buf_str(&out), "");
}

static void resolves_as_people_would_type(void **state)
{
    assert_int_equal(file_make_folder(in_folder(state, "top/conf"), 0700), 0);
    assert_int_equal(file_make_folder(in_folder(state, "else/where"), 0700), 0);
    assert_int_equal(symlink("../else/where", in_folder(state, "top/link")), 0);
    static const struct {
        const char *folder, *name, *wanted;
    } cases[] = {
        {"top/conf", "x", "top/conf/x"},
        {"top/conf", "./x", "top/conf/x"},
        {"top/conf", "../x", "top/x"},
        {"top/conf", "../../x", "x"},
        {"top/conf", "../.././../x", "../x"},
        {"top/link", "../x", "top/link/../x"},
        {"top/none", "../x", "top/none/../x"},
        {"top/..", "../x", "top/../../x"},
        {"top/conf", "/x/../y", "/x/../y"},
        {"", "../x", "../x"},
        {NULL, "x", "x"},
        {"/", "../x", "/../x"},
        {"/tmp", "../x", "/x"},
    };
    char *here = getcwd(NULL, 0);
    assert_int_equal(chdir(*state), 0);
    for (size_t i = 0; i < COUNT(cases); i++) {
        _cleanup_buf_ struct buf out = {.max = 100};
        assert_int_equal(file_resolve(cases[i].folder, cases[i].name, &out), 0);
        assert_string_equal(buf_str(&out), cases[i].wanted);
    }
    assert_int_equal(chdir(here), 0);
    free(here);
}

static void errno_has_its_code(void **state)
{
    (void)state;
    assert_int_equal(file_error(ENOSPC), ERR_NO_SPACE);
    assert_int_equal(file_error(EDQUOT), ERR_NO_SPACE);
    assert_int_equal(file_error(EROFS), ERR_READ_ONLY);
    assert_int_equal(file_error(EACCES), ERR_REFUSED);
    assert_int_equal(file_error(0), ERR_IO);
}

int test_file(void)
{
#define IN_FOLDER(test) cmocka_unit_test_setup_teardown(test, make_folder, remove_folder)
    const struct CMUnitTest tests[] = {
        IN_FOLDER(writes_and_reads_back),          IN_FOLDER(ceilings_of_reading_hold),
        IN_FOLDER(what_is_no_file_is_said),        IN_FOLDER(a_failed_write_leaves_the_old_file),
        IN_FOLDER(makes_folders_down_to_the_last), cmocka_unit_test(joins_paths),
        IN_FOLDER(resolves_as_people_would_type),  cmocka_unit_test(errno_has_its_code),
    };
    return cmocka_run_group_tests_name("file", tests, NULL, NULL);
}
