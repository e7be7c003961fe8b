#include "import/results.h"

#include "base/cleanup.h"
#include "base/err.h"
#include "base/i18n.h"
#include "base/utf8.h"
#include "base/vec.h"
#include "lib/import/header.h"
#include "lib/import/known.h"

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
    struct csv *csv;
    struct header header;
    struct results results;
    struct known known;
    struct diag *diag;
    bool faulty;
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

static void complain(struct reader *reader, const struct csv_cell *cell, const char *message,
                     const char *remedy)
{
    diag_add(reader->diag, DIAG_ERROR, csv_name(reader->csv), cell->line, cell->column, message,
             remedy);
    reader->faulty = true;
}

static char *text_of(const struct reader *reader, enum column column, const struct csv_cell *cells)
{
    struct csv_cell cell = header_cell(&reader->header, column, cells);
    return header_text(&cell, true);
}

static int check_key(struct reader *reader, const struct csv_cell *cells,
                     const struct result *result)
{
    struct csv_cell cell = header_cell(&reader->header, KEY, cells);
    int first;
    if (result->key[0] == '\0') {
        complain(reader, &cell, _("dòng không có mã"), _("Chép mã của nhiệm vụ từ thư nhắc."));
        return 0;
    }
    int err = known_add(&reader->known, result->key, result->line, &first);
    if (err == ERR_EXISTS) {
        char message[300];
        int shown = (int)utf8_cut(result->key, strlen(result->key), 100);
        (void)snprintf(message, sizeof(message), _("mã \"%.*s\" đã có ở dòng %d"), shown,
                       result->key, first);
        complain(reader, &cell, message, _("Mỗi mã chỉ ghi một dòng."));
        return 0;
    }
    return err;
}

static int fill_date(struct reader *reader, const struct csv_cell *cells, day_t *on)
{
    struct csv_cell cell = header_cell(&reader->header, ON, cells);
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
        complain(reader, &cell, message, _("Viết ngày dạng 18/03/2022 hoặc 2022-03-18."));
    }
    return 0;
}

static int read_row(void *arg, const struct csv_cell *cells, size_t count)
{
    struct reader *reader = arg;
    if (!header_fits(&reader->header, reader->csv, cells, count, reader->diag)) {
        reader->faulty = true;
        return 0;
    }
    struct result result = {
        .key = text_of(reader, KEY, cells),
        .document = text_of(reader, DOCUMENT, cells),
        .note = text_of(reader, NOTE, cells),
        .line = cells[0].line,
    };
    int err = !result.key || !result.document || !result.note ? ERR_NOMEM : 0;
    err = err ? err : check_key(reader, cells, &result);
    err = err ? err : fill_date(reader, cells, &result.on);
    err = err ? err : vec_push(&reader->results, RESULTS_MAX, result);
    if (err == ERR_LIMIT) {
        complain(reader, &cells[0], _("tệp có quá nhiều dòng"), _("Chia thành nhiều tệp."));
    }
    if (err) {
        result_clear(&result);
    }
    return err;
}

static int read_rows(struct reader *reader)
{
    int err = csv_each(reader->csv, reader->diag, read_row, reader);
    return err == 0 && reader->faulty ? ERR_FORMAT : err;
}

/* Closes csv. */
static int read_results(struct csv *csv, struct results *out, struct diag *diag)
{
    struct reader reader = {.csv = csv, .diag = diag};
    size_t before = diag ? diag->errors : 0;
    int err = header_read(csv, COLUMNS, diag, &reader.header);
    err = err ? err : read_rows(&reader);
    known_clear(&reader.known);
    if (err && diag && diag->errors == before) {
        diag_add(diag, DIAG_ERROR, csv_name(csv), csv_line(csv), 0, err_text(err), NULL);
    }
    csv_close(csv);
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
