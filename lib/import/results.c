#include "import/results.h"

#include "base/cleanup.h"
#include "base/err.h"
#include "base/i18n.h"
#include "base/text.h"
#include "base/utf8.h"
#include "base/vec.h"
#include "lib/import/known.h"
#include "lib/import/table.h"

enum column { KEY, DOCUMENT, ON, NOTE };

static const char *const KEY_OTHER[] = {"maky", "manhiemvu", "ky", "code", "occurrence", NULL};
static const char *const DOCUMENT_OTHER[] = {"sokyhieu", "so",       "sovanban",
                                             "vanban",   "document", NULL};
static const char *const ON_OTHER[] = {"ngaybanhanh", "ngayvanban", "on", "date", NULL};
static const char *const NOTE_OTHER[] = {"note", NULL};

static const struct header_column COLUMNS[] = {
    [KEY] = {"ma", KEY_OTHER, true},
    [DOCUMENT] = {"so_ky_hieu", DOCUMENT_OTHER, true},
    [ON] = {"ngay", ON_OTHER, true},
    [NOTE] = {"ghi_chu", NOTE_OTHER, false},
    {0},
};

struct reader {
    struct table table;
    struct results results;
    struct known known;
};

static void result_clear(struct result *result)
{
    free(result->key);
    free(result->document);
    free(result->note);
}

void results_clear(struct results *results)
{
    if (results) {
        vec_clear(results, result_clear);
    }
}

static int check_key(struct reader *reader, const struct csv_cell *cells,
                     const struct result *result)
{
    struct csv_cell cell = table_cell(&reader->table, KEY, cells);
    int first;
    if (result->key[0] == '\0') {
        table_complain(&reader->table, &cell, _("dòng không có mã"),
                       _("Chép mã của nhiệm vụ từ thư nhắc."));
        return 0;
    }
    int err = known_add(&reader->known, result->key, result->line, &first);
    if (err == ERR_EXISTS) {
        char message[300];
        int shown = (int)utf8_cut(result->key, strlen(result->key), 100);
        (void)snprintf(message, sizeof(message), _("mã \"%.*s\" đã có ở dòng %d"), shown,
                       result->key, first);
        table_complain(&reader->table, &cell, message, _("Mỗi mã chỉ ghi một dòng."));
        return 0;
    }
    return err;
}

/* Work is ended by a document, here as by `done` of one. */
static void check_document(struct reader *reader, const struct csv_cell *cells,
                           const struct result *result)
{
    struct csv_cell cell = table_cell(&reader->table, DOCUMENT, cells);
    if (text_is_blank(result->document)) {
        table_complain(&reader->table, &cell, _("Thiếu văn bản kết quả"),
                       _("Ghi số, ký hiệu, ví dụ 12/BC-STNMT."));
    }
}

static int fill_date(struct reader *reader, const struct csv_cell *cells, day_t *on)
{
    struct csv_cell cell = table_cell(&reader->table, ON, cells);
    _cleanup_free_ char *text = header_text(&cell, true);
    if (!text) {
        return ERR_NOMEM;
    }
    *on = DAY_NONE;
    int err = text[0] == '\0' ? 0 : civil_parse_any(text, on);
    if (err) {
        char message[200];
        int shown = (int)utf8_cut(text, strlen(text), 60);
        (void)snprintf(message, sizeof(message),
                       err == ERR_RANGE ? _("không có ngày \"%.*s\"")
                                        : _("\"%.*s\" không phải là ngày"),
                       shown, text);
        table_complain(&reader->table, &cell, message,
                       _("Viết ngày dạng 18/03/2022 hoặc 2022-03-18."));
    }
    return 0;
}

static int read_row(void *arg, const struct csv_cell *cells, size_t count)
{
    struct reader *reader = arg;
    (void)count;
    struct result result = {
        .key = table_text(&reader->table, KEY, cells, true),
        .document = table_text(&reader->table, DOCUMENT, cells, true),
        .note = table_text(&reader->table, NOTE, cells, true),
        .line = cells[0].line,
    };
    bool before = reader->table.faulty;
    reader->table.faulty = false;
    int err = !result.key || !result.document || !result.note ? ERR_NOMEM : 0;
    err = err ? err : check_key(reader, cells, &result);
    if (err == 0) {
        check_document(reader, cells, &result);
        err = fill_date(reader, cells, &result.on);
    }
    bool faulty = reader->table.faulty;
    reader->table.faulty = faulty || before;
    if (!err && !faulty) {
        err = vec_push(&reader->results, RESULTS_MAX, result);
    }
    if (err == ERR_LIMIT) {
        table_complain(&reader->table, &cells[0], _("tệp có quá nhiều dòng"),
                       _("Chia thành nhiều tệp."));
    }
    if (err || faulty) {
        result_clear(&result);
    }
    return err;
}

/* Closes csv. */
static int read_results(struct csv *csv, struct results *out, struct diag *diag)
{
    struct reader reader = {0};
    table_begin(&reader.table, csv, diag);
    int err = table_read(&reader.table, COLUMNS, read_row, &reader);
    reader.results.faulty = reader.table.faulty;
    err = table_end(&reader.table, err == ERR_FORMAT && reader.table.faulty ? 0 : err);
    known_clear(&reader.known);
    if (err) {
        results_clear(&reader.results);
        return err;
    }
    *out = reader.results;
    return 0;
}

int import_results(const char *path, struct results *out, struct diag *diag)
{
    struct csv *csv;
    int err = csv_open(path, diag, &csv);
    return err ? err : read_results(csv, out, diag);
}

int import_results_text(const char *name, const void *data, size_t len, struct results *out,
                        struct diag *diag)
{
    struct csv *csv;
    int err = csv_open_text(name, data, len, &csv);
    return err ? err : read_results(csv, out, diag);
}
