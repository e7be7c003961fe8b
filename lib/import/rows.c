#include "lib/import/rows.h"

#include <stdlib.h>
#include <string.h>

#include "base/cleanup.h"
#include "base/err.h"
#include "base/i18n.h"
#include "base/utf8.h"
#include "lib/import/units.h"

#define STT_MAX 64       /* bytes of an stt in a plan */
#define UNIQUE_TRIES 100 /* numbers tried for a row whose own is taken */
#define SHOWN 80         /* bytes of a cell that findings show */

static void entry_clear(struct entry *entry)
{
    task_clear(&entry->task);
}

void plan_rows_clear(struct rows *rows)
{
    if (rows) {
        vec_clear(&rows->entries, entry_clear);
        groups_clear(&rows->groups);
        free(rows->heading);
        rows->heading = NULL;
    }
}

/* --- cells of a row -------------------------------------------------------------------------------- */

static int column_at(const struct rows *rows, enum column column)
{
    return rows->layout->at[column];
}

static const struct grid_cell *cell_of(const struct rows *rows, size_t row, enum column column)
{
    int at = column_at(rows, column);
    return grid_at(rows->grid, at >= 0 ? row : SIZE_MAX, at >= 0 ? (size_t)at : 0);
}

static const char *value(const struct rows *rows, size_t row, enum column column)
{
    return cell_of(rows, row, column)->text;
}

/* Whether the cell says something that the row above did not. */
static bool is_fresh(const struct rows *rows, size_t row, enum column column)
{
    const struct grid_cell *cell = cell_of(rows, row, column);
    return cell->text[0] && !cell->down && !cell->across;
}

static void tell(const struct rows *rows, enum diag_severity severity, size_t row, int column,
                 const char *remedy, const char *message, const char *text)
{
    _cleanup_buf_ struct buf line = {0};
    buf_init(&line, 4096);
    (void)buf_puts(&line, message);
    if (text) {
        size_t cut = utf8_cut(text, strlen(text), SHOWN);
        (void)buf_printf(&line, " \"%.*s%s\"", (int)cut, text, text[cut] ? "…" : "");
    }
    for (char *at = line.data; at && *at; at++) {
        *at = *at == '\n' ? ' ' : *at;
    }
    diag_add(rows->grids->diag, severity, rows->grids->file, (int)row + 1, column, buf_str(&line),
             remedy);
}

static bool begins_small(const char *text)
{
    uint32_t code;
    return utf8_decode(text, strlen(text), &code) > 0 && utf8_is_letter(code) &&
           !utf8_is_upper(code);
}

static bool has_units(const struct rows *rows, size_t row)
{
    return value(rows, row, COLUMN_LEAD)[0] || value(rows, row, COLUMN_COORDINATING)[0] ||
           value(rows, row, COLUMN_ASSIGNMENT)[0];
}

static bool has_time(const struct rows *rows, size_t row)
{
    return value(rows, row, COLUMN_TIME)[0] || value(rows, row, COLUMN_TIME_FROM)[0] ||
           value(rows, row, COLUMN_TIME_TO)[0];
}

/* --- headings ----------------------------------------------------------------------------------------- */

/* The cells of a row that say something of their own: how many, the first two, and how wide. */
struct outline {
    size_t count;
    size_t first, second; /* columns */
    size_t first_width, second_width;
};

static struct outline outline_of(const struct grid *grid, size_t row)
{
    struct outline outline = {0};
    for (size_t c = 0; c < grid->columns; c++) {
        const struct grid_cell *cell = grid_at(grid, row, c);
        if (cell->text[0] == '\0' || cell->across) {
            continue;
        }
        size_t width = 1;
        while (grid_at(grid, row, c + width)->across) {
            width++;
        }
        outline.count++;
        if (outline.count == 1) {
            outline.first = c;
            outline.first_width = width;
        } else if (outline.count == 2) {
            outline.second = c;
            outline.second_width = width;
        }
    }
    return outline;
}

/* Whether a cell covers more than one column that is read. */
static bool is_wide(const struct rows *rows, size_t column, size_t width)
{
    int covered = 0;
    for (size_t c = column; c < column + width && c < rows->grid->columns; c++) {
        covered += rows->layout->kinds[c] != COLUMN_NONE;
    }
    return covered > 1;
}

