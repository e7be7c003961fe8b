#include "tests.h"

#include "base/diag.h"
#include "base/err.h"
#include "model/roster.h"

struct fixture {
    struct roster roster;
    struct department *so;
};

static struct party *add(struct fixture *f, const char *id, enum party_kind kind, const char *name)
{
    struct party *party;
    assert_int_equal(department_add_party(f->so, id, kind, &party), 0);
    assert_int_equal(department_add_name(f->so, party, name, NULL), 0);
    return party;
}

static void member(struct party *group, const char *id)
{
    assert_int_equal(strings_add(&group->members, id), 0);
}

/* Parties move when another is added: this one finds a party again. */
static struct party *again(struct fixture *f, const char *id)
{
    return (struct party *)(uintptr_t)department_party(f->so, id);
}

static int set_up(void **state)
{
    struct fixture *f = calloc(1, sizeof(*f));
    assert_non_null(f);
    roster_init(&f->roster);
    assert_int_equal(roster_add_department(&f->roster, "stnmt", &f->so), 0);
    f->so->name = strdup("Sở Tài nguyên và Môi trường");
    f->so->office = strdup("van-phong");
    add(f, "van-phong", PARTY_UNIT, "Văn phòng Sở");
    struct party *cntt = add(f, "tt-cntt", PARTY_UNIT, "Trung tâm CNTT");
    assert_int_equal(department_add_name(f->so, cntt, "Trung tâm công nghệ thông tin TN&MT", NULL),
                     0);
    add(f, "phong-khtc", PARTY_UNIT, "Phòng Kế hoạch - Tài chính");
    add(f, "cong-chuc", PARTY_POST, "Công chức đầu mối");
    add(f, "so-tttt", PARTY_EXTERNAL, "Sở Thông tin và Truyền thông");
    struct party *all = add(f, "cac-phong", PARTY_GROUP, "Các phòng, đơn vị");
    member(all, "phong-khtc");
    member(all, "van-phong");
    member(all, "tt-cntt");
    for (size_t i = 0; i < f->so->count; i++) {
        if (f->so->parties[i].kind == PARTY_UNIT || f->so->parties[i].kind == PARTY_POST) {
            assert_int_equal(strings_add(&f->so->parties[i].mail, "a@example.org"), 0);
        }
    }
    *state = f;
    return 0;
}

static int tear_down(void **state)
{
    struct fixture *f = *state;
    roster_clear(&f->roster);
    roster_clear(&f->roster);
    free(f);
    return 0;
}

static void test_ids(void **state)
{
    (void)state;
    static const char *const GOOD[] = {"a", "phong-khtc", "kstthc-2022-ls", "2022",
                                       "1234567890123456789012345678901234567890"};
    static const char *const BAD[] = {"",
                                      "-a",
                                      "a-",
                                      "a--b",
                                      "A",
                                      "a/b",
                                      "a.b",
                                      "a@b",
                                      "a b",
                                      "phòng",
                                      "12345678901234567890123456789012345678901"};
    for (size_t i = 0; i < COUNT(GOOD); i++) {
        assert_true(roster_id_is_valid(GOOD[i]));
    }
    for (size_t i = 0; i < COUNT(BAD); i++) {
        assert_false(roster_id_is_valid(BAD[i]));
    }
}

static void test_resolve(void **state)
{
    struct fixture *f = *state;
    static const struct {
        const char *wording, *id;
    } CASES[] = {
        {"Văn phòng Sở", "van-phong"},
        {"VĂN PHÒNG SỞ", "van-phong"},
        {"  văn  phòng\tsở \n", "van-phong"},
        {"Văn\u00A0phòng Sở.", "van-phong"},
        {"Va\u0306n pho\u0300ng So\u031B\u0309", "van-phong"}, /* NFD */
        {"Văn phòng Sở;", "van-phong"},
        {"Trung tâm CNTT", "tt-cntt"},
        {"Trung tâm Công nghệ thông tin TN & MT", "tt-cntt"},
        {"Phòng Kế hoạch-Tài chính", "phong-khtc"},
        {"Phòng Kế hoạch – Tài chính", "phong-khtc"},
        {"phòng kế hoạch- tài chính", "phong-khtc"},
        {"Các phòng,đơn vị", "cac-phong"},
        {"các phòng , đơn vị", "cac-phong"},
        {"Văn phòng", NULL},
        {"Văn phong Sở", NULL}, /* a tone makes another word */
        {"", NULL},
        {" . ", NULL},
        {"\xFF\xFE", NULL},
    };
    for (size_t i = 0; i < COUNT(CASES); i++) {
        const struct party *party = department_resolve(f->so, CASES[i].wording);
        const char *id = party ? party->id : "(none)";
        assert_string_equal(id, CASES[i].id ? CASES[i].id : "(none)");
    }
}

