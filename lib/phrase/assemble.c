/* Puts the items of a phrase together, segment by segment. */
#include "lib/phrase/build.h"

#define RUN_MAX 8
#define TIMES_MAX 32

/* Items of one segment that wait for what follows. */
struct pending {
    struct item *members[RUN_MAX]; /* a list of periods that waits for its times */
    size_t member_count;
    struct item *times[TIMES_MAX]; /* times that wait for their periods, or are the members' */
    size_t time_count;
};

static struct item *item_at(const struct build *build, size_t i)
{
    return i < build->parse->item_count ? &build->parse->items[i] : NULL;
}

static void flush(struct build *build, struct pending *pending)
{
    if (pending->member_count > 0) {
        emit_cycles(build, pending->members, pending->member_count, pending->times,
                    pending->time_count, false);
    } else {
        for (size_t i = 0; i < pending->time_count; i++) {
            resolve_years(build->parse, pending->times[i]);
            emit_time(build, pending->times[i]);
        }
    }
    pending->member_count = 0;
    pending->time_count = 0;
}

/* --- states, events, references ---------------------------------------------------------------------- */

static void emit_state(struct build *build, struct item *item, day_t start)
{
    struct rule rule;
    struct item *next = next_in(build, item);
    while (next != NULL && next->kind == ITEM_CONTINUOUS && next->joint != JOINT_OR) {
        next->used_up = true;
        next = next_in(build, item);
    }
    rule_init(&rule, RULE_CONTINUOUS);
    rule.continuous.start = start;
    if (next != NULL && next->kind == ITEM_TIME && next->mark == MARK_FROM && !next->range &&
        next->points == 1 && point_is_absolute(first_point(build, next)) &&
        next->joint != JOINT_AND) {
        rule.continuous.start = resolve_days(build->parse, first_point(build, next)).first;
        next->used_up = true;
    }
    emit_obligation(build, &rule, item);
}

/* "kể từ ngày 01/7/2024": whether the words of a term's event are a day and nothing else. *time holds its
 * point, until the next time is looked for. */
static bool names_day(struct build *build, const struct item *item, struct item *time)
{
    struct parse *parse = build->parse;
    size_t points = parse->point_count;
    size_t taken = item->text_begin < item->text_end && day_follows(parse, item->text_begin)
                       ? time_at(parse, item->text_begin, time)
                       : 0;
    parse->point_count = points;
    time->begin = item->text_begin;
    time->end = item->text_end;
    return taken > 0 && item->text_begin + taken == item->text_end && time->points == 1 &&
           !time->range && time->shift == 0 && time->mark <= MARK_IN &&
           first_point(build, time)->grain == GRAIN_DAY &&
           point_is_absolute(first_point(build, time));
}

bool many_years(const struct build *build)
{
    const struct parse *parse = build->parse;
    if (parse->options->to_year > parse->options->from_year)
        return true;
    for (size_t i = 0; i < parse->item_count; i++)
        if (parse->items[i].kind == ITEM_EVERY && parse->items[i].every == PERIOD_YEAR)
            return true;
    return false;
}

/* A term whose first day is known already waits for nothing. */
static bool emit_term(struct build *build, const struct item *item)
{
    struct rule rule;
    struct item time = {0};
    if (!names_day(build, item, &time))
        return false;
    if (refuse_bad(build, &time))
        return true;
    if (!first_point(build, &time)->year_said && many_years(build)) {
        mark_unread(build, item->text_begin, item->text_end);
        return false;
    }
    resolve_years(build->parse, &time);
    rule_init(&rule, RULE_ONCE);
    rule.once.within = item->term;
    rule.once.since = resolve_days(build->parse, first_point(build, &time)).last;
    if (rule.once.since == DAY_NONE)
        return false;
    if (refuse_far(build, &time, (struct days){rule.once.since, rule.once.since}))
        return true;
    note_reason(build, READING_REASON_TERM_BY_LAW, item->begin, item->end);
    emit_obligation(build, &rule, item);
    return true;
}

/* A term from the end of a period; one that no rule holds waits as an event, and for a person. */
static bool emit_closing(struct build *build, const struct item *item)
{
    struct rule rule;
    switch (closing_rule(build, item, &rule)) {
    case CLOSING_NONE:
        return false;
    case CLOSING_UNREAD:
        mark_unread(build, item->begin, item->end);
        return false;
    case CLOSING_READ:
        if (rule.kind == RULE_ONCE)
            note_reason(build, READING_REASON_TERM_BY_LAW, item->begin, item->end);
        emit_obligation(build, &rule, item);
        return true;
    case CLOSING_REFUSED:
        return true;
    }
    return false;
}

