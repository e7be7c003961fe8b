/* Recording what was measured. */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/cleanup.h"
#include "base/err.h"
#include "base/i18n.h"
#include "base/text.h"
#include "base/utf8.h"
#include "import/targets.h"
#include "lib/engine/targeting.h"

#define MAX_DOCUMENT 500
/* The most of an outside text that is quoted back or noted. */
#define MAX_QUOTED 200
#define BASELINE_YEARS 10

void target_result_clear(struct target_result *result)
{
    if (result) {
        free(result->target);
        free(result->unit);
        *result = (struct target_result){0};
    }
}

/* One value under way. */
struct recording {
    struct acting *acting;
    const struct target_record *ask;
    bool baseline;
    struct target_view view;
    amount_t value;
    day_t day;
    day_t was;                         /* of what it stands for; DAY_NONE: the same */
    struct buf document;               /* tidied */
    const struct measurement_row *old; /* what it stands for; NULL: nothing */
    bool same;                         /* stands already */
};

static int quoted(const char *text)
{
    return (int)utf8_cut(text, strlen(text), MAX_QUOTED);
}

/* --- reading the ask ------------------------------------------------------------------------------ */

static int take_document(struct recording *this)
{
    const char *text = this->ask->document ? this->ask->document : "";
    buf_init(&this->document, MAX_DOCUMENT);
    if (strlen(text) > MAX_DOCUMENT) {
        return acting_refuse(this->acting, ERR_INVALID, _("Hãy viết ngắn lại."),
                             _("Số, ký hiệu văn bản dài quá %d byte"), MAX_DOCUMENT);
    }
    int err = utf8_tidy(text, strlen(text), &this->document);
    const struct buf *tidy = &this->document;
    if (err == ERR_FORMAT || (err == 0 && utf8_has_control(buf_str(tidy), tidy->len))) {
        return acting_refuse(this->acting, ERR_INVALID, _("Hãy gõ lại."),
                             _("Số, ký hiệu văn bản có ký tự không hợp lệ"));
    }
    if (err == 0 && this->document.len == 0 && !this->baseline) {
        return acting_refuse(this->acting, ERR_INVALID,
                             _("Ghi số, ký hiệu của báo cáo nêu số liệu, ví dụ 12/BC-STNMT."),
                             _("Thiếu số, ký hiệu văn bản"));
    }
    return err;
}

static int refuse_value(const struct acting *acting, const char *text, int err)
{
    const char *remedy = _("Ghi một số, ví dụ 80 hoặc 12,5.");
    if (err == ERR_INVALID) {
        return acting_refuse(acting, ERR_INVALID,
                             _("Ghi 1600 hoặc 1,6: không dùng dấu ngăn hàng nghìn."),
                             _("Giá trị “%.*s” có thể hiểu theo hai cách"), quoted(text), text);
    }
    if (err == ERR_LIMIT) {
        return acting_refuse(acting, ERR_INVALID, _("Ghi nhiều nhất bốn chữ số thập phân."),
                             _("Giá trị “%.*s” có quá nhiều chữ số thập phân"), quoted(text), text);
    }
    return acting_refuse(acting, ERR_INVALID, remedy,
                         err == ERR_RANGE ? _("Giá trị “%.*s” quá lớn")
                                          : _("Giá trị “%.*s” không phải là số"),
                         quoted(text), text);
}

/* The number before the target's unit, if the unit is written too. */
static struct text_span without_unit(const char *text, const char *unit)
{
    struct text_span span = text_trim(text_span(text));
    size_t len = strlen(unit);
    if (len > 0 && span.len > len && memcmp(span.data + span.len - len, unit, len) == 0) {
        span.len -= len;
    }
    return text_trim(span);
}

