/* Files: missing, of another kind, too big, included in a ring. */
#include "tests.h"

#include <sys/stat.h>

#include "base/err.h"
#include "base/file.h"

struct folder {
    char path[64];
};

static int set_up(void **state)
{
    struct folder *folder = calloc(1, sizeof(*folder));
    assert_non_null(folder);
    (void)snprintf(folder->path, sizeof(folder->path), "/tmp/dondoc-conf-XXXXXX");
    assert_non_null(mkdtemp(folder->path));
    *state = folder;
    return 0;
}

static int tear_down(void **state)
{
    static const char *const NAMES[] = {"a.conf", "b.conf", "c.conf", "sub/d.conf", "big.conf"};
    struct folder *folder = *state;
    char path[128];
    for (size_t i = 0; i < COUNT(NAMES); i++) {
        (void)snprintf(path, sizeof(path), "%s/%s", folder->path, NAMES[i]);
        (void)unlink(path);
    }
    (void)snprintf(path, sizeof(path), "%s/sub", folder->path);
    (void)rmdir(path);
    int err = rmdir(folder->path);
    free(folder);
    return err;
}

static const char *put(struct folder *folder, const char *name, const char *text)
{
    static char path[128];
    (void)snprintf(path, sizeof(path), "%s/%s", folder->path, name);
    assert_int_equal(file_write(path, text, strlen(text), 0600), 0);
    return path;
}

static int load_file(struct folder *folder, const char *name, struct settings *out,
                     struct diag *diag)
{
    char path[128];
    (void)snprintf(path, sizeof(path), "%s/%s", folder->path, name);
    settings_init(out);
    return conf_load(path, out, diag);
}

/* The first finding: the end of its file's name, its line, a word of it. */
static void told(const struct diag *diag, const char *file, int line, const char *word)
{
    assert_true(diag->count > 0);
    const struct diag_item *item = &diag->items[0];
    const char *end = strrchr(item->file, '/');
    if (!end || strcmp(end + 1, file) != 0 || item->line != line || !strstr(item->message, word)) {
        fail_msg("%s:%d: %s", item->file, item->line, item->message);
    }
}

static void test_missing(void **state)
{
    struct settings s;
    struct diag diag = {0};
    assert_int_equal(load_file(*state, "a.conf", &s, &diag), ERR_NOT_FOUND);
    told(&diag, "a.conf", 0, "");
    diag_clear(&diag);
}

static void test_folder(void **state)
{
    struct settings s;
    struct diag diag = {0};
    assert_int_equal(load_file(*state, "", &s, &diag), ERR_INVALID);
    assert_int_equal(diag.errors, 1);
    diag_clear(&diag);
}

static void test_huge(void **state)
{
    struct folder *folder = *state;
    struct settings s;
    struct diag diag = {0};
    char *text = malloc(CONF_MAX_BYTES + 2);
    assert_non_null(text);
    memset(text, ' ', CONF_MAX_BYTES + 1);
    text[CONF_MAX_BYTES + 1] = '\0';
    put(folder, "big.conf", text);
    free(text);
    assert_int_equal(load_file(folder, "big.conf", &s, &diag), ERR_LIMIT);
    assert_int_equal(diag.errors, 1);
    diag_clear(&diag);
}

/* Many small sections within the size: refused before libconfuse compares each with all. */
static void test_many_sections(void **state)
{
    (void)state;
    struct settings s;
    struct diag diag = {0};
    struct buf text;
    buf_init(&text, CONF_MAX_BYTES);
    for (int i = 0; i < 100000; i++) {
        assert_int_equal(buf_printf(&text, "policy p%d{}\n", i), 0);
    }
    assert_int_equal(load(buf_str(&text), &s, &diag), ERR_LIMIT);
    assert_int_equal(diag.items[0].line, 20001);
    diag_clear(&diag);
    buf_clear(&text);
}

