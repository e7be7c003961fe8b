#include "tests.h"

#include "base/err.h"

int load(const char *text, struct settings *out, struct diag *diag)
{
    settings_init(out);
    return conf_load_text("t.conf", text, strlen(text), out, diag);
}

static void show(const struct diag *diag, const char *text)
{
    struct buf out;
    buf_init(&out, 1 << 20);
    (void)diag_print(diag, &out);
    print_error("%s\n%s", text, buf_str(&out));
    buf_clear(&out);
}

void load_sound(const char *text, struct settings *out)
{
    struct diag diag = {0};
    int err = load(text, out, &diag);
    if (err || diag.count > 0) {
        show(&diag, text);
        fail_msg("%d, %zu findings", err, diag.count);
    }
}

void finds(const char *text, int line, const char *word)
{
    struct settings settings;
    struct diag diag = {0};
    int err = load(text, &settings, &diag);
    bool good = err == ERR_FORMAT && diag.errors == 1 && diag.items[0].line == line &&
                strstr(diag.items[0].message, word) && settings.roster.count == 0;
    if (!good) {
        show(&diag, text);
        fail_msg("wanted one error at line %d: %s (err %d)", line, word, err);
    }
    assert_string_equal(diag.items[0].file, "t.conf");
    diag_clear(&diag);
}

int main(int argc, char **argv)
{
    cmocka_set_test_filter(argc > 1 ? argv[1] : NULL); /* a case, by its name */
    int failed = test_values();
    failed += test_findings();
    failed += test_files();
    failed += test_sample();
    return failed != 0;
}
