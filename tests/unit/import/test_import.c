#include "tests.h"

#include "base/utf8.h"

void to_utf16(const char *text, bool little, struct buf *out)
{
    size_t left = strlen(text);
    uint32_t code = 0xFEFF;
    int step = 0;
    do {
        uint32_t units[2] = {code, 0};
        if (code >= 0x10000) {
            units[0] = 0xD800 + ((code - 0x10000) >> 10);
            units[1] = 0xDC00 + ((code - 0x10000) & 0x3FF);
        }
        for (int i = 0; i < (code >= 0x10000 ? 2 : 1); i++) {
            unsigned char low = (unsigned char)(units[i] & 0xFF);
            unsigned char high = (unsigned char)(units[i] >> 8);
            unsigned char pair[2] = {little ? low : high, little ? high : low};
            assert_int_equal(buf_append(out, pair, 2), 0);
        }
        text += step;
        left -= (size_t)step;
        step = utf8_decode(text, left, &code);
    } while (step > 0);
}

void finds(const struct diag *diag, int line, int column, const char *word)
{
    assert_true(diag->count > 0);
    const struct diag_item *item = &diag->items[0];
    if (item->line != line || item->column != column || !strstr(item->message, word)) {
        fail_msg("%s:%d:%d: %s (wanted %d:%d: %s)", item->file, item->line, item->column,
                 item->message, line, column, word);
    }
}

int main(int argc, char **argv)
{
    cmocka_set_test_filter(argc > 1 ? argv[1] : NULL); /* a case, by its name */
    int failed = test_csv();
    failed += test_plan();
    failed += test_results();
    failed += test_targets();
    failed += test_document();
    failed += test_edxml();
    return failed != 0;
}
