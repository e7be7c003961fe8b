#include "send/transfer.h"

#include <event2/event.h>
#include <stdlib.h>

#include "base/err.h"
#include "base/i18n.h"
#include "lib/send/multi.h"

#define HOUR_MS INT64_C(3600000)

struct transfer {
    struct event_base *base;
    struct transfer_options options;
    bool curl_ready;
    CURLM *multi;
    struct event *timer; /* what curl wants to be woken for */
    struct event *pump;  /* there may be something to start */
    struct lanes *lanes;
    CURL **spare; /* room for max_total handles that wait for their next use */
    size_t spare_count;
};

void transfer_options_init(struct transfer_options *options)
{
    *options = (struct transfer_options){
        .max_total = 64,
        .max_per_destination = 8,
        .max_unproven = 16,
        .connect_ms = 10000,
        .stall_ms = 20000,
        .total_ms = 30000,
        .body_max = (size_t)1 << 20,
    };
}

static bool options_valid(const struct transfer_options *options)
{
    return options->max_total >= 1 && options->max_total <= 4096 &&
           options->max_per_destination >= 1 &&
           options->max_per_destination <= options->max_total && options->max_unproven >= 1 &&
           options->max_unproven <= options->max_total && options->connect_ms >= 1 &&
           options->connect_ms <= HOUR_MS && options->stall_ms >= 1000 &&
           options->stall_ms <= HOUR_MS && options->total_ms >= 1 && options->total_ms <= HOUR_MS;
}

/* --- jobs
 * ----------------------------------------------------------------------------------------- */

static void start_waiting(struct transfer *transfer)
{
    struct lane_item *item;
    while ((item = lanes_next(transfer->lanes))) {
        struct transfer_job *job = (struct transfer_job *)item;
        struct lanes *lanes = transfer->lanes;
        if (job->start(job) != 0) {
            continue;
        }
        if (transfer_add(transfer, job) != 0) {
            lanes_remove(lanes, item);
            job->done(job, CURLE_OUT_OF_MEMORY);
        }
    }
}

static void on_pump(evutil_socket_t fd, short what, void *arg)
{
    (void)fd;
    (void)what;
    start_waiting(arg);
}

int transfer_queue(struct transfer *transfer, const char *key, size_t key_len,
                   struct transfer_job *job)
{
    int err = lanes_push(transfer->lanes, key, key_len, &job->item);
    if (err == 0) {
        event_active(transfer->pump, 0, 0);
    }
    return err;
}

int transfer_add(struct transfer *transfer, struct transfer_job *job)
{
    if (curl_easy_setopt(job->easy, CURLOPT_PRIVATE, job) != CURLE_OK ||
        curl_multi_add_handle(transfer->multi, job->easy) != CURLM_OK) {
        return ERR_NOMEM;
    }
    job->added = true;
    return 0;
}

static void take_off(struct transfer *transfer, struct transfer_job *job)
{
    if (job->added) {
        (void)curl_multi_remove_handle(transfer->multi, job->easy);
        job->added = false;
    }
}

void transfer_drop(struct transfer *transfer, struct transfer_job *job)
{
    take_off(transfer, job);
    if (job->item.lane) {
        lanes_remove(transfer->lanes, &job->item);
        event_active(transfer->pump, 0, 0);
    }
}

static void job_end(struct transfer *transfer, struct transfer_job *job, CURLcode code)
{
    struct lane *lane = job->item.lane;
    if (!lane) {
        job->done(job, code);
        return;
    }
    long status = 0;
    (void)curl_easy_getinfo(job->easy, CURLINFO_RESPONSE_CODE, &status);
    take_off(transfer, job);
    lanes_finish(transfer->lanes, &job->item, status != 0);
    job->done(job, code);
    struct lane_item *item;
    while (status == 0 && (item = lanes_take(transfer->lanes, lane))) {
        struct transfer_job *behind = (struct transfer_job *)item;
        behind->passed_over(behind);
    }
}

static void collect_ended(struct transfer *transfer)
{
    CURLMsg *message;
    bool ended = false;
    int left;
    while ((message = curl_multi_info_read(transfer->multi, &left))) {
        if (message->msg != CURLMSG_DONE) {
            continue;
        }
        /* The message is gone once its handle is taken off. */
        CURLcode code = message->data.result;
        struct transfer_job *job = NULL;
        (void)curl_easy_getinfo(message->easy_handle, CURLINFO_PRIVATE, &job);
        job_end(transfer, job, code);
        ended = true;
    }
    /* Once, behind all sockets that can be read by now: what starts together leaves together, and the
     * other side is woken by the first of them only. */
    if (ended) {
        event_active(transfer->pump, 0, 0);
    }
}

/* --- curl's sockets and timer on the loop
 * ----------------------------------------------------------- */

