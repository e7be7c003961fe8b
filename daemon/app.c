#include "daemon/app.h"

#include <event2/event.h>
#include <stdlib.h>
#include <string.h>
#include <sys/statvfs.h>

#include "base/err.h"
#include "base/i18n.h"
#include "cal/offset.h"
#include "conf/conf.h"
#include "daemon/ctl_server.h"
#include "daemon/edxml_watch.h"
#include "daemon/hooks.h"
#include "daemon/http.h"
#include "daemon/http_socket.h"
#include "daemon/integrity.h"
#include "daemon/notify.h"
#include "daemon/reload.h"
#include "daemon/signals.h"
#include "daemon/wake.h"
#include "engine/delivery.h"
#include "engine/conditions.h"
#include "engine/load.h"
#include "engine/tick.h"
#include "schedule/next.h"
#include "store/outbox.h"

#define APP_TICKS_A_TURN 64 /* then the loop runs, so that sockets are served in between */
#define APP_RETRY_BUSY_MS 500
#define APP_MAX_FAILURES 6        /* 500 ms doubled so often is about the above */
#define APP_LOOK_MS 20            /* after so long the loop looks for what else there is to do */
#define APP_STOP_SECONDS 5        /* for what is under way, after SIGTERM */
#define APP_RETRY_FAILED_MS 30000 /* a full disk, a read-only file system */

/* --- turning ---------------------------------------------------------------------------------- */

/* A lock is mostly short, so the first tries come soon; they grow rarer, as do the log's lines. */
static void retry_later(struct app *app, int err)
{
    int ms = err == ERR_BUSY ? APP_RETRY_BUSY_MS << app->failures : APP_RETRY_FAILED_MS;
    if (app->failures < APP_MAX_FAILURES) {
        app->failures++;
    }
    struct timeval delay = {.tv_sec = ms / 1000, .tv_usec = (ms % 1000) * 1000};
    struct diag diag = {0};
    store_explain(app->store, err, &diag);
    reload_log_diag(&app->log, &diag);
    diag_clear(&diag);
    log_error(&app->log, _("một lượt xử lý không thành: %s; sẽ thử lại"), err_text(err));
    notify_status(app->notify, err_text(err));
    event_add(app->retry, &delay);
}

/* Ticks until nothing is due. Returns 0, or 1 when more is due than one turn takes. */
static int tick(struct app *app)
{
    for (int i = 0; i < APP_TICKS_A_TURN; i++) {
        struct tick_result result = {0};
        int err = engine_tick(&app->current->engine, clock_now(&app->clock), &result);
        if (err < 0) {
            return err;
        }
        app->stirred = app->stirred || result.messages > 0;
        if (result.notices > 0 || result.messages > 0) {
            log_info(&app->log, _("%zu thông báo, %zu thư vào hàng chờ, %zu mốc bỏ qua"),
                     result.notices, result.messages, result.skipped);
        }
        if (!result.more) {
            return 0;
        }
    }
    return 1;
}

static void arm(struct app *app)
{
    instant_t next = next_earlier(app->due, sender_next(app->current->sender));
    next = next_earlier(next, integrity_next(app->integrity));
    if (wake_at(app->wake, next) < 0) {
        log_error(&app->log, _("không đặt được giờ thức dậy: %m"));
        retry_later(app, ERR_IO);
    }
}

/* What is due and could not be done is not to wake us: that would be at once, again and again. */
static void look_ahead(struct app *app)
{
    if (engine_next(&app->current->engine, &app->due) < 0) {
        app->due = clock_now(&app->clock) + APP_RETRY_BUSY_MS;
    }
}

static void free_retired(struct app *app)
{
    struct generation **link = &app->retiring;
    while (*link != NULL) {
        struct generation *old = *link;
        if (sender_busy(old->sender) == 0) {
            *link = old->older;
            generation_free(old);
        } else {
            link = &old->older;
        }
    }
}

static void send_due(struct app *app)
{
    if (app->stirred) {
        app->stirred = false;
        sender_stir(app->current->sender);
    }
    sender_run(app->current->sender);
}

void app_stir(struct app *app)
{
    app->stirred = true;
}

