/* The values a mail's templates are filled with (conf/templates/README.md tells the keys). */
#include "lib/render/daily_words.h"

#include <limits.h>

#include "base/cleanup.h"
#include "base/err.h"
#include "base/i18n.h"
#include "base/id.h"
#include "base/text.h"
#include "base/utf8.h"
#include "render/words.h"

#define SUMMARY_KINDS 3
#define SHORT_NAME_COLUMNS 40
#define TEXT_MAX 100000

/* --- order
 * ---------------------------------------------------------------------------------------- */

struct place {
    const struct daily_item *item;
    size_t given; /* its index in the input */
};

/* Under which heading an item stands in a list. */
static const char *heading_of(const struct daily_item *item)
{
    return item->assigned ? _("Nhiệm vụ phát sinh") : item->plan;
}

static int compare_size(size_t a, size_t b)
{
    return (a > b) - (a < b);
}

static int compare_places(const void *left, const void *right)
{
    const struct place *a = left;
    const struct place *b = right;
    int order = compare_size(a->item->section, b->item->section);
    /* DAY_NONE is the smallest day and stands last. */
    int64_t due_a = a->item->due == DAY_NONE ? INT64_MAX : a->item->due;
    int64_t due_b = b->item->due == DAY_NONE ? INT64_MAX : b->item->due;

    if (order == 0 && section_is_list(a->item->section)) {
        const char *plan_a = heading_of(a->item);
        const char *plan_b = heading_of(b->item);
        order = (int)a->item->assigned - (int)b->item->assigned;
        order = order ? order : strcmp(plan_a ? plan_a : "", plan_b ? plan_b : "");
    }
    if (order == 0) {
        order = (due_a > due_b) - (due_a < due_b);
    }
    return order != 0 ? order : compare_size(a->given, b->given);
}

/* The items in reading order; free() it. NULL when memory is short. */
static struct place *in_order(const struct daily *daily)
{
    struct place *places = calloc(daily->count + 1, sizeof(*places));

    for (size_t i = 0; places && i < daily->count; i++) {
        places[i] = (struct place){.item = &daily->items[i], .given = i};
    }
    if (places) {
        qsort(places, daily->count, sizeof(*places), compare_places);
    }
    return places;
}

struct tally {
    size_t count;
    bool all_today; /* every due day is the day of the mail */
};

static struct tally tally(const struct daily *daily, enum daily_section section)
{
    struct tally sum = {.all_today = true};

    for (size_t i = 0; i < daily->count; i++) {
        if (daily->items[i].section == section) {
            sum.count++;
            sum.all_today = sum.all_today && daily->items[i].due == daily->day;
        }
    }
    return sum;
}

/* --- writing into JSON: `ok` goes false at the first failure and stays so
 * --------------------------- */

struct object {
    json_t *json;
    bool *ok;
};

static void put_json(struct object object, const char *key, json_t *value)
{
    if (json_object_set_new(object.json, key, value) != 0) {
        *object.ok = false;
    }
}

static void put_text(struct object object, const char *key, const char *text)
{
    put_json(object, key, json_string(text ? text : ""));
}

static void put_bool(struct object object, const char *key, bool value)
{
    put_json(object, key, json_boolean(value));
}

/* Gives the buffer's text to the key and empties it. err is what writing it returned. */
static void put_buf(struct object object, const char *key, int err, struct buf *text)
{
    if (err != 0) {
        *object.ok = false;
    }
    put_text(object, key, buf_str(text));
    buf_reset(text);
}

static void put_lines(struct object object, const char *key, const char *text)
{
    json_t *lines = json_array();
    const char *rest = text ? text : "";
    struct text_span line;

    while (text_split(&rest, '\n', &line)) {
        if (line.len > 0 && json_array_append_new(lines, json_stringn(line.data, line.len)) != 0) {
            *object.ok = false;
        }
    }
    put_json(object, key, lines);
}

/* On one line. */
static void put_tidy(struct object object, const char *key, const char *text)
{
    _cleanup_buf_ struct buf line = {0};

    buf_init(&line, UTF8_MAX_INPUT);
    int err = text ? utf8_tidy(text, strlen(text), &line) : 0;
    put_buf(object, key, err, &line);
}

/* Puts a text of the plan, cut where it is longer than a mail should quote: one huge cell must not
 * keep a recipient from hearing at all. */
