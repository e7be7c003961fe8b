#include "engine/proof.h"

#include <stdlib.h>
#include <string.h>

#include "base/buf.h"
#include "base/cleanup.h"
#include "base/err.h"
#include "base/i18n.h"
#include "base/parse.h"
#include "base/text.h"
#include "base/vec.h"
#include "store/notices.h"
#include "store/plans.h"
#include "store/targets.h"

#define PROOF_MAX_ENTRIES 1000000
#define PROOF_MAX_CHAIN 1000 /* mails that superseded one another */

struct numbers {
    VEC_MEMBERS(int64_t);
};

/* A message of the occurrence, and since when its notices were there to be carried. */
struct carrier {
    int64_t message;
    instant_t since;
};

struct carriers {
    VEC_MEMBERS(struct carrier);
};

struct proof {
    struct engine *engine;
    const struct proof_ask *ask;
    int (*each)(const struct proof_entry *entry, void *arg);
    void *arg;
    bool stopped;     /* by `each` */
    size_t looked_at; /* in this page */
    /* Neighbouring entries are about the same things: the last ones read are kept. */
    int64_t message_id;
    bool has_message;
    struct message_row message;
    bool carries_known, carries;
    char *occurrence_id;
    bool has_occurrence;
    struct occurrence_row occurrence;
    char unit[PARTY_MAX_ID + 1];
};

void proof_ask_init(struct proof_ask *ask)
{
    *ask = (struct proof_ask){.from = INSTANT_NONE, .to = INSTANT_NONE};
}

/* --- what an entry is about --------------------------------------------------------------------- */

static int find_message(struct proof *this, int64_t id)
{
    if (this->message_id == id) {
        return 0;
    }
    store_message_clear(&this->message);
    this->message_id = id;
    this->carries_known = false;
    int err = store_message_head(this->engine->store, id, &this->message);
    this->has_message = err == 0;
    return err == ERR_NOT_FOUND ? 0 : err;
}

static int find_occurrence(struct proof *this, const char *id)
{
    if (this->occurrence_id && strcmp(this->occurrence_id, id) == 0) {
        return 0;
    }
    free(this->occurrence_id);
    store_occurrence_clear(&this->occurrence);
    this->has_occurrence = false;
    this->occurrence_id = strdup(id);
    if (!this->occurrence_id) {
        return ERR_NOMEM;
    }
    int err = store_occurrence_get(this->engine->store, id, &this->occurrence);
    this->has_occurrence = err == 0;
    return err == ERR_NOT_FOUND ? 0 : err;
}

/* The department of "<plan>/…", by the config. */
static const char *plan_department(const struct engine *engine, const char *id)
{
    char plan[PARTY_MAX_ID + 1];
    size_t len = strcspn(id, "/");
    if (len >= sizeof plan) {
        return "";
    }
    memcpy(plan, id, len);
    plan[len] = '\0';
    const struct plan *section = settings_plan(engine->settings, plan);
    return section ? section->department : "";
}

/* The unit that the entry itself names: ids need no escapes, and a quotation mark inside a text of
 * ours always has a backslash before it, so this is found only where it is a key. */
static bool detail_unit(const char *detail, char out[static PARTY_MAX_ID + 1])
{
    static const char KEY[] = "\"unit\":\"";
    const char *found = detail ? strstr(detail, KEY) : NULL;
    if (!found) {
        return false;
    }
    const char *start = found + strlen(KEY);
    size_t len = strcspn(start, "\"");
    if (len > PARTY_MAX_ID) {
        return false;
    }
    memcpy(out, start, len);
    out[len] = '\0';
    return true;
}

static int describe(struct proof *this, const struct ledger_row *row, struct proof_entry *out)
{
    *out = (struct proof_entry){.row = row, .department = "", .unit = ""};
    int err = row->message != 0 ? find_message(this, row->message) : 0;
    if (err == 0 && row->occurrence) {
        err = find_occurrence(this, row->occurrence);
    }
    if (err < 0) {
        return err;
    }
    if (row->message != 0 && this->has_message) {
        out->message = &this->message;
        out->department = this->message.department;
    }
    if (row->occurrence && this->has_occurrence) {
        out->department = this->occurrence.department;
        out->unit = this->occurrence.unit ? this->occurrence.unit : "";
    } else if (row->occurrence) {
        out->department = plan_department(this->engine, row->occurrence);
    }
    if (detail_unit(row->detail, this->unit)) {
        out->unit = this->unit;
    }
    return 0;
}

