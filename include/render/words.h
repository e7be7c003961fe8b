/* Dates, periods and distances as people say them, in the language of the process. */
#ifndef RENDER_WORDS_H
#define RENDER_WORDS_H

#include <stdbool.h>

#include "base/buf.h"
#include "cal/period.h"
#include "model/stage.h"

/* Each appends and returns 0, ERR_NOMEM or ERR_LIMIT. */

/* "Quý I/2022", "Tháng 3/2022", "Tuần 05/2022", "6 tháng đầu năm 2022", "9 tháng năm 2022",
 * "Năm 2022"; nothing for PERIOD_NONE. */
int words_period(struct period period, struct buf *out);
/* "thứ Sáu, 18/03/2022"; nothing for DAY_NONE. */
int words_day(day_t day, struct buf *out);
/* "còn 5 ngày làm việc", "hôm nay", "hôm nay là ngày làm việc cuối cùng trước hạn", "quá hạn 2 ngày
 * làm việc"; nothing for due DAY_NONE. days_left as in struct daily_item, `today` the day on which
 * it is said. */
int words_days_left(day_t today, day_t due, int days_left, struct buf *out);
/* A count as administrative papers write it: "02", "15" (Decree 30/2020/NĐ-CP). */
int words_count(size_t n, struct buf *out);
/* "đơn vị chủ trì", "đơn vị phối hợp", …; static. */
const char *words_role(enum role role);

/* Folds lines longer than `columns` at spaces; what follows is indented like the line itself, as
 * far as its text when that begins with "- " or "12. ". A word longer than a line stays whole.
 * Drops spaces at line ends and more than one empty line in a row. */
int words_wrap(const char *text, size_t columns, struct buf *out);

#endif