static bool is_kind(const struct rows *rows, size_t column, enum column kind)
{
    return rows->layout->kinds[column] == kind;
}

/* The number of the next row that holds something. */
static struct ordinal next_ordinal(const struct rows *rows, size_t row)
{
    for (size_t r = row + 1; r < rows->grid->count; r++) {
        if (!grid_row_is_blank(rows->grid, r) && !layout_is_header(rows->grid, rows->layout, r)) {
            return ordinal_of(value(rows, r, COLUMN_STT));
        }
    }
    return (struct ordinal){.kind = ORDINAL_NONE};
}

/* Whether a row "1 | text" without units and time is a heading of what follows it. */
static bool leads_others(const struct rows *rows, size_t row, const struct ordinal *ordinal)
{
    struct ordinal next = next_ordinal(rows, row);
    size_t len = strlen(ordinal->text);
    bool inside = strncmp(next.text, ordinal->text, len) == 0 && next.text[len] == '.';
    return next.kind == ORDINAL_LETTER || next.kind == ORDINAL_BULLET || inside;
}

/* Whether the row is a heading, with its number and where its text begins. */
static bool find_heading(const struct rows *rows, size_t row, struct ordinal *ordinal,
                         const char **text)
{
    const struct grid *grid = rows->grid;
    struct outline outline = outline_of(grid, row);
    if (outline.count == 1) {
        bool wide = is_wide(rows, outline.first, outline.first_width);
        const struct grid_cell *cell = grid_at(grid, row, outline.first);
        if (cell->down || !(wide || is_kind(rows, outline.first, COLUMN_CONTENT) ||
                            is_kind(rows, outline.first, COLUMN_STT) ||
                            is_kind(rows, outline.first, COLUMN_GROUP))) {
            return false;
        }
        *ordinal = ordinal_in(cell->text, text);
        bool task = !wide && column_at(rows, COLUMN_STT) < 0 && ordinal->kind == ORDINAL_DECIMAL;
        return !task;
    }
    if (outline.count != 2 || grid_at(grid, row, outline.first)->down ||
        grid_at(grid, row, outline.second)->down || !is_kind(rows, outline.first, COLUMN_STT) ||
        outline.first_width > 1) {
        return false;
    }
    *ordinal = ordinal_of(grid_at(grid, row, outline.first)->text);
    *text = grid_at(grid, row, outline.second)->text;
    bool wide = is_wide(rows, outline.second, outline.second_width);
    if (!wide && !is_kind(rows, outline.second, COLUMN_CONTENT)) {
        return false;
    }
    switch (ordinal->kind) {
    case ORDINAL_PART:
    case ORDINAL_ROMAN:
    case ORDINAL_WORD:
        return true;
    case ORDINAL_DECIMAL:
    case ORDINAL_LETTER:
    case ORDINAL_WHOLE:
        return wide || leads_others(rows, row, ordinal);
    case ORDINAL_NONE:
    case ORDINAL_BULLET:
        return false;
    }
    return false;
}

/* A heading under which nothing stood is told: it may have been a task. */
static void close_heading(struct rows *rows)
{
    if (rows->heading_row > 0) {
        tell(rows, DIAG_WARNING, (size_t)rows->heading_row - 1, 1,
             _("Nếu là nhiệm vụ, hãy thêm tay vào kế hoạch."),
             _("dòng không có đơn vị, thời gian nên không đưa vào kế hoạch:"), rows->heading);
    }
    rows->heading_row = 0;
}

static int take_heading(struct rows *rows, size_t row, const struct ordinal *ordinal,
                        const char *text)
{
    bool inside = ordinal->kind == ORDINAL_DECIMAL || ordinal->kind == ORDINAL_LETTER;
    int level = ordinal->kind == ORDINAL_PART ? 0 : inside ? 2 : 1;
    if (level <= rows->heading_level) { /* a part may stand right above its first group */
        close_heading(rows);
    }
    bool letters = next_ordinal(rows, row).kind == ORDINAL_LETTER ||
                   next_ordinal(rows, row).kind == ORDINAL_BULLET;
    char *copy = strdup(text);
    if (!copy) {
        return ERR_NOMEM;
    }
    free(rows->heading);
    rows->heading = copy;
    rows->heading_row = (int)row + 1;
    rows->heading_level = level;
    rows->group_cell = NULL;
    rows->last[0] = '\0';
    rows->unnumbered = 0;
    return groups_enter(&rows->groups, ordinal, text, letters);
}

