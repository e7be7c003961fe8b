#include "ctl/client.h"

#include <errno.h>
#include <poll.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <sys/un.h>
#include <unistd.h>

#include "base/err.h"
#include "base/file.h"
#include "base/i18n.h"
#include "ctl/wire.h"

#define CLIENT_PIECE 65536
#define CONNECT_SECONDS 10

struct ctl_client {
    int fd;
    char *path;
    struct wire_lines lines;
    char piece[CLIENT_PIECE];
    size_t begin, end; /* what of piece is not used yet */
};

static int complain_connect(int number, const char *path, struct diag *diag)
{
    switch (number) {
    case ENOENT:
    case ENOTDIR:
        diag_add(diag, DIAG_ERROR, path, 0, 0,
                 _("dondocd không chạy: không có socket điều khiển này"),
                 _("Hãy khởi động: systemctl start dondocd; nếu dondocd đang chạy với tệp cấu hình "
                   "khác thì chỉ ra bằng --config"));
        return ERR_NOT_FOUND;
    case ECONNREFUSED:
    case ENOTSOCK:
        diag_add(diag, DIAG_ERROR, path, 0, 0,
                 _("dondocd không chạy: không có ai trả lời trên socket điều khiển"),
                 _("Hãy xem vì sao nó dừng: systemctl status dondocd"));
        return ERR_REFUSED;
    case EACCES:
    case EPERM:
        diag_add(diag, DIAG_ERROR, path, 0, 0, _("tài khoản này không được điều khiển dondocd"),
                 _("Hãy nhờ quản trị viên thêm tài khoản vào nhóm dondoc, rồi đăng nhập lại"));
        return ERR_REFUSED;
    case EAGAIN:
        diag_add(diag, DIAG_ERROR, path, 0, 0, _("dondocd đang bận, chưa nhận thêm kết nối"),
                 _("Hãy thử lại sau ít phút"));
        return ERR_BUSY;
    default:
        diag_addf(diag, DIAG_ERROR, path, 0, 0, NULL, _("không nối được với dondocd: %s"),
                  strerror(number));
        return ERR_IO;
    }
}

/* connect() waits for a daemon that accepts nobody as long as for a send. */
static int open_socket(const struct sockaddr_un *address, int *out)
{
    const struct timeval patience = {.tv_sec = CONNECT_SECONDS};
    int fd = socket(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0);
    if (fd < 0) {
        return errno;
    }
    (void)setsockopt(fd, SOL_SOCKET, SO_SNDTIMEO, &patience, sizeof(patience));
    if (connect(fd, (const struct sockaddr *)address, sizeof(*address)) < 0) {
        int number = errno;
        close(fd);
        return number;
    }
    *out = fd;
    return 0;
}

int ctl_check_path(const char *path, struct diag *diag)
{
    const size_t size = sizeof(((struct sockaddr_un *)NULL)->sun_path);
    if (strlen(path) >= size) {
        diag_addf(diag, DIAG_ERROR, path, 0, 0, _("Hãy đặt control ở một đường dẫn ngắn hơn"),
                  _("đường dẫn của socket điều khiển dài quá %zu byte"), size - 1);
        return ERR_INVALID;
    }
    return 0;
}

int ctl_connect(const char *path, struct diag *diag, struct ctl_client **out)
{
    struct sockaddr_un address = {.sun_family = AF_UNIX};
    if (ctl_check_path(path, diag) < 0) {
        return ERR_INVALID;
    }
    memcpy(address.sun_path, path, strlen(path) + 1);
    struct ctl_client *client = calloc(1, sizeof(*client));
    if (client == NULL) {
        return ERR_NOMEM;
    }
    wire_lines_init(&client->lines, WIRE_MAX_ANSWER);
    client->fd = -1;
    client->path = strdup(path);
    int number = client->path == NULL ? ENOMEM : open_socket(&address, &client->fd);
    if (number != 0) {
        ctl_close(client);
        return number == ENOMEM ? ERR_NOMEM : complain_connect(number, path, diag);
    }
    *out = client;
    return 0;
}

static int broken(const struct ctl_client *client, struct diag *diag)
{
    diag_add(diag, DIAG_ERROR, client->path, 0, 0, _("dondocd ngắt kết nối giữa chừng"),
             _("Hãy xem nhật ký: journalctl -u dondocd"));
    return ERR_IO;
}

