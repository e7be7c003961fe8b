/* What repeats: "hằng quý", "định kỳ 6 tháng, năm", "02 lần/năm", "báo cáo quý". */
#include "lib/phrase/parse.h"

/* The period of so many months; PERIOD_NONE when there is no such kind. */
static enum period_kind of_months(int months)
{
    switch (months) {
    case 1:
        return PERIOD_MONTH;
    case 3:
        return PERIOD_QUARTER;
    case 6:
        return PERIOD_HALF;
    case 9:
        return PERIOD_NINE_MONTHS;
    case 12:
        return PERIOD_YEAR;
    default:
        return PERIOD_NONE;
    }
}

static int months_of(enum period_kind kind)
{
    return kind == PERIOD_WEEK ? 0 : period_months(kind);
}

/* What n times in a period comes to: 2 a year is every half. */
static enum period_kind divided(enum period_kind kind, int times, bool *exact)
{
    if (times == 1)
        return kind;
    int months = months_of(kind);
    if (times > 1 && months > 0 && months % times == 0 && of_months(months / times) != PERIOD_NONE)
        return of_months(months / times);
    if (kind == PERIOD_MONTH && times == 4)
        return PERIOD_WEEK;
    *exact = false;
    return kind;
}

size_t period_noun_at(const struct parse *parse, size_t i, enum period_kind *out, bool *exact)
{
    int value;
    if (is(parse, i, W_TUAN)) {
        *out = PERIOD_WEEK;
        return 1;
    }
    if (is(parse, i, W_THANG)) {
        *out = PERIOD_MONTH;
        return 1;
    }
    if (is(parse, i, W_QUY)) {
        *out = PERIOD_QUARTER;
        return 1;
    }
    if (is(parse, i, W_NUA) && is(parse, i + 1, W_NAM)) {
        *out = PERIOD_HALF;
        return 2;
    }
    size_t taken = number_at(parse, i, false, &value);
    if (taken == 0 && is(parse, i, W_SIX)) {
        taken = 1;
        value = 6;
    }
    if (taken > 0 && (is(parse, i + taken, W_THANG) || is(parse, i + taken, W_QUY) ||
                      is(parse, i + taken, W_NAM) || is(parse, i + taken, W_TUAN))) {
        int months = is(parse, i + taken, W_THANG) ? value
                     : is(parse, i + taken, W_QUY) ? value * 3
                                                   : value * 12;
        *out = is(parse, i + taken, W_TUAN) && value == 1 ? PERIOD_WEEK : of_months(months);
        if (is(parse, i + taken, W_TUAN) && value != 1)
            *out = PERIOD_NONE;
        *exact = *exact && *out != PERIOD_NONE;
        return taken + 1;
    }
    if (is(parse, i, W_NAM)) {
        *out = PERIOD_YEAR;
        return 1;
    }
    return 0;
}

static bool is_each(const struct parse *parse, size_t i)
{
    return is(parse, i, W_HANG) || is(parse, i, W_MOI) || is(parse, i, W_TUNG);
}

/* Whether a number follows that makes the noun a point: "quý II", "tháng 6" ("năm 2024" may stand
 * in a list of periods). */
static bool numbered(const struct parse *parse, size_t i, enum period_kind kind)
{
    int value;
    size_t taken = 0;
    if (kind == PERIOD_MONTH && is(parse, i - 1, W_THANG))
        taken = number_at(parse, i, false, &value);
    if (kind == PERIOD_QUARTER && is(parse, i - 1, W_QUY) && !is(parse, i, W_NHAT))
        taken = quarter_number_at(parse, i, &value);
    if (taken > 0 && i > 1 && is_each(parse, i - 2) && is_other_word(parse, i + taken))
        return false; /* "mỗi tháng 01 bài viết" */
    if (taken > 0 && (is(parse, i + taken, W_THANG) || is(parse, i + taken, W_LAN)))
        return false; /* "tháng, 6 tháng" without its comma; "quý 01 lần" */
    return taken > 0;
}

/* Words after a noun that make it part of another thing: "tháng cuối quý", "năm học". */
static bool other_noun(const struct parse *parse, size_t i)
{
    return is(parse, i, W_HOC) || is(parse, i, W_DAU) || is(parse, i, W_CUOI) ||
           next_words_at(parse, i) > 0;
}

