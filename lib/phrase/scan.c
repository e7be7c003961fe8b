/* Walks over the tokens, finds the items, and marks what was consumed. */
#include "lib/phrase/parse.h"

#define RUN_MAX 8

struct scanner {
    struct parse *parse;
    struct token *tokens;
    size_t i;
    uint32_t segment;
    uint32_t label; /* first loose word since the last item; UINT32_MAX: none */
    uint8_t joint;
    int depth;
    bool gap, opens;
    bool gap_outside; /* before the parenthesis */
};

static bool is_bullet(const struct parse *parse, size_t i)
{
    const struct token *token = &parse->tokens[i];
    if (token->punct != '-' && token->punct != '*' && token->punct != '+')
        return false;
    if (i == 0 || token->line)
        return true;
    const struct token *before = token - 1;
    return before->kind == TOKEN_PUNCT && token->space &&
           (before->punct == '.' || before->punct == ';' || before->punct == ':');
}

static bool is_full_stop(const struct parse *parse, size_t i)
{
    if (!is_punct(parse, i, '.'))
        return false;
    if (i + 1 >= parse->count)
        return true;
    if (i > 0 && (is(parse, i - 1, W_T) || is(parse, i - 1, W_Q)))
        return false; /* "T.12", "Q.I" */
    return parse->tokens[i + 1].space || is_punct(parse, i + 1, '.') ||
           is_punct(parse, i + 1, ';') || is_punct(parse, i + 1, '-') || i == 0 ||
           (parse->tokens[i + 1].kind == TOKEN_WORD && parse->tokens[i + 1].capital &&
            parse->tokens[i - 1].kind != TOKEN_WORD);
}

/* A line that begins with a capital begins a sentence, unless it goes on with the one before. */
static bool is_new_line(const struct parse *parse, size_t i)
{
    const struct token *token = &parse->tokens[i];
    if (i == 0 || !token->line || token->kind != TOKEN_WORD || !token->capital)
        return false;
    if (token->value > 0 || is(parse, i, W_T) || is(parse, i, W_Q))
        return false;
    const struct token *before = token - 1;
    if (before->kind == TOKEN_PUNCT && before->punct != ')')
        return false;
    switch ((int)before->word) {
    case W_VA:
    case W_CUA:
    case W_TRONG:
    case W_TRUOC:
    case W_THEO:
    case W_DEN:
    case W_TU:
    case W_NGAY:
    case W_HANG:
    case W_MOI:
    case W_KY:
    case W_NHAT:
    case W_HET:
    case W_CUOI:
    case W_DAU:
        return false;
    default:
        return true;
    }
}

bool hard_break_at(const struct parse *parse, size_t i)
{
    const struct token *token = &parse->tokens[i];
    if (token->kind == TOKEN_PUNCT)
        return token->punct == ';' || is_full_stop(parse, i) || is_bullet(parse, i);
    return is_new_line(parse, i);
}

/* "1.", "a)", "2/", "(1)" that number the lines of a cell. */
static size_t enumerator_at(const struct parse *parse, size_t i)
{
    size_t j = i + (is_punct(parse, i, '(') ? 1 : 0);
    bool letter = j < parse->count && parse->tokens[j].kind == TOKEN_WORD &&
                  parse->tokens[j].end - parse->tokens[j].begin <=
                      ((unsigned char)parse->lexed->text[parse->tokens[j].begin] < 0x80 ? 1 : 2);
    bool number = is_number(parse, j) && parse->tokens[j].digits <= 2;
    if (!letter && !number)
        return 0;
    if (is_punct(parse, j + 1, ')'))
        return j + 2 - i;
    if (j == i && number && is_punct(parse, j + 1, '.') && j + 2 < parse->count &&
        parse->tokens[j + 2].kind == TOKEN_WORD)
        return 2;
    return 0;
}

static void use(struct scanner *scanner, size_t begin, size_t end)
{
    for (size_t i = begin; i < end; i++)
        scanner->tokens[i].used = true;
}

static void reset_context(struct scanner *scanner)
{
    scanner->joint = JOINT_NONE;
    scanner->gap = false;
    scanner->opens = false;
    scanner->label = UINT32_MAX;
}

