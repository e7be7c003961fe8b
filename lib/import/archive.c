#include "lib/import/archive.h"

#include <limits.h>
#include <stdlib.h>
#include <string.h>
#include <zip.h>

#include "base/cleanup.h"
#include "base/err.h"
#include "base/i18n.h"

struct archive {
    zip_t *zip;
    const char *name;
    struct diag *diag;
    uint64_t total; /* unpacked so far */
};

struct archive_entry {
    struct archive *archive;
    zip_file_t *file;
    uint64_t read;
    int err; /* what was told already */
};

static int fail(const struct archive *archive, int err, const char *message, const char *remedy)
{
    diag_add(archive->diag, DIAG_ERROR, archive->name, 0, 0, message, remedy);
    return err;
}

static int fail_size(const struct archive *archive)
{
    return fail(archive, ERR_LIMIT, _("tệp nén bung ra quá lớn; không đọc tiếp"),
                _("Chép riêng bảng kế hoạch sang một tệp mới rồi thử lại."));
}

static int fail_damaged(const struct archive *archive)
{
    return fail(archive, ERR_FORMAT, _("tệp bị hỏng hoặc bị cắt cụt"),
                _("Mở tệp bằng Word, Excel hoặc LibreOffice, lưu lại rồi thử lại."));
}

/* Counted before the library makes a table of them. */
static bool has_too_many(const unsigned char *data, size_t len)
{
    size_t count = 0;
    const unsigned char *at = data;
    const unsigned char *end = data + len;
    while (count <= ARCHIVE_MAX_ENTRIES &&
           (at = memmem(at, (size_t)(end - at), "PK\1\2", 4)) != NULL) {
        count++;
        at += 4;
    }
    return count > ARCHIVE_MAX_ENTRIES;
}

static zip_t *open_memory(const void *data, size_t len, bool *no_memory)
{
    zip_error_t error;
    zip_error_init(&error);
    zip_t *zip = NULL;
    zip_source_t *source = zip_source_buffer_create(data, len, 0, &error);
    if (source) {
        zip = zip_open_from_source(source, ZIP_RDONLY, &error);
        if (!zip) {
            zip_source_free(source);
        }
    }
    *no_memory = zip_error_code_zip(&error) == ZIP_ER_MEMORY;
    zip_error_fini(&error);
    return zip;
}

int archive_open(const char *name, const void *data, size_t len, struct diag *diag,
                 struct archive **out)
{
    struct archive *archive = calloc(1, sizeof(*archive));
    bool no_memory = false;
    int err = 0;
    if (!archive) {
        return ERR_NOMEM;
    }
    archive->name = name;
    archive->diag = diag;
    if (has_too_many(data, len)) {
        err = fail(archive, ERR_LIMIT, _("tệp nén có quá nhiều mục"),
                   _("Chép riêng bảng kế hoạch sang một tệp mới rồi thử lại."));
    } else {
        archive->zip = open_memory(data, len, &no_memory);
        err = archive->zip ? 0 : no_memory ? ERR_NOMEM : fail_damaged(archive);
    }
    if (err) {
        archive_close(archive);
        return err;
    }
    *out = archive;
    return 0;
}

void archive_close(struct archive *archive)
{
    if (archive) {
        if (archive->zip) {
            zip_discard(archive->zip);
        }
        free(archive);
    }
}

bool archive_has(struct archive *archive, const char *path)
{
    return zip_name_locate(archive->zip, path, ZIP_FL_ENC_RAW) >= 0;
}

const char *archive_name(const struct archive *archive)
{
    return archive->name;
}

struct diag *archive_diag(const struct archive *archive)
{
    return archive->diag;
}

/* What the archive itself says of the entry; reading counts again. */
static int check_stat(const struct archive *archive, const zip_stat_t *stat)
{
    if ((stat->valid & ZIP_STAT_ENCRYPTION_METHOD) && stat->encryption_method != ZIP_EM_NONE) {
        return fail(archive, ERR_REFUSED, _("tệp được bảo vệ bằng mật khẩu"),
                    _("Bỏ mật khẩu, lưu lại rồi thử lại."));
    }
    if (!(stat->valid & ZIP_STAT_SIZE)) {
        return 0;
    }
    if (stat->size > ARCHIVE_MAX_ENTRY) {
        return fail_size(archive);
    }
    if ((stat->valid & ZIP_STAT_COMP_SIZE) && stat->size > ARCHIVE_RATIO_FROM &&
        stat->size / (stat->comp_size + 1) > ARCHIVE_MAX_RATIO) {
        return fail_size(archive);
    }
    return 0;
}

int archive_entry_open(struct archive *archive, const char *path, struct archive_entry **out)
{
    zip_int64_t index = zip_name_locate(archive->zip, path, ZIP_FL_ENC_RAW);
    zip_stat_t stat;
    if (index < 0) {
        return ERR_NOT_FOUND;
    }
    if (zip_stat_index(archive->zip, (zip_uint64_t)index, 0, &stat) < 0) {
        return fail_damaged(archive);
    }
    int err = check_stat(archive, &stat);
    if (err) {
        return err;
    }
    struct archive_entry *entry = calloc(1, sizeof(*entry));
    if (!entry) {
        return ERR_NOMEM;
    }
    entry->archive = archive;
    entry->file = zip_fopen_index(archive->zip, (zip_uint64_t)index, 0);
    if (!entry->file) {
        free(entry);
        return fail_damaged(archive);
    }
    *out = entry;
    return 0;
}

int archive_entry_read(struct archive_entry *entry, void *data, size_t size)
{
    struct archive *archive = entry->archive;
    if (entry->err) {
        return entry->err;
    }
    zip_int64_t got = zip_fread(entry->file, data, size < INT_MAX ? size : INT_MAX);
    if (got < 0) {
        entry->err = fail_damaged(archive);
        return entry->err;
    }
    entry->read += (uint64_t)got;
    archive->total += (uint64_t)got;
    if (entry->read > ARCHIVE_MAX_ENTRY || archive->total > ARCHIVE_MAX_TOTAL) {
        entry->err = fail_size(archive);
        return entry->err;
    }
    return (int)got;
}

void archive_entry_close(struct archive_entry *entry)
{
    if (entry) {
        (void)zip_fclose(entry->file);
        free(entry);
    }
}
