/* Routes, keys of senders, and how much of a flood is noted. */
#include "tests.h"

#include <stdio.h>
#include <stdlib.h>
#include <unistd.h>

#include "base/err.h"
#include "base/file.h"
#include "base/sign.h"
#include "base/text.h"
#include "daemon/hook_keys.h"
#include "daemon/hook_refusals.h"
#include "daemon/http_match.h"

static void matches_paths(void **state)
{
    static const struct {
        const char *pattern, *path, *param;
        bool fits;
    } CASES[] = {
        {"/hooks/{x}", "/hooks/eoffice", "eoffice", true},
        {"/hooks/{x}", "/hooks/", NULL, false},
        {"/hooks/{x}", "/hooks", NULL, false},
        {"/hooks/{x}", "/hooks/a/b", NULL, false},
        {"/hooks/{x}", "/hooks/a/", NULL, false},
        {"/hooks/{x}", "hooks/a", NULL, false},
        {"/hooks/{x}", "/HOOKS/a", NULL, false},
        {"/hooks/{x}", "", NULL, false},
        {"/", "/", NULL, true},
        {"/", "//", NULL, false},
        {"/a/{x}/b", "/a/{x}/b", "{x}", true},
        {"/a/{x}/b", "/a//b", NULL, false},
    };
    (void)state;
    for (size_t i = 0; i < sizeof(CASES) / sizeof(CASES[0]); i++) {
        struct text_span params[HTTP_MAX_PARAMS];
        if (http_match(CASES[i].pattern, CASES[i].path, params) != CASES[i].fits) {
            fail_msg("%s against %s", CASES[i].path, CASES[i].pattern);
        }
        if (CASES[i].param != NULL) {
            assert_true(text_span_equal(params[0], CASES[i].param));
        }
    }
}

/* --- keys ----------------------------------------------------------------------------------------- */

#define NOW ((instant_t)1700000000000)
#define SECONDS 1700000000

struct place {
    char folder[64];
    char paths[4][128];
    struct settings settings;
    char *secrets[3]; /* live, live, retired */
};

static char *make_secret(void)
{
    struct buf text;
    buf_init(&text, 200);
    assert_int_equal(0, sign_webhook_make_secret(&text));
    return buf_steal(&text);
}

static int open_place(void **state)
{
    struct place *place = calloc(1, sizeof(*place));
    assert_non_null(place);
    snprintf(place->folder, sizeof(place->folder), "/tmp/dondoc-hooks-XXXXXX");
    assert_non_null(mkdtemp(place->folder));
    settings_init(&place->settings);
    place->settings.incoming = calloc(1, sizeof(struct incoming_source));
    place->settings.incoming_count = 1;
    struct incoming_source *source = &place->settings.incoming[0];
    source->name = strdup("eoffice");
    source->enabled = true;
    for (size_t i = 0; i < 3; i++) {
        place->secrets[i] = make_secret();
        snprintf(place->paths[i], sizeof(place->paths[i]), "%s/%zu", place->folder, i);
        assert_int_equal(0, file_write(place->paths[i], place->secrets[i],
                                       strlen(place->secrets[i]), 0600));
        assert_int_equal(0, strings_add(i < 2 ? &source->secret_files : &source->retired,
                                        place->paths[i]));
    }
    *state = place;
    return 0;
}

static int close_place(void **state)
{
    struct place *place = *state;
    for (size_t i = 0; i < 3; i++) {
        unlink(place->paths[i]);
        free(place->secrets[i]);
    }
    rmdir(place->folder);
    settings_clear(&place->settings);
    free(place);
    return 0;
}

static enum hook_verdict judge(const struct hook_keys *keys, const char *secret, int64_t at,
                               const char *body)
{
    struct buf signature;
    char timestamp[32];
    buf_init(&signature, 500);
    assert_int_equal(0, sign_webhook(secret, "id", at, "body", 4, &signature));
    snprintf(timestamp, sizeof(timestamp), "%lld", (long long)at);
    const struct hook_message message = {.id = "id",
                                         .timestamp = timestamp,
                                         .signatures = buf_str(&signature),
                                         .body = body,
                                         .body_len = strlen(body)};
    enum hook_verdict verdict = hook_keys_judge(keys, "eoffice", &message, NOW);
    buf_clear(&signature);
    return verdict;
}