static void say_every(struct item *out, size_t i, size_t end, enum period_kind kind,
                      enum flavour flavour)
{
    *out = (struct item){.kind = ITEM_EVERY,
                         .every = (uint8_t)kind,
                         .flavour = (uint8_t)flavour,
                         .begin = (uint32_t)i,
                         .end = (uint32_t)end,
                         .start_point = -1};
}

/* After the last noun: "/lần", "một lần", "/01 lần", "02 lần": changes the period. */
static size_t times_after_at(const struct parse *parse, size_t i, enum period_kind *kind,
                             bool *exact)
{
    size_t j = i;
    int times = 1;
    j += is_punct(parse, j, '/') || is_punct(parse, j, '(') || is(parse, j, W_IT) ? 1 : 0;
    if (j > i && is(parse, j - 1, W_IT))
        j += is(parse, j, W_NHAT) ? 1 : 0;
    size_t taken = number_at(parse, j, true, &times);
    j += taken;
    if (!is(parse, j, W_LAN) || times < 1)
        return 0;
    if (is(parse, j + 1, W_THU)) /* "lần thứ" */
        return 0;
    *kind = divided(*kind, times, exact);
    j++;
    j += is_punct(parse, i, '(') && is_punct(parse, j, ')') ? 1 : 0;
    return j - i;
}

static size_t list_joint_at(const struct parse *parse, size_t i)
{
    size_t j = i;
    while (j < i + 3 && (is_punct(parse, j, ',') || is(parse, j, W_VA) || is_punct(parse, j, '/') ||
                         is(parse, j, W_HOAC) || is_punct(parse, j, '&') ||
                         is_punct(parse, j, '-') || is_punct(parse, j, '+')))
        j++;
    return j - i;
}

/* One member of a list of periods. */
static size_t member_at(const struct parse *parse, size_t i, enum flavour flavour, struct item *out)
{
    enum period_kind kind = PERIOD_NONE;
    bool exact = true;
    size_t j = i;
    while (is_each(parse, j) || is(parse, j, W_CA))
        j++;
    size_t noun = period_noun_at(parse, j, &kind, &exact);
    if (noun == 0)
        return 0;
    j += noun;
    if (numbered(parse, j, kind))
        return 0;
    uint8_t only = 0;
    if (kind == PERIOD_HALF && (is(parse, j, W_DAU) || is(parse, j, W_CUOI)) &&
        is(parse, j + 1, W_NAM) && flavour == EVERY_REPORT) {
        only = is(parse, j, W_DAU) ? 1 : 2;
        j += 2;
    } else if ((kind == PERIOD_NINE_MONTHS || kind == PERIOD_HALF) && is(parse, j, W_DAU) &&
               is(parse, j + 1, W_NAM)) {
        only = kind == PERIOD_HALF ? 1 : 0;
        j += 2;
    } else if (other_noun(parse, j) && !is(parse, j, W_KE) && !is(parse, j, W_SAU)) {
        return 0;
    }
    if (kind == PERIOD_YEAR && flavour == EVERY_EACH && year_number_at(parse, j))
        j++;
    j += times_after_at(parse, j, &kind, &exact);
    say_every(out, i, j, kind, flavour);
    out->only = only;
    out->inexact = !exact;
    return j - i;
}

/* A list of periods; joined ones share `flavour`. */
static size_t members_at(const struct parse *parse, size_t i, enum flavour flavour,
                         struct item *out, size_t max, size_t *written)
{
    size_t j = i, joint = 0;
    *written = 0;
    while (*written < max) {
        struct item *member = &out[*written];
        size_t report = 0;
        if (*written > 0 && flavour == EVERY_REPORT &&
            ((is(parse, j + joint, W_BAO) && is(parse, j + joint + 1, W_CAO))))
            report = 2;
        size_t taken = member_at(parse, j + joint + report, flavour, member);
        if (taken == 0)
            break;
        if (*written > 0) {
            bool either = false;
            for (size_t k = j; k < j + joint; k++)
                either = either || is(parse, k, W_HOAC);
            member->joint = either ? JOINT_OR : JOINT_AND;
            member->begin = (uint32_t)(j + joint);
        }
        (*written)++;
        j += joint + report + taken;
        joint = list_joint_at(parse, j);
        if (joint == 0)
            break;
    }
    return j - i;
}

