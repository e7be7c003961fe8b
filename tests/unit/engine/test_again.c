/* What is loaded again, and what is not: each thing that a load depends on changed in turn. */
#include "tests/unit/engine/tests.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "base/err.h"
#include "base/i18n.h"
#include "conf/conf.h"
#include "engine/actions.h"
#include "engine/load.h"
#include "engine/tick.h"
#include "store/plans.h"

#define HEADER "stt,nhom,noi_dung,san_pham,chu_tri,phoi_hop,thoi_gian,thoi_gian_sua,sua_doi\n"

/* Every key that a load may hang on, so that each can be changed by replacing a text. */
static const char CONFIG[] =
    "language = \"vi\"\nutc_offset = \"+07:00\"\ntruoc_ngay = \"exclusive\"\n"
    "state = \"dondoc.db\"\ncontrol = \"control\"\n"
    "mail {\n method = \"maildir\"\n maildir = \"outbox\"\n from = \"d@example.org\"\n}\n"
    "department \"so\" {\n name = \"Sở Một\"\n office = \"vp\"\n deputy = {\"pgd@example.org\"}\n"
    " director = {\"gd@example.org\"}\n mail_from = \"so@example.org\"\n"
    " reply_to = \"dap@example.org\"\n regime = \"chung\"\n policy = \"rieng\"\n"
    " from = \"2000-01-01\"\n until = \"2090-12-31\"\n successor = \"so2\"\n"
    " unit \"vp\" {\n  names = {\"Văn phòng Sở\"}\n  mail = {\"vp@example.org\"}\n }\n"
    " unit \"tc\" {\n  names = {\"Phòng Tài chính\", \"Phòng TC\"}\n  mail = {\"tc@example.org\"}\n"
    "  endpoints = {\"e\"}\n  head = \"Ông A\"\n  head_mail = \"a@example.org\"\n"
    "  deputy = {\"pgd1@example.org\"}\n  from = \"2001-01-01\"\n  until = \"2022-03-31\"\n"
    "  successor = \"tt\"\n }\n"
    " unit \"tt\" {\n  names = {\"Thanh tra Sở\"}\n  mail = {\"tt@example.org\"}\n }\n"
    " post \"cc\" {\n  names = {\"Công chức một cửa\"}\n  mail = {\"cc@example.org\"}\n }\n"
    " external \"ubnd\" {\n  names = {\"UBND tỉnh\"}\n }\n"
    " group \"phong\" {\n  names = {\"Các phòng\"}\n  members = {\"tc\", \"tt\"}\n  heads = false\n"
    "  deputy = {\"pgd2@example.org\"}\n }\n}\n"
    "department \"so2\" {\n name = \"Sở Hai\"\n office = \"vp\"\n"
    " unit \"vp\" {\n  names = {\"Văn phòng Sở Hai\"}\n  mail = {\"vp2@example.org\"}\n }\n}\n"
    "endpoint \"e\" {\n url = \"https://e.example.org/\"\n secret_files = {\"p.csv\"}\n}\n"
    "endpoint \"f\" {\n url = \"https://f.example.org/\"\n secret_files = {\"p.csv\"}\n}\n"
    "policy \"rieng\" {\n week = \"1 0\"\n month = \"5 1 0\"\n other = \"15 7 3 1 0\"\n"
    " coordinating = \"7 0\"\n overdue_days = 5\n overdue_weeks = 8\n half_way_over = 60\n"
    " due_soon = 5\n collect_before = 5\n collect_due = 2\n immediate_within = 3\n"
    " escalate_head = 2\n escalate_office = 5\n escalate_deputy = 10\n escalate_director = 15\n"
    " send_at = \"07:30\"\n send_until = \"17:00\"\n digest_office = false\n"
    " digest_director = false\n roll = \"none\"\n catch_up = \"latest\"\n}\n"
    "policy \"khac\" {\n}\n"
    "reporting \"chung\" {\n week = \"thứ Năm\"\n month = \"ngày 25\"\n"
    " quarter = \"ngày 19 của tháng cuối quý\"\n half = \"ngày 15 của tháng cuối kỳ\"\n"
    " nine_months = \"ngày 15 tháng 9\"\n year = \"ngày 15 tháng 12\"\n}\n"
    "reporting \"riengle\" {\n}\n"
    "plan \"p\" {\n file = \"p.csv\"\n number = \"01/KH\"\n issued = \"2022-01-05\"\n"
    " department = \"so\"\n title = \"Một\"\n from_year = 2022\n to_year = 2022\n"
    " amends = \"kh-cu\"\n reports = {\"2\"}\n joint = {\"1\"}\n regime = \"chung\"\n"
    " policy = \"rieng\"\n closed = \"2023-06-30\"\n}\n"
    "plan \"q\" {\n file = \"q.csv\"\n department = \"so2\"\n title = \"Hai\"\n"
    " from_year = 2022\n amends = \"p\"\n}\n"
    "year \"2022\" {\n notices = {\"TB 1\"}\n off = {\"2022-09-02 Quốc khánh\"}\n"
    " in_lieu = {\"2022-05-03 nghỉ bù\"}\n swapped_off = {\"2022-05-06 hoán đổi\"}\n"
    " worked = {\"2022-05-14 làm bù\"}\n}\n";