static void begin_segment(struct scanner *scanner)
{
    if (scanner->depth == 0 || scanner->i == 0 || !is_punct(scanner->parse, scanner->i, ';'))
        scanner->segment++;
    reset_context(scanner);
    scanner->parse->at_start = true;
    scanner->parse->list_open =
        scanner->parse->list_open && is_punct(scanner->parse, scanner->i, ';');
    while (scanner->i < scanner->parse->count && scanner->tokens[scanner->i].kind == TOKEN_PUNCT &&
           hard_break_at(scanner->parse, scanner->i))
        scanner->tokens[scanner->i++].used = true;
    size_t taken = enumerator_at(scanner->parse, scanner->i);
    use(scanner, scanner->i, scanner->i + taken);
    scanner->i += taken;
}

/* What the words between two items say about how they are joined. */
static void join(struct scanner *scanner, const struct token *token)
{
    uint8_t joint = JOINT_NONE;
    if (token->kind == TOKEN_PUNCT) {
        if (token->punct == ',' || token->punct == '-' || token->punct == '+')
            joint = JOINT_COMMA;
        else if (token->punct == ':')
            joint = JOINT_COLON;
        else if (token->punct == '&' || token->punct == '/')
            joint = JOINT_AND;
    } else if (token->word == W_VA) {
        joint = JOINT_AND;
    } else if (token->word == W_HOAC || token->word == W_HAY) {
        joint = JOINT_OR;
    } else if (token->word == W_DOI || token->word == W_CHO) {
        joint = JOINT_FOR;
    }
    if (joint > scanner->joint)
        scanner->joint = joint;
}

/* A word of time that names a thing: "kế hoạch năm", "Ngày Pháp luật". */
static bool names_a_thing(const struct parse *parse, size_t i)
{
    const struct token *token = &parse->tokens[i];
    if (i > 0) {
        int before = parse->tokens[i - 1].word;
        if (before == W_DOC || before == W_NOUN || before == W_CAO || before == W_KET ||
            before == W_BC)
            return true;
    }
    if (i > 0 && is_punct(parse, i + 1, ':'))
        return true;                                     /* "Giao ban tháng: …" */
    if (token->word == W_TUAN || token->word == W_THANG) /* "Tháng hành động …" */
        return is_other_word(parse, i + 1) || is(parse, i + 1, W_VERB);
    if (token->word == W_TET) /* its date is given, or season_at had kept it */
        return true;
    if (token->word == W_NGAY && i + 1 < parse->count)
        return (token->capital && parse->tokens[i + 1].kind == TOKEN_WORD &&
                parse->tokens[i + 1].capital) ||
               (!parse->lexed->marked && is_other_word(parse, i + 1));
    return false;
}

/* "Tết Nguyên đán Giáp Thìn 2024", "hè năm 2024": a time whose day another paper sets; it stays
 * unread with its year, which is no window. */
static size_t season_at(const struct parse *parse, size_t i)
{
    if (!is(parse, i, W_TET) && !is(parse, i, W_HE) && !is(parse, i, W_MUA))
        return 0;
    size_t j = i + 1;
    while (j < parse->count && j < i + 7 && parse->tokens[j].kind == TOKEN_WORD &&
           !is(parse, j, W_TRUOC) && !is(parse, j, W_VA) && !is(parse, j, W_HANG))
        j++;
    if (is_punct(parse, j, '(') && day_follows(parse, j + 1))
        return 0; /* "Tết Trung thu (15/8 âm lịch)" */
    return year_number_at(parse, j) ? j + 1 - i : 1;
}

/* "nửa đầu tháng 4", "nửa cuối quý II" */
static size_t half_at(const struct parse *parse, size_t i)
{
    struct point point;
    if (!is(parse, i, W_NUA) || !(is(parse, i + 1, W_DAU) || is(parse, i + 1, W_CUOI)) ||
        !(is(parse, i + 2, W_THANG) || is(parse, i + 2, W_QUY) || is(parse, i + 2, W_T)))
        return 0;
    size_t taken = point_at(parse, i + 2, NULL, true, &point);
    return 2 + (taken > 0 ? taken : 1);
}

/* "tuần 1 tháng 3/2024", "tuần đầu tháng 3", "trung tuần tháng 6", "10 ngày đầu tháng": parts of a
 * month that no rule defines. */
