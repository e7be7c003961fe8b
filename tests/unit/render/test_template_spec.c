/* The tests of the Mustache specification itself (github.com/mustache/spec), read from where a
 * package put them: the folder named by DONDOC_MUSTACHE_SPEC, or that of Debian's r-cran-whisker.
 * Where there is none the group is skipped; ./bootstrap check sees to it that there is one. */
#include "tests/unit/render/test_render.h"

#include <dirent.h>

#include "base/cleanup.h"
#include "base/err.h"
#include "base/file.h"
#include "render/template.h"

#define PACKAGED_SPEC "/usr/lib/R/site-library/whisker/specs"

static const char *const modules[] = {"comments", "delimiters", "interpolation",
                                      "inverted", "partials",   "sections"};

static const char *spec_folder(void)
{
    const char *named = getenv("DONDOC_MUSTACHE_SPEC");

    return named && named[0] ? named : PACKAGED_SPEC;
}

struct lookup {
    const json_t *texts;
    struct template *made[64];
    size_t count;
};

static const struct template *compile_partial(const void *context, const char *name)
{
    struct lookup *lookup = (struct lookup *)(uintptr_t)context;
    const char *text = json_string_value(json_object_get(lookup->texts, name));

    if (!text || lookup->count == 64) {
        return NULL;
    }
    struct template **tpl = &lookup->made[lookup->count++];
    assert_int_equal(template_compile(text, TEMPLATE_HTML, NULL, NULL, tpl), 0);
    return *tpl;
}

static bool passes(const json_t *test)
{
    struct lookup lookup = {.texts = json_object_get(test, "partials")};
    const char *want = json_string_value(json_object_get(test, "expected"));
    struct template *tpl = NULL;
    _cleanup_buf_ struct buf out = {0};
    int err = template_compile(json_string_value(json_object_get(test, "template")), TEMPLATE_HTML,
                               NULL, NULL, &tpl);

    buf_init(&out, 100000);
    err = err ? err
              : template_render(tpl, json_object_get(test, "data"), compile_partial, &lookup, &out);
    bool equal = err == 0 && strcmp(buf_str(&out), want) == 0;
    if (!equal) {
        print_error("%s (%s): «%s» gave «%s» (%d), not «%s»\n",
                    json_string_value(json_object_get(test, "name")),
                    json_string_value(json_object_get(test, "desc")),
                    json_string_value(json_object_get(test, "template")), buf_str(&out), err, want);
    }
    for (size_t i = 0; i < lookup.count; i++) {
        template_free(lookup.made[i]);
    }
    template_free(tpl);
    return equal;
}

static size_t run_module(const char *module, size_t *failed)
{
    _cleanup_buf_ struct buf path = {0};
    json_error_t error;
    size_t i;
    json_t *test;

    buf_init(&path, 4096);
    assert_int_equal(buf_printf(&path, "%s/%s.json", spec_folder(), module), 0);
    json_t *file = json_load_file(buf_str(&path), JSON_ALLOW_NUL, &error);
    if (!file) {
        fail_msg("%s: %s", buf_str(&path), error.text);
    }
    const json_t *tests = json_object_get(file, "tests");
    size_t count = json_array_size(tests);

    json_array_foreach(tests, i, test)
    {
        *failed += passes(test) ? 0 : 1;
    }
    json_decref(file);
    return count;
}

static void keeps_the_specification(void **state)
{
    size_t count = 0;
    size_t failed = 0;
    DIR *folder = opendir(spec_folder());

    (void)state;
    if (!folder) {
        skip();
    }
    (void)closedir(folder);
    for (size_t i = 0; i < sizeof(modules) / sizeof(modules[0]); i++) {
        count += run_module(modules[i], &failed);
    }
    print_message("%zu tests of the specification\n", count);
    assert_int_equal(failed, 0);
    assert_true(count > 100);
}

int test_template_spec(void)
{
    const struct CMUnitTest tests[] = {cmocka_unit_test(keeps_the_specification)};

    return cmocka_run_group_tests_name("template_spec", tests, NULL, NULL);
}
