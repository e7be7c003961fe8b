#include "daemon/config.h"

#include <stdlib.h>

#include "base/err.h"
#include "base/i18n.h"
#include "base/text.h"
#include "conf/conf.h"
#include "daemon/paths.h"

static int fill_templates(struct settings *settings, struct diag *diag)
{
    struct buf path;
    if (!text_is_blank(settings->templates)) {
        return 0;
    }
    buf_init(&path, 8192);
    int err = paths_data("templates", &path);
    if (err == 0) {
        free(settings->templates);
        settings->templates = buf_steal(&path);
        err = settings->templates == NULL ? ERR_NOMEM : 0;
    } else {
        diag_add(diag, DIAG_ERROR, buf_str(&path), 0, 0, _("không tìm thấy mẫu thư"),
                 _("chạy make install, hoặc đặt khóa templates trong cấu hình"));
    }
    buf_clear(&path);
    return err;
}

int config_load(const char *path, struct settings *out, struct diag *diag)
{
    struct settings settings;
    settings_init(&settings);
    int err = conf_load(path, &settings, diag);
    if (err == 0) {
        err = fill_templates(&settings, diag);
    }
    if (err < 0) {
        settings_clear(&settings);
        return err;
    }
    *out = settings;
    return 0;
}
