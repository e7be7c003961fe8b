/* Every valid rule, printed and read again, is the same rule. */
#include "tests/unit/phrase/tests.h"

#include "base/buf.h"
#include "phrase/phrase.h"

#define ROUNDS 60000

static uint64_t state;

static int pick(int low, int high)
{
    state ^= state << 13;
    state ^= state >> 7;
    state ^= state << 17;
    return low + (int)(state % (uint64_t)(high - low + 1));
}

static day_t any_day(void)
{
    return civil_to_day(pick(2020, 2027), pick(1, 12), pick(1, 28));
}

static day_t day_or_none(void)
{
    return pick(0, 3) == 0 ? any_day() : DAY_NONE;
}

static struct anchor any_anchor(enum period_kind every)
{
    struct anchor anchor = {.kind = (enum anchor_kind)pick(ANCHOR_MONTH_DAY, ANCHOR_LUNAR)};
    if (every == PERIOD_WEEK)
        anchor.kind = ANCHOR_WEEK_DAY;
    static const int most[] = {0, 0, 1, 5, 11, 23, 23};
    anchor.month = (int8_t)pick(0, most[every]);
    anchor.day = (int8_t)pick(0, 31);
    anchor.weekday = (int8_t)pick(1, 7);
    anchor.nth = (int8_t)(pick(0, 5) == 0 ? -1 : pick(1, 5));
    if (anchor.kind == ANCHOR_LUNAR) {
        anchor.month = (int8_t)pick(1, 12);
        anchor.day = (int8_t)pick(1, 30);
    }
    if (pick(0, 2) == 0)
        anchor.only = (int8_t)pick(0, 12);
    if (pick(0, 1) == 0)
        anchor.shift = (int8_t)(pick(0, 1) == 0 ? -1 : pick(-31, 31));
    return anchor;
}

static void any_cycle(struct cycle *cycle)
{
    cycle->every = (enum period_kind)pick(PERIOD_NONE, PERIOD_YEAR);
    cycle->from = day_or_none();
    cycle->until = day_or_none();
    if (cycle->every == PERIOD_NONE)
        return;
    cycle->anchor_count = (uint8_t)(pick(0, 3) == 0 ? pick(0, RULE_MAX_ANCHORS) : pick(0, 2));
    for (size_t i = 0; i < cycle->anchor_count; i++)
        cycle->anchors[i] = any_anchor(cycle->every);
    if (pick(0, 5) == 0) {
        cycle->has_start = true;
        cycle->anchor_count = 1;
        cycle->anchors[0].shift = 0;
        cycle->anchors[0].only = 0;
        cycle->start = any_anchor(cycle->every);
        cycle->start.shift = 0;
        cycle->start.only = 0;
    }
}

static void any_rule(struct rule *rule)
{
    rule_init(rule, (enum rule_kind)pick(RULE_ONCE, RULE_BY_REFERENCE));
    if (pick(0, 1) == 0)
        rule_init(rule, RULE_CYCLE);
    switch (rule->kind) {
    case RULE_ONCE:
        rule->once.due = any_day();
        break;
    case RULE_WINDOW:
        rule->window.start = any_day();
        rule->window.end = rule->window.start + pick(0, 900);
        if (pick(0, 2) == 0) {
            enum period_kind kind = (enum period_kind)pick(PERIOD_MONTH, PERIOD_YEAR);
            struct period period = period_of(kind, rule->window.start);
            rule->window.start = period_first(period);
            rule->window.end = period_last(period);
        }
        break;
    case RULE_CYCLE:
        any_cycle(&rule->cycle);
        break;
    case RULE_CONTINUOUS:
        rule->continuous.start = day_or_none();
        break;
    case RULE_ON_EVENT:
        rule->event.start = day_or_none();
        rule->event.within.unit = (enum term_unit)pick(TERM_NONE, TERM_MONTH);
        rule->event.within.n = pick(1, pick(0, 1) == 0 ? 3660 : 40);
        break;
    case RULE_BY_REFERENCE:
        break;
    }
}

static const char *any_event(void)
{
    static const char *const events[] = {
        NULL,
        "khi có yêu cầu",
        "đột xuất theo yêu cầu của UBND tỉnh",
        "ngày nhận được hồ sơ hợp lệ",
        "sau khi có hướng dẫn của Bộ Nội vụ",
        "khi Quyết định số 12/QĐ-UBND ngày 03/02/2024 có hiệu lực"};
    return events[pick(0, 5)];
}

static void check_rule(const struct rule *rule)
{
    char event[200], reference[] = "theo Kế hoạch số 05/KH-UBND ngày 14/01/2022";
    struct obligation obligation = {.rule = *rule};
    const char *words = any_event();
    if (rule->kind == RULE_ON_EVENT && words != NULL) {
        snprintf(event, sizeof event, "%s", words);
        obligation.event = event;
    }
    if (rule->kind == RULE_BY_REFERENCE && pick(0, 1) == 0)
        obligation.reference = reference;
    struct buf text;
    buf_init(&text, 10000);
    assert_int_equal(phrase_print(&obligation, &text), 0);
    int year = pick(2021, 2023); /* not far from the dates */
    struct phrase_options options = {.from_year = year, .to_year = year};
    struct reading reading;
    reading_init(&reading);
    assert_int_equal(phrase_read(buf_str(&text), text.len, &options, &reading), 0);
    bool same = reading.count == 1 && reading.unread_count == 0 &&
                reading.status != READING_CONTRADICTORY &&
                rule_equal(&reading.obligations[0].rule, rule);
    if (!same) {
        struct buf again;
        buf_init(&again, 100000);
        for (size_t i = 0; i < reading.count; i++) {
            phrase_print(&reading.obligations[i], &again);
            buf_puts(&again, " | ");
        }
        fail_msg("\"%s\" was read as \"%s\" (%s)", buf_str(&text), buf_str(&again),
                 reading_status_name(reading.status));
    }
    reading_clear(&reading);
    buf_clear(&text);
}

void test_roundtrip(void **unused)
{
    (void)unused;
    state = 0x2545f4914f6cdd1dU;
    int checked = 0;
    for (int i = 0; i < ROUNDS; i++) {
        struct rule rule;
        any_rule(&rule);
        if (!rule_is_valid(&rule))
            continue;
        check_rule(&rule);
        checked++;
    }
    assert_true(checked > ROUNDS / 4);
}

void test_print_refuses_invalid(void **unused)
{
    (void)unused;
    struct obligation obligation = {0};
    struct buf text;
    buf_init(&text, 1000);
    rule_init(&obligation.rule, RULE_WINDOW);
    obligation.rule.window.start = civil_to_day(2024, 5, 2);
    obligation.rule.window.end = civil_to_day(2024, 5, 1);
    assert_true(phrase_print(&obligation, &text) < 0);
    assert_int_equal(text.len, 0);
    buf_clear(&text);
}