/* A disk that is nearly full is told while there is room to tell it. */
static void look_at_disk(struct app *app)
{
    struct statvfs disk;
    if (statvfs(store_path(app->store), &disk) == 0) {
        const int64_t block = (int64_t)disk.f_frsize;
        (void)conditions_disk(&app->current->engine, clock_now(&app->clock),
                              (int64_t)disk.f_bavail * block, (int64_t)disk.f_blocks * block);
    }
}

void app_turn(struct app *app)
{
    if (app->stopping) {
        return;
    }
    (void)i18n_use(app->current->settings.language);
    free_retired(app);
    look_at_disk(app);
    int more = tick(app);
    if (more < 0) {
        retry_later(app, more);
        app->due = INSTANT_NONE;
    } else {
        app->failures = 0;
        look_ahead(app);
    }
    send_due(app);
    integrity_run(app->integrity);
    if (more > 0) {
        event_active(app->retry, EV_TIMEOUT, 0);
    } else {
        arm(app);
    }
}

static void on_retry(evutil_socket_t fd, short events, void *arg)
{
    (void)fd;
    (void)events;
    app_turn(arg);
}

/* How far the wall clock was set since it was last looked at. */
static int64_t clock_jump(struct app *app)
{
    instant_t wall = clock_now(&app->clock);
    int64_t elapsed = clock_elapsed();
    int64_t jump = (wall - app->wall) - (elapsed - app->elapsed);
    app->wall = wall;
    app->elapsed = elapsed;
    return jump;
}

static void on_wake(enum wake_reason reason, void *arg)
{
    struct app *app = arg;
    if (reason == WAKE_CLOCK_SET) {
        log_notice(&app->log, _("đồng hồ hệ thống vừa được chỉnh; tính lại những gì đến giờ"));
        app->stirred = true;
        (void)conditions_clock(&app->current->engine, clock_now(&app->clock), clock_jump(app));
    }
    app_turn(app);
}

static void stop_when_idle(struct app *app)
{
    free_retired(app);
    if (app->retiring == NULL && sender_busy(app->current->sender) == 0) {
        event_base_loopexit(app->base, NULL);
    }
}

/* A sender recorded results: there may be room, and another next instant. */
static void on_moved(void *arg)
{
    struct app *app = arg;
    if (app->stopping) {
        stop_when_idle(app);
        return;
    }
    if (app->retiring != NULL) {
        /* What it gave back or has to try again is the new one's. */
        free_retired(app);
        app->stirred = true;
        send_due(app);
    }
    look_ahead(app); /* what failed is to be told */
    arm(app);
}

/* --- signals ---------------------------------------------------------------------------------- */

static void on_deadline(evutil_socket_t fd, short events, void *arg)
{
    struct app *app = arg;
    (void)fd;
    (void)events;
    event_base_loopexit(app->base, NULL);
}

/* Nothing new is begun; what is under way has a short while to end. A second signal does not wait. */
static void on_stop(void *arg)
{
    static const struct timeval patience = {.tv_sec = APP_STOP_SECONDS};
    struct app *app = arg;
    if (app->stopping) {
        event_base_loopexit(app->base, NULL);
        return;
    }
    app->stopping = true;
    notify_stopping(app->notify);
    http_stop(app->http);
    event_del(app->retry);
    event_add(app->deadline, &patience);
    sender_retire(app->current->sender);
    stop_when_idle(app);
}

static void on_reload(void *arg)
{
    struct app *app = arg;
    struct diag diag = {0};
    app_reload(app, "SIGHUP", NULL, &diag);
    diag_clear(&diag);
}

/* Another address is bound before anything else changes: with that one nothing can go wrong later. */
static int bind_http(const struct generation *next, void *arg, struct diag *diag)
{
    struct app *app = arg;
    return http_bind(app->http, &next->settings, diag, &app->http_next);
}

static void use_http(struct app *app, int err)
{
    if (err == 0) {
        err = http_use(app->http, &app->current->settings, app->http_next);
        if (err < 0) {
            log_error(&app->log, _("không đổi được nơi nhận HTTP: %s"), err_text(err));
        }
    } else if (app->http_next >= 0) {
        http_socket_discard(app->http_next);
    }
    app->http_next = -1;
}

