/* Tasks that arrive during the year. */
#include "engine/assign.h"

#include <stdlib.h>
#include <string.h>

#include "base/cleanup.h"
#include "base/err.h"
#include "base/i18n.h"
#include "base/text.h"
#include "base/utf8.h"
#include "lib/engine/acting.h"
#include "lib/engine/origin.h"

#define FURTHEST_DAYS 3660

/* One task in the making. Texts are tidied copies. */
struct assigning {
    struct acting *acting;
    const struct assign_ask *ask;
    const struct department *department;
    struct buf content, product, document, sender, note;
    struct buf lead, coordinating; /* official names, joined by "; " */
    const struct party *leads[PARTY_MAX_MEMBERS];
    size_t lead_count;
    const struct party *helpers[PARTY_MAX_MEMBERS];
    size_t helper_count;
};

static void assigning_init(struct assigning *this)
{
    buf_init(&this->content, ASSIGN_MAX_CONTENT);
    buf_init(&this->product, ASSIGN_MAX_CONTENT);
    buf_init(&this->document, ASSIGN_MAX_DOCUMENT);
    buf_init(&this->sender, ASSIGN_MAX_DOCUMENT);
    buf_init(&this->note, ASSIGN_MAX_NOTE);
    buf_init(&this->lead, (size_t)4 * ASSIGN_MAX_UNITS);
    buf_init(&this->coordinating, (size_t)4 * ASSIGN_MAX_UNITS);
}

static void assigning_clear(struct assigning *this)
{
    buf_clear(&this->content);
    buf_clear(&this->product);
    buf_clear(&this->document);
    buf_clear(&this->sender);
    buf_clear(&this->note);
    buf_clear(&this->lead);
    buf_clear(&this->coordinating);
}

/* --- what it says --------------------------------------------------------------------------------- */

static int take_text(const struct acting *acting, const char *name, const char *text,
                     struct buf *out)
{
    if (!text) {
        return 0;
    }
    int err = strlen(text) > 4 * out->max ? ERR_LIMIT : utf8_tidy(text, strlen(text), out);
    if (err == ERR_LIMIT) {
        return acting_refuse(acting, ERR_INVALID, _("Hãy viết ngắn lại."), _("%s dài quá %zu byte"),
                             name, out->max);
    }
    if (err == 0 && utf8_has_control(buf_str(out), out->len)) {
        return acting_refuse(acting, ERR_INVALID, _("Hãy gõ lại."), _("%s có ký tự điều khiển"),
                             name);
    }
    if (err == ERR_FORMAT) {
        return acting_refuse(acting, ERR_INVALID, _("Hãy gõ lại."), _("%s không phải là UTF-8"),
                             name);
    }
    return err;
}

static int check_days(const struct acting *acting, const struct assign_ask *ask)
{
    char day[CIVIL_TEXT_SIZE];
    if (ask->due == DAY_NONE) {
        return acting_refuse(acting, ERR_INVALID, _("Ghi ngày đến hạn như trong văn bản."),
                             _("Thiếu ngày đến hạn"));
    }
    if (ask->due < acting->today) {
        return acting_refuse(acting, ERR_INVALID, _("Ghi hôm nay hoặc một ngày sau."),
                             _("Hạn %s đã qua"), civil_format_vn(ask->due, day));
    }
    if (ask->due - acting->today > FURTHEST_DAYS) {
        return acting_refuse(acting, ERR_INVALID, _("Kiểm tra lại năm."),
                             _("Hạn %s còn xa hơn 10 năm"), civil_format_vn(ask->due, day));
    }
    if (ask->on != DAY_NONE && ask->on > acting->today) {
        return acting_refuse(acting, ERR_INVALID, _("Ghi ngày đã qua hoặc hôm nay."),
                             _("Ngày %s của văn bản còn ở phía trước"),
                             civil_format_vn(ask->on, day));
    }
    return 0;
}

