#include "lib/conf/options.h"

#include <stdint.h>
#include <stdlib.h>

_Static_assert(sizeof(long) >= sizeof(void *), "a pointer must fit an option's default number");

static size_t section_count(const struct conf_kind *kind)
{
    size_t n = 0;
    while (kind->sections && kind->sections[n]) {
        n++;
    }
    return n;
}

static size_t key_count(const struct conf_kind *kind)
{
    size_t n = 0;
    while (kind->keys[n].name) {
        n++;
    }
    return n;
}

/* libconfuse has no user data; an option's default number is free, since none has a default. */
static cfg_opt_t value_option(const char *name, cfg_flag_t flags, cfg_callback_t parse,
                              cfg_free_func_t release, void *context)
{
    return (cfg_opt_t){
        .name = name,
        .type = CFGT_PTR,
        .flags = flags,
        .def = {.number = (long)(intptr_t)context},
        .parsecb = parse,
        .freecb = release,
    };
}

/* The place option has a default, so that libconfuse "reads" it when a section begins. */
static cfg_opt_t place_option(cfg_callback_t parse, cfg_free_func_t release, void *context)
{
    cfg_opt_t option = value_option(CONF_PLACE, CFGF_NONE, parse, release, context);
    option.def.parsed = (char *)"x";
    return option;
}

static cfg_opt_t section_option(const struct conf_kind *kind, cfg_opt_t *subopts)
{
    cfg_flag_t many = CFGF_MULTI | CFGF_TITLE | CFGF_NO_TITLE_DUPES;
    return (cfg_opt_t){
        .name = kind->name,
        .type = CFGT_SEC,
        /* A section that stands once must not be made before it is written: it has a place. */
        .flags = kind->titled ? many : CFGF_NODEFAULT,
        .subopts = subopts,
    };
}

cfg_opt_t *conf_options_make(const struct conf_kind *kind, cfg_callback_t parse,
                             cfg_free_func_t release, void *context)
{
    size_t keys = key_count(kind);
    size_t sections = section_count(kind);
    cfg_opt_t *options = calloc(keys + sections + 2, sizeof(*options));
    if (!options) {
        return NULL;
    }
    size_t n = 0;
    for (size_t i = 0; i < sections; i++) {
        cfg_opt_t *subopts = conf_options_make(kind->sections[i], parse, release, context);
        if (!subopts) {
            conf_options_free(options);
            return NULL;
        }
        options[n++] = section_option(kind->sections[i], subopts);
    }
    for (size_t i = 0; i < keys; i++) {
        cfg_flag_t flags = CFGF_NODEFAULT | (conf_type_is_list(kind->keys[i].type) ? CFGF_LIST : 0);
        options[n++] = value_option(kind->keys[i].name, flags, parse, release, context);
    }
    options[n] = place_option(parse, release, context);
    return options;
}

void conf_options_free(cfg_opt_t *options)
{
    for (cfg_opt_t *option = options; option && option->name; option++) {
        conf_options_free(option->subopts);
    }
    free(options);
}

void *conf_option_context(const cfg_opt_t *option)
{
    return (void *)(intptr_t)option->def.number;
}
