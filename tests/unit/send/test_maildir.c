#include "tests.h"

#include <dirent.h>
#include <event2/event.h>
#include <string.h>
#include <sys/stat.h>

#include "base/cleanup.h"
#include "base/err.h"
#include "base/file.h"
#include "send/maildir.h"

#define MAIL "Subject: x\r\n\r\nbody\r\n"

struct outbox {
    char root[64];
    char path[128];
    struct event_base *base;
    struct channel *channel;
    int answers;
    struct send_result last;
};

static int set_up(void **state)
{
    struct outbox *box = calloc(1, sizeof(*box));
    assert_non_null(box);
    (void)snprintf(box->root, sizeof(box->root), "/tmp/dondoc-maildir-XXXXXX");
    assert_non_null(mkdtemp(box->root));
    (void)snprintf(box->path, sizeof(box->path), "%s/box", box->root);
    box->base = event_base_new();
    assert_non_null(box->base);
    assert_int_equal(maildir_channel_new(box->base, box->path, &box->channel), 0);
    *state = box;
    return 0;
}

/* How many files the folder holds; with remove, removes them and the folder. */
static int folder_count(const char *root, const char *name, bool remove_all)
{
    char path[512];
    (void)snprintf(path, sizeof(path), "%s/%s", root, name);
    DIR *folder = opendir(path);
    if (!folder) {
        return 0;
    }
    int count = 0;
    const struct dirent *entry;
    while ((entry = readdir(folder))) {
        if (entry->d_name[0] != '.') {
            count++;
            if (remove_all) {
                (void)unlinkat(dirfd(folder), entry->d_name, 0);
            }
        }
    }
    (void)closedir(folder);
    if (remove_all) {
        (void)rmdir(path);
    }
    return count;
}

static int tear_down(void **state)
{
    struct outbox *box = *state;
    channel_free(box->channel);
    event_base_free(box->base);
    (void)folder_count(box->root, "box/tmp", true);
    (void)folder_count(box->root, "box/new", true);
    (void)folder_count(box->root, "box/cur", true);
    (void)rmdir(box->path);
    (void)unlink(box->path);
    int left = rmdir(box->root);
    free(box);
    return left;
}

static void on_done(const struct send_result *result, void *arg)
{
    struct outbox *box = arg;
    box->answers++;
    box->last = *result;
}

static struct send_request mail(const char *id)
{
    struct send_request request = {.kind = SEND_MAIL, .id = id};
    request.mail = (struct send_mail){.sender = "a@example.org",
                                      .recipient = "b@example.org",
                                      .data = MAIL,
                                      .len = strlen(MAIL)};
    return request;
}

static enum send_outcome deliver(struct outbox *box, const char *id)
{
    struct send_request request = mail(id);
    int before = box->answers;
    assert_int_equal(channel_send(box->channel, &request, on_done, box, NULL), 0);
    /* Never from inside channel_send. */
    assert_int_equal(box->answers, before);
    assert_true(event_base_dispatch(box->base) >= 0);
    assert_int_equal(box->answers, before + 1);
    return box->last.outcome;
}

static void check_same_id_twice(void **state)
{
    struct outbox *box = *state;
    assert_int_equal(deliver(box, "m1@example.org"), SEND_DELIVERED);
    assert_int_equal(deliver(box, "m1@example.org"), SEND_DELIVERED);
    assert_int_equal(deliver(box, "m2@example.org"), SEND_DELIVERED);
    assert_int_equal(folder_count(box->path, "new", false), 2);
    assert_int_equal(folder_count(box->path, "tmp", false), 0);
    char from[256];
    char to[256];
    (void)snprintf(from, sizeof(from), "%s/new/m1@example.org", box->path);
    (void)snprintf(to, sizeof(to), "%s/cur/m1@example.org:2,FS", box->path);
    assert_int_equal(rename(from, to), 0);
    assert_int_equal(deliver(box, "m1@example.org"), SEND_DELIVERED);
    assert_int_equal(folder_count(box->path, "new", false), 1);
    assert_int_equal(folder_count(box->path, "cur", false), 1);
    /* A name that only begins alike is another mail. */
    assert_int_equal(deliver(box, "m1"), SEND_DELIVERED);
    assert_int_equal(folder_count(box->path, "new", false), 2);
}

