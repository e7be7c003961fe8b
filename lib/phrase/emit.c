/* Obligations, unread spans and reasons, put into the reading. */
#include "lib/phrase/build.h"

#include <stdlib.h>
#include <string.h>

#include "base/err.h"
#include "base/utf8.h"

static struct span bytes_of(const struct build *build, uint32_t begin, uint32_t end)
{
    if (begin >= end)
        return (struct span){0, 0};
    return (struct span){build->tokens[begin].begin, build->tokens[end - 1].end};
}

void need_person(struct build *build, enum reading_reason reason, uint32_t begin, uint32_t end)
{
    if (build->out->status != READING_UNDERSTOOD)
        return;
    build->out->status = READING_NEEDS_A_PERSON;
    build->out->reason = reason;
    build->out->offending = bytes_of(build, begin, end);
}

void contradict(struct build *build, enum reading_reason reason, uint32_t begin, uint32_t end)
{
    if (build->out->status == READING_CONTRADICTORY)
        return;
    build->out->status = READING_CONTRADICTORY;
    build->out->reason = reason;
    build->out->offending = bytes_of(build, begin, end);
}

void note_reason(struct build *build, enum reading_reason reason, uint32_t begin, uint32_t end)
{
    if (build->out->status != READING_UNDERSTOOD || build->out->reason != READING_REASON_NONE)
        return;
    build->out->reason = reason;
    build->out->offending = bytes_of(build, begin, end);
}

void mark_unread(struct build *build, uint32_t begin, uint32_t end)
{
    for (uint32_t i = begin; i < end; i++)
        build->tokens[i].used = false;
}

/* --- words ------------------------------------------------------------------------------------------ */

/* The text of tokens [begin, end) as written, white space made single, in NFC. */
static char *words(struct build *build, uint32_t begin, uint32_t end)
{
    struct span span = bytes_of(build, begin, end);
    const char *text = build->parse->lexed->text + span.begin;
    size_t len = span.end - span.begin;
    char *copy = malloc(len + 1);
    if (copy == NULL) {
        build->failed = true;
        return NULL;
    }
    size_t at = 0;
    bool composed = true;
    for (size_t i = 0; i < len; i++) {
        bool space = text[i] == ' ' || (text[i] >= '\t' && text[i] <= '\r');
        composed = composed && text[i] != '\xcc' && text[i] != '\xcd';
        if (!space)
            copy[at++] = text[i];
        else if (at > 0 && copy[at - 1] != ' ')
            copy[at++] = ' ';
    }
    copy[at] = '\0';
    if (composed)
        return copy;
    struct buf nfc;
    buf_init(&nfc, 4 * len + 16);
    char *result = utf8_nfc(copy, at, &nfc) == 0 ? buf_steal(&nfc) : NULL;
    buf_clear(&nfc);
    if (result == NULL)
        return copy;
    free(copy);
    return result;
}

static bool is_text(const struct token *token)
{
    return token->kind == TOKEN_WORD || token->kind == TOKEN_NUMBER;
}

/* Loose words [begin, end) without the signs and joining words around them. */
static char *label_of(struct build *build, uint32_t begin, uint32_t end)
{
    const struct token *tokens = build->tokens;
    while (begin < end && (!is_text(&tokens[begin]) || tokens[begin].word == W_VA))
        begin++;
    while (end > begin && (!is_text(&tokens[end - 1]) || tokens[end - 1].word == W_VA))
        end--;
    return begin < end ? words(build, begin, end) : NULL;
}

/* "(ban hành KH)" right after the item, when nothing else was found in it. */
static char *label_after(struct build *build, const struct item *item)
{
    const struct parse *parse = build->parse;
    uint32_t open = item->end;
    if (!is_punct(parse, open, '('))
        return NULL;
    uint32_t close = open + 1;
    while (close < parse->count && !is_punct(parse, close, ')'))
        close++;
    if (close == parse->count)
        return NULL;
    for (size_t i = 0; i < parse->item_count; i++)
        if (parse->items[i].begin > open && parse->items[i].begin < close)
            return NULL;
    return label_of(build, open + 1, close);
}

