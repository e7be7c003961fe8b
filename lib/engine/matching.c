/* Which occurrence an incoming event is about. Whatever is not certain is a person's to decide. */
#include "lib/engine/matching.h"
#include "lib/engine/targeting.h"

#include <stdarg.h>
#include <string.h>

#include "base/cleanup.h"
#include "base/err.h"
#include "base/i18n.h"
#include "base/id.h"
#include "base/text.h"
#include "base/vec.h"
#include "engine/assign.h"
#include "store/origins.h"

#define CANDIDATES_MAX 20000
#define SHOWN_MAX 5 /* candidates named to a person */

void matching_init(struct matching *matching)
{
    *matching = (struct matching){.code = ""};
    store_occurrence_init(&matching->row);
    buf_init(&matching->reason, MATCHING_MAX_TEXT);
    buf_init(&matching->remedy, MATCHING_MAX_TEXT);
}

void matching_clear(struct matching *matching)
{
    store_occurrence_clear(&matching->row);
    buf_clear(&matching->reason);
    buf_clear(&matching->remedy);
}

bool matching_may_speak(const struct incoming_speaker *speaker, const char *department)
{
    return speaker->departments == NULL || strings_find(speaker->departments, department) >= 0;
}

static bool is_plan_asked(const struct incoming_event *event)
{
    return event->plan != NULL && event->stt != NULL;
}

static bool is_paper_asked(const struct incoming_event *event)
{
    return event->response_for.number != NULL || event->response_for.ident != NULL;
}

bool matching_is_asked(const struct incoming_event *event)
{
    return event->task != NULL || is_plan_asked(event) || is_paper_asked(event);
}

/* One search. */
struct search {
    struct engine *engine;
    const struct incoming_event *event;
    const struct incoming_speaker *speaker;
    struct matching *out;
    bool exact; /* the event names an occurrence itself */
};

/* A text too long for its buffer is left out. */
static int say(struct search *search, enum matching_verdict verdict, const char *code,
               const char *remedy, const char *format, ...) __attribute__((format(printf, 5, 6)));

static int say(struct search *search, enum matching_verdict verdict, const char *code,
               const char *remedy, const char *format, ...)
{
    va_list args;
    search->out->verdict = verdict;
    search->out->code = code;
    va_start(args, format);
    int err = buf_vprintf(&search->out->reason, format, args);
    va_end(args);
    if (err == 0 && remedy != NULL) {
        err = buf_puts(&search->out->remedy, remedy);
    }
    return err == ERR_LIMIT ? 0 : err;
}

/* --- candidates ----------------------------------------------------------------------------------- */

static int add(struct search *search, const char *id, struct occurrence_rows *list)
{
    struct occurrence_row row;
    store_occurrence_init(&row);
    for (size_t i = 0; i < list->count; i++) {
        if (strcmp(list->items[i].id, id) == 0) {
            return 0;
        }
    }
    int err = store_occurrence_get(search->engine->store, id, &row);
    if (err == 0) {
        err = vec_push(list, CANDIDATES_MAX, row);
        if (err < 0) {
            store_occurrence_clear(&row);
        }
    }
    return err == ERR_NOT_FOUND ? 0 : err;
}

/* Every whole occurrence of a row; of the period, where one is given. */
static int add_task(struct search *search, const char *plan, const char *stt, const char *period,
                    struct occurrence_rows *list)
{
    _cleanup_(store_occurrence_rows_clear) struct occurrence_rows rows = {0};
    char target[TARGET_ID_MAX];
    int err = store_occurrences_of_task(search->engine->store, plan, stt, &rows);
    for (size_t i = 0; i < rows.count && err == 0; i++) {
        const struct occurrence_row *row = &rows.items[i];
        if (row->parent == NULL && !engine_target_of(row->id, target) &&
            (period == NULL || text_equal_nocase(period, row->period))) {
            err = add(search, row->id, list);
        }
    }
    return err;
}

static int by_task(struct search *search, struct occurrence_rows *list)
{
    char code[ID_CODE_SIZE];
    const char *key = search->event->task;
    int err = add(search, key, list);
    if (err == 0 && list->count == 0 && id_code_read(key, code) == 0) {
        _cleanup_(store_occurrence_clear) struct occurrence_row row = {0};
        store_occurrence_init(&row);
        err = store_occurrence_by_code(search->engine->store, code, &row);
        err = err == 0 ? add(search, row.id, list) : err == ERR_NOT_FOUND ? 0 : err;
    }
    search->exact = list->count > 0;
    const char *slash = strchr(key, '/');
    if (err == 0 && list->count == 0 && slash != NULL && strchr(slash + 1, '/') == NULL) {
        _cleanup_free_ char *plan = strndup(key, (size_t)(slash - key));
        err = plan != NULL ? add_task(search, plan, slash + 1, search->event->period, list)
                           : ERR_NOMEM;
    }
    if (err == 0 && list->count == 0) {
        return say(search, MATCHING_NONE, "unknown_task",
                   _("Ghi mã kỳ, mã ngắn trong thư, hoặc <mã kế hoạch>/<stt>."),
                   _("Không có việc “%s”"), key);
    }
    return err;
}