static int take_value(struct recording *this)
{
    const struct acting *acting = this->acting;
    const struct target *target = &this->view.target;
    const char *text = this->ask->value ? this->ask->value : "";
    if (text_is_blank(text)) {
        return acting_refuse(acting, ERR_INVALID, _("Ghi một số, ví dụ 80 hoặc 12,5."),
                             _("Thiếu giá trị"));
    }
    _cleanup_free_ char *number = text_span_dup(without_unit(text, target->unit));
    if (!number) {
        return ERR_NOMEM;
    }
    int err = amount_parse(number, &this->value);
    if (err) {
        return refuse_value(acting, text, err);
    }
    if (this->value < 0) {
        return acting_refuse(acting, ERR_INVALID, _("Ghi một số không âm."),
                             _("Giá trị “%.*s” nhỏ hơn 0"), quoted(text), text);
    }
    if (target_check_value(target, this->value)) {
        return acting_refuse(acting, ERR_INVALID, _("Ghi tỷ lệ từ 0 đến 100."),
                             _("Giá trị %s %% lớn hơn 100 %%"), number);
    }
    return 0;
}

/* Reads one of the days of an ask. */
static int read_day(const struct acting *acting, const char *text, day_t *out)
{
    int err = civil_parse_any(text, out);
    if (err == 0) {
        return 0;
    }
    return acting_refuse(acting, ERR_INVALID, _("Viết ngày dạng 18/03/2022 hoặc 2022-03-18."),
                         err == ERR_RANGE ? _("Không có ngày “%.*s”")
                                          : _("“%.*s” không phải là ngày"),
                         quoted(text), text);
}

static int take_days(struct recording *this)
{
    const struct acting *acting = this->acting;
    const char *text = this->ask->on ? this->ask->on : "";
    char day[CIVIL_TEXT_SIZE];
    if (text_is_blank(text)) {
        return acting_refuse(acting, ERR_INVALID, _("Viết ngày dạng 18/03/2022 hoặc 2022-03-18."),
                             _("Thiếu ngày chốt số liệu"));
    }
    int err = read_day(acting, text, &this->day);
    if (err == 0 && this->ask->was) {
        err = read_day(acting, this->ask->was, &this->was);
    }
    if (err == 0 && this->day > acting->today) {
        return acting_refuse(acting, ERR_INVALID, _("Ghi ngày đã qua hoặc hôm nay."),
                             _("Ngày chốt số liệu %s còn ở phía trước"),
                             civil_format_vn(this->day, day));
    }
    return err;
}

/* --- the day against the target ------------------------------------------------------------------- */

static int check_measured_day(const struct recording *this)
{
    const struct target *target = &this->view.target;
    char day[CIVIL_TEXT_SIZE];
    char base[CIVIL_TEXT_SIZE];
    if (!target_covers(target, this->day)) {
        return acting_refuse(this->acting, ERR_INVALID,
                             _("Ghi một ngày trong các năm của chỉ tiêu; số liệu ban đầu thì ghi "
                               "bằng “dondoc target baseline”."),
                             _("Ngày %s nằm ngoài thời gian của chỉ tiêu (%d–%d)"),
                             civil_format_vn(this->day, day), target->from_year, target->to_year);
    }
    if (this->view.baseline.day != DAY_NONE && this->day <= this->view.baseline.day) {
        return acting_refuse(this->acting, ERR_INVALID, _("Ghi một ngày sau ngày của mốc."),
                             _("Ngày %s không sau ngày của mốc (%s)"),
                             civil_format_vn(this->day, day),
                             civil_format_vn(this->view.baseline.day, base));
    }
    return 0;
}

static int check_baseline_day(const struct recording *this)
{
    const struct target *target = &this->view.target;
    char day[CIVIL_TEXT_SIZE];
    char other[CIVIL_TEXT_SIZE];
    day_t first = civil_to_day(target->from_year - BASELINE_YEARS, 1, 1);
    day_t end = civil_to_day(target->from_year, 12, 31);
    if (this->day < first || this->day >= end) {
        return acting_refuse(this->acting, ERR_INVALID,
                             _("Ghi ngày của số liệu ban đầu, thường là 31/12 của năm trước."),
                             _("Mốc ngày %s không dùng được cho chỉ tiêu từ năm %d"),
                             civil_format_vn(this->day, day), target->from_year);
    }
    if (this->view.count > 0 && this->day >= this->view.points[0].day) {
        return acting_refuse(this->acting, ERR_INVALID, _("Ghi một ngày trước số đo đầu tiên."),
                             _("Mốc ngày %s không trước số đo đầu tiên (%s)"),
                             civil_format_vn(this->day, day),
                             civil_format_vn(this->view.points[0].day, other));
    }
    return 0;
}

