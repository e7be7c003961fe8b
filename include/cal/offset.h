/* The office's clock: a fixed offset from UTC, own arithmetic, never the process's TZ. */
#ifndef CAL_OFFSET_H
#define CAL_OFFSET_H

#include "base/clock.h"
#include "cal/civil.h"

/* Minutes east of UTC, -14*60 … 14*60; Viet Nam is 420. */
typedef int offset_t;
#define OFFSET_MAX (14 * 60)

/* The civil day at that instant; DAY_NONE when it lies out of the supported years. */
day_t offset_day(instant_t at, offset_t offset);
/* Minutes since local midnight, 0 … 1439. */
int offset_minute(instant_t at, offset_t offset);
/* The instant of local midnight of a day plus minutes (0 … 1440). INSTANT_NONE for DAY_NONE and
 * days out of range. */
instant_t offset_instant(day_t day, int minute, offset_t offset);

#define OFFSET_TEXT_SIZE 64
/* RFC 3339 with the offset, "2022-03-01T07:30:00+07:00"; milliseconds are cut off; "" when the day
 * is out of range. out holds OFFSET_TEXT_SIZE; returns out. */
char *offset_format(instant_t at, offset_t offset, char out[static OFFSET_TEXT_SIZE]);
/* Reads RFC 3339 ("Z" or an offset; fractions allowed, cut to milliseconds; second 60 is the next
 * minute's first). Returns 0, ERR_FORMAT, ERR_RANGE (no such day, time or offset). */
int offset_parse_instant(const char *text, instant_t *out);
/* Reads "+07:00". Returns 0, ERR_FORMAT, ERR_RANGE. */
int offset_parse(const char *text, offset_t *out);

#endif
