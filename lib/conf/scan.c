#include "lib/conf/scan.h"

#include <stdbool.h>
#include <string.h>

#include "base/err.h"
#include "base/i18n.h"
#include "base/utf8.h"

#define BRACES_MAX 16      /* nesting */
#define SECTIONS_MAX 20000 /* braces in one file: libconfuse compares each title with all */
#define TOKEN_MAX (64 << 10)

struct place {
    int line, column;
};

struct scan {
    const char *file;
    char *text;
    size_t len, at;
    struct place here;
    struct place braces[BRACES_MAX];
    size_t depth, sections;
    struct diag *diag;
};

static int fail(struct scan *scan, struct place place, const char *message, const char *remedy)
{
    diag_add(scan->diag, DIAG_ERROR, scan->file, place.line, place.column, message, remedy);
    return ERR_FORMAT;
}

/* Steps over one byte; columns count characters. */
static void step(struct scan *scan)
{
    unsigned char c = (unsigned char)scan->text[scan->at++];
    if (c == '\n') {
        scan->here.line++;
        scan->here.column = 1;
    } else if ((c & 0xC0) != 0x80) {
        scan->here.column++;
    }
}

static char peek(const struct scan *scan, size_t ahead)
{
    return scan->at + ahead < scan->len ? scan->text[scan->at + ahead] : '\0';
}

/* Makes the byte a space, but keeps line ends. */
static void blank(struct scan *scan)
{
    size_t at = scan->at;
    step(scan);
    if (scan->text[at] != '\n') {
        scan->text[at] = ' ';
    }
}

static void line_comment(struct scan *scan)
{
    while (scan->at < scan->len && scan->text[scan->at] != '\n') {
        blank(scan);
    }
}

static int block_comment(struct scan *scan)
{
    struct place open = scan->here;
    blank(scan);
    blank(scan);
    while (scan->at < scan->len) {
        if (peek(scan, 0) == '*' && peek(scan, 1) == '/') {
            blank(scan);
            blank(scan);
            return 0;
        }
        blank(scan);
    }
    return fail(scan, open, _("chú thích mở ở đây không được đóng"),
                _("Thêm */ ở cuối chú thích."));
}

static int escape(struct scan *scan, char quote)
{
    char next = peek(scan, 1);
    if (quote == '"' && (next == '\0' || !strchr("\"'\\$nt\n", next))) {
        return fail(scan, scan->here, _("dấu \\ trong chuỗi không đi với ký tự hợp lệ"),
                    _("Viết \\\\ nếu cần một dấu \\."));
    }
    step(scan);
    if (scan->at < scan->len) {
        step(scan);
    }
    return 0;
}

static int quoted(struct scan *scan, char quote)
{
    struct place open = scan->here;
    size_t start = scan->at;
    step(scan);
    while (scan->at < scan->len && scan->text[scan->at] != quote) {
        if (scan->at - start > TOKEN_MAX) {
            return fail(scan, open, _("chuỗi mở ở đây quá dài hoặc thiếu dấu đóng"),
                        _("Thêm dấu nháy đóng ở cuối chuỗi."));
        }
        if (quote == '"' && peek(scan, 0) == '$' && peek(scan, 1) == '{') {
            return fail(scan, scan->here,
                        _("\"${\" không được dùng: cấu hình không đọc biến môi trường"),
                        _("Viết \\${ nếu cần đúng các ký tự này."));
        }
        int err = 0;
        if (scan->text[scan->at] == '\\') {
            err = escape(scan, quote);
        } else {
            step(scan);
        }
        if (err) {
            return err;
        }
    }
    if (scan->at >= scan->len) {
        return fail(scan, open, _("chuỗi mở ở đây không được đóng"),
                    _("Thêm dấu nháy đóng ở cuối chuỗi."));
    }
    step(scan);
    return 0;
}

static int brace(struct scan *scan)
{
    if (scan->text[scan->at] == '}') {
        if (scan->depth == 0) {
            return fail(scan, scan->here, _("thừa dấu }"),
                        _("Xóa dấu này, hoặc tìm dấu { bị thiếu."));
        }
        scan->depth--;
    } else if (scan->depth == BRACES_MAX || ++scan->sections > SECTIONS_MAX) {
        (void)fail(scan, scan->here, _("quá nhiều dấu {"),
                   _("Chia cấu hình thành nhiều tệp (include)."));
        return ERR_LIMIT;
    } else {
        scan->braces[scan->depth++] = scan->here;
    }
    step(scan);
    return 0;
}

/* A word without quotes, as libconfuse's lexer cuts it. */
static int bare(struct scan *scan)
{
    if (peek(scan, 0) == '*' || (peek(scan, 0) == '$' && peek(scan, 1) == '{')) {
        return fail(scan, scan->here, _("ký tự không dùng được ở đây"),
                    _("Đặt giá trị trong dấu nháy kép."));
    }
    size_t start = scan->at;
    while (scan->at < scan->len && !strchr(" #\"'\t\n\r={}()+,*", scan->text[scan->at])) {
        if (scan->at - start > TOKEN_MAX) {
            return fail(scan, scan->here, _("từ quá dài"), NULL);
        }
        if (peek(scan, 0) == '$' && peek(scan, 1) == '{') {
            break;
        }
        step(scan);
    }
    return 0;
}

static int token(struct scan *scan)
{
    char c = peek(scan, 0);
    char next = peek(scan, 1);
    if (c == '#' || (c == '/' && next == '/')) {
        line_comment(scan);
        return 0;
    }
    if (c == '/' && next == '*') {
        return block_comment(scan);
    }
    if (c == '"' || c == '\'') {
        return quoted(scan, c);
    }
    if (c == '{' || c == '}') {
        return brace(scan);
    }
    if (strchr(" \t\n\r=()+,", c)) {
        step(scan);
        return 0;
    }
    return bare(scan);
}

/* UTF-8, and no control characters but tabs and line ends. */
static int check_bytes(struct scan *scan)
{
    size_t valid = utf8_valid_length(scan->text, scan->len);
    while (scan->at < valid) {
        unsigned char c = (unsigned char)scan->text[scan->at];
        if ((c < 0x20 && c != '\t' && c != '\n' && c != '\r') || c == 0x7F) {
            return fail(scan, scan->here, _("có ký tự điều khiển"), _("Xóa ký tự này."));
        }
        step(scan);
    }
    if (valid < scan->len) {
        return fail(scan, scan->here, _("không phải là UTF-8"),
                    _("Lưu lại tệp với bảng mã UTF-8."));
    }
    scan->at = 0;
    scan->here = (struct place){1, 1};
    return 0;
}

int conf_scan(const char *file, char *text, size_t len, struct diag *diag)
{
    struct scan scan = {.file = file, .text = text, .len = len, .here = {1, 1}, .diag = diag};
    int err = check_bytes(&scan);
    while (!err && scan.at < scan.len) {
        err = token(&scan);
    }
    if (!err && scan.depth > 0) {
        err = fail(&scan, scan.braces[scan.depth - 1], _("dấu { mở ở đây không được đóng"),
                   _("Thêm dấu } ở cuối mục."));
    }
    return err;
}
