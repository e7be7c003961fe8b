#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/cleanup.h"
#include "base/err.h"
#include "base/i18n.h"
#include "base/utf8.h"
#include "base/vec.h"
#include "import/targets.h"
#include "lib/import/table.h"

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
    struct table table;
    struct measures measures;
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

/* Of an unknown kind it is told, and *known false. */
static int read_kind(struct reader *reader, const struct csv_cell *cells, bool *baseline,
                     bool *known)
{
    _cleanup_free_ char *text = table_text(&reader->table, KIND, cells, true);
    _cleanup_buf_ struct buf folded = {0};
    buf_init(&folded, UTF8_MAX_INPUT);
    int err = text ? utf8_lower(text, strlen(text), &folded) : ERR_NOMEM;
    if (err) {
        return err;
    }
    const char *kind = buf_str(&folded);
    *baseline = strcmp(kind, "mốc") == 0 || strcmp(kind, "baseline") == 0;
    *known =
        *baseline || kind[0] == '\0' || strcmp(kind, "số đo") == 0 || strcmp(kind, "value") == 0;
    if (!*known) {
        char message[200];
        struct csv_cell cell = table_cell(&reader->table, KIND, cells);
        (void)snprintf(message, sizeof(message), _("không rõ loại \"%.*s\""),
                       (int)utf8_cut(text, strlen(text), 80), text);
        table_complain(&reader->table, &cell, message, _("Ghi \"mốc\", \"số đo\" hoặc để trống."));
    }
    return 0;
}

static int read_row(void *arg, const struct csv_cell *cells, size_t count)
{
    struct reader *reader = arg;
    (void)count;
    bool known = false;
    struct measure measure = {
        .target = table_text(&reader->table, TARGET, cells, true),
        .value = table_text(&reader->table, VALUE, cells, true),
        .on = table_text(&reader->table, ON, cells, true),
        .document = table_text(&reader->table, DOCUMENT, cells, true),
        .line = cells[0].line,
    };
    int err = measure.target && measure.value && measure.on && measure.document ? 0 : ERR_NOMEM;
    err = err ? err : read_kind(reader, cells, &measure.baseline, &known);
    if (!err && known) {
        err = vec_push(&reader->measures, MEASURES_MAX, measure);
    }
    if (err == ERR_LIMIT) {
        table_complain(&reader->table, &cells[0], _("tệp có quá nhiều dòng"),
                       _("Chia thành nhiều tệp."));
    }
    if (err || !known) {
        measure_clear(&measure);
    }
    return err;
}

/* Closes csv. */
static int read_measures(struct csv *csv, struct measures *out, struct diag *diag)
{
    struct reader reader = {0};
    table_begin(&reader.table, csv, diag);
    int err = table_read(&reader.table, COLUMNS, read_row, &reader);
    reader.measures.faulty = reader.table.faulty;
    err = table_end(&reader.table, err == ERR_FORMAT && reader.table.faulty ? 0 : err);
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