static int take_texts(struct assigning *this)
{
    const struct acting *acting = this->acting;
    const struct assign_ask *ask = this->ask;
    int err = take_text(acting, _("Nội dung"), ask->content, &this->content);
    if (err == 0) {
        err = take_text(acting, _("Sản phẩm"), ask->product, &this->product);
    }
    if (err == 0) {
        err = take_text(acting, _("Số, ký hiệu văn bản"), ask->document, &this->document);
    }
    if (err == 0) {
        err = take_text(acting, _("Nơi gửi văn bản"), ask->sender, &this->sender);
    }
    if (err == 0) {
        err = take_text(acting, _("Ghi chú"), ask->note, &this->note);
    }
    if (err == 0 && this->content.len == 0) {
        return acting_refuse(acting, ERR_INVALID, _("Ghi việc phải làm, như trong văn bản."),
                             _("Thiếu nội dung nhiệm vụ"));
    }
    if (err == 0 && this->document.len == 0) {
        return acting_refuse(acting, ERR_INVALID, _("Ghi số, ký hiệu, ví dụ 125/UBND-VX."),
                             _("Thiếu văn bản giao nhiệm vụ"));
    }
    return err;
}

/* --- who ------------------------------------------------------------------------------------------ */

static const struct party *find_party(const struct department *department, const char *name)
{
    const struct party *party = department_party(department, name);
    return party ? party : department_resolve(department, name);
}

/* Whether the department knows all the names. */
static bool has_all(const struct department *department, const char *names)
{
    struct text_span piece;
    size_t found = 0;
    while (text_split(&names, ';', &piece)) {
        _cleanup_free_ char *name = piece.len > 0 ? text_span_dup(piece) : NULL;
        if (name && !find_party(department, name)) {
            return false;
        }
        found += name != NULL;
    }
    return found > 0;
}

static const struct department *named_department(const struct roster *roster, const char *name)
{
    _cleanup_buf_ struct buf key = {0};
    const struct department *found = roster_department(roster, name);
    buf_init(&key, ASSIGN_MAX_UNITS);
    if (found || strlen(name) > ASSIGN_MAX_UNITS || roster_name_key(name, &key) != 0) {
        return found;
    }
    for (size_t i = 0; i < roster->count; i++) {
        if (text_equal(roster->departments[i].key, buf_str(&key))) {
            return &roster->departments[i];
        }
    }
    return NULL;
}

static int find_department(struct assigning *this)
{
    const struct roster *roster = &this->acting->engine->settings->roster;
    const char *name = this->ask->department;
    size_t count = 0;
    if (!text_is_blank(name)) {
        this->department = named_department(roster, name);
        return this->department ? 0
                                : acting_refuse(this->acting, ERR_NOT_FOUND,
                                                _("Ghi mã hoặc tên cơ quan như trong cấu hình."),
                                                _("Không có cơ quan “%s”"), name);
    }
    for (size_t i = 0; i < roster->count; i++) {
        if (roster->count == 1 || has_all(&roster->departments[i], this->ask->unit)) {
            this->department = &roster->departments[i];
            count++;
        }
    }
    if (count == 0) {
        return acting_refuse(this->acting, ERR_NOT_FOUND,
                             _("Ghi mã hoặc tên đơn vị như trong cấu hình; thêm --department CQ."),
                             _("Không cơ quan nào có đơn vị “%s”"), this->ask->unit);
    }
    return count == 1 ? 0
                      : acting_refuse(this->acting, ERR_EXISTS, _("Thêm --department CQ."),
                                      _("Nhiều cơ quan có đơn vị “%s”"), this->ask->unit);
}

static int refuse_unknown(const struct assigning *this, const char *name)
{
    const char *nearest[REVIEW_NEAREST];
    _cleanup_buf_ struct buf remedy = {0};
    size_t count = department_nearest(this->department, name, nearest, REVIEW_NEAREST);
    buf_init(&remedy, 4096);
    for (size_t i = 0; i < count; i++) {
        (void)buf_printf(&remedy, "%s%s", i == 0 ? _("Gần giống: ") : ", ", nearest[i]);
    }
    return acting_refuse(this->acting, ERR_NOT_FOUND,
                         count > 0 ? buf_str(&remedy)
                                   : _("Ghi mã hoặc tên đơn vị như trong cấu hình."),
                         _("Không có đơn vị “%s”"), name);
}

static bool holds(const struct party *const *list, size_t count, const struct party *party)
{
    for (size_t i = 0; i < count; i++) {
        if (list[i] == party) {
            return true;
        }
    }
    return false;
}