/* --- a row's texts --------------------------------------------------------------------------------------- */

static char *time_of(const struct rows *rows, size_t row)
{
    const char *whole = value(rows, row, COLUMN_TIME);
    const char *from = value(rows, row, COLUMN_TIME_FROM);
    const char *to = value(rows, row, COLUMN_TIME_TO);
    struct buf out;
    buf_init(&out, GRID_MAX_CELL * 4);
    int err = 0;
    if (whole[0] || (!from[0] && !to[0])) {
        return strdup(whole);
    }
    err = from[0] ? buf_printf(&out, "Từ %s", from) : 0;
    err = err || !to[0] ? err : buf_printf(&out, from[0] ? " đến %s" : "Đến %s", to);
    char *text = err ? NULL : buf_steal(&out);
    buf_clear(&out);
    return text;
}

static int fill_units(const struct rows *rows, size_t row, enum column column, struct task *task)
{
    struct units_place place = {.file = rows->grids->file,
                                .row = (int)row + 1,
                                .column = column_at(rows, column) + 1,
                                .diag = rows->grids->diag};
    return units_split(value(rows, row, column), column != COLUMN_COORDINATING, rows->department,
                       &place, &task->lead, &task->coordinating);
}

static int fill_task(const struct rows *rows, size_t row, const char *content, struct task *task)
{
    task->line = (int)row + 1;
    task->stt = strdup("");
    task->group = groups_text(&rows->groups);
    task->content = strdup(content);
    task->product = strdup(value(rows, row, COLUMN_PRODUCT));
    task->time = time_of(rows, row);
    task->time_fix = strdup(value(rows, row, COLUMN_TIME_FIX));
    task->amends = strdup(value(rows, row, COLUMN_AMENDS));
    if (!task->stt || !task->group || !task->content || !task->product || !task->time ||
        !task->time_fix || !task->amends) {
        return ERR_NOMEM;
    }
    int err = fill_units(rows, row, COLUMN_LEAD, task);
    err = err ? err : fill_units(rows, row, COLUMN_ASSIGNMENT, task);
    return err ? err : fill_units(rows, row, COLUMN_COORDINATING, task);
}

static int add_entry(struct rows *rows, size_t row, const char *content, const char *stt,
                     bool shares)
{
    struct entry entry = {.item = rows->items, .shares = shares};
    entry.column = column_at(rows, COLUMN_STT) + 1;
    (void)snprintf(entry.stt, sizeof(entry.stt), "%s", stt);
    int err = fill_task(rows, row, content, &entry.task);
    err = err ? err : vec_push(&rows->entries, PLAN_MAX_TASKS, entry);
    if (err) {
        task_clear(&entry.task);
    }
    rows->heading_row = err ? rows->heading_row : 0;
    return err;
}

/* --- kinds of rows ---------------------------------------------------------------------------------------- */

static int add_numbered(struct rows *rows, size_t row, const struct ordinal *ordinal,
                        const char *content)
{
    char stt[STT_SIZE];
    struct ordinal number = *ordinal;
    if (number.kind == ORDINAL_BULLET) {
        number.kind = ORDINAL_LETTER;
        ordinal_letter(++rows->unnumbered, number.text);
    } else {
        rows->unnumbered = 0;
    }
    groups_stt(&rows->groups, &number, rows->last, stt);
    if (number.kind != ORDINAL_LETTER) {
        (void)snprintf(rows->last, sizeof(rows->last), "%s", stt);
    }
    rows->items++;
    return add_entry(rows, row, content, stt, true);
}

/* A row without a number: numbered in its group when no row there has one, else by letters. */
static int add_unnumbered(struct rows *rows, size_t row, const char *content)
{
    struct ordinal number = {.kind = ORDINAL_DECIMAL};
    char stt[STT_SIZE];
    rows->unnumbered++;
    if (rows->last[0]) {
        number.kind = ORDINAL_LETTER;
        ordinal_letter(rows->unnumbered, number.text);
    } else {
        (void)snprintf(number.text, sizeof(number.text), "%d", rows->unnumbered);
    }
    groups_stt(&rows->groups, &number, rows->last, stt);
    if (rows->last[0]) {
        tell(rows, DIAG_WARNING, row, column_at(rows, COLUMN_STT) + 1,
             _("Đặt số khác trong tệp kế hoạch nếu cần."), _("dòng không có số thứ tự; tạm ghi"),
             stt);
    } else if (!rows->told_numbering) {
        rows->told_numbering = true;
        tell(rows, DIAG_NOTE, row, 0, NULL,
             _("các dòng không có số thứ tự; đã đánh số lần lượt trong từng nhóm"), NULL);
    }
    rows->items++;
    return add_entry(rows, row, content, stt, true);
}

