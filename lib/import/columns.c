#include "lib/import/columns.h"

#include <string.h>

#include "base/cleanup.h"
#include "base/utf8.h"

#define HEADER_MAX_BYTES 200 /* a longer cell names no column */
#define HEADER_SEARCH 100    /* rows in which a header is looked for */
#define HEADER_MAX_ROWS 4
#define SCANNED_SEARCH 5 /* rows in which it may be one whose every name is misread */
#define FUZZY_FROM 8

struct name {
    const char *key;
    enum column column;
};

/* Keys as column_key makes them. */
static const struct name NAMES[] = {
    {"stt", COLUMN_STT},
    {"tt", COLUMN_STT},
    {"sott", COLUMN_STT},
    {"sothutu", COLUMN_STT},
    {"thutu", COLUMN_STT},
    {"so", COLUMN_STT},
    {"muc", COLUMN_STT},
    {"nhom", COLUMN_GROUP},
    {"nhomnhiemvu", COLUMN_GROUP},
    {"nhiemvuchung", COLUMN_GROUP},
    {"linhvuc", COLUMN_GROUP},
    {"linhvuccongtac", COLUMN_GROUP},
    {"noidung", COLUMN_CONTENT},
    {"nhiemvu", COLUMN_CONTENT},
    {"nhiemvucuthe", COLUMN_CONTENT},
    {"congviec", COLUMN_CONTENT},
    {"noidungcongviec", COLUMN_CONTENT},
    {"noidungnhiemvu", COLUMN_CONTENT},
    {"noidungthuchien", COLUMN_CONTENT},
    {"noidunghoatdong", COLUMN_CONTENT},
    {"hoatdong", COLUMN_CONTENT},
    {"tennhiemvu", COLUMN_CONTENT},
    {"muctieu", COLUMN_CONTENT},
    {"nhiemvugiaiphap", COLUMN_CONTENT},
    {"sanpham", COLUMN_PRODUCT},
    {"sanphamdukien", COLUMN_PRODUCT},
    {"sanphamdaura", COLUMN_PRODUCT},
    {"ketqua", COLUMN_PRODUCT},
    {"ketquacongviec", COLUMN_PRODUCT},
    {"ketquasanpham", COLUMN_PRODUCT},
    {"sanphamketqua", COLUMN_PRODUCT},
    {"ketquadaura", COLUMN_PRODUCT},
    {"ketquadukien", COLUMN_PRODUCT},
    {"chutri", COLUMN_LEAD},
    {"donvichutri", COLUMN_LEAD},
    {"coquanchutri", COLUMN_LEAD},
    {"coquandonvichutri", COLUMN_LEAD},
    {"phongbanchutri", COLUMN_LEAD},
    {"donvithuchien", COLUMN_ASSIGNMENT},
    {"coquanthuchien", COLUMN_ASSIGNMENT},
    {"donvi", COLUMN_ASSIGNMENT},
    {"nguoithuchien", COLUMN_ASSIGNMENT},
    {"phancong", COLUMN_ASSIGNMENT},
    {"phancongthuchien", COLUMN_ASSIGNMENT},
    {"phancongnhiemvu", COLUMN_ASSIGNMENT},
    {"phancongtrachnhiem", COLUMN_ASSIGNMENT},
    {"trachnhiemthuchien", COLUMN_ASSIGNMENT},
    {"tochucthuchien", COLUMN_ASSIGNMENT},
    {"donvichutriphoihop", COLUMN_ASSIGNMENT},
    {"phoihop", COLUMN_COORDINATING},
    {"donviphoihop", COLUMN_COORDINATING},
    {"coquanphoihop", COLUMN_COORDINATING},
    {"coquandonviphoihop", COLUMN_COORDINATING},
    {"thoigian", COLUMN_TIME},
    {"thoihan", COLUMN_TIME},
    {"thoigianthuchien", COLUMN_TIME},
    {"thoigianhoanthanh", COLUMN_TIME},
    {"thoihanhoanthanh", COLUMN_TIME},
    {"thoihanthuchien", COLUMN_TIME},
    {"thuchienhoanthanh", COLUMN_TIME},
    {"hoanthanh", COLUMN_TIME},
    {"hanhoanthanh", COLUMN_TIME},
    {"tiendo", COLUMN_TIME},
    {"tiendothuchien", COLUMN_TIME},
    {"tiendohoanthanh", COLUMN_TIME},
    {"batdau", COLUMN_TIME_FROM},
    {"thoigianbatdau", COLUMN_TIME_FROM},
    {"ngaybatdau", COLUMN_TIME_FROM},
    {"ketthuc", COLUMN_TIME_TO},
    {"thoigianketthuc", COLUMN_TIME_TO},
    {"ngayketthuc", COLUMN_TIME_TO},
    {"thoigiansua", COLUMN_TIME_FIX},
    {"suadoi", COLUMN_AMENDS},
    {"ghichu", COLUMN_NOTE},
};