/* hoà and hòa, thuỷ and thủy. */
static void test_resolve_tone(void **state)
{
    struct fixture *f = *state;
    add(f, "hoa-thuy", PARTY_UNIT, "Phòng Hoà giải và Thuỷ lợi");
    assert_ptr_equal(department_resolve(f->so, "Phòng Hòa giải và Thủy lợi"), again(f, "hoa-thuy"));
}

static void test_names_are_unique(void **state)
{
    struct fixture *f = *state;
    struct party *party;
    const struct party *other = NULL;
    assert_int_equal(department_add_party(f->so, "moi", PARTY_UNIT, &party), 0);
    assert_int_equal(department_add_name(f->so, party, "va\u0306n PHÒNG  sở", &other), ERR_EXISTS);
    assert_string_equal(other->id, "van-phong");
    assert_int_equal(party->names.count, 0);
    assert_int_equal(department_add_name(f->so, party, "  ", NULL), ERR_INVALID);
    assert_int_equal(department_add_name(f->so, party, "\xC3", NULL), ERR_FORMAT);
    /* Its own name once more is no mistake, and no second name. */
    assert_int_equal(department_add_name(f->so, party, "Phòng mới", NULL), 0);
    assert_int_equal(department_add_name(f->so, party, "phòng  MỚI", NULL), 0);
    assert_int_equal(party->names.count, 1);
    assert_int_equal(party->keys.count, 1);
    /* What is shown is what was written, tidied. */
    assert_int_equal(department_add_name(f->so, party, " Pho\u0300ng  Đo ", NULL), 0);
    assert_string_equal(party->names.items[1], "Phòng Đo");
}

static void test_names_have_a_ceiling(void **state)
{
    struct fixture *f = *state;
    struct party *party;
    char name[20];
    assert_int_equal(department_add_party(f->so, "moi", PARTY_UNIT, &party), 0);
    for (int i = 0; i < PARTY_MAX_NAMES; i++) {
        (void)snprintf(name, sizeof(name), "Phòng %d", i);
        assert_int_equal(department_add_name(f->so, party, name, NULL), 0);
    }
    assert_int_equal(department_add_name(f->so, party, "Phòng nữa", NULL), ERR_LIMIT);
}

static void test_ids_are_unique(void **state)
{
    struct fixture *f = *state;
    struct party *party = NULL;
    struct department *department = NULL;
    assert_int_equal(department_add_party(f->so, "van-phong", PARTY_GROUP, &party), ERR_EXISTS);
    assert_int_equal(department_add_party(f->so, "Văn phòng", PARTY_GROUP, &party), ERR_INVALID);
    assert_int_equal(roster_add_department(&f->roster, "stnmt", &department), ERR_EXISTS);
    assert_int_equal(roster_add_department(&f->roster, "", &department), ERR_INVALID);
    assert_null(party);
    assert_null(department);
}

static void test_nearest(void **state)
{
    struct fixture *f = *state;
    const char *names[3];
    assert_int_equal(department_nearest(f->so, "Văn phòng", names, 3) > 0, 1);
    assert_string_equal(names[0], "Văn phòng Sở");
    assert_true(department_nearest(f->so, "Phòng Kế hoạch Tài chánh", names, 1) == 1);
    assert_string_equal(names[0], "Phòng Kế hoạch - Tài chính");
    /* An alias leads to the official name. */
    assert_true(department_nearest(f->so, "Trung tâm công nghệ thông tin TNMT", names, 3) > 0);
    assert_string_equal(names[0], "Trung tâm CNTT");
    assert_int_equal(department_nearest(f->so, "xyz", names, 3), 0);
    assert_int_equal(department_nearest(f->so, "Văn phòng", names, 0), 0);
    assert_int_equal(department_nearest(f->so, "", names, 3), 0);
}