static void emit_event(struct build *build, struct item *item, day_t start)
{
    struct rule rule;
    rule_init(&rule, RULE_ON_EVENT);
    rule.event.start = start;
    struct item joined = *item;
    struct item *next = next_in(build, item);
    bool close = next != NULL && next->kind == ITEM_EVENT && next->joint != JOINT_OR &&
                 next->joint != JOINT_AND &&
                 (joined.term.unit == TERM_NONE) != (next->term.unit == TERM_NONE);
    if (close && (joined.text_begin == joined.text_end || next->text_begin == next->text_end)) {
        if (joined.text_begin == joined.text_end) {
            joined.text_begin = next->text_begin;
            joined.text_end = next->text_end;
        }
        if (joined.term.unit == TERM_NONE)
            joined.term = next->term;
        joined.inexact = joined.inexact || next->inexact;
        joined.earliest = joined.earliest || next->earliest;
        next->used_up = true;
    }
    bool plain = start == DAY_NONE && joined.term.unit != TERM_NONE && !joined.inexact;
    if (plain && !joined.earliest && (emit_term(build, &joined) || emit_closing(build, &joined)))
        return;
    rule.event.within = joined.term;
    if (joined.inexact) {
        rule.event.within = (struct term){.unit = TERM_NONE};
        mark_unread(build, item->begin, item->end);
    }
    if (joined.earliest)
        need_person(build, READING_REASON_TERM_OR_EARLIEST, item->begin, item->end);
    emit_words(build, &rule, &joined);
}

static void emit_reference(struct build *build, struct item *item)
{
    struct rule rule;
    rule_init(&rule, RULE_BY_REFERENCE);
    emit_words(build, &rule, item);
}

/* "Năm 2026 và các năm tiếp theo": yearly from the year after. */
static void emit_onward(struct build *build, const struct item *item)
{
    const struct reading *out = build->out;
    if (out->count == 0 || out->count <= build->segment_start)
        return;
    const struct rule *before = &out->obligations[out->count - 1].rule;
    day_t end = before->kind == RULE_WINDOW ? before->window.end
                : before->kind == RULE_ONCE ? before->once.due
                                            : DAY_NONE;
    if (end == DAY_NONE)
        return;
    struct rule rule;
    rule_init(&rule, RULE_CYCLE);
    rule.cycle.every = PERIOD_YEAR;
    rule.cycle.from = civil_to_day(civil_from_day(end).year + 1, 1, 1);
    emit_obligation(build, &rule, item);
}

/* --- times and periods -------------------------------------------------------------------------------- */

/* "từ tháng 3/2024 …" with its end, its event or its state after it. */
static bool emit_open(struct build *build, struct item *item)
{
    if (item->kind != ITEM_TIME || item->mark != MARK_FROM || item->range || item->points != 1 ||
        !point_is_absolute(first_point(build, item)))
        return false;
    struct item *next = next_in(build, item);
    if (next == NULL || next->joint == JOINT_OR || refuse_bad(build, item))
        return false;
    day_t start = resolve_days(build->parse, first_point(build, item)).first;
    if (next->kind == ITEM_EVENT && !item->onward &&
        (is(build->parse, next->begin, W_DEN) || is(build->parse, next->begin, W_CHO))) {
        next->used_up = true;
        emit_event(build, next, start);
        return true;
    }
    if (next->kind == ITEM_CONTINUOUS) {
        next->used_up = true;
        emit_state(build, next, start);
        return true;
    }
    bool ends =
        next->kind == ITEM_TIME && !next->range && next->points == 1 && !item->onward &&
        next->mark != MARK_FROM && next->mark != MARK_AFTER &&
        point_is_absolute(first_point(build, next)) &&
        (next->joint == JOINT_COMMA || next->joint == JOINT_AND || next->joint == JOINT_NONE);
    if (!ends || refuse_bad(build, next) || first_point(build, next)->year_shift != 0)
        return false;
    if (next->mark != MARK_BEFORE && next->mark != MARK_BY && next->joint == JOINT_AND && next->gap)
        return false;
    struct days last = resolve_days(build->parse, first_point(build, next));
    if (start == DAY_NONE || last.first == DAY_NONE || last.last == DAY_NONE)
        return false;
    struct rule rule;
    rule_init(&rule, RULE_WINDOW);
    rule.window.start = start;
    rule.window.end = next->mark == MARK_BEFORE ? last.first - 1 : last.last;
    if (rule.window.start > rule.window.end)
        return false;
    next->used_up = true;
    if (!refuse_far(build, item, (struct days){start, rule.window.end}))
        emit_obligation(build, &rule, item);
    return true;
}

