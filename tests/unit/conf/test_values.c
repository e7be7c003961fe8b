/* What is written is what the settings hold. */
#include "tests.h"

#include "base/err.h"

static void test_defaults(void **state)
{
    (void)state;
    struct settings s;
    struct policy policy;
    load_sound(SOUND, &s);
    assert_string_equal(s.file, "t.conf");
    assert_string_equal(s.folder, "");
    assert_int_equal(s.files.count, 1);
    assert_string_equal(s.language, "vi");
    assert_int_equal(s.utc_offset, 420);
    assert_false(s.inclusive_before);
    assert_string_equal(s.state, "/var/lib/dondoc/dondoc.db");
    assert_string_equal(s.control, "/run/dondoc/control");
    assert_int_equal(s.mail.method, MAIL_MAILDIR);
    assert_string_equal(s.mail.maildir, "/var/lib/dondoc/outbox");
    assert_int_equal(s.mail.port, 587);
    assert_int_equal(s.plan_count, 0);
    /* The schema's defaults are those of the policy. */
    assert_int_equal(s.policy_count, 1);
    assert_int_equal(policy_init(&policy, "default"), 0);
    assert_string_equal(s.policies[0].name, "default");
    assert_int_equal(s.policies[0].send_minute, policy.send_minute);
    policy_clear(&policy);
    settings_clear(&s);
}

static void test_schema_has_the_policy_defaults(void **state)
{
    (void)state;
    struct settings s;
    struct policy policy;
    load_sound(SOUND "policy \"rieng\" { }\n", &s);
    assert_int_equal(policy_init(&policy, "rieng"), 0);
    struct policy *read = &s.policies[1];
    read->line = 0;
    assert_string_equal(read->name, policy.name);
    free(read->name);
    read->name = policy.name; /* all the rest is plain values */
    assert_memory_equal(&read->week, &policy.week, sizeof(policy.week));
    assert_memory_equal(&read->month, &policy.month, sizeof(policy.month));
    assert_memory_equal(&read->other, &policy.other, sizeof(policy.other));
    assert_memory_equal(&read->coordinating, &policy.coordinating, sizeof(policy.coordinating));
    assert_int_equal(read->overdue_days, policy.overdue_days);
    assert_int_equal(read->overdue_weeks, policy.overdue_weeks);
    assert_int_equal(read->half_way_over, policy.half_way_over);
    assert_int_equal(read->due_soon, policy.due_soon);
    assert_int_equal(read->collect_before, policy.collect_before);
    assert_int_equal(read->collect_due, policy.collect_due);
    assert_int_equal(read->immediate_within, policy.immediate_within);
    assert_int_equal(read->send_minute, policy.send_minute);
    assert_int_equal(read->roll, policy.roll);
    assert_int_equal(read->catch_up, policy.catch_up);
    settings_clear(&s);
}

