/* Mails to try things on: what a unit, an office and a coordinating unit would get. */
#ifndef TESTS_UNIT_RENDER_SAMPLE_H
#define TESTS_UNIT_RENDER_SAMPLE_H

#include "render/daily.h"

/* Compiles the templates of conf/templates/<language>; fails the test when one is wrong. */
void sample_templates(const char *language, struct daily_templates *out);
/* A unit's daily mail of 18/03/2022: overdue, due today, coming, coordinating, collecting. */
struct daily sample_unit(void);
/* The office's mail: every kind of list. */
struct daily sample_office(void);
/* One piece of work told at once, with a word by hand. */
struct daily sample_immediate(void);

#endif
