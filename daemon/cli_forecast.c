#include <string.h>

#include "base/err.h"
#include "base/i18n.h"
#include "daemon/cli.h"
#include "engine/forecast.h"
#include "store/occurrences.h"

struct forecast {
    struct cli *cli;
    offset_t offset;
    struct table *table;
    day_t from, to;
    day_t progress; /* last day told on the terminal */
    size_t messages, notices;
    bool live; /* from the state of the daemon */
};

/* A notice knows the due day that its stage belongs to; of a list it knows the list's day, and the
 * occurrence's due day is in the store. DAY_NONE: undated, or a row without an occurrence. */
static day_t due_of(struct store *store, const struct notice_row *notice)
{
    const enum stage_kind kind = notice->stage.kind;
    if (kind != STAGE_MONTHLY && kind != STAGE_PAST_DUE && kind != STAGE_NEEDS_PERSON &&
        kind != STAGE_DIGEST && kind != STAGE_INCOMING && kind != STAGE_TARGET) {
        return notice->anchor;
    }
    struct occurrence_row row = {0};
    store_occurrence_init(&row);
    day_t due =
        store_occurrence_get(store, notice->occurrence, &row) == 0 ? row.dates.due : DAY_NONE;
    store_occurrence_clear(&row);
    return due;
}

static void add_notice(json_t *list, struct store *store, const struct notice_row *notice)
{
    char stage[STAGE_TEXT_SIZE];
    char text[CIVIL_TEXT_SIZE];
    const day_t due = due_of(store, notice);
    json_array_append_new(list, json_pack("{s:s, s:s, s:s?, s:s}", "occurrence", notice->occurrence,
                                          "stage", stage_format(notice->stage, stage), "due",
                                          due == DAY_NONE ? NULL : civil_format_iso(due, text),
                                          "role", role_name(notice->role)));
}

static json_t *notices_json(const struct forecast_message *forecast)
{
    json_t *list = json_array();
    for (size_t i = 0; i < forecast->notices->count; i++) {
        add_notice(list, forecast->store, &forecast->notices->items[i]);
    }
    /* An endpoint hears that an occurrence is current, which is no stage of a ladder. */
    struct occurrence_row row = {0};
    store_occurrence_init(&row);
    if (forecast->notices->count == 0 && forecast->message->occurrence &&
        store_occurrence_get(forecast->store, forecast->message->occurrence, &row) == 0) {
        const struct notice_row opened = {.occurrence = row.id,
                                          .stage = {.kind = STAGE_OPENING},
                                          .anchor = row.dates.due,
                                          .role = ROLE_LEAD};
        add_notice(list, forecast->store, &opened);
    }
    store_occurrence_clear(&row);
    return list;
}

static int print_one_json(struct forecast *this, const struct forecast_message *forecast)
{
    const struct message_row *message = forecast->message;
    char at[OFFSET_TEXT_SIZE];
    json_t *value = json_pack("{s:s, s:s, s:s, s:[s], s:s, s:s?, s:s, s:o}", "at",
                              offset_format(forecast->at, this->offset, at), "class",
                              message_class_name(message->class), "channel",
                              message_channel_word(message->channel), "to", message->recipient,
                              "department", message->department, "unit", forecast->unit, "subject",
                              message->subject, "notices", notices_json(forecast));
    return cli_print_json(this->cli, value) == CLI_DONE ? 0 : ERR_IO;
}

static int add_row(struct forecast *this, const struct forecast_message *forecast)
{
    char date[CIVIL_TEXT_SIZE];
    char day[64];
    day_t local = offset_day(forecast->at, this->offset);
    int minute = offset_minute(forecast->at, this->offset);
    snprintf(day, sizeof(day), "%s %02d:%02d", civil_format_vn(local, date), minute / 60,
             minute % 60);
    const char *cells[] = {day, weekday_label(civil_weekday(local)), forecast->message->recipient,
                           forecast->message->subject};
    return table_add(this->table, cells);
}

static void tell_progress(struct forecast *this, instant_t at)
{
    char date[CIVIL_TEXT_SIZE];
    day_t day = offset_day(at, this->offset);
    if (this->cli->progress && (this->progress == DAY_NONE || day >= this->progress + 7)) {
        fprintf(this->cli->err, "\r%s", civil_format_vn(day, date));
        fflush(this->cli->err);
        this->progress = day;
    }
}

static int on_message(const struct forecast_message *forecast, void *arg)
{
    struct forecast *this = arg;
    this->messages++;
    this->notices += forecast->notices->count;
    tell_progress(this, forecast->at);
    return this->cli->json ? print_one_json(this, forecast) : add_row(this, forecast);
}

static int run(struct forecast *this, const struct settings *settings)
{
    struct diag diag = {0};
    size_t faulty = 0;
    const struct table_column columns[] = {{_("Ngày, giờ"), 16},
                                           {_("Thứ"), 9},
                                           {_("Nơi nhận"), 44},
                                           {_("Nội dung thư"), 0}};
    this->offset = settings->utc_offset;
    int err = this->cli->json ? 0 : table_new(columns, 4, &this->table);
    if (err == 0) {
        err = this->live ? engine_forecast_live(settings, settings->state, this->from, this->to,
                                                on_message, this, &faulty, &diag)
                         : engine_forecast(settings, this->from, this->to, on_message, this,
                                           &faulty, &diag);
    }
    if (this->progress != DAY_NONE) {
        fprintf(this->cli->err, "\r          \r");
    }
    cli_print_diag(this->cli, &diag);
    bool failed = diag_has_errors(&diag);
    diag_clear(&diag);
    if (err < 0) {
        table_free(this->table);
        return cli_fail(this->cli, "%s", err_text(err));
    }
    int result = CLI_DONE;
    if (!this->cli->json) {
        result = cli_print_table(this->cli, this->table);
        fprintf(this->cli->out, _("\n%zu thư, %zu thông báo.\n"), this->messages, this->notices);
    }
    return failed || faulty > 0 ? CLI_REFUSED : result;
}

int cli_forecast(struct cli *cli, int argc, char **argv)
{
    struct forecast this = {.cli = cli, .progress = DAY_NONE};
    struct settings settings = {0};
    size_t rest_count;
    const struct arg table[] = {{"from", ARG_DATE, &this.from, true},
                                {"to", ARG_DATE, &this.to, true},
                                {"live", ARG_FLAG, &this.live, false}};
    int result = cli_args(cli, argc, argv, table, 3, NULL, 0, 0, &rest_count);
    if (result != CLI_DONE) {
        return result;
    }
    if (this.to < this.from) {
        cli_fail(cli, _("--to phải là ngày không trước --from"));
        return CLI_USAGE;
    }
    result = cli_settings(cli, &settings);
    if (result == CLI_DONE) {
        result = run(&this, &settings);
    }
    settings_clear(&settings);
    return result;
}
