/* The proof: the ledger as a table, as CSV, as JSON, and whether it is whole. */
#include <stdlib.h>
#include <string.h>

#include "base/err.h"
#include "base/i18n.h"
#include "daemon/csv_out.h"
#include "daemon/labels.h"
#include "daemon/remote.h"
#include "engine/proof.h"

#define LEDGER_MAX_CELL 65536

/* --- a table ---------------------------------------------------------------------------------------- */

/* What an attempt was, besides what its entry says itself: by which way, and the mail's own id. */
static int add_way(const json_t *item, struct buf *out)
{
    const char *ident = remote_text(item, "ident");
    if (*ident == '\0') {
        return 0;
    }
    int err = 0;
    if (strcmp(remote_text(item, "kind"), "attempt") == 0) {
        err = buf_printf(out, _("; bằng: %s"), label_channel(remote_text(item, "channel")));
    }
    bool said = json_object_get(json_object_get(item, "detail"), "ident") != NULL;
    return err == 0 && !said ? buf_printf(out, _("%smã thư: %s"), out->len > 0 ? "; " : "", ident)
                             : err;
}

static int add_entry(const json_t *item, void *arg)
{
    struct table *table = arg;
    struct buf at;
    struct buf detail;
    struct buf author;
    buf_init(&at, LEDGER_MAX_CELL);
    buf_init(&author, LEDGER_MAX_CELL);
    buf_init(&detail, LEDGER_MAX_CELL);
    int err = label_instant(remote_text(item, "at"), &at);
    if (err == 0) {
        err = label_detail(json_object_get(item, "detail"), &detail);
    }
    if (err == 0) {
        err = add_way(item, &detail);
    }
    if (err == 0) {
        err = label_author(remote_text(item, "author"), &author);
    }
    const char *cells[] = {buf_str(&at),
                           label_entry(remote_text(item, "kind")),
                           remote_text(item, "occurrence"),
                           remote_text(item, "recipient"),
                           buf_str(&detail),
                           buf_str(&author)};
    if (err == 0 || err == ERR_LIMIT) {
        err = table_add(table, cells);
    }
    buf_clear(&at);
    buf_clear(&detail);
    buf_clear(&author);
    return err;
}

static int show_table(struct remote *remote)
{
    const struct table_column columns[] = {{_("Lúc"), 19},     {_("Việc"), 18},
                                           {_("Kỳ"), 0},       {_("Nơi nhận"), 30},
                                           {_("Chi tiết"), 0}, {_("Người ghi"), 16}};
    struct table *table = NULL;
    if (table_new(columns, 6, &table) < 0) {
        return cli_fail(remote->cli, "%s", err_text(ERR_NOMEM));
    }
    remote->each = add_entry;
    remote->arg = table;
    int result = remote_ask(remote);
    if (result != CLI_DONE || remote->cli->json) {
        table_free(table);
        return result;
    }
    if (table_rows(table) == 0) {
        table_free(table);
        fprintf(remote->cli->out, "%s\n", _("Sổ theo dõi chưa có gì như vậy."));
        return CLI_DONE;
    }
    return cli_print_table(remote->cli, table);
}

/* --- CSV -------------------------------------------------------------------------------------------- */

static void csv_number(FILE *file, const json_t *value)
{
    if (json_is_integer(value) && json_integer_value(value) != 0) {
        fprintf(file, "%" JSON_INTEGER_FORMAT, json_integer_value(value));
    }
    fputc(',', file);
}

/* The heading is written when there is an answer: an error is not to look like a table without rows. */
struct csv {
    FILE *out;
    bool begun;
};

static void begin_csv(struct csv *csv)
{
    if (!csv->begun) {
        csv->begun = true;
        csv_begin(csv->out,
                  "seq,at,kind,kind_label,occurrence,stage,stage_label,department,unit,recipient,"
                  "channel,message,message_id,subject,outcome,code,reply,author,detail,hash");
    }
}

static int print_csv_entry(const json_t *item, void *arg)
{
    struct csv *csv = arg;
    FILE *out = csv->out;
    begin_csv(csv);
    const json_t *detail = json_object_get(item, "detail");
    struct buf words;
    buf_init(&words, LEDGER_MAX_CELL);
    char *raw = json_dumps(detail, JSON_COMPACT | JSON_ENCODE_ANY | JSON_REAL_PRECISION(15));
    csv_number(out, json_object_get(item, "seq"));
    csv_field(out, remote_text(item, "at"), ",");
    csv_field(out, remote_text(item, "kind"), ",");
    csv_field(out, label_entry(remote_text(item, "kind")), ",");
    csv_field(out, remote_text(item, "occurrence"), ",");
    csv_field(out, remote_text(detail, "stage"), ",");
    label_stage(remote_text(detail, "stage"), &words);
    csv_field(out, buf_str(&words), ",");
    csv_field(out, remote_text(item, "department"), ",");
    csv_field(out, remote_text(item, "unit_name"), ",");
    csv_field(out, remote_text(item, "recipient"), ",");
    csv_field(out, label_channel(remote_text(item, "channel")), ",");
    csv_number(out, json_object_get(item, "message"));
    csv_field(out, remote_text(item, "ident"), ",");
    csv_field(out, remote_text(item, "subject"), ",");
    csv_field(out, remote_text(detail, "outcome"), ",");
    csv_number(out, json_object_get(detail, "code"));
    csv_field(out, remote_text(detail, "reply"), ",");
    csv_field(out, remote_text(item, "author"), ",");
    csv_field(out, raw != NULL ? raw : "", ",");
    csv_field(out, remote_text(item, "hash"), "\r\n");
    free(raw);
    buf_clear(&words);
    return ferror(out) ? ERR_IO : 0;
}