static size_t part_of_month_at(const struct parse *parse, size_t i)
{
    int n;
    size_t j = i;
    size_t number = number_at(parse, j, false, &n);
    if (number > 0 && is(parse, j + number, W_NGAY)) {
        j += number + 1;
        j += is(parse, j, W_LAM) && is(parse, j + 1, W_VIEC) ? 2 : 0;
    } else if (is(parse, j, W_TUAN)) {
        j++;
    } else {
        return 0;
    }
    bool days = number > 0, placed = false;
    size_t limit = j + 5;
    while (j < limit && (is(parse, j, W_DAU) || is(parse, j, W_CUOI) || is(parse, j, W_GIUA) ||
                         is(parse, j, W_TIEN) || is(parse, j, W_CUNG) || is(parse, j, W_THU) ||
                         is(parse, j, W_CUA) || is(parse, j, W_NHAT) ||
                         (!days && number_at(parse, j, false, &n) > 0))) {
        placed = true;
        j++;
    }
    if (days && !placed)
        return 0;
    struct point point;
    if (!is(parse, j, W_THANG) && !is(parse, j, W_QUY) && !is(parse, j, W_NAM) &&
        !is(parse, j, W_T))
        return 0;
    size_t taken = point_at(parse, j, NULL, true, &point);
    return taken > 0 ? j + taken - i : j + 1 - i;
}

size_t hazy_at(const struct parse *parse, size_t i)
{
    static size_t (*const readers[])(const struct parse *, size_t) = {turned_at, season_at, half_at,
                                                                      part_of_month_at};
    for (size_t r = 0; r < sizeof readers / sizeof readers[0]; r++) {
        size_t taken = readers[r](parse, i);
        if (taken > 0)
            return taken;
    }
    return 0;
}

static void pass_loose(struct scanner *scanner)
{
    struct parse *parse = scanner->parse;
    struct token *token = &scanner->tokens[scanner->i];
    join(scanner, token);
    if (token->kind == TOKEN_PUNCT) {
        if (token->punct == '(') {
            scanner->depth++;
            scanner->opens = true;
            scanner->gap_outside = scanner->gap;
            token->used = true;
            parse->at_start = true;
            scanner->i++;
            return;
        } else if (token->punct == ')' && scanner->depth > 0) {
            scanner->depth--;
            scanner->gap = scanner->opens ? scanner->gap_outside : false;
            scanner->opens = false;
        }
        token->used = true;
        scanner->i++;
        return;
    }
    size_t hazy = hazy_at(parse, scanner->i);
    if (hazy > 0) {
        scanner->gap = true;
        parse->at_start = false;
        scanner->i += hazy;
        return;
    }
    size_t skipped = skip_at(parse, scanner->i);
    if (skipped > 0)
        use(scanner, scanner->i, scanner->i + skipped);
    bool joining = token->word == W_VA || token->word == W_HOAC || token->word == W_HAY;
    if (!joining) {
        scanner->gap = true;
        if (scanner->label == UINT32_MAX)
            scanner->label = (uint32_t)scanner->i;
    }
    if (skipped == 0 && token->kind == TOKEN_WORD &&
        (!words_tell_time((enum word)token->word) || names_a_thing(parse, scanner->i)))
        token->used = true;
    parse->at_start = parse->at_start && joining;
    scanner->i += skipped > 0 ? skipped : 1;
}

/* "trước 25/3; 25/6; 25/9": what stands before the first day is meant for the bare ones after it. */
static bool goes_on(const struct scanner *scanner, const struct item *item)
{
    const struct parse *parse = scanner->parse;
    if (item == parse->items)
        return false;
    const struct item *before = item - 1;
    return item->kind == ITEM_TIME && before->kind == ITEM_TIME && item->mark == MARK_NONE &&
           before->mark == MARK_BEFORE && !before->range && !item->range && item->shift == 0 &&
           item->begin == before->end + 1 && is_punct(parse, before->end, ';') &&
           is_number(parse, item->begin) && parse->points[item->point].grain == GRAIN_DAY &&
           parse->points[before->point].grain == GRAIN_DAY;
}

