/* The canonical Vietnamese wording of a rule; reading it gives the rule again. */
#include <string.h>

#include "base/err.h"
#include "lib/phrase/lex.h"
#include "phrase/phrase.h"

static const char *const roman[] = {"", "I", "II", "III", "IV"};
static const char *const weekdays[] = {"",        "thứ Hai", "thứ Ba",  "thứ Tư",
                                       "thứ Năm", "thứ Sáu", "thứ Bảy", "Chủ nhật"};

static void put_day(struct buf *out, day_t day)
{
    char text[CIVIL_TEXT_SIZE];
    buf_printf(out, "ngày %s", civil_format_vn(day, text));
}

/* --- windows ---------------------------------------------------------------------------------------- */

/* "trong quý I/2022" where the window is just that. */
static bool put_period(struct buf *out, day_t start, day_t end)
{
    static const enum period_kind kinds[] = {PERIOD_MONTH, PERIOD_QUARTER, PERIOD_HALF,
                                             PERIOD_YEAR};
    for (size_t i = 0; i < sizeof kinds / sizeof kinds[0]; i++) {
        struct period period = period_of(kinds[i], start);
        if (period_first(period) != start || period_last(period) != end)
            continue;
        if (kinds[i] == PERIOD_MONTH)
            buf_printf(out, "trong tháng %02d/%d", period.index, period.year);
        else if (kinds[i] == PERIOD_QUARTER)
            buf_printf(out, "trong quý %s/%d", roman[period.index], period.year);
        else if (kinds[i] == PERIOD_HALF)
            buf_printf(out, "trong 6 tháng %s năm %d", period.index == 1 ? "đầu" : "cuối",
                       period.year);
        else
            buf_printf(out, "trong năm %d", period.year);
        return true;
    }
    return false;
}

static void put_window(struct buf *out, day_t start, day_t end)
{
    if (put_period(out, start, end))
        return;
    struct civil first = civil_from_day(start), last = civil_from_day(end);
    if (first.month == 1 && first.day == 1 && last.month == 12 && last.day == 31) {
        buf_printf(out, "từ năm %d đến năm %d", first.year, last.year);
        return;
    }
    buf_puts(out, "từ ");
    put_day(out, start);
    buf_puts(out, " đến ");
    put_day(out, end);
}

/* --- cycles ----------------------------------------------------------------------------------------- */

static void put_position(struct buf *out, int month, int months, const char *period)
{
    static const char *const nth[] = {"đầu", "thứ hai của", "thứ ba của", "thứ tư của",
                                      "thứ năm của"};
    bool next = month >= months;
    int position = next ? month - months : month;
    const char *text = position == months - 1 ? "cuối" : nth[position];
    buf_printf(out, "tháng %s %s%s", text, period, next ? " sau" : "");
}

/* The month of an anchor, as "của tháng cuối quý" or "/06"; nothing for the month itself. */
static void put_month(struct buf *out, const struct anchor *anchor, enum period_kind every)
{
    bool named = anchor->kind != ANCHOR_MONTH_DAY || anchor->day == 0;
    switch (every) {
    case PERIOD_MONTH:
        if (anchor->month > 0)
            buf_puts(out, " của tháng sau");
        else if (named)
            buf_puts(out, " của tháng");
        break;
    case PERIOD_QUARTER:
        buf_puts(out, " của ");
        put_position(out, anchor->month, 3, "quý");
        break;
    case PERIOD_HALF:
        buf_puts(out, " của ");
        put_position(out, anchor->month, 6, "kỳ");
        break;
    case PERIOD_NINE_MONTHS:
    case PERIOD_YEAR:
    case PERIOD_NONE:
    case PERIOD_WEEK:
        break;
    }
}

