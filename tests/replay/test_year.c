/* The five sample plans through the whole of 2022: exactly the ladders, whatever happens in between. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/cleanup.h"
#include "base/err.h"
#include "conf/conf.h"
#include "engine/forecast.h"
#include "engine/load.h"
#include "engine/review.h"
#include "engine/tick.h"
#include "schedule/ladder.h"
#include "tests/replay/replay.h"

#define NOTICES_MAX 20000

/* Every notice of a year, and every message. */
struct heard {
    struct heard_notice {
        char occurrence[OCCURRENCE_ID_MAX];
        char recipient[100];
        struct stage stage;
        enum role role;
        day_t day;
    } notices[NOTICES_MAX];
    size_t count;
    size_t messages;
    char **dailies; /* "<day> <department> <recipient>" */
    size_t daily_count;
};

static struct settings settings;
static struct heard heard;
static day_t from, to;

static day_t on(const char *iso)
{
    day_t day = DAY_NONE;
    assert_int_equal(0, civil_parse_iso(iso, &day));
    return day;
}

static int each_message(const struct forecast_message *message, void *arg)
{
    (void)arg;
    day_t day = offset_day(message->at, settings.utc_offset);
    assert_true(workday_is(&settings.holidays, day));
    assert_int_equal(450, offset_minute(message->at, settings.utc_offset));
    assert_int_equal(day, message->message->day);
    heard.messages++;
    if (message->message->class == MESSAGE_DAILY) {
        char text[200];
        snprintf(text, sizeof text, "%d %s %s", (int)day, message->message->department,
                 message->message->recipient);
        for (size_t i = 0; i < heard.daily_count; i++) {
            assert_string_not_equal(text, heard.dailies[i]);
        }
        heard.dailies = reallocarray(heard.dailies, heard.daily_count + 1, sizeof *heard.dailies);
        heard.dailies[heard.daily_count++] = strdup(text);
    }
    for (size_t i = 0; i < message->notices->count; i++) {
        const struct notice_row *row = &message->notices->items[i];
        assert_true(heard.count < NOTICES_MAX);
        struct heard_notice *notice = &heard.notices[heard.count++];
        snprintf(notice->occurrence, sizeof notice->occurrence, "%s", row->occurrence);
        snprintf(notice->recipient, sizeof notice->recipient, "%s", row->recipient);
        notice->stage = row->stage;
        notice->role = row->role;
        notice->day = day;
    }
    return 0;
}

static int set_up(void **state)
{
    (void)state;
    size_t faulty;
    struct diag diag;
    diag_init(&diag);
    settings_init(&settings);
    assert_int_equal(0, conf_load(DD_SRCDIR "/conf/dondoc.conf", &settings, &diag));
    free(settings.templates);
    settings.templates = strdup(DD_SRCDIR "/conf/templates");
    from = on("2022-01-01");
    to = on("2022-12-31");
    assert_int_equal(0, engine_forecast(&settings, from, to, each_message, NULL, &faulty, &diag));
    assert_int_equal(0, faulty);
    diag_clear(&diag);
    return 0;
}

static int tear_down(void **state)
{
    (void)state;
    for (size_t i = 0; i < heard.daily_count; i++) {
        free(heard.dailies[i]);
    }
    free(heard.dailies);
    settings_clear(&settings);
    return 0;
}

/* How often each recipient heard of the occurrence at that stage: once, on that day, or (day
 * DAY_NONE) never. Returns how many heard. */
static size_t check_stage(const char *occurrence, enum role role, struct stage stage, day_t day)
{
    size_t count = 0;
    for (size_t i = 0; i < heard.count; i++) {
        const struct heard_notice *notice = &heard.notices[i];
        if (notice->role != role || !stage_equal(notice->stage, stage) ||
            strcmp(notice->occurrence, occurrence) != 0) {
            continue;
        }
        assert_int_equal(day, notice->day);
        count++;
        for (size_t j = i + 1; j < heard.count; j++) {
            assert_false(heard.notices[j].role == role &&
                         stage_equal(heard.notices[j].stage, stage) &&
                         strcmp(heard.notices[j].occurrence, occurrence) == 0 &&
                         strcmp(heard.notices[j].recipient, notice->recipient) == 0);
        }
    }
    return count;
}