/* Adds those who hold the duties of the party today. */
static int add_holders(struct assigning *this, const struct party *party, bool lead)
{
    const struct party *behind[PARTY_MAX_MEMBERS];
    const struct party **list = lead ? this->leads : this->helpers;
    size_t *count = lead ? &this->lead_count : &this->helper_count;
    size_t found = 0;
    size_t all = department_expand(this->department, party, DAY_NONE, behind, PARTY_MAX_MEMBERS);
    for (size_t i = 0; i < all && i < PARTY_MAX_MEMBERS; i++) {
        const struct party *now =
            department_current(this->department, behind[i], this->acting->today);
        found += now != NULL;
        bool known = !now || holds(this->leads, this->lead_count, now) ||
                     holds(list, *count, now) || *count == PARTY_MAX_MEMBERS;
        if (!known) {
            list[(*count)++] = now;
        }
    }
    const char *name = party->names.count > 0 ? party->names.items[0] : party->id;
    if (party->kind == PARTY_EXTERNAL) {
        return acting_refuse(this->acting, ERR_NOT_FOUND, _("Giao cho một đơn vị của cơ quan."),
                             _("“%s” ở ngoài cơ quan"), name);
    }
    return found > 0 ? 0
                     : acting_refuse(this->acting, ERR_NOT_FOUND,
                                     _("Giao cho đơn vị tiếp nhận nhiệm vụ của đơn vị đó."),
                                     _("Đơn vị “%s” hiện không hoạt động"), name);
}

static int add_parties(struct assigning *this, const char *names, bool lead, struct buf *joined)
{
    struct text_span piece;
    int err = 0;
    if (names && strlen(names) > ASSIGN_MAX_UNITS) {
        return acting_refuse(this->acting, ERR_INVALID, _("Hãy viết ngắn lại."),
                             _("%s dài quá %zu byte"), _("Danh sách đơn vị"),
                             (size_t)ASSIGN_MAX_UNITS);
    }
    while (err == 0 && names && text_split(&names, ';', &piece)) {
        _cleanup_free_ char *name = text_span_dup(piece);
        if (!name) {
            return ERR_NOMEM;
        }
        if (*name == '\0') {
            continue;
        }
        const struct party *party = find_party(this->department, name);
        if (!party) {
            return refuse_unknown(this, name);
        }
        err = add_holders(this, party, lead);
        if (err == 0) {
            err = buf_printf(joined, "%s%s", joined->len > 0 ? "; " : "",
                             party->names.count > 0 ? party->names.items[0] : party->id);
        }
    }
    return err;
}

static int find_units(struct assigning *this)
{
    if (text_is_blank(this->ask->unit)) {
        return acting_refuse(this->acting, ERR_INVALID,
                             _("Ghi mã hoặc tên đơn vị như trong cấu hình."),
                             _("Thiếu đơn vị thực hiện"));
    }
    int err = find_department(this);
    if (err == 0) {
        err = add_parties(this, this->ask->unit, true, &this->lead);
    }
    if (err == 0 && this->lead_count == 0) {
        return acting_refuse(this->acting, ERR_INVALID,
                             _("Ghi mã hoặc tên đơn vị như trong cấu hình."),
                             _("Thiếu đơn vị thực hiện"));
    }
    if (err == 0) {
        err = add_parties(this, this->ask->coordinating, false, &this->coordinating);
    }
    return err;
}

/* --- whether it is there already -------------------------------------------------------------------- */

/* The same units, and (unless it is the very same paper) the same content. */
static int is_same(const struct assigning *this, const struct origin_row *origin, bool same_paper,
                   bool *out)
{
    _cleanup_(store_occurrence_clear) struct occurrence_row row = {0};
    _cleanup_(store_task_clear) struct task_row task = {0};
    struct store *store = this->acting->engine->store;
    store_occurrence_init(&row);
    *out = false;
    int err = store_occurrence_get(store, origin->occurrence, &row);
    if (err == 0 && occurrence_is_assigned(&row)) {
        err = store_task_get(store, row.plan, row.stt, &task);
    }
    if (err == 0 && task.content) {
        bool stands = row.dates.outcome == OUTCOME_OPEN || row.dates.outcome == OUTCOME_DONE;
        *out = stands && text_equal(task.lead, buf_str(&this->lead)) &&
               (same_paper || text_equal(task.content, buf_str(&this->content)));
    }
    return err == ERR_NOT_FOUND ? 0 : err;
}