static const struct edit {
    const char *section, *key;
    const char *from, *to; /* NULL: no load hangs on it */
} EDITS[] = {
    {"", "include", NULL, NULL}, /* what it brings is there as if written */
    {"", "language", "language = \"vi\"", "language = \"en\""},
    {"", "utc_offset", "+07:00", "+08:00"},
    {"", "truoc_ngay", "exclusive", "inclusive"},
    {"", "state", NULL, NULL},
    {"", "control", NULL, NULL},
    {"", "templates", NULL, NULL},
    {"", "public_url", NULL, NULL},
    {"", "link_secret_files", NULL, NULL},
    {"", "link_days", NULL, NULL},
    {"", "admin_mail", NULL, NULL},
    {"", "http_listen", NULL, NULL},
    {"", "http_remote", NULL, NULL},
    {"", "http_connections", NULL, NULL},
    {"", "http_seconds", NULL, NULL},
    {"mail", NULL, NULL, NULL},
    {"incoming", NULL, NULL, NULL},
    {"edxml", NULL, NULL, NULL},
    {"organ", NULL, NULL, NULL},
    {"route", NULL, NULL, NULL},
    {"endpoint", NULL, NULL, NULL},
    {"department", "name", "Sở Một", "Sở Mốt"},
    {"department", "office", "office = \"vp\"", "office = \"tt\""},
    {"department", "deputy", "pgd@example.org", "pgd9@example.org"},
    {"department", "director", "gd@example.org\"}", "gd9@example.org\"}"},
    {"department", "mail_from", "so@example.org", "so9@example.org"},
    {"department", "reply_to", "dap@example.org", "dap9@example.org"},
    {"department", "regime", "regime = \"chung\"", "regime = \"riengle\""},
    {"department", "policy", "policy = \"rieng\"", "policy = \"khac\""},
    {"department", "assigned_policy", "mail_from", "assigned_policy = \"khac\"\n mail_from"},
    {"department", "from", "2000-01-01", "2000-01-02"},
    {"department", "until", "2090-12-31", "2090-12-30"},
    {"department", "successor", " successor = \"so2\"\n", ""},
    {"unit", "names", "\"Phòng Tài chính\"", "\"Phòng Tài vụ\""},
    {"unit", "mail", "tc@example.org", "tc9@example.org"},
    {"unit", "endpoints", "endpoints = {\"e\"}", "endpoints = {\"f\"}"},
    {"unit", "head", "Ông A", "Bà B"},
    {"unit", "head_mail", "\"a@example.org", "\"a9@example.org"},
    {"unit", "deputy", "pgd1@example.org", "pgd9@example.org"},
    {"unit", "from", "2001-01-01", "2001-01-02"},
    {"unit", "until", "2022-03-31", "2022-03-30"},
    {"unit", "successor", "successor = \"tt\"", "successor = \"vp\""},
    {"post", "names", "Công chức một cửa", "Công chức tiếp nhận"},
    {"post", "mail", "cc@example.org", "cc9@example.org"},
    {"external", "names", "UBND tỉnh", "UBND thành phố"},
    {"group", "names", "Các phòng", "Các phòng chuyên môn"},
    {"group", "members", "{\"tc\", \"tt\"}", "{\"tc\", \"vp\"}"},
    {"group", "heads", "heads = false", "heads = true"},
    {"group", "deputy", "pgd2@example.org", "pgd9@example.org"},
    {"policy", "week", "week = \"1 0\"", "week = \"2 0\""},
    {"policy", "month", "5 1 0", "4 1 0"},
    {"policy", "other", "15 7 3 1 0", "14 7 3 1 0"},
    {"policy", "coordinating", "\"7 0\"", "\"6 0\""},
    {"policy", "overdue_days", "overdue_days = 5", "overdue_days = 4"},
    {"policy", "overdue_weeks", "overdue_weeks = 8", "overdue_weeks = 7"},
    {"policy", "half_way_over", "half_way_over = 60", "half_way_over = 61"},
    {"policy", "due_soon", "due_soon = 5", "due_soon = 6"},
    {"policy", "collect_before", "collect_before = 5", "collect_before = 6"},
    {"policy", "collect_due", "collect_due = 2", "collect_due = 1"},
    {"policy", "immediate_within", "immediate_within = 3", "immediate_within = 4"},
    {"policy", "escalate_head", "escalate_head = 2", "escalate_head = 3"},
    {"policy", "escalate_office", "escalate_office = 5", "escalate_office = 6"},
    {"policy", "escalate_deputy", "escalate_deputy = 10", "escalate_deputy = 11"},
    {"policy", "escalate_director", "escalate_director = 15", "escalate_director = 16"},
    {"policy", "send_at", "07:30", "07:31"},
    {"policy", "send_until", "17:00", "16:59"},
    {"policy", "digest_office", "digest_office = false", "digest_office = true"},
    {"policy", "digest_director", "digest_director = false", "digest_director = true"},
    {"policy", "roll", "roll = \"none\"", "roll = \"next\""},
    {"policy", "catch_up", "latest", "all"},
    {"reporting", "week", "thứ Năm", "thứ Tư"},
    {"reporting", "month", "ngày 25", "ngày 24"},
    {"reporting", "quarter", "ngày 19 của", "ngày 18 của"},
    {"reporting", "half", "ngày 15 của", "ngày 14 của"},
    {"reporting", "targets", " half = \"ngày", " targets = \"half\"\n half = \"ngày"},
    {"reporting", "cut_off", " half = \"ngày", " cut_off = 20\n half = \"ngày"},
    {"reporting", "nine_months", "ngày 15 tháng 9", "ngày 14 tháng 9"},
    {"reporting", "year", "ngày 15 tháng 12", "ngày 14 tháng 12"},
    {"plan", "file", NULL, NULL}, /* test_another_file */
    {"plan", "targets", " closed", " targets = \"t.csv\"\n closed"},
    {"plan", "number", "01/KH", "02/KH"},
    {"plan", "issued", "2022-01-05", "2022-01-06"},
    {"plan", "department", "department = \"so\"", "department = \"so2\""},
    {"plan", "title", "title = \"Một\"", "title = \"Mốt\""},
    {"plan", "from_year", "from_year = 2022\n to", "from_year = 2021\n to"},
    {"plan", "to_year", "to_year = 2022", "to_year = 2023"},
    {"plan", "amends", "kh-cu", "kh-khac"},
    {"plan", "reports", "reports = {\"2\"}", "reports = {\"1\"}"},
    {"plan", "joint", "joint = {\"1\"}", "joint = {\"2\"}"},
    {"plan", "regime", " regime = \"chung\"\n policy = \"rieng\"\n closed",
     " policy = \"rieng\"\n closed"},
    {"plan", "policy", " policy = \"rieng\"\n closed", " closed"},
    {"plan", "closed", "2023-06-30", "2023-06-29"},
    {"year", "notices", NULL, NULL}, /* only shown */
    {"year", "off", "2022-09-02", "2022-09-01"},
    {"year", "in_lieu", "2022-05-03", "2022-05-04"},
    {"year", "swapped_off", "2022-05-06", "2022-05-05"},
    {"year", "worked", "2022-05-14", "2022-05-21"},
};

