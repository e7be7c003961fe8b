#include "engine/silences.h"

#include <stdlib.h>
#include <string.h>

#include "base/cleanup.h"
#include "base/err.h"
#include "base/i18n.h"
#include "base/text.h"
#include "lib/engine/acting.h"
#include "lib/engine/origin.h"
#include "schedule/next.h"

#define PAGE 500

bool silence_is_live(const struct silence_row *row, day_t day)
{
    return row->ended_at == INSTANT_NONE && day <= row->until;
}

static bool fits(const char *wanted, const char *given)
{
    return !wanted || (given && strcmp(wanted, given) == 0);
}

static bool covers(const struct silence_row *silence, const struct silenced *what)
{
    return fits(silence->unit, what->unit) && fits(silence->plan, what->plan) &&
           fits(silence->stt, what->stt);
}

int silences_cover(const struct engine *engine, const struct silenced *what, day_t day,
                   day_t *until)
{
    _cleanup_(store_silence_rows_clear) struct silence_rows rows = {0};
    *until = DAY_NONE;
    int err = store_silences_live(engine->store, what->department, day, &rows);
    for (size_t i = 0; i < rows.count; i++) {
        if (covers(&rows.items[i], what) && (*until == DAY_NONE || rows.items[i].until > *until)) {
            *until = rows.items[i].until;
        }
    }
    return err;
}

int silences_cover_row(const struct engine *engine, const struct occurrence_row *row, day_t day,
                       day_t *until)
{
    const struct silenced what = {row->department, row->unit, row->plan, row->stt};
    return silences_cover(engine, &what, day, until);
}

/* --- asking for one ------------------------------------------------------------------------------- */

struct silencing {
    const struct silence_ask *ask;
    int64_t id;
};

/* "<plan>/<stt>" or "<plan>". */
static int read_row(const struct acting *acting, const char *key, char **plan, char **stt)
{
    const char *slash = strchr(key, '/');
    /* "<department>/giao/<year>-<n>" is the row of an assigned task. */
    if (slash && strncmp(slash, ORIGIN_PLAN_END, strlen(ORIGIN_PLAN_END)) == 0) {
        slash = strchr(slash + 1, '/');
    }
    *plan = slash ? strndup(key, (size_t)(slash - key)) : strdup(key);
    *stt = slash ? strdup(slash + 1) : NULL;
    if (!*plan || (slash && !*stt)) {
        return ERR_NOMEM;
    }
    if (!settings_plan(acting->engine->settings, *plan) &&
        !origin_department(acting->engine->settings, *plan)) {
        return acting_refuse(acting, ERR_NOT_FOUND, _("Xem các kế hoạch bằng “dondoc check”."),
                             _("Không có kế hoạch “%s”"), *plan);
    }
    _cleanup_(store_task_clear) struct task_row task = {0};
    int err = slash ? store_task_get(acting->engine->store, *plan, *stt, &task) : 0;
    return err == ERR_NOT_FOUND
               ? acting_refuse(acting, err, _("Ghi <mã kế hoạch>/<stt>, ví dụ cchc-2024/TC.1."),
                               _("Không có dòng “%s”"), key)
               : err;
}

static int find_department(const struct acting *acting, const struct silence_ask *ask,
                           const char *plan, const struct department **out)
{
    const struct settings *settings = acting->engine->settings;
    const struct roster *roster = &settings->roster;
    const struct plan *section = plan ? settings_plan(settings, plan) : NULL;
    const struct department *assigned = origin_department(settings, plan);
    const char *id = ask->department ? ask->department
                     : section       ? section->department
                     : assigned      ? assigned->id
                                     : NULL;
    *out = id ? roster_department(roster, id) : roster->count == 1 ? &roster->departments[0] : NULL;
    if (!id && !*out) {
        return acting_refuse(acting, ERR_INVALID, _("Thêm --department CQ."),
                             _("Có nhiều cơ quan, chưa rõ của cơ quan nào"));
    }
    if (!*out) {
        return acting_refuse(acting, ERR_NOT_FOUND, NULL, _("Không có cơ quan “%s”"), id);
    }
    if ((section && strcmp(section->department, (*out)->id) != 0) ||
        (assigned && assigned != *out)) {
        return acting_refuse(acting, ERR_INVALID, NULL,
                             _("Kế hoạch “%s” không phải của cơ quan “%s”"), plan, (*out)->id);
    }
    if (ask->unit && !department_party(*out, ask->unit)) {
        return acting_refuse(acting, ERR_NOT_FOUND,
                             _("Ghi mã của đơn vị như trong cấu hình, ví dụ phong-khtc."),
                             _("Không có đơn vị “%s”"), ask->unit);
    }
    return 0;
}