int app_reload(struct app *app, const char *author, struct load_difference *difference,
               struct diag *diag)
{
    struct generation *next = NULL;
    const struct sender_setup setup = {.base = app->base,
                                       .store = app->store,
                                       .clock = &app->clock,
                                       .log = &app->log,
                                       .fresh = true,
                                       .moved = on_moved,
                                       .arg = app};
    notify_reloading(app->notify);
    const struct reload_check check = {.run = bind_http, .arg = app};
    int err = reload_prepare(app->options.config, app->current, &setup, clock_now(&app->clock),
                             author, &check, difference, diag, &next);
    I18N_SPEAK((err < 0 ? app->current : next)->settings.language); /* whoever asked for it */
    reload_log_diag(&app->log, diag);
    if (err < 0) {
        log_error(&app->log, _("không nạp lại được, vẫn dùng cấu hình cũ: %s"), err_text(err));
        use_http(app, err);
    } else {
        sender_retire(app->current->sender);
        app->current->older = app->retiring;
        app->retiring = app->current;
        app->current = next;
        use_http(app, 0);
        edxml_watch_follow(app->edxml);
        (void)conditions_start(&app->current->engine, clock_now(&app->clock));
        log_notice(&app->log, _("đã nạp lại cấu hình và kế hoạch"));
    }
    notify_ready(app->notify, err < 0 ? err_text(err) : NULL);
    event_active(app->retry, EV_TIMEOUT, 0);
    return err;
}

/* --- from nothing to running and back ------------------------------------------------------------ */

static void open_log(struct app *app)
{
    if (getenv("JOURNAL_STREAM") != NULL) {
        log_init_journal(&app->log, stderr, app->options.log_level);
    } else {
        log_init_plain(&app->log, stderr, app->options.log_level);
    }
}

static void open_clock(struct app *app)
{
    if (app->options.virtual_start == INSTANT_NONE) {
        clock_init_real(&app->clock);
    } else {
        clock_init_from(&app->clock, app->options.virtual_start);
    }
}

static int open_store(struct app *app, struct diag *diag)
{
    int64_t recovered = 0;
    instant_t now = clock_now(&app->clock);
    int err = store_open(app->current->settings.state, now, diag, &app->store);
    if (err == 0) {
        err = store_txn_begin(app->store);
    }
    if (err == 0) {
        err = store_outbox_recover(app->store, &recovered);
        err = err < 0 ? err : store_txn_commit(app->store);
    }
    if (err == 0 && recovered > 0) {
        log_notice(&app->log,
                   _("%lld thư đang gửi dở khi dừng lần trước sẽ được gửi lại, cùng mã thư"),
                   (long long)recovered);
    }
    return err;
}

static int load_plans(struct app *app, struct diag *diag)
{
    struct load_difference difference = {0};
    int err =
        engine_load(&app->current->engine, clock_now(&app->clock), NULL, false, &difference, diag);
    if (err == 0) {
        log_info(&app->log,
                 _("đã nạp %zu kế hoạch: %zu dòng mới, %zu đổi, %zu rút, %zu giữ nguyên"),
                 difference.plan_count, difference.rows.added, difference.rows.changed,
                 difference.rows.withdrawn, difference.rows.unchanged);
    }
    load_difference_clear(&difference);
    reload_tidy(app->store);
    return err;
}

/* What makes itself active again and again (a thousand mails for a Maildir, a ledger to verify) would
 * keep libevent from ever looking at its sockets and timers. */
static struct event_base *new_base(void)
{
    static const struct timeval longest = {.tv_usec = APP_LOOK_MS * 1000};
    struct event_config *config = event_config_new();
    struct event_base *base = NULL;
    if (config != NULL && event_config_set_max_dispatch_interval(config, &longest, -1, 0) == 0) {
        base = event_base_new_with_config(config);
    }
    if (config != NULL) {
        event_config_free(config);
    }
    return base;
}

