/* The client against daemons that answer well, badly, late or not at all. */
#include "tests.h"

#include <grp.h>
#include <poll.h>
#include <signal.h>
#include <stdio.h>
#include <string.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <sys/un.h>
#include <sys/wait.h>

#include "base/err.h"
#include "ctl/client.h"
#include "ctl/wire.h"

#define NOBODY 65534
#define PATIENT 10000
#define HASTY 100

struct place {
    char folder[64];
    char path[96];
    pid_t server;
};

static int setup(void **state)
{
    struct place *place = calloc(1, sizeof(*place));
    assert_non_null(place);
    (void)snprintf(place->folder, sizeof(place->folder), "/tmp/dondoc-ctl-XXXXXX");
    assert_non_null(mkdtemp(place->folder));
    (void)snprintf(place->path, sizeof(place->path), "%s/control", place->folder);
    *state = place;
    return 0;
}

static int teardown(void **state)
{
    struct place *place = *state;
    if (place->server > 0) {
        (void)kill(place->server, SIGKILL);
        (void)waitpid(place->server, NULL, 0);
    }
    (void)unlink(place->path);
    assert_int_equal(rmdir(place->folder), 0);
    free(place);
    return 0;
}

static int make_socket(const char *path)
{
    struct sockaddr_un address = {.sun_family = AF_UNIX};
    (void)snprintf(address.sun_path, sizeof(address.sun_path), "%s", path);
    int fd = socket(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0);
    assert_true(fd >= 0);
    assert_int_equal(bind(fd, (const struct sockaddr *)&address, sizeof(address)), 0);
    return fd;
}

/* What a fake daemon does with each request line. */
struct script {
    const char *answer;
    size_t piece;  /* bytes per write; 0: all at once */
    bool hangs_up; /* after the answer */
    bool floods;   /* a line without an end */
};

static bool read_request(int fd)
{
    char c = 0;
    while (read(fd, &c, 1) == 1) {
        if (c == '\n') {
            return true;
        }
    }
    return false;
}

static void flood(int fd)
{
    static char bytes[65536];
    memset(bytes, 'x', sizeof(bytes));
    while (write(fd, bytes, sizeof(bytes)) > 0) {
    }
}

static void serve(int listener, const struct script *script)
{
    (void)signal(SIGPIPE, SIG_IGN);
    size_t len = strlen(script->answer);
    for (;;) {
        int fd = accept(listener, NULL, NULL);
        while (fd >= 0 && read_request(fd)) {
            size_t piece = script->piece ? script->piece : len;
            for (size_t at = 0; at < len; at += piece) {
                size_t size = len - at < piece ? len - at : piece;
                if (write(fd, script->answer + at, size) < 0) {
                    break;
                }
            }
            if (script->floods) {
                flood(fd);
            }
            if (script->hangs_up) {
                break;
            }
        }
        if (fd >= 0) {
            (void)close(fd);
        }
    }
}

static struct ctl_client *start(struct place *place, const struct script *script)
{
    int listener = make_socket(place->path);
    assert_int_equal(listen(listener, 5), 0);
    place->server = fork();
    assert_true(place->server >= 0);
    if (place->server == 0) {
        serve(listener, script);
        _exit(0);
    }
    (void)close(listener);
    struct ctl_client *client = NULL;
    assert_int_equal(ctl_connect(place->path, NULL, &client), 0);
    return client;
}

static int count_items(const json_t *item, void *arg)
{
    int *count = arg;
    assert_int_equal(json_integer_value(item), *count);
    ++*count;
    return 0;
}

#define GOOD                                                                                       \
    "{\"item\":0}\n{\"item\":1}\n{\"item\":2}\n"                                                   \
    "{\"end\":{\"err\":0,\"result\":{\"n\":3},\"findings\":[{\"message\":\"m\"}]}}\n"

static void good_answers_in_any_pieces(void **state)
{
    struct place *place = *state;
    struct script script = {.answer = GOOD, .piece = 1};
    struct ctl_client *client = start(place, &script);
    for (int round = 0; round < 3; round++) {
        int count = 0;
        json_t *result = NULL;
        struct diag diag = {0};
        assert_int_equal(ctl_call(client, "list", NULL, PATIENT, count_items, &count, &result,
                                  &diag),
                         0);
        assert_int_equal(count, 3);
        assert_int_equal(json_integer_value(json_object_get(result, "n")), 3);
        assert_int_equal(diag.count, 1);
        json_decref(result);
        diag_clear(&diag);
    }
    assert_int_equal(ctl_call(client, "list", NULL, PATIENT, NULL, NULL, NULL, NULL), 0);
    ctl_close(client);
    ctl_close(NULL);
}