static int show_csv(struct remote *remote)
{
    struct csv csv = {.out = remote->cli->out};
    remote->each = print_csv_entry;
    remote->arg = &csv;
    int result = remote_ask(remote);
    if (result == CLI_DONE) {
        begin_csv(&csv);
    }
    return result;
}

/* --- verify ----------------------------------------------------------------------------------------- */

static int tell_whole(struct cli *cli, int64_t entries, const char *head, const char *state)
{
    if (cli->json) {
        return cli_print_json(cli, json_pack("{s:b, s:I, s:s, s:s}", "whole", true, "entries",
                                             (json_int_t)entries, "head", head, "state", state));
    }
    fprintf(cli->out,
            _("Sổ theo dõi nguyên vẹn: %lld mục.\nMốc (ghi lại để đối chiếu lần sau bằng --known): "
              "%lld:%s\n"),
            (long long)entries, (long long)entries, head);
    return CLI_DONE;
}

/* On the file itself: no daemon, and nothing is written. */
static int verify_file(struct cli *cli, const char *path, const char *known)
{
    struct diag diag = {0};
    struct store *store = NULL;
    int64_t entries = 0;
    char head[LEDGER_HASH_SIZE] = "";
    int err = store_open_reading(path, &diag, &store);
    if (err == 0) {
        err = proof_verify(store, known, &entries, head, &diag);
        if (err < 0 && !diag_has_errors(&diag)) {
            store_explain(store, err, &diag);
        }
    }
    cli_print_diag(cli, &diag);
    if (err < 0 && !diag_has_errors(&diag)) {
        cli_fail(cli, "%s: %s", path, err_text(err));
    }
    diag_clear(&diag);
    store_close(store);
    return err < 0 ? CLI_REFUSED : tell_whole(cli, entries, head, path);
}

static int verify_running(struct cli *cli, const char *known)
{
    json_t *args = json_object();
    const bool json = cli->json;
    remote_set_text(args, "known", known);
    struct remote remote = {.cli = cli, .cmd = "ledger-verify", .args = args};
    cli->json = false;
    int result = remote_ask(&remote);
    cli->json = json;
    if (result == CLI_DONE) {
        result =
            tell_whole(cli, json_integer_value(json_object_get(remote.result, "entries")),
                       remote_text(remote.result, "head"), remote_text(remote.result, "state"));
    }
    json_decref(remote.result);
    json_decref(args);
    return result;
}

/* --- the command ------------------------------------------------------------------------------------ */

struct ledger_words {
    day_t from, to;
    const char *occurrence, *recipient, *department, *unit, *state, *known;
    bool csv;
};

static int verify(struct cli *cli, const struct ledger_words *words)
{
    if (words->csv || words->occurrence || words->recipient || words->department || words->unit ||
        words->from != DAY_NONE || words->to != DAY_NONE) {
        cli_fail(cli, _("dondoc ledger verify kiểm tra cả sổ; chỉ nhận --state, --known, --json"));
        return CLI_USAGE;
    }
    return words->state != NULL ? verify_file(cli, words->state, words->known)
                                : verify_running(cli, words->known);
}

static int show(struct cli *cli, const struct ledger_words *words)
{
    json_t *args = json_object();
    remote_set_day(args, "from", words->from);
    remote_set_day(args, "to", words->to);
    remote_set_text(args, "occurrence", words->occurrence);
    remote_set_text(args, "recipient", words->recipient);
    remote_set_text(args, "department", words->department);
    remote_set_text(args, "unit", words->unit);
    struct remote remote = {.cli = cli, .cmd = "ledger", .args = args};
    int result = words->csv && !cli->json ? show_csv(&remote) : show_table(&remote);
    json_decref(remote.result);
    json_decref(args);
    return result;
}

int cli_ledger(struct cli *cli, int argc, char **argv)
{
    struct ledger_words words = {.from = DAY_NONE, .to = DAY_NONE};
    const char *what = NULL;
    size_t rest_count;
    const struct arg table[] = {{"from", ARG_DATE, &words.from, false},
                                {"to", ARG_DATE, &words.to, false},
                                {"occurrence", ARG_TEXT, &words.occurrence, false},
                                {"recipient", ARG_TEXT, &words.recipient, false},
                                {"department", ARG_TEXT, &words.department, false},
                                {"unit", ARG_TEXT, &words.unit, false},
                                {"state", ARG_TEXT, &words.state, false},
                                {"known", ARG_TEXT, &words.known, false},
                                {"csv", ARG_FLAG, &words.csv, false}};
    int result = cli_args(cli, argc, argv, table, 9, &what, 0, 1, &rest_count);
    if (result != CLI_DONE) {
        return result;
    }
    if (rest_count == 1 && strcmp(what, "verify") == 0) {
        return verify(cli, &words);
    }
    if (rest_count == 1 || words.state != NULL || words.known != NULL) {
        cli_fail(cli, _("--state và --known chỉ dùng với: dondoc ledger verify"));
        return CLI_USAGE;
    }
    return show(cli, &words);
}