static void on_socket(evutil_socket_t fd, short what, void *arg)
{
    struct transfer *transfer = arg;
    int running;
    int action = (what & EV_READ ? CURL_CSELECT_IN : 0) | (what & EV_WRITE ? CURL_CSELECT_OUT : 0);
    (void)curl_multi_socket_action(transfer->multi, fd, action, &running);
    collect_ended(transfer);
}

static void on_timer(evutil_socket_t fd, short what, void *arg)
{
    (void)fd;
    (void)what;
    struct transfer *transfer = arg;
    int running;
    (void)curl_multi_socket_action(transfer->multi, CURL_SOCKET_TIMEOUT, 0, &running);
    collect_ended(transfer);
}

/* An error returned from one of these two would make the whole multi unusable for good. */

static int set_timer(CURLM *multi, long timeout_ms, void *arg)
{
    (void)multi;
    struct transfer *transfer = arg;
    if (timeout_ms < 0) {
        (void)event_del(transfer->timer);
        return 0;
    }
    struct timeval wait = {.tv_sec = timeout_ms / 1000, .tv_usec = (timeout_ms % 1000) * 1000};
    if (event_add(transfer->timer, &wait) != 0) {
        /* No memory: too early is better than never. */
        event_active(transfer->timer, EV_TIMEOUT, 0);
    }
    return 0;
}

static void forget_socket(struct transfer *transfer, curl_socket_t fd, struct event *event)
{
    if (event) {
        event_free(event);
        (void)curl_multi_assign(transfer->multi, fd, NULL);
    }
}

static int watch_socket(CURL *easy, curl_socket_t fd, int what, void *arg, void *watched)
{
    (void)easy;
    struct transfer *transfer = arg;
    struct event *event = watched;
    if (what == CURL_POLL_REMOVE) {
        forget_socket(transfer, fd, event);
        return 0;
    }
    short wanted = (short)((what & CURL_POLL_IN ? EV_READ : 0) |
                           (what & CURL_POLL_OUT ? EV_WRITE : 0) | EV_PERSIST);
    if (event) {
        (void)event_del(event);
        (void)event_assign(event, transfer->base, fd, wanted, on_socket, transfer);
    } else {
        event = event_new(transfer->base, fd, wanted, on_socket, transfer);
        if (!event) {
            return 0; /* nobody listens: its time limit will end it */
        }
        if (curl_multi_assign(transfer->multi, fd, event) != CURLM_OK) {
            event_free(event);
            return 0;
        }
    }
    (void)event_add(event, NULL);
    return 0;
}

/* --- making and freeing
 * ------------------------------------------------------------------------------ */

static int multi_make(struct transfer *transfer)
{
    CURLM *multi = curl_multi_init();
    transfer->multi = multi;
    if (!multi || curl_multi_setopt(multi, CURLMOPT_SOCKETFUNCTION, watch_socket) != CURLM_OK ||
        curl_multi_setopt(multi, CURLMOPT_SOCKETDATA, transfer) != CURLM_OK ||
        curl_multi_setopt(multi, CURLMOPT_TIMERFUNCTION, set_timer) != CURLM_OK ||
        curl_multi_setopt(multi, CURLMOPT_TIMERDATA, transfer) != CURLM_OK ||
        curl_multi_setopt(multi, CURLMOPT_MAXCONNECTS, 2 * (long)transfer->options.max_total) !=
            CURLM_OK) {
        return ERR_NOMEM;
    }
    return 0;
}

int transfer_new(struct event_base *base, const struct transfer_options *options,
                 struct transfer **transfer)
{
    struct transfer *made = calloc(1, sizeof(*made));
    if (!made) {
        return ERR_NOMEM;
    }
    made->base = base;
    transfer_options_init(&made->options);
    if (options) {
        made->options = *options;
    }
    int err = options_valid(&made->options) ? 0 : ERR_RANGE;
    if (err == 0) {
        made->curl_ready = curl_global_init(CURL_GLOBAL_DEFAULT) == CURLE_OK;
        made->timer = evtimer_new(base, on_timer, made);
        made->pump = event_new(base, -1, 0, on_pump, made);
        err = made->curl_ready && made->timer && made->pump ? multi_make(made) : ERR_NOMEM;
    }
    if (err == 0) {
        made->spare = calloc(made->options.max_total, sizeof(CURL *));
        err = made->spare ? 0 : ERR_NOMEM;
    }
    if (err == 0) {
        err = lanes_new(made->options.max_total, made->options.max_per_destination,
                        made->options.max_unproven, &made->lanes);
    }
    if (err != 0) {
        transfer_free(made);
        return err;
    }
    *transfer = made;
    return 0;
}

void transfer_free(struct transfer *transfer)
{
    if (!transfer) {
        return;
    }
    while (transfer->spare_count > 0) {
        curl_easy_cleanup(transfer->spare[--transfer->spare_count]);
    }
    free(transfer->spare);
    if (transfer->multi) {
        (void)curl_multi_cleanup(transfer->multi);
    }
    if (transfer->timer) {
        event_free(transfer->timer);
    }
    if (transfer->pump) {
        event_free(transfer->pump);
    }
    lanes_free(transfer->lanes);
    if (transfer->curl_ready) {
        curl_global_cleanup();
    }
    free(transfer);
}

