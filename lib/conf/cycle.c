/* Due days of reports, written as an office writes them. */
#include "base/cleanup.h"
#include "base/err.h"
#include "base/i18n.h"
#include "lib/conf/fill.h"
#include "phrase/phrase.h"

#define PHRASE_LIMIT ((size_t)4096)

/* What names the period when the value names only the day ("trước ngày 19/12"). */
static const char *const FRAMES[] = {
    [PERIOD_NONE] = "%s",
    [PERIOD_WEEK] = "Định kỳ hằng tuần (%s)",
    [PERIOD_MONTH] = "Định kỳ hằng tháng (%s)",
    [PERIOD_QUARTER] = "Định kỳ hằng quý (%s)",
    [PERIOD_HALF] = "Định kỳ 6 tháng (%s)",
    [PERIOD_NINE_MONTHS] = "Định kỳ 9 tháng (%s)",
    [PERIOD_YEAR] = "Định kỳ hằng năm (%s)",
};

/* Whether the text is one cycle of that kind with a day, and nothing else. */
static int read_phrase(const char *text, enum period_kind every, struct cycle *out)
{
    /* No year may matter: the same phrase serves every year. */
    struct phrase_options options = {.from_year = 2022, .to_year = 2022};
    _cleanup_(reading_clear) struct reading reading = {0};
    reading_init(&reading);
    int err = phrase_read(text, strlen(text), &options, &reading);
    if (err) {
        return err;
    }
    if (reading.status != READING_UNDERSTOOD || reading.count != 1) {
        return ERR_FORMAT;
    }
    const struct rule *rule = &reading.obligations[0].rule;
    if (rule->kind != RULE_CYCLE || rule->cycle.every != every || rule->cycle.anchor_count == 0) {
        return ERR_FORMAT;
    }
    *out = rule->cycle;
    return 0;
}

int conf_read_cycle(const struct conf_value *value, const struct conf_key *key, struct cycle *out)
{
    enum period_kind every = (enum period_kind)key->min;
    _cleanup_buf_ struct buf framed = {0};
    buf_init(&framed, PHRASE_LIMIT);
    int err = read_phrase(value->text, every, out);
    if (err == ERR_FORMAT) {
        const char *hole = strstr(FRAMES[every], "%s");
        err = buf_append(&framed, FRAMES[every], (size_t)(hole - FRAMES[every]));
        err = err ? err : buf_puts(&framed, value->text);
        err = err ? err : buf_puts(&framed, hole + 2);
        err = err ? ERR_FORMAT : read_phrase(buf_str(&framed), every, out);
    }
    if (err == ERR_FORMAT) {
        conf_complain(value,
                      _("Viết như trong kế hoạch, ví dụ quarter = \"trước ngày 19 của tháng "
                        "cuối quý\", year = \"trước ngày 19/12\"."),
                      _("%s = \"%s\" không cho biết ngày phải báo cáo"), key->name, value->text);
    }
    return err;
}