static size_t heard_of(const char *occurrence, enum role role)
{
    size_t count = 0;
    for (size_t i = 0; i < heard.count; i++) {
        count +=
            heard.notices[i].role == role && strcmp(heard.notices[i].occurrence, occurrence) == 0;
    }
    return count;
}

/* What the tables of tests/unit/schedule hold by hand is expected here of every occurrence. */
static void check_ladder(const char *id, const struct plan *plan, enum role role,
                         const struct review_occurrence *occurrence)
{
    struct staged staged[LADDER_MAX_STAGES];
    const struct ladder_ask ask = {.every = occurrence->every,
                                   .role = role,
                                   .start = occurrence->instance.start,
                                   .due = occurrence->instance.due,
                                   .asked = DAY_NONE,
                                   .closed = DAY_NONE};
    size_t count = ladder_build(&ask, settings_policy(&settings, plan), &settings.holidays, staged);
    size_t recipients = 0;
    size_t stages = 0;
    for (size_t i = 0; i < count; i++) {
        if (staged[i].day < from || staged[i].day > to) {
            continue;
        }
        size_t here = check_stage(id, role, staged[i].stage, staged[i].day);
        assert_true(here > 0);
        assert_true(recipients == 0 || recipients == here);
        recipients = here;
        stages++;
    }
    /* And nothing else. */
    assert_int_equal(stages * recipients, heard_of(id, role));
}

static size_t checked;

static int each_row(const struct row_review *review, void *arg)
{
    (void)arg;
    for (size_t i = 0; i < review->occurrences.count; i++) {
        const struct review_occurrence *occurrence = &review->occurrences.items[i];
        if (occurrence->instance.due == DAY_NONE || occurrence->instance.due < from) {
            assert_int_equal(0, heard_of(occurrence->id, ROLE_LEAD));
            continue;
        }
        checked++;
        if (review->coordinating_units.count > 0) {
            check_ladder(occurrence->id, review->plan, ROLE_COORDINATING, occurrence);
        }
        if (!review->shares) {
            check_ladder(occurrence->id, review->plan, ROLE_LEAD, occurrence);
            continue;
        }
        assert_int_equal(0, heard_of(occurrence->id, ROLE_LEAD));
        for (size_t j = 0; j < review->lead_units.count; j++) {
            char share[OCCURRENCE_ID_MAX];
            snprintf(share, sizeof share, "%s@%s", occurrence->id, review->lead_units.items[j]->id);
            check_ladder(share, review->plan, ROLE_LEAD, occurrence);
        }
    }
    return 0;
}

static void test_exactly_the_ladders(void **state)
{
    (void)state;
    size_t faulty;
    checked = 0;
    assert_int_equal(0, review_all(&settings, NULL, NULL, each_row, NULL, &faulty));
    assert_true(checked > 60);
}

/* The office's monthly list: on the first working day of each month. */
static void test_monthly_lists(void **state)
{
    (void)state;
    static const char *const DAYS[] = {"2022-01-04", "2022-02-07", "2022-03-01", "2022-04-01",
                                       "2022-05-04", "2022-06-01", "2022-07-01", "2022-08-01",
                                       "2022-09-05", "2022-10-03", "2022-11-01", "2022-12-01"};
    size_t found[12] = {0};
    for (size_t i = 0; i < heard.count; i++) {
        if (heard.notices[i].stage.kind != STAGE_MONTHLY ||
            strcmp(heard.notices[i].occurrence, "kstthc-2022/VI.2a/reference") != 0) {
            continue;
        }
        size_t month = (size_t)civil_from_day(heard.notices[i].day).month - 1;
        assert_int_equal(on(DAYS[month]), heard.notices[i].day);
        found[month]++;
    }
    for (size_t i = 0; i < 12; i++) {
        assert_true(found[i] > 0);
    }
}

/* The plan of 2021 was past due as a whole, sixteen tasks and three targets: one list to its office, and no
 * ladder. */
