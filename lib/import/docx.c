#include <stdlib.h>
#include <string.h>

#include "base/cleanup.h"
#include "base/err.h"
#include "base/i18n.h"
#include "base/utf8.h"
#include "lib/import/formats.h"
#include "lib/import/numbering.h"
#include "lib/import/parts.h"
#include "lib/import/xml.h"

#define HEADING_MAX 200

/* One table that is open. */
struct frame {
    struct grid *grid;
    size_t row, column;
    bool in_row, in_cell;
    bool row_deleted; /* by a tracked change */
    size_t skip;      /* w:gridBefore */
    size_t span;
    bool merged_down, merged_across;
    struct buf text; /* of the cell */
    bool dirty;      /* the table holds something */
    size_t cells_of_row;
};

struct docx {
    struct xml *xml;
    struct grids *grids;
    struct numbering *numbering;
    struct frame frames[DOCX_MAX_NESTED];
    int open; /* tables that are open */
    /* the paragraph at hand */
    struct numbered paragraph;
    bool labelled;
    bool no_break_after; /* its mark was deleted: the next one goes on */
    bool join;
    bool properties;    /* in w:pPr */
    int text;           /* depth of the w:t that is open, 0: none */
    struct buf outside; /* the last paragraph outside tables */
    struct buf line;    /* the paragraph at hand outside tables */
    bool changes;       /* tracked changes were met */
};

static struct frame *top(struct docx *docx)
{
    return docx->open > 0 ? &docx->frames[docx->open - 1] : NULL;
}

static int too_long(struct docx *docx, const struct frame *frame)
{
    return grid_too_big(docx->grids, frame->row, frame->column,
                        _("ô này có quá nhiều chữ (hơn 128 KiB)"));
}

/* Adds text to the cell at hand; outside tables only enough for a heading is kept. */
static int put(struct docx *docx, const char *text, size_t len)
{
    struct frame *frame = top(docx);
    if (frame) {
        int err = frame->in_cell ? buf_append(&frame->text, text, len) : 0;
        return err == ERR_LIMIT ? too_long(docx, frame) : err;
    }
    size_t room = docx->line.max - docx->line.len;
    return buf_append(&docx->line, text, utf8_cut(text, len, room));
}

static int put_text(struct docx *docx, const char *text)
{
    return put(docx, text, strlen(text));
}

/* The number that Word shows before the paragraph, before its first text. */
static int put_label(struct docx *docx)
{
    _cleanup_buf_ struct buf label = {0};
    buf_init(&label, 1024);
    if (docx->labelled) {
        return 0;
    }
    docx->labelled = true;
    int err = numbering_label(docx->numbering, &docx->paragraph, &label);
    if (err || label.len == 0) {
        return err;
    }
    err = put(docx, label.data, label.len);
    return err ? err : put_text(docx, " ");
}

/* --- paragraphs ------------------------------------------------------------------------------------- */

static int begin_paragraph(struct docx *docx)
{
    struct frame *frame = top(docx);
    docx->paragraph = (struct numbered){.list = -1, .level = -1};
    docx->labelled = false;
    docx->join = docx->no_break_after;
    docx->no_break_after = false;
    if (!frame) {
        if (!docx->join) {
            buf_reset(&docx->line);
        }
        return 0;
    }
    return frame->in_cell && frame->text.len > 0 && !docx->join ? put_text(docx, "\n") : 0;
}

static int end_paragraph(struct docx *docx)
{
    int err = put_label(docx);
    if (!err && docx->open == 0 && docx->line.len > 0) {
        buf_reset(&docx->outside);
        err = buf_append(&docx->outside, docx->line.data, docx->line.len);
    }
    return err;
}

static void read_property(struct docx *docx)
{
    struct xml *xml = docx->xml;
    if (xml_is(xml, "pStyle")) {
        const char *style = xml_attribute(xml, "val");
        (void)snprintf(docx->paragraph.style, sizeof(docx->paragraph.style), "%s",
                       style ? style : "");
    } else if (xml_is(xml, "numId")) {
        docx->paragraph.list = xml_number(xml, "val", 0, INT32_MAX, -1);
    } else if (xml_is(xml, "ilvl")) {
        docx->paragraph.level = xml_number(xml, "val", 0, NUMBERING_LEVELS - 1, 0);
    } else if (xml_is(xml, "del")) { /* of the paragraph's mark */
        docx->no_break_after = true;
        docx->changes = true;
    }
}

/* --- tables ------------------------------------------------------------------------------------------- */

