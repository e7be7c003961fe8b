/* The shape of an endpoint's events: how values are written, and what is told about a template. */
#include "tests/unit/render/test_render.h"

#include <jansson.h>
#include <string.h>

#include "base/cleanup.h"
#include "base/err.h"
#include "render/event.h"
#include "render/shape.h"

#define ALL (EVENT_BIT(EVENT_TYPES) - 1)
#define TASKS                                                                                      \
    (EVENT_BIT(EVENT_OPENED) | EVENT_BIT(EVENT_DUE_SOON) | EVENT_BIT(EVENT_DISCHARGED) |           \
     EVENT_BIT(EVENT_EXTENDED))

static void a_content_type_says_how(void **state)
{
    static const struct {
        const char *type;
        enum template_escape escape;
    } cases[] = {
        {"application/json", TEMPLATE_JSON},
        {"Application/JSON ; charset=utf-8", TEMPLATE_JSON},
        {"application/vnd.x+json", TEMPLATE_JSON},
        {"application/xml", TEMPLATE_XML},
        {"text/xml; charset=utf-8", TEMPLATE_XML},
        {"application/soap+xml", TEMPLATE_XML},
        {"text/html", TEMPLATE_HTML},
        {"application/x-www-form-urlencoded", TEMPLATE_FORM},
        {"text/plain", TEMPLATE_NONE},
        {"application/jsonp", TEMPLATE_NONE},
        {"text/plain; a=application/json", TEMPLATE_NONE},
        {"", TEMPLATE_NONE},
    };

    (void)state;
    for (size_t i = 0; i < sizeof(cases) / sizeof(cases[0]); i++) {
        assert_int_equal(shape_escape(cases[i].type), cases[i].escape);
    }
}

/* One value through one template. */
static void writes(enum template_escape escape, const char *text, const char *value,
                   const char *want)
{
    _cleanup_buf_ struct buf out = {0};
    struct template *tpl = NULL;
    json_t *data = json_pack("{s:s, s:[s, i], s:{s:n}, s:f}", "a", value, "list", "x", 1, "object",
                             "y", "real", 0.1);

    buf_init(&out, 10000);
    assert_int_equal(template_compile(text, escape, NULL, NULL, &tpl), 0);
    assert_int_equal(template_render(tpl, data, NULL, NULL, &out), 0);
    assert_string_equal(buf_str(&out), want);
    template_free(tpl);
    json_decref(data);
}

static void values_stay_in_their_place(void **state)
{
    const char *nasty = "\"\\/\b\f\n\r\t\x01 <&>' đ+=%";

    (void)state;
    writes(TEMPLATE_JSON, "\"{{a}}\"", nasty, "\"\\\"\\\\/\\b\\f\\n\\r\\t\\u0001 <&>' đ+=%\"");
    writes(TEMPLATE_JSON, "{{list}}{{{list}}}{{object}}{{real}}", "",
           "[\"x\",1][\"x\",1]{\"y\":null}0.1");
    writes(TEMPLATE_JSON, "{{{a}}}", "\"", "\"");
    writes(TEMPLATE_XML, "{{a}}", nasty, "&quot;\\/\n\r\t &lt;&amp;&gt;&#39; đ+=%");
    writes(TEMPLATE_XML, "[{{list}}]", "", "[]");
    writes(TEMPLATE_HTML, "{{a}}", "<&>'\"", "&lt;&amp;&gt;'&quot;");
    writes(TEMPLATE_URL, "{{a}}", nasty,
           "%22%5C%2F%08%0C%0A%0D%09%01%20%3C%26%3E%27%20%C4%91%2B%3D%25");
    writes(TEMPLATE_URL, "{{a}}", "aZ09-._~*", "aZ09-._~%2A");
    writes(TEMPLATE_FORM, "{{a}}", "a b+c&d=é*-._~", "a+b%2Bc%26d%3D%C3%A9*-._%7E");
    writes(TEMPLATE_NONE, "{{a}}", nasty, nasty);
}