static void put_quoted(struct object object, const char *key, const char *text,
                       void (*put)(struct object object, const char *key, const char *text))
{
    size_t len = text ? strlen(text) : 0;

    if (len <= DAILY_MAX_QUOTE) {
        put(object, key, text);
        return;
    }
    _cleanup_buf_ struct buf cut = {0};
    buf_init(&cut, DAILY_MAX_QUOTE + 16);
    if (buf_printf(&cut, "%.*s […]", (int)utf8_cut(text, len, DAILY_MAX_QUOTE), text) != 0) {
        *object.ok = false;
    }
    put(object, key, buf_str(&cut));
}

static void put_count(struct object object, const char *key, size_t n, struct buf *scratch)
{
    int err = words_count(n, scratch);

    put_buf(object, key, err, scratch);
}

/* --- items
 * ---------------------------------------------------------------------------------------- */

static void put_rows(struct object object, const struct daily_item *item)
{
    size_t shown = item->row_count < DAILY_SHOW_ROWS ? item->row_count : DAILY_SHOW_ROWS;
    json_t *rows = json_array();

    for (size_t i = 0; i < shown; i++) {
        struct object row = {.json = json_object(), .ok = object.ok};

        put_text(row, "stt", item->rows[i].stt);
        put_quoted(row, "content", item->rows[i].content, put_tidy);
        put_quoted(row, "product", item->rows[i].product, put_tidy);
        if (json_array_append_new(rows, row.json) != 0) {
            *object.ok = false;
        }
    }
    put_json(object, "rows", rows);
    put_bool(object, "has_rows", shown > 0);
    if (shown < item->row_count) {
        put_json(object, "rows_more", json_integer((json_int_t)(item->row_count - shown)));
    }
}

/* "<plan>/<stt>" of an occurrence id: what `dondoc trigger` and `dondoc date` take. */
static void put_task(struct object object, const char *occurrence)
{
    const char *slash = strchr(occurrence, '/');
    const char *second = slash ? strchr(slash + 1, '/') : NULL;

    put_json(object, "task",
             json_stringn(occurrence, second ? (size_t)(second - occurrence) : strlen(occurrence)));
}

static void put_days(struct object object, const struct daily_item *item, day_t today,
                     struct buf *scratch)
{
    char date[CIVIL_TEXT_SIZE];

    put_text(object, "due", civil_format_vn(item->due, date));
    put_text(object, "due_iso", civil_format_iso(item->due, date));
    put_text(object, "start", civil_format_vn(item->start, date));
    put_text(object, "act_by", civil_format_vn(item->act_by, date));
    put_buf(object, "due_text", words_day(item->due, scratch), scratch);
    put_buf(object, "act_by_text", words_day(item->act_by, scratch), scratch);
    put_buf(object, "left_text", words_days_left(today, item->due, item->days_left, scratch),
            scratch);
    put_bool(object, "late", item->due != DAY_NONE && item->due < today);
    put_bool(object, "act_by_differs",
             item->due != DAY_NONE && item->act_by != DAY_NONE && item->act_by != item->due &&
                 item->due >= today);
    put_bool(object, "due_from_reporting", item->due_from == DUE_FROM_REPORTING && !item->collect);
    put_bool(object, "due_from_person", item->due_from == DUE_FROM_PERSON);
}

static void put_role(struct object object, const struct daily_item *item)
{
    char date[CIVIL_TEXT_SIZE];
    bool whole = !item->collect;

    put_text(object, "role", words_role(item->role));
    put_bool(object, "is_lead", whole && item->role == ROLE_LEAD);
    put_bool(object, "is_coordinating", whole && item->role == ROLE_COORDINATING);
    put_bool(object, "is_other",
             whole && item->role != ROLE_LEAD && item->role != ROLE_COORDINATING);
    put_bool(object, "is_collect", item->collect);
    put_text(object, "report_due", item->collect ? civil_format_vn(item->report_due, date) : "");
}

static void put_task_texts(struct object object, const struct daily_item *item)
{
    put_text(object, "plan", item->plan);
    put_text(object, "heading", heading_of(item));
    put_bool(object, "assigned", item->assigned);
    put_text(object, "stt", item->stt);
    put_quoted(object, "group", item->group, put_text);
    put_quoted(object, "content", item->content, put_tidy);
    put_quoted(object, "content_lines", item->content, put_lines);
    put_quoted(object, "product", item->product, put_tidy);
    put_quoted(object, "product_lines", item->product, put_lines);
    put_quoted(object, "label", item->label, put_tidy);
    put_quoted(object, "lead", item->lead, put_text);
    put_quoted(object, "coordinating", item->coordinating, put_text);
    put_quoted(object, "time", item->time, put_tidy);
    put_quoted(object, "time_lines", item->time, put_lines);
    put_quoted(object, "time_fix", item->time_fix, put_tidy);
    put_quoted(object, "remark", item->remark, put_tidy);
    put_text(object, "done_url", item->done_url);
    put_text(object, "ack_url", item->ack_url);
}