static int begin_table(struct docx *docx)
{
    struct frame *outer = top(docx);
    if (docx->open == DOCX_MAX_NESTED) {
        return grid_too_big(docx->grids, outer->row, outer->column,
                            _("bảng lồng trong bảng quá nhiều lớp"));
    }
    _cleanup_buf_ struct buf heading = {0};
    buf_init(&heading, HEADING_MAX + 8);
    size_t cut = utf8_cut(buf_str(&docx->outside), docx->outside.len, HEADING_MAX);
    struct grid *grid = NULL;
    int err = outer ? 0 : buf_append(&heading, buf_str(&docx->outside), cut);
    err = err ? err : grids_add(docx->grids, NULL, buf_str(&heading), &grid);
    if (err) {
        return err;
    }
    buf_reset(&docx->outside);
    grid->depth = docx->open;
    struct frame *frame = &docx->frames[docx->open++];
    *frame = (struct frame){.grid = grid};
    buf_init(&frame->text, GRID_MAX_CELL);
    return 0;
}

/* What stood in a table inside a cell is kept as the cell's text too. */
static int append_nested(struct docx *docx, const struct grid *grid)
{
    for (size_t r = 0; r < grid->count; r++) {
        for (size_t c = 0; c < grid->items[r].count; c++) {
            const struct grid_cell *cell = grid_at(grid, r, c);
            bool shown = !cell->down && !cell->across && cell->text[0];
            int err = shown ? put_text(docx, c > 0 ? " " : "\n") : 0;
            err = err || !shown ? err : put_text(docx, cell->text);
            if (err) {
                return err;
            }
        }
    }
    return 0;
}

static int end_table(struct docx *docx)
{
    struct frame *frame = top(docx);
    struct grid *grid = frame->grid;
    buf_clear(&frame->text);
    docx->open--;
    return docx->open > 0 ? append_nested(docx, grid) : 0;
}

static void begin_row(struct frame *frame)
{
    frame->in_row = true;
    frame->row_deleted = false;
    frame->column = 0;
    frame->skip = 0;
    frame->cells_of_row = 0;
}

static void end_row(struct frame *frame)
{
    frame->row += frame->row_deleted || frame->cells_of_row == 0 ? 0 : 1;
    frame->in_row = false;
}

static void begin_cell(struct frame *frame)
{
    if (frame->cells_of_row == 0) {
        frame->column += frame->skip;
    }
    frame->cells_of_row++;
    frame->in_cell = true;
    frame->span = 1;
    frame->merged_down = frame->merged_across = false;
    buf_reset(&frame->text);
}

/* Whether a vertical merge really has a cell above to go on from: a lone "continue" is an ordinary
 * cell. */
static bool goes_on(const struct frame *frame)
{
    return frame->merged_down && frame->row > 0 &&
           frame->column < frame->grid->items[frame->row - 1].count;
}

static int end_cell(struct docx *docx)
{
    struct frame *frame = top(docx);
    struct grids *grids = docx->grids;
    const char *text = "";
    int err = 0;
    frame->in_cell = false;
    if (frame->row_deleted) {
        return 0;
    }
    if (goes_on(frame)) {
        err = grid_continue(grids, frame->grid, frame->row, frame->column, frame->span);
    } else if (frame->merged_across && frame->column > 0) {
        /* The old way to merge: a cell that says it goes on from the left. */
        const struct grid_cell *left = grid_at(frame->grid, frame->row, frame->column - 1);
        text = left->text;
        err = grid_put(grids, frame->grid, frame->row, frame->column, text, 1, frame->span);
        if (!err) {
            frame->grid->items[frame->row].items[frame->column].across = true;
        }
    } else {
        err = grids_keep(grids, buf_str(&frame->text), frame->text.len, &text);
        if (err == ERR_LIMIT) {
            return too_long(docx, frame);
        }
        err = err ? err
                  : grid_put(grids, frame->grid, frame->row, frame->column, text, 1, frame->span);
    }
    frame->column += frame->span;
    return err;
}

/* Properties of the table's row or cell at hand. */
static void read_table_property(struct docx *docx, struct frame *frame)
{
    struct xml *xml = docx->xml;
    const char *value;
    if (xml_is(xml, "gridBefore")) {
        frame->skip = (size_t)xml_number(xml, "val", 0, GRID_MAX_COLUMNS, 0);
    } else if (xml_is(xml, "gridSpan")) {
        frame->span = (size_t)xml_number(xml, "val", 1, GRID_MAX_COLUMNS, 1);
    } else if (xml_is(xml, "vMerge")) {
        value = xml_attribute(xml, "val");
        frame->merged_down = !value || strcmp(value, "restart") != 0;
    } else if (xml_is(xml, "hMerge")) {
        value = xml_attribute(xml, "val");
        frame->merged_across = !value || strcmp(value, "restart") != 0;
    } else if (xml_is(xml, "del") && frame->in_row && !frame->in_cell) {
        frame->row_deleted = true;
        docx->changes = true;
    }
}

/* --- the stream --------------------------------------------------------------------------------------- */

