/* What another system tells: matching, once for each id, what is put before the office. */
#include "tests/unit/engine/tests.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/err.h"
#include "engine/assign.h"
#include "engine/incoming.h"
#include "engine/tick.h"
#include "store/incoming.h"
#include "store/ledger.h"
#include "store/outbox.h"

#define HEADER "stt,nhom,noi_dung,san_pham,chu_tri,phoi_hop,thoi_gian\n"

static const struct incoming_speaker SPEAKER = {.author = "webhook:eoffice"};

static void load(struct office *office)
{
    office_write(office, "p.csv",
                 HEADER "1,,A,,Phòng TC,,chậm nhất ngày 18/3/2022\n"
                        "2,,B,,Thanh tra Sở,,Trước ngày 15 của tháng cuối quý\n"
                        "3,,C,,Các phòng,,chậm nhất ngày 18/3/2022\n"
                        "4,,D,,Phòng TC,,Trong 5 ngày làm việc kể từ ngày nhận hồ sơ\n");
    office_load(office);
}

/* An event in the making; texts are literals, so it is not to be cleared. */
static struct incoming_event event_of(enum incoming_type type, const char *id)
{
    struct incoming_event event;
    incoming_event_init(&event);
    event.type = type;
    event.source = (char *)"eoffice";
    event.id = (char *)id;
    event.document.number = (char *)"12/BC-STC";
    event.document.day = on("2022-03-11");
    event.subject = (char *)"V/v báo cáo";
    return event;
}

static struct incoming_result tell_as(struct office *office, const struct incoming_event *event,
                                      const struct incoming_speaker *speaker,
                                      const char *fingerprint)
{
    struct incoming_result result = {0};
    assert_int_equal(0, incoming_apply(&office->engine, event, speaker, fingerprint, office->now,
                                       &result));
    return result;
}

static struct incoming_result tell(struct office *office, const struct incoming_event *event)
{
    return tell_as(office, event, &SPEAKER, event->id);
}

static void expect(struct office *office, const struct incoming_event *event,
                   enum incoming_outcome outcome, const char *code)
{
    struct incoming_result result = tell(office, event);
    if (result.outcome != outcome || strcmp(result.code, code) != 0) {
        fail_msg("%s: %s %s (%s), not %s %s", event->id, incoming_outcome_name(result.outcome),
                 result.code, result.reason, incoming_outcome_name(outcome), code);
    }
    assert_int_equal(outcome == INCOMING_REFUSED, result.number == 0);
    incoming_result_clear(&result);
}

static enum outcome outcome_of(struct office *office, const char *id)
{
    struct occurrence_row row;
    store_occurrence_init(&row);
    assert_int_equal(0, store_occurrence_get(office->store, id, &row));
    enum outcome outcome = row.dates.outcome;
    store_occurrence_clear(&row);
    return outcome;
}

struct counting {
    const char *kind;
    long count;
};

static int count_kind(const struct ledger_row *row, void *arg)
{
    struct counting *counting = arg;
    counting->count += strcmp(row->kind, counting->kind) == 0 ? 1 : 0;
    return 0;
}

static long entries(struct office *office, const char *kind)
{
    struct counting counting = {.kind = kind};
    struct ledger_filter filter;
    ledger_filter_init(&filter);
    assert_int_equal(0, store_ledger_each(office->store, &filter, count_kind, &counting));
    return counting.count;
}

/* --- certain ---------------------------------------------------------------------------------------- */

static void discharges_by_id_or_row_or_code(void **state)
{
    struct office *office = *state;
    load(office);
    struct incoming_event event = event_of(INCOMING_ISSUED, "e1");
    event.task = (char *)"p/1/once";
    struct incoming_result result = tell(office, &event);
    assert_int_equal(INCOMING_APPLIED, result.outcome);
    assert_string_equal("p/1/once", result.occurrence);
    assert_int_equal(on("2022-03-18"), result.due);
    incoming_result_clear(&result);
    assert_int_equal(OUTCOME_DONE, outcome_of(office, "p/1/once"));

    event = event_of(INCOMING_ISSUED, "e2");
    event.plan = (char *)"p";
    event.stt = (char *)"2";
    event.period = (char *)"2022-Q1";
    expect(office, &event, INCOMING_APPLIED, "");
    assert_int_equal(OUTCOME_DONE, outcome_of(office, "p/2/quarter/2022-Q1"));
    assert_int_equal(OUTCOME_OPEN, outcome_of(office, "p/2/quarter/2022-Q2"));

    event = event_of(INCOMING_RETURNED, "e3");
    event.task = (char *)"p/2/quarter/2022-Q1";
    expect(office, &event, INCOMING_APPLIED, "");
    assert_int_equal(OUTCOME_OPEN, outcome_of(office, "p/2/quarter/2022-Q1"));

    event = event_of(INCOMING_DUE_CHANGED, "e4");
    event.task = (char *)"p/2/quarter/2022-Q1";
    event.due = on("2022-03-25");
    expect(office, &event, INCOMING_APPLIED, "");
    assert_int_equal(4, entries(office, "incoming"));
}