/* --- obligations -------------------------------------------------------------------------------------- */

static struct obligation *add(struct build *build, const struct rule *rule, const struct item *item)
{
    struct reading *out = build->out;
    if (out->count == READING_MAX_OBLIGATIONS) {
        need_person(build, READING_REASON_TOO_LONG, item->begin, item->end);
        return NULL;
    }
    if (out->count == build->capacity) {
        size_t capacity = build->capacity == 0 ? 4 : build->capacity * 2;
        struct obligation *grown = realloc(out->obligations, capacity * sizeof *grown);
        if (grown == NULL) {
            build->failed = true;
            return NULL;
        }
        out->obligations = grown;
        build->capacity = capacity;
    }
    struct obligation *obligation = &out->obligations[out->count];
    *obligation =
        (struct obligation){.rule = *rule, .span = bytes_of(build, item->begin, item->end)};
    if (!rule_is_valid(&obligation->rule)) {
        mark_unread(build, item->begin, item->end);
        return NULL;
    }
    out->count++;
    return obligation;
}

static void put_label(struct build *build, struct obligation *obligation, const struct item *item)
{
    if (item->label < item->begin)
        obligation->label = label_of(build, item->label, item->begin);
    if (obligation->label == NULL)
        obligation->label = label_after(build, item);
}

void emit_obligation(struct build *build, const struct rule *rule, const struct item *item)
{
    struct obligation *obligation = add(build, rule, item);
    if (obligation != NULL)
        put_label(build, obligation, item);
}

void emit_words(struct build *build, const struct rule *rule, const struct item *item)
{
    struct obligation *obligation = add(build, rule, item);
    if (obligation == NULL)
        return;
    put_label(build, obligation, item);
    if (item->text_begin == item->text_end)
        return;
    char *text = words(build, item->text_begin, item->text_end);
    if (rule->kind == RULE_ON_EVENT)
        obligation->event = text;
    else
        obligation->reference = text;
}

/* --- times ------------------------------------------------------------------------------------------ */

bool refuse_bad(struct build *build, const struct item *item)
{
    for (uint32_t p = item->point; p < item->point + item->points; p++) {
        const struct point *point = &build->parse->points[p];
        if (point->reason != READING_REASON_NONE) {
            contradict(build, (enum reading_reason)point->reason, point->begin, point->end);
            return true;
        }
    }
    return false;
}

/* How far from the plan's years a date may lie. Past ones are slips of the pen or of copying; years
 * ahead are usual ("đến năm 2045"), single days decades ahead are not. */
#define YEARS_BACK 3
#define YEARS_AHEAD_DAY 10
#define YEARS_AHEAD 40

bool refuse_far(struct build *build, const struct item *item, struct days days)
{
    const struct phrase_options *options = build->parse->options;
    if (options->from_year == 0 || days.last == DAY_NONE)
        return false;
    bool day = build->parse->points[item->point].grain == GRAIN_DAY;
    int last = civil_from_day(days.last).year;
    int to_year = options->to_year < options->from_year ? options->from_year : options->to_year;
    int ahead = day ? YEARS_AHEAD_DAY : YEARS_AHEAD;
    int first = days.first == DAY_NONE ? last : civil_from_day(days.first).year;
    bool old = day && first < options->from_year - YEARS_AHEAD_DAY; /* "02/9/1945 - 02/9/2024" */
    if (last >= options->from_year - YEARS_BACK && last <= to_year + ahead && !old)
        return false;
    contradict(build, READING_REASON_FAR_YEAR, item->begin, item->end);
    return true;
}

static void emit_once(struct build *build, const struct item *item, day_t due)
{
    struct rule rule;
    if (refuse_far(build, item, (struct days){due, due}))
        return;
    rule_init(&rule, RULE_ONCE);
    rule.once.due = due;
    emit_obligation(build, &rule, item);
}