/* For wordings that are not in the table: the first pair of words that the key holds. */
static const struct {
    const char *word, *also;
    enum column column;
} WORDS[] = {
    {"chutri", "phoihop", COLUMN_ASSIGNMENT},
    {"chutri", "", COLUMN_LEAD},
    {"phoihop", "", COLUMN_COORDINATING},
    {"phancong", "", COLUMN_ASSIGNMENT},
    {"thoigian", "", COLUMN_TIME},
    {"thoihan", "", COLUMN_TIME},
    {"tiendo", "", COLUMN_TIME},
    {"ghichu", "", COLUMN_NOTE},
    {"sanpham", "", COLUMN_PRODUCT},
    {"donvi", "thuchien", COLUMN_ASSIGNMENT},
    {"coquan", "thuchien", COLUMN_ASSIGNMENT},
    {"ketqua", "", COLUMN_PRODUCT},
    {"noidung", "", COLUMN_CONTENT},
    {"nhiemvu", "", COLUMN_CONTENT},
    {"hoatdong", "", COLUMN_CONTENT},
    {"congviec", "", COLUMN_CONTENT},
};

int column_key(const char *text, struct buf *out)
{
    _cleanup_buf_ struct buf plain = {0};
    buf_init(&plain, out->max * 4);
    int err = utf8_fold_plain(text, strlen(text), &plain);
    for (size_t i = 0; !err && i < plain.len; i++) {
        char c = plain.data[i];
        if ((c >= 'a' && c <= 'z') || (c >= '0' && c <= '9')) {
            err = buf_putc(out, c);
        }
    }
    return err;
}

/* Scanned headers have letters that were mistaken for others: one in six may be. */
static enum column nearest(const char *key)
{
    size_t len = strlen(key);
    enum column found = COLUMN_NONE;
    int limit = (int)(len / 6);
    for (size_t i = 0; len >= FUZZY_FROM && i < sizeof(NAMES) / sizeof(NAMES[0]); i++) {
        size_t other = strlen(NAMES[i].key);
        bool alike =
            other >= FUZZY_FROM && other <= len + (size_t)limit && len <= other + (size_t)limit;
        int distance = alike ? utf8_distance(key, NAMES[i].key, limit) : limit + 1;
        if (distance <= limit) {
            limit = distance;
            found = NAMES[i].column;
        }
    }
    return found;
}

/* By the tables alone; the key is left in `key`. */
static enum column exact(const char *text, struct buf *key)
{
    if (strlen(text) > HEADER_MAX_BYTES || column_key(text, key) || key->len == 0) {
        return COLUMN_NONE;
    }
    for (size_t i = 0; i < sizeof(NAMES) / sizeof(NAMES[0]); i++) {
        if (strcmp(NAMES[i].key, buf_str(key)) == 0) {
            return NAMES[i].column;
        }
    }
    for (size_t i = 0; key->len < 60 && i < sizeof(WORDS) / sizeof(WORDS[0]); i++) {
        if (strstr(buf_str(key), WORDS[i].word) && strstr(buf_str(key), WORDS[i].also)) {
            return WORDS[i].column;
        }
    }
    return COLUMN_NONE;
}

enum column column_of(const char *text)
{
    _cleanup_buf_ struct buf key = {0};
    buf_init(&key, (size_t)HEADER_MAX_BYTES * 2);
    enum column column = exact(text, &key);
    return column != COLUMN_NONE || key.len == 0 ? column : nearest(buf_str(&key));
}