static void names_a_share_by_its_unit(void **state)
{
    struct office *office = *state;
    load(office);
    struct incoming_event event = event_of(INCOMING_ISSUED, "s1");
    event.task = (char *)"p/3";
    event.unit = (char *)"Phòng Tài chính";
    struct incoming_result result = tell(office, &event);
    assert_string_equal("p/3/once@tc", result.occurrence);
    incoming_result_clear(&result);
    assert_int_equal(OUTCOME_OPEN, outcome_of(office, "p/3/once"));
    event.id = (char *)"s2";
    event.unit = (char *)"tt";
    event.task = NULL;
    event.plan = (char *)"p";
    event.stt = (char *)"3";
    expect(office, &event, INCOMING_APPLIED, "");
    assert_int_equal(OUTCOME_DONE, outcome_of(office, "p/3/once"));
}

static void starts_a_term_or_assigns(void **state)
{
    struct office *office = *state;
    load(office);
    struct incoming_event event = event_of(INCOMING_RECEIVED, "r1");
    event.task = (char *)"p/4";
    event.received = on("2022-03-14");
    struct incoming_result result = tell(office, &event);
    assert_int_equal(INCOMING_APPLIED, result.outcome);
    assert_int_equal(on("2022-03-21"), result.due);
    incoming_result_clear(&result);

    event = event_of(INCOMING_RECEIVED, "r2");
    event.document.number = (char *)"125/UBND-VX";
    event.unit = (char *)"Thanh tra Sở";
    event.due = on("2022-03-30");
    result = tell(office, &event);
    assert_int_equal(INCOMING_APPLIED, result.outcome);
    assert_non_null(strstr(result.occurrence, "so/giao/2022-1"));
    incoming_result_clear(&result);

    /* The answer names the paper, not the task. */
    event = event_of(INCOMING_ISSUED, "r3");
    event.response_for.number = (char *)"125/ubnd-vx";
    expect(office, &event, INCOMING_APPLIED, "");
    assert_int_equal(OUTCOME_DONE, outcome_of(office, "so/giao/2022-1"));
    /* Told again by another way, the same paper is no contradiction. */
    event.id = (char *)"r4";
    expect(office, &event, INCOMING_APPLIED, "already");
    event.id = (char *)"r5";
    event.document.number = (char *)"13/BC-STC";
    expect(office, &event, INCOMING_REFUSED, "state");
}

static void cancels_what_a_paper_gave(void **state)
{
    struct office *office = *state;
    load(office);
    struct incoming_event event = event_of(INCOMING_RECEIVED, "c1");
    event.document.number = (char *)"7/UBND";
    event.unit = (char *)"tc";
    event.due = on("2022-03-30");
    expect(office, &event, INCOMING_APPLIED, "");
    event = event_of(INCOMING_CANCELLED, "c2");
    event.response_for.number = (char *)"07/UBND";
    expect(office, &event, INCOMING_APPLIED, "");
    assert_int_equal(OUTCOME_EXEMPT, outcome_of(office, "so/giao/2022-1"));
}

/* --- once ------------------------------------------------------------------------------------------- */

static void answers_a_repeat_the_same(void **state)
{
    struct office *office = *state;
    load(office);
    struct incoming_event event = event_of(INCOMING_ISSUED, "same");
    event.task = (char *)"p/1";
    expect(office, &event, INCOMING_APPLIED, "");
    long before = entries(office, "done");
    struct incoming_result result = tell(office, &event);
    assert_true(result.repeated);
    assert_int_equal(INCOMING_APPLIED, result.outcome);
    assert_string_equal("p/1/once", result.occurrence);
    assert_int_equal(1, result.number);
    incoming_result_clear(&result);
    assert_int_equal(before, entries(office, "done"));
    result = tell_as(office, &event, &SPEAKER, "other body");
    assert_int_equal(INCOMING_REFUSED, result.outcome);
    assert_string_equal("id_reused", result.code);
    incoming_result_clear(&result);
    assert_int_equal(1, entries(office, "incoming_refused"));
    /* Another source has ids of its own. */
    event.source = (char *)"edxml";
    expect(office, &event, INCOMING_APPLIED, "already");
}