static void judges(void **state)
{
    struct place *place = *state;
    struct hook_keys *keys = NULL;
    char *other = make_secret();
    assert_int_equal(0, hook_keys_read(&place->settings, NULL, &keys));
    assert_int_equal(HOOK_GOOD, judge(keys, place->secrets[0], SECONDS, "body"));
    assert_int_equal(HOOK_GOOD, judge(keys, place->secrets[1], SECONDS - 300, "body"));
    assert_int_equal(HOOK_GOOD, judge(keys, place->secrets[1], SECONDS + 300, "body"));
    assert_int_equal(HOOK_TOO_OLD, judge(keys, place->secrets[0], SECONDS - 301, "body"));
    assert_int_equal(HOOK_TOO_EARLY, judge(keys, place->secrets[0], SECONDS + 301, "body"));
    assert_int_equal(HOOK_RETIRED, judge(keys, place->secrets[2], SECONDS, "body"));
    /* The age is looked at first: what is too old or too early costs no cryptography. */
    assert_int_equal(HOOK_TOO_OLD, judge(keys, other, SECONDS - 301, "body"));
    assert_int_equal(HOOK_TOO_EARLY, judge(keys, other, SECONDS + 301, "body"));
    assert_int_equal(HOOK_TOO_OLD, judge(keys, place->secrets[2], SECONDS - 301, "body"));
    assert_int_equal(HOOK_WRONG, judge(keys, other, SECONDS - 300, "body"));
    assert_int_equal(HOOK_WRONG, judge(keys, place->secrets[0], SECONDS, "b0dy"));
    struct hook_message message = {.id = "id", .timestamp = "1", .signatures = NULL, .body = ""};
    assert_int_equal(HOOK_MISSING, hook_keys_judge(keys, "eoffice", &message, NOW));
    message.signatures = "v1,AAAA";
    message.timestamp = "1700000000";
    assert_int_equal(HOOK_WRONG, hook_keys_judge(keys, "nobody", &message, NOW));
    message.id = "a b";
    assert_int_equal(HOOK_WRONG, hook_keys_judge(keys, "eoffice", &message, NOW));
    free(other);
    hook_keys_free(keys);
}

static void complains_of_keys(void **state)
{
    struct place *place = *state;
    struct hook_keys *keys = NULL;
    struct diag diag = {0};
    assert_int_equal(0, file_write(place->paths[1], "whsk_x", 6, 0600));
    assert_int_equal(ERR_INVALID, hook_keys_read(&place->settings, &diag, &keys));
    assert_null(keys);
    assert_int_equal(1, diag.errors);
    /* What is said of it goes to the log: the file's name, not what is in it. */
    struct buf said;
    buf_init(&said, 4096);
    assert_int_equal(0, diag_print(&diag, &said));
    assert_non_null(strstr(buf_str(&said), place->paths[1]));
    assert_null(strstr(buf_str(&said), "whsk_x"));
    buf_clear(&said);
    /* What is switched off needs none. */
    place->settings.incoming[0].enabled = false;
    assert_int_equal(0, hook_keys_read(&place->settings, &diag, &keys));
    hook_keys_free(keys);
    diag_clear(&diag);
}

/* --- floods --------------------------------------------------------------------------------------- */

struct sums {
    uint64_t count;
    size_t calls;
    int result;
};

static int add_sum(const struct hook_refusals_sum *sum, void *arg)
{
    struct sums *sums = arg;
    sums->count += sum->count;
    sums->calls++;
    return sums->result;
}

static void notes_few_and_counts_the_rest(void **state)
{
    struct hook_refusals *refusals = NULL;
    struct sums sums = {0};
    int noted = 0;
    (void)state;
    assert_int_equal(0, hook_refusals_new(&refusals));
    for (int i = 0; i < 1000; i++) {
        noted += hook_refusals_count(refusals, "eoffice", false, "x", i) ? 1 : 0;
    }
    assert_int_equal(HOOK_REFUSALS_UNPROVEN, noted);
    /* Others have their own. */
    assert_true(hook_refusals_count(refusals, "eoffice", true, "x", 999));
    assert_true(hook_refusals_count(refusals, "edxml", false, "x", 999));
    assert_int_equal(HOOK_REFUSALS_MS - 999, hook_refusals_wait(refusals, 999));
    assert_int_equal(0, hook_refusals_sum(refusals, 999, false, add_sum, &sums));
    assert_int_equal(0, sums.calls);
    /* Still within a minute that was not summed up: only counted, however late. */
    assert_false(hook_refusals_count(refusals, "eoffice", false, "y", HOOK_REFUSALS_MS + 5));
    sums.result = ERR_BUSY;
    assert_int_equal(ERR_BUSY,
                     hook_refusals_sum(refusals, HOOK_REFUSALS_MS + 5, false, add_sum, &sums));
    sums = (struct sums){0};
    assert_int_equal(0, hook_refusals_sum(refusals, HOOK_REFUSALS_MS + 5, false, add_sum, &sums));
    assert_int_equal(991, sums.count);
    assert_int_equal(1, sums.calls);
    assert_int_equal(-1, hook_refusals_wait(refusals, HOOK_REFUSALS_MS + 5));
    assert_true(hook_refusals_has_room(refusals, "eoffice", false, HOOK_REFUSALS_MS + 6));
    assert_true(hook_refusals_count(refusals, "eoffice", false, "z", HOOK_REFUSALS_MS + 6));
    /* Names that nobody has cannot fill memory. */
    for (int i = 0; i < 1000; i++) {
        char name[16];
        snprintf(name, sizeof(name), "n%d", i);
        noted += hook_refusals_count(refusals, name, false, "x", 5) ? 1 : 0;
    }
    assert_in_range(noted, 10, 10 + HOOK_REFUSALS_SOURCES);
    hook_refusals_free(refusals);
    hook_refusals_free(NULL);
}

int test_hooks(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(matches_paths),
        cmocka_unit_test_setup_teardown(judges, open_place, close_place),
        cmocka_unit_test_setup_teardown(complains_of_keys, open_place, close_place),
        cmocka_unit_test(notes_few_and_counts_the_rest),
    };
    return cmocka_run_group_tests_name("hooks", tests, NULL, NULL);
}
