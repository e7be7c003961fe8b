#include <string.h>

#include "base/err.h"
#include "base/i18n.h"
#include "daemon/cli.h"
#include "daemon/reading_json.h"
#include "phrase/phrase.h"
#include "schedule/expand.h"

#define EXPLAIN_MAX_TEXT ((size_t)1 << 20)
#define EXPLAIN_MAX_DAYS 12

/* What explain works on. */
struct explanation {
    const char *text;
    struct year_span years;
    day_t today;
    const struct holidays *holidays;
    struct reading reading;
};

static json_t *to_json(const struct explanation *this)
{
    const struct reading *reading = &this->reading;
    json_t *value = json_pack("{s:s, s:i, s:s}", "text", this->text, "year", this->years.from,
                              "status", reading_status_name(reading->status));
    if (value == NULL) {
        return NULL;
    }
    const char *reason = reading_reason_text(reading->reason);
    json_object_set_new(value, "reason", *reason != '\0' ? json_string(reason) : json_null());
    json_object_set_new(value, "obligations",
                        reading_obligations_json(reading, this->years.from, this->years.to,
                                                 this->holidays));
    json_object_set_new(value, "unread", reading_unread_json(reading, this->text));
    const struct span *offending = &reading->offending;
    if (reading->status != READING_UNDERSTOOD && offending->end > offending->begin) {
        json_object_set_new(value, "offending",
                            json_stringn(this->text + offending->begin,
                                         offending->end - offending->begin));
    }
    return value;
}

/* The phrase with the words of each obligation in [ ] with its number, the unread ones in ⟪ ⟫. */
static int print_marked(const struct explanation *this, struct buf *out)
{
    const struct reading *reading = &this->reading;
    size_t len = strlen(this->text);
    int err = buf_puts(out, "  ");
    for (size_t at = 0; at <= len && err == 0; at++) {
        for (size_t i = 0; i < reading->count && err == 0; i++) {
            if (reading->obligations[i].span.end == at && reading->obligations[i].span.begin < at) {
                err = buf_printf(out, "]%zu", i + 1);
            }
        }
        for (size_t i = 0; i < reading->unread_count && err == 0; i++) {
            if (reading->unread[i].end == at && reading->unread[i].begin < at) {
                err = buf_puts(out, "⟫");
            }
        }
        for (size_t i = 0; i < reading->unread_count && err == 0; i++) {
            if (reading->unread[i].begin == at && at < len) {
                err = buf_puts(out, "⟪");
            }
        }
        for (size_t i = 0; i < reading->count && err == 0; i++) {
            if (reading->obligations[i].span.begin == at && reading->obligations[i].span.end > at) {
                err = buf_puts(out, "[");
            }
        }
        if (err == 0 && at < len) {
            err = buf_putc(out, this->text[at]);
        }
        if (err == 0 && at < len && this->text[at] == '\n') {
            err = buf_puts(out, "  ");
        }
    }
    return err == 0 ? buf_puts(out, "\n") : err;
}

static int print_day(const struct explanation *this, day_t due, struct buf *out)
{
    char date[CIVIL_TEXT_SIZE];
    char act[CIVIL_TEXT_SIZE];
    day_t act_by = workday_on_or_before(this->holidays, due);
    int err = buf_printf(out, "       %s, %s", weekday_label(civil_weekday(due)),
                         civil_format_vn(due, date));
    if (err == 0 && act_by != due) {
        err = buf_printf(out, _(" (ngày nghỉ; nên xong trước khi hết %s, %s)"),
                         weekday_label(civil_weekday(act_by)), civil_format_vn(act_by, act));
    }
    return err == 0 ? buf_puts(out, "\n") : err;
}