static void configure(struct office *office, const char *from, const char *to)
{
    struct buf text;
    buf_init(&text, 20000);
    const char *at = from ? strstr(CONFIG, from) : NULL;
    assert_true(!from || at);
    size_t before = at ? (size_t)(at - CONFIG) : strlen(CONFIG);
    assert_int_equal(0, buf_append(&text, CONFIG, before));
    if (at) {
        assert_int_equal(0, buf_puts(&text, to));
        assert_int_equal(0, buf_puts(&text, at + strlen(from)));
    }
    office_write(office, "dondoc.conf", buf_str(&text));
    buf_clear(&text);
    diag_clear(&office->diag);
    office_configure(office);
}

/* How many occurrences a load compares. */
static size_t load(struct office *office, struct load_difference *out)
{
    struct load_difference difference = {0};
    assert_int_equal(0, engine_load(&office->engine, office->now, "test", false, &difference,
                                    &office->diag));
    size_t compared = difference.compared;
    if (out) {
        *out = difference;
    } else {
        load_difference_clear(&difference);
    }
    return compared;
}

static void write_rows(struct office *office)
{
    office_write(office, "p.csv",
                 HEADER "1,,A,,Các phòng,Phòng TC,chậm nhất ngày 18/11/2022,,\n"
                        "2,,Báo cáo,,Phòng TC,,Hằng quý,,\n"
                        "3,,C,,Phòng lạ,,Khi có yêu cầu,,\n");
    office_write(office, "t.csv",
                 "stt,indicator,comparator,value,unit,per,from_year,to_year,verbatim\n"
                 "1,Tỷ lệ,=,100,%,,2022,2022,\n");
    office_write(office, "q.csv", HEADER "1,,Q,,Văn phòng Sở Hai,,chậm nhất ngày 20/12/2022,,\n");
}