static void test_include(void **state)
{
    struct folder *folder = *state;
    struct settings s;
    struct diag diag = {0};
    char sub[128];
    (void)snprintf(sub, sizeof(sub), "%s/sub", folder->path);
    assert_int_equal(mkdir(sub, 0700), 0);
    put(folder, "a.conf", "include = {\"b.conf\", \"sub/d.conf\"}\nstate = \"x.db\"\n");
    put(folder, "b.conf", SOUND);
    put(folder, "sub/d.conf", "control = \"y\"\npolicy \"p\" { }\n");
    assert_int_equal(load_file(folder, "a.conf", &s, &diag), 0);
    assert_int_equal(diag.count, 0);
    assert_int_equal(s.files.count, 3);
    assert_string_equal(s.folder, folder->path);
    /* Paths count from the file they stand in. */
    assert_int_equal(strncmp(s.state, folder->path, strlen(folder->path)), 0);
    assert_string_equal(s.state + strlen(folder->path), "/x.db");
    assert_string_equal(s.control + strlen(folder->path), "/sub/y");
    assert_int_equal(s.roster.count, 1);
    assert_int_equal(s.policy_count, 2);
    settings_clear(&s);
}

static void test_include_ring(void **state)
{
    struct folder *folder = *state;
    struct settings s;
    struct diag diag = {0};
    put(folder, "a.conf", SOUND "include = \"b.conf\"\n");
    put(folder, "b.conf", "\ninclude = \"./a.conf\"\n");
    assert_int_equal(load_file(folder, "a.conf", &s, &diag), ERR_FORMAT);
    told(&diag, "b.conf", 2, "đã được đọc");
    diag_clear(&diag);
    put(folder, "c.conf", SOUND "include = \"c.conf\"\n");
    assert_int_equal(load_file(folder, "c.conf", &s, &diag), ERR_FORMAT);
    told(&diag, "c.conf", SOUND_LINES + 1, "đã được đọc");
    diag_clear(&diag);
}

static void test_include_missing(void **state)
{
    struct folder *folder = *state;
    struct settings s;
    struct diag diag = {0};
    put(folder, "a.conf", "# c\n" SOUND "include = {\"b.conf\"}\n");
    assert_int_equal(load_file(folder, "a.conf", &s, &diag), ERR_FORMAT);
    bool at_line = false;
    for (size_t i = 0; i < diag.count; i++) {
        at_line = at_line || (diag.items[i].line == SOUND_LINES + 2 &&
                              strstr(diag.items[i].message, "b.conf"));
    }
    assert_true(at_line);
    diag_clear(&diag);
}

/* What is wrong in an included file is told there, and all files are looked at. */
static void test_include_faulty(void **state)
{
    struct folder *folder = *state;
    struct settings s;
    struct diag diag = {0};
    put(folder, "a.conf", SOUND "include = {\"b.conf\", \"c.conf\"}\n");
    put(folder, "b.conf", "\nstate = \"x\n");
    put(folder, "c.conf", "\n\nlanguge = vi\n");
    assert_int_equal(load_file(folder, "a.conf", &s, &diag), ERR_FORMAT);
    assert_int_equal(diag.errors, 2);
    told(&diag, "b.conf", 2, "không được đóng");
    assert_int_equal(diag.items[1].line, 3);
    diag_clear(&diag);
}

static void test_twice_in_two_files(void **state)
{
    struct folder *folder = *state;
    struct settings s;
    struct diag diag = {0};
    put(folder, "a.conf",
        SOUND "include = \"b.conf\"\nstate = \"x\"\nmail { }\npolicy \"p\" { }\n");
    put(folder, "b.conf", "state = \"y\"\nmail { }\npolicy \"p\" { }\n");
    assert_int_equal(load_file(folder, "a.conf", &s, &diag), ERR_FORMAT);
    assert_int_equal(diag.errors, 3);
    for (int i = 0; i < 3; i++) {
        assert_int_equal(diag.items[i].line, i + 1);
        assert_non_null(strstr(diag.items[i].file, "b.conf"));
    }
    diag_clear(&diag);
}

#define CASE(function) cmocka_unit_test_setup_teardown(function, set_up, tear_down)

int test_files(void)
{
    const struct CMUnitTest tests[] = {
        CASE(test_missing),         CASE(test_folder),         CASE(test_huge),
        CASE(test_many_sections),   CASE(test_include),        CASE(test_include_ring),
        CASE(test_include_missing), CASE(test_include_faulty), CASE(test_twice_in_two_files),
    };
    return cmocka_run_group_tests_name("files", tests, NULL, NULL);
}
