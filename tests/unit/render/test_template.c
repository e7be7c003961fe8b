/* Every rule of Mustache that we keep, in our own words; and what a person is told about mistakes.
 */
#include "tests/unit/render/test_render.h"

#include "base/cleanup.h"
#include "base/err.h"
#include "render/template.h"

struct rule_case {
    const char *rule;
    const char *text;
    const char *data;     /* JSON */
    const char *partials; /* JSON object of texts; NULL: none */
    const char *want;
};

static const struct rule_case rules[] = {
    /* interpolation */
    {"text without tags stays", "Kính gửi: Văn phòng Sở\n", "{}", NULL, "Kính gửi: Văn phòng Sở\n"},
    {"an empty template gives nothing", "", "{}", NULL, ""},
    {"a name gives its value", "[{{a}}]", "{\"a\":\"x\"}", NULL, "[x]"},
    {"a value is not read as a template", "{{a}}", "{\"a\":\"{{b}}\",\"b\":\"no\"}", NULL, "{{b}}"},
    {"two braces escape for HTML", "{{a}}", "{\"a\":\"<b> & \\\"c\\\"\"}", NULL,
     "&lt;b&gt; &amp; &quot;c&quot;"},
    {"three braces do not", "{{{a}}}", "{\"a\":\"<b> & \\\"c\\\"\"}", NULL, "<b> & \"c\""},
    {"nor does an ampersand", "{{&a}}{{& a }}", "{\"a\":\"<\"}", NULL, "<<"},
    {"Vietnamese is not escaped", "{{a}}", "{\"a\":\"Đôn đốc – hạn\"}", NULL, "Đôn đốc – hạn"},
    {"an integer", "{{n}} {{{n}}} {{&n}}", "{\"n\":85}", NULL, "85 85 85"},
    {"a negative integer", "{{n}}", "{\"n\":-3}", NULL, "-3"},
    {"a decimal number as it was written", "{{n}}", "{\"n\":1.21}", NULL, "1.21"},
    {"a decimal number without noise", "{{n}}", "{\"n\":0.1}", NULL, "0.1"},
    {"null gives nothing", "[{{a}}]", "{\"a\":null}", NULL, "[]"},
    {"an unknown name gives nothing", "[{{a}}{{{b}}}{{&c}}]", "{}", NULL, "[]"},
    {"a list or object gives nothing", "[{{a}}{{b}}]", "{\"a\":[1],\"b\":{\"c\":1}}", NULL, "[]"},
    {"spaces in a tag do not count", "|{{ a }}|{{{ a }}}|{{\n a\n}}|", "{\"a\":\"x\"}", NULL,
     "|x|x|x|"},
    {"spaces around a value stay, also alone on its line", "  {{a}}\n", "{\"a\":\"x\"}", NULL,
     "  x\n"},
    {"a raw value alone on its line stays there", "  {{{a}}}\n", "{\"a\":\"x\"}", NULL, "  x\n"},
    {"so does the other spelling", "  {{&a}}\n", "{\"a\":\"x\"}", NULL, "  x\n"},
    {"a null hides an outer value", "{{#s}}[{{a}}]{{/s}}", "{\"a\":1,\"s\":{\"a\":null}}", NULL,
     "[]"},
    {"a single brace is text", "{a} }} {", "{\"a\":1}", NULL, "{a} }} {"},

    /* dotted names */
    {"dots go down", "{{a.b.c}}", "{\"a\":{\"b\":{\"c\":\"x\"}}}", NULL, "x"},
    {"dots go down for raw values", "{{{a.b}}}{{&a.b}}", "{\"a\":{\"b\":\"<\"}}", NULL, "<<"},
    {"a broken chain gives nothing", "[{{a.b.c}}]", "{\"a\":{},\"b\":{\"c\":1},\"c\":2}", NULL,
     "[]"},
    {"a chain through text gives nothing", "[{{a.b}}]", "{\"a\":\"b\"}", NULL, "[]"},
    {"the first name is looked up in the whole stack", "{{#s}}{{a.b}}{{/s}}",
     "{\"a\":{\"b\":\"x\"},\"s\":{\"c\":1}}", NULL, "x"},
    {"the others only in what the first one named", "{{#s}}[{{a.b}}]{{/s}}",
     "{\"a\":{\"b\":\"outer\"},\"s\":{\"a\":{}}}", NULL, "[]"},
    {"a dotted name is not one key", "[{{a.b}}]", "{\"a.b\":\"x\"}", NULL, "[]"},
    {"dots open sections", "{{#a.b}}x{{/a.b}}{{^a.c}}y{{/a.c}}", "{\"a\":{\"b\":true}}", NULL,
     "xy"},

    /* sections */
    {"true shows a section", "{{#a}}x{{/a}}", "{\"a\":true}", NULL, "x"},
    {"false hides it", "[{{#a}}x{{/a}}]", "{\"a\":false}", NULL, "[]"},
    {"null hides it", "[{{#a}}x{{/a}}]", "{\"a\":null}", NULL, "[]"},
    {"an unknown name hides it", "[{{#a}}x{{/a}}]", "{}", NULL, "[]"},
    {"an empty text hides it", "[{{#a}}x{{/a}}]", "{\"a\":\"\"}", NULL, "[]"},
    {"zero shows it", "[{{#a}}x{{/a}}]", "{\"a\":0}", NULL, "[x]"},
    {"a text shows it once, as the context", "{{#a}}{{.}}!{{/a}}", "{\"a\":\"x\"}", NULL, "x!"},
    {"an object becomes the context", "{{#a}}{{b}}{{/a}}", "{\"a\":{\"b\":\"x\"}}", NULL, "x"},
    {"outer names stay visible", "{{#a}}{{b}}{{c}}{{/a}}", "{\"c\":2,\"a\":{\"b\":1}}", NULL, "12"},
    {"inner names hide outer ones", "{{#a}}{{b}}{{/a}}{{b}}", "{\"b\":2,\"a\":{\"b\":1}}", NULL,
     "12"},
    {"a list repeats it", "{{#a}}{{b}},{{/a}}", "{\"a\":[{\"b\":1},{\"b\":2},{\"b\":3}]}", NULL,
     "1,2,3,"},
    {"an empty list hides it", "[{{#a}}x{{/a}}]", "{\"a\":[]}", NULL, "[]"},
    {"a list of false things still repeats it", "{{#a}}x{{/a}}", "{\"a\":[false,null,\"\"]}", NULL,
     "xxx"},
    {"a dot is the item", "{{#a}}({{.}}){{/a}}", "{\"a\":[\"x\",2,3.5,\"<\"]}", NULL,
     "(x)(2)(3.5)(&lt;)"},
    {"a raw dot is not escaped", "{{#a}}({{{.}}})({{&.}}){{/a}}", "{\"a\":[\"<\"]}", NULL,
     "(<)(<)"},
    {"a dot goes through lists of lists", "{{#a}}[{{#.}}{{.}}{{/.}}]{{/a}}", "{\"a\":[[1,2],[3]]}",
     NULL, "[12][3]"},
    {"a dot at the top is the data", "{{.}}|{{#.}}{{.}}{{/.}}", "\"x\"", NULL, "x|x"},
    {"lists in lists of objects", "{{#a}}{{n}}:{{#b}}{{n}}{{m}}{{/b}};{{/a}}",
     "{\"a\":[{\"n\":1,\"b\":[{\"m\":\"x\"},{\"m\":\"y\"}]},{\"n\":2,\"b\":[]}]}", NULL,
     "1:1x1y;2:;"},
    {"sections of one name may stand in one another", "{{#a}}1{{#a}}2{{/a}}3{{/a}}", "{\"a\":true}",
     NULL, "123"},
    {"several in a row", "{{#a}}1{{/a}}{{#b}}2{{/b}}{{#a}}3{{/a}}", "{\"a\":true}", NULL, "13"},
    {"spaces in its tags do not count", "{{# a }}x{{/\na }}", "{\"a\":true}", NULL, "x"},
    {"spaces around tags on a line with text stay", " {{#a}} x {{/a}} \n", "{\"a\":true}", NULL,
     "  x  \n"},
    {"six levels up", "{{#a}}{{#b}}{{#c}}{{#d}}{{x}}{{/d}}{{/c}}{{/b}}{{/a}}",
     "{\"x\":7,\"a\":{\"b\":{\"c\":{\"d\":{}}}}}", NULL, "7"},

    /* inverted sections */
    {"false shows an inverted section", "{{^a}}x{{/a}}", "{\"a\":false}", NULL, "x"},
    {"null shows it", "{{^a}}x{{/a}}", "{\"a\":null}", NULL, "x"},
    {"an empty list shows it", "{{^a}}x{{/a}}", "{\"a\":[]}", NULL, "x"},
    {"an unknown name shows it", "{{^a}}x{{/a}}", "{}", NULL, "x"},
    {"true hides it", "[{{^a}}x{{/a}}]", "{\"a\":true}", NULL, "[]"},
    {"an object hides it", "[{{^a}}x{{/a}}]", "{\"a\":{}}", NULL, "[]"},
    {"a list hides it", "[{{^a}}x{{/a}}]", "{\"a\":[0]}", NULL, "[]"},
    {"it keeps the context", "{{#s}}{{^a}}{{b}}{{/a}}{{/s}}", "{\"s\":{\"b\":1}}", NULL, "1"},
    {"a broken chain shows it", "{{^a.b}}x{{/a.b}}", "{\"a\":{}}", NULL, "x"},

    /* lines that hold only a tag */
    {"section lines vanish", "1\n{{#a}}\n2\n{{/a}}\n3\n", "{\"a\":true}", NULL, "1\n2\n3\n"},
    {"with the blanks around them", "1\n  {{#a}}  \n2\n\t{{/a}}\t\n3\n", "{\"a\":true}", NULL,
     "1\n2\n3\n"},
    {"also of a hidden section", "1\n{{#a}}\n2\n{{/a}}\n3\n", "{}", NULL, "1\n3\n"},
    {"also of an inverted section", "1\n{{^a}}\n2\n{{/a}}\n3\n", "{}", NULL, "1\n2\n3\n"},
    {"also with CRLF", "1\r\n{{#a}}\r\n2\r\n{{/a}}\r\n3\r\n", "{\"a\":true}", NULL,
     "1\r\n2\r\n3\r\n"},
    {"also on the first line", "  {{#a}}\n2\n{{/a}}\n3", "{\"a\":true}", NULL, "2\n3"},
    {"also on a last line without line end", "{{#a}}\n2\n  {{/a}}", "{\"a\":true}", NULL, "2\n"},
    {"two tags on a line are not alone", "{{#a}} {{/a}}\n", "{\"a\":true}", NULL, " \n"},
    {"a tag behind text is not alone", "x {{#a}}\ny\n{{/a}}\n", "{\"a\":true}", NULL, "x \ny\n"},
    {"a tag before text is not alone", "{{#a}} x\n{{/a}}\n", "{\"a\":true}", NULL, " x\n"},
    {"the blanks of the next line stay", "{{#a}}\n  x\n{{/a}}\n", "{\"a\":true}", NULL, "  x\n"},
    {"a tag of several lines behind a text is not alone", "x {{!\n}}\ny", "{}", NULL, "x \ny"},

    /* comments */
    {"a comment gives nothing", "1{{! no }}2", "{}", NULL, "12"},
    {"a comment of several lines", "1{{!\n no\n {{ no }}2", "{}", NULL, "12"},
    {"its line vanishes", "1\n  {{! no }}  \n2\n", "{}", NULL, "1\n2\n"},
    {"all its lines vanish", "1\n{{!\nno\n}}\n2\n", "{}", NULL, "1\n2\n"},
    {"beside text the line stays", "1 {{! no }}\n2", "{}", NULL, "1 \n2"},
    {"a comment is not a name", "{{! a }}{{!a}}", "{\"! a\":1,\"!a\":2,\" a \":3}", NULL, ""},

    /* delimiters */
    {"other delimiters", "{{=<% %>=}}(<%a%>){{a}}", "{\"a\":1}", NULL, "(1){{a}}"},
    {"of one character", "({{=[ ]=}}[a])", "{\"a\":1}", NULL, "(1)"},
    {"and back", "{{=| |=}}|a||={{ }}=|{{a}}", "{\"a\":1}", NULL, "11"},
    {"they hold inside sections and after them", "{{=| |=}}|#s||a||/s||a|",
     "{\"s\":{\"a\":2},\"a\":1}", NULL, "21"},
    {"raw values by ampersand", "{{=| |=}}|&a|", "{\"a\":\"<\"}", NULL, "<"},
    {"raw values by brace", "{{=| |=}}|{a}|", "{\"a\":\"<\"}", NULL, "<"},
    {"spaces inside the tag", "{{=  |\n  |  =}}|a|", "{\"a\":1}", NULL, "1"},
    {"its line vanishes", "1\n  {{=| |=}}  \n2\n", "{}", NULL, "1\n2\n"},
    {"its line vanishes with CRLF", "1\r\n{{=| |=}}\r\n2", "{}", NULL, "1\r\n2"},
    {"beside text the line stays", "1 {{=| |=}}\n2", "{}", NULL, "1 \n2"},
    {"they do not reach partials", "{{=| |=}}|>p|", "{\"a\":1}", "{\"p\":\"{{a}}|a|\"}", "1|a|"},
    {"and do not come out of them", "{{>p}}{{a}}", "{\"a\":1}", "{\"p\":\"{{=| |=}}|a|\"}", "11"},

    /* partials */
    {"a partial is put in", "({{>p}})", "{}", "{\"p\":\"x\"}", "(x)"},
    {"spaces in the tag do not count", "({{> p }})", "{}", "{\"p\":\"x\"}", "(x)"},
    {"one that is missing gives nothing", "({{>p}})", "{}", "{}", "()"},
    {"it sees the context", "{{#s}}{{>p}}{{/s}}", "{\"s\":{\"a\":1},\"b\":2}",
     "{\"p\":\"{{a}}{{b}}\"}", "12"},
    {"it may ask for itself", "{{>p}}", "{\"n\":1,\"c\":[{\"n\":2,\"c\":[{\"n\":3,\"c\":[]}]}]}",
     "{\"p\":\"{{n}}<{{#c}}{{>p}}{{/c}}>\"}", "1<2<3<>>>"},
    {"partials in partials", "{{>p}}", "{}", "{\"p\":\"a{{>q}}c\",\"q\":\"b\"}", "abc"},
    {"beside text nothing is indented", "  x {{>p}}\n", "{}", "{\"p\":\"1\\n2\"}", "  x 1\n2\n"},
    {"alone on its line it indents each line", "1\n  {{>p}}\n4\n", "{}", "{\"p\":\"2\\n3\\n\"}",
     "1\n  2\n  3\n4\n"},
    {"its own line end is dropped", "{{>p}}\n2\n", "{}", "{\"p\":\"1\"}", "12\n"},
    {"alone on its line with CRLF", "1\r\n {{>p}}\r\n3", "{}", "{\"p\":\"2\\r\\n\"}",
     "1\r\n 2\r\n3"},
    {"alone on the last line", "1\n  {{>p}}", "{}", "{\"p\":\"2\\n3\"}", "1\n  2\n  3"},
    {"the lines of a value are not indented", " {{>p}}\n", "{\"a\":\"1\\n2\"}",
     "{\"p\":\"|\\n{{{a}}}\\n|\\n\"}", " |\n 1\n2\n |\n"},
    {"indentation adds up", " {{>p}}\n", "{}", "{\"p\":\"1\\n {{>q}}\\n\",\"q\":\"2\\n3\\n\"}",
     " 1\n  2\n  3\n"},
    {"a partial beside text does not inherit it", "  {{>p}}\n", "{}",
     "{\"p\":\"1 {{>q}}\\n\",\"q\":\"2\\n3\"}", "  1 2\n3\n"},
    {"section lines inside it vanish", "  {{>p}}\n", "{\"a\":[1,2]}",
     "{\"p\":\"{{#a}}\\n- {{.}}\\n{{/a}}\\n\"}", "  - 1\n  - 2\n"},
};

