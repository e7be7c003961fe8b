/* The templates a mail is made of. */
#ifndef LIB_RENDER_DAILY_PARTS_H
#define LIB_RENDER_DAILY_PARTS_H

#include "render/daily.h"

/* Indexes of struct daily_templates. */
enum daily_part {
    PART_DAILY_SUBJECT,
    PART_DAILY_TEXT,
    PART_DAILY_HTML,
    PART_IMMEDIATE_SUBJECT,
    PART_IMMEDIATE_TEXT,
    PART_IMMEDIATE_HTML,
    PART_STYLE_HTML,
    PART_ITEM_TEXT,
    PART_ITEM_HTML,
    PART_ROW_TEXT,
    PART_ROW_HTML,
    PART_FOOT_TEXT,
    PART_FOOT_HTML,
};

/* A template_lookup over struct daily_templates. */
const struct template *daily_partial(const void *templates, const char *name);

#endif