/* A day of a month known by its number: "ngày 31/01 năm sau", "… đối với quý IV". */
static void put_known(struct buf *out, const struct anchor *anchor, enum period_kind every)
{
    int months = period_months(every);
    int at = anchor->month + (anchor->only > 0 ? (anchor->only - 1) * months : 0);
    if (anchor->day == 0)
        buf_printf(out, "ngày cuối cùng của tháng %02d", at % 12 + 1);
    else
        buf_printf(out, "ngày %02d/%02d", anchor->day, at % 12 + 1);
    if (at >= 12)
        buf_puts(out, " năm sau");
    if (anchor->only == 0)
        return;
    if (every == PERIOD_MONTH)
        buf_printf(out, " đối với tháng %02d", anchor->only);
    else if (every == PERIOD_QUARTER)
        buf_printf(out, " đối với quý %s", roman[(int)anchor->only]);
    else
        buf_printf(out, " đối với 6 tháng %s năm", anchor->only == 1 ? "đầu" : "cuối");
}

static void put_month_day(struct buf *out, const struct anchor *anchor, enum period_kind every)
{
    if (anchor->only > 0 || every == PERIOD_YEAR || every == PERIOD_NINE_MONTHS) {
        put_known(out, anchor, every);
        return;
    }
    if (anchor->day == 0)
        buf_puts(out, "ngày cuối cùng");
    else
        buf_printf(out, "ngày %02d", anchor->day);
    put_month(out, anchor, every);
}

static void put_anchor(struct buf *out, const struct anchor *anchor, enum period_kind every)
{
    int shift = anchor->shift;
    bool next_week = anchor->kind == ANCHOR_WEEK_DAY && (shift == 7 || shift == 6);
    if (next_week)
        shift -= 7;
    if (shift == -1)
        buf_puts(out, "trước ");
    else if (shift != 0)
        buf_printf(out, "%02d ngày %s ", shift < 0 ? -shift : shift, shift < 0 ? "trước" : "sau");
    switch (anchor->kind) {
    case ANCHOR_MONTH_DAY:
        put_month_day(out, anchor, every);
        break;
    case ANCHOR_MONTH_WEEKDAY:
        if (anchor->nth < 0)
            buf_printf(out, "%s tuần cuối cùng", weekdays[(int)anchor->weekday]);
        else
            buf_printf(out, "%s tuần thứ %d", weekdays[(int)anchor->weekday], anchor->nth);
        put_month(out, anchor, every);
        break;
    case ANCHOR_LAST_WORKDAY:
        buf_puts(out, "ngày làm việc cuối cùng");
        put_month(out, anchor, every);
        break;
    case ANCHOR_WEEK_DAY:
        buf_printf(out, "%s%s", weekdays[(int)anchor->weekday], next_week ? " tuần sau" : "");
        break;
    case ANCHOR_LUNAR:
        buf_printf(out, "ngày %02d/%02d âm lịch", anchor->day, anchor->month);
        break;
    }
}

static void put_anchors(struct buf *out, const struct cycle *cycle)
{
    if (cycle->anchor_count == 0)
        return;
    buf_puts(out, " (");
    if (cycle->has_start) {
        buf_puts(out, "từ ");
        put_anchor(out, &cycle->start, cycle->every);
        if (cycle->every == PERIOD_MONTH && cycle->start.month == 0 && cycle->start.day > 0)
            buf_puts(out, " của tháng");
        buf_puts(out, " đến ");
    }
    for (size_t i = 0; i < cycle->anchor_count; i++) {
        if (i > 0)
            buf_puts(out, "; ");
        put_anchor(out, &cycle->anchors[i], cycle->every);
    }
    buf_puts(out, ")");
}

static void put_cycle(struct buf *out, const struct cycle *cycle)
{
    static const char *const every[] = {"định kỳ",  "hằng tuần",       "hằng tháng",
                                        "hằng quý", "định kỳ 6 tháng", "định kỳ 9 tháng",
                                        "hằng năm"};
    buf_puts(out, every[cycle->every]);
    put_anchors(out, cycle);
    if (cycle->from == DAY_NONE && cycle->until == DAY_NONE)
        return;
    buf_puts(out, ", áp dụng");
    if (cycle->from != DAY_NONE) {
        buf_puts(out, " từ ");
        put_day(out, cycle->from);
    }
    if (cycle->until != DAY_NONE) {
        buf_puts(out, cycle->from != DAY_NONE ? " đến " : " đến hết ");
        put_day(out, cycle->until);
    }
}