/* "02 lần/năm", "01 lần mỗi quý", "một lần trong tháng", "hai lần một năm" */
static size_t frequency_at(const struct parse *parse, size_t i, struct item *out)
{
    int times;
    bool exact = true;
    enum period_kind kind;
    size_t j = i;
    if (is(parse, j, W_IT) && is(parse, j + 1, W_NHAT))
        j += 2;
    else if (is(parse, j, W_TOIDA) && (is(parse, j + 1, W_THIEU) || is(parse, j + 1, W_DA)))
        j += 2;
    size_t taken = number_at(parse, j, true, &times);
    if (taken == 0 || times < 1)
        return 0;
    j += taken;
    if (is(parse, j, W_LAN)) {
        j++;
    } else { /* "02 cuộc/năm", "01 hội nghị/quý" */
        size_t thing = j;
        while (j < thing + 3 && j < parse->count && parse->tokens[j].kind == TOKEN_WORD &&
               !words_tell_time((enum word)parse->tokens[j].word))
            j++;
        if (j == thing || !is_punct(parse, j, '/'))
            return 0;
    }
    bool within = is(parse, j, W_TRONG);
    j += is_punct(parse, j, '/') || within || is(parse, j, W_CUA) ? 1 : 0;
    j += is_each(parse, j) ? 1 : 0;
    size_t noun = period_noun_at(parse, j, &kind, &exact);
    if (noun == 0 || (within && times == 1 && year_number_at(parse, j + noun)))
        return 0;
    if (kind == PERIOD_YEAR && year_number_at(parse, j + noun))
        noun++;
    kind = divided(kind, times, &exact);
    say_every(out, i, j + noun, kind, EVERY_EACH);
    out->inexact = !exact;
    return j + noun - i;
}

/* "6 tháng/lần", "03 tháng một lần", "mỗi năm 02 lần", "quý/lần" */
static size_t interval_at(const struct parse *parse, size_t i, struct item *out)
{
    bool exact = true;
    enum period_kind kind;
    size_t j = i + (is_each(parse, i) ? 1 : 0);
    size_t noun = period_noun_at(parse, j, &kind, &exact);
    if (noun == 0)
        return 0;
    j += noun;
    j += is_punct(parse, j, ',') && j > i + noun ? 1 : 0;
    size_t times = times_after_at(parse, j, &kind, &exact);
    if (times == 0)
        return 0;
    say_every(out, i, j + times, kind, EVERY_EACH);
    out->inexact = !exact;
    return j + times - i;
}

/* "báo cáo", "BC", "sơ kết", "tổng kết", "giao ban" [định kỳ]: how many tokens. */
static size_t report_words_at(const struct parse *parse, size_t i)
{
    size_t j = i;
    if ((is(parse, j, W_BAO) && is(parse, j + 1, W_CAO)) ||
        ((is(parse, j, W_SOKET) || is(parse, j, W_SO) || is(parse, j, W_TONG)) &&
         is(parse, j + 1, W_KET)))
        j += 2;
    else if (is(parse, j, W_BC))
        j += 1;
    else
        return 0;
    return j - i;
}

static size_t periodic_words_at(const struct parse *parse, size_t i)
{
    return is(parse, i, W_DINH) && is(parse, i + 1, W_KY) ? 2 : 0;
}

/* "định kỳ" with its periods, or alone. */
static size_t periodic_at(const struct parse *parse, size_t i, struct item *out, size_t max,
                          size_t *written)
{
    size_t j = i + (is(parse, i, W_THEO) ? 1 : 0);
    size_t words = periodic_words_at(parse, j);
    if (words == 0 || (i > 0 && is(parse, i - 1, W_KHONG)))
        return 0;
    j += words;
    size_t k = j + (is_punct(parse, j, ':') || is_punct(parse, j, '(') || is(parse, j, W_VAO) ||
                            is(parse, j, W_LA)
                        ? 1
                        : 0);
    if (is(parse, j, W_THEO) &&
        (period_noun_at(parse, j + 1, &(enum period_kind){0}, &(bool){true}) > 0 ||
         is_each(parse, j + 1)))
        k = j + 1;
    size_t taken = frequency_at(parse, k, out);
    if (taken == 0)
        taken = interval_at(parse, k, out);
    if (taken > 0) {
        *written = 1;
        out->begin = (uint32_t)i;
        return k + taken - i;
    }
    taken = members_at(parse, k, EVERY_EACH, out, max, written);
    if (taken > 0) {
        out->begin = (uint32_t)i;
        return k + taken - i;
    }
    say_every(out, i, j, PERIOD_NONE, EVERY_BARE);
    *written = 1;
    return j - i;
}

