#include "tests.h"

#include <stdlib.h>
#include <string.h>

#include "base/err.h"
#include "model/incoming.h"
#include "model/listen.h"

static void names_types(void **state)
{
    (void)state;
    for (int i = 0; i < INCOMING_TYPES; i++) {
        enum incoming_type type = (enum incoming_type)i;
        enum incoming_type again = (enum incoming_type)((i + 1) % INCOMING_TYPES);
        assert_int_equal(0, incoming_type_parse(incoming_type_name(type), &again));
        assert_int_equal(type, again);
        again = (enum incoming_type)((i + 1) % INCOMING_TYPES);
        assert_int_equal(0, incoming_type_parse(incoming_type_word(type), &again));
        assert_int_equal(type, again);
        assert_true(strlen(incoming_type_label(type)) > 0);
    }
    enum incoming_type type = INCOMING_ISSUED;
    assert_int_equal(ERR_NOT_FOUND, incoming_type_parse("vn.dondoc.document.", &type));
    assert_int_equal(ERR_NOT_FOUND, incoming_type_parse("", &type));
    assert_int_equal(INCOMING_ISSUED, type);
}

static void tidies_texts(void **state)
{
    char *text = NULL;
    (void)state;
    assert_int_equal(0, incoming_set_text(&text, "  Phòng \n A  ", 100));
    assert_string_equal("Phòng A", text);
    assert_int_equal(ERR_FORMAT, incoming_set_text(&text, "a\x07", 100));
    assert_int_equal(ERR_FORMAT, incoming_set_text(&text, "a\xc2\x9b", 100));
    assert_int_equal(ERR_FORMAT, incoming_set_text(&text, "\xff", 100));
    assert_int_equal(ERR_FORMAT, incoming_set_text(&text, "1/BC\u202e21", 100));
    assert_int_equal(ERR_FORMAT, incoming_set_text(&text, "a\u2069", 100));
    assert_int_equal(ERR_LIMIT, incoming_set_text(&text, "abcdef", 5));
    assert_string_equal("Phòng A", text);
    /* Word's zero-width characters are dropped. */
    assert_int_equal(0, incoming_set_text(&text, "\ufeffPhòng\u200b B", 100));
    assert_string_equal("Phòng B", text);
    assert_int_equal(0, incoming_set_text(&text, " ", 100));
    assert_null(text);
    assert_int_equal(0, incoming_set_text(&text, NULL, 100));
}

static int set(char **to, const char *text)
{
    return incoming_set_text(to, text, 100);
}

static void checks_what_a_type_needs(void **state)
{
    struct incoming_event event;
    (void)state;
    incoming_event_init(&event);
    assert_int_equal(ERR_INVALID, incoming_check(&event, NULL));
    assert_int_equal(0, set(&event.source, "eoffice") + set(&event.id, "1") +
                            set(&event.document.number, "1/BC"));
    assert_int_equal(0, incoming_check(&event, NULL)); /* received: the office may look at it */
    event.type = INCOMING_ISSUED;
    assert_int_equal(ERR_INVALID, incoming_check(&event, NULL));
    assert_int_equal(0, set(&event.plan, "2/KH"));
    assert_int_equal(ERR_INVALID, incoming_check(&event, NULL));
    assert_int_equal(0, set(&event.stt, "1"));
    assert_int_equal(0, incoming_check(&event, NULL));
    event.type = INCOMING_DUE_CHANGED;
    assert_int_equal(ERR_INVALID, incoming_check(&event, NULL));
    event.due = 19000;
    assert_int_equal(0, incoming_check(&event, NULL));
    assert_int_equal(0, set(&event.document.number, NULL));
    assert_int_equal(ERR_INVALID, incoming_check(&event, NULL));
    event.type = INCOMING_CANCELLED;
    assert_int_equal(0, incoming_check(&event, NULL));
    incoming_event_clear(&event);
    incoming_event_clear(&event);
    incoming_event_clear(NULL);
}

static void reads_where_to_listen(void **state)
{
    struct listen_address address = {.port = 77};
    char path[200] = "unix:/";
    (void)state;
    assert_int_equal(0, listen_parse("127.0.0.1:8080", &address));
    assert_string_equal("127.0.0.1", address.host);
    assert_int_equal(8080, address.port);
    assert_true(address.loopback && !address.is_unix && !address.ipv6);
    assert_int_equal(0, listen_parse("127.9.9.9:1", &address));
    assert_true(address.loopback);
    assert_int_equal(0, listen_parse("[::1]:65535", &address));
    assert_true(address.loopback && address.ipv6);
    assert_int_equal(0, listen_parse("0.0.0.0:80", &address));
    assert_false(address.loopback);
    assert_int_equal(0, listen_parse("[::]:80", &address));
    assert_false(address.loopback);
    assert_int_equal(0, listen_parse("unix:/run/x", &address));
    assert_true(address.is_unix && address.loopback);
    assert_string_equal("/run/x", address.path);
    static const char *const bad[] = {
        "",         "8080",   ":8080",   "localhost:80", "1.2.3:80", "1.2.3.4:0",  "1.2.3.4:65536",
        "1.2.3.4:", "::1:80", "[::1]80", "[1.2.3.4]:80", "unix:",    "1.2.3.4:8x", "[]:80"};
    for (size_t i = 0; i < sizeof(bad) / sizeof(bad[0]); i++) {
        if (listen_parse(bad[i], &address) != ERR_FORMAT) {
            fail_msg("%s", bad[i]);
        }
    }
    assert_string_equal("/run/x", address.path);
    memset(path + 6, 'a', LISTEN_MAX_PATH - 1);
    path[5 + LISTEN_MAX_PATH] = '\0';
    assert_int_equal(0, listen_parse(path, &address));
    path[5 + LISTEN_MAX_PATH] = 'a';
    assert_int_equal(ERR_LIMIT, listen_parse(path, &address));
}

int test_incoming(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(names_types),
        cmocka_unit_test(tidies_texts),
        cmocka_unit_test(checks_what_a_type_needs),
        cmocka_unit_test(reads_where_to_listen),
    };
    return cmocka_run_group_tests_name("incoming", tests, NULL, NULL);
}