struct partial {
    const char *name;
    struct template *tpl;
};

struct partials {
    struct partial items[4];
    size_t count;
};

static const struct template *find_partial(const void *context, const char *name)
{
    const struct partials *partials = context;

    for (size_t i = 0; i < partials->count; i++) {
        if (strcmp(partials->items[i].name, name) == 0) {
            return partials->items[i].tpl;
        }
    }
    return NULL;
}

static int read_partials(const char *text, json_t **json, struct partials *out)
{
    const char *name;
    json_t *value;

    *json = json_loads(text ? text : "{}", 0, NULL);
    assert_non_null(*json);
    json_object_foreach(*json, name, value)
    {
        struct partial *partial = &out->items[out->count++];

        partial->name = name;
        assert_int_equal(template_compile(json_string_value(value), TEMPLATE_HTML, NULL, NULL,
                                          &partial->tpl),
                         0);
    }
    return 0;
}

static void check_rule(const struct rule_case *rule)
{
    struct partials partials = {.count = 0};
    struct template *tpl = NULL;
    json_t *partials_json = NULL;
    json_t *data = json_loads(rule->data, JSON_DECODE_ANY, NULL);
    struct buf out;

    buf_init(&out, 10000);
    assert_non_null(data);
    read_partials(rule->partials, &partials_json, &partials);
    assert_int_equal(template_compile(rule->text, TEMPLATE_HTML, NULL, NULL, &tpl), 0);
    assert_int_equal(template_render(tpl, data, find_partial, &partials, &out), 0);
    if (strcmp(buf_str(&out), rule->want) != 0) {
        fail_msg("%s: «%s» gave «%s», not «%s»", rule->rule, rule->text, buf_str(&out), rule->want);
    }
    buf_clear(&out);
    template_free(tpl);
    for (size_t i = 0; i < partials.count; i++) {
        template_free(partials.items[i].tpl);
    }
    json_decref(partials_json);
    json_decref(data);
}