const char *column_name(enum column column)
{
    static const char *const TEXTS[COLUMN_KINDS] = {
        [COLUMN_NONE] = "",
        [COLUMN_STT] = "stt",
        [COLUMN_GROUP] = "nhom",
        [COLUMN_CONTENT] = "noi_dung",
        [COLUMN_PRODUCT] = "san_pham",
        [COLUMN_LEAD] = "chu_tri",
        [COLUMN_COORDINATING] = "phoi_hop",
        [COLUMN_ASSIGNMENT] = "chu_tri + phoi_hop",
        [COLUMN_TIME] = "thoi_gian",
        [COLUMN_TIME_FROM] = "thoi_gian",
        [COLUMN_TIME_TO] = "thoi_gian",
        [COLUMN_TIME_FIX] = "thoi_gian_sua",
        [COLUMN_AMENDS] = "sua_doi",
        [COLUMN_NOTE] = "",
    };
    return TEXTS[column];
}

/* --- the header ------------------------------------------------------------------------------------ */

static size_t width_of(const struct grid *grid, size_t row)
{
    return row < grid->count ? grid->items[row].count : 0;
}

/* How many rows the header takes: as far as its merged cells go down, and a row of sub-columns. */
static size_t header_rows(const struct grid *grid, size_t row)
{
    size_t rows = 1;
    size_t width = width_of(grid, row);
    for (size_t r = row + 1; r < row + HEADER_MAX_ROWS && r < grid->count; r++) {
        bool goes_on = false;
        for (size_t c = 0; c < width; c++) {
            const struct grid_cell *above = grid_at(grid, r - 1, c);
            const struct grid_cell *cell = grid_at(grid, r, c);
            bool known = column_of(above->text) != COLUMN_NONE;
            bool sub = !cell->down && cell->text[0] && column_of(cell->text) != COLUMN_NONE &&
                       (above->across || grid_at(grid, r - 1, c + 1)->across);
            goes_on = goes_on || (known && cell->down) || sub;
        }
        if (!goes_on) {
            break;
        }
        rows++;
    }
    return rows;
}

/* The kind of a column by its lowest header cell that names one. A cell merged over several columns
 * names only the first of them, unless it is one of units or time: those have sub-columns. */
static enum column kind_of(const struct grid *grid, size_t first, size_t rows, size_t column)
{
    for (size_t r = first + rows; r > first; r--) {
        const struct grid_cell *cell = grid_at(grid, r - 1, column);
        enum column kind = cell->text[0] ? column_of(cell->text) : COLUMN_NONE;
        if (kind != COLUMN_NONE) {
            return cell->across ? COLUMN_NONE : kind;
        }
    }
    return COLUMN_NONE;
}

/* Whether body cells of the column are merged downwards, as the headings of groups are. */
static bool is_merged_down(const struct grid *grid, size_t body, size_t column)
{
    for (size_t r = body + 1; r < grid->count; r++) {
        const struct grid_cell *cell = grid_at(grid, r, column);
        if (cell->down && !cell->across) {
            return true;
        }
    }
    return false;
}

/* Notes that a column is of a kind. A second one of the same kind is not used, but "Nhiệm vụ" whose
 * cells are merged downwards beside "Nội dung" holds the groups. */
static void take_column(const struct grid *grid, size_t column, enum column kind,
                        struct layout *out)
{
    int *content = &out->at[COLUMN_CONTENT];
    out->kinds[column] = kind;
    if (kind == COLUMN_NONE || kind == COLUMN_NOTE) {
        return;
    }
    if (kind == COLUMN_CONTENT && *content >= 0 && out->at[COLUMN_GROUP] < 0 &&
        is_merged_down(grid, out->body, (size_t)*content)) {
        out->at[COLUMN_GROUP] = *content;
        out->kinds[*content] = COLUMN_GROUP;
        *content = (int)column;
    } else if (out->at[kind] >= 0) {
        out->kinds[column] = COLUMN_NONE;
    } else {
        out->at[kind] = (int)column;
    }
}

static void read_layout(const struct grid *grid, size_t row, struct layout *out)
{
    *out = (struct layout){.header = row};
    size_t rows = header_rows(grid, row);
    size_t width = grid->columns;
    out->body = row + rows;
    for (size_t i = 0; i < COLUMN_KINDS; i++) {
        out->at[i] = -1;
    }
    for (size_t c = 0; c < width; c++) {
        take_column(grid, c, kind_of(grid, row, rows, c), out);
    }
}

