/* libconfuse's errors as findings, in words that say what to do. */
#ifndef CONF_REPORT_H
#define CONF_REPORT_H

#include <stdarg.h>

#include "lib/conf/tree.h"

void conf_report(struct conf_tree *tree, cfg_t *section, const char *format, va_list args);

#endif
