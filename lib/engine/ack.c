/* Answers to reminders. */
#include <string.h>

#include "base/cleanup.h"
#include "base/err.h"
#include "base/i18n.h"
#include "base/text.h"
#include "engine/silences.h"
#include "lib/engine/acting.h"

static int ack_part(struct acting *acting, struct occurrence_row *row, void *arg)
{
    const char *text = arg;
    if (row->has_shares || engine_state(acting->engine, row, acting->today) != STATE_OVERDUE) {
        return 0;
    }
    struct detail detail;
    detail_init(&detail);
    detail_day(&detail, "due", row->dates.due);
    detail_text(&detail, "note", text);
    row->acked_at = acting->action->now;
    row->acked_by = acting->action->author;
    row->acked_note = text;
    return acting_put(acting, row, "acknowledged", &detail);
}

static int ack_body(struct acting *acting, void *arg)
{
    const char *const *words = arg; /* key, note */
    char note[QUIET_TEXT_MAX + 1];
    if (!words[1] || text_is_blank(words[1]) || strlen(words[1]) > QUIET_TEXT_MAX) {
        return acting_refuse(acting, ERR_INVALID,
                             _("Ghi đơn vị phản hồi thế nào, khi nào sẽ xong."),
                             _("Thiếu nội dung phản hồi, hoặc nội dung quá dài"));
    }
    snprintf(note, sizeof note, "%s", words[1]);
    _cleanup_(store_occurrence_clear) struct occurrence_row row = {0};
    int err = acting_find(acting, words[0], ACTING_ANY, &row);
    if (err == 0) {
        err = acting_each_part(acting, &row, ack_part, note);
    }
    if (err == 0 && acting->out->affected == 0) {
        return acting_refuse(acting, ERR_REFUSED, _("Chỉ ghi phản hồi cho việc đã quá hạn."),
                             _("%s không quá hạn"), row.id);
    }
    return err == 0 ? acting_result(acting, &row) : err;
}

int action_ack(struct engine *engine, const struct action *action, const char *key,
               const char *note, struct action_result *out, struct diag *diag)
{
    const char *words[] = {key, note};
    return acting_run(engine, action, out, diag, ack_body, words);
}

static int received_body(struct acting *acting, void *arg)
{
    const char *const *words = arg; /* key, note */
    _cleanup_(store_occurrence_clear) struct occurrence_row row = {0};
    int err = acting_find(acting, words[0], ACTING_ANY, &row);
    if (err == 0 && row.dates.outcome != OUTCOME_OPEN) {
        err = acting_refuse(acting, ERR_REFUSED, NULL, _("%s không còn phải thực hiện"), row.id);
    }
    if (err < 0) {
        return err;
    }
    struct detail detail;
    detail_init(&detail);
    detail_day(&detail, "due", row.dates.due);
    detail_text(&detail, "note", words[1]);
    const struct note note = {.at = acting->action->now,
                              .kind = "received",
                              .occurrence = row.id,
                              .author = acting->action->author};
    acting->out->affected = 1;
    err = note_write(acting->engine, &note, &detail);
    return err == 0 ? acting_result(acting, &row) : err;
}

int action_received(struct engine *engine, const struct action *action, const char *key,
                    const char *note, struct action_result *out, struct diag *diag)
{
    const char *words[] = {key, note};
    return acting_run(engine, action, out, diag, received_body, words);
}

void ack_forget(struct occurrence_row *row)
{
    row->acked_at = INSTANT_NONE;
    row->acked_by = NULL;
    row->acked_note = NULL;
}

bool ack_stops(const struct occurrence_row *row, enum role role, struct stage stage)
{
    return row->acked_at != INSTANT_NONE && role == ROLE_LEAD &&
           (stage.kind == STAGE_OVERDUE || stage.kind == STAGE_OVERDUE_WEEK);
}