static int check_ask(const struct acting *acting, const struct silence_ask *ask)
{
    char text[CIVIL_TEXT_SIZE];
    if (!ask->department && !ask->unit && !ask->row) {
        return acting_refuse(acting, ERR_INVALID,
                             _("Nêu cơ quan, đơn vị, kế hoạch hoặc dòng kế hoạch."),
                             _("Chưa rõ tạm dừng nhắc việc gì"));
    }
    if (!ask->reason || text_is_blank(ask->reason) || strlen(ask->reason) > QUIET_TEXT_MAX) {
        return acting_refuse(acting, ERR_INVALID, NULL, _("Thiếu lý do, hoặc lý do quá dài"));
    }
    if (ask->until == DAY_NONE || ask->until < acting->today) {
        return acting_refuse(acting, ERR_INVALID, _("Ghi hôm nay hoặc một ngày sau."),
                             _("Ngày cuối %s đã qua"), civil_format_vn(ask->until, text));
    }
    return 0;
}

static int note_silence(const struct acting *acting, const char *kind,
                        const struct silence_row *row, int64_t id)
{
    struct detail detail;
    detail_init(&detail);
    detail_int(&detail, "silence", id);
    detail_text(&detail, "department", row->department);
    detail_text(&detail, "unit", row->unit);
    detail_text(&detail, "plan", row->plan);
    detail_text(&detail, "stt", row->stt);
    detail_day(&detail, "until", row->until);
    detail_text(&detail, "reason", row->reason);
    const struct note note = {.at = acting->action->now,
                              .kind = kind,
                              .author = acting->action->author};
    return note_write(acting->engine, &note, &detail);
}

static int silence_body(struct acting *acting, void *arg)
{
    struct silencing *this = arg;
    _cleanup_free_ char *plan = NULL;
    _cleanup_free_ char *stt = NULL;
    const struct department *department = NULL;
    int err = check_ask(acting, this->ask);
    if (err == 0 && this->ask->row) {
        err = read_row(acting, this->ask->row, &plan, &stt);
    }
    if (err == 0) {
        err = find_department(acting, this->ask, plan, &department);
    }
    if (err < 0) {
        return err;
    }
    struct silence_row row;
    store_silence_init(&row);
    row.department = department->id;
    row.unit = this->ask->unit;
    row.plan = plan;
    row.stt = stt;
    row.until = this->ask->until;
    row.reason = this->ask->reason;
    row.author = acting->action->author;
    row.created_at = acting->action->now;
    err = store_silence_add(acting->engine->store, &row, &this->id);
    return err == 0 ? note_silence(acting, "silenced", &row, this->id) : err;
}

int action_silence(struct engine *engine, const struct action *action,
                   const struct silence_ask *ask, int64_t *id, struct diag *diag)
{
    struct silencing this = {.ask = ask};
    int err = acting_run(engine, action, NULL, diag, silence_body, &this);
    if (err == 0) {
        *id = this.id;
    }
    return err;
}

/* --- ending one ----------------------------------------------------------------------------------- */

/* What was kept silent is looked at again; what is still covered by another one waits for that. */
static int wake(struct acting *acting, const char *department)
{
    _cleanup_(store_occurrence_rows_clear) struct occurrence_rows last = {0};
    size_t count = PAGE;
    int err = 0;
    while (err == 0 && count == PAGE) {
        struct occurrence_rows page = {0};
        const char *after = last.count > 0 ? last.items[last.count - 1].id : "";
        err = store_occurrences_silenced(acting->engine->store, department, after, PAGE, &page);
        for (size_t i = 0; i < page.count && err == 0; i++) {
            planning_replan(acting->engine, &page.items[i]);
            err = store_occurrence_put(acting->engine->store, &page.items[i]);
        }
        count = page.count;
        store_occurrence_rows_clear(&last);
        last = page;
    }
    return err;
}

static int end_body(struct acting *acting, void *arg)
{
    const int64_t *id = arg;
    const char *remedy = _("Xem các số bằng “dondoc silence list”.");
    _cleanup_(store_silence_clear) struct silence_row row = {0};
    store_silence_init(&row);
    int err = store_silence_get(acting->engine->store, *id, &row);
    if (err == ERR_NOT_FOUND) {
        return acting_refuse(acting, err, remedy, _("Không có lần tạm dừng nhắc số %lld"),
                             (long long)*id);
    }
    if (err == 0 && !silence_is_live(&row, acting->today)) {
        return acting_refuse(acting, ERR_REFUSED, remedy,
                             _("Lần tạm dừng nhắc số %lld đã kết thúc"), (long long)*id);
    }
    if (err == 0) {
        err = store_silence_end(acting->engine->store, *id, acting->action->now,
                                acting->action->author);
    }
    if (err == 0) {
        err = wake(acting, row.department);
    }
    if (err == 0) {
        err = store_notices_bring_back(acting->engine->store, acting->action->now);
    }
    return err == 0 ? note_silence(acting, "silence_ended", &row, *id) : err;
}

int action_silence_end(struct engine *engine, const struct action *action, int64_t id,
                       struct diag *diag)
{
    return acting_run(engine, action, NULL, diag, end_body, &id);
}