/* A row that shares the number, and where it says nothing else the content, of the one above. */
static int add_sharing(struct rows *rows, size_t row)
{
    const struct entry *above = &rows->entries.items[rows->entries.count - 1];
    const char *own = value(rows, row, COLUMN_CONTENT);
    _cleanup_free_ char *content = strdup(own[0] ? own : above->task.content);
    char stt[STT_SIZE];
    (void)snprintf(stt, sizeof(stt), "%s", above->stt);
    return content ? add_entry(rows, row, content, stt, true) : ERR_NOMEM;
}

static int append(char **slot, const char *text, const char *between)
{
    struct buf out;
    buf_init(&out, GRID_MAX_CELL * 4);
    if (text[0] == '\0') {
        return 0;
    }
    int err = buf_printf(&out, "%s%s%s", *slot, (*slot)[0] ? between : "", text);
    char *joined = err ? NULL : buf_steal(&out);
    buf_clear(&out);
    if (!joined) {
        return err ? err : ERR_NOMEM;
    }
    free(*slot);
    *slot = joined;
    return 0;
}

/* A row that a page break tore: its texts go on where those of the row above ended. */
static int append_row(struct rows *rows, size_t row)
{
    struct task *task = &rows->entries.items[rows->entries.count - 1].task;
    int err = 0;
    if (is_fresh(rows, row, COLUMN_CONTENT)) {
        const char *text = value(rows, row, COLUMN_CONTENT);
        err = append(&task->content, text, begins_small(text) ? " " : "\n");
    }
    if (!err && is_fresh(rows, row, COLUMN_PRODUCT)) {
        const char *text = value(rows, row, COLUMN_PRODUCT);
        err = append(&task->product, text, begins_small(text) ? " " : "\n");
    }
    if (!err && is_fresh(rows, row, COLUMN_TIME)) {
        const char *text = value(rows, row, COLUMN_TIME);
        err = append(&task->time, text, begins_small(text) ? " " : "\n");
    }
    tell(rows, DIAG_NOTE, row, 0, NULL, _("đã nối vào dòng trên (dòng bị ngắt sang trang)"), NULL);
    return err;
}

/* Without a number and a content of its own. */
static int take_rest(struct rows *rows, size_t row)
{
    bool merged = cell_of(rows, row, COLUMN_STT)->down || cell_of(rows, row, COLUMN_CONTENT)->down;
    bool fresh_units = is_fresh(rows, row, COLUMN_LEAD) || is_fresh(rows, row, COLUMN_ASSIGNMENT) ||
                       is_fresh(rows, row, COLUMN_COORDINATING);
    bool fresh_time = is_fresh(rows, row, COLUMN_TIME) || is_fresh(rows, row, COLUMN_TIME_TO);
    bool fresh_text = is_fresh(rows, row, COLUMN_PRODUCT) || is_fresh(rows, row, COLUMN_CONTENT);
    if (!fresh_units && !fresh_time && !fresh_text) {
        return 0; /* merged all over: nothing is said that was not said above */
    }
    if (rows->entries.count == 0 || rows->heading_row > 0) {
        tell(rows, DIAG_WARNING, row, 0, _("Nếu là nhiệm vụ, hãy thêm tay vào kế hoạch."),
             _("dòng không có nội dung nên không đưa vào kế hoạch:"),
             fresh_time ? value(rows, row, COLUMN_TIME) : value(rows, row, COLUMN_PRODUCT));
        return 0;
    }
    if (!merged && !fresh_units && begins_small(value(rows, row, COLUMN_TIME))) {
        return append_row(rows, row);
    }
    return merged || fresh_units || fresh_time ? add_sharing(rows, row) : append_row(rows, row);
}

