#include "lib/import/units.h"

#include <ctype.h>
#include <string.h>

#include "base/cleanup.h"
#include "base/err.h"
#include "base/i18n.h"
#include "base/text.h"
#include "base/utf8.h"
#include "base/vec.h"

#define ITEMS_MAX 200
#define PIECES_MAX 16 /* between commas, of one list of names */
#define TEXT_MAX ((size_t)131072 * 2)
#define LIST_MAX 1000 /* bytes of a text in which names are looked for */
#define HEAD_MAX 48   /* bytes of "Đơn vị chủ trì" before a colon */
#define KNOWN_WORDS 3 /* a name that is only the beginning of a text has at least so many */

enum role { ROLE_NONE, ROLE_LEAD, ROLE_COORDINATING };

struct item {
    char *text;
    enum role role;
};

struct split {
    struct {
        VEC_MEMBERS(struct item);
    } items;
    enum role own;     /* of the column */
    enum role heading; /* "Chủ trì:" holds for what follows */
    bool any_lead;
    const struct department *department;
    const struct units_place *place;
};

static const char LEADS[] = "chủ trì";
static const char HELPS[] = "phối hợp";

static void item_clear(struct item *item)
{
    free(item->text);
}

static void tell(const struct split *split, enum diag_severity severity, const char *format,
                 const char *a, const char *b)
{
    const struct units_place *place = split->place;
    _cleanup_buf_ struct buf message = {0};
    buf_init(&message, 4096);
    (void)buf_puts(&message, format);
    (void)buf_printf(&message, " \"%.200s\"", a);
    if (b) {
        (void)buf_printf(&message, " (%.200s)", b);
    }
    diag_add(place->diag, severity, place->file, place->row, place->column, buf_str(&message),
             NULL);
}

/* --- small steps --------------------------------------------------------------------------------- */

/* Takes spaces, list marks and closing points off both ends. */
static struct text_span strip(struct text_span span)
{
    while (span.len > 0 && strchr(" \n,.;:-+*", span.data[0])) {
        span.data++;
        span.len--;
    }
    while (span.len > 0 && strchr(" \n,.;:-", span.data[span.len - 1])) {
        span.len--;
    }
    return span;
}

/* Takes a word off the beginning, with the space behind it; the case of its first letter is nothing. */
static bool take_word(struct text_span *span, const char *word)
{
    size_t len = strlen(word);
    if (span->len > len && span->data[len] == ' ' &&
        memcmp(span->data + 1, word + 1, len - 1) == 0 &&
        tolower((unsigned char)span->data[0]) == word[0]) {
        span->data += len;
        span->len -= len;
        *span = strip(*span);
        return true;
    }
    return false;
}

/* A name from a span of text: without "với", "cùng" … before it, with a capital. NULL: no memory. */
static char *name_of(struct text_span span)
{
    static const char *const BEFORE[] = {"với", "cùng", "và", "giao", "do"};
    span = strip(span);
    bool again = true;
    while (again) {
        again = false;
        for (size_t i = 0; i < sizeof(BEFORE) / sizeof(BEFORE[0]); i++) {
            again = take_word(&span, BEFORE[i]) || again;
        }
    }
    char *name = text_span_dup(span);
    if (name && span.len > 1 && memcmp(name, "đ", 2) == 0) {
        memcpy(name, "Đ", 2);
    } else if (name && islower((unsigned char)name[0])) {
        name[0] = (char)toupper((unsigned char)name[0]);
    }
    for (char *at = name; at && *at; at++) {
        *at = *at == '\n' ? ' ' : *at;
    }
    return name;
}

static int add_item(struct split *split, struct text_span span, enum role role)
{
    struct item item = {.text = name_of(span), .role = role};
    if (!item.text) {
        return ERR_NOMEM;
    }
    int err = item.text[0] ? vec_push(&split->items, ITEMS_MAX, item) : 0;
    if (err || !item.text[0]) {
        free(item.text);
    }
    split->any_lead = split->any_lead || role == ROLE_LEAD;
    return err;
}

static bool is_known(const struct split *split, struct text_span span)
{
    if (!split->department || span.len == 0 || span.len > LIST_MAX) {
        return false;
    }
    _cleanup_free_ char *name = name_of(span);
    return name && name[0] && department_resolve(split->department, name) != NULL;
}

/* --- who leads, who coordinates -------------------------------------------------------------------- */

static struct text_span part(const char *text, size_t from, size_t to)
{
    return (struct text_span){text + from, to > from ? to - from : 0};
}

