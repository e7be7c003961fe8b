#include "import/csv.h"

#include "base/cleanup.h"
#include "base/err.h"
#include "base/i18n.h"
#include "base/text.h"
#include "base/utf8.h"
#include "lib/import/source.h"

/* Where a byte stands, for people. */
struct place {
    int line, column;
};

enum state {
    CELL_START, /* nothing of the cell read yet */
    BARE,       /* in a cell without quotes */
    QUOTED,     /* in a cell with quotes */
    QUOTE_SEEN, /* behind a quote in such a cell: its end, or half of "" */
    RESYNC,     /* behind a mistake: on to the end of the line */
};

struct csv {
    struct source source;
    char *name;
    char separator;
    struct place here; /* of the next byte */
    bool ended;
    struct place record;                   /* where the last record began */
    struct buf text;                       /* its cells, each with a NUL behind */
    struct csv_cell cells[CSV_MAX_FIELDS]; /* text is set when the record is whole */
    size_t starts[CSV_MAX_FIELDS];         /* offsets in text */
    size_t count;
    struct diag *diag; /* of the call that runs */
    int err;           /* of the record that is read */
};

/* --- findings ------------------------------------------------------------------------------------------- */

/* One finding a record: the first. */
static void fail(struct csv *csv, int err, struct place place, const char *message,
                 const char *remedy)
{
    if (!csv->err) {
        diag_add(csv->diag, DIAG_ERROR, csv->name, place.line, place.column, message, remedy);
        csv->err = err;
    }
}

/* The place of byte `offset` of a cell that began at `start`. */
static struct place place_within(struct place start, const char *text, size_t offset)
{
    for (size_t i = 0; i < offset; i++) {
        if (text[i] == '\n') {
            start.line++;
            start.column = 1;
        } else if (((unsigned char)text[i] & 0xC0) != 0x80) {
            start.column++;
        }
    }
    return start;
}

/* --- building a record ------------------------------------------------------------------------------------ */

static void begin_cell(struct csv *csv)
{
    if (csv->count == CSV_MAX_FIELDS) {
        fail(csv, ERR_LIMIT, csv->here, _("dòng có quá nhiều cột"),
             _("Kiểm tra dấu phân cách giữa các cột."));
        return;
    }
    csv->starts[csv->count] = csv->text.len;
    csv->cells[csv->count] = (struct csv_cell){.line = csv->here.line, .column = csv->here.column};
    csv->count++;
}

static struct csv_cell *last_cell(struct csv *csv)
{
    return &csv->cells[csv->count - 1];
}

static struct place cell_place(struct csv *csv)
{
    return (struct place){last_cell(csv)->line, last_cell(csv)->column};
}

static void put(struct csv *csv, const char *bytes, size_t len)
{
    if (csv->err) {
        return;
    }
    if (csv->text.len + len - csv->starts[csv->count - 1] > CSV_MAX_CELL) {
        fail(csv, ERR_LIMIT, cell_place(csv), _("ô bắt đầu ở đây dài hơn 1 MB"),
             _("Rút ngắn nội dung, hoặc thêm dấu nháy kép đóng ô."));
        return;
    }
    int err = buf_append(&csv->text, bytes, len);
    if (err) {
        fail(csv, err, csv->record, err == ERR_NOMEM ? err_text(err) : _("dòng dài hơn 4 MB"),
             NULL);
    }
}

static void end_cell(struct csv *csv)
{
    if (csv->err) {
        return;
    }
    size_t start = csv->starts[csv->count - 1];
    const char *text = csv->text.len > start ? csv->text.data + start : "";
    size_t len = csv->text.len - start;
    size_t valid = utf8_valid_length(text, len);
    size_t nul = strnlen(text, len);
    if (valid < len || nul < len) {
        struct place place = place_within(cell_place(csv), text, valid < nul ? valid : nul);
        fail(csv, ERR_FORMAT, place, _("không phải là UTF-8"),
             _("Lưu lại tệp: \"CSV UTF-8 (Comma delimited)\"."));
        return;
    }
    last_cell(csv)->len = len;
    int err = buf_putc(&csv->text, '\0');
    if (err) {
        fail(csv, err, csv->record, err == ERR_NOMEM ? err_text(err) : _("dòng dài hơn 4 MB"),
             NULL);
    }
}

/* --- bytes ------------------------------------------------------------------------------------------------- */

/* The next byte, or -1 at the end; line ends of every kind come as one '\n'. */
static int next_byte(struct csv *csv)
{
    int c = source_get(&csv->source);
    if (c == '\r') {
        if (source_peek(&csv->source) == '\n') {
            (void)source_get(&csv->source);
        }
        c = '\n';
    }
    if (c == '\n') {
        csv->here.line++;
        csv->here.column = 1;
    } else if (c >= 0 && (c & 0xC0) != 0x80) {
        csv->here.column++;
    }
    return c;
}