static void begin(struct office *office)
{
    write_rows(office);
    configure(office, NULL, NULL);
    assert_true(load(office, NULL) > 0);
    assert_int_equal(0, load(office, NULL));
}

static void test_unchanged_is_not_compared(void **state)
{
    struct office *office = *state;
    struct load_difference first = {0};
    struct load_difference again = {0};
    write_rows(office);
    configure(office, NULL, NULL);
    assert_true(load(office, &first) > 5);
    assert_int_equal(0, load(office, &again));
    assert_int_equal(2, again.plan_count);
    for (size_t i = 0; i < 2; i++) {
        assert_false(first.plans[i].same);
        assert_true(again.plans[i].same);
        assert_int_equal(first.plans[i].needs_person, again.plans[i].needs_person);
        assert_int_equal(first.plans[i].rows.added, again.plans[i].rows.unchanged);
        assert_int_equal(first.plans[i].occurrences.added, again.plans[i].occurrences.unchanged);
    }
    assert_int_equal(1, again.plans[0].needs_person);
    assert_int_equal(4, again.rows.unchanged);
    assert_int_equal(0, again.count);
    load_difference_clear(&first);
    load_difference_clear(&again);
    /* Another day, and mails that left, change nothing of it. */
    struct tick_result result;
    office->now += (instant_t)86400 * 1000;
    assert_int_equal(0, engine_tick(&office->engine, office->now, &result));
    assert_int_equal(0, load(office, NULL));
}