/* --- events ----------------------------------------------------------------------------------------- */

/* The class of the first word, and of the second, of an event's words. */
static enum word word_of(const char *text, size_t nth)
{
    struct token tokens[64];
    struct lexed lexed;
    char head[40];
    size_t len = strlen(text);
    if (len >= sizeof head) {
        len = sizeof head - 1;
        while (len > 0 && ((unsigned char)text[len] & 0xc0) == 0x80)
            len--;
    }
    memcpy(head, text, len);
    lex_run(head, len, tokens, &lexed);
    return nth < lexed.count ? (enum word)tokens[nth].word : W_NONE;
}

static void put_term(struct buf *out, const struct term *term)
{
    static const char *const units[] = {"", "ngày làm việc", "ngày", "tháng"};
    buf_printf(out, "trong %02d %s", term->n, units[term->unit]);
}

static void put_event(struct buf *out, const struct rule *rule, const char *event)
{
    const char *text = event != NULL && event[0] != '\0' ? event : "khi phát sinh";
    enum word first = word_of(text, 0);
    if (rule->event.start != DAY_NONE) {
        buf_puts(out, "từ ");
        put_day(out, rule->event.start);
        if (first != W_DEN && first != W_CHO)
            buf_puts(out, first == W_KHI ? " đến" : " đến khi");
        buf_printf(out, " %s", text);
        return;
    }
    if (rule->event.within.unit == TERM_NONE) {
        buf_printf(out, "%s%s", first == W_NGAY ? "kể từ " : "", text);
        return;
    }
    if (first == W_KHI || first == W_NGAY) {
        put_term(out, &rule->event.within);
        buf_printf(out, " kể từ %s", text);
    } else if (first == W_SAU) {
        put_term(out, &rule->event.within);
        buf_printf(out, " %s", text);
    } else {
        buf_printf(out, "%s, ", text);
        put_term(out, &rule->event.within);
    }
}

static void put_rule(struct buf *out, const struct obligation *obligation)
{
    const struct rule *rule = &obligation->rule;
    switch (rule->kind) {
    case RULE_ONCE:
        if (rule->once.within.unit != TERM_NONE) {
            put_term(out, &rule->once.within);
            buf_puts(out, " kể từ ");
            put_day(out, rule->once.since);
            break;
        }
        buf_puts(out, "chậm nhất ");
        put_day(out, rule->once.due);
        break;
    case RULE_WINDOW:
        put_window(out, rule->window.start, rule->window.end);
        break;
    case RULE_CYCLE:
        put_cycle(out, &rule->cycle);
        break;
    case RULE_CONTINUOUS:
        buf_puts(out, "thường xuyên");
        if (rule->continuous.start != DAY_NONE) {
            buf_puts(out, " từ ");
            put_day(out, rule->continuous.start);
        }
        break;
    case RULE_ON_EVENT:
        put_event(out, rule, obligation->event);
        break;
    case RULE_BY_REFERENCE:
        buf_puts(out, obligation->reference != NULL && obligation->reference[0] != '\0'
                          ? obligation->reference
                          : "theo quy định");
        break;
    }
}

int phrase_print(const struct obligation *obligation, struct buf *out)
{
    if (!rule_is_valid(&obligation->rule))
        return ERR_INVALID;
    struct buf text;
    buf_init(&text, PHRASE_MAX_BYTES);
    put_rule(&text, obligation);
    int result = text.data == NULL ? ERR_NOMEM : buf_append(out, text.data, text.len);
    buf_clear(&text);
    return result;
}
