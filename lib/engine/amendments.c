#include <stdlib.h>
#include <string.h>

#include "base/cleanup.h"
#include "base/err.h"
#include "base/i18n.h"
#include "base/text.h"
#include "base/vec.h"
#include "engine/review.h"

#define AMENDMENTS_MAX 200000
#define TARGET_MAX 512

static void amendment_clear(struct amendment *item)
{
    free(item->target);
    free(item->by);
}

void amendments_clear(struct amendments *list)
{
    if (list) {
        vec_clear(list, amendment_clear);
    }
}

static int add_one(struct amendments *list, const char *target, const char *plan, const char *stt)
{
    _cleanup_buf_ struct buf by = {0};
    buf_init(&by, TARGET_MAX);
    int err = buf_printf(&by, "%s/%s", plan, stt);
    if (err < 0) {
        return err;
    }
    struct amendment item = {strdup(target), buf_steal(&by)};
    err = item.target && item.by ? vec_push(list, AMENDMENTS_MAX, item) : ERR_NOMEM;
    if (err < 0) {
        amendment_clear(&item);
    }
    return err;
}

/* One name of the column: "plan/stt", or an stt of the plan that is amended. */
static int read_target(const struct plan *plan, const struct task *task, struct text_span span,
                       struct diag *diag, struct amendments *list)
{
    _cleanup_buf_ struct buf target = {0};
    buf_init(&target, TARGET_MAX);
    int err = 0;
    if (memchr(span.data, '/', span.len) == NULL && *plan->amends != '\0') {
        err = buf_printf(&target, "%s/", plan->amends);
    }
    if (err == 0) {
        err = buf_append(&target, span.data, span.len);
    }
    if (err == ERR_LIMIT || (err == 0 && strchr(buf_str(&target), '/') == NULL)) {
        diag_addf(diag, DIAG_WARNING, plan->file, task->line, 0,
                  _("Viết dạng <mã kế hoạch>/<stt>, ví dụ kstthc-2022/IX.1."),
                  _("cột sua_doi: không rõ dòng bị sửa đổi “%.*s”"),
                  (int)(span.len > 80 ? 80 : span.len), span.data);
        return 0;
    }
    return err == 0 ? add_one(list, buf_str(&target), plan->id, task->stt) : err;
}

int amendments_add(struct amendments *list, const struct plan *plan, struct diag *diag)
{
    for (size_t i = 0; i < plan->count; i++) {
        const struct task *task = &plan->tasks[i];
        if (!task->amends || *task->amends == '\0') {
            continue;
        }
        const char *rest = task->amends;
        struct text_span piece;
        while (text_split(&rest, ';', &piece)) {
            int err = piece.len > 0 ? read_target(plan, task, piece, diag, list) : 0;
            if (err < 0) {
                return err;
            }
        }
    }
    return 0;
}

static int by_target(const void *a, const void *b)
{
    return strcmp(((const struct amendment *)a)->target, ((const struct amendment *)b)->target);
}

static int by_target_and_source(const void *a, const void *b)
{
    int order = by_target(a, b);
    return order != 0
               ? order
               : strcmp(((const struct amendment *)a)->by, ((const struct amendment *)b)->by);
}

void amendments_sort(struct amendments *list)
{
    if (list->count > 1) {
        qsort(list->items, list->count, sizeof list->items[0], by_target_and_source);
    }
}

const char *amendments_by(const struct amendments *list, const char *plan, const char *stt)
{
    char name[TARGET_MAX];
    int wrote = snprintf(name, sizeof name, "%s/%s", plan, stt);
    if (!list || list->count == 0 || wrote < 0 || (size_t)wrote >= sizeof name) {
        return NULL;
    }
    struct amendment key = {.target = name};
    const struct amendment *found =
        bsearch(&key, list->items, list->count, sizeof list->items[0], by_target);
    return found ? found->by : NULL;
}