static void test_each_key_of_the_config(void **state)
{
    struct office *office = *state;
    begin(office);
    for (size_t i = 0; i < COUNT(EDITS); i++) {
        const struct edit *edit = &EDITS[i];
        struct load_difference difference = {0};
        if (!edit->from) {
            continue;
        }
        configure(office, edit->from, edit->to);
        i18n_init(office->settings.language, NULL);
        if (load(office, &difference) == 0 || difference.plans[0].same) {
            fail_msg("%s.%s: not loaded again", edit->section, edit->key);
        }
        load_difference_clear(&difference);
        assert_int_equal(0, load(office, NULL));
        configure(office, NULL, NULL);
        i18n_init("vi", NULL);
        assert_true(load(office, NULL) > 0);
        assert_int_equal(0, load(office, NULL));
    }
}

static bool is_listed(const char *section, const char *key)
{
    for (size_t i = 0; i < COUNT(EDITS); i++) {
        if (strcmp(EDITS[i].section, section) == 0 &&
            (!EDITS[i].key || strcmp(EDITS[i].key, key) == 0)) {
            return true;
        }
    }
    /* The same keys as a unit's. */
    return (strcmp(section, "post") == 0 || strcmp(section, "group") == 0) &&
           is_listed("unit", key);
}

/* A key that is new in the config has to be put into EDITS: either it is shown to be loaded again for,
 * or somebody has said that no load hangs on it. */
static void test_no_key_is_forgotten(void **state)
{
    (void)state;
    struct buf text;
    char section[40] = "";
    size_t keys = 0;
    buf_init(&text, 100000);
    assert_int_equal(0, conf_describe(&text));
    char *rest = text.data;
    for (char *line = strsep(&rest, "\n"); line; line = strsep(&rest, "\n")) {
        char word[40];
        if (sscanf(line, " %39[a-z_]", word) != 1) {
            continue;
        }
        if (strstr(line, "{ … }")) {
            snprintf(section, sizeof section, "%s", word);
        } else if (is_listed(section, word)) {
            keys++;
        } else {
            fail_msg("%s.%s: does a load hang on it?", section, word);
        }
    }
    assert_true(keys > 80);
    buf_clear(&text);
}

static void test_only_what_changed(void **state)
{
    struct office *office = *state;
    struct load_difference difference = {0};
    begin(office);
    office_write(office, "q.csv", HEADER "1,,Q,,Văn phòng Sở Hai,,chậm nhất ngày 21/12/2022,,\n");
    assert_int_equal(1, load(office, &difference));
    assert_true(difference.plans[0].same);
    assert_false(difference.plans[1].same);
    assert_int_equal(1, difference.occurrences.changed);
    load_difference_clear(&difference);
    assert_int_equal(0, load(office, NULL));
    /* The other office's units, and where things lie, concern only it and nobody. */
    configure(office, "Văn phòng Sở Hai", "Văn phòng Sở 2");
    (void)load(office, &difference);
    assert_true(difference.plans[0].same);
    assert_false(difference.plans[1].same);
    load_difference_clear(&difference);
    configure(office, "maildir = \"outbox\"", "maildir = \"thu-di\"");
    (void)load(office, &difference);
    assert_true(difference.plans[0].same);
    load_difference_clear(&difference);
}

static void test_another_file(void **state)
{
    struct office *office = *state;
    struct load_difference difference = {0};
    char path[100];
    begin(office);
    office_write(office, "r.csv", HEADER "9,,R,,Phòng TC,,Thường xuyên,,\n");
    configure(office, "file = \"p.csv\"", "file = \"r.csv\"");
    (void)load(office, &difference);
    assert_false(difference.plans[0].same);
    assert_int_equal(1, difference.plans[0].rows.added);
    load_difference_clear(&difference);
    snprintf(path, sizeof path, "%s/r.csv", office->folder);
    assert_int_equal(0, unlink(path));
    /* Gone, it is told and leaves all as it is; back, nothing has changed. */
    (void)load(office, &difference);
    assert_int_equal(1, difference.faulty);
    load_difference_clear(&difference);
    office_write(office, "r.csv", HEADER "9,,R,,Phòng TC,,Thường xuyên,,\n");
    assert_int_equal(0, load(office, NULL));
    assert_int_equal(0, unlink(path));
}

