/* The sample configuration: what is installed and what the demo runs on are one. */
#include "tests.h"

#include "base/err.h"
#include "cal/workday.h"
#include "model/address.h"

static void load_sample(const char *name, struct settings *out)
{
    char path[400];
    struct diag diag = {0};
    (void)snprintf(path, sizeof(path), DD_SRCDIR "/conf/%s", name);
    settings_init(out);
    int err = conf_load(path, out, &diag);
    if (err || diag.count > 0) {
        fail_msg("%s:%d: %s", name, diag.count ? diag.items[0].line : 0,
                 diag.count ? diag.items[0].message : "");
    }
}

/* Everybody whom the five plans name, by department, and what they are. */
static void test_names(void **state)
{
    (void)state;
    static const struct {
        const char *department, *name;
        enum party_kind kind;
    } NAMES[] = {
        {"stnmt-soctrang", "Văn phòng Sở", PARTY_UNIT},
        {"stnmt-soctrang", "Thanh tra Sở", PARTY_UNIT},
        {"stnmt-soctrang", "Phòng Kế hoạch - Tài chính", PARTY_UNIT},
        {"stnmt-soctrang", "Trung tâm CNTT", PARTY_UNIT},
        {"stnmt-soctrang", "Trung tâm Công nghệ thông tin", PARTY_UNIT},
        {"stnmt-soctrang", "Trung tâm công nghệ thông tin TN&MT", PARTY_UNIT},
        {"stnmt-soctrang", "Chi cục Quản lý đất đai", PARTY_UNIT},
        {"stnmt-soctrang", "Văn phòng Đăng ký đất đai", PARTY_UNIT},
        {"stnmt-soctrang", "Các phòng, đơn vị", PARTY_GROUP},
        {"stnmt-soctrang", "Các phòng, đơn vị thuộc Sở", PARTY_GROUP},
        {"stnmt-soctrang", "Các phòng, đơn vị tham mưu giải quyết TTHC", PARTY_GROUP},
        {"stnmt-soctrang", "Các phòng, đơn vị được giao dự thảo văn bản QPPL", PARTY_GROUP},
        {"stnmt-soctrang", "Các phòng, đơn vị có liên quan", PARTY_GROUP},
        {"stnmt-soctrang", "Một số phòng, đơn vị liên quan", PARTY_GROUP},
        {"stnmt-soctrang", "Thủ trưởng các phòng, đơn vị thuộc Sở", PARTY_GROUP},
        {"stnmt-soctrang", "Viên chức trực tại Trung tâm Phục vụ Hành chính công", PARTY_POST},
        {"stnmt-soctrang",
         "Công chức tiếp nhận hồ sơ và trả kết quả làm việc Trung tâm Phục vụ Hành chính công",
         PARTY_POST},
        {"stnmt-soctrang",
         "Công chức đầu mối thực hiện nhiệm vụ kiểm soát thủ tục hành chính, cơ chế một cửa, một "
         "cửa "
         "liên thông",
         PARTY_POST},
        {"stnmt-soctrang", "Đối tượng được kiểm tra", PARTY_EXTERNAL},
        {"stnmt-soctrang", "Sở Thông tin và Truyền thông", PARTY_EXTERNAL},
        {"stp-soctrang", "Văn phòng Sở", PARTY_UNIT},
        {"stp-soctrang", "Văn phòng", PARTY_UNIT},
        {"stp-soctrang", "Phòng BTTP", PARTY_UNIT},
        {"stp-soctrang", "Phòng Hành chính tư pháp", PARTY_UNIT},
        {"stp-soctrang", "Phòng Phổ biến, giáo dục pháp luật", PARTY_UNIT},
        {"stp-soctrang", "Phòng Xây dựng và kiểm tra văn bản QPPL", PARTY_UNIT},
        {"stp-soctrang", "Các Phòng nghiệp vụ", PARTY_GROUP},
        {"stp-soctrang", "Các Phòng, đơn vị có liên quan", PARTY_GROUP},
        {"stp-soctrang", "Các Phòng có liên quan", PARTY_GROUP},
        {"stp-soctrang", "Các Phòng, Trung tâm có liên quan", PARTY_GROUP},
        {"stp-soctrang", "Các Phòng, Trung tâm", PARTY_GROUP},
        {"stp-soctrang", "Các Phòng, Trung tâm, Thanh tra thuộc Sở", PARTY_GROUP},
        {"skhdt-langson", "Văn phòng", PARTY_UNIT},
        {"skhdt-langson", "Phòng Quản lý đầu tư công", PARTY_UNIT},
        {"skhdt-langson", "Quản lý đầu tư công", PARTY_UNIT},
        {"skhdt-langson", "Phòng Quản lý đầu tư ngoài ngân sách", PARTY_UNIT},
        {"skhdt-langson", "Quản lý đầu tư ngoài ngân sách", PARTY_UNIT},
        {"skhdt-langson", "Phòng Đăng ký kinh doanh", PARTY_UNIT},
        {"skhdt-langson", "Đăng ký kinh doanh", PARTY_UNIT},
        {"skhdt-langson", "Trung tâm xúc tiến đầu tư", PARTY_UNIT},
        {"skhdt-langson", "Trung tâm XTĐT", PARTY_UNIT},
        {"skhdt-langson", "Ban biên tập trang thông tin điện tử website của Sở", PARTY_UNIT},
        {"skhdt-langson", "Các phòng", PARTY_GROUP},
        {"skhdt-langson", "Các phòng liên quan", PARTY_GROUP},
        {"skhdt-langson", "Các phòng chuyên môn", PARTY_GROUP},
        {"skhdt-langson", "Công chức Tiếp nhận hồ sơ và trả kết quả tại Trung tâm PVHCC tỉnh",
         PARTY_POST},
    };
    struct settings s;
    load_sample("dondoc.conf", &s);
    for (size_t i = 0; i < COUNT(NAMES); i++) {
        const struct department *so = roster_department(&s.roster, NAMES[i].department);
        assert_non_null(so);
        const struct party *party = department_resolve(so, NAMES[i].name);
        if (!party || party->kind != NAMES[i].kind) {
            fail_msg("%s: %s", NAMES[i].department, NAMES[i].name);
        }
    }
    settings_clear(&s);
}