/* --- what stands already -------------------------------------------------------------------------- */

static const struct measurement_row *standing(const struct recording *this, day_t day)
{
    for (size_t i = 0; i < this->view.all.count; i++) {
        const struct measurement_row *row = &this->view.all.items[i];
        if (row->corrected_by == 0 && row->baseline == this->baseline &&
            (this->baseline || row->day == day)) {
            return row;
        }
    }
    return NULL;
}

static void find_old(struct recording *this)
{
    this->old = standing(this, this->was != DAY_NONE ? this->was : this->day);
    this->same = this->old && this->old->value == this->value && this->old->day == this->day &&
                 strcmp(this->old->document, buf_str(&this->document)) == 0;
}

static int refuse_old(const struct recording *this, const struct measurement_row *old)
{
    char day[CIVIL_TEXT_SIZE];
    _cleanup_buf_ struct buf value = {0};
    buf_init(&value, 200);
    (void)amount_print(old->value, this->view.target.unit, &value);
    return acting_refuse(this->acting, ERR_EXISTS,
                         _("Nếu số đo ấy sai, thêm --correct: số cũ vẫn được giữ lại."),
                         _("Ngày %s đã có số đo %s theo văn bản “%s”"),
                         civil_format_vn(this->day, day), buf_str(&value), old->document);
}

static int check_old(const struct recording *this)
{
    char day[CIVIL_TEXT_SIZE];
    if (this->same) {
        return acting_refuse(this->acting, ERR_EXISTS, NULL, _("Số liệu này đã được ghi"));
    }
    if (this->baseline) {
        return 0;
    }
    bool moves = this->was != DAY_NONE && this->was != this->day;
    const struct measurement_row *other = moves ? standing(this, this->day) : NULL;
    if (other || (this->old && !this->ask->correct && this->was == DAY_NONE)) {
        return refuse_old(this, other ? other : this->old);
    }
    if (!this->old && (this->ask->correct || this->was != DAY_NONE)) {
        return acting_refuse(this->acting, ERR_REFUSED, _("Bỏ --correct, hoặc sửa ngày."),
                             _("Ngày %s chưa có số đo nào để đính chính"),
                             civil_format_vn(this->was != DAY_NONE ? this->was : this->day, day));
    }
    return 0;
}

/* --- writing -------------------------------------------------------------------------------------- */

static const char *kind_of(const struct recording *this)
{
    if (this->baseline) {
        return "target_baseline";
    }
    return this->old ? "target_corrected" : "target_measured";
}

static int write_measurement(const struct recording *this)
{
    const struct acting *acting = this->acting;
    int64_t id;
    const struct measurement_row row = {
        .target = this->view.row.id,
        .baseline = this->baseline,
        .day = this->day,
        .value = this->value,
        .document = buf_str(&this->document),
        .author = acting->action->author,
        .recorded_at = acting->action->now,
        .corrects = this->old ? this->old->id : 0,
    };
    int err = store_measurement_add(acting->engine->store, &row, &id);
    if (err < 0) {
        return err;
    }
    struct detail detail;
    detail_init(&detail);
    detail_int(&detail, "measurement", id);
    detail_amount(&detail, "value", this->value);
    detail_text(&detail, "measured_in", this->view.target.unit);
    detail_day(&detail, "on", this->day);
    detail_text(&detail, "document", buf_str(&this->document));
    if (this->old) {
        detail_int(&detail, "corrects", this->old->id);
        detail_amount(&detail, "old_value", this->old->value);
        detail_day(&detail, "old_on", this->old->day);
        detail_text(&detail, "old_document", this->old->document);
    }
    const struct note note = {.at = acting->action->now,
                              .kind = kind_of(this),
                              .occurrence = this->view.row.id,
                              .author = acting->action->author};
    return note_write(acting->engine, &note, &detail);
}

