/* `year 2022 { … }`: days off and worked Saturdays (conf/holidays.conf). */
#include "base/cleanup.h"
#include "base/err.h"
#include "base/i18n.h"
#include "base/parse.h"
#include "base/text.h"
#include "base/utf8.h"
#include "lib/conf/build.h"

#define DATE_LENGTH 10

static const struct {
    const char *key;
    enum day_mark mark;
    bool weekend; /* such days are Saturdays or Sundays; else Monday to Friday */
    bool any;     /* any day of the week */
} LISTS[] = {
    {"off", DAY_MARK_OFF, false, true},
    {"in_lieu", DAY_MARK_IN_LIEU, false, false},
    {"swapped_off", DAY_MARK_SWAPPED_OFF, false, false},
    {"worked", DAY_MARK_WORKED, true, false},
};

/* "2022-01-03 Nghỉ bù …" into a day and a reason. */
static int read_item(const struct conf_value *value, day_t *day, struct buf *reason)
{
    struct text_span text = text_trim(text_span(value->text));
    char date[DATE_LENGTH + 1] = {0};
    if (text.len >= DATE_LENGTH) {
        memcpy(date, text.data, DATE_LENGTH);
    }
    bool separated =
        text.len == DATE_LENGTH || (text.len > DATE_LENGTH && text.data[DATE_LENGTH] == ' ');
    if (!separated || civil_parse_iso(date, day)) {
        conf_complain(value, _("Viết \"YYYY-MM-DD lý do\", ví dụ \"2022-09-02 Quốc khánh\"."),
                      _("\"%s\" không bắt đầu bằng một ngày"), value->text);
        return ERR_FORMAT;
    }
    return utf8_tidy(text.data + DATE_LENGTH, text.len - DATE_LENGTH, reason);
}

static int add_item(struct holidays *table, int year, size_t list, const struct conf_value *value)
{
    _cleanup_buf_ struct buf reason = {0};
    buf_init(&reason, (size_t)1 << 16);
    day_t day;
    int err = read_item(value, &day, &reason);
    if (err) {
        return err;
    }
    bool weekend = civil_weekday(day) >= SATURDAY;
    if (civil_from_day(day).year != year) {
        conf_complain(value, _("Chuyển mục này sang đúng năm của nó."),
                      _("\"%s\" không thuộc năm %d"), value->text, year);
        return ERR_FORMAT;
    }
    if (!LISTS[list].any && weekend != LISTS[list].weekend) {
        conf_complain(value, _("Kiểm tra lại ngày."),
                      weekend ? _("\"%s\" là thứ Bảy hoặc Chủ nhật")
                              : _("\"%s\" không phải là thứ Bảy hoặc Chủ nhật"),
                      value->text);
        return ERR_FORMAT;
    }
    err = holidays_add(table, day, LISTS[list].mark, buf_str(&reason));
    if (err == ERR_EXISTS) {
        conf_complain(value, _("Mỗi ngày chỉ ghi một lần."), _("ngày của \"%s\" đã được ghi"),
                      value->text);
    } else if (err && err != ERR_NOMEM) {
        conf_complain(value, NULL, _("không nhận được ngày \"%s\""), value->text);
    }
    return err;
}

int conf_build_year(cfg_t *section, struct settings *out)
{
    const struct conf_value *place = conf_section_place(section);
    int year;
    if (parse_int(cfg_title(section), CIVIL_MIN_YEAR, CIVIL_MAX_YEAR, &year)) {
        conf_complain(place, _("Viết năm bằng bốn chữ số, ví dụ year 2027 { … }."),
                      _("\"%s\" không phải là năm"), cfg_title(section));
        return 0;
    }
    if (conf_value_count(section, "notices") > 0) {
        if (holidays_is_announced(&out->holidays, year)) {
            conf_complain(place, _("Gộp hai mục thành một."), _("năm %d đã được khai báo"), year);
        }
        if (holidays_announce(&out->holidays, year)) {
            return ERR_NOMEM;
        }
    }
    for (size_t i = 0; i < sizeof(LISTS) / sizeof(LISTS[0]); i++) {
        size_t count = conf_value_count(section, LISTS[i].key);
        for (size_t j = 0; j < count; j++) {
            int err = add_item(&out->holidays, year, i, conf_value_at(section, LISTS[i].key, j));
            if (err == ERR_NOMEM) {
                return err;
            }
        }
    }
    return 0;
}