static void keeps_every_rule(void **state)
{
    (void)state;
    for (size_t i = 0; i < sizeof(rules) / sizeof(rules[0]); i++) {
        check_rule(&rules[i]);
    }
}

static void text_mode_escapes_nothing(void **state)
{
    struct template *tpl = NULL;
    json_t *data = json_pack("{s:s}", "a", "<b> & \"c\"");
    _cleanup_buf_ struct buf out = {0};

    (void)state;
    buf_init(&out, 100);
    assert_int_equal(template_compile("{{a}} {{{a}}}", TEMPLATE_NONE, NULL, NULL, &tpl), 0);
    assert_int_equal(template_render(tpl, data, NULL, NULL, &out), 0);
    assert_string_equal(buf_str(&out), "<b> & \"c\" <b> & \"c\"");
    template_free(tpl);
    json_decref(data);
}

struct mistake_case {
    const char *text;
    int err;
    int line, column;
};

static const struct mistake_case mistakes[] = {
    {"a\nđôn {{b", ERR_FORMAT, 2, 5},   {"{{{a}} ", ERR_FORMAT, 1, 1},
    {"{{=| |}} ", ERR_FORMAT, 1, 1},    {"{{=|=}}", ERR_FORMAT, 1, 1},
    {"{{=a b c=}}", ERR_FORMAT, 1, 1},  {"{{==a b==}}", ERR_FORMAT, 1, 1},
    {"x {{}}", ERR_FORMAT, 1, 3},       {"x {{#}}{{/}}", ERR_FORMAT, 1, 3},
    {"x {{a b}}", ERR_FORMAT, 1, 6},    {"{{a..b}}", ERR_FORMAT, 1, 5},
    {"{{.a}}", ERR_FORMAT, 1, 3},       {"{{a.}}", ERR_FORMAT, 1, 4},
    {"{{>*a}}", ERR_FORMAT, 1, 4},      {"{{<a}}{{/a}}", ERR_FORMAT, 1, 1},
    {"{{$a}}{{/a}}", ERR_FORMAT, 1, 1}, {"1\n{{#a}}\n2\n", ERR_FORMAT, 2, 1},
    {"1\n{{/a}}\n", ERR_FORMAT, 2, 1},  {"{{#a}}\n  {{#b}}\n  {{/a}}\n{{/b}}", ERR_FORMAT, 3, 3},
    {"ok \xC3", ERR_FORMAT, 1, 4},
};