/* --- what was asked for --------------------------------------------------------------------------- */

/* The notices of a superseded mail are with the last of its successors. */
static int last_successor(struct proof *this, int64_t *id)
{
    int64_t next = this->message.superseded_by;
    int err = 0;
    *id = this->message.id;
    for (int i = 0; i < PROOF_MAX_CHAIN && next != 0 && err == 0; i++) {
        struct message_row row;
        store_message_init(&row);
        *id = next;
        err = store_message_head(this->engine->store, next, &row);
        next = err == 0 ? row.superseded_by : 0;
        store_message_clear(&row);
    }
    return err == ERR_NOT_FOUND ? 0 : err;
}

/* Whether a message carried a notice through the unit that is asked for. */
static int carries_unit(struct proof *this, bool *out)
{
    if (!this->carries_known) {
        int64_t id;
        struct notice_rows rows = {0};
        int err = last_successor(this, &id);
        if (err == 0) {
            err = store_notices_of_message(this->engine->store, id, 0, &rows);
        }
        if (err < 0) {
            return err;
        }
        this->carries = false;
        for (size_t i = 0; i < rows.count && !this->carries; i++) {
            this->carries = rows.items[i].created_at <= this->message.created_at &&
                            text_equal(rows.items[i].unit, this->ask->unit);
        }
        this->carries_known = true;
        store_notice_rows_clear(&rows);
    }
    *out = this->carries;
    return 0;
}

static bool fits(const struct proof_ask *ask, const struct proof_entry *entry)
{
    const struct ledger_row *row = entry->row;
    return (ask->from == INSTANT_NONE || row->at >= ask->from) &&
           (ask->to == INSTANT_NONE || row->at < ask->to) &&
           (!ask->recipient || text_equal_nocase(row->recipient, ask->recipient)) &&
           (!ask->department || strcmp(entry->department, ask->department) == 0);
}

static int give(struct proof *this, const struct ledger_row *row)
{
    struct proof_entry entry;
    int err = describe(this, row, &entry);
    if (err < 0 || !fits(this->ask, &entry)) {
        return err;
    }
    if (this->ask->unit && strcmp(entry.unit, this->ask->unit) != 0) {
        bool carries = false;
        err = entry.message ? carries_unit(this, &carries) : 0;
        if (err < 0 || !carries) {
            return err;
        }
    }
    int result = this->each(&entry, this->arg);
    this->stopped = this->stopped || result > 0;
    return result;
}

/* --- of an occurrence ------------------------------------------------------------------------------ */

static int add_number(const struct ledger_row *row, void *arg)
{
    struct numbers *numbers = arg;
    return vec_push(numbers, PROOF_MAX_ENTRIES, row->seq);
}

static int add_carrier(struct carriers *carriers, int64_t message, instant_t since)
{
    for (size_t i = 0; i < carriers->count; i++) {
        struct carrier *known = &carriers->items[i];
        if (known->message == message) {
            known->since = since < known->since ? since : known->since;
            return 0;
        }
    }
    const struct carrier carrier = {message, since};
    return vec_push(carriers, PROOF_MAX_ENTRIES, carrier);
}

static int add_id(struct proof *this, const char *id, struct numbers *numbers,
                  struct carriers *carriers)
{
    struct ledger_filter filter;
    struct notice_rows notices = {0};
    ledger_filter_init(&filter);
    filter.occurrence = id;
    int err = store_ledger_each(this->engine->store, &filter, add_number, numbers);
    if (err == 0) {
        err = store_notices_of_occurrence(this->engine->store, id, 0, &notices);
    }
    for (size_t i = 0; i < notices.count && err == 0; i++) {
        const struct notice_row *notice = &notices.items[i];
        if (notice->message > 0) {
            err = add_carrier(carriers, notice->message, notice->created_at);
        }
    }
    store_notice_rows_clear(&notices);
    return err;
}

