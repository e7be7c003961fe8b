#include "daemon/secret.h"

#include <stdlib.h>
#include <string.h>

#include "base/err.h"
#include "base/file.h"
#include "base/i18n.h"
#include "base/text.h"

#define SECRET_MAX_BYTES 4096

int secret_read(const char *path, struct diag *diag, char **out)
{
    struct buf text;
    buf_init(&text, SECRET_MAX_BYTES);
    int err = file_read(path, SECRET_MAX_BYTES, diag, &text);
    if (err == 0) {
        struct text_span span = text_trim(text_span(buf_str(&text)));
        char *secret = span.len > 0 ? text_span_dup(span) : NULL;
        if (secret != NULL) {
            *out = secret;
        } else {
            err = ERR_INVALID;
            diag_add(diag, DIAG_ERROR, path, 0, 0, _("tệp bí mật trống"),
                     _("ghi bí mật vào dòng đầu của tệp"));
        }
    }
    buf_clear(&text);
    return err;
}

void secret_forget(char *secret)
{
    if (secret != NULL) {
        explicit_bzero(secret, strlen(secret));
        free(secret);
    }
}
