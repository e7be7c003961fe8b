#include "daemon/paths.h"

#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "base/err.h"
#include "base/file.h"

/* The folder of the running program when that is a build tree (it holds config.status). */
static int build_tree(struct buf *out)
{
    char exe[4096];
    ssize_t len = readlink("/proc/self/exe", exe, sizeof(exe) - 1);
    if (len <= 0) {
        return ERR_NOT_FOUND;
    }
    exe[len] = '\0';
    char *slash = strrchr(exe, '/');
    if (slash == NULL) {
        return ERR_NOT_FOUND;
    }
    *slash = '\0';
    struct buf probe;
    buf_init(&probe, sizeof(exe) + 32);
    int err = file_join(exe, "config.status", &probe);
    if (err == 0) {
        err = access(buf_str(&probe), R_OK) == 0 ? buf_puts(out, exe) : ERR_NOT_FOUND;
    }
    buf_clear(&probe);
    return err;
}

int paths_config(struct buf *out)
{
    const char *named = getenv("DONDOC_CONFIG");
    if (named != NULL && *named != '\0') {
        return buf_puts(out, named);
    }
    static const char installed[] = SYSCONFDIR "/dondoc/dondoc.conf";
    return access(installed, F_OK) == 0 ? buf_puts(out, installed) : 0;
}

static int try_folder(const char *folder, const char *name, struct buf *out)
{
    buf_reset(out);
    int err = file_join(folder, name, out);
    if (err < 0) {
        return err;
    }
    return access(buf_str(out), R_OK) == 0 ? 0 : ERR_NOT_FOUND;
}

/* As `make install` lays it out: config and holidays in conf/, the rest beside it. */
static int try_installed(const char *folder, const char *name, struct buf *out)
{
    struct buf conf;
    buf_init(&conf, 8192);
    int err = file_join(folder, "conf", &conf);
    if (err == 0) {
        err = try_folder(buf_str(&conf), name, out);
    }
    buf_clear(&conf);
    return err == ERR_NOT_FOUND ? try_folder(folder, name, out) : err;
}

int paths_data(const char *name, struct buf *out)
{
    const char *named = getenv("DONDOC_DATADIR");
    if (named != NULL && *named != '\0') {
        return try_installed(named, name, out);
    }
    struct buf folder;
    buf_init(&folder, 8192);
    int err = build_tree(&folder);
    if (err == 0) {
        err = buf_puts(&folder, "/conf");
    }
    if (err == 0) {
        err = try_folder(buf_str(&folder), name, out);
    }
    buf_clear(&folder);
    return err == ERR_NOT_FOUND ? try_installed(PKGDATADIR, name, out) : err;
}

const char *paths_locale(struct buf *buf)
{
    buf_reset(buf);
    if (build_tree(buf) < 0 || buf_puts(buf, "/po") < 0) {
        return LOCALEDIR;
    }
    return buf_str(buf);
}