/* "báo cáo quý", "báo cáo định kỳ hằng tháng", "tổng kết năm" */
static size_t report_at(const struct parse *parse, size_t i, struct item *out, size_t max,
                        size_t *written)
{
    size_t words = report_words_at(parse, i);
    if (words == 0)
        return 0;
    size_t j = i + words;
    if (periodic_words_at(parse, j) > 0 || is_each(parse, j)) {
        *written = 0;
        return 0; /* the scanner finds "định kỳ …", "hằng …" itself */
    }
    struct item first;
    size_t one = member_at(parse, j, EVERY_REPORT, &first);
    if (one == 0 || year_number_at(parse, j + one) || first.inexact)
        return 0;
    size_t taken = members_at(parse, j, EVERY_REPORT, out, max, written);
    out->begin = (uint32_t)i;
    return taken > 0 ? words + taken : 0;
}

/* "thường niên", "các quý trong năm", "theo từng tháng", "trong tháng" */
static size_t idiom_at(const struct parse *parse, size_t i, struct item *out)
{
    bool exact = true;
    enum period_kind kind;
    if ((is(parse, i, W_THUONG) || is(parse, i, W_HANG)) && is(parse, i + 1, W_NIEN)) {
        say_every(out, i, i + 2, PERIOD_YEAR, EVERY_EACH);
        return 2;
    }
    size_t j = i;
    if (is(parse, j, W_CAC) || is(parse, j, W_TRONG) || is(parse, j, W_THEO))
        j++;
    else
        return 0;
    size_t noun = period_noun_at(parse, j, &kind, &exact);
    if (noun == 0 || is_number(parse, j) || numbered(parse, j + noun, kind))
        return 0;
    if (is(parse, i, W_TRONG) && (kind == PERIOD_YEAR || !exact))
        return 0;
    if (is(parse, i, W_TRONG) && j + noun < parse->count &&
        parse->tokens[j + noun].kind == TOKEN_WORD && !is(parse, j + noun, W_VA) &&
        !is(parse, j + noun, W_HOAC) && !parse->tokens[j + noun].line)
        return 0; /* "trong tháng thanh niên" */
    if (kind == PERIOD_YEAR && year_number_at(parse, j + noun))
        return 0;
    if (other_noun(parse, j + noun) || (is(parse, i, W_CAC) && kind == PERIOD_YEAR))
        return 0;
    j += noun;
    if (is(parse, j, W_TRONG) && is(parse, j + 1, W_NAM) && !is_number(parse, j + 2))
        j += 2;
    say_every(out, i, j, kind, EVERY_EACH);
    return j - i;
}

/* A list of periods at the head of a cell: "Quý, 6 tháng, năm". */
static size_t bare_list_at(const struct parse *parse, size_t i, struct item *out, size_t max,
                           size_t *written)
{
    if (!parse->at_start || year_number_at(parse, i + 1) ||
        (is_number(parse, i) && is(parse, i + 1, W_NAM) && parse->tokens[i].value != 1))
        return 0;
    size_t taken = members_at(parse, i, EVERY_EACH, out, max, written);
    bool timed =
        taken > 0 && (is_punct(parse, i + taken, '(') || is_punct(parse, i + taken, ':') ||
                      (i > 1 && is_punct(parse, i - 1, '(') && is_punct(parse, i + taken, ')')));
    if (taken == 0 || (*written < 2 && !timed)) {
        *written = 0;
        return 0;
    }
    return taken;
}

/* A member of "quý I, 6 tháng, quý III và năm": the quarter's number, 0 for another period. */
static size_t mixed_member_at(const struct parse *parse, size_t i, enum period_kind *kind,
                              int *quarter)
{
    bool exact = true;
    *quarter = 0;
    size_t j = i + (is(parse, i, W_CA) ? 1 : 0);
    if (is(parse, j, W_QUY)) {
        size_t taken = quarter_number_at(parse, j + 1, quarter);
        *kind = PERIOD_QUARTER;
        return taken > 0 && *quarter >= 1 && *quarter <= 4 ? j + 1 + taken - i : 0;
    }
    size_t noun = period_noun_at(parse, j, kind, &exact);
    if (noun == 0 || !exact || *kind == PERIOD_WEEK || *kind == PERIOD_MONTH)
        return 0;
    j += noun;
    if (is(parse, j, W_DAU) && is(parse, j + 1, W_NAM))
        j += 2;
    return is_number(parse, j) || next_words_at(parse, j) > 0 ? 0 : j - i;
}

