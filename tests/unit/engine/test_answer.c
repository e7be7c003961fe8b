/* Who may answer by a link, as things stand when it is used. */
#include "tests/unit/engine/tests.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/err.h"
#include "base/file.h"
#include "engine/actions.h"
#include "engine/answer.h"
#include "engine/tick.h"
#include "store/ledger.h"

#define HEADER "stt,nhom,noi_dung,san_pham,chu_tri,phoi_hop,thoi_gian\n"
#define URL "public_url = \"https://dondoc.example.org\"\n"

static const char secret[] = "0123456789abcdef0123456789abcdef";

static struct answer_keys keys(void)
{
    struct answer_keys out = {.count = 0};
    assert_int_equal(0, answer_keys_add(&out, secret, strlen(secret)));
    return out;
}

/* The config with `from` changed into `to`, and links. */
static void configure(struct office *office, const char *from, const char *to)
{
    char path[256];
    struct buf text;
    struct buf out;
    buf_init(&text, 100000);
    buf_init(&out, 100000);
    snprintf(path, sizeof path, "%s/plain.conf", office->folder);
    if (file_read(path, 100000, NULL, &text) < 0) {
        snprintf(path, sizeof path, "%s/dondoc.conf", office->folder);
        assert_int_equal(0, file_read(path, 100000, NULL, &text));
        office_write(office, "plain.conf", buf_str(&text));
    }
    const char *at = from ? strstr(buf_str(&text), from) : buf_str(&text);
    assert_non_null(at);
    size_t skip = from ? strlen(from) : 0;
    assert_int_equal(0, buf_printf(&out, URL "%.*s%s%s", (int)(at - buf_str(&text)), buf_str(&text),
                                   to ? to : "", at + skip));
    office_write(office, "dondoc.conf", buf_str(&out));
    office_configure(office);
    const struct answer_keys made = keys();
    engine_use_links(&office->engine, &made);
    buf_clear(&text);
    buf_clear(&out);
}

static int begin(void **state)
{
    int err = office_open(state);
    if (err == 0) {
        struct office *office = *state;
        configure(office, NULL, NULL);
        office_write(office, "p.csv",
                     HEADER "1,,A,,Phòng TC,Thanh tra Sở,chậm nhất ngày 18/3/2022\n"
                            "2,,B,,Các phòng,,chậm nhất ngày 18/3/2022\n"
                            "3,,C,,Phòng TC,,Khi có văn bản\n");
        office_load(office);
    }
    return err;
}

static int end(void **state)
{
    struct office *office = *state;
    char path[256];
    snprintf(path, sizeof path, "%s/plain.conf", office->folder);
    (void)remove(path);
    return office_close(state);
}

static const char *sign(struct office *office, const char *id, const char *who, enum answer_act act)
{
    static char token[ANSWER_TOKEN_SIZE];
    struct occurrence_row row;
    const struct answer_keys made = keys();
    struct answer_link link = {.act = act, .until = engine_day(&office->engine, office->now) + 9};
    assert_int_equal(0, action_find(&office->engine, id, NULL, &row));
    snprintf(link.code, sizeof link.code, "%s", row.code);
    store_occurrence_clear(&row);
    assert_int_equal(0, answer_token_make(&made, &link, who, token));
    return token;
}

static enum answer_status look(struct office *office, const char *token)
{
    struct answer_reply reply = {.html = NULL};
    assert_int_equal(0, engine_answer_page(&office->engine, token, office->now, &reply));
    assert_false(reply.changed);
    assert_non_null(strstr(reply.html, "</html>"));
    enum answer_status status = reply.status;
    /* A page that knows no task tells nothing of one. */
    assert_true((strstr(reply.html, "<section") != NULL) ==
                (status == ANSWER_SHOWN || status == ANSWER_SETTLED || status == ANSWER_WITHDRAWN));
    assert_true((strstr(reply.html, "<form") != NULL) == (status == ANSWER_SHOWN));
    answer_reply_clear(&reply);
    return status;
}