/* What was refused may come again when the reason is gone. */
static void forgets_what_it_refused(void **state)
{
    struct office *office = *state;
    struct incoming_event event = event_of(INCOMING_ISSUED, "early");
    event.task = (char *)"p/1/once";
    expect(office, &event, INCOMING_REFUSED, "unknown_task");
    load(office);
    expect(office, &event, INCOMING_APPLIED, "");
}

static void is_part_of_a_transaction(void **state)
{
    struct office *office = *state;
    struct incoming_result result = {0};
    load(office);
    struct incoming_event good = event_of(INCOMING_ISSUED, "t1");
    good.task = (char *)"p/1";
    struct incoming_event bad = event_of(INCOMING_ISSUED, "t2");
    bad.task = (char *)"p/9";
    assert_int_equal(0, store_txn_begin(office->store));
    assert_int_equal(0,
                     incoming_apply(&office->engine, &good, &SPEAKER, "a", office->now, &result));
    incoming_result_clear(&result);
    assert_int_equal(0, incoming_apply(&office->engine, &bad, &SPEAKER, "b", office->now, &result));
    assert_int_equal(INCOMING_REFUSED, result.outcome);
    incoming_result_clear(&result);
    assert_true(store_in_txn(office->store));
    assert_int_equal(0, store_txn_commit(office->store));
    assert_int_equal(OUTCOME_DONE, outcome_of(office, "p/1/once"));
    assert_int_equal(1, entries(office, "incoming_refused"));
    int64_t count;
    assert_int_equal(0, store_ledger_verify(office->store, &count, NULL, NULL));
    /* Rolled back, it never was. */
    good = event_of(INCOMING_RETURNED, "t3");
    good.task = (char *)"p/1";
    assert_int_equal(0, store_txn_begin(office->store));
    assert_int_equal(0,
                     incoming_apply(&office->engine, &good, &SPEAKER, "c", office->now, &result));
    incoming_result_clear(&result);
    store_txn_rollback(office->store);
    assert_int_equal(OUTCOME_DONE, outcome_of(office, "p/1/once"));
    expect(office, &good, INCOMING_APPLIED, "");
}

/* --- not certain ------------------------------------------------------------------------------------ */

static void puts_doubts_before_the_office(void **state)
{
    struct office *office = *state;
    load(office);
    static const struct {
        const char *id, *task, *stt, *unit, *department, *code;
    } CASES[] = {
        {"d1", "p/3", NULL, NULL, NULL, "share_not_named"},
        {"d2", "p/3", NULL, "vp", NULL, "other_unit"},
        {"d3", "p/3", NULL, "Phòng Lạ", NULL, "other_unit"},
        {"d4", "p/1", NULL, "tt", NULL, "other_unit"},
        {"d5", NULL, "2", NULL, NULL, "several"},
        {"d6", "p/1", "2", NULL, NULL, "disagree"},
    };
    for (size_t i = 0; i < COUNT(CASES); i++) {
        struct incoming_event event = event_of(INCOMING_ISSUED, CASES[i].id);
        event.task = (char *)CASES[i].task;
        event.plan = CASES[i].stt ? (char *)"p" : NULL;
        event.stt = (char *)CASES[i].stt;
        event.unit = (char *)CASES[i].unit;
        expect(office, &event, INCOMING_PENDING, CASES[i].code);
    }
    struct incoming_event event = event_of(INCOMING_RECEIVED, "d7");
    expect(office, &event, INCOMING_PENDING, "no_task");
    assert_int_equal(OUTCOME_OPEN, outcome_of(office, "p/1/once"));
    assert_int_equal(OUTCOME_OPEN, outcome_of(office, "p/3/once"));
    int64_t pending;
    assert_int_equal(0, store_incoming_count(office->store, 100, &pending));
    assert_int_equal(COUNT(CASES) + 1, pending);
}

/* One quarter is left, but the paper may be about an earlier one. */
static void does_not_take_the_last_one_left(void **state)
{
    struct office *office = *state;
    static const char *const ids[] = {"q1", "q2", "q3"};
    static const char *const periods[] = {"2022-Q1", "2022-Q2", "2022-Q3"};
    load(office);
    for (size_t i = 0; i < COUNT(ids); i++) {
        struct incoming_event event = event_of(INCOMING_ISSUED, ids[i]);
        event.plan = (char *)"p";
        event.stt = (char *)"2";
        event.period = (char *)periods[i];
        expect(office, &event, INCOMING_APPLIED, "");
    }
    struct incoming_event event = event_of(INCOMING_ISSUED, "q4");
    event.plan = (char *)"p";
    event.stt = (char *)"2";
    event.document.number = (char *)"99/BC";
    expect(office, &event, INCOMING_PENDING, "no_period");
    assert_int_equal(OUTCOME_OPEN, outcome_of(office, "p/2/quarter/2022-Q4"));
}

