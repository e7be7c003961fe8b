/* The department, unit and plan that a list is asked for. */
#include <string.h>

#include "base/err.h"
#include "base/i18n.h"
#include "base/utf8.h"
#include "daemon/ctl_commands.h"
#include "store/plans.h"

#define NAMES_MAX 4000

static int no_such(struct ctl_call *call, const char *what, const char *name, struct buf *known)
{
    struct buf remedy;
    buf_init(&remedy, NAMES_MAX);
    (void)buf_printf(&remedy, _("Hãy dùng một trong: %s"), buf_str(known));
    diag_addf(&call->diag, DIAG_ERROR, NULL, 0, 0, known->len > 0 ? buf_str(&remedy) : NULL,
              _("không có %s “%s”"), what, name);
    buf_clear(&remedy);
    return ERR_INVALID;
}

static void add_name(struct buf *known, const char *id)
{
    (void)buf_printf(known, "%s%s", known->len > 0 ? ", " : "", id);
}

static bool same_name(const char *a, const char *b)
{
    struct buf x;
    struct buf y;
    buf_init(&x, NAMES_MAX);
    buf_init(&y, NAMES_MAX);
    bool same = utf8_fold_name(a, strlen(a), &x) == 0 && utf8_fold_name(b, strlen(b), &y) == 0 &&
                strcmp(buf_str(&x), buf_str(&y)) == 0;
    buf_clear(&x);
    buf_clear(&y);
    return same;
}

static int check_department(struct ctl_call *call, struct occurrence_filter *filter)
{
    const struct roster *roster = &call->app->current->settings.roster;
    struct buf known;
    buf_init(&known, NAMES_MAX);
    for (size_t i = 0; i < roster->count; i++) {
        const struct department *one = &roster->departments[i];
        if (strcmp(one->id, filter->department) == 0 || same_name(one->name, filter->department)) {
            filter->department = one->id;
            buf_clear(&known);
            return 0;
        }
        add_name(&known, one->id);
    }
    int err = no_such(call, _("cơ quan"), filter->department, &known);
    buf_clear(&known);
    return err;
}

static int check_unit(struct ctl_call *call, struct occurrence_filter *filter)
{
    const struct roster *roster = &call->app->current->settings.roster;
    struct buf known;
    buf_init(&known, NAMES_MAX);
    for (size_t i = 0; i < roster->count; i++) {
        const struct department *one = &roster->departments[i];
        if (filter->department != NULL && strcmp(one->id, filter->department) != 0) {
            continue;
        }
        const struct party *party = department_party(one, filter->unit);
        party = party != NULL ? party : department_resolve(one, filter->unit);
        if (party != NULL) {
            filter->unit = party->id;
            buf_clear(&known);
            return 0;
        }
        for (size_t k = 0; k < one->count; k++) {
            if (one->parties[k].kind == PARTY_UNIT || one->parties[k].kind == PARTY_POST) {
                add_name(&known, one->parties[k].id);
            }
        }
    }
    int err = no_such(call, _("đơn vị"), filter->unit, &known);
    buf_clear(&known);
    return err;
}

static int check_plan(struct ctl_call *call, struct occurrence_filter *filter)
{
    const struct settings *settings = &call->app->current->settings;
    struct plan_row stored = {0};
    struct buf known;
    /* One that left the config is still in the store. */
    int err = store_plan_get(call->app->store, filter->plan, &stored);
    store_plan_clear(&stored);
    if (err != ERR_NOT_FOUND) {
        return err;
    }
    buf_init(&known, NAMES_MAX);
    for (size_t i = 0; i < settings->plan_count; i++) {
        add_name(&known, settings->plans[i].id);
    }
    err = no_such(call, _("kế hoạch"), filter->plan, &known);
    buf_clear(&known);
    return err;
}

int ctl_names_check(struct ctl_call *call, struct occurrence_filter *filter)
{
    int err = filter->department != NULL ? check_department(call, filter) : 0;
    if (err == 0 && filter->unit != NULL) {
        err = check_unit(call, filter);
    }
    if (err == 0 && filter->plan != NULL) {
        err = check_plan(call, filter);
    }
    if (err == 0) {
        err = ctl_keep(call, &filter->department);
    }
    return err == 0 ? ctl_keep(call, &filter->unit) : err;
}