static void settle_item(struct scanner *scanner, struct item *item, bool first)
{
    item->segment = scanner->segment;
    item->paren = scanner->depth > 0;
    item->label = item->begin;
    if (!first)
        return;
    if (goes_on(scanner, item))
        item->mark = MARK_BEFORE;
    if (item->joint == JOINT_NONE)
        item->joint = scanner->joint;
    item->gap = scanner->gap;
    item->opens = scanner->opens;
    if (scanner->label != UINT32_MAX)
        item->label = scanner->label;
}

/* Tries every construction at the place; returns how many tokens it took. */
static size_t find(struct parse *parse, size_t i, struct item *out, size_t max, size_t *written)
{
    *written = 1;
    if (hazy_at(parse, i) > 0)
        return 0;
    size_t taken = continuous_at(parse, i, out);
    if (taken == 0)
        taken = onward_at(parse, i, out);
    if (taken == 0 && skip_at(parse, i) > 0 && !is_number(parse, i))
        return 0;
    if (taken == 0)
        taken = every_at(parse, i, out, max, written);
    if (taken == 0) {
        *written = 1;
        taken = term_at(parse, i, out);
    }
    if (taken == 0 && document_at(parse, i) == 0)
        taken = time_at(parse, i, out);
    if (taken == 0)
        taken = event_at(parse, i, out);
    if (taken == 0)
        taken = reference_at(parse, i, out);
    return taken;
}

/* "quý I" of "Báo cáo quý I trước ngày 20/3, 6 tháng …": the periods reported on may go on. */
static bool is_reported(const struct parse *parse, const struct item *item)
{
    if (item->kind != ITEM_TIME || item->begin == 0 ||
        parse->points[item->point].grain != GRAIN_SPAN)
        return false;
    size_t before = item->begin - 1;
    return is(parse, before, W_CAO) || is(parse, before, W_BC) || is(parse, before, W_KET) ||
           is(parse, before, W_KY);
}

static bool read_item(struct scanner *scanner)
{
    struct parse *parse = scanner->parse;
    size_t room = parse->item_max - parse->item_count, written = 0;
    if (room < RUN_MAX)
        return false;
    struct item *out = &parse->items[parse->item_count];
    size_t taken = find(parse, scanner->i, out, RUN_MAX, &written);
    if (taken == 0)
        return false;
    for (size_t n = 0; n < written; n++)
        settle_item(scanner, &out[n], n == 0);
    parse->item_count += written;
    for (size_t i = scanner->i; i < scanner->i + taken; i++) { /* e.g. "(" of "định kỳ (quý" */
        if (is_punct(parse, i, '('))
            scanner->depth++;
        else if (is_punct(parse, i, ')') && scanner->depth > 0)
            scanner->depth--;
    }
    use(scanner, scanner->i, scanner->i + taken);
    scanner->i += taken;
    reset_context(scanner);
    parse->at_start = false;
    parse->list_open = parse->list_open || (out->kind == ITEM_EVERY && out->every != PERIOD_NONE) ||
                       is_reported(parse, out);
    return true;
}

/* "(Thường xuyên)": parentheses around all of it say nothing. */
static bool is_wrapped(const struct parse *parse)
{
    size_t end = parse->count;
    while (end > 0 && (is_punct(parse, end - 1, '.') || is_punct(parse, end - 1, ';')))
        end--;
    if (!is_punct(parse, 0, '(') || end < 2 || !is_punct(parse, end - 1, ')'))
        return false;
    for (size_t i = 1; i + 1 < end; i++)
        if (is_punct(parse, i, '(') || is_punct(parse, i, ')'))
            return false;
    return true;
}

void scan_items(struct parse *parse, struct token *tokens)
{
    struct scanner scanner = {.parse = parse, .tokens = tokens};
    reset_context(&scanner);
    if (is_wrapped(parse)) {
        tokens[0].used = true;
        scanner.i = 1;
    }
    begin_segment(&scanner);
    size_t broken = SIZE_MAX;
    while (scanner.i < parse->count) {
        if (hard_break_at(parse, scanner.i) && broken != scanner.i) {
            begin_segment(&scanner);
            broken = scanner.i;
            continue;
        }
        if (!read_item(&scanner))
            pass_loose(&scanner);
    }
}