static void test_rows_that_another_plan_amends(void **state)
{
    struct office *office = *state;
    struct load_difference difference = {0};
    begin(office);
    office_write(office, "q.csv",
                 HEADER "1,,Q,,Văn phòng Sở Hai,,chậm nhất ngày 20/12/2022,,p/1\n");
    (void)load(office, &difference);
    assert_false(difference.plans[0].same);
    assert_int_equal(1, difference.plans[0].rows.withdrawn);
    load_difference_clear(&difference);
    assert_int_equal(0, load(office, NULL));
    /* It breaks: what it withdrew stays so; it is mended: nothing has changed. */
    office_write(office, "q.csv", "stt,nhom\n");
    (void)load(office, &difference);
    assert_int_equal(1, difference.faulty);
    assert_int_equal(0, difference.rows.added + difference.rows.withdrawn);
    load_difference_clear(&difference);
    write_rows(office);
    (void)load(office, &difference);
    assert_int_equal(1, difference.plans[0].rows.added);
    load_difference_clear(&difference);
    assert_int_equal(0, load(office, NULL));
}

static void test_an_amending_plan_leaves_the_config(void **state)
{
    struct office *office = *state;
    struct load_difference difference = {0};
    begin(office);
    office_write(office, "q.csv",
                 HEADER "1,,Q,,Văn phòng Sở Hai,,chậm nhất ngày 20/12/2022,,p/1\n");
    (void)load(office, NULL);
    static const char Q[] = "plan \"q\" {\n file = \"q.csv\"\n department = \"so2\"\n title = "
                            "\"Hai\"\n from_year = 2022\n amends = \"p\"\n}\n";
    configure(office, Q, "");
    (void)load(office, &difference);
    assert_int_equal(1, difference.plans[0].rows.added);
    assert_true(difference.plans[1].gone);
    load_difference_clear(&difference);
    assert_int_equal(0, load(office, NULL));
    /* And comes back. */
    configure(office, NULL, NULL);
    (void)load(office, &difference);
    assert_int_equal(1, difference.plans[0].rows.withdrawn);
    assert_int_equal(1, difference.plans[1].occurrences.added);
    load_difference_clear(&difference);
}

static void test_the_day_counts_by_who_holds_what(void **state)
{
    struct office *office = *state;
    begin(office);
    office->now = offset_instant(on("2022-03-31"), 600, 420);
    assert_int_equal(0, load(office, NULL));
    office->now = offset_instant(on("2022-04-01"), 600, 420); /* the inspectors take over */
    assert_true(load(office, NULL) > 0);
    office->now = offset_instant(on("2022-05-01"), 600, 420);
    assert_int_equal(0, load(office, NULL));
    /* Set back behind the last load that compared: what that left out as past due is looked at. */
    office->now = offset_instant(on("2022-03-31"), 600, 420);
    assert_true(load(office, NULL) > 0);
}

static void test_what_is_open_again_is_compared(void **state)
{
    struct office *office = *state;
    struct action_result result = {0};
    const struct action action = {office->now, "officer"};
    struct load_difference difference = {0};
    begin(office);
    assert_int_equal(0, action_done(&office->engine, &action, "q/1", "1/BC", DAY_NONE, NULL,
                                    &result, NULL));
    action_result_clear(&result);
    assert_int_equal(0, load(office, NULL));
    /* While it is done its row goes; open again, it has to go too. */
    office_write(office, "q.csv", HEADER "2,,Q,,Văn phòng Sở Hai,,Thường xuyên,,\n");
    (void)load(office, &difference);
    assert_int_equal(0, difference.occurrences.withdrawn);
    load_difference_clear(&difference);
    assert_int_equal(0, load(office, NULL));
    assert_int_equal(0, action_reopen(&office->engine, &action, "q/1/once", "nhầm", &result, NULL));
    action_result_clear(&result);
    (void)load(office, &difference);
    assert_true(difference.plans[0].same);
    assert_int_equal(1, difference.occurrences.withdrawn);
    load_difference_clear(&difference);
}

