#include "tests/replay/replay.h"

#include <dirent.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/cleanup.h"
#include "base/err.h"
#include "base/file.h"
#include "conf/conf.h"
#include "engine/delivery.h"
#include "engine/tick.h"
#include "schedule/next.h"
#include "store/notices.h"
#include "store/outbox.h"

#define SENT_MAX ((size_t)64 << 20)

static int path_of(const struct world *world, const char *name, char out[static 256])
{
    int wrote = snprintf(out, 256, "%s/%s", world->folder, name);
    return wrote > 0 && wrote < 256 ? 0 : ERR_LIMIT;
}

static int open_store(struct world *world)
{
    char path[256];
    int err = path_of(world, "dondoc.db", path);
    return err < 0 ? err : store_open(path, world->now, &world->diag, &world->store);
}

int world_open(struct world *world)
{
    *world = (struct world){.now = 0, .ticked = INSTANT_NONE};
    settings_init(&world->settings);
    diag_init(&world->diag);
    buf_init(&world->sent, SENT_MAX);
    buf_init(&world->heard, SENT_MAX);
    buf_init(&world->wrong, SENT_MAX);
    snprintf(world->folder, sizeof world->folder, "/tmp/dondoc-replay-XXXXXX");
    if (!mkdtemp(world->folder)) {
        world->folder[0] = '\0';
        return ERR_IO;
    }
    return open_store(world);
}

static void remove_folder(const char *folder)
{
    DIR *dir = opendir(folder);
    struct dirent *entry;
    while (dir && (entry = readdir(dir))) {
        char path[512];
        snprintf(path, sizeof path, "%s/%s", folder, entry->d_name);
        if (entry->d_name[0] != '.') {
            unlink(path);
        }
    }
    if (dir) {
        closedir(dir);
    }
    rmdir(folder);
}

void world_close(struct world *world)
{
    engine_close(&world->engine);
    store_close(world->store);
    settings_clear(&world->settings);
    diag_clear(&world->diag);
    buf_clear(&world->sent);
    buf_clear(&world->heard);
    buf_clear(&world->wrong);
    if (world->folder[0]) {
        remove_folder(world->folder);
    }
}

int world_write(struct world *world, const char *name, const char *text, size_t len)
{
    char path[256];
    int err = path_of(world, name, path);
    return err < 0 ? err : file_write(path, text, len, 0600);
}

int world_configure(struct world *world)
{
    char path[256];
    struct settings fresh;
    settings_init(&fresh);
    int err = path_of(world, "dondoc.conf", path);
    if (err == 0) {
        err = conf_load(path, &fresh, &world->diag);
    }
    if (err < 0) {
        settings_clear(&fresh);
        return err;
    }
    free(fresh.templates);
    fresh.templates = strdup(DD_SRCDIR "/conf/templates");
    engine_close(&world->engine);
    settings_clear(&world->settings);
    world->settings = fresh;
    return engine_open(&world->settings, world->store, &world->diag, &world->engine);
}

int world_restart(struct world *world)
{
    engine_close(&world->engine);
    store_close(world->store);
    world->store = NULL;
    int err = open_store(world);
    int64_t count;
    if (err == 0) {
        err = store_txn_begin(world->store);
    }
    if (err == 0) {
        err = store_outbox_recover(world->store, &count);
    }
    if (err == 0) {
        err = store_txn_commit(world->store);
    }
    return err < 0 ? err
                   : engine_open(&world->settings, world->store, &world->diag, &world->engine);
}

/* --- sending ------------------------------------------------------------------------------------ */

static int by_text(const void *a, const void *b)
{
    return strcmp(*(char *const *)a, *(char *const *)b);
}

static void notice_text(const struct notice_row *notice, struct buf *out)
{
    char stage[STAGE_TEXT_SIZE];
    (void)buf_printf(out, "%s %s", notice->occurrence, stage_format(notice->stage, stage));
    if (notice->role != ROLE_LEAD) {
        (void)buf_printf(out, " (%s)", role_name(notice->role));
    }
}