static enum answer_status send(struct office *office, const char *token, const char *document,
                               bool *changed)
{
    const struct answer_form form = {.document = document, .on = "14/3/2022", .note = NULL};
    struct answer_reply reply = {.html = NULL};
    assert_int_equal(0, engine_answer(&office->engine, token, &form, office->now, &reply));
    enum answer_status status = reply.status;
    *changed = reply.changed;
    answer_reply_clear(&reply);
    return status;
}

static void test_who_may_answer(void **state)
{
    struct office *office = *state;
    static const struct {
        const char *id, *who;
        enum answer_status done, ack;
    } CASES[] = {
        {"p/1/once", "tc@example.org", ANSWER_SHOWN, ANSWER_SHOWN},
        {"p/1/once", "vp@example.org", ANSWER_SHOWN, ANSWER_UNKNOWN},
        /* Coordinates, and was never told of it: nobody that we know. */
        {"p/1/once", "tt@example.org", ANSWER_UNKNOWN, ANSWER_UNKNOWN},
        {"p/1/once", "x@example.org", ANSWER_UNKNOWN, ANSWER_UNKNOWN},
        {"p/2/once@tc", "tc@example.org", ANSWER_SHOWN, ANSWER_SHOWN},
        {"p/2/once@tc", "tt@example.org", ANSWER_UNKNOWN, ANSWER_UNKNOWN},
        {"p/2/once", "vp@example.org", ANSWER_SHOWN, ANSWER_UNKNOWN},
        /* What has not begun cannot be done. */
        {"p/3/event", "tc@example.org", ANSWER_SETTLED, ANSWER_SETTLED},
    };
    for (size_t i = 0; i < COUNT(CASES); i++) {
        const char *id = CASES[i].id;
        assert_int_equal(CASES[i].done, look(office, sign(office, id, CASES[i].who, ANSWER_DONE)));
        assert_int_equal(CASES[i].ack, look(office, sign(office, id, CASES[i].who, ANSWER_ACK)));
    }
}

static void test_a_head_answers_for_the_unit(void **state)
{
    struct office *office = *state;
    configure(office, "  mail = \"tc@example.org\"\n",
              "  mail = \"tc@example.org\"\n  head_mail = \"Head@Example.org\"\n");
    assert_int_equal(ANSWER_SHOWN,
                     look(office, sign(office, "p/1/once", "head@example.org", ANSWER_DONE)));
    assert_int_equal(ANSWER_SHOWN,
                     look(office, sign(office, "p/1/once", "head@example.org", ANSWER_ACK)));
    /* Of another unit he is nobody. */
    assert_int_equal(ANSWER_UNKNOWN,
                     look(office, sign(office, "p/2/once@tt", "head@example.org", ANSWER_DONE)));
}

static void test_a_successor_takes_over(void **state)
{
    struct office *office = *state;
    struct tick_result result;
    bool changed;
    /* It is told once, so that it is known to have been the unit. */
    office->now += (INT64_C(86400) + 100 * 60) * 1000;
    assert_int_equal(0, engine_tick(&office->engine, office->now, &result));
    configure(office, "  mail = \"tc@example.org\"\n",
              "  mail = \"tc@example.org\"\n  until = \"2022-03-15\"\n  successor = \"tt\"\n");
    assert_int_equal(ANSWER_SHOWN,
                     look(office, sign(office, "p/1/once", "tc@example.org", ANSWER_DONE)));
    office->now += INT64_C(86400) * 1000;
    assert_int_equal(ANSWER_FOREIGN,
                     look(office, sign(office, "p/1/once", "tc@example.org", ANSWER_DONE)));
    assert_int_equal(ANSWER_FOREIGN,
                     send(office, sign(office, "p/1/once", "tc@example.org", ANSWER_DONE), "1",
                          &changed));
    assert_false(changed);
    assert_int_equal(ANSWER_RECORDED,
                     send(office, sign(office, "p/1/once", "tt@example.org", ANSWER_DONE), "1",
                          &changed));
    assert_true(changed);
}