/* 0: no plan's columns. */
static int score_of(const struct layout *layout)
{
    bool time = layout->at[COLUMN_TIME] >= 0 || layout->at[COLUMN_TIME_TO] >= 0;
    bool units = layout->at[COLUMN_LEAD] >= 0 || layout->at[COLUMN_ASSIGNMENT] >= 0 ||
                 layout->at[COLUMN_COORDINATING] >= 0;
    if (layout->at[COLUMN_CONTENT] < 0 || (!time && !units)) {
        return 0;
    }
    int score = 1 + 4 * time + 4 * units;
    for (int i = COLUMN_STT; i < COLUMN_NOTE; i++) {
        score += layout->at[i] >= 0;
    }
    return score;
}

/* Whether a cell of the row is a name letter by letter: only then, and in the first rows, are scanned
 * names looked for, which takes long. */
static bool may_be_header(const struct grid *grid, size_t row)
{
    _cleanup_buf_ struct buf key = {0};
    buf_init(&key, (size_t)HEADER_MAX_BYTES * 2);
    bool found = row < SCANNED_SEARCH;
    for (size_t c = 0; !found && c < width_of(grid, row); c++) {
        const char *text = grid_at(grid, row, c)->text;
        buf_reset(&key);
        found = text[0] && exact(text, &key) != COLUMN_NONE;
    }
    return found;
}

bool layout_find(const struct grid *grid, struct layout *out)
{
    struct layout best = {0};
    for (size_t r = 0; r < grid->count && r < HEADER_SEARCH; r++) {
        struct layout layout;
        if (grid_row_is_blank(grid, r) || !may_be_header(grid, r)) {
            continue;
        }
        read_layout(grid, r, &layout);
        layout.score = score_of(&layout);
        if (layout.score > best.score) {
            best = layout;
        }
    }
    if (best.score > 0) {
        *out = best;
    }
    return best.score > 0;
}

/* "1 2 3 4" or "(1) (2) (3)" under the names. */
static bool numbers_columns(const struct grid *grid, size_t row)
{
    int found = 0;
    for (size_t c = 0; c < width_of(grid, row); c++) {
        const struct grid_cell *cell = grid_at(grid, row, c);
        _cleanup_buf_ struct buf key = {0};
        buf_init(&key, 64);
        if (cell->text[0] == '\0' || cell->across || cell->down) {
            continue;
        }
        if (strlen(cell->text) > 6 || column_key(cell->text, &key) || key.len == 0 || key.len > 2 ||
            strspn(key.data, "0123456789") != key.len) {
            return false;
        }
        int number =
            key.len == 1 ? key.data[0] - '0' : (key.data[0] - '0') * 10 + key.data[1] - '0';
        if (number != found + 1) {
            return false;
        }
        found++;
    }
    return found >= 3;
}

bool layout_is_header(const struct grid *grid, const struct layout *layout, size_t row)
{
    int same = 0;
    int other = 0;
    if (numbers_columns(grid, row)) {
        return true;
    }
    for (size_t c = 0; c < grid->columns; c++) {
        const char *text = grid_at(grid, row, c)->text;
        bool repeats = false;
        for (size_t r = layout->header; !repeats && r < layout->body; r++) {
            repeats = text[0] && strcmp(text, grid_at(grid, r, c)->text) == 0;
        }
        repeats = repeats || (text[0] && layout->kinds[c] != COLUMN_NONE &&
                              column_of(text) == layout->kinds[c] && strlen(text) < 60);
        same += repeats && !grid_at(grid, row, c)->across;
        other += text[0] && !repeats;
    }
    return same >= 2 && other == 0;
}

bool layout_equal(const struct layout *a, const struct layout *b)
{
    return memcmp(a->kinds, b->kinds, sizeof(a->kinds)) == 0;
}

int layout_print(const struct grid *grid, const struct layout *layout, struct buf *out)
{
    int err = 0;
    for (size_t c = 0; !err && c < grid->columns; c++) {
        const char *text = grid_at(grid, layout->body - 1, c)->text;
        enum column kind = layout->kinds[c];
        if (kind == COLUMN_NONE || kind == COLUMN_NOTE) {
            continue;
        }
        size_t len = utf8_cut(text, strlen(text), 60);
        err = buf_puts(out, out->len > 0 ? ", " : "");
        for (size_t i = 0; !err && i < len; i++) {
            err = buf_putc(out, text[i] == '\n' ? ' ' : text[i]);
        }
        err = err ? err : buf_printf(out, " → %s", column_name(kind));
    }
    return err;
}