static int wait_for(const struct ctl_client *client, short events, int timeout_ms,
                    struct diag *diag)
{
    struct pollfd poll_fd = {.fd = client->fd, .events = events};
    int got;
    do {
        got = poll(&poll_fd, 1, timeout_ms);
    } while (got < 0 && errno == EINTR);
    if (got == 0) {
        diag_addf(diag, DIAG_ERROR, client->path, 0, 0,
                  _("Hãy thử lại sau, hoặc xem nhật ký: journalctl -u dondocd"),
                  _("dondocd không trả lời trong %.1f giây"), timeout_ms / 1000.0);
        return ERR_BUSY;
    }
    return got < 0 ? broken(client, diag) : 0;
}

static int send_all(const struct ctl_client *client, const struct buf *line, int timeout_ms,
                    struct diag *diag)
{
    for (size_t sent = 0; sent < line->len;) {
        int err = wait_for(client, POLLOUT, timeout_ms, diag);
        if (err < 0) {
            return err;
        }
        ssize_t n =
            send(client->fd, line->data + sent, line->len - sent, MSG_NOSIGNAL | MSG_DONTWAIT);
        if (n < 0 && errno != EINTR && errno != EAGAIN) {
            return broken(client, diag);
        }
        sent += n > 0 ? (size_t)n : 0;
    }
    return 0;
}

/* Waits until client->lines holds a whole line. */
static int next_line(struct ctl_client *client, int timeout_ms, struct diag *diag)
{
    for (;;) {
        if (client->begin < client->end) {
            size_t used = 0;
            int err = wire_lines_feed(&client->lines, client->piece + client->begin,
                                      client->end - client->begin, &used);
            if (err == ERR_LIMIT) {
                diag_addf(diag, DIAG_ERROR, client->path, 0, 0, NULL,
                          _("một dòng trả lời của dondocd dài quá %zu byte"),
                          client->lines.line.max);
            }
            if (err < 0) {
                return err;
            }
            client->begin += used;
            if (client->lines.whole) {
                return 0;
            }
        }
        int err = wait_for(client, POLLIN, timeout_ms, diag);
        if (err < 0) {
            return err;
        }
        ssize_t n = recv(client->fd, client->piece, sizeof(client->piece), 0);
        if (n == 0 || (n < 0 && errno != EINTR)) {
            return broken(client, diag);
        }
        client->begin = 0;
        client->end = n > 0 ? (size_t)n : 0;
    }
}

static int read_answer(struct ctl_client *client, int timeout_ms,
                       int (*each)(const json_t *item, void *arg), void *arg, json_t **result,
                       struct diag *diag)
{
    for (;;) {
        struct wire_answer answer = {0};
        int err = next_line(client, timeout_ms, diag);
        if (err == 0) {
            err = wire_read_answer(client->lines.line.data, client->lines.line.len, &answer, diag);
        }
        if (err < 0) {
            return err;
        }
        if (answer.kind == WIRE_END) {
            if (result != NULL) {
                *result = answer.value;
                answer.value = NULL;
            }
            err = answer.err;
            wire_answer_clear(&answer);
            return err;
        }
        int stop = each != NULL ? each(answer.value, arg) : 0;
        wire_answer_clear(&answer);
        if (stop != 0) {
            return stop;
        }
    }
}

int ctl_call(struct ctl_client *client, const char *cmd, const json_t *args, int timeout_ms,
             int (*each)(const json_t *item, void *arg), void *arg, json_t **result,
             struct diag *diag)
{
    struct buf line;
    buf_init(&line, WIRE_MAX_REQUEST);
    int err = wire_write_request(cmd, args, i18n_language(), &line);
    if (err == 0) {
        err = send_all(client, &line, timeout_ms, diag);
    }
    buf_clear(&line);
    return err < 0 ? err : read_answer(client, timeout_ms, each, arg, result, diag);
}

void ctl_close(struct ctl_client *client)
{
    if (client == NULL) {
        return;
    }
    if (client->fd >= 0) {
        close(client->fd);
    }
    wire_lines_clear(&client->lines);
    free(client->path);
    free(client);
}
