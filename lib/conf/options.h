/* The schema in libconfuse's form. */
#ifndef CONF_OPTIONS_H
#define CONF_OPTIONS_H

#include <confuse.h>

#include "lib/conf/schema.h"

/* A hidden option of every section: its value tells where the section begins. No text can name it,
 * since conf_scan refuses control characters and their escapes. */
#define CONF_PLACE "\001"

/* Every key becomes a CFGT_PTR option, so that libconfuse keeps the text with its line and our own
 * types are read afterwards, all of them. context is handed to the callbacks by conf_option_context.
 * NULL: out of memory. */
cfg_opt_t *conf_options_make(const struct conf_kind *kind, cfg_callback_t parse,
                             cfg_free_func_t release, void *context);
void conf_options_free(cfg_opt_t *options);
void *conf_option_context(const cfg_opt_t *option);

#endif