/* Whether a list of periods says what the times before it recur by. */
static bool is_postfix(const struct build *build, const struct pending *pending,
                       const struct item *first, const struct item *last)
{
    if (pending->time_count == 0)
        return false;
    if (first->joint == JOINT_FOR)
        return true;
    if (first->joint == JOINT_NONE && !first->gap && !first->opens)
        return true;
    const struct item *next = next_in(build, last);
    bool followed = next != NULL && next->kind == ITEM_TIME;
    if (first->opens)
        return !followed || !next->paren;
    if (followed || first->joint == JOINT_AND || first->joint == JOINT_OR)
        return false;
    const struct point *point = first_point(build, pending->times[pending->time_count - 1]);
    if (first->flavour == EVERY_REPORT)
        return first->joint == JOINT_NONE;
    return first->every == PERIOD_YEAR && !point->year_said && !first->gap;
}

static size_t run_at(const struct build *build, struct item *first, struct item **run)
{
    size_t count = 0;
    struct item *item = first;
    while (item != NULL && item->kind == ITEM_EVERY && count < RUN_MAX) {
        if (count > 0 && (item->segment != first->segment || item->joint == JOINT_NONE ||
                          item->joint == JOINT_COLON || item->joint == JOINT_FOR ||
                          (item->gap && item->flavour != EVERY_REPORT)))
            break;
        run[count++] = item;
        item = next_in(build, item);
    }
    return count;
}

static void take_run(struct build *build, struct pending *pending, struct item *item)
{
    struct item *run[RUN_MAX];
    size_t count = run_at(build, item, run);
    for (size_t i = 0; i < count; i++)
        run[i]->used_up = true;
    if (is_postfix(build, pending, item, run[count - 1])) {
        bool idle = pending->member_count > 0 && count == 1 && item->every == PERIOD_YEAR &&
                    item->joint != JOINT_FOR;
        if (idle)
            return; /* "định kỳ 6 tháng, trước ngày 15/6 hằng năm" */
        if (pending->member_count > 0 && item->joint == JOINT_FOR)
            pending->member_count = 0; /* "… hằng năm đối với báo cáo 6 tháng đầu năm" */
        const struct item *next = next_in(build, run[count - 1]);
        if (count == 1 && item->every == PERIOD_YEAR && next != NULL && next->kind == ITEM_EVERY &&
            (next->joint == JOINT_FOR || next->opens))
            return; /* the report's own period comes next */
        if (pending->member_count == 0) {
            struct item *last = pending->times[pending->time_count - 1];
            if (item->opens) { /* "15/3, 15/6 (6 tháng)": of the last one only */
                pending->time_count--;
                flush(build, pending);
                pending->times[0] = last;
                pending->time_count = 1;
            }
            emit_cycles(build, run, count, pending->times, pending->time_count, true);
            pending->time_count = 0;
            return;
        }
    }
    bool from = pending->member_count == 0 && pending->time_count == 1 &&
                pending->times[0]->mark == MARK_FROM && !pending->times[0]->range &&
                (item->joint == JOINT_NONE || item->joint == JOINT_COMMA);
    from = from ||
           (pending->member_count == 0 && pending->time_count == 1 && item->joint == JOINT_COLON &&
            !item->gap && first_point(build, pending->times[0])->whole_year &&
            first_point(build, pending->times[0])->year_said);
    if (!from) /* "từ năm 2024, định kỳ hằng năm" */
        flush(build, pending);
    for (size_t i = 0; i < count; i++)
        pending->members[i] = run[i];
    pending->member_count = count;
}