static void test_nearest_of_abbreviations(void **state)
{
    struct fixture *f = *state;
    static const struct {
        const char *wording, *name;
    } CASES[] = {
        {"P. KHTC", "Phòng Kế hoạch - Tài chính"},
        {"PKHTC", "Phòng Kế hoạch - Tài chính"},
        {"Phòng KH-TC", "Phòng Kế hoạch - Tài chính"},
        {"KHTC", "Phòng Kế hoạch - Tài chính"},
        {"VPS", "Văn phòng Sở"},
        {"VP Sở", "Văn phòng Sở"},
        {"TT công nghệ TT TN&MT", "Trung tâm CNTT"},
    };
    for (size_t i = 0; i < COUNT(CASES); i++) {
        const char *names[1] = {"(none)"};
        (void)department_nearest(f->so, CASES[i].wording, names, 1);
        assert_string_equal(names[0], CASES[i].name);
        assert_null(department_resolve(f->so, CASES[i].wording)); /* never acted on */
    }
}

static void test_expand(void **state)
{
    struct fixture *f = *state;
    const struct party *units[8];
    /* Roster order, not that of members; once each. */
    member(again(f, "cac-phong"), "van-phong");
    assert_int_equal(department_expand(f->so, again(f, "cac-phong"), DAY_NONE, units, 8), 3);
    assert_string_equal(units[0]->id, "van-phong");
    assert_string_equal(units[1]->id, "tt-cntt");
    assert_string_equal(units[2]->id, "phong-khtc");
    assert_int_equal(department_expand(f->so, again(f, "cac-phong"), DAY_NONE, units, 1), 3);
    assert_int_equal(department_expand(f->so, again(f, "van-phong"), DAY_NONE, units, 8), 1);
    assert_int_equal(department_expand(f->so, again(f, "cong-chuc"), DAY_NONE, units, 8), 1);
    assert_int_equal(department_expand(f->so, again(f, "so-tttt"), DAY_NONE, units, 8), 0);
}

static void test_expand_groups_in_groups(void **state)
{
    struct fixture *f = *state;
    const struct party *units[8];
    struct party *outer = add(f, "ngoai", PARTY_GROUP, "Tất cả");
    member(outer, "cac-phong");
    member(outer, "cong-chuc");
    member(outer, "so-tttt");
    member(outer, "khong-co");
    assert_int_equal(department_expand(f->so, again(f, "ngoai"), DAY_NONE, units, 8), 4);
    member(again(f, "cac-phong"), "ngoai"); /* a ring */
    assert_int_equal(department_expand(f->so, again(f, "ngoai"), DAY_NONE, units, 8), 4);
}

static void test_successors(void **state)
{
    struct fixture *f = *state;
    day_t last = civil_to_day(2025, 6, 30);
    const struct party *units[8];
    add(f, "phong-moi", PARTY_UNIT, "Phòng mới")->from = last + 1;
    struct party *old = again(f, "phong-khtc");
    old->until = last;
    old->successor = strdup("phong-moi");
    assert_ptr_equal(department_current(f->so, old, last), old);
    assert_ptr_equal(department_current(f->so, old, last + 1), again(f, "phong-moi"));
    assert_ptr_equal(department_current(f->so, old, DAY_NONE), old);
    assert_null(department_current(f->so, again(f, "phong-moi"), last));
    assert_int_equal(department_expand(f->so, again(f, "cac-phong"), last + 1, units, 8), 3);
    assert_string_equal(units[2]->id, "phong-moi");
    /* Two members that became one unit are one. */
    again(f, "tt-cntt")->until = last;
    again(f, "tt-cntt")->successor = strdup("phong-moi");
    assert_int_equal(department_expand(f->so, again(f, "cac-phong"), last + 1, units, 8), 2);
    /* Nobody took over. */
    free(again(f, "tt-cntt")->successor);
    again(f, "tt-cntt")->successor = NULL;
    assert_null(department_current(f->so, again(f, "tt-cntt"), last + 1));
}