/* "Báo cáo quý I, 6 tháng, quý III và năm": what is reported on, not when. The quarters are one
 * cycle of those named. */
static size_t mixed_list_at(const struct parse *parse, size_t i, struct item *out, size_t max,
                            size_t *written)
{
    size_t j = i + report_words_at(parse, i);
    j += periodic_words_at(parse, j);
    if (j == i && !parse->at_start)
        return 0;
    size_t begin = j, others = 0;
    uint16_t mask = 0;
    *written = 0;
    for (int n = 0; n < 8 && *written < max; n++) {
        enum period_kind kind;
        int quarter;
        size_t joint = n > 0 ? list_joint_at(parse, j) : 0;
        size_t report = n > 0 ? report_words_at(parse, j + joint) : 0;
        size_t taken =
            n > 0 && joint == 0 ? 0 : mixed_member_at(parse, j + joint + report, &kind, &quarter);
        if (taken == 0)
            break;
        if (kind != PERIOD_QUARTER || mask == 0) {
            say_every(&out[*written], j + joint, j + joint + report + taken, kind, EVERY_REPORT);
            out[*written].joint = n > 0 ? JOINT_AND : JOINT_NONE;
            (*written)++;
        }
        others += kind != PERIOD_QUARTER ? 1 : 0;
        mask |= (uint16_t)(quarter > 0 ? 1u << quarter : 0);
        j += joint + report + taken;
    }
    if (others == 0 || mask == 0 || j == begin)
        return 0;
    for (size_t n = 0; n < *written; n++)
        out[n].mask = out[n].every == PERIOD_QUARTER ? mask : 0;
    out->begin = (uint32_t)i;
    return j - i;
}

/* A list that goes on after the times of its first member: "6 tháng (trước ngày 15/6), năm (…)". */
static size_t rest_of_list_at(const struct parse *parse, size_t i, struct item *out)
{
    if (i < 2 || (!parse->list_open && !is_punct(parse, i - 2, ')')))
        return 0;
    size_t j = i;
    if (!is_punct(parse, j - 1, ',') && !is(parse, j - 1, W_VA) && !is_punct(parse, j - 1, ';'))
        return 0;
    size_t taken = member_at(parse, j, EVERY_EACH, out);
    if (taken == 0 || year_number_at(parse, j + taken - 1))
        return 0;
    j += taken;
    bool timed = is_punct(parse, j, '(') || is_punct(parse, j, ':') || is(parse, j, W_TRUOC) ||
                 is(parse, j, W_CHAM) || is(parse, j, W_NGAY) || is(parse, j, W_VAO) ||
                 is(parse, j, W_MUON) || is(parse, j, W_KHONG);
    return timed || (parse->list_open && is_punct(parse, i - 2, ')')) ? taken : 0;
}

size_t every_at(const struct parse *parse, size_t i, struct item *out, size_t max, size_t *written)
{
    size_t taken = mixed_list_at(parse, i, out, max, written);
    if (taken > 0)
        return taken;
    taken = periodic_at(parse, i, out, max, written);
    if (taken > 0)
        return taken;
    taken = report_at(parse, i, out, max, written);
    if (taken > 0)
        return taken;
    *written = 1;
    taken = frequency_at(parse, i, out);
    if (taken == 0)
        taken = interval_at(parse, i, out);
    if (taken > 0)
        return taken;
    if (is_each(parse, i) || is(parse, i, W_THEO)) {
        size_t theo = is(parse, i, W_THEO) ? 1 : 0;
        taken = members_at(parse, i + theo, EVERY_EACH, out, max, written);
        if (taken > 0) {
            out->begin = (uint32_t)i;
            return theo + taken;
        }
    }
    *written = 1;
    taken = idiom_at(parse, i, out);
    if (taken == 0)
        taken = rest_of_list_at(parse, i, out);
    if (taken > 0)
        return taken;
    return bare_list_at(parse, i, out, max, written);
}
