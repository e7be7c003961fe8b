#include "daemon/options.h"

#include <stdio.h>

#include "base/err.h"
#include "base/i18n.h"
#include "cal/offset.h"
#include "daemon/args.h"

#define HALF_PAST_SEVEN (7 * 60 + 25)

static void print_help(FILE *file)
{
    fputs(
        _("dondocd – theo dõi, đôn đốc thực hiện kế hoạch\n\n"
          "Cách dùng: dondocd [--config TỆP] [--log-level MỨC] [--virtual-date NGÀY]\n\n"
          "  --config TỆP         tệp cấu hình\n"
          "  --log-level MỨC      error, warning, notice, info (mặc định) hoặc debug\n"
          "  --virtual-date NGÀY  chạy thử: đồng hồ bắt đầu từ 7 giờ 25 ngày đó, hoặc từ một thời\n"
          "                       điểm như 2022-03-18T07:29:50+07:00\n"
          "  --version, --help\n"),
        file);
}

/* A day at 07:25 in Viet Nam, just before the first mails, or an exact instant. */
static int read_virtual(const char *text, instant_t *out)
{
    day_t day;
    if (civil_parse_any(text, &day) == 0) {
        *out = offset_instant(day, HALF_PAST_SEVEN, 420);
        return 0;
    }
    return offset_parse_instant(text, out);
}

static enum options_result wrong(const char *text)
{
    fprintf(stderr, "dondocd: %s\n", text);
    print_help(stderr);
    return OPTIONS_WRONG;
}

enum options_result options_read(int argc, char **argv, struct app_options *out)
{
    bool help = false;
    bool version = false;
    const char *virtual_date = NULL;
    const char *level = "info";
    size_t rest;
    struct app_options options = {.config = SYSCONFDIR "/dondoc/dondoc.conf",
                                  .virtual_start = INSTANT_NONE};
    const struct arg table[] = {
        {"help", ARG_FLAG, &help, false},
        {"version", ARG_FLAG, &version, false},
        {"config", ARG_TEXT, &options.config, false},
        {"log-level", ARG_TEXT, &level, false},
        {"virtual-date", ARG_TEXT, &virtual_date, false},
    };
    struct buf complaint;
    buf_init(&complaint, 4096);
    if (args_read(argc, argv, table, 5, NULL, 0, 0, &rest, &complaint) < 0) {
        enum options_result result = wrong(buf_str(&complaint));
        buf_clear(&complaint);
        return result;
    }
    buf_clear(&complaint);
    if (help || version) {
        help ? print_help(stdout) : (void)puts(PACKAGE_STRING);
        return OPTIONS_HELPED;
    }
    if (log_level_parse(level, &options.log_level) < 0) {
        return wrong(_("--log-level: mức là error, warning, notice, info hoặc debug"));
    }
    if (virtual_date != NULL && read_virtual(virtual_date, &options.virtual_start) < 0) {
        return wrong(_("--virtual-date: viết như 2022-03-18 hoặc 2022-03-18T07:29:50+07:00"));
    }
    *out = options;
    return OPTIONS_RUN;
}