static int look_for_same(const struct assigning *this, const struct origin_rows *rows,
                         bool same_paper)
{
    bool same = false;
    int err = 0;
    for (size_t i = 0; i < rows->count && err == 0 && !same; i++) {
        err = is_same(this, &rows->items[i], same_paper, &same);
        if (err == 0 && same) {
            return acting_refuse(this->acting, ERR_EXISTS,
                                 _("Nếu đúng là giao thêm, thêm --again."),
                                 _("Văn bản %s đã giao việc này: %s"), buf_str(&this->document),
                                 rows->items[i].occurrence);
        }
    }
    return err;
}

static int check_fresh(const struct assigning *this)
{
    _cleanup_(store_origin_rows_clear) struct origin_rows rows = {0};
    struct engine *engine = this->acting->engine;
    if (this->ask->again) {
        return 0;
    }
    int err =
        engine_started_by(engine, this->department->id, buf_str(&this->document),
                          this->ask->on != DAY_NONE ? this->ask->on : this->acting->today, &rows);
    if (err == 0) {
        err = look_for_same(this, &rows, false);
    }
    if (err == 0 && !text_is_blank(this->ask->ident)) {
        err = store_origins_by_ident(engine->store, this->department->id, this->ask->ident, &rows);
        if (err == 0) {
            err = look_for_same(this, &rows, true);
        }
    }
    return err;
}

/* --- writing it ------------------------------------------------------------------------------------- */

static int next_number(const struct assigning *this, int year, int64_t *out)
{
    char key[PARTY_MAX_ID + 40];
    struct store *store = this->acting->engine->store;
    snprintf(key, sizeof key, "assigned %s %d", this->department->id, year);
    int err = store_meta_get_int(store, key, out);
    if (err < 0 && err != ERR_NOT_FOUND) {
        return err;
    }
    *out = err == 0 ? *out + 1 : 1;
    return store_meta_put_int(store, key, *out);
}

static int put_plan(const struct assigning *this, const char *plan, int year)
{
    _cleanup_(store_plan_clear) struct plan_row stored = {0};
    struct store *store = this->acting->engine->store;
    int err = store_plan_get(store, plan, &stored);
    if (err < 0 && err != ERR_NOT_FOUND) {
        return err;
    }
    if (err == 0 && stored.from_year <= year && year <= stored.to_year) {
        return 0;
    }
    bool found = err == 0;
    const struct plan_row row = {
        .id = plan,
        .department = this->department->id,
        .number = "",
        .issued = DAY_NONE,
        .title = ORIGIN_TITLE,
        .from_year = found && stored.from_year < year ? stored.from_year : year,
        .to_year = found && stored.to_year > year ? stored.to_year : year,
        .regime = "",
        .policy = "",
        .file = "",
        .content_hash = "",
        .closed = DAY_NONE,
        .first_loaded = found ? stored.first_loaded : this->acting->today,
        .loaded_at = this->acting->action->now,
    };
    return store_plan_put(store, &row);
}

static int put_parties(const struct assigning *this, const char *plan, const char *stt)
{
    size_t all = this->lead_count + this->helper_count;
    _cleanup_free_ struct party_row *rows = calloc(all, sizeof *rows);
    if (!rows) {
        return ERR_NOMEM;
    }
    for (size_t i = 0; i < all; i++) {
        bool lead = i < this->lead_count;
        size_t at = lead ? i : i - this->lead_count;
        rows[i] = (struct party_row){
            .role = lead ? ROLE_LEAD : ROLE_COORDINATING,
            .unit = lead ? this->leads[at]->id : this->helpers[at]->id,
            .position = (int)at,
        };
    }
    return store_parties_put(this->acting->engine->store, plan, stt, rows, all);
}

static int put_task(const struct assigning *this, const char *plan, const char *stt, int64_t number)
{
    const struct task_row row = {
        .plan = plan,
        .stt = stt,
        .position = (int)number,
        .group = "",
        .content = buf_str(&this->content),
        .product = buf_str(&this->product),
        .lead = buf_str(&this->lead),
        .coordinating = buf_str(&this->coordinating),
        .time = "",
        .time_fix = "",
        .status = TASK_UNDERSTOOD,
        .reason = "",
        .unread = "",
        .unknown_units = "",
        .hash = "",
        .joint = this->ask->joint && this->lead_count > 1,
    };
    int err = store_task_put(this->acting->engine->store, &row);
    return err == 0 ? put_parties(this, plan, stt) : err;
}