static void emit_window(struct build *build, const struct item *item, struct days days)
{
    struct rule rule;
    if (refuse_far(build, item, days))
        return;
    if (days.first > days.last) {
        contradict(build, READING_REASON_ENDS_BEFORE_START, item->begin, item->end);
        return;
    }
    rule_init(&rule, RULE_WINDOW);
    rule.window.start = days.first;
    rule.window.end = days.last;
    emit_obligation(build, &rule, item);
}

static void emit_start(struct build *build, const struct item *item, day_t start)
{
    struct rule rule;
    rule_init(&rule, RULE_CONTINUOUS);
    rule.continuous.start = start;
    emit_obligation(build, &rule, item);
}

/* One point by its mark: a day or an edge is a date, a period a window. */
static void emit_point(struct build *build, const struct item *item, const struct point *point,
                       struct days days)
{
    bool day = point->grain == GRAIN_DAY || point->edge != EDGE_NONE;
    bool inclusive = build->parse->options->inclusive_before && day;
    days.first += item->shift;
    days.last += item->shift;
    switch ((enum mark)item->mark) {
    case MARK_BEFORE:
        emit_once(build, item, inclusive ? days.last : days.first - 1);
        return;
    case MARK_BY:
        emit_once(build, item, days.last);
        return;
    case MARK_AFTER:
        emit_start(build, item, days.last + 1);
        return;
    case MARK_FROM:
        emit_start(build, item, days.first);
        return;
    case MARK_NONE:
    case MARK_IN:
        if (day)
            emit_once(build, item, days.last);
        else
            emit_window(build, item, days);
        return;
    }
}

/* Adjacent periods of one kind make one window (domain.md): the last of those from p on. */
static uint32_t adjacent(const struct build *build, const struct item *item, uint32_t p,
                         struct days *days)
{
    const struct point *points = build->parse->points;
    if (item->or_list || (item->mark != MARK_NONE && item->mark != MARK_IN))
        return p;
    while (p + 1 < item->point + item->points) {
        const struct point *a = &points[p], *b = &points[p + 1];
        if (a->grain != GRAIN_SPAN || b->grain != GRAIN_SPAN || a->edge != EDGE_NONE ||
            b->edge != EDGE_NONE || b->last - b->first != a->last - a->first)
            break;
        struct days next = resolve_days(build->parse, b);
        if (next.first != days->last + 1)
            break;
        days->last = next.last;
        p++;
    }
    return p;
}

static void emit_range(struct build *build, const struct item *item)
{
    const struct point *points = &build->parse->points[item->point];
    struct days first = resolve_days(build->parse, &points[0]);
    struct days last = resolve_days(build->parse, &points[1]);
    if (first.first == DAY_NONE || last.last == DAY_NONE) {
        contradict(build, READING_REASON_NO_SUCH_DATE, item->begin, item->end);
        return;
    }
    day_t end = item->end_mark == MARK_BEFORE ? last.first - 1 : last.last;
    if (item->mark == MARK_BY && points[0].grain != GRAIN_SPAN) {
        emit_once(build, item, end);
        return;
    }
    emit_window(build, item, (struct days){first.first, end});
}

void emit_time(struct build *build, struct item *item)
{
    const struct parse *parse = build->parse;
    if (refuse_bad(build, item))
        return;
    const struct point *points = parse->points;
    for (uint32_t p = item->point; p < item->point + item->points; p++) {
        if (!point_is_absolute(&points[p])) {
            emit_recurring(build, item);
            return;
        }
    }
    if (item->double_marker)
        note_reason(build, READING_REASON_DOUBLE_MARKER, item->begin, item->end);
    if (item->range) {
        emit_range(build, item);
        return;
    }
    for (uint32_t p = item->point; p < item->point + item->points; p++) {
        struct days days = resolve_days(parse, &points[p]);
        if (days.first == DAY_NONE) {
            contradict(build, READING_REASON_NO_SUCH_DATE, points[p].begin, points[p].end);
            continue;
        }
        uint32_t begin = p;
        p = adjacent(build, item, p, &days);
        emit_point(build, item, &points[begin], days);
    }
    if (item->or_list)
        need_person(build, READING_REASON_ALTERNATIVE, item->begin, item->end);
}