static json_t *item_json(const struct daily *daily, const struct daily_item *item, size_t number,
                         bool *ok)
{
    struct object object = {.json = json_object(), .ok = ok};
    const char *occurrence = item->occurrence ? item->occurrence : "";
    char code[ID_CODE_SIZE] = "";
    _cleanup_buf_ struct buf scratch = {0};

    buf_init(&scratch, TEXT_MAX);
    if (!item->code && occurrence[0]) {
        id_code(occurrence, code);
    }
    put_json(object, "number", json_integer((json_int_t)number));
    put_text(object, "code", item->code ? item->code : code);
    put_text(object, "occurrence", occurrence);
    put_task(object, occurrence);
    put_text(object, "unit",
             item->unit && text_equal(item->unit, daily->recipient) ? "" : item->unit);
    put_task_texts(object, item);
    put_role(object, item);
    put_days(object, item, daily->day, &scratch);
    put_buf(object, "period", words_period(item->period, &scratch), &scratch);
    put_rows(object, item);
    return object.json;
}

json_t *daily_item_context(const struct daily *daily, const struct daily_item *item)
{
    bool ok = true;
    json_t *json = item_json(daily, item, 1, &ok);

    if (!ok) {
        json_decref(json);
        return NULL;
    }
    return json;
}

/* --- sections
 * --------------------------------------------------------------------------------------- */

static json_t *items_json(const struct daily *daily, const struct place *places, size_t count,
                          bool *ok)
{
    size_t shown = count < DAILY_SHOW_MAX ? count : DAILY_SHOW_MAX;
    json_t *items = json_array();

    for (size_t i = 0; i < shown; i++) {
        json_t *item = item_json(daily, places[i].item, i + 1, ok);
        bool same_plan =
            i > 0 && text_equal(heading_of(places[i].item), heading_of(places[i - 1].item));

        put_bool((struct object){.json = item, .ok = ok}, "new_plan", !same_plan);
        if (json_array_append_new(items, item) != 0) {
            *ok = false;
        }
    }
    return items;
}

static json_t *section_json(const struct daily *daily, const struct place *places, struct tally sum,
                            bool *ok)
{
    enum daily_section section = places[0].item->section;
    struct object object = {.json = json_object(), .ok = ok};
    _cleanup_buf_ struct buf scratch = {0};

    buf_init(&scratch, TEXT_MAX);
    put_text(object, "id", section_id(section));
    put_bool(object, section_id(section), true);
    put_bool(object, "urgent", section <= DAILY_OVERDUE);
    put_text(object, "title", section_title(section, sum.all_today));
    put_text(object, "intro", section_intro(section));
    put_count(object, "count", sum.count, &scratch);
    if (sum.count > DAILY_SHOW_MAX) {
        put_json(object, "more", json_integer((json_int_t)(sum.count - DAILY_SHOW_MAX)));
    }
    put_json(object, section_is_list(section) ? "list" : "items",
             items_json(daily, places, sum.count, ok));
    return object.json;
}

static json_t *sections_json(const struct daily *daily, bool *ok)
{
    _cleanup_free_ struct place *places = in_order(daily);
    json_t *sections = json_array();
    size_t at = 0;

    if (!places) {
        *ok = false;
        return sections;
    }
    while (at < daily->count) {
        struct tally sum = tally(daily, places[at].item->section);

        if (json_array_append_new(sections, section_json(daily, &places[at], sum, ok)) != 0) {
            *ok = false;
        }
        at += sum.count;
    }
    return sections;
}

/* --- the whole
 * -------------------------------------------------------------------------------------- */

/* Writes the pattern with `count` for its "%s". */
static int put_counted(const char *pattern, const char *count, struct buf *out)
{
    const char *hole = strstr(pattern, "%s");

    if (!hole) {
        return buf_puts(out, pattern);
    }
    int err = buf_append(out, pattern, (size_t)(hole - pattern));
    err = err ? err : buf_puts(out, count);
    return err ? err : buf_puts(out, hole + strlen("%s"));
}