/* Plans of that number or id. */
struct plans_named {
    struct search *search;
    struct buf key;
    struct occurrence_rows *list;
    bool plan, row;
};

static int each_plan(const struct plan_row *plan, void *arg)
{
    struct plans_named *this = arg;
    struct search *search = this->search;
    const struct incoming_event *event = search->event;
    bool named = strcmp(plan->id, event->plan) == 0;
    if (!named && plan->number[0] != '\0') {
        _cleanup_buf_ struct buf key = {0};
        buf_init(&key, MATCHING_MAX_TEXT);
        named =
            origin_key(plan->number, &key) == 0 && strcmp(buf_str(&key), buf_str(&this->key)) == 0;
    }
    if (!named || !matching_may_speak(search->speaker, plan->department)) {
        return 0;
    }
    _cleanup_(store_task_clear) struct task_row task = {0};
    this->plan = true;
    int err = store_task_get(search->engine->store, plan->id, event->stt, &task);
    if (err < 0) {
        return err == ERR_NOT_FOUND ? 0 : err;
    }
    this->row = true;
    return add_task(search, plan->id, event->stt, event->period, this->list);
}

static int by_plan(struct search *search, struct occurrence_rows *list)
{
    const struct incoming_event *event = search->event;
    struct plans_named this = {.search = search, .list = list};
    buf_init(&this.key, MATCHING_MAX_TEXT);
    int err = origin_key(event->plan, &this.key);
    if (err == 0) {
        err = store_plans_each(search->engine->store, each_plan, &this);
    }
    buf_clear(&this.key);
    if (err < 0 || list->count > 0) {
        return err;
    }
    if (!this.plan) {
        return say(search, MATCHING_NONE, "unknown_task", NULL, _("Không có kế hoạch số “%s”"),
                   event->plan);
    }
    if (!this.row || event->period == NULL) {
        return say(search, MATCHING_NONE, "unknown_task", NULL,
                   _("Kế hoạch %s không có việc nào theo dõi ở dòng “%s”"), event->plan,
                   event->stt);
    }
    return say(search, MATCHING_NONE, "unknown_task",
               _("Kỳ viết như 2022-Q1, 2022-03, 2022-H1 hoặc 2022."),
               _("Dòng %s của kế hoạch %s không có kỳ “%s”"), event->stt, event->plan,
               event->period);
}

static int add_started(struct search *search, const char *department, struct occurrence_rows *list)
{
    const struct incoming_document *paper = &search->event->response_for;
    _cleanup_(store_origin_rows_clear) struct origin_rows origins = {0};
    int err = 0;
    if (paper->ident != NULL) {
        err = store_origins_by_ident(search->engine->store, department, paper->ident, &origins);
    }
    if (err == 0 && origins.count == 0 && paper->number != NULL) {
        err = engine_started_by(search->engine, department, paper->number, paper->day, &origins);
    }
    for (size_t i = 0; i < origins.count && err == 0; i++) {
        const char *ident = origins.items[i].ident;
        /* Two offices number alike: the e-office's own id tells them apart. */
        bool is_other = paper->ident != NULL && ident != NULL && strcmp(ident, paper->ident) != 0;
        err = is_other ? 0 : add(search, origins.items[i].occurrence, list);
    }
    return err;
}

static int by_paper(struct search *search, struct occurrence_rows *list)
{
    const struct roster *roster = &search->engine->settings->roster;
    const struct incoming_document *paper = &search->event->response_for;
    int err = 0;
    for (size_t i = 0; i < roster->count && err == 0; i++) {
        if (matching_may_speak(search->speaker, roster->departments[i].id)) {
            err = add_started(search, roster->departments[i].id, list);
        }
    }
    if (err == 0 && list->count == 0) {
        return say(search, MATCHING_NONE, "unknown_task", NULL,
                   _("Không có việc nào theo văn bản “%s”"),
                   paper->number != NULL ? paper->number : paper->ident);
    }
    return err;
}