static void test_addresses(void **state)
{
    (void)state;
    struct settings s;
    struct strings seen = {0};
    load_sample("dondoc.conf", &s);
    assert_int_equal(s.roster.count, 3);
    for (size_t i = 0; i < s.roster.count; i++) {
        const struct department *so = &s.roster.departments[i];
        for (size_t j = 0; j < so->count; j++) {
            const struct party *party = &so->parties[j];
            if (party->kind != PARTY_UNIT) {
                continue;
            }
            assert_non_null(party->head_name);
            assert_non_null(strstr(party->head_mail, "@example.org"));
            assert_non_null(strstr(party->mail.items[0], "@example.org"));
            assert_int_equal(strings_find(&seen, party->mail.items[0]), -1);
            assert_int_equal(strings_find(&seen, party->head_mail), -1);
            assert_int_equal(strings_add(&seen, party->mail.items[0]), 0);
            assert_int_equal(strings_add(&seen, party->head_mail), 0);
        }
    }
    strings_clear(&seen);
    /* One person is the office, its head and a post. */
    const struct department *so = roster_department(&s.roster, "stnmt-soctrang");
    const struct party *office = department_office(so);
    const struct party *post = department_party(so, "cong-chuc-dau-moi");
    assert_true(strings_find(&office->mail, office->head_mail) >= 0);
    assert_true(strings_find(&post->mail, office->head_mail) >= 0);
    settings_clear(&s);
}

static void test_plans(void **state)
{
    (void)state;
    static const struct {
        const char *id, *number, *department, *regime;
        day_t issued;
        int from, to;
    } PLANS[] = {
        {"kstthc-2022", "", "stnmt-soctrang", "kstthc", DAY_NONE, 2022, 2022},
        {"cchc-2024", "", "stnmt-soctrang", "cchc", DAY_NONE, 2024, 2024},
        {"kstthc-2021", "02/KH-STP", "stp-soctrang", "kstthc", 18653, 2021, 2021},
        {"motcua-2022", "20/KH-STNMT", "stnmt-soctrang", "kstthc", 19104, 2022, 2025},
        {"kstthc-2022-ls", "04/KH-SKHĐT", "skhdt-langson", "kstthc", 19002, 2022, 2022},
    };
    struct settings s;
    load_sample("dondoc.conf", &s);
    assert_int_equal(s.plan_count, COUNT(PLANS));
    for (size_t i = 0; i < COUNT(PLANS); i++) {
        const struct plan *plan = settings_plan(&s, PLANS[i].id);
        assert_non_null(plan);
        assert_string_equal(plan->number, PLANS[i].number);
        assert_string_equal(plan->department, PLANS[i].department);
        assert_string_equal(settings_regime(&s, plan)->name, PLANS[i].regime);
        assert_int_equal(plan->issued, PLANS[i].issued);
        assert_int_equal(plan->from_year, PLANS[i].from);
        assert_int_equal(plan->to_year, PLANS[i].to);
    }
    settings_clear(&s);
}

/* Working days of 2021-2026, by the notices: 250, 249, 249, 251, 250, 249. */
static void test_holidays(void **state)
{
    (void)state;
    static const int DAYS[] = {250, 249, 249, 251, 250, 249};
    struct settings s;
    load_sample("dondoc.conf", &s);
    for (int i = 0; i < (int)COUNT(DAYS); i++) {
        int year = 2021 + i;
        assert_true(holidays_is_announced(&s.holidays, year));
        assert_int_equal(workday_count(&s.holidays, civil_to_day(year - 1, 12, 31),
                                       civil_to_day(year, 12, 31)),
                         DAYS[i]);
    }
    settings_clear(&s);
}

/* The demo differs from the sample in where it keeps its state, and reaches nobody. */
static void test_demo(void **state)
{
    (void)state;
    struct settings sample, demo;
    load_sample("dondoc.conf", &sample);
    load_sample("demo.conf", &demo);
    assert_int_equal(demo.files.count, sample.files.count);
    for (size_t i = 1; i < demo.files.count; i++) {
        assert_string_equal(demo.files.items[i], sample.files.items[i]);
    }
    assert_string_equal(demo.state, DD_SRCDIR "/demo/dondoc.db");
    assert_string_equal(demo.control, DD_SRCDIR "/demo/control");
    assert_string_equal(demo.mail.maildir, DD_SRCDIR "/demo/outbox");
    assert_int_equal(demo.mail.method, MAIL_MAILDIR);
    assert_int_equal(demo.endpoint_count, 0);
    assert_string_equal(demo.language, sample.language);
    assert_int_equal(demo.utc_offset, sample.utc_offset);
    settings_clear(&sample);
    settings_clear(&demo);
}

int test_sample(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_names), cmocka_unit_test(test_addresses),
        cmocka_unit_test(test_plans), cmocka_unit_test(test_holidays),
        cmocka_unit_test(test_demo),
    };
    return cmocka_run_group_tests_name("sample", tests, NULL, NULL);
}
