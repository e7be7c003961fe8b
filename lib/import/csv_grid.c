#include "base/err.h"
#include "base/i18n.h"
#include "import/csv.h"
#include "lib/import/formats.h"

static int put_record(struct grids *grids, struct grid *grid, size_t row,
                      const struct csv_cell *cells, size_t count)
{
    for (size_t i = 0; i < count; i++) {
        const char *text;
        int err = grids_keep(grids, cells[i].text, cells[i].len, &text);
        if (err == ERR_LIMIT) {
            return grid_too_big(grids, row, i, _("ô này có quá nhiều chữ (hơn 128 KiB)"));
        }
        err = err || text[0] == '\0' ? err : grid_put(grids, grid, row, i, text, 1, 1);
        if (err) {
            return err;
        }
    }
    return 0;
}

int csv_read_grid(const char *name, const void *data, size_t len, struct grids *grids)
{
    struct csv *csv = NULL;
    struct grid *grid = NULL;
    const struct csv_cell *cells;
    size_t count;
    int err = grids_add(grids, NULL, NULL, &grid);
    err = err ? err : csv_open_text(name, data, len, &csv);
    while (!err) {
        int got = csv_next(csv, grids->diag, &cells, &count);
        if (got <= 0) {
            err = got;
            break;
        }
        /* Records of several lines leave blank rows behind: a row is the line where it begins. */
        err = put_record(grids, grid, (size_t)csv_line(csv) - 1, cells, count);
    }
    csv_close(csv);
    return err;
}