/* Makes the next load compare a plan. */
static void forget(struct office *office, const char *plan)
{
    struct plan_row row = {0};
    assert_int_equal(0, store_plan_get(office->store, plan, &row));
    struct plan_row changed = row;
    changed.fingerprint = "";
    assert_int_equal(0, store_txn_begin(office->store));
    assert_int_equal(0, store_plan_put(office->store, &changed));
    assert_int_equal(0, store_txn_commit(office->store));
    store_plan_clear(&row);
}

/* A load that compares after an action finds nothing to do: so it may be left out. */
static void check_nothing_was_missed(struct office *office)
{
    struct load_difference difference = {0};
    forget(office, "p");
    assert_true(load(office, &difference) > 0);
    assert_int_equal(0, difference.count);
    assert_int_equal(0,
                     difference.rows.added + difference.rows.changed + difference.rows.withdrawn);
    load_difference_clear(&difference);
}

static void test_actions_leave_nothing_for_a_load(void **state)
{
    struct office *office = *state;
    struct action_result result = {0};
    const struct action action = {office->now, "officer"};
    struct engine *engine = &office->engine;
    begin(office);
    assert_int_equal(0, action_extend(engine, &action, "p/2/quarter/2022-Q1", on("2022-04-10"),
                                      "3/CV", &result, NULL));
    action_result_clear(&result);
    assert_int_equal(0, load(office, NULL));
    check_nothing_was_missed(office);
    assert_int_equal(0, action_trigger(engine, &action, "p/3", on("2022-03-14"), "9/UBND",
                                       on("2022-03-25"), &result, NULL));
    action_result_clear(&result);
    assert_int_equal(0, load(office, NULL));
    check_nothing_was_missed(office);
    assert_int_equal(0, action_done(engine, &action, "p/1/once", "4/BC", DAY_NONE, NULL, &result,
                                    NULL));
    action_result_clear(&result);
    assert_int_equal(0, load(office, NULL));
    check_nothing_was_missed(office);
    assert_int_equal(0, action_exempt(engine, &action, "p/2/quarter/2022-Q2", "không còn", &result,
                                      NULL));
    action_result_clear(&result);
    assert_int_equal(0, load(office, NULL));
    check_nothing_was_missed(office);
    assert_int_equal(0, action_reopen(engine, &action, "p/1/once", "nhầm", &result, NULL));
    action_result_clear(&result);
    assert_true(load(office, NULL) > 0);
}

int test_again(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_setup_teardown(test_unchanged_is_not_compared, office_open, office_close),
        cmocka_unit_test_setup_teardown(test_each_key_of_the_config, office_open, office_close),
        cmocka_unit_test(test_no_key_is_forgotten),
        cmocka_unit_test_setup_teardown(test_only_what_changed, office_open, office_close),
        cmocka_unit_test_setup_teardown(test_another_file, office_open, office_close),
        cmocka_unit_test_setup_teardown(test_rows_that_another_plan_amends, office_open,
                                        office_close),
        cmocka_unit_test_setup_teardown(test_an_amending_plan_leaves_the_config, office_open,
                                        office_close),
        cmocka_unit_test_setup_teardown(test_the_day_counts_by_who_holds_what, office_open,
                                        office_close),
        cmocka_unit_test_setup_teardown(test_what_is_open_again_is_compared, office_open,
                                        office_close),
        cmocka_unit_test_setup_teardown(test_actions_leave_nothing_for_a_load, office_open,
                                        office_close),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