/* "A chủ trì, phối hợp với B", "A phối hợp B chủ trì", "A phối hợp với B", "B phối hợp". */
static int split_helping(struct split *split, const char *text, const char *lower, enum role role)
{
    size_t len = strlen(text);
    size_t helps = (size_t)(strstr(lower, HELPS) - lower);
    size_t behind = helps + strlen(HELPS);
    const char *leads_at = strstr(lower, LEADS);
    size_t leads = leads_at ? (size_t)(leads_at - lower) : len;
    struct text_span before = strip(part(text, 0, helps));
    struct text_span after = strip(part(text, behind, len));
    if (!leads_at) {
        bool both = before.len > 0 && after.len > 0;
        int err = add_item(split, before, both ? role : ROLE_COORDINATING);
        return err ? err : add_item(split, after, ROLE_COORDINATING);
    }
    if (leads < helps) {
        struct text_span between = strip(part(text, leads + strlen(LEADS), helps));
        int err = add_item(split, part(text, 0, leads), ROLE_LEAD);
        err = err ? err : add_item(split, between, leads > 0 ? ROLE_COORDINATING : ROLE_LEAD);
        return err ? err : add_item(split, after, ROLE_COORDINATING);
    }
    int err = add_item(split, before, ROLE_LEAD);
    return err ? err : add_item(split, part(text, behind, leads), ROLE_LEAD);
}

static int split_leading(struct split *split, const char *text, const char *lower)
{
    size_t at = (size_t)(strstr(lower, LEADS) - lower);
    struct text_span before = strip(part(text, 0, at));
    struct text_span after = strip(part(text, at + strlen(LEADS), strlen(text)));
    if (before.len == 0) {
        return add_item(split, after, ROLE_LEAD);
    }
    if (after.len > 0) {
        _cleanup_free_ char *rest = text_span_dup(after);
        tell(split, DIAG_NOTE, _("bỏ khỏi tên đơn vị:"), rest ? rest : "", NULL);
    }
    return add_item(split, before, ROLE_LEAD);
}

/* "Đơn vị chủ trì: …" sets what follows. Returns where the text goes on. */
static size_t take_heading(struct split *split, const char *text, const char *lower)
{
    const char *colon = strchr(lower, ':');
    if (!colon || (size_t)(colon - lower) > HEAD_MAX) {
        return 0;
    }
    const char *leads = strstr(lower, LEADS);
    const char *helps = strstr(lower, HELPS);
    bool is_lead = leads && leads < colon;
    bool is_help = helps && helps < colon;
    if (is_lead == is_help) {
        return 0;
    }
    split->heading = is_lead ? ROLE_LEAD : ROLE_COORDINATING;
    split->any_lead = split->any_lead || is_lead;
    return (size_t)(colon - lower) + 1 + strspn(text + (colon - lower) + 1, " \n");
}

/* One item without its remarks. */
static int split_item(struct split *split, const char *text)
{
    _cleanup_buf_ struct buf lower = {0};
    buf_init(&lower, TEXT_MAX);
    if (is_known(split, text_span(text))) {
        return add_item(split, text_span(text), split->heading);
    }
    int err = utf8_lower(text, strlen(text), &lower);
    if (err || lower.len != strlen(text)) {
        return err == ERR_NOMEM ? err : add_item(split, text_span(text), split->heading);
    }
    size_t from = take_heading(split, text, buf_str(&lower));
    text += from;
    const char *rest = buf_str(&lower) + from;
    if (strstr(rest, HELPS)) {
        enum role role = split->heading ? split->heading : split->own;
        return split_helping(split, text, rest, role);
    }
    return strstr(rest, LEADS) ? split_leading(split, text, rest)
                               : add_item(split, text_span(text), split->heading);
}

/* "(chủ trì)" marks, every other remark in brackets is told and left out. */
static int split_remarks(struct split *split, const char *text)
{
    _cleanup_buf_ struct buf plain = {0};
    buf_init(&plain, TEXT_MAX);
    bool known = is_known(split, text_span(text));
    int err = 0;
    while (!err && *text) {
        const char *open = known ? NULL : strchr(text, '(');
        const char *close = open ? strchr(open, ')') : NULL;
        if (!close) {
            err = buf_puts(&plain, text);
            break;
        }
        struct text_span remark = text_trim(part(open, 1, (size_t)(close - open)));
        _cleanup_free_ char *copy = text_span_dup(remark);
        err = buf_append(&plain, text, (size_t)(open - text));
        bool marks = copy && (strcmp(copy, LEADS) == 0 || strcmp(copy, HELPS) == 0 ||
                              strcmp(copy, "Chủ trì") == 0 || strcmp(copy, "Phối hợp") == 0);
        if (marks) {
            bool lead = strstr(copy, "ủ trì") != NULL;
            err = err ? err : buf_printf(&plain, " %s ", lead ? LEADS : HELPS);
        } else {
            tell(split, DIAG_NOTE, _("bỏ khỏi tên đơn vị:"), copy ? copy : "", NULL);
            err = err ? err : buf_putc(&plain, ' ');
        }
        text = close + 1;
    }
    return err ? err : split_item(split, buf_str(&plain));
}