/* Leaves in `list` what `other` has too. */
static void keep_common(struct occurrence_rows *list, const struct occurrence_rows *other)
{
    size_t kept = 0;
    for (size_t i = 0; i < list->count; i++) {
        bool both = false;
        for (size_t k = 0; k < other->count && !both; k++) {
            const struct occurrence_row *one = &other->items[k];
            /* A share that is named is of the whole that the row gives. */
            both = strcmp(list->items[i].id, one->id) == 0 ||
                   text_equal(list->items[i].parent, one->id);
        }
        if (both) {
            list->items[kept++] = list->items[i];
        } else {
            store_occurrence_clear(&list->items[i]);
        }
    }
    list->count = kept;
}

/* All that fits everything that is given. When out->code is set it is decided. */
static int gather(struct search *search, struct occurrence_rows *list)
{
    static int (*const ways[])(struct search * search,
                               struct occurrence_rows * list) = {by_task, by_plan, by_paper};
    const bool asked[] = {search->event->task != NULL, is_plan_asked(search->event),
                          is_paper_asked(search->event)};
    bool first = true;
    int err = 0;
    for (size_t i = 0; i < 3 && err == 0 && search->out->code[0] == '\0'; i++) {
        if (!asked[i]) {
            continue;
        }
        _cleanup_(store_occurrence_rows_clear) struct occurrence_rows more = {0};
        err = ways[i](search, first ? list : &more);
        if (!first && err == 0 && search->out->code[0] == '\0') {
            keep_common(list, &more);
        }
        first = false;
    }
    if (err == 0 && list->count == 0 && search->out->code[0] == '\0') {
        return say(search, MATCHING_UNSURE, "disagree", NULL,
                   _("Các thông tin về việc (task, plan, response_for) không chỉ cùng một việc"));
    }
    return err;
}

/* --- which of them -------------------------------------------------------------------------------- */

static bool fits(enum incoming_type type, const struct occurrence_row *row)
{
    const bool open = row->dates.outcome == OUTCOME_OPEN;
    switch (type) {
    case INCOMING_RECEIVED:
        return open && row->dates.waiting;
    case INCOMING_ISSUED:
    case INCOMING_DUE_CHANGED:
        return open && !row->dates.waiting;
    case INCOMING_RETURNED:
        return row->dates.outcome == OUTCOME_DONE;
    case INCOMING_CANCELLED:
        return open;
    }
    return false;
}

/* The same paper has done it already: whoever tells it again, by another way, is right. */
static bool is_done_by(const struct incoming_event *event, const struct occurrence_row *row)
{
    _cleanup_buf_ struct buf told = {0};
    _cleanup_buf_ struct buf known = {0};
    buf_init(&told, MATCHING_MAX_TEXT);
    buf_init(&known, MATCHING_MAX_TEXT);
    return event->type == INCOMING_ISSUED && row->dates.outcome == OUTCOME_DONE &&
           row->document != NULL && event->document.number != NULL &&
           (event->document.day == DAY_NONE || event->document.day == row->dates.done_on) &&
           origin_key(event->document.number, &told) == 0 &&
           origin_key(row->document, &known) == 0 && told.len > 0 &&
           strcmp(buf_str(&told), buf_str(&known)) == 0;
}

static int take(struct search *search, const char *id)
{
    store_occurrence_clear(&search->out->row);
    return store_occurrence_get(search->engine->store, id, &search->out->row);
}

static int refuse_state(struct search *search, const struct occurrence_row *row)
{
    char day[CIVIL_TEXT_SIZE];
    const enum incoming_type type = search->event->type;
    if (row->dates.outcome == OUTCOME_WITHDRAWN) {
        return say(search, MATCHING_NONE, "withdrawn", NULL, _("%s không còn trong kế hoạch"),
                   row->id);
    }
    if (is_done_by(search->event, row)) {
        search->out->already = true;
        search->out->verdict = MATCHING_CERTAIN;
        return take(search, row->id);
    }
    if (row->dates.outcome == OUTCOME_DONE && type == INCOMING_CANCELLED) {
        /* Whether its result still holds nobody here can know. */
        return say(search, MATCHING_UNSURE, "finished",
                   _("Kết quả vẫn dùng được thì bỏ tin này; không thì dondoc reopen rồi nhận."),
                   _("%s đã hoàn thành ngày %s (%s)"), row->id,
                   civil_format_vn(row->dates.done_on, day), row->document ? row->document : "");
    }
    if (row->dates.outcome == OUTCOME_DONE) {
        return say(search, MATCHING_NONE, "state", NULL, _("%s đã hoàn thành ngày %s (%s)"),
                   row->id, civil_format_vn(row->dates.done_on, day),
                   row->document ? row->document : "");
    }
    if (row->dates.outcome == OUTCOME_EXEMPT) {
        return say(search, MATCHING_NONE, "state", NULL, _("%s đã được miễn"), row->id);
    }
    if (type == INCOMING_RETURNED) {
        return say(search, MATCHING_NONE, "state", NULL, _("%s chưa hoàn thành"), row->id);
    }
    if (type == INCOMING_RECEIVED) {
        return say(search, MATCHING_UNSURE, "not_waiting", NULL,
                   _("%s không phải việc chờ phát sinh"), row->id);
    }
    return say(search, MATCHING_NONE, "state", _("Báo văn bản đến (document.received) trước."),
               _("%s chưa phát sinh"), row->id);
}

