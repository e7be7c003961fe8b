/* Binding the sockets of the HTTP server. */
#include "daemon/http_socket.h"

#include <arpa/inet.h>
#include <errno.h>
#include <netinet/in.h>
#include <netinet/tcp.h>
#include <string.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <sys/un.h>
#include <unistd.h>

#include "base/err.h"
#include "base/file.h"
#include "base/i18n.h"
#include "model/listen.h"

static int complain(struct diag *diag, const char *where, const char *remedy, int err)
{
    diag_addf(diag, DIAG_ERROR, NULL, 0, 0, remedy, _("không nhận HTTP ở %s được: %s"), where,
              errno != 0 ? strerror(errno) : err_text(err));
    return err;
}

static bool somebody_listens(const struct sockaddr *address, socklen_t len)
{
    int fd = socket(address->sa_family, SOCK_STREAM | SOCK_CLOEXEC, 0);
    bool answers = fd >= 0 && connect(fd, address, len) == 0;
    if (fd >= 0) {
        close(fd);
    }
    return answers;
}

static int open_socket(int family)
{
    return socket(family, SOCK_STREAM | SOCK_CLOEXEC | SOCK_NONBLOCK, 0);
}

/* Who may speak is decided by signatures: whoever reaches the socket may write to it. */
static int bind_unix(const char *path, struct diag *diag, int *out)
{
    struct sockaddr_un address = {.sun_family = AF_UNIX};
    memcpy(address.sun_path, path, strlen(path) + 1);
    errno = 0;
    if (somebody_listens((const struct sockaddr *)&address, sizeof(address))) {
        errno = EADDRINUSE;
        return complain(diag, path, _("dừng chương trình đang dùng nó, hoặc đặt http_listen khác"),
                        ERR_EXISTS);
    }
    struct stat status;
    if (lstat(path, &status) == 0 && S_ISSOCK(status.st_mode)) {
        unlink(path); /* a dead daemon's */
    }
    int fd = open_socket(AF_UNIX);
    mode_t old = umask(0111);
    bool failed = fd < 0 || bind(fd, (const struct sockaddr *)&address, sizeof(address)) < 0;
    umask(old);
    if (failed) {
        int err = complain(diag, path, _("kiểm tra thư mục và quyền của tài khoản dondoc"), ERR_IO);
        if (fd >= 0) {
            close(fd);
        }
        return err;
    }
    *out = fd;
    return 0;
}

static socklen_t tcp_address(const struct listen_address *listen, struct sockaddr_storage *out)
{
    memset(out, 0, sizeof(*out));
    if (listen->ipv6) {
        struct sockaddr_in6 *six = (struct sockaddr_in6 *)out;
        six->sin6_family = AF_INET6;
        six->sin6_port = htons((uint16_t)listen->port);
        inet_pton(AF_INET6, listen->host, &six->sin6_addr);
        return sizeof(*six);
    }
    struct sockaddr_in *four = (struct sockaddr_in *)out;
    four->sin_family = AF_INET;
    four->sin_port = htons((uint16_t)listen->port);
    inet_pton(AF_INET, listen->host, &four->sin_addr);
    return sizeof(*four);
}

static int bind_tcp(const struct listen_address *listen, const char *text, struct diag *diag,
                    int *out)
{
    struct sockaddr_storage address;
    const int on = 1;
    socklen_t len = tcp_address(listen, &address);
    errno = 0;
    int fd = open_socket(address.ss_family);
    bool failed =
        fd < 0 || setsockopt(fd, SOL_SOCKET, SO_REUSEADDR, &on, sizeof(on)) < 0 ||
        setsockopt(fd, IPPROTO_TCP, TCP_NODELAY, &on, sizeof(on)) < 0 ||
        (listen->ipv6 && setsockopt(fd, IPPROTO_IPV6, IPV6_V6ONLY, &on, sizeof(on)) < 0) ||
        bind(fd, (const struct sockaddr *)&address, len) < 0;
    if (failed) {
        int err = complain(diag, text, _("đặt http_listen ở một cổng chưa ai dùng"),
                           errno == EADDRINUSE ? ERR_EXISTS : ERR_IO);
        if (fd >= 0) {
            close(fd);
        }
        return err;
    }
    *out = fd;
    return 0;
}

void http_socket_discard(int fd)
{
    struct sockaddr_un address = {.sun_family = AF_UNSPEC};
    socklen_t len = sizeof(address) - 1; /* a NUL stays behind the path */
    if (getsockname(fd, (struct sockaddr *)&address, &len) == 0 && address.sun_family == AF_UNIX &&
        address.sun_path[0] != '\0') {
        unlink(address.sun_path);
    }
    close(fd);
}

int http_socket_open(const char *text, struct diag *diag, int *out)
{
    struct listen_address address;
    int fd = -1;
    int err = listen_parse(text, &address);
    if (err < 0) {
        errno = 0;
        return complain(diag, text, NULL, ERR_INVALID);
    }
    err =
        address.is_unix ? bind_unix(address.path, diag, &fd) : bind_tcp(&address, text, diag, &fd);
    if (err == 0 && listen(fd, HTTP_SOCKET_BACKLOG) < 0) {
        err = complain(diag, text, _("đặt http_listen ở một cổng chưa ai dùng"), ERR_EXISTS);
        http_socket_discard(fd);
    }
    if (err == 0) {
        *out = fd;
    }
    return err;
}

void http_socket_remove(const char *text)
{
    struct listen_address address;
    if (text != NULL && listen_parse(text, &address) == 0 && address.is_unix) {
        unlink(address.path);
    }
}