/* The due days from today on; when all are gone by, all of them. */
static int print_days(const struct explanation *this, const struct rule *rule, struct buf *out)
{
    struct instances list = {0};
    int err = expand_rule(rule, this->years.from, this->years.to, NULL, this->holidays, &list);
    bool any_ahead = false;
    size_t shown = 0;
    size_t left = 0;
    for (size_t i = 0; i < list.count; i++) {
        any_ahead =
            any_ahead || (list.items[i].due != DAY_NONE && list.items[i].due >= this->today);
    }
    for (size_t i = 0; i < list.count && err == 0; i++) {
        day_t due = list.items[i].due;
        if (due == DAY_NONE || (any_ahead && due < this->today)) {
            continue;
        }
        if (shown == EXPLAIN_MAX_DAYS) {
            left++;
            continue;
        }
        err = print_day(this, due, out);
        shown++;
    }
    if (err == 0 && left > 0) {
        err = buf_printf(out, _("       … và %zu hạn nữa\n"), left);
    }
    instances_clear(&list);
    return err;
}

static int print_obligation(const struct explanation *this, size_t index, struct buf *out)
{
    const struct obligation *obligation = &this->reading.obligations[index];
    int err = buf_printf(out, "  %zu. ", index + 1);
    if (err == 0) {
        err = phrase_print(obligation, out);
    }
    if (err == 0 && obligation->label != NULL) {
        err = buf_printf(out, "  (%s)", obligation->label);
    }
    if (err == 0) {
        err = buf_puts(out, "\n");
    }
    return err == 0 ? print_days(this, &obligation->rule, out) : err;
}

static const char *status_label(enum reading_status status)
{
    switch (status) {
    case READING_UNDERSTOOD:
        return _("đã hiểu");
    case READING_NEEDS_A_PERSON:
        return _("cần người xem");
    case READING_CONTRADICTORY:
        return _("mâu thuẫn");
    }
    return "";
}

static int to_text(const struct explanation *this, struct buf *out)
{
    const struct reading *reading = &this->reading;
    int err = print_marked(this, out);
    if (err == 0) {
        const char *reason = reading_reason_text(reading->reason);
        err = buf_printf(out, _("\nKết quả: %s.%s%s\n"), status_label(reading->status),
                         *reason != '\0' ? " " : "", reason);
    }
    const struct span *offending = &reading->offending;
    if (err == 0 && reading->status != READING_UNDERSTOOD && offending->end > offending->begin) {
        err = buf_printf(out, _("Vướng ở: “%.*s”\n"), (int)(offending->end - offending->begin),
                         this->text + offending->begin);
    }
    for (size_t i = 0; i < reading->count && err == 0; i++) {
        err = print_obligation(this, i, out);
    }
    if (err == 0 && reading->unread_count > 0) {
        err = buf_puts(out, _("\nPhần trong ⟪ ⟫ chưa hiểu được.\n"));
    }
    return err;
}

static int run(struct cli *cli, struct explanation *this, bool inclusive_before)
{
    struct phrase_options options = {.from_year = this->years.from,
                                     .to_year = this->years.to,
                                     .inclusive_before = inclusive_before};
    reading_init(&this->reading);
    int err = phrase_read(this->text, strlen(this->text), &options, &this->reading);
    if (err < 0) {
        return cli_fail(cli, "%s", err_text(err));
    }
    if (cli->json) {
        return cli_print_json(cli, to_json(this));
    }
    struct buf text;
    buf_init(&text, EXPLAIN_MAX_TEXT);
    err = to_text(this, &text);
    int result = err < 0 ? cli_fail(cli, "%s", err_text(err)) : cli_print(cli, &text);
    buf_clear(&text);
    return result;
}

int cli_explain(struct cli *cli, int argc, char **argv)
{
    struct explanation this = {0};
    struct settings settings = {0};
    const char *rest[1];
    size_t rest_count;
    const struct arg table[] = {{"year", ARG_YEARS, &this.years, false}};
    int result = cli_args(cli, argc, argv, table, 1, rest, 1, 1, &rest_count);
    if (result != CLI_DONE) {
        return result;
    }
    result = cli_settings_optional(cli, &settings);
    if (result != CLI_DONE) {
        return result;
    }
    this.text = rest[0];
    this.today = cli_today(cli, settings.utc_offset);
    if (this.years.from == 0) {
        this.years.from = this.years.to = civil_from_day(this.today).year;
    }
    this.holidays = &settings.holidays;
    result = run(cli, &this, settings.inclusive_before);
    reading_clear(&this.reading);
    settings_clear(&settings);
    return result;
}
