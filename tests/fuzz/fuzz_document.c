/* Any bytes as a department's document: read or refused, never both; what was read can be written and
 * read again as a plan.
 *
 * FUZZ_PARTS names the parts of a package that the input holds, one behind the other with "\n====\n"
 * between them, for a mutant of a whole archive is hardly ever one; without it the input is the whole
 * file. */
#include "base/cleanup.h"
#include "base/err.h"
#include "fuzz.h"
#include "import/document.h"
#include "import/plan.h"

#ifdef FUZZ_PARTS
#include <zip.h>
#endif

#define MAX_INPUT ((size_t)1 << 20)

#define CHECK(condition)                                                                           \
    do {                                                                                           \
        if (!(condition)) {                                                                        \
            (void)fprintf(stderr, "%s:%d: %s\n", __FILE__, __LINE__, #condition);                  \
            abort();                                                                               \
        }                                                                                          \
    } while (0)

/* A department whose names have commas and are the beginnings of one another. */
static void make_department(struct roster *roster)
{
    static const char *const NAMES[] = {"Phòng A",           "Phòng B",      "Các phòng",
                                        "Các phòng, đơn vị", "Văn phòng Sở", "Văn phòng"};
    struct department *department = NULL;
    CHECK(roster_add_department(roster, "so", &department) == 0);
    for (size_t i = 0; i < sizeof(NAMES) / sizeof(NAMES[0]); i++) {
        char id[] = {'u', '-', (char)('a' + i), '\0'};
        struct party *party = NULL;
        CHECK(department_add_party(department, id, PARTY_UNIT, &party) == 0);
        CHECK(department_add_name(department, party, NAMES[i], NULL) == 0);
    }
}

static void check_plan(const struct plan *plan)
{
    _cleanup_buf_ struct buf written = {0};
    _cleanup_diag_ struct diag diag = {0};
    _cleanup_(plan_clear) struct plan section = {0};
    _cleanup_(plan_clear) struct plan again = {0};
    plan_init(&section);
    plan_init(&again);
    buf_init(&written, (size_t)512 << 20);
    CHECK(plan->count > 0);
    CHECK(import_plan_write(plan, &written) == 0);
    int err = import_plan_text(&section, buf_str(&written), written.len, &again, &diag);
    if (err) {
        _cleanup_buf_ struct buf told = {0};
        buf_init(&told, (size_t)1 << 20);
        (void)diag_print(&diag, &told);
        (void)fprintf(stderr, "%s\n%s\n", buf_str(&told), buf_str(&written));
    }
    CHECK(err == 0);
    CHECK(again.count == plan->count);
    for (size_t i = 0; i < plan->count; i++) {
        CHECK(strcmp(again.tasks[i].stt, plan->tasks[i].stt) == 0);
    }
}

static void read_document(const void *data, size_t size)
{
    _cleanup_(roster_clear) struct roster roster = {0};
    roster_init(&roster);
    make_department(&roster);
    for (int i = 0; i < 2; i++) {
        struct document_options options = {.department = i ? &roster.departments[0] : NULL};
        _cleanup_(plan_clear) struct plan plan = {0};
        _cleanup_(document_info_clear) struct document_info info = {0};
        _cleanup_diag_ struct diag diag = {0};
        plan_init(&plan);
        int err = document_read_memory("fuzz", data, size, &options, &plan, &info, &diag);
        CHECK(err ? diag_has_errors(&diag) && plan.count == 0 && !info.table
                  : !diag_has_errors(&diag) && info.table);
        if (!err) {
            check_plan(&plan);
        }
    }
}

#ifdef FUZZ_PARTS

static const struct {
    const char *path;
    const char *content; /* NULL: the next part of the input */
} PARTS[] = {FUZZ_PARTS};

static void add_part(zip_t *zip, const char *path, const void *data, size_t len)
{
    zip_source_t *source = zip_source_buffer(zip, data, len, 0);
    CHECK(source);
    zip_int64_t index = zip_file_add(zip, path, source, ZIP_FL_ENC_RAW);
    CHECK(index >= 0);
    CHECK(zip_set_file_compression(zip, (zip_uint64_t)index, ZIP_CM_STORE, 0) == 0);
}

static void add_parts(zip_t *zip, const char *data, size_t size)
{
    static const char BETWEEN[] = "\n====\n";
    for (size_t i = 0; i < sizeof(PARTS) / sizeof(PARTS[0]); i++) {
        if (PARTS[i].content) {
            add_part(zip, PARTS[i].path, PARTS[i].content, strlen(PARTS[i].content));
            continue;
        }
        const char *end = size > 0 ? memmem(data, size, BETWEEN, sizeof(BETWEEN) - 1) : NULL;
        size_t len = end ? (size_t)(end - data) : size;
        if (len > 0) {
            add_part(zip, PARTS[i].path, data, len);
        }
        size -= end ? len + sizeof(BETWEEN) - 1 : len;
        data += end ? len + sizeof(BETWEEN) - 1 : len;
    }
}

/* Puts the parts into an archive in memory. Returns it; free() it. */
static void *make_archive(const char *data, size_t size, size_t *out)
{
    zip_error_t error;
    zip_error_init(&error);
    zip_source_t *source = zip_source_buffer_create(NULL, 0, 0, &error);
    CHECK(source);
    zip_t *zip = zip_open_from_source(source, ZIP_TRUNCATE, &error);
    CHECK(zip);
    zip_source_keep(source);
    add_parts(zip, data, size);
    CHECK(zip_close(zip) == 0);
    zip_stat_t stat;
    CHECK(zip_source_stat(source, &stat) == 0 && zip_source_open(source) == 0);
    void *archive = malloc((size_t)stat.size);
    CHECK(archive && zip_source_read(source, archive, stat.size) == (zip_int64_t)stat.size);
    (void)zip_source_close(source);
    zip_source_free(source);
    zip_error_fini(&error);
    *out = (size_t)stat.size;
    return archive;
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    size_t len = 0;
    if (size <= MAX_INPUT) {
        _cleanup_free_ void *archive = make_archive((const char *)data, size, &len);
        read_document(archive, len);
    }
    return 0;
}

#else

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    if (size <= MAX_INPUT) {
        read_document(data, size);
    }
    return 0;
}

#endif