static int name_candidates(struct search *search, const struct occurrence_rows *list,
                           const bool *chosen)
{
    size_t shown = 0;
    int err = buf_puts(&search->out->remedy, _("Chọn một trong: "));
    for (size_t i = 0; i < list->count && err == 0; i++) {
        if (chosen[i] && shown++ < SHOWN_MAX) {
            err =
                buf_printf(&search->out->remedy, "%s%s", shown > 1 ? "; " : "", list->items[i].id);
        }
    }
    if (err == 0 && shown > SHOWN_MAX) {
        err = buf_puts(&search->out->remedy, "; …");
    }
    return err == ERR_LIMIT ? 0 : err;
}

/* --- whose part it is ----------------------------------------------------------------------------- */

static const struct party *find_party(const struct search *search, const char *department)
{
    const struct department *found =
        roster_department(&search->engine->settings->roster, department);
    if (found == NULL) {
        return NULL;
    }
    const struct party *party = department_party(found, search->event->unit);
    return party != NULL ? party : department_resolve(found, search->event->unit);
}

static int check_unit(struct search *search)
{
    const struct occurrence_row *row = &search->out->row;
    const struct party *party = find_party(search, row->department);
    const instant_t time = search->event->time;
    day_t day = time == INSTANT_NONE ? DAY_NONE : engine_day(search->engine, time);
    bool its = false;
    int err = party ? engine_is_of(search->engine, row, party->id, day, &its) : 0;
    /* By its name of then, too. */
    err = err == 0 && party && !its ? engine_is_of(search->engine, row, party->id, DAY_NONE, &its)
                                    : err;
    if (err < 0 || its) {
        return err;
    }
    return say(search, MATCHING_UNSURE, "other_unit", NULL, _("%s không phải việc của “%s”"),
               row->id, search->event->unit);
}

static int choose_share(struct search *search)
{
    const struct occurrence_row *row = &search->out->row;
    const struct incoming_event *event = search->event;
    if (event->unit == NULL) {
        return say(search, MATCHING_UNSURE, "share_not_named", _("Ghi unit: đơn vị nào đã làm."),
                   _("%s là việc của nhiều đơn vị; chưa rõ đơn vị nào"), row->id);
    }
    const struct party *party = find_party(search, row->department);
    _cleanup_(store_occurrence_rows_clear) struct occurrence_rows shares = {0};
    int err = store_occurrences_shares(search->engine->store, row->id, &shares);
    const struct occurrence_row *found = NULL;
    for (size_t i = 0; i < shares.count && err == 0 && party != NULL; i++) {
        const struct occurrence_row *share = &shares.items[i];
        if (!share->collect && text_equal(share->unit, party->id)) {
            found = share;
        }
    }
    if (err < 0) {
        return err;
    }
    if (found == NULL) {
        return say(search, MATCHING_UNSURE, "other_unit", NULL, _("%s không có phần việc của “%s”"),
                   row->id, event->unit);
    }
    return fits(event->type, found) ? take(search, found->id) : refuse_state(search, found);
}

/* What happens to the whole needs no share: a later due day, a paper that is taken back. */
static bool is_for_share(const struct incoming_event *event, const struct occurrence_row *row)
{
    bool of_share = event->type == INCOMING_ISSUED || event->type == INCOMING_RETURNED;
    return row->has_shares && (of_share || event->unit != NULL);
}

static int check_whose(struct search *search)
{
    const struct occurrence_row *row = &search->out->row;
    const struct incoming_event *event = search->event;
    if (event->department != NULL && strcmp(event->department, row->department) != 0) {
        return say(search, MATCHING_UNSURE, "other_department", NULL,
                   _("%s là việc của cơ quan “%s”, không phải “%s”"), row->id, row->department,
                   event->department);
    }
    if (is_for_share(event, row)) {
        return choose_share(search);
    }
    return event->unit != NULL && event->type != INCOMING_RECEIVED ? check_unit(search) : 0;
}