static void office_reads_and_decides(void **state)
{
    struct office *office = *state;
    const struct action action = {office->now, "officer"};
    load(office);
    struct incoming_event event = event_of(INCOMING_ISSUED, "o1");
    event.task = (char *)"p/3";
    expect(office, &event, INCOMING_PENDING, "share_not_named");
    event.id = (char *)"o2";
    expect(office, &event, INCOMING_PENDING, "share_not_named");
    struct tick_result tick;
    office->now = offset_instant(on("2022-03-14"), 8 * 60, 420);
    assert_int_equal(0, engine_tick(&office->engine, office->now, &tick));
    struct message_filter filter;
    struct message_rows mails = {0};
    message_filter_init(&filter);
    filter.recipient = "vp@example.org";
    assert_int_equal(0, store_messages_list(office->store, &filter, 10, &mails));
    assert_int_equal(1, mails.count);
    assert_non_null(strstr(mails.items[0].subject, "02 tin cần quyết định"));
    store_message_rows_clear(&mails);

    struct incoming_choice choice = {.due = DAY_NONE};
    assert_int_equal(ERR_INVALID,
                     incoming_accept(&office->engine, &action, 1, &choice, NULL, NULL));
    choice.occurrence = "p/3/once@tt";
    struct action_result result = {0};
    assert_int_equal(0, incoming_accept(&office->engine, &action, 1, &choice, &result, NULL));
    assert_string_equal("p/3/once@tt", result.occurrence);
    action_result_clear(&result);
    assert_int_equal(OUTCOME_DONE, outcome_of(office, "p/3/once@tt"));
    assert_int_equal(ERR_REFUSED,
                     incoming_accept(&office->engine, &action, 1, &choice, NULL, NULL));
    assert_int_equal(ERR_INVALID, incoming_reject(&office->engine, &action, 2, " ", NULL));
    assert_int_equal(0, incoming_reject(&office->engine, &action, 2, "gửi nhầm", NULL));
    assert_int_equal(ERR_REFUSED, incoming_reject(&office->engine, &action, 2, "lại", NULL));
    assert_int_equal(ERR_NOT_FOUND, incoming_reject(&office->engine, &action, 9, "x", NULL));
    assert_int_equal(1, entries(office, "incoming_accepted"));
    assert_int_equal(1, entries(office, "incoming_rejected"));
    /* A repeat is answered as it was then. */
    struct incoming_result again = tell(office, &event);
    assert_true(again.repeated);
    assert_int_equal(INCOMING_PENDING, again.outcome);
    assert_string_equal("share_not_named", again.code);
    incoming_result_clear(&again);
}

static void office_assigns_what_came_without_a_task(void **state)
{
    struct office *office = *state;
    const struct action action = {office->now, "officer"};
    load(office);
    struct incoming_event event = event_of(INCOMING_RECEIVED, "n1");
    event.due = on("2022-03-31");
    expect(office, &event, INCOMING_PENDING, "no_task");
    struct incoming_choice choice = {.unit = "tt", .due = DAY_NONE};
    struct action_result result = {0};
    assert_int_equal(0, incoming_accept(&office->engine, &action, 1, &choice, &result, NULL));
    assert_int_equal(on("2022-03-31"), result.due);
    action_result_clear(&result);
}

/* --- refused ---------------------------------------------------------------------------------------- */