/* The mails before it that said the same, and did not arrive. */
static int add_superseded(struct proof *this, const struct carrier *carrier,
                          struct carriers *carriers)
{
    struct message_rows rows = {0};
    const struct carrier one = *carrier; /* the list moves */
    int err = store_messages_superseded(this->engine->store, one.message, &rows);
    for (size_t i = 0; i < rows.count && err == 0; i++) {
        if (rows.items[i].created_at >= one.since) {
            err = add_carrier(carriers, rows.items[i].id, one.since);
        }
    }
    store_message_rows_clear(&rows);
    return err;
}

static int add_carriers(struct proof *this, struct carriers *carriers, struct numbers *numbers)
{
    int err = 0;
    for (size_t i = 0; i < carriers->count && err == 0; i++) {
        struct ledger_filter filter;
        ledger_filter_init(&filter);
        filter.message = carriers->items[i].message;
        err = add_superseded(this, &carriers->items[i], carriers);
        if (err == 0) {
            err = store_ledger_each(this->engine->store, &filter, add_number, numbers);
        }
    }
    return err;
}

static int compare_numbers(const void *a, const void *b)
{
    const int64_t *x = a;
    const int64_t *y = b;
    return *x < *y ? -1 : *x > *y;
}

static int give_row(const struct ledger_row *row, void *arg)
{
    return give(arg, row);
}

static int give_numbers(struct proof *this, struct numbers *numbers)
{
    int64_t last = 0;
    if (numbers->count > 0) {
        qsort(numbers->items, numbers->count, sizeof numbers->items[0], compare_numbers);
    }
    int err = 0;
    for (size_t i = 0; i < numbers->count && err == 0 && !this->stopped; i++) {
        if (numbers->items[i] == last) {
            continue;
        }
        last = numbers->items[i];
        struct ledger_filter filter;
        ledger_filter_init(&filter);
        filter.after = last - 1;
        filter.limit = 1;
        err = store_ledger_each(this->engine->store, &filter, give_row, this);
    }
    return err;
}

static int add_shares(struct proof *this, const char *id, struct numbers *numbers,
                      struct carriers *carriers)
{
    _cleanup_(store_occurrence_rows_clear) struct occurrence_rows shares = {0};
    int err = add_id(this, id, numbers, carriers);
    if (err == 0) {
        err = store_occurrences_shares(this->engine->store, id, &shares);
    }
    for (size_t i = 0; i < shares.count && err == 0; i++) {
        err = add_id(this, shares.items[i].id, numbers, carriers);
    }
    return err;
}

static int add_task(struct proof *this, const char *task, struct numbers *numbers,
                    struct carriers *carriers)
{
    const char *slash = strchr(task, '/');
    _cleanup_free_ char *plan = slash ? strndup(task, (size_t)(slash - task)) : NULL;
    _cleanup_(store_occurrence_rows_clear) struct occurrence_rows rows = {0};
    _cleanup_(store_target_rows_clear) struct target_rows targets = {0};
    if (!plan) {
        return slash ? ERR_NOMEM : ERR_NOT_FOUND;
    }
    int err = add_id(this, task, numbers, carriers);
    if (err == 0) {
        err = store_occurrences_of_task(this->engine->store, plan, slash + 1, &rows);
    }
    for (size_t i = 0; i < rows.count && err == 0; i++) {
        err = add_id(this, rows.items[i].id, numbers, carriers);
    }
    if (err == 0) {
        err = store_targets_of_task(this->engine->store, plan, slash + 1, &targets);
    }
    for (size_t i = 0; i < targets.count && err == 0; i++) {
        err = add_id(this, targets.items[i].id, numbers, carriers);
    }
    return err;
}

static int give_gathered(struct proof *this)
{
    struct numbers numbers = {0};
    struct carriers carriers = {0};
    int err = this->ask->occurrence ? add_shares(this, this->ask->occurrence, &numbers, &carriers)
                                    : add_task(this, this->ask->task, &numbers, &carriers);
    if (err == 0) {
        err = add_carriers(this, &carriers, &numbers);
    }
    if (err == 0) {
        err = give_numbers(this, &numbers);
    }
    vec_free(&numbers);
    vec_free(&carriers);
    return err;
}

/* --- all of it ------------------------------------------------------------------------------------- */