static int put_summary(const struct daily *daily, size_t max_kinds, struct buf *out)
{
    size_t kinds = 0;
    size_t before = out->len;
    int err = 0;

    for (size_t i = 0; i < DAILY_SECTIONS && kinds < max_kinds && err == 0; i++) {
        struct tally sum = tally(daily, (enum daily_section)i);
        _cleanup_buf_ struct buf count = {0};

        buf_init(&count, 32);
        if (sum.count == 0) {
            continue;
        }
        err = words_count(sum.count, &count);
        if (err == 0 && kinds > 0) {
            err = buf_puts(out, ", ");
        }
        if (err == 0) {
            err = put_counted(section_count((enum daily_section)i, sum.all_today, sum.count),
                              buf_str(&count), out);
        }
        kinds++;
    }
    if (err != 0 && out->len > before) {
        out->len = before;
        out->data[before] = '\0';
    }
    return err;
}

int daily_summary(const struct daily *daily, struct buf *out)
{
    return put_summary(daily, SUMMARY_KINDS, out);
}

/* The name cut for a subject. */
static void put_short_name(struct object object, const char *name, struct buf *scratch)
{
    size_t len = strlen(name);
    size_t cut = len;
    int err = 0;

    while (cut > 0 && utf8_width(name, cut) > SHORT_NAME_COLUMNS) {
        cut = utf8_cut(name, len, cut - 1);
    }
    err = buf_append(scratch, name, cut);
    if (err == 0 && cut < len) {
        err = buf_puts(scratch, "…");
    }
    put_buf(object, "recipient_short", err, scratch);
}

/* The code of the first thing to do that is answered by a paper, or by the value of a target; "" when
 * there is none. */
static void put_first_code(struct object object, const char *key, const struct daily *daily,
                           bool of_target)
{
    char code[ID_CODE_SIZE] = "";
    for (size_t i = 0; i < daily->count; i++) {
        const struct daily_item *item = &daily->items[i];
        if (section_is_list(item->section) || item->of_target != of_target) {
            continue;
        }
        if (item->occurrence) {
            id_code(item->occurrence, code);
        }
        put_text(object, key, item->code ? item->code : code);
        return;
    }
    put_text(object, key, "");
}

/* Whether the reader is the unit that follows up, or stands for it too. */
static bool is_office(const struct daily *daily)
{
    const char *rest = daily->office ? daily->recipient : NULL;
    struct text_span name;

    while (rest && text_split(&rest, ';', &name)) {
        if (text_span_equal(name, daily->office)) {
            return true;
        }
    }
    return false;
}

static void put_flags(struct object object, const struct daily *daily)
{
    bool office = is_office(daily);
    bool leader = daily->count > 0;

    for (size_t i = 0; i < daily->count; i++) {
        enum role role = daily->items[i].role;
        office = office || role == ROLE_OFFICE;
        leader = leader && (role == ROLE_DEPUTY || role == ROLE_DIRECTOR);
    }
    put_bool(object, "immediate", daily->class == MAIL_CLASS_IMMEDIATE);
    put_bool(object, "for_office", office);
    put_bool(object, "for_leader", leader && !office);
    put_first_code(object, "example_code", daily, false);
    put_first_code(object, "value_code", daily, true);
}

json_t *daily_context(const struct daily *daily)
{
    bool ok = true;
    struct object object = {.json = json_object(), .ok = &ok};
    char date[CIVIL_TEXT_SIZE];
    _cleanup_buf_ struct buf scratch = {0};

    buf_init(&scratch, TEXT_MAX);
    put_text(object, "department", daily->department);
    put_text(object, "recipient", daily->recipient);
    put_short_name(object, daily->recipient ? daily->recipient : "", &scratch);
    put_text(object, "day", civil_format_vn(daily->day, date));
    put_text(object, "day_iso", civil_format_iso(daily->day, date));
    put_buf(object, "day_text", words_day(daily->day, &scratch), &scratch);
    put_text(object, "office", daily->office);
    put_text(object, "office_mail", daily->office_mail);
    put_text(object, "answer_until", daily->answer_until);
    put_lines(object, "message_lines", daily->message);
    put_buf(object, "summary", daily_summary(daily, &scratch), &scratch);
    put_buf(object, "summary_all", put_summary(daily, DAILY_SECTIONS, &scratch), &scratch);
    put_flags(object, daily);
    put_json(object, "sections", sections_json(daily, &ok));
    if (!ok) {
        json_decref(object.json);
        return NULL;
    }
    return object.json;
}