static void says_where_a_mistake_is(void **state)
{
    (void)state;
    for (size_t i = 0; i < sizeof(mistakes) / sizeof(mistakes[0]); i++) {
        const struct mistake_case *mistake = &mistakes[i];
        struct template *tpl = NULL;
        _cleanup_diag_ struct diag diag = {0};
        int err = template_compile(mistake->text, TEMPLATE_HTML, "m.mustache", &diag, &tpl);

        assert_null(tpl);
        assert_int_equal(err, mistake->err);
        assert_true(diag.count > 0);
        const struct diag_item *item = &diag.items[diag.count - 1];
        if (item->line != mistake->line || item->column != mistake->column) {
            fail_msg("«%s»: %d:%d, not %d:%d", mistake->text, item->line, item->column,
                     mistake->line, mistake->column);
        }
        assert_string_equal(item->file, "m.mustache");
        assert_true(strlen(item->message) > 0);
    }
}

static void a_wrong_close_names_both_tags(void **state)
{
    struct template *tpl = NULL;
    _cleanup_diag_ struct diag diag = {0};

    (void)state;
    assert_int_equal(template_compile("{{#a}}\n{{/b}}", TEMPLATE_HTML, NULL, &diag, &tpl),
                     ERR_FORMAT);
    assert_int_equal(diag.count, 2);
    assert_int_equal(diag.items[0].line, 1);
    assert_int_equal(diag.items[1].line, 2);
}

