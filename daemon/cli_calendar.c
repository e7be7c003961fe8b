#include <string.h>

#include "base/err.h"
#include "base/i18n.h"
#include "base/parse.h"
#include "cal/lunar.h"
#include "cal/workday.h"
#include "daemon/cli.h"

/* Why a day is off, or worked though it is a weekend; "" for an ordinary day. */
static const char *reason_of(const struct holidays *table, day_t day)
{
    const char *reason = workday_reason(table, day);
    return reason != NULL ? reason : "";
}

static json_t *day_json(const struct holidays *table, day_t day, bool provisional)
{
    char iso[CIVIL_TEXT_SIZE];
    struct lunar lunar = lunar_from_day(day);
    json_t *value =
        json_pack("{s:s, s:i, s:{s:i, s:i, s:i, s:b}, s:b, s:s}", "date",
                  civil_format_iso(day, iso), "weekday", (int)civil_weekday(day), "lunar", "day",
                  lunar.day, "month", lunar.month, "year", lunar.year, "leap", lunar.leap,
                  "working", workday_is(table, day), "reason", reason_of(table, day));
    if (provisional) {
        json_object_set_new(value, "provisional", json_true());
    }
    return value;
}

static int print_json(struct cli *cli, const struct holidays *table, int year)
{
    bool provisional = !holidays_is_announced(table, year);
    int result = CLI_DONE;
    day_t last = civil_to_day(year, 12, 31);
    for (day_t day = civil_to_day(year, 1, 1); day <= last && result == CLI_DONE; day++) {
        result = cli_print_json(cli, day_json(table, day, provisional));
    }
    return result;
}

static int print_text(struct cli *cli, const struct holidays *table, int year)
{
    const struct table_column columns[] = {
        {_("Ngày"), 10}, {_("Thứ"), 8}, {_("Âm lịch"), 18}, {_("Làm việc"), 8}, {_("Lý do"), 0}};
    struct table *text;
    if (table_new(columns, 5, &text) < 0) {
        return cli_fail(cli, "%s", err_text(ERR_NOMEM));
    }
    int working = 0;
    day_t last = civil_to_day(year, 12, 31);
    for (day_t day = civil_to_day(year, 1, 1); day <= last; day++) {
        char date[CIVIL_TEXT_SIZE];
        char moon[48];
        struct lunar lunar = lunar_from_day(day);
        bool works = workday_is(table, day);
        working += works;
        snprintf(moon, sizeof(moon), "%d/%d%s", lunar.day, lunar.month,
                 lunar.leap ? _(" nhuận") : "");
        const char *cells[] = {civil_format_vn(day, date), weekday_label(civil_weekday(day)), moon,
                               works ? _("có") : _("nghỉ"), reason_of(table, day)};
        if (table_add(text, cells) < 0) {
            table_free(text);
            return cli_fail(cli, "%s", err_text(ERR_NOMEM));
        }
    }
    int result = cli_print_table(cli, text);
    fprintf(cli->out, _("\nNăm %d có %d ngày làm việc.\n"), year, working);
    if (!holidays_is_announced(table, year)) {
        fprintf(cli->out, _("Tạm tính theo Bộ luật Lao động: chưa có thông báo nghỉ của năm %d.\n"),
                year);
    }
    return result;
}

int cli_calendar(struct cli *cli, int argc, char **argv)
{
    const char *rest[1];
    size_t rest_count;
    int year;
    struct settings settings = {0};
    int result = cli_args(cli, argc, argv, NULL, 0, rest, 1, 1, &rest_count);
    if (result != CLI_DONE) {
        return result;
    }
    if (parse_int(rest[0], CIVIL_MIN_YEAR, CIVIL_MAX_YEAR, &year) < 0) {
        cli_fail(cli, _("“%s” không phải là năm từ %d đến %d"), rest[0], CIVIL_MIN_YEAR,
                 CIVIL_MAX_YEAR);
        return CLI_USAGE;
    }
    result = cli_settings_optional(cli, &settings);
    if (result == CLI_DONE && holidays_compute(&settings.holidays, year, year) < 0) {
        result = cli_fail(cli, "%s", err_text(ERR_NOMEM));
    }
    if (result == CLI_DONE) {
        result = cli->json ? print_json(cli, &settings.holidays, year)
                           : print_text(cli, &settings.holidays, year);
    }
    settings_clear(&settings);
    return result;
}