/* Elements whose content is not shown, or is shown twice. */
static bool is_hidden(const struct xml *xml)
{
    return xml_is(xml, "del") || xml_is(xml, "moveFrom") || xml_is(xml, "Fallback") ||
           xml_is(xml, "pPrChange") || xml_is(xml, "rPrChange") || xml_is(xml, "tcPrChange") ||
           xml_is(xml, "trPrChange") || xml_is(xml, "tblPrChange") || xml_is(xml, "sectPr") ||
           xml_is(xml, "instrText") || xml_is(xml, "delText");
}

static int start_hidden(struct docx *docx)
{
    struct frame *frame = top(docx);
    if (docx->properties) {
        read_property(docx);
    } else if (frame && frame->in_row && !frame->in_cell) {
        read_table_property(docx, frame);
    }
    if (xml_is(docx->xml, "del") || xml_is(docx->xml, "moveFrom")) {
        docx->changes = true;
    }
    return xml_skip(docx->xml);
}

static int start_run_element(struct docx *docx)
{
    struct xml *xml = docx->xml;
    const char *text = NULL;
    if (xml_is(xml, "t")) {
        docx->text = xml_depth(xml);
        return put_label(docx);
    }
    if (xml_is(xml, "tab") || xml_is(xml, "ptab")) {
        text = " ";
    } else if (xml_is(xml, "noBreakHyphen")) {
        text = "-";
    } else if (xml_is(xml, "cr")) {
        text = "\n";
    } else if (xml_is(xml, "br")) {
        const char *type = xml_attribute(xml, "type");
        text = type && strcmp(type, "textWrapping") != 0 ? NULL : "\n";
    }
    int err = text && !docx->properties ? put_label(docx) : 0;
    return err || !text || docx->properties ? err : put_text(docx, text);
}

static int start_element(struct docx *docx)
{
    struct xml *xml = docx->xml;
    struct frame *frame = top(docx);
    if (is_hidden(xml)) {
        return start_hidden(docx);
    }
    if (!xml_in(xml, "wordprocessingml")) {
        return 0;
    }
    if (xml_is(xml, "tbl")) {
        return begin_table(docx);
    }
    if (xml_is(xml, "p")) {
        return begin_paragraph(docx);
    }
    if (frame && xml_is(xml, "tr")) {
        begin_row(frame);
    } else if (frame && frame->in_row && xml_is(xml, "tc")) {
        begin_cell(frame);
    } else if (xml_is(xml, "pPr")) {
        docx->properties = true;
    } else if (docx->properties) {
        read_property(docx);
    } else if (frame) {
        read_table_property(docx, frame);
    }
    return start_run_element(docx);
}

static int stop_element(struct docx *docx)
{
    struct xml *xml = docx->xml;
    struct frame *frame = top(docx);
    if (!xml_in(xml, "wordprocessingml")) {
        return 0;
    }
    if (docx->text > 0 && xml_is(xml, "t")) {
        docx->text = 0;
    } else if (xml_is(xml, "pPr")) {
        docx->properties = false;
    } else if (xml_is(xml, "p")) {
        return end_paragraph(docx);
    } else if (frame && frame->in_cell && xml_is(xml, "tc")) {
        return end_cell(docx);
    } else if (frame && frame->in_row && xml_is(xml, "tr")) {
        end_row(frame);
    } else if (frame && xml_is(xml, "tbl")) {
        return end_table(docx);
    }
    return 0;
}

static int read_body(struct docx *docx)
{
    enum xml_node node = XML_START;
    int err = 0;
    while (!err && (err = xml_next(docx->xml, &node)) == 0 && node != XML_END_OF_PART) {
        if (node == XML_START) {
            err = start_element(docx);
        } else if (node == XML_STOP) {
            err = stop_element(docx);
        } else if (docx->text > 0) {
            err = put_text(docx, xml_text(docx->xml));
        }
    }
    return err;
}

static void close_frames(struct docx *docx)
{
    while (docx->open > 0) {
        docx->open--;
        buf_clear(&docx->frames[docx->open].text);
    }
}

int docx_read(struct archive *archive, const char *part, struct grids *grids)
{
    struct docx docx = {.grids = grids};
    struct parts parts = {0};
    buf_init(&docx.outside, HEADING_MAX * 2);
    buf_init(&docx.line, HEADING_MAX * 2);
    int err = parts_read(archive, part, &parts);
    err = err ? err
              : numbering_read(archive, parts_by_type(&parts, "numbering"),
                               parts_by_type(&parts, "styles"), &docx.numbering);
    err = err ? err : xml_open(archive, part, &docx.xml);
    err = err ? err : read_body(&docx);
    if (!err && docx.changes) {
        diag_add(
            grids->diag, DIAG_NOTE, grids->file, 0, 0,
            _("tệp còn dấu vết chỉnh sửa (Track Changes); đã đọc như khi chấp nhận mọi chỉnh sửa"),
            NULL);
    }
    close_frames(&docx);
    xml_close(docx.xml);
    numbering_free(docx.numbering);
    parts_clear(&parts);
    buf_clear(&docx.outside);
    buf_clear(&docx.line);
    return err;
}
