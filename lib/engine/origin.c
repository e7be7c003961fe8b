#include "lib/engine/origin.h"

#include <stdlib.h>
#include <string.h>

#include "base/cleanup.h"
#include "base/err.h"
#include "base/i18n.h"
#include "base/text.h"
#include "base/utf8.h"

#define SAME_PAPER_DAYS 183

bool origin_is_plan(const char *plan)
{
    return plan && text_ends_with(plan, ORIGIN_PLAN_END);
}

bool occurrence_is_assigned(const struct occurrence_row *row)
{
    return origin_is_plan(row->plan);
}

const struct department *origin_department(const struct settings *settings, const char *plan)
{
    if (!origin_is_plan(plan)) {
        return NULL;
    }
    _cleanup_free_ char *id = strndup(plan, strlen(plan) - strlen(ORIGIN_PLAN_END));
    return id ? roster_department(&settings->roster, id) : NULL;
}

int origin_key(const char *document, struct buf *out)
{
    while (*document == ' ' || *document == '0') {
        document++;
    }
    return utf8_fold_name(document, strlen(document), out);
}

int origin_put(struct engine *engine, const struct origin_new *origin)
{
    _cleanup_buf_ struct buf key = {0};
    if (text_is_blank(origin->document)) {
        return 0;
    }
    buf_init(&key, (size_t)4 * ASSIGN_MAX_DOCUMENT);
    int err = origin_key(origin->document, &key);
    if (err < 0) {
        return err;
    }
    const struct origin_row row = {
        .occurrence = origin->occurrence,
        .department = origin->department,
        .document = origin->document,
        .key = buf_str(&key),
        .issued = origin->issued,
        .sender = origin->sender,
        .ident = origin->ident,
    };
    return store_origin_add(engine->store, &row);
}

int origin_of(struct engine *engine, const struct occurrence_row *row, struct origin_row *out,
              bool *found)
{
    int err = store_origin_get(engine->store, row->parent ? row->parent : row->id, out);
    *found = err == 0;
    return err == ERR_NOT_FOUND ? 0 : err;
}

int origin_cite(const struct origin_row *origin, struct buf *out)
{
    char day[CIVIL_TEXT_SIZE];
    int err = buf_printf(out, _("Văn bản số %s"), origin->document);
    if (err == 0 && origin->issued != DAY_NONE) {
        err = buf_printf(out, _(" ngày %s"), civil_format_vn(origin->issued, day));
    }
    if (err == 0 && origin->sender) {
        err = buf_printf(out, _(" của %s"), origin->sender);
    }
    return err;
}

int engine_started_by(struct engine *engine, const char *department, const char *document,
                      day_t issued, struct origin_rows *out)
{
    _cleanup_buf_ struct buf key = {0};
    buf_init(&key, (size_t)4 * ASSIGN_MAX_DOCUMENT);
    int err = origin_key(document, &key);
    if (err == 0) {
        err = store_origins_by_document(engine->store, department, buf_str(&key), out);
    }
    size_t kept = 0;
    for (size_t i = 0; err == 0 && i < out->count; i++) {
        struct origin_row row = out->items[i];
        int64_t apart = (int64_t)row.issued - issued;
        if (issued == DAY_NONE || row.issued == DAY_NONE ||
            (apart <= SAME_PAPER_DAYS && apart >= -SAME_PAPER_DAYS)) {
            out->items[kept++] = row;
        } else {
            store_origin_clear(&row);
        }
    }
    if (err == 0) {
        out->count = kept;
    }
    return err;
}
