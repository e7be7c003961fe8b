#include "base/i18n.h"

#include <sys/stat.h>

#include "base/buf.h"
#include "base/cleanup.h"
#include "base/err.h"
#include "base/file.h"
#include "tests.h"

#define CATALOGUE "/en/LC_MESSAGES/dondoc.mo"

/* With its length, because plural forms hold a NUL. */
#define TEXT(text)                                                                                 \
    {                                                                                              \
        text, sizeof(text) - 1                                                                     \
    }

static int put_word(struct buf *out, size_t value)
{
    uint32_t word = (uint32_t)value;
    return buf_append(out, &word, sizeof(word));
}

/* A catalogue as msgfmt writes it (gettext manual, "The Format of GNU MO Files"): texts sorted. */
static void write_catalogue(const char *path)
{
    static const struct {
        const char *text;
        size_t len;
    } texts[] = {
        TEXT(""),
        TEXT("%d kỳ\0%d kỳ"),
        TEXT("quá hạn"),
        TEXT("Content-Type: text/plain; charset=UTF-8\n"
             "Plural-Forms: nplurals=2; plural=(n != 1);\n"),
        TEXT("%d turn\0%d turns"),
        TEXT("overdue"),
    };
    _cleanup_buf_ struct buf out = {.max = 4096};
    _cleanup_buf_ struct buf data = {.max = 4096};
    size_t header = 28;
    size_t tables = header + COUNT(texts) * 8;
    const size_t words[] = {0x950412DE, 0, 3, header, header + 24, 0, 0};
    for (size_t i = 0; i < COUNT(words); i++) {
        assert_int_equal(put_word(&out, words[i]), 0);
    }
    for (size_t i = 0; i < COUNT(texts); i++) {
        assert_int_equal(put_word(&out, texts[i].len), 0);
        assert_int_equal(put_word(&out, tables + data.len), 0);
        assert_int_equal(buf_append(&data, texts[i].text, texts[i].len + 1), 0);
    }
    assert_int_equal(buf_append(&out, data.data, data.len), 0);
    assert_int_equal(file_write(path, out.data, out.len, 0600), 0);
}

static void speaks_within(void)
{
    I18N_SPEAK("vi");
    assert_string_equal(_("quá hạn"), "quá hạn");
}

static int leaves_early(bool early)
{
    I18N_SPEAK("en_GB.UTF-8");
    assert_string_equal(_("quá hạn"), "overdue");
    if (early) {
        return 1;
    }
    speaks_within();
    assert_string_equal(_("quá hạn"), "overdue");
    return 2;
}

static void speaks_for_a_while(const char *folder)
{
    assert_int_equal(i18n_init("vi", folder), 0);
    for (int round = 0; round < 3; round++) {
        assert_int_equal(leaves_early(round % 2), round % 2 ? 1 : 2);
        assert_string_equal(i18n_language(), "vi");
        assert_string_equal(_("quá hạn"), "quá hạn");
    }
    assert_string_equal(i18n_use("en"), "vi");
    {
        I18N_SPEAK(NULL);
        assert_string_equal(i18n_use("fr"), "en");
        assert_string_equal(_("quá hạn"), "overdue");
    }
    assert_string_equal(_("quá hạn"), "overdue");
}

static void speaks_both_languages_and_changes(void **state)
{
    (void)state;
    char folder[] = "/tmp/dondoc-test-XXXXXX";
    assert_non_null(mkdtemp(folder));
    char path[100];
    (void)snprintf(path, sizeof(path), "%s/en/LC_MESSAGES", folder);
    assert_int_equal(file_make_folder(path, 0700), 0);
    (void)snprintf(path, sizeof(path), "%s" CATALOGUE, folder);
    write_catalogue(path);

    speaks_for_a_while(folder);
    for (int round = 0; round < 2; round++) {
        assert_int_equal(i18n_init("en", folder), 0);
        assert_string_equal(i18n_language(), "en");
        assert_string_equal(_("quá hạn"), "overdue");
        assert_string_equal(ngettext("%d kỳ", "%d kỳ", 1), "%d turn");
        assert_string_equal(ngettext("%d kỳ", "%d kỳ", 2), "%d turns");
        assert_string_equal(_("chưa dịch"), "chưa dịch");
        assert_int_equal(i18n_init("vi_VN.UTF-8", folder), 0);
        assert_string_equal(i18n_language(), "vi");
        assert_string_equal(_("quá hạn"), "quá hạn");
        assert_string_equal(ngettext("%d kỳ", "%d kỳ", 1), "%d kỳ");
    }
    assert_int_equal(unlink(path), 0);
    for (char *end = strrchr(path, '/'); end > path + strlen(folder) - 1;
         end = strrchr(path, '/')) {
        *end = '\0';
        assert_int_equal(rmdir(path), 0);
    }
}

static void languages_are_known_or_not(void **state)
{
    (void)state;
    assert_int_equal(i18n_init("vi", NULL), 0);
    assert_int_equal(i18n_init("fr", NULL), ERR_INVALID);
    assert_int_equal(i18n_init("", NULL), ERR_INVALID);
    assert_int_equal(i18n_init("english", NULL), ERR_INVALID);
    assert_string_equal(i18n_language(), "vi");
    assert_true(i18n_is_known("en_US.UTF-8"));
    assert_true(i18n_is_known("en"));
    assert_false(i18n_is_known("env"));
    assert_int_equal(i18n_init(NULL, NULL), 0);
    assert_string_equal(i18n_language(), I18N_DEFAULT);
}

int test_i18n(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(speaks_both_languages_and_changes),
        cmocka_unit_test(languages_are_known_or_not),
    };
    return cmocka_run_group_tests_name("i18n", tests, NULL, NULL);
}