/* JSON by jansson's own reader: every byte that can stand in text comes back. */
static void json_comes_back(void **state)
{
    char text[128];
    _cleanup_buf_ struct buf out = {0};
    struct template *tpl = NULL;

    (void)state;
    for (size_t i = 1; i < sizeof(text); i++) {
        text[i - 1] = (char)i;
    }
    text[sizeof(text) - 1] = '\0';
    json_t *data = json_pack("{s:s}", "a", text);
    buf_init(&out, 10000);
    assert_int_equal(template_compile("{\"k\": \"{{a}}\"}", TEMPLATE_JSON, NULL, NULL, &tpl), 0);
    assert_int_equal(template_render(tpl, data, NULL, NULL, &out), 0);
    json_t *made = json_loads(buf_str(&out), 0, NULL);
    assert_non_null(made);
    assert_string_equal(json_string_value(json_object_get(made, "k")), text);
    json_decref(made);
    json_decref(data);
    template_free(tpl);
}

static struct shape_source source_of(const char *body, const char *path, uint32_t events)
{
    return (struct shape_source){.body = body,
                                 .body_file = "b.mustache",
                                 .path = path,
                                 .content_type = "",
                                 .config = "c.conf",
                                 .line = 7,
                                 .events = events};
}

/* word: what the finding must say; NULL: none. */
static void compiles(struct shape_source source, const char *file, int line, const char *word)
{
    _cleanup_diag_ struct diag diag = {0};
    struct shape *shape = NULL;

    diag_init(&diag);
    int err = shape_compile(&source, &diag, &shape);
    if (!word) {
        assert_int_equal(err, 0);
        assert_int_equal(diag.count, 0);
    } else {
        assert_int_equal(err, ERR_FORMAT);
        assert_true(diag.count > 0);
        assert_string_equal(diag.items[0].file, file);
        assert_int_equal(diag.items[0].line, line);
        if (!strstr(diag.items[0].message, word)) {
            fail_msg("\"%s\" is not in \"%s\"", word, diag.items[0].message);
        }
    }
    shape_free(shape);
}

static void a_template_is_tried(void **state)
{
    struct shape_source text = source_of("{{data.occurrence}} {{data.remark}}", "", ALL);

    (void)state;
    compiles(source_of("{\"a\":\"{{data.occurrence}}\"}", "/t/{{data.code}}", TASKS), NULL, 0,
             NULL);
    /* Fields that only some types have are known. */
    compiles(source_of("{\"a\":\"{{data.target.state}}{{data.delivery.reply}}\"}", "", TASKS), NULL,
             0, NULL);
    compiles(source_of("{\n\"a\":\"{{data.x}}\"}", "", TASKS), "b.mustache", 2, "data.x");
    compiles(source_of("{\"a\":\"{{#data.x}}{{y}}{{/data.x}}\"}", "", TASKS), "b.mustache", 1,
             "data.x");
    compiles(source_of("{\"a\":1}{{>p}}", "", TASKS), "b.mustache", 1, "mẫu con");
    compiles(source_of("{\"a\":{{data.task.content}}}", "", TASKS), "b.mustache", 0, "opened");
    compiles(source_of("{\"a\":{{data.working_days_left}}}", "", TASKS), "b.mustache", 0, "opened");
    compiles(source_of("{\"a\":{{data.working_days_left}}}", "", EVENT_BIT(EVENT_DUE_SOON)), NULL,
             0, NULL);
    compiles(source_of("{\"a\":1,\"a\":2}", "", TASKS), "b.mustache", 0, "JSON");
    /* What is no JSON need not be. */
    text.content_type = "text/plain";
    compiles(text, NULL, 0, NULL);
}