/* Checks it all, in the order in which a person would. */
static int check(struct recording *this)
{
    const struct acting *acting = this->acting;
    int err = targeting_look(acting->engine, this->ask->target ? this->ask->target : "",
                             acting->today, acting->diag, &this->view);
    if (err == 0 && this->view.row.withdrawn) {
        err = acting_refuse(acting, ERR_REFUSED, NULL, _("Chỉ tiêu %s không còn trong kế hoạch"),
                            this->view.row.id);
    }
    err = err ? err : take_value(this);
    err = err ? err : take_days(this);
    err = err ? err : take_document(this);
    err = err ? err : this->baseline ? check_baseline_day(this) : check_measured_day(this);
    if (!err) {
        find_old(this);
    }
    return err;
}

static void recording_clear(struct recording *this)
{
    target_view_clear(&this->view);
    buf_clear(&this->document);
}

/* --- refused -------------------------------------------------------------------------------------- */

static bool is_refusal(int err)
{
    return err == ERR_INVALID || err == ERR_NOT_FOUND || err == ERR_REFUSED || err == ERR_EXISTS ||
           err == ERR_FORMAT;
}

static void note_quoted(struct detail *detail, const char *key, const char *text)
{
    char cut[MAX_QUOTED + 1];
    if (text && utf8_is_valid(text, strlen(text))) {
        (void)snprintf(cut, sizeof cut, "%.*s", quoted(text), text);
        detail_text(detail, key, cut);
    }
}

/* The body's work is forgotten; that it was asked for and refused is not. Returns err. */
static int note_refusal(struct engine *engine, const struct action *action, int err,
                        const struct target_record *ask, const char *target, const char *file,
                        const struct diag *diag)
{
    if (!is_refusal(err) || store_txn_begin(engine->store) < 0) {
        return err;
    }
    struct detail detail;
    detail_init(&detail);
    if (ask) {
        note_quoted(&detail, "target", ask->target);
        note_quoted(&detail, "value", ask->value);
        note_quoted(&detail, "on", ask->on);
        note_quoted(&detail, "document", ask->document);
        note_quoted(&detail, "old_on", ask->was);
    }
    note_quoted(&detail, "file", file);
    if (diag && diag->count > 0) {
        note_quoted(&detail, "reason", diag->items[0].message);
        if (diag->errors > 1) {
            detail_int(&detail, "errors", (int64_t)diag->errors);
        }
    }
    const struct note note = {.at = action->now,
                              .kind = "target_refused",
                              .occurrence = target,
                              .author = action->author};
    if (note_write(engine, &note, &detail) == 0) {
        (void)store_txn_commit(engine->store);
    } else {
        store_txn_rollback(engine->store);
    }
    return err;
}

/* --- one ------------------------------------------------------------------------------------------ */

struct single {
    const struct target_record *ask;
    bool baseline;
    char *target; /* its id, once found */
    struct target_result result;
};

static int fill_result(struct single *this, const struct recording *done)
{
    struct target_view view = {0};
    int err =
        targeting_look(done->acting->engine, done->view.row.id, done->acting->today, NULL, &view);
    if (err == 0) {
        this->result = (struct target_result){
            .target = strdup(view.row.id),
            .unit = strdup(view.row.unit),
            .day = done->day,
            .value = done->value,
            .old = done->old ? done->old->value : AMOUNT_NONE,
            .pace = view.pace,
        };
        err = this->result.target && this->result.unit ? 0 : ERR_NOMEM;
    }
    target_view_clear(&view);
    return err;
}

static int single_body(struct acting *acting, void *arg)
{
    struct single *this = arg;
    struct recording recording = {.acting = acting,
                                  .ask = this->ask,
                                  .baseline = this->baseline,
                                  .day = DAY_NONE,
                                  .was = DAY_NONE};
    int err = check(&recording);
    if (recording.view.row.id) {
        this->target = strdup(recording.view.row.id);
    }
    err = err ? err : check_old(&recording);
    err = err ? err : write_measurement(&recording);
    err = err ? err : targeting_follow(acting, recording.view.row.id);
    err = err ? err : fill_result(this, &recording);
    recording_clear(&recording);
    return err;
}