/* A template that holds `n` sections in one another. */
static int compile_deep(size_t n, struct template **out)
{
    _cleanup_buf_ struct buf text = {0};

    buf_init(&text, 100000);
    for (size_t i = 0; i < n; i++) {
        assert_int_equal(buf_puts(&text, "{{#a}}"), 0);
    }
    for (size_t i = 0; i < n; i++) {
        assert_int_equal(buf_puts(&text, "{{/a}}"), 0);
    }
    return template_compile(buf_str(&text), TEMPLATE_HTML, NULL, NULL, out);
}

static void depth_has_a_ceiling(void **state)
{
    struct template *tpl = NULL;

    (void)state;
    assert_int_equal(compile_deep(TEMPLATE_MAX_DEPTH + 1, &tpl), ERR_LIMIT);
    assert_null(tpl);
    assert_int_equal(compile_deep(TEMPLATE_MAX_DEPTH, &tpl), 0);
    template_free(tpl);
}

static void size_has_a_ceiling(void **state)
{
    struct template *tpl = NULL;
    char *text = malloc(TEMPLATE_MAX_BYTES + 2);

    (void)state;
    assert_non_null(text);
    memset(text, '\n', TEMPLATE_MAX_BYTES + 1);
    text[TEMPLATE_MAX_BYTES + 1] = '\0';
    assert_int_equal(template_compile(text, TEMPLATE_HTML, NULL, NULL, &tpl), ERR_LIMIT);
    text[TEMPLATE_MAX_BYTES] = '\0';
    assert_int_equal(template_compile(text, TEMPLATE_HTML, NULL, NULL, &tpl), 0);
    template_free(tpl);
    free(text);
}