static enum state stray_quote(struct csv *csv)
{
    fail(csv, ERR_FORMAT, (struct place){csv->here.line, csv->here.column - 1},
         _("dấu nháy kép không đúng chỗ"),
         _("Đặt cả ô trong dấu nháy kép và viết \"\" cho mỗi dấu nháy bên trong."));
    return RESYNC;
}

/* One byte of a cell without quotes, or at a cell's start. */
static enum state bare_byte(struct csv *csv, enum state state, char c)
{
    if (c == csv->separator) {
        end_cell(csv);
        begin_cell(csv);
        return CELL_START;
    }
    if (c == '"') {
        return state == CELL_START ? QUOTED : stray_quote(csv);
    }
    put(csv, &c, 1);
    return BARE;
}

static enum state behind_quote(struct csv *csv, char c)
{
    if (c == '"') {
        put(csv, &c, 1);
        return QUOTED;
    }
    if (c == csv->separator) {
        end_cell(csv);
        begin_cell(csv);
        return CELL_START;
    }
    if (c == ' ' || c == '\t') { /* Excel never writes it; people do */
        return QUOTE_SEEN;
    }
    fail(csv, ERR_FORMAT, (struct place){csv->here.line, csv->here.column - 1},
         _("có chữ ở sau dấu nháy kép đóng ô"), _("Viết \"\" cho dấu nháy kép ở bên trong ô."));
    return RESYNC;
}

static enum state take(struct csv *csv, enum state state, char c)
{
    switch (state) {
    case CELL_START:
    case BARE:
        return bare_byte(csv, state, c);
    case QUOTED:
        if (c == '"') {
            return QUOTE_SEEN;
        }
        put(csv, &c, 1);
        return QUOTED;
    case QUOTE_SEEN:
        return behind_quote(csv, c);
    case RESYNC:
        return RESYNC;
    }
    return RESYNC;
}

/* Takes at once what is decoded already up to the next byte that means something. */
static size_t take_run(struct csv *csv)
{
    size_t ready;
    const char *text = source_ahead(&csv->source, &ready);
    size_t len = 0;
    int columns = 0;
    while (len < ready && text[len] != csv->separator && text[len] != '"' && text[len] != '\n' &&
           text[len] != '\r') {
        columns += ((unsigned char)text[len] & 0xC0) != 0x80;
        len++;
    }
    put(csv, text, len);
    csv->here.column += columns;
    csv->source.at += len;
    return len;
}

/* The file ended inside the record. */
static void end_of_file(struct csv *csv, enum state state)
{
    csv->ended = true;
    if (csv->source.err) {
        fail(csv, csv->source.err, csv->here,
             csv->source.err == ERR_FORMAT  ? _("UTF-16 bị hỏng ở đây")
             : csv->source.err == ERR_LIMIT ? _("tệp quá lớn (hơn 256 MB)")
                                            : _("không đọc tiếp được tệp"),
             NULL);
    } else if (state == QUOTED) {
        fail(csv, ERR_FORMAT, cell_place(csv), _("dấu nháy kép mở ở đây không được đóng"),
             _("Thêm dấu nháy kép ở cuối ô."));
    }
}

/* Reads up to the end of a record. Whether there was anything. */
static bool read_record(struct csv *csv)
{
    enum state state = CELL_START;
    csv->record = csv->here;
    csv->err = 0;
    csv->count = 0;
    buf_reset(&csv->text);
    begin_cell(csv);
    bool any = false;
    for (;;) {
        if (state != QUOTE_SEEN && take_run(csv) > 0) {
            state = state == CELL_START ? BARE : state;
            any = true;
        }
        int c = next_byte(csv);
        if (c < 0) {
            end_of_file(csv, state);
            break;
        }
        any = true;
        if (c == '\n' && state != QUOTED) {
            break;
        }
        state = take(csv, state, (char)c);
    }
    end_cell(csv);
    return any || csv->err;
}

static bool is_blank(const struct csv *csv)
{
    for (size_t i = 0; i < csv->count; i++) {
        if (!text_is_blank(csv->text.data + csv->starts[i])) {
            return false;
        }
    }
    return true;
}

int csv_next(struct csv *csv, struct diag *diag, const struct csv_cell **cells, size_t *count)
{
    csv->diag = diag;
    while (!csv->ended) {
        if (!read_record(csv)) {
            return 0;
        }
        if (csv->err) {
            return csv->err;
        }
        if (is_blank(csv)) {
            continue;
        }
        for (size_t i = 0; i < csv->count; i++) {
            csv->cells[i].text = csv->text.data + csv->starts[i];
        }
        *cells = csv->cells;
        *count = csv->count;
        return 1;
    }
    return 0;
}

