#include "tests/unit/engine/tests.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "base/file.h"
#include "conf/conf.h"
#include "engine/load.h"

static const char CONFIG[] =
    "utc_offset = \"+07:00\"\n"
    "state = \"dondoc.db\"\n"
    "control = \"control\"\n"
    "mail {\n method = \"maildir\"\n maildir = \"outbox\"\n from = \"d@example.org\"\n}\n"
    "department \"so\" {\n"
    " name = \"Sở Thử nghiệm\"\n"
    " office = \"vp\"\n"
    " unit \"vp\" {\n  names = {\"Văn phòng Sở\"}\n  mail = \"vp@example.org\"\n }\n"
    " unit \"tc\" {\n  names = {\"Phòng Tài chính\", \"Phòng TC\"}\n  mail = \"tc@example.org\"\n "
    "}\n"
    " unit \"tt\" {\n  names = {\"Thanh tra Sở\"}\n  mail = \"tt@example.org\"\n }\n"
    " group \"phong\" {\n  names = {\"Các phòng\"}\n  members = {\"tc\", \"tt\"}\n }\n"
    "}\n"
    "plan \"p\" {\n file = \"p.csv\"\n department = \"so\"\n title = \"Một\"\n from_year = "
    "2022\n}\n"
    "plan \"q\" {\n file = \"q.csv\"\n department = \"so\"\n title = \"Hai\"\n from_year = "
    "2022\n}\n";

static const char FILLER[] = "stt,nhom,noi_dung,san_pham,chu_tri,phoi_hop,thoi_gian\n"
                             "1,,Q,,Văn phòng Sở,,Thường xuyên\n";

day_t on(const char *iso)
{
    day_t day = DAY_NONE;
    assert_int_equal(0, civil_parse_iso(iso, &day));
    return day;
}

void office_write(const struct office *office, const char *name, const char *text)
{
    char path[256];
    snprintf(path, sizeof path, "%s/%s", office->folder, name);
    assert_int_equal(0, file_write(path, text, strlen(text), 0600));
}

void office_configure(struct office *office)
{
    char path[256];
    engine_close(&office->engine);
    settings_clear(&office->settings);
    settings_init(&office->settings);
    snprintf(path, sizeof path, "%s/dondoc.conf", office->folder);
    assert_int_equal(0, conf_load(path, &office->settings, &office->diag));
    free(office->settings.templates);
    office->settings.templates = strdup(DD_SRCDIR "/conf/templates");
    assert_int_equal(0,
                     engine_open(&office->settings, office->store, &office->diag, &office->engine));
}

void office_load(struct office *office)
{
    struct load_difference difference = {0};
    assert_int_equal(0, engine_load(&office->engine, office->now, "test", false, &difference,
                                    &office->diag));
    assert_int_equal(0, difference.faulty);
    load_difference_clear(&difference);
}

int office_open(void **state)
{
    struct office *office = calloc(1, sizeof *office);
    assert_non_null(office);
    char path[256];
    snprintf(office->folder, sizeof office->folder, "/tmp/dondoc-engine-XXXXXX");
    assert_non_null(mkdtemp(office->folder));
    office->now = offset_instant(on("2022-03-14"), 6 * 60, 420);
    settings_init(&office->settings);
    diag_init(&office->diag);
    office_write(office, "dondoc.conf", CONFIG);
    office_write(office, "p.csv", FILLER);
    office_write(office, "q.csv", FILLER);
    snprintf(path, sizeof path, "%s/dondoc.db", office->folder);
    assert_int_equal(0, store_open(path, office->now, &office->diag, &office->store));
    office_configure(office);
    *state = office;
    return 0;
}

int office_close(void **state)
{
    static const char *const FILES[] = {"dondoc.conf", "p.csv",         "q.csv",        "t.csv",
                                        "dondoc.db",   "dondoc.db-wal", "dondoc.db-shm"};
    struct office *office = *state;
    engine_close(&office->engine);
    store_close(office->store);
    settings_clear(&office->settings);
    diag_clear(&office->diag);
    for (size_t i = 0; i < COUNT(FILES); i++) {
        char path[256];
        snprintf(path, sizeof path, "%s/%s", office->folder, FILES[i]);
        unlink(path);
    }
    assert_int_equal(0, rmdir(office->folder));
    free(office);
    return 0;
}