static void refusals_come_through(void **state)
{
    struct place *place = *state;
    struct script script = {.answer = "{\"end\":{\"err\":-5,\"result\":null,\"findings\":"
                                      "[{\"severity\":\"error\",\"message\":\"không có\"}]}}\n"};
    struct ctl_client *client = start(place, &script);
    struct diag diag = {0};
    assert_int_equal(ctl_call(client, "done", NULL, PATIENT, NULL, NULL, NULL, &diag),
                     ERR_NOT_FOUND);
    assert_int_equal(diag.count, 1);
    assert_string_equal(diag.items[0].message, "không có");
    diag_clear(&diag);
    ctl_close(client);
}

/* The error, and one finding about the socket. */
static void expect(struct place *place, const struct script *script, int timeout, int expected)
{
    struct ctl_client *client = start(place, script);
    struct diag diag = {0};
    assert_int_equal(ctl_call(client, "x", NULL, timeout, NULL, NULL, NULL, &diag), expected);
    assert_int_equal(diag.count, 1);
    diag_clear(&diag);
    ctl_close(client);
}

static void hangs_up_half_way(void **state)
{
    struct script script = {.answer = "{\"item\":1}\n{\"end\":{\"er", .hangs_up = true};
    expect(*state, &script, PATIENT, ERR_IO);
}

static void hangs_up_at_once(void **state)
{
    struct script script = {.answer = "", .hangs_up = true};
    expect(*state, &script, PATIENT, ERR_IO);
}

static void never_answers(void **state)
{
    struct script script = {.answer = "{\"item\":1}\n"};
    expect(*state, &script, HASTY, ERR_BUSY);
}

static void answers_garbage(void **state)
{
    struct script script = {.answer = "HTTP/1.1 400 Bad Request\r\n\r\n"};
    expect(*state, &script, PATIENT, ERR_FORMAT);
}

static void answers_without_end(void **state)
{
    struct script script = {.answer = "", .floods = true};
    expect(*state, &script, PATIENT, ERR_LIMIT);
}

static int stop_at_one(const json_t *item, void *arg)
{
    (void)arg;
    return json_integer_value(item) == 1 ? -77 : 0;
}

static void callers_may_stop(void **state)
{
    struct script script = {.answer = GOOD};
    struct ctl_client *client = start(*state, &script);
    assert_int_equal(ctl_call(client, "x", NULL, PATIENT, stop_at_one, NULL, NULL, NULL), -77);
    ctl_close(client);
}

/* --- nobody there -------------------------------------------------------------------------------- */

static void expect_no_connection(const char *path, int expected)
{
    struct ctl_client *client = NULL;
    struct diag diag = {0};
    assert_int_equal(ctl_connect(path, &diag, &client), expected);
    assert_null(client);
    assert_int_equal(diag.count, 1);
    assert_string_equal(diag.items[0].file, path);
    assert_non_null(diag.items[0].remedy);
    diag_clear(&diag);
}

static void daemon_is_not_running(void **state)
{
    const struct place *place = *state;
    expect_no_connection(place->path, ERR_NOT_FOUND);
    /* the socket that a dead one left */
    (void)close(make_socket(place->path));
    expect_no_connection(place->path, ERR_REFUSED);
    char path[200];
    memset(path, 'x', sizeof(path) - 1);
    path[sizeof(path) - 1] = '\0';
    expect_no_connection(path, ERR_INVALID);
}

static int connect_as_nobody(const char *path)
{
    struct ctl_client *client = NULL;
    if (geteuid() == 0 && (setgroups(0, NULL) != 0 || setgid(NOBODY) != 0 || setuid(NOBODY) != 0)) {
        return 2;
    }
    return ctl_connect(path, NULL, &client) == ERR_REFUSED ? 0 : 1;
}

static void without_permission(void **state)
{
    const struct place *place = *state;
    int listener = make_socket(place->path);
    assert_int_equal(listen(listener, 5), 0);
    assert_int_equal(chmod(place->path, 0), 0);
    pid_t pid = fork();
    assert_true(pid >= 0);
    if (pid == 0) {
        _exit(connect_as_nobody(place->path));
    }
    int status = 0;
    assert_int_equal(waitpid(pid, &status, 0), pid);
    assert_int_equal(WEXITSTATUS(status), 0);
    (void)close(listener);
}

int test_client(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_setup_teardown(good_answers_in_any_pieces, setup, teardown),
        cmocka_unit_test_setup_teardown(refusals_come_through, setup, teardown),
        cmocka_unit_test_setup_teardown(hangs_up_half_way, setup, teardown),
        cmocka_unit_test_setup_teardown(hangs_up_at_once, setup, teardown),
        cmocka_unit_test_setup_teardown(never_answers, setup, teardown),
        cmocka_unit_test_setup_teardown(answers_garbage, setup, teardown),
        cmocka_unit_test_setup_teardown(answers_without_end, setup, teardown),
        cmocka_unit_test_setup_teardown(callers_may_stop, setup, teardown),
        cmocka_unit_test_setup_teardown(daemon_is_not_running, setup, teardown),
        cmocka_unit_test_setup_teardown(without_permission, setup, teardown),
    };
    return cmocka_run_group_tests_name("client", tests, NULL, NULL);
}
