/* Our places on the national document axis: which OrganId is which department's, and which unit gets
 * a paper that comes there. Section `edxml` of the config. */
#ifndef MODEL_ORGAN_H
#define MODEL_ORGAN_H

#include <stddef.h>

#include "model/roster.h"

/* `route "<name>"`: papers that fit go to that unit, or start a row of a plan. Each list that is given must have one that
 * fits; at least one list is given. */
struct organ_route {
    char *name;
    char *unit;              /* id of a unit or post; "" with a task */
    char *task;              /* "<plan>/<stt>" of the row that such a paper starts; "" none */
    struct strings from;     /* OrganIds of the sender */
    struct strings notation; /* "UBND-KT", or one of its parts between "-" and "/" */
    struct strings subject;  /* words that the subject holds */
    int line;
};

/* `organ "<OrganId>"` */
struct organ {
    char *id;         /* "000.00.12.H51" */
    char *department; /* id */
    char *unit;       /* who gets what no route names; "" the department's office */
    struct organ_route *routes;
    size_t route_count;
    char *config; /* config file that names it */
    int line;
};

struct edxml_settings {
    char *folder; /* that is watched; "" none */
    struct organ *organs;
    size_t organ_count;
};

/* Accepts NULL and zeroed. */
void edxml_settings_clear(struct edxml_settings *settings);
/* Ours of that OrganId (the case of letters does not count); NULL: not ours. */
const struct organ *organ_find(const struct edxml_settings *settings, const char *id);
/* The first route that a paper fits; NULL: none. Texts may be "". Memory that cannot be had makes
 * nothing fit. */
const struct organ_route *organ_route(const struct organ *organ, const char *from,
                                      const char *notation, const char *subject);

#endif