static void test_successor_ring(void **state)
{
    struct fixture *f = *state;
    for (int i = 0; i < 2; i++) {
        struct party *party = again(f, i ? "tt-cntt" : "phong-khtc");
        party->until = civil_to_day(2020, 1, 1);
        party->successor = strdup(i ? "phong-khtc" : "tt-cntt");
    }
    assert_null(department_current(f->so, again(f, "tt-cntt"), civil_to_day(2022, 1, 1)));
}

static void test_departments_merge(void **state)
{
    struct fixture *f = *state;
    struct department *merged;
    assert_int_equal(roster_add_department(&f->roster, "snnmt", &merged), 0);
    struct department *old = &f->roster.departments[0];
    old->until = civil_to_day(2025, 2, 28);
    old->successor = strdup("snnmt");
    assert_string_equal(roster_current(&f->roster, old, old->until)->id, "stnmt");
    assert_string_equal(roster_current(&f->roster, old, old->until + 1)->id, "snnmt");
    assert_null(roster_department(&f->roster, "x"));
    assert_null(roster_department(&f->roster, NULL));
    f->so = old;
}

/* The one finding that the change must bring, told by the word that names it. */
static void finds(struct fixture *f, const char *word)
{
    struct diag diag = {0};
    assert_int_equal(roster_validate(&f->roster, "dondoc.conf", &diag), ERR_INVALID);
    assert_int_equal(diag.count, 1);
    assert_string_equal(diag.items[0].file, "dondoc.conf");
    if (!strstr(diag.items[0].message, word)) {
        fail_msg("%s: not about %s", diag.items[0].message, word);
    }
    diag_clear(&diag);
}

static void test_validate(void **state)
{
    struct fixture *f = *state;
    struct diag diag = {0};
    assert_int_equal(roster_validate(&f->roster, "dondoc.conf", &diag), 0);
    assert_int_equal(diag.count, 0);
}

static void test_validate_office(void **state)
{
    struct fixture *f = *state;
    free(f->so->office);
    f->so->office = strdup("van-thu");
    finds(f, "van-thu");
    free(f->so->office);
    f->so->office = strdup("cac-phong"); /* a group answers no letter */
    finds(f, "cac-phong");
    free(f->so->office);
    f->so->office = NULL;
    finds(f, "office");
}

static void test_validate_members(void **state)
{
    struct fixture *f = *state;
    member(again(f, "cac-phong"), "phong-nao");
    finds(f, "phong-nao");
    strings_clear(&again(f, "cac-phong")->members);
    finds(f, "cac-phong");
    member(again(f, "cac-phong"), "so-tttt");
    finds(f, "so-tttt");
    strings_clear(&again(f, "cac-phong")->members);
    member(again(f, "cac-phong"), "cac-phong");
    finds(f, "chính nó");
}

static void test_validate_mail(void **state)
{
    struct fixture *f = *state;
    strings_clear(&again(f, "cong-chuc")->mail);
    finds(f, "cong-chuc");
}

static void test_validate_successor(void **state)
{
    struct fixture *f = *state;
    struct party *unit = again(f, "phong-khtc");
    unit->successor = strdup("phong-nao");
    unit->until = civil_to_day(2025, 1, 1);
    finds(f, "phong-nao");
    free(unit->successor);
    unit->successor = strdup("tt-cntt");
    unit->from = unit->until + 1;
    finds(f, "phong-khtc");
    unit->from = unit->until = DAY_NONE;
    finds(f, "phong-khtc");
}

#define CASE(function) cmocka_unit_test_setup_teardown(function, set_up, tear_down)

int test_roster(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_ids),
        CASE(test_resolve),
        CASE(test_resolve_tone),
        CASE(test_names_are_unique),
        CASE(test_names_have_a_ceiling),
        CASE(test_ids_are_unique),
        CASE(test_nearest),
        CASE(test_nearest_of_abbreviations),
        CASE(test_expand),
        CASE(test_expand_groups_in_groups),
        CASE(test_successors),
        CASE(test_successor_ring),
        CASE(test_departments_merge),
        CASE(test_validate),
        CASE(test_validate_office),
        CASE(test_validate_members),
        CASE(test_validate_mail),
        CASE(test_validate_successor),
    };
    return cmocka_run_group_tests_name("roster", tests, NULL, NULL);
}