static void test_department(void **state)
{
    (void)state;
    struct settings s;
    load_sound(
        "department \"so-a\" {\n name = \" Sơ\u0309  A \"\n office = van-phong\n"
        " mail_from = \"a@example.org\"\n reply_to = \"b@example.org\"\n"
        " unit \"van-phong\" { names = {\"Văn phòng\", \"VP\"} mail = {\"c@example.org\",\n"
        "   \"d@example.org\"} head = \"Trần An\" head_mail = \"e@example.org\"\n"
        "   from = 2020-01-01 until = \"31/12/2024\" successor = \"phong-b\" }\n"
        " unit \"phong-b\" { names = {\"Phòng B\"} mail = f@example.org }\n"
        " group \"cac-phong\" { names = {\"Các phòng\"} members = {\"van-phong\", cong-chuc}\n"
        "   heads = true deputy = {\"pho@example.org\"} }\n"
        " deputy = \"p1@example.org\" director = {\"cong-chuc\", \"gd@example.org\"}\n"
        " post \"cong-chuc\" { names = {\"Công chức\"} mail = {\"d@example.org\"} }\n"
        " external \"ngoai\" { names = {\"Bên ngoài\"} }\n"
        "}\n",
        &s);
    const struct department *so = roster_department(&s.roster, "so-a");
    assert_string_equal(so->name, "Sở A");
    assert_string_equal(so->office, "van-phong");
    assert_string_equal(so->from_mail, "a@example.org");
    assert_string_equal(so->reply_to, "b@example.org");
    assert_int_equal(so->line, 1);
    assert_string_equal(so->file, "t.conf");
    const struct party *unit = department_party(so, "van-phong");
    assert_int_equal(unit->kind, PARTY_UNIT);
    assert_int_equal(unit->line, 6);
    assert_int_equal(unit->names.count, 2);
    assert_int_equal(unit->mail.count, 2);
    assert_string_equal(unit->mail.items[1], "d@example.org");
    assert_string_equal(unit->head_name, "Trần An");
    assert_string_equal(unit->head_mail, "e@example.org");
    assert_int_equal(unit->from, civil_to_day(2020, 1, 1));
    assert_int_equal(unit->until, civil_to_day(2024, 12, 31));
    assert_string_equal(unit->successor, "phong-b");
    const struct party *group = department_party(so, "cac-phong");
    assert_int_equal(group->kind, PARTY_GROUP);
    assert_true(group->heads);
    assert_int_equal(group->members.count, 2);
    assert_int_equal(department_party(so, "cong-chuc")->kind, PARTY_POST);
    assert_int_equal(so->director.count, 2);
    assert_string_equal(department_deputy(so, unit)->items[0], "pho@example.org");
    assert_string_equal(department_deputy(so, department_party(so, "phong-b"))->items[0],
                        "p1@example.org");
    assert_int_equal(department_party(so, "ngoai")->kind, PARTY_EXTERNAL);
    assert_ptr_equal(department_resolve(so, "các PHÒNG"), group);
    settings_clear(&s);
}

static void test_top_and_mail(void **state)
{
    (void)state;
    struct settings s;
    load_sound(SOUND "language = en\nutc_offset = \"+08:30\"\ntruoc_ngay = inclusive\n"
                     "state = \"db/x.db\"\ncontrol = /run/x\nadmin_mail = q@example.org\n"
                     "public_url = \"https://dondoc.example.org/\"\n"
                     "http_listen = \"127.0.0.1:8080\"\nlink_days = 9\n"
                     "mail { method = smtp host = mail.example.org port = 2525 security = tls\n"
                     "  from = \"d@example.org\" concurrency = 8 helo = \"may\" }\n",
               &s);
    assert_string_equal(s.language, "en");
    assert_int_equal(s.utc_offset, 510);
    assert_true(s.inclusive_before);
    assert_string_equal(s.state, "db/x.db");
    assert_string_equal(s.control, "/run/x");
    assert_string_equal(s.admin_mail, "q@example.org");
    assert_string_equal(s.public_url, "https://dondoc.example.org/");
    assert_int_equal(s.link_days, 9);
    assert_int_equal(s.mail.method, MAIL_SMTP);
    assert_string_equal(s.mail.host, "mail.example.org");
    assert_int_equal(s.mail.port, 2525);
    assert_int_equal(s.mail.security, MAIL_TLS);
    assert_int_equal(s.mail.concurrency, 8);
    settings_clear(&s);
}

static void test_policy(void **state)
{
    (void)state;
    struct settings s;
    load_sound(SOUND "policy \"default\" { other = {10, 0} roll = next catch_up = none\n"
                     " send_at = \"8:05\" week = \"2 1 0\" }\n"
                     "policy \"gap\" { overdue_days = 0 }\n",
               &s);
    assert_int_equal(s.policy_count, 2);
    assert_int_equal(s.policies[0].other.count, 2);
    assert_int_equal(s.policies[0].other.before[0], 10);
    assert_int_equal(s.policies[0].week.count, 3);
    assert_int_equal(s.policies[0].month.count, 3);
    assert_int_equal(s.policies[0].roll, ROLL_NEXT);
    assert_int_equal(s.policies[0].catch_up, CATCH_UP_NONE);
    assert_int_equal(s.policies[0].send_minute, 485);
    assert_int_equal(s.policies[1].overdue_days, 0);
    assert_int_equal(s.policies[1].roll, ROLL_NONE);
    settings_clear(&s);
}

/* The due day of each regime on a year's periods, which is what counts. */
static day_t due(const struct cycle *cycle, int year, int index)
{
    for (size_t i = 0; i < cycle->anchor_count; i++) {
        struct period period = {cycle->every, year, index};
        day_t day = anchor_day(&cycle->anchors[i], period);
        if (day != DAY_NONE) {
            return day;
        }
    }
    return DAY_NONE;
}

