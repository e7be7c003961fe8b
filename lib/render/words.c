#include "render/words.h"

#include "base/err.h"
#include "base/i18n.h"

static const char *roman(int n)
{
    static const char *const numerals[] = {"I", "II", "III", "IV"};

    return n >= 1 && n <= 4 ? numerals[n - 1] : "";
}

int words_period(struct period period, struct buf *out)
{
    switch (period.kind) {
    case PERIOD_NONE:
        return 0;
    case PERIOD_WEEK:
        return buf_printf(out, _("Tuần %02d/%d"), period.index, period.year);
    case PERIOD_MONTH:
        return buf_printf(out, _("Tháng %d/%d"), period.index, period.year);
    case PERIOD_QUARTER:
        return buf_printf(out, _("Quý %s/%d"), roman(period.index), period.year);
    case PERIOD_HALF:
        return buf_printf(out,
                          period.index == 1 ? _("6 tháng đầu năm %d") : _("6 tháng cuối năm %d"),
                          period.year);
    case PERIOD_NINE_MONTHS:
        return buf_printf(out, _("9 tháng năm %d"), period.year);
    case PERIOD_YEAR:
        return buf_printf(out, _("Năm %d"), period.year);
    }
    return ERR_INTERNAL;
}

static const char *weekday_name(enum weekday weekday)
{
    switch (weekday) {
    case MONDAY:
        return _("thứ Hai");
    case TUESDAY:
        return _("thứ Ba");
    case WEDNESDAY:
        return _("thứ Tư");
    case THURSDAY:
        return _("thứ Năm");
    case FRIDAY:
        return _("thứ Sáu");
    case SATURDAY:
        return _("thứ Bảy");
    case SUNDAY:
        return _("Chủ nhật");
    }
    return "";
}

int words_day(day_t day, struct buf *out)
{
    char date[CIVIL_TEXT_SIZE];

    if (day == DAY_NONE) {
        return 0;
    }
    return buf_printf(out, "%s, %s", weekday_name(civil_weekday(day)), civil_format_vn(day, date));
}

int words_days_left(day_t today, day_t due, int days_left, struct buf *out)
{
    if (due == DAY_NONE) {
        return 0;
    }
    if (days_left > 0) {
        return buf_printf(out,
                          ngettext("còn %d ngày làm việc", "còn %d ngày làm việc",
                                   (unsigned long)days_left),
                          days_left);
    }
    if (days_left < 0) {
        return buf_printf(out,
                          ngettext("quá hạn %d ngày làm việc", "quá hạn %d ngày làm việc",
                                   (unsigned long)-(long)days_left),
                          -days_left);
    }
    if (today > due) {
        return buf_puts(out, _("đã quá hạn"));
    }
    return buf_puts(out, today == due ? _("hôm nay")
                                      : _("hôm nay là ngày làm việc cuối cùng trước hạn"));
}

int words_count(size_t n, struct buf *out)
{
    /* Translators: numbers below 10 have a leading zero in Vietnamese papers; "%zu" elsewhere. */
    return buf_printf(out, _("%02zu"), n);
}

const char *words_role(enum role role)
{
    switch (role) {
    case ROLE_LEAD:
        return _("đơn vị chủ trì");
    case ROLE_COORDINATING:
        return _("đơn vị phối hợp");
    case ROLE_OFFICE:
        return _("đơn vị theo dõi, đôn đốc");
    case ROLE_HEAD:
        return _("thủ trưởng đơn vị");
    case ROLE_DEPUTY:
        return _("lãnh đạo phụ trách");
    case ROLE_DIRECTOR:
        return _("lãnh đạo cơ quan");
    }
    return "";
}
