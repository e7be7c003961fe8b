#include "tests/unit/render/test_render.h"

#include <jansson.h>
#include <string.h>

#include "base/cleanup.h"
#include "base/err.h"
#include "render/event.h"

static const struct stage before_3 = {.kind = STAGE_BEFORE, .n = 3};
static const enum occurrence_state due_soon = STATE_DUE_SOON;
static const char *const lead[] = {"Văn phòng Sở; Phòng A"};
static const char *const coordinating[] = {"Thanh tra Sở", "Phòng Kế hoạch - Tài chính"};

static struct event sample_event(void)
{
    return (struct event){.id = "msg_abc",
                          .source = "urn:dondoc:stnmt",
                          .type = EVENT_DUE_SOON,
                          .time = 1647563400000,
                          .offset = 420,
                          .occurrence = "kstthc-2022/IX.1/quarter/2022-Q1",
                          .code = "BCDF2345",
                          .department = "stnmt",
                          .department_name = "Sở Tài nguyên và Môi trường",
                          .unit = "van-phong",
                          .unit_name = "Văn phòng Sở",
                          .role = ROLE_LEAD,
                          .stage = &before_3,
                          .state = &due_soon,
                          .plan = "kstthc-2022",
                          .plan_number = "",
                          .plan_title = "Kế hoạch \"A\"",
                          .plan_issued = DAY_NONE,
                          .stt = "IX.1",
                          .content = "Báo cáo\nđịnh kỳ",
                          .time_phrase = "trước ngày 19",
                          .lead = lead,
                          .lead_count = 1,
                          .coordinating = coordinating,
                          .coordinating_count = 2,
                          .period = {.kind = PERIOD_QUARTER, .year = 2022, .index = 1},
                          .start = DAY_NONE,
                          .due = 19069,
                          .act_by = 19069,
                          .days_left = 3,
                          .document_day = DAY_NONE,
                          .old_due = DAY_NONE};
}

static void writes_a_cloudevent(void **state)
{
    struct event event = sample_event();
    _cleanup_buf_ struct buf out = {0};

    (void)state;
    buf_init(&out, 10000);
    assert_int_equal(event_json(&event, &out), 0);
    assert_string_equal(
        buf_str(&out),
        "{\"specversion\":\"1.0\",\"id\":\"msg_abc\",\"source\":\"urn:dondoc:stnmt\","
        "\"type\":\"vn.dondoc.occurrence.due_soon\","
        "\"subject\":\"kstthc-2022/IX.1/quarter/2022-Q1\",\"time\":\"2022-03-18T07:30:00+07:00\","
        "\"datacontenttype\":\"application/json\",\"data\":{"
        "\"occurrence\":\"kstthc-2022/IX.1/quarter/2022-Q1\",\"code\":\"BCDF2345\","
        "\"department\":{\"id\":\"stnmt\",\"name\":\"Sở Tài nguyên và Môi trường\"},"
        "\"unit\":{\"id\":\"van-phong\",\"name\":\"Văn phòng Sở\"},\"role\":\"lead\","
        "\"stage\":\"before_3\",\"state\":\"due_soon\",\"period\":\"2022-Q1\","
        "\"due\":\"2022-03-18\",\"act_by\":\"2022-03-18\",\"working_days_left\":3,"
        "\"plan\":{\"id\":\"kstthc-2022\",\"title\":\"Kế hoạch \\\"A\\\"\"},"
        "\"task\":{\"stt\":\"IX.1\",\"content\":\"Báo cáo\\nđịnh kỳ\",\"time\":\"trước ngày 19\","
        "\"lead\":[\"Văn phòng Sở\",\"Phòng A\"],"
        "\"coordinating\":[\"Thanh tra Sở\",\"Phòng Kế hoạch - Tài chính\"]}}}");
}

static void leaves_out_days_that_are_not(void **state)
{
    struct event event = sample_event();
    _cleanup_buf_ struct buf out = {0};

    (void)state;
    buf_init(&out, 10000);
    event.due = DAY_NONE;
    event.act_by = DAY_NONE;
    event.code = NULL;
    assert_int_equal(event_json(&event, &out), 0);
    assert_null(strstr(buf_str(&out), "\"due\""));
    assert_null(strstr(buf_str(&out), "working_days_left"));
    assert_non_null(strstr(buf_str(&out), "\"code\":\"")); /* made from the occurrence */
}