static void test_reporting(void **state)
{
    (void)state;
    struct settings s;
    load_sound(SOUND "reporting \"kstthc\" {\n month = \"trước ngày 19 hằng tháng\"\n"
                     " quarter = \"trước ngày 19 của tháng cuối quý\"\n"
                     " half = \"chậm nhất ngày 20/6 và ngày 20/12\"\n"
                     " nine_months = \"chậm nhất ngày 20/9\"\n year = \"trước ngày 19/12\"\n}\n",
               &s);
    assert_int_equal(s.regime_count, 1);
    const struct regime *regime = settings_regime_named(&s, "kstthc");
    assert_int_equal(regime->line, SOUND_LINES + 1);
    assert_null(regime_cycle(regime, PERIOD_WEEK));
    assert_int_equal(due(regime_cycle(regime, PERIOD_MONTH), 2022, 2), civil_to_day(2022, 2, 18));
    assert_int_equal(due(regime_cycle(regime, PERIOD_QUARTER), 2022, 1), civil_to_day(2022, 3, 18));
    assert_int_equal(due(regime_cycle(regime, PERIOD_QUARTER), 2025, 4),
                     civil_to_day(2025, 12, 18));
    assert_int_equal(due(regime_cycle(regime, PERIOD_HALF), 2022, 1), civil_to_day(2022, 6, 20));
    assert_int_equal(due(regime_cycle(regime, PERIOD_HALF), 2022, 2), civil_to_day(2022, 12, 20));
    assert_int_equal(due(regime_cycle(regime, PERIOD_NINE_MONTHS), 2022, 1),
                     civil_to_day(2022, 9, 20));
    assert_int_equal(due(regime_cycle(regime, PERIOD_YEAR), 2023, 1), civil_to_day(2023, 12, 18));
    settings_clear(&s);
}

static void test_plan(void **state)
{
    (void)state;
    struct settings s;
    struct diag diag = {0};
    assert_int_equal(
        load(SOUND
             "policy \"gap\" {}\nreporting \"cchc\" {}\n"
             "plan \"cchc-2024\" {\n file = \"khong-co.csv\"\n department = \"so-a\"\n"
             " title = \"Kế hoạch\"\n number = \"1/KH\"\n issued = \"10/01/2024\"\n"
             " from_year = 2024\n to_year = 2025\n amends = \"27/KH\"\n reports = {\"IX.1\"}\n"
             " joint = {\"I.1\", \"I.2\"}\n regime = cchc\n policy = gap\n"
             " closed = 2026-02-01\n}\n"
             "plan \"b\" { file = \"b.csv\" department = so-a title = B from_year = 2022 }\n",
             &s, &diag),
        0);
    /* A file that is not there is told, and keeps nothing from running. */
    assert_int_equal(diag.warnings, 2);
    assert_int_equal(diag.items[0].line, SOUND_LINES + 4);
    assert_non_null(strstr(diag.items[0].message, "khong-co.csv"));
    diag_clear(&diag);
    const struct plan *plan = settings_plan(&s, "cchc-2024");
    assert_string_equal(plan->file, "khong-co.csv");
    assert_string_equal(plan->number, "1/KH");
    assert_int_equal(plan->issued, civil_to_day(2024, 1, 10));
    assert_int_equal(plan->to_year, 2025);
    assert_int_equal(plan->joint.count, 2);
    assert_int_equal(plan->closed, civil_to_day(2026, 2, 1));
    assert_string_equal(plan->config, "t.conf");
    assert_int_equal(plan->line, SOUND_LINES + 3);
    assert_string_equal(settings_policy(&s, plan)->name, "gap");
    assert_string_equal(settings_regime(&s, plan)->name, "cchc");
    plan = settings_plan(&s, "b");
    assert_int_equal(plan->to_year, 2022);
    assert_int_equal(plan->issued, DAY_NONE);
    assert_string_equal(plan->number, "");
    assert_string_equal(plan->amends, "");
    assert_string_equal(plan->policy, "");
    settings_clear(&s);
}