static void output_has_a_ceiling_and_keeps_what_was_there(void **state)
{
    struct template *tpl = NULL;
    json_t *data = json_pack("{s:s}", "a", "xxxxxxxxxx");
    _cleanup_buf_ struct buf out = {0};

    (void)state;
    buf_init(&out, 25);
    assert_int_equal(buf_puts(&out, "before"), 0);
    assert_int_equal(template_compile("{{a}}{{a}}", TEMPLATE_HTML, NULL, NULL, &tpl), 0);
    assert_int_equal(template_render(tpl, data, NULL, NULL, &out), ERR_LIMIT);
    assert_string_equal(buf_str(&out), "before");
    template_free(tpl);
    json_decref(data);
}

static const struct template *always(const void *context, const char *name)
{
    (void)name;
    return context;
}

static void a_partial_that_never_ends_is_stopped(void **state)
{
    struct template *tpl = NULL;
    _cleanup_buf_ struct buf out = {0};

    (void)state;
    buf_init(&out, 100000);
    assert_int_equal(template_compile("x{{>p}}", TEMPLATE_HTML, NULL, NULL, &tpl), 0);
    assert_int_equal(template_render(tpl, NULL, always, tpl, &out), ERR_LIMIT);
    assert_int_equal(out.len, 0);
    template_free(tpl);
}