static void check_content(void **state)
{
    struct outbox *box = *state;
    assert_int_equal(deliver(box, "x"), SEND_DELIVERED);
    char path[256];
    (void)snprintf(path, sizeof(path), "%s/new/x", box->path);
    _cleanup_buf_ struct buf text = {0};
    buf_init(&text, 1000);
    assert_int_equal(file_read(path, 1000, NULL, &text), 0);
    assert_string_equal(buf_str(&text), "Subject: x\n\nbody\n");
    struct stat status;
    assert_int_equal(stat(path, &status), 0);
    assert_int_equal(status.st_mode & 0777, 0600);
}

static void check_trouble(void **state)
{
    struct outbox *box = *state;
    assert_int_equal(file_write(box->path, "x", 1, 0600), 0);
    assert_int_equal(deliver(box, "x"), SEND_RETRY);
    assert_true(box->last.unreachable);
    assert_non_null(strstr(box->last.text, box->path));
    assert_int_equal(unlink(box->path), 0);
    assert_int_equal(deliver(box, "x"), SEND_DELIVERED);
    assert_int_equal(deliver(box, ""), SEND_FINAL);
}

static void check_cancelling(void **state)
{
    struct outbox *box = *state;
    struct send_request requests[3] = {mail("a"), mail("b"), mail("c")};
    struct send_job *jobs[3];
    for (size_t i = 0; i < 3; i++) {
        assert_int_equal(channel_send(box->channel, &requests[i], on_done, box, &jobs[i]), 0);
    }
    channel_cancel(box->channel, jobs[1]);
    assert_true(event_base_dispatch(box->base) >= 0);
    assert_int_equal(box->answers, 2);
    assert_int_equal(folder_count(box->path, "new", false), 2);
    /* The rest is freed with the channel. */
    assert_int_equal(channel_send(box->channel, &requests[1], on_done, box, NULL), 0);
    struct send_request webhook = {.kind = SEND_WEBHOOK, .id = "x"};
    assert_int_equal(channel_send(box->channel, &webhook, on_done, box, NULL), ERR_INVALID);
}

static void check_names(void **state)
{
    (void)state;
    char name[MAILDIR_NAME_SIZE];
    assert_int_equal(maildir_name("a.b-c_d@e+f=g", name, sizeof(name)), 0);
    assert_string_equal(name, "a.b-c_d@e+f=g");
    assert_int_equal(maildir_name("../a b", name, sizeof(name)), 0);
    assert_string_equal(name, "%2E.%2Fa%20b");
    assert_int_equal(maildir_name("đ:", name, sizeof(name)), 0);
    assert_string_equal(name, "%C4%91%3A");
    assert_int_equal(maildir_name("%2F", name, sizeof(name)), 0);
    assert_string_equal(name, "%252F");
    assert_int_equal(maildir_name("", name, sizeof(name)), ERR_INVALID);
    assert_int_equal(maildir_name(NULL, name, sizeof(name)), ERR_INVALID);
    assert_int_equal(maildir_name("x", name, 10), ERR_INVALID);
    char id[1002];
    char other[MAILDIR_NAME_SIZE];
    for (size_t len = 190; len < 1002; len++) {
        memset(id, len % 2 ? 'x' : '/', len);
        id[len] = '\0';
        if (len > 1000) {
            assert_int_equal(maildir_name(id, name, sizeof(name)), ERR_INVALID);
            break;
        }
        assert_int_equal(maildir_name(id, name, sizeof(name)), 0);
        assert_true(strlen(name) <= 210);
        id[len - 1] = 'z';
        assert_int_equal(maildir_name(id, other, sizeof(other)), 0);
        assert_string_not_equal(name, other);
    }
    struct channel *channel = NULL;
    assert_int_equal(maildir_channel_new(NULL, "", &channel), ERR_INVALID);
    channel_free(NULL);
}

int test_maildir(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_setup_teardown(check_same_id_twice, set_up, tear_down),
        cmocka_unit_test_setup_teardown(check_content, set_up, tear_down),
        cmocka_unit_test_setup_teardown(check_trouble, set_up, tear_down),
        cmocka_unit_test_setup_teardown(check_cancelling, set_up, tear_down),
        cmocka_unit_test(check_names),
    };
    return cmocka_run_group_tests_name("maildir", tests, NULL, NULL);
}