static void test_holidays(void **state)
{
    (void)state;
    struct settings s;
    load_sound(SOUND
               "year 2024 { notices = {\"1/TB\"} off = {\"2024-09-02 Quốc khánh\"}\n"
               " in_lieu = {\"2024-09-03 Nghỉ bù\"} swapped_off = \"2024-04-29 Hoán đổi\"\n"
               " worked = {\"2024-05-04\"} }\nyear 2023 { off = {\"2023-06-05 Lễ riêng\"} }\n",
               &s);
    assert_true(holidays_is_announced(&s.holidays, 2024));
    assert_false(holidays_is_announced(&s.holidays, 2023));
    const struct holiday_entry *entry = holidays_find(&s.holidays, civil_to_day(2024, 9, 3));
    assert_int_equal(entry->mark, DAY_MARK_IN_LIEU);
    assert_string_equal(entry->reason, "Nghỉ bù");
    assert_int_equal(holidays_find(&s.holidays, civil_to_day(2024, 5, 4))->mark, DAY_MARK_WORKED);
    assert_int_equal(holidays_find(&s.holidays, civil_to_day(2024, 4, 29))->mark,
                     DAY_MARK_SWAPPED_OFF);
    /* What was announced is all there is; other years are computed, and keep what is written. */
    assert_null(holidays_find(&s.holidays, civil_to_day(2024, 1, 1)));
    assert_non_null(holidays_find(&s.holidays, civil_to_day(2023, 6, 5)));
    assert_non_null(holidays_find(&s.holidays, civil_to_day(2023, 1, 2)));
    assert_non_null(holidays_find(&s.holidays, civil_to_day(2040, 9, 2)));
    settings_clear(&s);
}

static void test_endpoint(void **state)
{
    (void)state;
    struct settings s;
    char secret[] = "/tmp/dondoc-secret-XXXXXX"; /* 0600 */
    char text[1000];
    int fd = mkstemp(secret);
    assert_true(fd >= 0);
    (void)snprintf(text, sizeof(text),
                   SOUND
                   "endpoint \"eoffice\" { url = \"https://e.example.org/h\" enabled = false\n"
                   " secret_files = {\"%s\"} department = so-a }\n",
                   secret);
    load_sound(text, &s);
    (void)close(fd);
    (void)unlink(secret);
    const struct endpoint *endpoint = settings_endpoint(&s, "eoffice");
    assert_string_equal(endpoint->url, "https://e.example.org/h");
    assert_false(endpoint->enabled);
    assert_int_equal(endpoint->secret_files.count, 1);
    assert_string_equal(endpoint->department, "so-a");
    assert_int_equal(endpoint->concurrency, 2);
    assert_int_equal(endpoint->method, ENDPOINT_POST);
    assert_string_equal(endpoint->path, "");
    assert_int_equal(endpoint->events, EVENTS_DEFAULT);
    settings_clear(&s);
}

static void test_endpoint_shape(void **state)
{
    (void)state;
    struct settings s;
    char secret[] = "/tmp/dondoc-secret-XXXXXX"; /* 0600 */
    char text[2000];
    char line[100];
    int fd = mkstemp(secret);
    assert_true(fd >= 0);
    (void)snprintf(text, sizeof(text),
                   SOUND "endpoint \"e\" { url = \"https://e.example.org/h\" method = PATCH\n"
                         " path = \"/t/{{data.code}}\" content_type = \"text/xml\"\n"
                         " template = \"%s\" authorization_file = \"%s\"\n"
                         " headers = {\"X-A: b: c\", \"X-B:  d\"} header_files = \"X-C: %s\"\n"
                         " events = {opened, discharged} }\n",
                   secret, secret, secret);
    load_sound(text, &s);
    (void)close(fd);
    (void)unlink(secret);
    const struct endpoint *endpoint = settings_endpoint(&s, "e");
    (void)snprintf(line, sizeof(line), "X-C: %s", secret);
    assert_string_equal(endpoint_method_name(endpoint->method), "PATCH");
    assert_string_equal(endpoint->path, "/t/{{data.code}}");
    assert_string_equal(endpoint->content_type, "text/xml");
    assert_string_equal(endpoint->template, secret);
    assert_string_equal(endpoint->authorization_file, secret);
    assert_int_equal(endpoint->headers.count, 2);
    assert_string_equal(endpoint->headers.items[0], "X-A: b: c");
    assert_int_equal(endpoint->header_files.count, 1);
    assert_string_equal(endpoint->header_files.items[0], line);
    assert_int_equal(endpoint->events, EVENT_BIT(EVENT_OPENED) | EVENT_BIT(EVENT_DISCHARGED));
    assert_int_equal(endpoint->secret_files.count, 0);
    settings_clear(&s);
}