/* --- lines ---------------------------------------------------------------------------------------- */

static bool has_bullet(const char *line)
{
    return strchr("-+*", line[0]) || strncmp(line, "•", 3) == 0 || strncmp(line, "–", 3) == 0 ||
           strncmp(line, "●", 3) == 0;
}

static const char *skip_bullet(const char *line)
{
    while (*line && has_bullet(line)) {
        line += (unsigned char)line[0] < 0x80 ? 1 : 3;
        line += strspn(line, " ");
    }
    return line;
}

/* Whether a line goes on from the one before: within a list only bullets begin an item, elsewhere
 * capitals do. */
static bool goes_on(const char *line, bool bullets)
{
    uint32_t code = 0;
    if (has_bullet(line)) {
        return false;
    }
    if (line[0] == '(') {
        return true;
    }
    const char *colon = strchr(line, ':');
    size_t head = colon ? (size_t)(colon - line) : 0;
    if (head > 0 && head <= HEAD_MAX && !memchr(line, '\n', head) &&
        (memmem(line, head, "ủ trì", strlen("ủ trì")) ||
         memmem(line, head, "ối hợp", strlen("ối hợp")))) {
        return false;
    }
    (void)utf8_decode(line, strlen(line), &code);
    return bullets || (utf8_is_letter(code) && !utf8_is_upper(code));
}

/* Splits one item's text at ";" outside brackets. */
static int split_semicolons(struct split *split, const char *text)
{
    int depth = 0;
    const char *from = text;
    int err = 0;
    for (const char *at = text; !err; at++) {
        depth += *at == '(' ? 1 : *at == ')' && depth > 0 ? -1 : 0;
        if (*at == '\0' || (*at == ';' && depth == 0)) {
            _cleanup_free_ char *piece =
                text_span_dup((struct text_span){from, (size_t)(at - from)});
            err = piece ? split_remarks(split, piece) : ERR_NOMEM;
            from = at + 1;
        }
        if (*at == '\0') {
            break;
        }
    }
    return err;
}

static int split_lines(struct split *split, const char *cell)
{
    _cleanup_buf_ struct buf item = {0};
    buf_init(&item, TEXT_MAX);
    bool bullets = false;
    int err = 0;
    for (const char *at = cell; at; at = strchr(at, '\n') ? strchr(at, '\n') + 1 : NULL) {
        bullets = bullets || has_bullet(at);
    }
    for (const char *at = cell; !err && *at;) {
        size_t len = strcspn(at, "\n");
        const char *next = at[len] ? at + len + 1 : at + len;
        bool joins = item.len > 0 && goes_on(at, bullets);
        if (!joins && item.len > 0) {
            err = split_semicolons(split, item.data);
            buf_reset(&item);
        }
        const char *from = skip_bullet(at);
        len = from < at + len ? (size_t)(at + len - from) : 0;
        err = err || !joins ? err : buf_putc(&item, ' ');
        err = err ? err : buf_append(&item, from, len);
        at = next;
    }
    return err || item.len == 0 ? err : split_semicolons(split, item.data);
}

/* --- names ------------------------------------------------------------------------------------------ */

/* Where a list may be cut: pieces[i] begins at cuts[i].from and ends at cuts[i].to. */
struct cut {
    size_t from, to;
};

static size_t find_cuts(const char *text, struct cut cuts[static PIECES_MAX])
{
    size_t count = 0;
    size_t from = 0;
    size_t len = strlen(text);
    static const char AND[] = " và ";
    for (size_t i = 0; i <= len && count < PIECES_MAX; i++) {
        bool comma = text[i] == ',';
        bool and = strncmp(text + i, AND, strlen(AND)) == 0;
        if (i == len || comma || and) {
            cuts[count++] = (struct cut){from, i};
            from = comma ? i + 1 : i + strlen(AND);
            i = and? from - 1 : i;
        }
    }
    return from > len || count < PIECES_MAX ? count : 0;
}

/* Adds the names of a list that the department knows all of; *found says whether it does. The longest
 * known piece is taken first: "Các phòng, đơn vị" is one name. */
