/* The tree into settings. Each part tells its findings and returns 0 or ERR_NOMEM. */
#ifndef CONF_BUILD_H
#define CONF_BUILD_H

#include "lib/conf/tree.h"

/* Adds the holidays, the departments, the policies and regimes, the endpoints, the plans of all
 * files to the settings, in an order in which each can be checked against those before it. */
int conf_build(struct conf_tree *tree, struct settings *out);

/* Its parts, each for one section. */
int conf_build_endpoint(cfg_t *section, struct settings *out);
int conf_check_endpoint(cfg_t *section, struct settings *out);
int conf_build_department(cfg_t *section, struct settings *out);
int conf_check_department(cfg_t *section, struct settings *out);
int conf_build_year(cfg_t *section, struct settings *out);
/* section may be NULL: there is none. */
int conf_build_edxml(cfg_t *section, const struct conf_value *place, struct settings *out);
/* Room for one more at the end of a plain array (of *items, with `count`). Returns 0 or ERR_NOMEM. */
int conf_grow(void *items, size_t size, size_t count);
/* Says that a section of that title was there already. Returns true. */
bool conf_complain_twice(cfg_t *section, int first_line);
/* Where a key is written, else where the section begins. */
const struct conf_value *conf_place_of(cfg_t *section, const char *key);
/* Says what is wrong with a file that must be there. secret: others should not read it. */
void conf_check_file(const struct conf_value *at, const char *path, bool secret);

#endif