/* --- opening -------------------------------------------------------------------------------------------------- */

/* The separator that stands most often in the first line outside quotes; Excel's "sep=;" wins. */
static void tell_separator(struct csv *csv)
{
    static const char SEPARATORS[] = {',', ';', '\t'};
    size_t counts[sizeof(SEPARATORS)] = {0};
    size_t best = 0;
    size_t len;
    const char *line = source_ahead(&csv->source, &len);
    bool inside = false;
    for (size_t i = 0; i < len && (inside || (line[i] != '\n' && line[i] != '\r')); i++) {
        inside = line[i] == '"' ? !inside : inside;
        for (size_t j = 0; !inside && j < sizeof(SEPARATORS); j++) {
            counts[j] += line[i] == SEPARATORS[j];
        }
    }
    for (size_t j = 1; j < sizeof(SEPARATORS); j++) {
        best = counts[j] > counts[best] ? j : best;
    }
    csv->separator = SEPARATORS[best];
    if (len > 5 && memcmp(line, "sep=", 4) == 0 && (line[5] == '\r' || line[5] == '\n') &&
        memchr(SEPARATORS, line[4], sizeof(SEPARATORS))) {
        csv->separator = line[4];
        while (next_byte(csv) != '\n') {
        }
    }
}

static int csv_new(const char *name, struct csv **out)
{
    struct csv *csv = calloc(1, sizeof(*csv));
    if (!csv) {
        return ERR_NOMEM;
    }
    buf_init(&csv->text, CSV_MAX_RECORD);
    csv->here = (struct place){1, 1};
    csv->name = strdup(name);
    if (!csv->name) {
        free(csv);
        return ERR_NOMEM;
    }
    *out = csv;
    return 0;
}

static const char *open_message(int err)
{
    switch (err) {
    case ERR_NOT_FOUND:
        return _("không có tệp này");
    case ERR_REFUSED:
        return _("không có quyền đọc tệp này");
    case ERR_INVALID:
        return _("đây là thư mục, không phải là tệp");
    default:
        return err_text(err);
    }
}

int csv_open(const char *path, struct diag *diag, struct csv **out)
{
    struct csv *csv;
    int err = csv_new(path, &csv);
    if (err) {
        return err;
    }
    err = source_open_file(&csv->source, path);
    if (err) {
        diag_add(diag, DIAG_ERROR, path, 0, 0, open_message(err), _("Kiểm tra lại đường dẫn."));
        csv_close(csv);
        return err;
    }
    tell_separator(csv);
    *out = csv;
    return 0;
}

int csv_open_text(const char *name, const void *data, size_t len, struct csv **out)
{
    struct csv *csv;
    int err = csv_new(name, &csv);
    if (err) {
        return err;
    }
    err = source_open_memory(&csv->source, data, len);
    if (err) {
        csv_close(csv);
        return err;
    }
    tell_separator(csv);
    *out = csv;
    return 0;
}

void csv_close(struct csv *csv)
{
    if (csv) {
        source_close(&csv->source);
        buf_clear(&csv->text);
        free(csv->name);
        free(csv);
    }
}

int csv_each(struct csv *csv, struct diag *diag, csv_row_fn each, void *arg)
{
    const struct csv_cell *cells;
    size_t count;
    bool faulty = false;
    for (;;) {
        int got = csv_next(csv, diag, &cells, &count);
        if (got == 0) {
            return faulty ? ERR_FORMAT : 0;
        }
        if (got == ERR_NOMEM || got == ERR_IO) {
            return got;
        }
        int err = got == 1 ? each(arg, cells, count) : 0;
        faulty = faulty || got < 0;
        if (err) {
            return err;
        }
    }
}

char csv_separator(const struct csv *csv)
{
    return csv->separator;
}

const char *csv_name(const struct csv *csv)
{
    return csv->name;
}

int csv_line(const struct csv *csv)
{
    return csv->record.line;
}

int csv_write_field(const char *text, char separator, struct buf *out)
{
    bool plain = !strpbrk(text, "\"\r\n") && !strchr(text, separator) && text[0] != ' ' &&
                 !text_ends_with(text, " ");
    if (plain) {
        return buf_puts(out, text);
    }
    int err = buf_putc(out, '"');
    for (; !err && *text; text++) {
        err = *text == '"' ? buf_puts(out, "\"\"") : buf_putc(out, *text);
    }
    return err ? err : buf_putc(out, '"');
}