static int give_paged(const struct ledger_row *row, void *arg)
{
    struct proof *this = arg;
    this->looked_at++;
    this->ask->page->after = row->seq;
    return give_row(row, this);
}

static int give_filtered(struct proof *this)
{
    char recipient[512] = "";
    struct ledger_filter filter;
    ledger_filter_init(&filter);
    filter.from = this->ask->from;
    filter.to = this->ask->to;
    if (this->ask->recipient) {
        snprintf(recipient, sizeof recipient, "%s", this->ask->recipient);
        for (char *p = recipient; *p != '\0'; p++) {
            *p = *p >= 'A' && *p <= 'Z' ? (char)(*p - 'A' + 'a') : *p;
        }
        filter.recipient = recipient;
    }
    if (!this->ask->page) {
        return store_ledger_each(this->engine->store, &filter, give_row, this);
    }
    filter.after = this->ask->page->after;
    filter.limit = this->ask->page->limit;
    this->looked_at = 0;
    int err = store_ledger_each(this->engine->store, &filter, give_paged, this);
    this->ask->page->more = err == 0 && this->looked_at == filter.limit;
    return err;
}

int proof_each(struct engine *engine, const struct proof_ask *ask,
               int (*each)(const struct proof_entry *entry, void *arg), void *arg)
{
    struct proof proof = {.engine = engine, .ask = ask, .each = each, .arg = arg};
    store_message_init(&proof.message);
    store_occurrence_init(&proof.occurrence);
    if (ask->page) {
        ask->page->more = false;
    }
    int err = ask->occurrence || ask->task ? give_gathered(&proof) : give_filtered(&proof);
    store_message_clear(&proof.message);
    store_occurrence_clear(&proof.occurrence);
    free(proof.occurrence_id);
    return err;
}

/* --- the chain -------------------------------------------------------------------------------------- */

static int read_known(const char *known, int64_t *seq, char hash[static LEDGER_HASH_SIZE])
{
    char number[24];
    size_t len = strcspn(known, ":");
    if (len >= sizeof number || known[len] != ':' ||
        strlen(known + len + 1) != LEDGER_HASH_SIZE - 1) {
        return ERR_INVALID;
    }
    memcpy(number, known, len);
    number[len] = '\0';
    memcpy(hash, known + len + 1, LEDGER_HASH_SIZE);
    return parse_int64(number, 1, INT64_MAX, seq) == 0 ? 0 : ERR_INVALID;
}

static int check_known(struct store *store, const char *known, struct diag *diag)
{
    int64_t seq;
    char hash[LEDGER_HASH_SIZE];
    char found[LEDGER_HASH_SIZE];
    int err = read_known(known, &seq, hash);
    if (err < 0) {
        diag_addf(diag, DIAG_ERROR, NULL, 0, 0,
                  _("ghi như lần kiểm tra trước đã in ra: SỐ-MỤC:MÃ-BĂM (64 chữ số)"),
                  _("“%s” không phải là một mốc của sổ theo dõi"), known);
        return err;
    }
    err = store_ledger_hash(store, seq, found);
    if (err == 0 && strcmp(hash, found) == 0) {
        return 0;
    }
    if (err < 0 && err != ERR_NOT_FOUND) {
        return err;
    }
    diag_addf(diag, DIAG_ERROR, store_path(store), 0, 0,
              _("Hãy giữ nguyên tệp này làm chứng cứ và đối chiếu với các bản sao lưu"),
              err == 0 ? _("mục số %lld của sổ theo dõi không còn như đã ghi nhận trước đây")
                       : _("sổ theo dõi không còn mục số %lld đã ghi nhận trước đây"),
              (long long)seq);
    return ERR_CORRUPT;
}

int proof_walk(struct store *store, struct ledger_walk *walk, size_t limit, const char *known,
               struct diag *diag)
{
    int more = store_ledger_walk(store, walk, limit, diag);
    return more == 0 && known != NULL ? check_known(store, known, diag) : more;
}

int proof_verify(struct store *store, const char *known, int64_t *entries,
                 char head[static LEDGER_HASH_SIZE], struct diag *diag)
{
    int err = store_ledger_verify(store, entries, head, diag);
    return err == 0 && known != NULL ? check_known(store, known, diag) : err;
}