static void test_the_whole_by_the_office(void **state)
{
    struct office *office = *state;
    struct occurrence_row row;
    bool changed;
    assert_int_equal(ANSWER_RECORDED,
                     send(office, sign(office, "p/2/once", "vp@example.org", ANSWER_DONE), "1/BC",
                          &changed));
    assert_int_equal(0, action_find(&office->engine, "p/2/once@tc", NULL, &row));
    assert_int_equal(OUTCOME_DONE, row.dates.outcome);
    assert_string_equal("1/BC", row.document);
    store_occurrence_clear(&row);
    assert_int_equal(ANSWER_SETTLED,
                     look(office, sign(office, "p/2/once@tc", "tc@example.org", ANSWER_ACK)));
}

struct counted {
    size_t refused;
    char last[200];
};

static int count_refused(const struct ledger_row *row, void *arg)
{
    struct counted *counted = arg;
    if (strcmp(row->kind, "answer_refused") == 0) {
        counted->refused++;
        snprintf(counted->last, sizeof counted->last, "%s", row->detail);
    }
    return 0;
}

static struct counted refused(struct office *office)
{
    struct ledger_filter filter;
    struct counted counted = {.refused = 0};
    ledger_filter_init(&filter);
    assert_int_equal(0, store_ledger_each(office->store, &filter, count_refused, &counted));
    return counted;
}

static void test_refusals_have_a_measure(void **state)
{
    struct office *office = *state;
    bool changed;
    for (int i = 0; i < ANSWER_MAX_REFUSALS + 30; i++) {
        assert_int_equal(ANSWER_UNKNOWN, send(office, "nonsense", "1", &changed));
        assert_false(changed);
    }
    assert_int_equal(ANSWER_MAX_REFUSALS, refused(office).refused);
    office->now += INT64_C(3600) * 1000;
    assert_int_equal(ANSWER_UNKNOWN, send(office, "nonsense", "1", &changed));
    struct counted counted = refused(office);
    assert_int_equal(ANSWER_MAX_REFUSALS + 1, counted.refused);
    assert_string_equal("{\"reason\":\"unknown\",\"left_out\":30}", counted.last);
    /* A clock that was set back begins anew, too. */
    office->now -= INT64_C(86400) * 1000;
    assert_int_equal(ANSWER_UNKNOWN, send(office, "nonsense", "1", &changed));
    assert_int_equal(ANSWER_MAX_REFUSALS + 2, refused(office).refused);
}

static void test_nothing_is_served_without_links(void **state)
{
    struct office *office = *state;
    struct answer_reply reply = {.html = NULL};
    const struct answer_form form = {.document = "1"};
    char token[ANSWER_TOKEN_SIZE];
    snprintf(token, sizeof token, "%s", sign(office, "p/1/once", "tc@example.org", ANSWER_DONE));
    const struct answer_keys none = {.count = 0};
    engine_use_links(&office->engine, &none);
    assert_int_equal(ERR_NOT_FOUND,
                     engine_answer_page(&office->engine, token, office->now, &reply));
    assert_int_equal(ERR_NOT_FOUND,
                     engine_answer(&office->engine, token, &form, office->now, &reply));
    assert_int_equal(ERR_NOT_FOUND,
                     engine_answer_unreadable(&office->engine, token, office->now, &reply));
    assert_null(reply.html);
    assert_int_equal(0, refused(office).refused);
}

static void test_statuses_have_names(void **state)
{
    (void)state;
    assert_string_equal("shown", answer_status_name(ANSWER_SHOWN));
    assert_string_equal("withdrawn", answer_status_name(ANSWER_WITHDRAWN));
    answer_reply_clear(NULL);
}

int test_answer(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_setup_teardown(test_who_may_answer, begin, end),
        cmocka_unit_test_setup_teardown(test_a_head_answers_for_the_unit, begin, end),
        cmocka_unit_test_setup_teardown(test_a_successor_takes_over, begin, end),
        cmocka_unit_test_setup_teardown(test_the_whole_by_the_office, begin, end),
        cmocka_unit_test_setup_teardown(test_refusals_have_a_measure, begin, end),
        cmocka_unit_test_setup_teardown(test_nothing_is_served_without_links, begin, end),
        cmocka_unit_test(test_statuses_have_names),
    };
    return cmocka_run_group_tests_name("answer", tests, NULL, NULL);
}
