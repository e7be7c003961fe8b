#include "model/plan.h"

#include "base/buf.h"
#include "base/err.h"
#include "base/i18n.h"
#include "base/text.h"

void plan_init(struct plan *plan)
{
    *plan = (struct plan){.issued = DAY_NONE, .closed = DAY_NONE};
}

void task_clear(struct task *task)
{
    if (!task) {
        return;
    }
    free(task->stt);
    free(task->group);
    free(task->content);
    free(task->product);
    strings_clear(&task->lead);
    strings_clear(&task->coordinating);
    free(task->time);
    free(task->time_fix);
    free(task->amends);
    *task = (struct task){0};
}

void plan_clear_tasks(struct plan *plan)
{
    for (size_t i = 0; i < plan->count; i++) {
        task_clear(&plan->tasks[i]);
    }
    free(plan->tasks);
    plan->tasks = NULL;
    plan->count = 0;
    plan->capacity = 0;
}

void plan_clear(struct plan *plan)
{
    if (!plan) {
        return;
    }
    plan_clear_tasks(plan);
    free(plan->id);
    free(plan->file);
    free(plan->targets);
    free(plan->number);
    free(plan->department);
    free(plan->title);
    free(plan->amends);
    strings_clear(&plan->reports);
    strings_clear(&plan->joint);
    free(plan->regime);
    free(plan->policy);
    free(plan->config);
    plan_init(plan);
}

/* NULL stays NULL. Returns 0 or ERR_NOMEM. */
static int copy_text(const char *from, char **to)
{
    *to = from ? strdup(from) : NULL;
    return from && !*to ? ERR_NOMEM : 0;
}

int plan_copy_section(const struct plan *from, struct plan *to)
{
    plan_init(to);
    to->issued = from->issued;
    to->from_year = from->from_year;
    to->to_year = from->to_year;
    to->closed = from->closed;
    to->line = from->line;
    if (copy_text(from->id, &to->id) || copy_text(from->file, &to->file) ||
        copy_text(from->targets, &to->targets) || copy_text(from->number, &to->number) ||
        copy_text(from->department, &to->department) || copy_text(from->title, &to->title) ||
        copy_text(from->amends, &to->amends) || copy_text(from->regime, &to->regime) ||
        copy_text(from->policy, &to->policy) || copy_text(from->config, &to->config) ||
        strings_copy(&from->reports, &to->reports) || strings_copy(&from->joint, &to->joint)) {
        plan_clear(to);
        return ERR_NOMEM;
    }
    return 0;
}

const char *task_time(const struct task *task)
{
    const char *time = text_is_blank(task->time_fix) ? task->time : task->time_fix;
    return time ? time : "";
}

const struct task *plan_task(const struct plan *plan, const char *stt)
{
    for (size_t i = 0; i < plan->count; i++) {
        if (strcmp(plan->tasks[i].stt, stt) == 0) {
            return &plan->tasks[i];
        }
    }
    return NULL;
}

int plan_citation(const struct plan *plan, struct buf *out)
{
    char day[CIVIL_TEXT_SIZE];
    civil_format_vn(plan->issued, day);
    if (text_is_blank(plan->number)) {
        return buf_puts(out, plan->title ? plan->title : "");
    }
    if (plan->issued == DAY_NONE) {
        return buf_printf(out, _("Kế hoạch số %s"), plan->number);
    }
    return buf_printf(out, _("Kế hoạch số %s ngày %s"), plan->number, day);
}
