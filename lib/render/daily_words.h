/* The words of each section of a mail, in the language of the process. */
#ifndef LIB_RENDER_DAILY_WORDS_H
#define LIB_RENDER_DAILY_WORDS_H

#include "render/daily.h"

/* Short name for templates: "overdue"; static. */
const char *section_id(enum daily_section section);
/* Heading. `all_today`: of DAILY_DUE_TODAY, whether every due day is today itself. */
const char *section_title(enum daily_section section, bool all_today);
/* What is asked of the reader, a sentence or two. */
const char *section_intro(enum daily_section section);
/* The words for the summary; "%s" stands for the count. */
const char *section_count(enum daily_section section, bool all_today, size_t n);
/* Whether items are written as short rows for the office. */
bool section_is_list(enum daily_section section);

/* The keys of one item, as in a mail. NULL when memory is short or a text is not UTF-8. */
json_t *daily_item_context(const struct daily *daily, const struct daily_item *item);

#endif