static void work_without_output_is_stopped(void **state)
{
    struct template *tpl = NULL;
    json_t *data = json_pack("{s:[i,i,i,i,i,i,i,i,i,i]}", "a", 0, 1, 2, 3, 4, 5, 6, 7, 8, 9);
    _cleanup_buf_ struct buf out = {0};

    (void)state;
    buf_init(&out, 1000);
    assert_int_equal(compile_deep(TEMPLATE_MAX_DEPTH, &tpl), 0); /* 10^32 rounds */
    assert_int_equal(template_render(tpl, data, NULL, NULL, &out), ERR_LIMIT);
    template_free(tpl);
    json_decref(data);
}

static void collect_name(void *context, const char *name)
{
    assert_int_equal(buf_puts(context, name), 0);
}

static void names_its_partials(void **state)
{
    struct template *tpl = NULL;
    _cleanup_buf_ struct buf names = {0};

    (void)state;
    buf_init(&names, 100);
    assert_int_equal(template_compile("{{>a}}{{#s}}{{> b.c }}{{/s}}", TEMPLATE_HTML, NULL, NULL,
                                      &tpl),
                     0);
    template_partials(tpl, collect_name, &names);
    assert_string_equal(buf_str(&names), "ab.c");
    template_free(tpl);
    template_free(NULL);
}

/* Random pieces of templates: none may do harm, and what compiles can be filled. */
static void nonsense_does_no_harm(void **state)
{
    static const char *const pieces[] = {"{{",     "}}", "{{{",      "}}}",    "{",         "}",
                                         "#",      "^",  "/",        ">",      "=",         "!",
                                         "&",      "a",  "b.c",      ".",      " ",         "\n",
                                         "\r\n",   "đ",  "{{#a}}",   "{{/a}}", "{{=| |=}}", "|",
                                         "{{>p}}", "\t", "{{^b}}\n", "{{/b}}", "|={{ }}=|", "x"};
    json_t *data = json_pack("{s:[i,i],s:{s:s}}", "a", 1, 2, "b", "c", "<");
    uint32_t seed = 1;
    size_t compiled = 0;

    (void)state;
    for (size_t round = 0; round < 20000; round++) {
        struct template *tpl = NULL;
        _cleanup_buf_ struct buf text = {0};
        _cleanup_buf_ struct buf out = {0};

        buf_init(&text, 1000);
        buf_init(&out, 10000);
        for (size_t i = 0; i < 12; i++) {
            seed = seed * 1664525U + 1013904223U;
            assert_int_equal(buf_puts(&text,
                                      pieces[(seed >> 16) % (sizeof(pieces) / sizeof(pieces[0]))]),
                             0);
        }
        if (template_compile(buf_str(&text), TEMPLATE_HTML, NULL, NULL, &tpl) == 0) {
            int err = template_render(tpl, data, always, tpl, &out);

            compiled++;
            assert_true(err == 0 || (err == ERR_LIMIT && out.len == 0));
        }
        template_free(tpl);
    }
    json_decref(data);
    assert_true(compiled > 100); /* else the pieces are badly chosen */
}

int test_template(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(keeps_every_rule),
        cmocka_unit_test(text_mode_escapes_nothing),
        cmocka_unit_test(says_where_a_mistake_is),
        cmocka_unit_test(a_wrong_close_names_both_tags),
        cmocka_unit_test(depth_has_a_ceiling),
        cmocka_unit_test(size_has_a_ceiling),
        cmocka_unit_test(output_has_a_ceiling_and_keeps_what_was_there),
        cmocka_unit_test(a_partial_that_never_ends_is_stopped),
        cmocka_unit_test(work_without_output_is_stopped),
        cmocka_unit_test(names_its_partials),
        cmocka_unit_test(nonsense_does_no_harm),
    };

    return cmocka_run_group_tests_name("template", tests, NULL, NULL);
}