struct event_base *transfer_base(const struct transfer *transfer)
{
    return transfer->base;
}

const struct transfer_options *transfer_limits(const struct transfer *transfer)
{
    return &transfer->options;
}

/* --- handles
 * ----------------------------------------------------------------------------------------- */

CURL *transfer_easy_take(struct transfer *transfer)
{
    return transfer->spare_count > 0 ? transfer->spare[--transfer->spare_count] : curl_easy_init();
}

void transfer_easy_give(struct transfer *transfer, CURL *easy)
{
    if (transfer->spare_count == transfer->options.max_total) {
        curl_easy_cleanup(easy);
    } else if (easy) {
        curl_easy_reset(easy);
        transfer->spare[transfer->spare_count++] = easy;
    }
}

/* Below so many bytes a second, over stall_ms, nothing is said to move. */
#define STALL_BYTES_PER_SECOND 16L

int transfer_set_up(const struct transfer *transfer, CURL *easy, const char *protocols,
                    const char *ca_file)
{
    const struct transfer_options *limits = &transfer->options;
    const struct {
        CURLoption option;
        long value;
    } numbers[] = {
        {CURLOPT_NOSIGNAL, 1},
        /* A look-up that hangs is left behind, not waited for, when its transfer ends. */
        {CURLOPT_QUICK_EXIT, 1},
        {CURLOPT_FOLLOWLOCATION, 0},
        {CURLOPT_SSL_VERIFYPEER, 1},
        {CURLOPT_SSL_VERIFYHOST, 2},
        {CURLOPT_CONNECTTIMEOUT_MS, (long)limits->connect_ms},
        {CURLOPT_TIMEOUT_MS, (long)limits->total_ms},
        {CURLOPT_LOW_SPEED_LIMIT, STALL_BYTES_PER_SECOND},
        {CURLOPT_LOW_SPEED_TIME, (long)(limits->stall_ms / 1000)},
        {CURLOPT_BUFFERSIZE, 1024}, /* answers are short; malloc has such pieces at hand */
        {CURLOPT_UPLOAD_BUFFERSIZE, 16384},
    };
    for (size_t i = 0; i < sizeof(numbers) / sizeof(numbers[0]); i++) {
        if (curl_easy_setopt(easy, numbers[i].option, numbers[i].value) != CURLE_OK) {
            return ERR_NOMEM;
        }
    }
    if (curl_easy_setopt(easy, CURLOPT_PROXY, "") != CURLE_OK ||
        curl_easy_setopt(easy, CURLOPT_PROTOCOLS_STR, protocols) != CURLE_OK ||
        (ca_file && (curl_easy_setopt(easy, CURLOPT_CAINFO, ca_file) != CURLE_OK ||
                     curl_easy_setopt(easy, CURLOPT_CAPATH, NULL) != CURLE_OK))) {
        return ERR_NOMEM;
    }
    return 0;
}

const char *transfer_error_text(CURLcode code)
{
    switch ((int)code) {
    case CURLE_COULDNT_RESOLVE_HOST:
        return _("không tìm được địa chỉ của máy chủ");
    case CURLE_COULDNT_CONNECT:
        return _("không kết nối được với máy chủ");
    case CURLE_OPERATION_TIMEDOUT:
        return _("máy chủ không trả lời trong thời gian cho phép");
    case CURLE_PEER_FAILED_VERIFICATION:
    case CURLE_SSL_ISSUER_ERROR:
        return _("chứng thư của máy chủ không được chấp nhận");
    case CURLE_SSL_CACERT_BADFILE:
        return _("không đọc được tệp chứng thư gốc (CA) đã cấu hình");
    case CURLE_SSL_CONNECT_ERROR:
        return _("không thiết lập được kết nối TLS với máy chủ");
    case CURLE_USE_SSL_FAILED:
        return _("máy chủ không cho phép STARTTLS như cấu hình yêu cầu");
    case CURLE_LOGIN_DENIED:
        return _("máy chủ không chấp nhận tên đăng nhập hoặc mật khẩu");
    case CURLE_GOT_NOTHING:
    case CURLE_SEND_ERROR:
    case CURLE_RECV_ERROR:
    case CURLE_PARTIAL_FILE:
        return _("kết nối bị cắt giữa chừng");
    case CURLE_WEIRD_SERVER_REPLY:
    case CURLE_UNSUPPORTED_PROTOCOL:
    case CURLE_HTTP2:
        return _("máy chủ trả lời không đúng giao thức");
    case CURLE_OUT_OF_MEMORY:
        return _("không đủ bộ nhớ");
    default:
        return _("lỗi khi truyền dữ liệu");
    }
}