static void refuses_with_a_word(void **state)
{
    struct office *office = *state;
    const struct strings nobody = {0};
    const struct incoming_speaker stranger = {.author = "webhook:x", .departments = &nobody};
    load(office);
    long before = entries(office, "incoming_refused");
    struct incoming_event event = event_of(INCOMING_ISSUED, "x1");
    expect(office, &event, INCOMING_REFUSED, "invalid"); /* about nothing */
    event.task = (char *)"p/99";
    expect(office, &event, INCOMING_REFUSED, "unknown_task");
    event.task = NULL;
    event.plan = (char *)"999/KH";
    event.stt = (char *)"1";
    expect(office, &event, INCOMING_REFUSED, "unknown_task");
    event.plan = (char *)"p";
    event.stt = (char *)"2";
    event.period = (char *)"2022-Q9";
    expect(office, &event, INCOMING_REFUSED, "unknown_task");
    event = event_of(INCOMING_ISSUED, "x2");
    event.task = (char *)"p/1";
    event.document.day = on("2022-03-15");
    expect(office, &event, INCOMING_REFUSED, "value"); /* signed tomorrow */
    event = event_of(INCOMING_RETURNED, "x3");
    event.task = (char *)"p/1";
    expect(office, &event, INCOMING_REFUSED, "state"); /* not done */
    event = event_of(INCOMING_ISSUED, "x4");
    event.task = (char *)"p/4";
    expect(office, &event, INCOMING_REFUSED, "state"); /* not triggered */
    event = event_of(INCOMING_DUE_CHANGED, "x5");
    event.task = (char *)"p/1";
    event.due = on("2022-03-13");
    expect(office, &event, INCOMING_REFUSED, "past_due");
    event.due = on("2022-03-17");
    expect(office, &event, INCOMING_REFUSED, "value"); /* earlier than it was */
    event = event_of(INCOMING_RECEIVED, "x6");
    event.unit = (char *)"tt";
    event.due = on("2022-03-11");
    expect(office, &event, INCOMING_REFUSED, "past_due");
    event.due = on("2022-03-31");
    event.unit = (char *)"Phòng Lạ";
    expect(office, &event, INCOMING_REFUSED, "unknown_unit");
    event = event_of(INCOMING_ISSUED, "x7");
    event.task = (char *)"p/1";
    event.department = (char *)"khac";
    expect(office, &event, INCOMING_REFUSED, "not_allowed");
    event.department = NULL;
    struct incoming_result result = tell_as(office, &event, &stranger, "x");
    assert_int_equal(INCOMING_REFUSED, result.outcome);
    assert_string_equal("not_allowed", result.code);
    incoming_result_clear(&result);
    assert_int_equal(13, entries(office, "incoming_refused") - before);
    assert_int_equal(OUTCOME_OPEN, outcome_of(office, "p/1/once"));
}

static void refuses_what_was_withdrawn(void **state)
{
    struct office *office = *state;
    load(office);
    office_write(office, "p.csv", HEADER "1,,A,,Phòng TC,,chậm nhất ngày 18/3/2022\n");
    office_load(office);
    struct incoming_event event = event_of(INCOMING_ISSUED, "w1");
    event.task = (char *)"p/2/quarter/2022-Q1";
    expect(office, &event, INCOMING_REFUSED, "withdrawn");
    event.task = NULL;
    event.plan = (char *)"p";
    event.stt = (char *)"3";
    event.unit = (char *)"tc";
    expect(office, &event, INCOMING_REFUSED, "withdrawn");
}

/* Old ids go in time, what waits for the office stays. */
static void forgets_old_ids(void **state)
{
    struct office *office = *state;
    struct incoming_rows rows = {0};
    load(office);
    struct incoming_event event = event_of(INCOMING_ISSUED, "f1");
    event.task = (char *)"p/1";
    expect(office, &event, INCOMING_APPLIED, "");
    event.id = (char *)"f2";
    event.task = (char *)"p/3";
    expect(office, &event, INCOMING_PENDING, "share_not_named");
    office->now += (instant_t)401 * 24 * 3600 * 1000;
    event.id = (char *)"f3";
    expect(office, &event, INCOMING_PENDING, "share_not_named");
    assert_int_equal(0, store_incoming_list(office->store, 0, 10, &rows));
    assert_int_equal(2, rows.count);
    assert_string_equal("f3", rows.items[0].id);
    assert_string_equal("f2", rows.items[1].id);
    assert_int_equal(3, rows.items[0].number);
    store_incoming_rows_clear(&rows);
}

int test_incoming(void)
{
#define T(test) cmocka_unit_test_setup_teardown(test, office_open, office_close)
    const struct CMUnitTest tests[] = {
        T(discharges_by_id_or_row_or_code),
        T(names_a_share_by_its_unit),
        T(starts_a_term_or_assigns),
        T(cancels_what_a_paper_gave),
        T(answers_a_repeat_the_same),
        T(forgets_what_it_refused),
        T(is_part_of_a_transaction),
        T(puts_doubts_before_the_office),
        T(does_not_take_the_last_one_left),
        T(office_reads_and_decides),
        T(office_assigns_what_came_without_a_task),
        T(refuses_with_a_word),
        T(refuses_what_was_withdrawn),
        T(forgets_old_ids),
    };
    return cmocka_run_group_tests_name("engine/incoming", tests, NULL, NULL);
}