static int add_known(const struct split *split, const char *text, struct strings *out, bool *found)
{
    struct cut cuts[PIECES_MAX];
    struct strings names = {0};
    size_t count = strlen(text) > LIST_MAX ? 0 : find_cuts(text, cuts);
    size_t at = 0;
    int err = 0;
    while (!err && at < count) {
        size_t end = count;
        while (end > at && !is_known(split, part(text, cuts[at].from, cuts[end - 1].to))) {
            end--;
        }
        if (end == at) {
            break;
        }
        _cleanup_free_ char *name = name_of(part(text, cuts[at].from, cuts[end - 1].to));
        err = name ? strings_add(&names, name) : ERR_NOMEM;
        at = end;
    }
    *found = count > 0 && at == count;
    for (size_t i = 0; !err && *found && i < names.count; i++) {
        err = strings_add(out, names.items[i]);
    }
    strings_clear(&names);
    return err;
}

/* "Các phòng: A, B và C" → "Phòng A", "Phòng B", "Phòng C". */
static int add_series(const struct split *split, const char *text, struct strings *out, bool *found)
{
    static const struct {
        const char *head, *word;
    } SERIES[] = {{"Các phòng:", "Phòng "},
                  {"Các Phòng:", "Phòng "},
                  {"Các đơn vị:", ""},
                  {"Các Đơn vị:", ""},
                  {"Các sở:", "Sở "},
                  {"Các Sở:", "Sở "},
                  {"Các trung tâm:", "Trung tâm "},
                  {"Các Trung tâm:", "Trung tâm "},
                  {"Các chi cục:", "Chi cục "},
                  {"Các Chi cục:", "Chi cục "},
                  {"Các phòng, đơn vị:", ""},
                  {"Các Phòng, đơn vị:", ""}};
    struct cut cuts[PIECES_MAX];
    for (size_t i = 0; i < sizeof(SERIES) / sizeof(SERIES[0]); i++) {
        size_t head = strlen(SERIES[i].head);
        const char *word = SERIES[i].word;
        if (strncmp(text, SERIES[i].head, head) != 0) {
            continue;
        }
        size_t count = find_cuts(text + head, cuts);
        for (size_t k = 0; k < count; k++) {
            struct text_span piece = strip(part(text + head, cuts[k].from, cuts[k].to));
            _cleanup_buf_ struct buf name = {0};
            buf_init(&name, TEXT_MAX);
            bool has = piece.len >= strlen(word) && memcmp(piece.data, word, strlen(word)) == 0;
            int err = has ? 0 : buf_puts(&name, word);
            err = err ? err : buf_append(&name, piece.data, piece.len);
            err = err ? err : strings_add(out, buf_str(&name));
            if (err) {
                return err;
            }
        }
        *found = count > 0;
        if (*found) {
            tell(split, DIAG_NOTE, _("tách thành từng đơn vị:"), text, NULL);
        }
        return 0;
    }
    return 0;
}

/* The length of the longest known name that the text begins with; what follows it must begin with a
 * small letter or a comma. 0 when there is none. */
static size_t known_beginning(const struct split *split, const char *text)
{
    size_t best = 0;
    int words = 1;
    if (strlen(text) > LIST_MAX) {
        return 0;
    }
    for (size_t i = 0; text[i]; i++) {
        if (text[i] != ' ') {
            continue;
        }
        uint32_t code = 0;
        (void)utf8_decode(text + i + 1, strlen(text + i + 1), &code);
        bool small = utf8_is_letter(code) && !utf8_is_upper(code);
        if (words >= KNOWN_WORDS && small && is_known(split, part(text, 0, i))) {
            best = i;
        }
        words++;
    }
    return best;
}

static int add_name(const struct split *split, const char *text, struct strings *out)
{
    bool found = split->department ? is_known(split, text_span(text)) : true;
    int err = 0;
    if (found && !strchr(text, ':')) {
        return strings_add(out, text);
    }
    found = false;
    err = split->department ? add_known(split, text, out, &found) : 0;
    err = err || found ? err : add_series(split, text, out, &found);
    if (err || found) {
        return err;
    }
    size_t begins = split->department ? known_beginning(split, text) : 0;
    if (begins > 0) {
        _cleanup_free_ char *name = text_span_dup(part(text, 0, begins));
        tell(split, DIAG_WARNING, _("bỏ khỏi tên đơn vị:"), text + begins + 1, name);
        return name ? strings_add(out, name) : ERR_NOMEM;
    }
    return strings_add(out, text);
}

int units_split(const char *cell, bool leading, const struct department *department,
                const struct units_place *place, struct strings *lead, struct strings *coordinating)
{
    struct split split = {.own = leading ? ROLE_LEAD : ROLE_COORDINATING,
                          .department = department,
                          .place = place};
    int err = split_lines(&split, cell);
    for (size_t i = 0; !err && i < split.items.count; i++) {
        const struct item *item = &split.items.items[i];
        enum role role = item->role ? item->role : split.any_lead ? ROLE_COORDINATING : split.own;
        err = add_name(&split, item->text, role == ROLE_LEAD ? lead : coordinating);
    }
    vec_clear(&split.items, item_clear);
    return err;
}