/* A text in the column STT that is no number. */
static int take_odd(struct rows *rows, size_t row, const char *content)
{
    const char *text = value(rows, row, COLUMN_STT);
    tell(rows, DIAG_WARNING, row, column_at(rows, COLUMN_STT) + 1, NULL,
         content[0] ? _("số thứ tự không đọc được:")
                    : _("dòng không có nội dung nên không đưa vào kế hoạch:"),
         text);
    return content[0] ? add_unnumbered(rows, row, content) : 0;
}

static int take_row(struct rows *rows, size_t row)
{
    const char *content = value(rows, row, COLUMN_CONTENT);
    const struct grid_cell *stt = cell_of(rows, row, COLUMN_STT);
    bool fresh_content = is_fresh(rows, row, COLUMN_CONTENT);
    if (is_fresh(rows, row, COLUMN_STT)) {
        struct ordinal ordinal = ordinal_of(stt->text);
        if (ordinal.kind == ORDINAL_NONE || content[0] == '\0') {
            return take_odd(rows, row, content);
        }
        return add_numbered(rows, row, &ordinal, content);
    }
    if (!fresh_content || stt->down) {
        return take_rest(rows, row);
    }
    bool torn = rows->entries.count > 0 && rows->heading_row == 0 && begins_small(content) &&
                !has_units(rows, row) && !has_time(rows, row) && column_at(rows, COLUMN_STT) >= 0;
    if (torn) {
        return append_row(rows, row);
    }
    if (rows->numbered_content) {
        const char *rest;
        struct ordinal ordinal = ordinal_in(content, &rest);
        if (ordinal.kind == ORDINAL_DECIMAL || ordinal.kind == ORDINAL_LETTER) {
            return add_numbered(rows, row, &ordinal, rest);
        }
    }
    return add_unnumbered(rows, row, content);
}

/* --- a table ------------------------------------------------------------------------------------------------ */

static int take_group_cell(struct rows *rows, size_t row)
{
    const char *text = value(rows, row, COLUMN_GROUP);
    if (text[0] == '\0' || (rows->group_cell && strcmp(rows->group_cell, text) == 0)) {
        return 0;
    }
    rows->group_cell = text;
    rows->last[0] = '\0';
    rows->unnumbered = 0;
    return groups_enter_cell(&rows->groups, text);
}

static int read_row(struct rows *rows, size_t row)
{
    struct ordinal ordinal;
    const char *text;
    if (grid_row_is_blank(rows->grid, row)) {
        return 0;
    }
    if (layout_is_header(rows->grid, rows->layout, row)) {
        tell(rows, DIAG_NOTE, row, 0, NULL, _("đã bỏ dòng tiêu đề lặp lại"), NULL);
        return 0;
    }
    bool torn = rows->entries.count > 0 && rows->heading_row == 0 &&
                column_at(rows, COLUMN_STT) >= 0 && value(rows, row, COLUMN_STT)[0] == '\0' &&
                begins_small(value(rows, row, COLUMN_CONTENT));
    if (!torn && find_heading(rows, row, &ordinal, &text)) {
        return take_heading(rows, row, &ordinal, text);
    }
    int err = take_group_cell(rows, row);
    return err ? err : take_row(rows, row);
}

/* Whether most contents begin with a number, where no column holds it. */
static bool contents_are_numbered(const struct rows *rows)
{
    size_t numbered = 0;
    size_t other = 0;
    if (column_at(rows, COLUMN_STT) >= 0) {
        return false;
    }
    for (size_t r = rows->layout->body; r < rows->grid->count; r++) {
        const char *rest;
        if (is_fresh(rows, r, COLUMN_CONTENT) && (has_units(rows, r) || has_time(rows, r))) {
            bool is = ordinal_in(value(rows, r, COLUMN_CONTENT), &rest).kind == ORDINAL_DECIMAL;
            numbered += is;
            other += !is;
        }
    }
    return numbered > other;
}

/* Columns that have a name and are not read. */
static void tell_unused(const struct rows *rows)
{
    const struct layout *layout = rows->layout;
    for (size_t c = 0; c < rows->grid->columns && layout->body > 0; c++) {
        const struct grid_cell *cell = grid_at(rows->grid, layout->body - 1, c);
        enum column kind = layout->kinds[c];
        size_t used = 0;
        if (cell->across || (kind != COLUMN_NONE && kind != COLUMN_NOTE)) {
            continue;
        }
        for (size_t r = layout->body; r < rows->grid->count; r++) {
            const struct grid_cell *body = grid_at(rows->grid, r, c);
            used += body->text[0] && !body->across && !body->down;
        }
        if (used > 0) {
            tell(rows, kind == COLUMN_NOTE ? DIAG_NOTE : DIAG_WARNING, layout->body - 1, (int)c + 1,
                 NULL, _("cột không đưa vào kế hoạch:"), cell->text[0] ? cell->text : "?");
        }
    }
}