/* "2022-03-09 07:30 daily vp@example.org: p/1/once before_7, …", the notices sorted. */
static int write_line(struct world *world, const struct message_row *row)
{
    struct notice_rows notices = {0};
    char day[CIVIL_TEXT_SIZE];
    int minute = offset_minute(world->now, world->settings.utc_offset);
    int err = store_notices_of_message(world->store, row->id, 0, &notices);
    char **texts = calloc(notices.count + 1, sizeof *texts);
    if (err == 0) {
        err = invariant_heard(world, row, &notices);
    }
    if (err < 0 || !texts) {
        return err < 0 ? err : ERR_NOMEM;
    }
    civil_format_iso(offset_day(world->now, world->settings.utc_offset), day);
    (void)buf_printf(&world->sent, "%s %02d:%02d %s %s: ", day, minute / 60, minute % 60,
                     message_class_name(row->class), row->recipient);
    for (size_t i = 0; i < notices.count; i++) {
        struct buf text;
        buf_init(&text, 1024);
        notice_text(&notices.items[i], &text);
        texts[i] = buf_steal(&text);
    }
    qsort(texts, notices.count, sizeof *texts, by_text);
    for (size_t i = 0; i < notices.count; i++) {
        (void)buf_printf(&world->sent, "%s%s", i > 0 ? ", " : "", texts[i]);
        free(texts[i]);
    }
    /* What happened, rather than a stage that came. */
    if (notices.count == 0 && row->occurrence) {
        (void)buf_printf(&world->sent, "%s %s", row->occurrence, strrchr(row->subject, '.') + 1);
    }
    free(texts);
    store_notice_rows_clear(&notices);
    return buf_putc(&world->sent, '\n');
}

/* For those who hold events against their schemas: one a line, behind what is there. */
static void keep_event(const struct message_row *row)
{
    const char *path = getenv("DONDOC_REPLAY_EVENTS");
    FILE *file = path && row->class == MESSAGE_EVENT ? fopen(path, "a") : NULL;
    if (file) {
        fwrite(row->body, 1, row->body_len, file);
        fputc('\n', file);
        fclose(file);
    }
}

static int deliver(struct world *world, const struct message_row *row)
{
    keep_event(row);
    const struct message_result result = {.state = MESSAGE_DELIVERED,
                                          .at = world->now,
                                          .next_at = INSTANT_NONE};
    int err = write_line(world, row);
    if (err == 0) {
        err = store_txn_begin(world->store);
    }
    if (err == 0) {
        err = store_message_result(world->store, row->id, &result);
    }
    return err < 0 ? err : store_txn_commit(world->store);
}

static int send_channel(struct world *world, enum message_channel channel)
{
    struct delivery_claim claim = {.channel = channel, .limit = 10000};
    struct delivery_turn turn = {.now = world->now,
                                 .settings = &world->settings,
                                 .claims = &claim,
                                 .claim_count = 1};
    int err = delivery_turn(world->store, &turn);
    for (size_t i = 0; i < claim.rows.count && err == 0; i++) {
        err = deliver(world, &claim.rows.items[i]);
    }
    store_message_rows_clear(&claim.rows);
    return err;
}

int world_tick(struct world *world)
{
    struct tick_result result = {.more = true};
    offset_t offset = world->settings.utc_offset;
    if (workday_is(&world->settings.holidays, offset_day(world->now, offset)) &&
        policy_is_open(&world->settings.policies[0], offset_minute(world->now, offset))) {
        world->ticked = world->now;
    }
    int err = 0;
    for (int i = 0; i < 1000 && result.more && err == 0; i++) {
        err = engine_tick(&world->engine, world->now, &result);
    }
    if (err == 0 && !world->mail_is_down) {
        err = send_channel(world, CHANNEL_MAIL);
        err = err < 0 ? err : send_channel(world, CHANNEL_WEBHOOK);
    }
    return err;
}

/* When the outbox has something to send. */
static int add_outbox(struct world *world, enum message_channel channel, instant_t *next)
{
    instant_t waits = INSTANT_NONE;
    int err = world->mail_is_down ? 0 : store_outbox_next(world->store, channel, &waits);
    *next = next_earlier(*next, waits);
    return err;
}

int world_run(struct world *world, instant_t until)
{
    int err = 0;
    for (;;) {
        instant_t next;
        err = world_tick(world);
        if (err == 0) {
            err = engine_next(&world->engine, &next);
        }
        if (err == 0) {
            err = add_outbox(world, CHANNEL_MAIL, &next);
        }
        if (err == 0) {
            err = add_outbox(world, CHANNEL_WEBHOOK, &next);
        }
        if (err < 0 || next == INSTANT_NONE || next > until) {
            break;
        }
        if (next <= world->now) {
            fprintf(stderr, "a tick left work behind at its own instant\n");
            return ERR_INTERNAL;
        }
        world->now = next;
    }
    if (err == 0) {
        world->now = until;
    }
    return err;
}
