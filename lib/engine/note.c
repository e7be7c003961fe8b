#include "base/err.h"
#include "lib/engine/internal.h"
#include "store/ledger.h"

#define DETAIL_MAX 16384

void detail_init(struct detail *detail)
{
    detail->err = 0;
    buf_init(&detail->text, DETAIL_MAX);
}

void detail_clear(struct detail *detail)
{
    buf_clear(&detail->text);
}

static void add(struct detail *detail, int err)
{
    if (detail->err == 0) {
        detail->err = err;
    }
}

static void put_string(struct detail *detail, const char *text)
{
    add(detail, buf_putc(&detail->text, '"'));
    for (const char *p = text; *p != '\0' && detail->err == 0; p++) {
        unsigned char c = (unsigned char)*p;
        if (c == '"' || c == '\\') {
            add(detail, buf_printf(&detail->text, "\\%c", c));
        } else if (c < 0x20) {
            add(detail, buf_printf(&detail->text, "\\u%04x", c));
        } else {
            add(detail, buf_putc(&detail->text, (char)c));
        }
    }
    add(detail, buf_putc(&detail->text, '"'));
}

static void put_key(struct detail *detail, const char *key)
{
    add(detail, buf_putc(&detail->text, detail->text.len == 0 ? '{' : ','));
    put_string(detail, key);
    add(detail, buf_putc(&detail->text, ':'));
}

void detail_text(struct detail *detail, const char *key, const char *value)
{
    if (value && *value != '\0') {
        put_key(detail, key);
        put_string(detail, value);
    }
}

void detail_int(struct detail *detail, const char *key, int64_t value)
{
    put_key(detail, key);
    add(detail, buf_printf(&detail->text, "%lld", (long long)value));
}

void detail_amount(struct detail *detail, const char *key, amount_t value)
{
    char text[AMOUNT_TEXT_SIZE];
    if (value != AMOUNT_NONE) {
        put_key(detail, key);
        add(detail, buf_puts(&detail->text, amount_format(value, text)));
    }
}

void detail_day(struct detail *detail, const char *key, day_t value)
{
    char text[CIVIL_TEXT_SIZE];
    detail_text(detail, key, civil_format_iso(value, text));
}

void detail_stage(struct detail *detail, const char *key, struct stage stage)
{
    char text[STAGE_TEXT_SIZE];
    detail_text(detail, key, stage_format(stage, text));
}

void detail_stages(struct detail *detail, const char *key, const struct staged *staged,
                   size_t count)
{
    char text[STAGE_TEXT_SIZE];
    put_key(detail, key);
    add(detail, buf_putc(&detail->text, '['));
    for (size_t i = 0; i < count; i++) {
        if (i > 0) {
            add(detail, buf_putc(&detail->text, ','));
        }
        put_string(detail, stage_format(staged[i].stage, text));
    }
    add(detail, buf_putc(&detail->text, ']'));
}

int note_write(struct engine *engine, const struct note *note, struct detail *detail)
{
    int err = 0;
    if (detail) {
        if (detail->text.len > 0) {
            add(detail, buf_putc(&detail->text, '}'));
        }
        err = detail->err;
    }
    if (err == 0) {
        const struct ledger_row row = {
            .at = note->at,
            .kind = note->kind,
            .occurrence = note->occurrence,
            .message = note->message,
            .recipient = note->recipient,
            .author = note->author ? note->author : AUTHOR_SELF,
            .detail = detail && detail->text.len > 0 ? buf_str(&detail->text) : NULL,
        };
        err = store_ledger_append(engine->store, &row);
    }
    if (detail) {
        detail_clear(detail);
    }
    return err;
}