/* Drops a cycle that another of the segment says with its day, and exact repetitions. */
static void drop_repeated(struct build *build)
{
    struct reading *out = build->out;
    size_t kept = build->segment_start;
    for (size_t i = build->segment_start; i < out->count; i++) {
        bool drop = false;
        const struct rule *rule = &out->obligations[i].rule;
        for (size_t j = build->segment_start; j < out->count && !drop; j++) {
            const struct rule *other = &out->obligations[j].rule;
            if (j == i || rule->kind != RULE_CYCLE || other->kind != RULE_CYCLE ||
                rule->cycle.every != other->cycle.every)
                continue;
            drop = rule->cycle.anchor_count == 0 && other->cycle.anchor_count > 0;
            drop = drop || (j < i && rule_equal(rule, other));
        }
        if (drop) {
            obligation_clear(&out->obligations[i]);
            continue;
        }
        if (kept != i)
            out->obligations[kept] = out->obligations[i];
        kept++;
    }
    out->count = kept;
}

static void next_segment(struct build *build, struct pending *pending, uint32_t segment)
{
    flush(build, pending);
    drop_repeated(build);
    build->segment = segment;
    build->segment_start = build->out->count;
}

/* "ngày 10/4 đối với quý I": which of the list's periods the time before is of. */
static bool take_only(struct build *build, struct pending *pending, const struct item *item)
{
    const struct point *point = first_point(build, item);
    if (item->joint != JOINT_FOR || pending->member_count != 1 || pending->time_count == 0 ||
        item->points != 1 || point->grain != GRAIN_SPAN || point->edge != EDGE_NONE ||
        point->year_said || point->relation != RELATION_NONE)
        return false;
    int months = period_months((enum period_kind)pending->members[0]->every);
    if (months == 0 || months == 12 || point->last - point->first + 1 != months)
        return false;
    pending->times[pending->time_count - 1]->only_for = (int8_t)((point->first - 1) / months + 1);
    return true;
}

/* "trước ngày 15 hằng tháng, bắt đầu từ tháng 4/2025": from when the cycle before counts. */
static bool take_validity(struct build *build, const struct pending *pending,
                          const struct item *item)
{
    struct reading *out = build->out;
    const struct point *first = first_point(build, item);
    const struct point *last = &build->parse->points[item->point + item->points - 1];
    bool joined = item->joint == JOINT_NONE || item->joint == JOINT_COMMA;
    if (item->mark != MARK_FROM || !joined || pending->time_count > 0 ||
        pending->member_count > 0 || out->count == build->segment_start ||
        !point_is_absolute(first) || !point_is_absolute(last) || (item->range && !last->year_said))
        return false;
    day_t from = resolve_days(build->parse, first).first;
    day_t until = item->range ? resolve_days(build->parse, last).last : DAY_NONE;
    for (size_t i = build->segment_start; i < out->count; i++)
        if (out->obligations[i].rule.kind != RULE_CYCLE)
            return false;
    if (from == DAY_NONE || (item->range && (until == DAY_NONE || until < from)))
        return false;
    for (size_t i = build->segment_start; i < out->count; i++) {
        out->obligations[i].rule.cycle.from = from;
        out->obligations[i].rule.cycle.until = until;
    }
    return true;
}

static void take(struct build *build, struct pending *pending, struct item *item)
{
    switch ((enum item_kind)item->kind) {
    case ITEM_TIME:
        if (take_only(build, pending, item) || take_validity(build, pending, item))
            return;
        if (pending->member_count == 0 && pending->time_count == 0 && emit_open(build, item))
            return;
        if (pending->time_count == TIMES_MAX)
            flush(build, pending);
        pending->times[pending->time_count++] = item;
        return;
    case ITEM_EVERY:
        take_run(build, pending, item);
        return;
    case ITEM_CONTINUOUS:
        flush(build, pending);
        emit_state(build, item, DAY_NONE);
        return;
    case ITEM_EVENT:
        flush(build, pending);
        emit_event(build, item, DAY_NONE);
        return;
    case ITEM_REFERENCE:
        flush(build, pending);
        emit_reference(build, item);
        return;
    case ITEM_ONWARD:
        flush(build, pending);
        emit_onward(build, item);
        return;
    }
}

void assemble_items(struct build *build)
{
    struct pending pending = {.member_count = 0};
    set_aside(build);
    for (size_t i = 0; i < build->parse->item_count; i++) {
        struct item *item = item_at(build, i);
        if (item->segment != build->segment)
            next_segment(build, &pending, item->segment);
        if (!item->used_up)
            take(build, &pending, item);
        else if (item->kind == ITEM_TIME && !item->paren)
            flush(build, &pending); /* "báo cáo quý III" begins another thing */
    }
    next_segment(build, &pending, UINT32_MAX);
}