static void a_test_needs_no_occurrence(void **state)
{
    struct event event = {.id = "msg_1",
                          .source = "urn:dondoc:stnmt",
                          .type = EVENT_TEST,
                          .offset = 0,
                          .department = "stnmt",
                          .plan_issued = DAY_NONE,
                          .start = DAY_NONE,
                          .due = DAY_NONE,
                          .act_by = DAY_NONE,
                          .document_day = DAY_NONE,
                          .old_due = DAY_NONE,
                          .remark = "Thử"};
    _cleanup_buf_ struct buf out = {0};

    (void)state;
    buf_init(&out, 10000);
    assert_int_equal(event_json(&event, &out), 0);
    json_t *json = json_loads(buf_str(&out), 0, NULL);
    assert_non_null(json);
    assert_string_equal(json_string_value(json_object_get(json, "type")), "vn.dondoc.test");
    assert_null(json_object_get(json, "subject"));
    json_decref(json);
}

static void refuses_what_is_no_event(void **state)
{
    struct event event = sample_event();
    _cleanup_buf_ struct buf out = {0};

    (void)state;
    buf_init(&out, 10000);
    event.id = "";
    assert_int_equal(event_json(&event, &out), ERR_INVALID);
    event = sample_event();
    event.source = NULL;
    assert_int_equal(event_json(&event, &out), ERR_INVALID);
    event = sample_event();
    event.occurrence = NULL;
    assert_int_equal(event_json(&event, &out), ERR_INVALID);
    event = sample_event();
    event.content = "\xFF";
    assert_int_equal(event_json(&event, &out), ERR_INVALID);
    assert_int_equal(out.len, 0);
    buf_clear(&out);
    buf_init(&out, 100);
    event = sample_event();
    assert_int_equal(event_json(&event, &out), ERR_LIMIT);
    assert_int_equal(out.len, 0);
}

static void every_stage_has_its_type(void **state)
{
    static const struct {
        enum stage_kind stage;
        const char *type;
    } types[] = {
        {STAGE_OPENING, "vn.dondoc.occurrence.opened"},
        {STAGE_HALF, "vn.dondoc.occurrence.half_way"},
        {STAGE_BEFORE, "vn.dondoc.occurrence.due_soon"},
        {STAGE_DUE, "vn.dondoc.occurrence.due_today"},
        {STAGE_OVERDUE, "vn.dondoc.occurrence.overdue"},
        {STAGE_OVERDUE_WEEK, "vn.dondoc.occurrence.overdue"},
        {STAGE_ESCALATION, "vn.dondoc.occurrence.escalated"},
        {STAGE_COLLECT, "vn.dondoc.occurrence.collecting"},
        {STAGE_MONTHLY, "vn.dondoc.occurrence.listed"},
        {STAGE_PAST_DUE, "vn.dondoc.occurrence.listed"},
        {STAGE_NEEDS_PERSON, "vn.dondoc.occurrence.needs_person"},
    };

    (void)state;
    for (size_t i = 0; i < sizeof(types) / sizeof(types[0]); i++) {
        struct stage stage = {.kind = types[i].stage, .n = 1};

        assert_string_equal(event_type_name(event_type_of(stage)), types[i].type);
    }
}

static void every_type_has_its_own_name(void **state)
{
    (void)state;
    for (int a = EVENT_OPENED; a < EVENT_TYPES; a++) {
        assert_memory_equal(event_type_name((enum event_type)a), "vn.dondoc.", 10);
        for (int b = EVENT_OPENED; b < a; b++) {
            assert_string_not_equal(event_type_name((enum event_type)a),
                                    event_type_name((enum event_type)b));
        }
    }
}

int test_event(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(writes_a_cloudevent),
        cmocka_unit_test(leaves_out_days_that_are_not),
        cmocka_unit_test(a_test_needs_no_occurrence),
        cmocka_unit_test(refuses_what_is_no_event),
        cmocka_unit_test(every_stage_has_its_type),
        cmocka_unit_test(every_type_has_its_own_name),
    };

    return cmocka_run_group_tests_name("event", tests, NULL, NULL);
}
