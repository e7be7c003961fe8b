#include <stdlib.h>
#include <string.h>

#include "base/cleanup.h"
#include "base/err.h"
#include "base/i18n.h"
#include "base/utf8.h"
#include "base/vec.h"
#include "import/targets.h"
#include "lib/import/header.h"

enum column { TARGET, VALUE, ON, DOCUMENT, KIND };

static const char *const TARGET_OTHER[] = {"machitieu", "chitieu", "target", "code", NULL};
static const char *const VALUE_OTHER[] = {"value", NULL};
static const char *const ON_OTHER[] = {"ngaychotsolieu", "on", "date", NULL};
static const char *const DOCUMENT_OTHER[] = {"vanban", "sovanban", "document", NULL};
static const char *const KIND_OTHER[] = {"kind", NULL};

static const struct header_column COLUMNS[] = {
    [TARGET] = {"ma", TARGET_OTHER, true}, [VALUE] = {"gia_tri", VALUE_OTHER, true},
    [ON] = {"ngay", ON_OTHER, true},       [DOCUMENT] = {"so_ky_hieu", DOCUMENT_OTHER, true},
    [KIND] = {"loai", KIND_OTHER, false},  {0},
};

struct reader {
    struct csv *csv;
    struct header header;
    struct measures measures;
    struct diag *diag;
    bool faulty;
};

static void measure_clear(struct measure *measure)
{
    free(measure->target);
    free(measure->value);
    free(measure->on);
    free(measure->document);
}

void measures_clear(struct measures *measures)
{
    if (measures) {
        vec_clear(measures, measure_clear);
    }
}

static char *text_of(const struct reader *reader, enum column column, const struct csv_cell *cells)
{
    struct csv_cell cell = header_cell(&reader->header, column, cells);
    return header_text(&cell, true);
}

static int read_kind(struct reader *reader, const struct csv_cell *cells, bool *baseline)
{
    _cleanup_free_ char *text = text_of(reader, KIND, cells);
    _cleanup_buf_ struct buf folded = {0};
    buf_init(&folded, UTF8_MAX_INPUT);
    int err = text ? utf8_lower(text, strlen(text), &folded) : ERR_NOMEM;
    if (err) {
        return err;
    }
    const char *kind = buf_str(&folded);
    *baseline = strcmp(kind, "mốc") == 0 || strcmp(kind, "baseline") == 0;
    if (!*baseline && kind[0] != '\0' && strcmp(kind, "số đo") != 0 && strcmp(kind, "value") != 0) {
        struct csv_cell cell = header_cell(&reader->header, KIND, cells);
        diag_addf(reader->diag, DIAG_ERROR, csv_name(reader->csv), cell.line, cell.column,
                  _("Ghi \"mốc\", \"số đo\" hoặc để trống."), _("không rõ loại \"%.*s\""),
                  (int)utf8_cut(text, strlen(text), 80), text);
        reader->faulty = true;
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
    struct measure measure = {
        .target = text_of(reader, TARGET, cells),
        .value = text_of(reader, VALUE, cells),
        .on = text_of(reader, ON, cells),
        .document = text_of(reader, DOCUMENT, cells),
        .line = cells[0].line,
    };
    int err = measure.target && measure.value && measure.on && measure.document ? 0 : ERR_NOMEM;
    err = err ? err : read_kind(reader, cells, &measure.baseline);
    err = err ? err : vec_push(&reader->measures, MEASURES_MAX, measure);
    if (err == ERR_LIMIT) {
        diag_add(reader->diag, DIAG_ERROR, csv_name(reader->csv), measure.line, 1,
                 _("tệp có quá nhiều dòng"), _("Chia thành nhiều tệp."));
    }
    if (err) {
        measure_clear(&measure);
    }
    return err;
}

static int read_rows(struct reader *reader)
{
    int err = csv_each(reader->csv, reader->diag, read_row, reader);
    return err == 0 && reader->faulty ? ERR_FORMAT : err;
}

/* Closes csv. */
static int read_measures(struct csv *csv, struct measures *out, struct diag *diag)
{
    struct reader reader = {.csv = csv, .diag = diag};
    size_t before = diag ? diag->errors : 0;
    int err = header_read(csv, COLUMNS, diag, &reader.header);
    err = err ? err : read_rows(&reader);
    if (err && diag && diag->errors == before) {
        diag_add(diag, DIAG_ERROR, csv_name(csv), csv_line(csv), 0, err_text(err), NULL);
    }
    csv_close(csv);
    if (err) {
        measures_clear(&reader.measures);
        return err;
    }
    *out = reader.measures;
    return 0;
}

int import_measures(const char *path, struct measures *out, struct diag *diag)
{
    struct csv *csv;
    int err = csv_open(path, diag, &csv);
    return err ? err : read_measures(csv, out, diag);
}

int import_measures_text(const char *name, const void *data, size_t len, struct measures *out,
                         struct diag *diag)
{
    struct csv *csv;
    int err = csv_open_text(name, data, len, &csv);
    return err ? err : read_measures(csv, out, diag);
}