static int open_loop(struct app *app)
{
    const struct signals_calls calls = {.stop = on_stop, .reload = on_reload, .arg = app};
    app->base = new_base();
    if (app->base == NULL) {
        return ERR_NOMEM;
    }
    app->retry = event_new(app->base, -1, 0, on_retry, app);
    app->deadline = evtimer_new(app->base, on_deadline, app);
    int err = app->retry == NULL || app->deadline == NULL
                  ? ERR_NOMEM
                  : signals_new(app->base, &calls, &app->signals);
    if (err == 0) {
        err = notify_new(app->base, &app->notify);
    }
    return err == 0 ? wake_new(app->base, &app->clock, on_wake, app, &app->wake) : err;
}

/* What is wrong with the config is said in the language that it names. */
static void use_language(const char *config)
{
    char *language = NULL;
    if (conf_language(config, &language) == 0) {
        (void)i18n_use(language);
    }
    free(language);
}

/* Last: who calls is answered from the first moment on. */
static int open_http(struct app *app, struct diag *diag)
{
    int fd = -1;
    int err = http_new(app, &app->http);
    if (err == 0) {
        err = hooks_new(app, &app->hooks);
    }
    if (err == 0) {
        err = http_bind(app->http, &app->current->settings, diag, &fd);
    }
    return err == 0 ? http_use(app->http, &app->current->settings, fd) : err;
}

static int open_all(struct app *app, struct diag *diag)
{
    use_language(app->options.config);
    int err = generation_load(app->options.config, diag, &app->current);
    if (err == 0) {
        (void)i18n_use(app->current->settings.language);
        err = open_loop(app);
    }
    /* Before the store: one that runs already must not have its outbox taken for that of a crash. */
    if (err == 0) {
        err = ctl_server_new(app, diag, &app->ctl);
    }
    if (err == 0) {
        err = open_store(app, diag);
    }
    if (err == 0) {
        const struct sender_setup setup = {.base = app->base,
                                           .store = app->store,
                                           .clock = &app->clock,
                                           .log = &app->log,
                                           .moved = on_moved,
                                           .arg = app};
        err = generation_open(app->current, &setup, diag);
    }
    if (err == 0) {
        (void)clock_jump(app);
        err = conditions_start(&app->current->engine, clock_now(&app->clock));
    }
    if (err == 0) {
        err = load_plans(app, diag);
    }
    if (err == 0) {
        err = integrity_new(app, &app->integrity);
    }
    if (err == 0) {
        err = edxml_watch_new(app, &app->edxml);
    }
    if (err == 0) {
        edxml_watch_follow(app->edxml);
    }
    return err == 0 ? open_http(app, diag) : err;
}

int app_init(struct app *app, const struct app_options *options)
{
    struct diag diag = {0};
    *app = (struct app){.options = *options, .due = INSTANT_NONE, .http_next = -1};
    open_log(app);
    open_clock(app);
    int err = open_all(app, &diag);
    if (err < 0 && app->store != NULL && !diag_has_errors(&diag)) {
        store_explain(app->store, err, &diag);
    }
    reload_log_diag(&app->log, &diag);
    if (err < 0) {
        log_error(&app->log, _("không khởi động được: %s"), err_text(err));
    }
    diag_clear(&diag);
    return err;
}

int app_run(struct app *app)
{
    event_active(app->retry, EV_TIMEOUT, 0);
    log_notice(&app->log, _("dondocd %s đã sẵn sàng"), PACKAGE_VERSION);
    notify_ready(app->notify, NULL);
    if (event_base_dispatch(app->base) < 0) {
        return 1;
    }
    log_notice(&app->log, _("dondocd dừng"));
    return app->exit_code;
}

void app_deinit(struct app *app)
{
    integrity_free(app->integrity);
    edxml_watch_free(app->edxml);
    hooks_free(app->hooks);
    http_free(app->http);
    ctl_server_free(app->ctl);
    while (app->retiring != NULL) {
        struct generation *old = app->retiring;
        app->retiring = old->older;
        generation_free(old);
    }
    generation_free(app->current);
    store_close(app->store);
    wake_free(app->wake);
    notify_free(app->notify);
    signals_free(app->signals);
    if (app->retry != NULL) {
        event_free(app->retry);
    }
    if (app->deadline != NULL) {
        event_free(app->deadline);
    }
    if (app->base != NULL) {
        event_base_free(app->base);
    }
    *app = (struct app){0};
}