static int put_occurrences(const struct assigning *this, const char *plan, const char *stt,
                           const char *id)
{
    struct acting *acting = this->acting;
    struct strings leads = {0};
    struct occurrence_row row;
    int err = 0;
    for (size_t i = 0; i < this->lead_count && err == 0; i++) {
        err = strings_add(&leads, this->leads[i]->id);
    }
    store_occurrence_init(&row);
    row.id = id;
    row.department = this->department->id;
    row.plan = plan;
    row.stt = stt;
    row.dates.kind = RULE_ONCE;
    row.dates.created = acting->today;
    row.dates.start = acting->today; /* the units hear of it at once */
    row.dates.due = this->ask->due;
    row.first_due = this->ask->due;
    row.due_source = DUE_FROM_PERSON;
    row.said_until = acting->today - 1;
    row.note = this->note.len > 0 ? buf_str(&this->note) : NULL;
    row.has_shares = this->lead_count > 1 && !this->ask->joint;
    row.unit = this->lead_count == 1 ? this->leads[0]->id : NULL;
    struct detail detail;
    detail_init(&detail);
    detail_text(&detail, "document", buf_str(&this->document));
    detail_day(&detail, "on", this->ask->on);
    detail_text(&detail, "sender", buf_str(&this->sender));
    detail_text(&detail, "document_id", this->ask->ident);
    detail_text(&detail, "lead", buf_str(&this->lead));
    detail_text(&detail, "content", buf_str(&this->content));
    detail_day(&detail, "due", this->ask->due);
    const struct acting_paper paper = {buf_str(&this->document), this->ask->on, DAY_NONE};
    acting->paper = &paper;
    if (err == 0) {
        err = acting_add_whole(acting, &row, &leads, "assigned", &detail);
    } else {
        detail_clear(&detail);
    }
    acting->paper = NULL;
    if (err == 0) {
        err = acting_result(acting, &row);
    }
    strings_clear(&leads);
    return err;
}

static int put_all(const struct assigning *this)
{
    char plan[OCCURRENCE_ID_MAX];
    char stt[40];
    char id[OCCURRENCE_ID_MAX];
    int year = civil_from_day(this->acting->today).year;
    int64_t number = 0;
    int err = next_number(this, year, &number);
    if (err < 0) {
        return err;
    }
    if (number > INT32_MAX) {
        return ERR_LIMIT;
    }
    snprintf(plan, sizeof plan, "%s" ORIGIN_PLAN_END, this->department->id);
    snprintf(stt, sizeof stt, "%d-%lld", year, (long long)number);
    snprintf(id, sizeof id, "%.100s/%s", plan, stt);
    const struct origin_new origin = {
        .occurrence = id,
        .department = this->department->id,
        .document = buf_str(&this->document),
        .issued = this->ask->on,
        .sender = this->sender.len > 0 ? buf_str(&this->sender) : NULL,
        .ident = text_is_blank(this->ask->ident) ? NULL : this->ask->ident,
    };
    err = origin_put(this->acting->engine, &origin);
    if (err == 0) {
        err = put_plan(this, plan, year);
    }
    if (err == 0) {
        err = put_task(this, plan, stt, number);
    }
    return err == 0 ? put_occurrences(this, plan, stt, id) : err;
}

int acting_assign(struct acting *acting, const struct assign_ask *ask)
{
    struct assigning this = {.acting = acting, .ask = ask};
    assigning_init(&this);
    int err = take_texts(&this);
    if (err == 0) {
        err = check_days(acting, ask);
    }
    if (err == 0) {
        err = find_units(&this);
    }
    if (err == 0) {
        err = check_fresh(&this);
    }
    if (err == 0) {
        err = put_all(&this);
    }
    assigning_clear(&this);
    return err;
}

static int assign_body(struct acting *acting, void *arg)
{
    return acting_assign(acting, arg);
}

int action_assign(struct engine *engine, const struct action *action, const struct assign_ask *ask,
                  struct action_result *out, struct diag *diag)
{
    struct assign_ask copy = *ask;
    return acting_run(engine, action, out, diag, assign_body, &copy);
}