static void test_past_due_at_the_first_load(void **state)
{
    (void)state;
    size_t listed = 0;
    for (size_t i = 0; i < heard.count; i++) {
        const struct heard_notice *notice = &heard.notices[i];
        if (strncmp(notice->occurrence, "kstthc-2021/", 12) == 0) {
            assert_int_equal(ROLE_OFFICE, notice->role);
            listed += notice->stage.kind == STAGE_PAST_DUE;
        }
    }
    assert_int_equal(16 + 3, listed);
}

/* --- the same year with accidents --------------------------------------------------------------- */

static void begin(struct world *world)
{
    static const char CONFIG[] =
        "include = {\"" DD_SRCDIR "/conf/holidays.conf\", \"" DD_SRCDIR
        "/conf/policy.conf\", \"" DD_SRCDIR "/conf/reporting.conf\", \"" DD_SRCDIR
        "/conf/departments.conf\", \"" DD_SRCDIR "/conf/plans.conf\"}\n"
        "utc_offset = \"+07:00\"\nstate = \"dondoc.db\"\ncontrol = \"control\"\n"
        "mail {\n method = \"maildir\"\n maildir = \"outbox\"\n from = \"d@example.org\"\n}\n";
    assert_int_equal(0, world_open(world));
    assert_int_equal(0, world_write(world, "dondoc.conf", CONFIG, strlen(CONFIG)));
    assert_int_equal(0, world_configure(world));
    struct load_difference difference = {0};
    world->now = offset_instant(from, 0, 420);
    assert_int_equal(0, engine_load(&world->engine, world->now, "test", false, &difference,
                                    &world->diag));
    assert_int_equal(125, difference.rows.added);
    load_difference_clear(&difference);
}

/* At each instant: a tick, a second one that must add nothing, and now and then a crash or a reload
 * in between. */
static void run_with_accidents(struct world *world, instant_t end)
{
    unsigned step = 0;
    for (instant_t next = world->now; next != INSTANT_NONE && next < end; step++) {
        struct tick_result result;
        assert_true(next > world->now || step == 0);
        world->now = next;
        if (step % 5 == 1) {
            assert_int_equal(0, engine_tick(&world->engine, world->now, &result));
            assert_int_equal(0, world_restart(world)); /* decided, and not sent */
        }
        assert_int_equal(0, world_tick(world));
        assert_int_equal(0, engine_tick(&world->engine, world->now, &result));
        assert_int_equal(0, result.notices + result.messages + result.occurrences);
        if (step % 7 == 2) {
            struct load_difference difference = {0};
            assert_int_equal(0, engine_load(&world->engine, world->now, "test", false, &difference,
                                            &world->diag));
            assert_int_equal(125, difference.rows.unchanged);
            assert_int_equal(0, difference.occurrences.added + difference.occurrences.changed +
                                    difference.occurrences.withdrawn);
            load_difference_clear(&difference);
        }
        assert_int_equal(0, engine_next(&world->engine, &next));
    }
}

static void test_accidents_change_nothing(void **state)
{
    (void)state;
    struct world calm;
    struct world rough;
    _cleanup_buf_ struct buf wrong = {0};
    buf_init(&wrong, (size_t)1 << 20);
    instant_t end = offset_instant(on("2022-04-30"), 0, 420);
    begin(&calm);
    begin(&rough);
    assert_int_equal(0, world_run(&calm, end - 1));
    run_with_accidents(&rough, end);
    assert_true(calm.sent.len > 10000);
    assert_string_equal(buf_str(&calm.sent), buf_str(&rough.sent));
    assert_int_equal(0, invariant_check(&calm, &wrong));
    assert_int_equal(0, invariant_check(&rough, &wrong));
    world_close(&calm);
    world_close(&rough);
}

int main(int argc, char **argv)
{
    cmocka_set_test_filter(argc > 1 ? argv[1] : NULL); /* a case, by its name */
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_exactly_the_ladders),
        cmocka_unit_test(test_monthly_lists),
        cmocka_unit_test(test_past_due_at_the_first_load),
        cmocka_unit_test(test_accidents_change_nothing),
    };
    return cmocka_run_group_tests_name("year", tests, set_up, tear_down);
}