/* One paper may give several units work: who says which unit speaks of that one's. When none is that
 * unit's, all stay: it is told then. */
static void keep_of_unit(struct search *search, struct occurrence_rows *list)
{
    const char *department = search->event->department;
    const struct party *party =
        department != NULL && search->event->unit != NULL ? find_party(search, department) : NULL;
    size_t its = 0;
    size_t kept = 0;
    for (size_t i = 0; i < list->count && party != NULL; i++) {
        its += text_equal(list->items[i].unit, party->id) ? 1 : 0;
    }
    if (its == 0 || search->exact || search->event->type == INCOMING_RECEIVED) {
        return;
    }
    for (size_t i = 0; i < list->count; i++) {
        if (list->items[i].unit == NULL || strcmp(list->items[i].unit, party->id) == 0) {
            list->items[kept++] = list->items[i];
        } else {
            store_occurrence_clear(&list->items[i]);
        }
    }
    list->count = kept;
}

/* --- all of it ------------------------------------------------------------------------------------ */

static int choose(struct search *search, const struct occurrence_rows *list)
{
    bool *chosen = calloc(list->count, sizeof(*chosen));
    size_t live = 0;
    size_t count = 0;
    size_t last = 0;
    size_t last_live = 0;
    int err = chosen != NULL ? 0 : ERR_NOMEM;
    for (size_t i = 0; i < list->count && err == 0; i++) {
        const struct occurrence_row *row = &list->items[i];
        bool is_live = row->dates.outcome != OUTCOME_WITHDRAWN;
        /* The row that waits for its next paper is no occurrence of its own. */
        bool stands = row->dates.waiting == (search->event->type == INCOMING_RECEIVED);
        live += is_live && stands ? 1 : 0;
        last_live = is_live && stands ? i : last_live;
        chosen[i] = is_live && fits(search->event->type, row);
        count += chosen[i] ? 1 : 0;
        last = chosen[i] ? i : last;
    }
    if (err == 0 && count == 0) {
        err = refuse_state(search, &list->items[live > 0 ? last_live : 0]);
    } else if (err == 0 && count > 1) {
        err =
            say(search, MATCHING_UNSURE, "several", NULL, _("Có %zu việc khớp với tin này"), count);
        err = err == 0 ? name_candidates(search, list, chosen) : err;
    } else if (err == 0 && live > 1 && !search->exact && search->event->period == NULL) {
        err = say(search, MATCHING_UNSURE, "no_period", NULL,
                  _("Dòng này có nhiều kỳ; chưa rõ kỳ nào (có thể là %s)"), list->items[last].id);
        err = err == 0 ? take(search, list->items[last].id) : err;
    } else if (err == 0) {
        search->out->verdict = MATCHING_CERTAIN;
        err = take(search, list->items[last].id);
        err = err == 0 ? check_whose(search) : err;
    }
    free(chosen);
    return err;
}

/* What is not the speaker's to speak of is neither chosen nor told about: not its state, not its names,
 * and no other office is asked. */
static int drop_others(struct search *search, struct occurrence_rows *list)
{
    _cleanup_free_ char *other = NULL;
    size_t kept = 0;
    for (size_t i = 0; i < list->count; i++) {
        struct occurrence_row *row = &list->items[i];
        if (matching_may_speak(search->speaker, row->department)) {
            list->items[kept++] = *row;
            continue;
        }
        if (other == NULL) {
            other = row->department != NULL ? strdup(row->department) : NULL;
        }
        store_occurrence_clear(row);
    }
    list->count = kept;
    return kept > 0 || other == NULL ? 0
                                     : say(search, MATCHING_NONE, "not_allowed", NULL,
                                           _("Nơi gửi không được báo tin về cơ quan “%s”"), other);
}

int matching_find(struct engine *engine, const struct incoming_event *event,
                  const struct incoming_speaker *speaker, struct matching *out)
{
    struct search search = {.engine = engine, .event = event, .speaker = speaker, .out = out};
    _cleanup_(store_occurrence_rows_clear) struct occurrence_rows list = {0};
    int err = gather(&search, &list);
    if (err == 0 && out->code[0] == '\0') {
        err = drop_others(&search, &list);
    }
    keep_of_unit(&search, &list);
    return err == 0 && out->code[0] == '\0' ? choose(&search, &list) : err;
}