int plan_rows_read(struct rows *rows, const struct grid *grid, const struct layout *layout)
{
    int err = 0;
    rows->grid = grid;
    rows->layout = layout;
    rows->numbered_content = contents_are_numbered(rows);
    tell_unused(rows);
    for (size_t r = layout->body; !err && r < grid->count; r++) {
        err = read_row(rows, r);
    }
    close_heading(rows);
    if (err == ERR_LIMIT && !diag_has_errors(rows->grids->diag)) {
        diag_add(rows->grids->diag, DIAG_ERROR, rows->grids->file, 0, 0,
                 _("bảng có quá nhiều dòng, nhóm hoặc đơn vị"), NULL);
    }
    return err;
}

/* --- letters ---------------------------------------------------------------------------------------------------- */

/* The stt of an entry: with a letter when others share its number. */
static void final_stt(const struct rows *rows, size_t index, char out[static STT_SIZE])
{
    const struct entry *entries = rows->entries.items;
    size_t first = index;
    char letter[ORDINAL_SIZE] = "";
    while (first > 0 && entries[first - 1].item == entries[index].item) {
        first--;
    }
    bool shared = first < index || (index + 1 < rows->entries.count &&
                                    entries[index + 1].item == entries[index].item);
    if (shared) {
        ordinal_letter((int)(index - first) + 1, letter);
    }
    /* What is longer than a plan takes is cut further below: the letter has room in any case. */
    (void)snprintf(out, STT_SIZE, "%.*s%s", STT_SIZE - ORDINAL_SIZE, entries[index].stt, letter);
}

/* Takes another stt when one stood before, or when it is too long for a plan. */
static int make_unique(struct rows *rows, struct known *known, const struct entry *entry,
                       char stt[static STT_SIZE])
{
    char wanted[STT_SIZE];
    int first = 0;
    if (strlen(stt) > STT_MAX - 8) {
        stt[utf8_cut(stt, strlen(stt), STT_MAX - 8)] = '\0';
        tell(rows, DIAG_WARNING, (size_t)entry->task.line - 1, entry->column, NULL,
             _("số thứ tự quá dài; tạm ghi"), stt);
    }
    (void)snprintf(wanted, sizeof(wanted), "%s", stt);
    int err = known_add(known, stt, entry->task.line, &first);
    for (int i = 2; err == ERR_EXISTS && i < UNIQUE_TRIES; i++) {
        int other;
        int number = i + 1 < UNIQUE_TRIES ? i : (int)(entry - rows->entries.items) + UNIQUE_TRIES;
        (void)snprintf(stt, STT_SIZE, "%.*s-%d", STT_MAX - 8, wanted, number);
        err = known_add(known, stt, entry->task.line, &other);
        if (!err) {
            tell(rows, DIAG_WARNING, (size_t)entry->task.line - 1, entry->column,
                 _("Số này đã có ở một dòng trên; đặt số khác trong tệp kế hoạch nếu cần."),
                 _("số thứ tự trùng; tạm ghi"), stt);
        }
    }
    return err;
}

int plan_rows_finish(struct rows *rows, struct plan *plan)
{
    struct known known = {0};
    int err = 0;
    for (size_t i = 0; !err && i < rows->entries.count; i++) {
        struct entry *entry = &rows->entries.items[i];
        char stt[STT_SIZE];
        final_stt(rows, i, stt);
        err = make_unique(rows, &known, entry, stt);
        free(entry->task.stt);
        entry->task.stt = strdup(stt);
        err = err || entry->task.stt ? err : ERR_NOMEM;
    }
    for (size_t i = 0; !err && i < rows->entries.count; i++) {
        err = vec_grow(&plan->tasks, sizeof(*plan->tasks), plan->count, 1, PLAN_MAX_TASKS,
                       &plan->capacity);
        if (!err) {
            plan->tasks[plan->count++] = rows->entries.items[i].task;
            rows->entries.items[i].task = (struct task){0};
        }
    }
    known_clear(&known);
    return err;
}
