/* `dondoc bounce`: reads a mail that came back and tells the daemon what it says. */
#include <errno.h>
#include <string.h>
#include <unistd.h>

#include "base/err.h"
#include "base/i18n.h"
#include "daemon/remote.h"
#include "render/dsn.h"
#include "render/mail.h"

#define BOUNCE_MAX_MAIL ((size_t)4 << 20) /* what is said stands before the returned body */
#define BOUNCE_TRY_LATER 75 /* EX_TEMPFAIL: the mail server keeps it and tries again */

/* All of standard input is taken, so that whoever writes it is done; only its beginning is kept. */
static int read_input(struct buf *out)
{
    char bytes[65536];
    for (;;) {
        ssize_t got = read(STDIN_FILENO, bytes, sizeof(bytes));
        if (got == 0) {
            return 0;
        }
        if (got < 0 && errno == EINTR) {
            continue;
        }
        if (got < 0) {
            return ERR_IO;
        }
        size_t room = BOUNCE_MAX_MAIL - out->len;
        int err = buf_append(out, bytes, (size_t)got < room ? (size_t)got : room);
        if (err < 0) {
            return err;
        }
    }
}

static json_t *item_json(const struct dsn_item *item)
{
    return json_pack("{s:s, s:s?, s:s?, s:s?, s:s?, s:s?}", "action", dsn_action_name(item->action),
                     "original", item->original, "final", item->final, "status", item->status,
                     "diagnostic", item->diagnostic, "remote", item->remote);
}

static json_t *dsn_json(const struct dsn *dsn)
{
    json_t *items = json_array();
    for (size_t i = 0; i < dsn->count; i++) {
        json_array_append_new(items, item_json(&dsn->items[i]));
    }
    return json_pack("{s:s?, s:s?, s:o}", "ident", dsn->ident, "reporter", dsn->reporter, "items",
                     items);
}

static const char *outcome_words(const char *outcome)
{
    static const struct {
        const char *name, *words;
    } table[] = {
        {"failed", N_("thư tính là không gửi được; Văn phòng sẽ được báo")},
        {"noted", N_("đã ghi vào sổ")},
        {"known", N_("đã biết từ trước; không thay đổi gì")},
        {"unknown", N_("không phải thư của dondoc; không thay đổi gì")},
        {"mismatch", N_("không nói về người nhận của thư; chỉ ghi vào sổ")},
    };
    for (size_t i = 0; i < sizeof(table) / sizeof(table[0]); i++) {
        if (strcmp(table[i].name, outcome) == 0) {
            return _(table[i].words);
        }
    }
    return outcome;
}

static int tell(struct cli *cli, const struct dsn *dsn)
{
    json_t *args = dsn_json(dsn);
    struct remote remote = {.cli = cli, .cmd = "bounce", .args = args};
    int result = args != NULL ? remote_ask(&remote) : CLI_REFUSED;
    if (result == CLI_DONE && !cli->json) {
        fprintf(cli->out, "%s: %s\n", dsn->ident != NULL ? dsn->ident : "?",
                outcome_words(remote_text(remote.result, "outcome")));
    }
    json_decref(remote.result);
    json_decref(args);
    return result == CLI_DONE ? CLI_DONE : BOUNCE_TRY_LATER;
}

int cli_bounce(struct cli *cli, int argc, char **argv)
{
    size_t rest_count;
    struct dsn dsn = {0};
    struct buf mail;
    int result = cli_args(cli, argc, argv, NULL, 0, NULL, 0, 0, &rest_count);
    if (result != CLI_DONE) {
        return result;
    }
    buf_init(&mail, BOUNCE_MAX_MAIL);
    int err = read_input(&mail);
    mail_init();
    if (err == 0) {
        err = dsn_read(buf_str(&mail), mail.len, &dsn);
    }
    if (err == 0) {
        result = tell(cli, &dsn);
    } else if (err == ERR_FORMAT) {
        /* To answer a mail that is none of ours with a failure would make the next one. */
        fprintf(cli->err, "dondoc: %s\n", _("đây không phải là thư báo không giao được; bỏ qua"));
        result = CLI_DONE;
    } else {
        cli_fail(cli, "%s", err_text(err));
        result = BOUNCE_TRY_LATER;
    }
    dsn_clear(&dsn);
    buf_clear(&mail);
    mail_shutdown();
    return result;
}