static void test_edxml(void **state)
{
    (void)state;
    struct settings s;
    load_sound(SOUND, &s);
    assert_string_equal(s.edxml.folder, "");
    assert_int_equal(s.edxml.organ_count, 0);
    settings_clear(&s);
    load_sound(SOUND
               "edxml { folder = \"/var/x\"\n"
               " organ \"000.00.12.H51\" { department = so-a\n"
               "  route \"tien\" { unit = van-phong notation = {\"KT\"} subject = {\"Ngân sách\", "
               "\"kinh phí\"} }\n"
               "  route \"nguoi\" { unit = van-phong from = {\"000.00.07.H51\"} } }\n"
               " organ \"000.01.12.H51\" { department = so-a unit = van-phong } }\n",
               &s);
    assert_string_equal(s.edxml.folder, "/var/x");
    assert_int_equal(s.edxml.organ_count, 2);
    assert_null(organ_find(&s.edxml, "000.00.13.H51"));
    const struct organ *organ = organ_find(&s.edxml, "000.00.12.h51");
    assert_string_equal(organ->department, "so-a");
    assert_null(organ->unit);
    assert_int_equal(organ->route_count, 2);
    assert_string_equal(organ_find(&s.edxml, "000.01.12.H51")->unit, "van-phong");
    /* All lists of a route must fit; letters' case and form do not count. */
    const struct organ_route *route =
        organ_route(organ, "x", "UBND-KT", "V/v giao dự toán NGÂN SA\u0301CH 2024");
    assert_string_equal(route->name, "tien");
    assert_null(organ_route(organ, "x", "UBND-KTTH", "Ngân sách"));
    assert_null(organ_route(organ, "x", "UBND-KT", "Nhân sự"));
    assert_string_equal(organ_route(organ, "000.00.07.h51", "", "")->name, "nguoi");
    settings_clear(&s);
}

/* Comments, quotes, escapes: the text is the one that was meant, and lines are counted right. */
static void test_syntax(void **state)
{
    (void)state;
    struct settings s;
    load_sound("\xEF\xBB\xBF# một\n/* hai\n   \"ba */ // bốn {\r\n"
               "department 'so-a' { # năm }\n"
               " name = \"Sở \\\"A\\\" \\\\ \\${x} $ # /* */\"\n office = vp mail_from = a@b.c\n"
               " unit vp { names = {\"http://x\", 'don\\'t'} mail += a@example.org }\n}\n",
               &s);
    const struct department *so = roster_department(&s.roster, "so-a");
    assert_int_equal(so->line, 4);
    assert_string_equal(so->name, "Sở \"A\" \\ ${x} $ # /* */");
    assert_int_equal(department_party(so, "vp")->line, 7);
    assert_string_equal(department_party(so, "vp")->names.items[0], "http://x");
    settings_clear(&s);
}

static void test_describe(void **state)
{
    (void)state;
    struct buf out;
    buf_init(&out, 1 << 20);
    assert_int_equal(conf_describe(&out), 0);
    assert_non_null(strstr(buf_str(&out), "\npolicy \"…\" {"));
    assert_non_null(strstr(buf_str(&out), "truoc_ngay"));
    buf_clear(&out);
    buf_init(&out, 100);
    assert_int_equal(conf_describe(&out), ERR_LIMIT);
    buf_clear(&out);
}

int test_values(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_defaults),   cmocka_unit_test(test_schema_has_the_policy_defaults),
        cmocka_unit_test(test_department), cmocka_unit_test(test_top_and_mail),
        cmocka_unit_test(test_policy),     cmocka_unit_test(test_reporting),
        cmocka_unit_test(test_plan),       cmocka_unit_test(test_holidays),
        cmocka_unit_test(test_endpoint),   cmocka_unit_test(test_endpoint_shape),
        cmocka_unit_test(test_edxml),      cmocka_unit_test(test_syntax),
        cmocka_unit_test(test_describe),
    };
    return cmocka_run_group_tests_name("values", tests, NULL, NULL);
}
