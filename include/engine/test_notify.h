/* A mail and an event that say nothing but that they arrive: `dondoc test-notify`. */
#ifndef ENGINE_TEST_NOTIFY_H
#define ENGINE_TEST_NOTIFY_H

#include "engine/actions.h"
#include "model/roster.h"

struct test_notify {
    struct strings sent;   /* addresses, and "endpoint:<name>" */
    struct strings unsent; /* endpoints that hear of the unit, but do not want tests */
};
/* Accepts NULL and zeroed. */
void test_notify_clear(struct test_notify *result);

/* Sends a test at once, whatever the hour, to each address of a unit (or of who has taken it over) and to
 * each endpoint that hears of it; by the ways and with the shapes that reminders take. The ledger has it.
 * department may be NULL; unit is an id or any name. Returns 0, ERR_NOT_FOUND (no such unit; told, with
 * what would be right), ERR_EXISTS (of several departments; told), ERR_REFUSED (nobody hears of it; told),
 * ERR_INVALID (a mail cannot be made), or an error of the store. Clear *out. */
int action_test_notify(struct engine *engine, const struct action *action, const char *department,
                       const char *unit, struct test_notify *out, struct diag *diag);

#endif