static void a_path_is_tried(void **state)
{
    (void)state;
    compiles(source_of("", "?id={{id}}", ALL), NULL, 0, NULL);
    compiles(source_of("", "/t/{{data.occurrence}}", ALL), "c.conf", 7, "data.occurrence");
    compiles(source_of("", "/t{{#data.occurrence}}/{{data.occurrence}}{{/data.occurrence}}", ALL),
             NULL, 0, NULL);
    compiles(source_of("", "/{{data.due}}", TASKS), "c.conf", 7, "data.due");
    compiles(source_of("", "/{{{data.code}}}", TASKS), "c.conf", 7, "không mã hóa");
    compiles(source_of("", "t", TASKS), "c.conf", 7, "path");
    compiles(source_of("", "/a b", TASKS), "c.conf", 7, "path");
    compiles(source_of("", "/a\nb", TASKS), "c.conf", 7, "path");
    compiles(source_of("", "/{{x.y}}", TASKS), "c.conf", 7, "x.y");
}

static void renders_what_leaves(void **state)
{
    struct shape_source source =
        source_of("[\"{{data.task.content}}\"]", "/t/{{data.occurrence}}", EVENT_BIT(EVENT_OPENED));
    _cleanup_buf_ struct buf body = {0};
    _cleanup_buf_ struct buf path = {0};
    struct shape *shape = NULL;
    struct event event;
    json_t *json = NULL;

    (void)state;
    buf_init(&body, 10000);
    buf_init(&path, 1000);
    event_sample(EVENT_OPENED, true, &event);
    assert_int_equal(event_build(&event, &json), 0);
    assert_int_equal(shape_compile(&source, NULL, &shape), 0);
    assert_string_equal(shape_content_type(shape), SHAPE_JSON);
    assert_int_equal(shape_render(shape, json, &body, &path), 0);
    assert_string_equal(buf_str(&path), "/t/kstthc-2022%2FIX.1%2Fquarter%2F2022-Q1");
    assert_string_equal(buf_str(&body), "[\"Báo cáo \\\"kiểm soát\\\" thủ tục hành chính & <cải "
                                        "cách>\\nđịnh kỳ\"]");
    shape_free(shape);
    /* Too long for what holds it. */
    buf_clear(&body);
    buf_init(&body, 10);
    assert_int_equal(shape_compile(&source, NULL, &shape), 0);
    assert_int_equal(shape_render(shape, json, &body, &path), ERR_LIMIT);
    shape_free(shape);
    json_decref(json);
}

/* Without a template: the event itself, with its own content type. */
static void a_path_alone_leaves_the_event(void **state)
{
    struct shape_source source = source_of("", "/x", ALL);
    _cleanup_buf_ struct buf body = {0};
    _cleanup_buf_ struct buf path = {0};
    _cleanup_buf_ struct buf plain = {0};
    struct shape *shape = NULL;
    struct event event;
    json_t *json = NULL;

    (void)state;
    buf_init(&body, 10000);
    buf_init(&plain, 100000);
    buf_init(&path, 1000);
    for (int type = 0; type < EVENT_TYPES; type++) {
        event_sample((enum event_type)type, type % 2 == 0, &event);
        assert_int_equal(event_json(&event, &plain), 0);
    }
    buf_reset(&plain);
    assert_int_equal(event_json(&event, &plain), 0);
    assert_int_equal(event_build(&event, &json), 0);
    assert_int_equal(shape_compile(&source, NULL, &shape), 0);
    assert_null(shape_content_type(shape));
    assert_int_equal(shape_render(shape, json, &body, &path), 0);
    assert_string_equal(buf_str(&body), buf_str(&plain));
    shape_free(shape);
    json_decref(json);
}

int test_shape(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_content_type_says_how),
        cmocka_unit_test(values_stay_in_their_place),
        cmocka_unit_test(json_comes_back),
        cmocka_unit_test(a_template_is_tried),
        cmocka_unit_test(a_path_is_tried),
        cmocka_unit_test(renders_what_leaves),
        cmocka_unit_test(a_path_alone_leaves_the_event),
    };
    return cmocka_run_group_tests_name("shape", tests, NULL, NULL);
}