static int record(struct engine *engine, const struct action *action,
                  const struct target_record *ask, bool baseline, struct target_result *out,
                  struct diag *diag)
{
    struct single this = {.ask = ask, .baseline = baseline};
    int err = acting_run(engine, action, NULL, diag, single_body, &this);
    if (err < 0) {
        err = note_refusal(engine, action, err, ask, this.target, NULL, diag);
    }
    free(this.target);
    if (err == 0 && out) {
        *out = this.result;
    } else {
        target_result_clear(&this.result);
    }
    return err;
}

int action_target_record(struct engine *engine, const struct action *action,
                         const struct target_record *ask, struct target_result *out,
                         struct diag *diag)
{
    return record(engine, action, ask, false, out, diag);
}

int action_target_baseline(struct engine *engine, const struct action *action,
                           const struct target_record *ask, struct target_result *out,
                           struct diag *diag)
{
    return record(engine, action, ask, true, out, diag);
}

/* --- many at once --------------------------------------------------------------------------------- */

struct many {
    struct target_import *import;
    struct measures measures;
    size_t done, same, faulty;
    struct strings targets; /* that have a new value */
};

static int many_one(struct acting *acting, struct many *many, const struct measure *measure)
{
    const struct target_record ask = {measure->target,   measure->value,        measure->on,
                                      measure->document, many->import->correct, NULL};
    struct recording recording = {.acting = acting,
                                  .ask = &ask,
                                  .baseline = measure->baseline,
                                  .day = DAY_NONE,
                                  .was = DAY_NONE};
    int err = check(&recording);
    if (err == 0 && recording.same) {
        many->same++;
    } else if (err == 0) {
        /* --correct is for the whole file: where nothing stands there is nothing to correct. */
        err = recording.old && !ask.correct && !recording.baseline
                  ? refuse_old(&recording, recording.old)
                  : write_measurement(&recording);
        many->done += err == 0;
        if (err == 0 && strings_find(&many->targets, recording.view.row.id) < 0) {
            err = strings_add(&many->targets, recording.view.row.id);
        }
    }
    recording_clear(&recording);
    return err;
}

/* Goes on behind a faulty line, so that a person sees all of them. */
static int many_pass(struct acting *acting, struct many *many, bool baselines)
{
    struct diag *outer = acting->diag;
    int err = 0;
    for (size_t i = 0; i < many->measures.count && err == 0; i++) {
        const struct measure *measure = &many->measures.items[i];
        if (measure->baseline != baselines) {
            continue;
        }
        _cleanup_diag_ struct diag own = {0};
        diag_init(&own);
        acting->diag = &own;
        err = many_one(acting, many, measure);
        for (size_t j = 0; j < own.count; j++) {
            diag_add(outer, own.items[j].severity, many->import->file, measure->line, 0,
                     own.items[j].message, own.items[j].remedy);
        }
        if (is_refusal(err)) {
            many->faulty++;
            err = 0;
        }
    }
    acting->diag = outer;
    return err;
}

#define DRY_RUN 1 /* forgets the transaction: no error */

static int many_body(struct acting *acting, void *arg)
{
    struct many *many = arg;
    int err = many_pass(acting, many, true);
    err = err ? err : many_pass(acting, many, false);
    if (err == 0 && (many->faulty > 0 || many->measures.faulty)) {
        return ERR_INVALID;
    }
    for (size_t i = 0; i < many->targets.count && err == 0; i++) {
        err = targeting_follow(acting, many->targets.items[i]);
    }
    return err == 0 && many->import->dry_run ? DRY_RUN : err;
}

int action_target_import(struct engine *engine, const struct action *action,
                         struct target_import *import, struct diag *diag)
{
    struct many many = {.import = import};
    int err = import_measures_text(import->file, import->data, import->len, &many.measures, diag);
    if (err == 0) {
        err = acting_run(engine, action, NULL, diag, many_body, &many);
    }
    measures_clear(&many.measures);
    strings_clear(&many.targets);
    if (err < 0) {
        return import->dry_run ? err
                               : note_refusal(engine, action, err, NULL, NULL, import->file, diag);
    }
    import->done = many.done;
    import->same = many.same;
    return 0;
}
