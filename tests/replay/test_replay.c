/* Replays every .scn of tests/replay/scenarios, in the language told in tests/replay/README.md. */
#include <dirent.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/cleanup.h"
#include "base/err.h"
#include "base/file.h"
#include "base/parse.h"
#include "engine/actions.h"
#include "engine/assign.h"
#include "engine/load.h"
#include "engine/silences.h"
#include "engine/targets.h"
#include "store/ledger.h"
#include "store/outbox.h"
#include "tests/replay/replay.h"

#define WORDS_MAX 12
#define SCENARIOS DD_SRCDIR "/tests/replay/scenarios"

/* One scenario being read. */
struct script {
    struct world world;
    const char *file;
    const char *rest; /* the text behind the last line */
    int line;
    int failures;
    struct buf last; /* the line that was read, for messages */
};

static void fail(struct script *script, const char *what, const char *more)
{
    _cleanup_buf_ struct buf text = {0};
    buf_init(&text, 100000);
    (void)diag_print(&script->world.diag, &text);
    fprintf(stderr, "%s:%d: %s%s%s\n%s", script->file, script->line, what, *more ? ": " : "", more,
            buf_str(&text));
    script->failures++;
}

static void check(struct script *script, int err)
{
    if (err < 0) {
        fail(script, buf_str(&script->last), err_text(err));
    }
}

static bool next_line(struct script *script, const char **out, size_t *len)
{
    if (*script->rest == '\0') {
        return false;
    }
    const char *end = strchr(script->rest, '\n');
    *out = script->rest;
    *len = end ? (size_t)(end - script->rest) : strlen(script->rest);
    script->rest = end ? end + 1 : script->rest + *len;
    script->line++;
    return true;
}

/* The lines up to END. */
static void read_block(struct script *script, struct buf *out)
{
    const char *line;
    size_t len;
    buf_init(out, (size_t)16 << 20);
    while (next_line(script, &line, &len)) {
        if (len == 3 && strncmp(line, "END", 3) == 0) {
            return;
        }
        (void)buf_append(out, line, len);
        (void)buf_putc(out, '\n');
    }
    fail(script, "a block without END", "");
}

/* --- days and numbers --------------------------------------------------------------------------- */

static day_t read_day(struct script *script, const char *text)
{
    day_t day = DAY_NONE;
    if (strcmp(text, "-") != 0 && civil_parse_iso(text, &day) < 0) {
        fail(script, "no day", text);
    }
    return day;
}

static instant_t read_instant(struct script *script, const char *day, const char *time)
{
    int hour = 0;
    int minute = 0;
    const char *colon = strchr(time, ':');
    if (!colon || parse_int_span(time, (size_t)(colon - time), 0, 23, &hour) < 0 ||
        parse_int(colon + 1, 0, 59, &minute) < 0) {
        fail(script, "no time of day", time);
    }
    return offset_instant(read_day(script, day), hour * 60 + minute, 420);
}

/* "added=2" among the words; -1 when it is not there. */
static int64_t wanted(char *const *words, int count, const char *name)
{
    size_t len = strlen(name);
    int64_t value = -1;
    for (int i = 0; i < count; i++) {
        if (strncmp(words[i], name, len) == 0 && words[i][len] == '=') {
            (void)parse_int64(words[i] + len + 1, 0, 1000000, &value);
        }
    }
    return value;
}

static void compare(struct script *script, char *const *words, int count, const char *name,
                    int64_t got)
{
    int64_t want = wanted(words, count, name);
    if (want >= 0 && want != got) {
        char text[100];
        snprintf(text, sizeof text, "%s is %lld, not %lld", name, (long long)got, (long long)want);
        fail(script, buf_str(&script->last), text);
    }
}

/* --- commands ----------------------------------------------------------------------------------- */

static void do_file(struct script *script, char **words, int count)
{
    _cleanup_buf_ struct buf text = {0};
    (void)count;
    read_block(script, &text);
    check(script, world_write(&script->world, words[1], buf_str(&text), text.len));
}

static void do_load(struct script *script, char **words, int count)
{
    bool dry = strcmp(words[0], "DRY") == 0;
    struct load_difference difference = {0};
    struct world *world = &script->world;
    diag_clear(&world->diag);
    int err = world_configure(world);
    if (err == 0) {
        err = engine_load(&world->engine, world->now, "test", dry, &difference, &world->diag);
    }
    check(script, err);
    if (err == 0) {
        compare(script, words, count, "added", (int64_t)difference.rows.added);
        compare(script, words, count, "changed", (int64_t)difference.rows.changed);
        compare(script, words, count, "withdrawn", (int64_t)difference.rows.withdrawn);
        compare(script, words, count, "unchanged", (int64_t)difference.rows.unchanged);
        compare(script, words, count, "faulty", (int64_t)difference.faulty);
    }
    load_difference_clear(&difference);
}

static int by_text(const void *a, const void *b)
{
    return strcmp(*(char *const *)a, *(char *const *)b);
}

/* Lines begin with their instant; within one instant their order is of no matter. */
static void sort_lines(struct buf *text)
{
    size_t count = 0;
    _cleanup_free_ char *copy = strdup(buf_str(text));
    char **lines = calloc(text->len + 1, sizeof *lines);
    for (char *p = copy; p && lines && *p != '\0'; p += strlen(p) + 1) {
        lines[count++] = p;
        p[strcspn(p, "\n")] = '\0';
    }
    qsort(lines, count, sizeof *lines, by_text);
    buf_reset(text);
    for (size_t i = 0; i < count; i++) {
        (void)buf_printf(text, "%s\n", lines[i]);
    }
    free(lines);
}

static void do_expect(struct script *script)
{
    _cleanup_buf_ struct buf text = {0};
    read_block(script, &text);
    sort_lines(&text);
    sort_lines(&script->world.sent);
    if (strcmp(buf_str(&text), buf_str(&script->world.sent)) != 0) {
        fprintf(stderr, "%s:%d: expected\n%sbut these left:\n%s", script->file, script->line,
                buf_str(&text), buf_str(&script->world.sent));
        script->failures++;
    }
    buf_reset(&script->world.sent);
}

/* SILENCE day reason department=D unit=U row=PLAN/STT */
static int silence(struct script *script, char **words, int count)
{
    struct world *world = &script->world;
    const struct action action = {world->now, "test"};
    struct silence_ask ask = {.until = count > 1 ? read_day(script, words[1]) : DAY_NONE,
                              .reason = count > 2 ? words[2] : ""};
    int64_t id;
    for (int i = 3; i < count; i++) {
        const char *value = strchr(words[i], '=') ? strchr(words[i], '=') + 1 : "";
        const char **where = strncmp(words[i], "unit=", 5) == 0  ? &ask.unit
                             : strncmp(words[i], "row=", 4) == 0 ? &ask.row
                                                                 : &ask.department;
        *where = value;
    }
    diag_clear(&world->diag);
    return action_silence(&world->engine, &action, &ask, &id, &world->diag);
}

static int end_silence(struct script *script, const char *number)
{
    struct world *world = &script->world;
    const struct action action = {world->now, "test"};
    int64_t id = 0;
    (void)parse_int64(number, 1, 1000000, &id);
    diag_clear(&world->diag);
    return action_silence_end(&world->engine, &action, id, &world->diag);
}

/* ASSIGN units document due content [option=value …]; options: on coordinating joint again. */
static int assign(struct script *script, char **words, int count, day_t due,
                  struct action_result *result)
{
    struct world *world = &script->world;
    const struct action action = {world->now, "test"};
    struct assign_ask ask = {.unit = words[1],
                             .document = words[2],
                             .due = due,
                             .content = count > 4 ? words[4] : "",
                             .on = DAY_NONE};
    for (int i = 5; i < count; i++) {
        const char *value = strchr(words[i], '=') ? strchr(words[i], '=') + 1 : "";
        if (strncmp(words[i], "on=", 3) == 0) {
            ask.on = read_day(script, value);
        } else if (strncmp(words[i], "coordinating=", 13) == 0) {
            ask.coordinating = value;
        } else if (strcmp(words[i], "joint") == 0) {
            ask.joint = true;
        } else if (strcmp(words[i], "again") == 0) {
            ask.again = true;
        } else {
            fail(script, "no such option", words[i]);
        }
    }
    return action_assign(&world->engine, &action, &ask, result, &world->diag);
}

/* MEASURE target value day document [correct], BASELINE target value day document */
static int measure(struct script *script, char **words, int count)
{
    struct world *world = &script->world;
    const struct action action = {world->now, "test"};
    const struct target_record ask = {.target = words[1],
                                      .value = count > 2 ? words[2] : "",
                                      .on = count > 3 ? words[3] : "",
                                      .document = count > 4 ? words[4] : "",
                                      .correct = count > 5};
    return strcmp(words[0], "BASELINE") == 0
               ? action_target_baseline(&world->engine, &action, &ask, NULL, &world->diag)
               : action_target_record(&world->engine, &action, &ask, NULL, &world->diag);
}

/* DONE key document day … : what people do. */
static int act(struct script *script, char **words, int count)
{
    struct world *world = &script->world;
    struct engine *engine = &world->engine;
    const struct action action = {world->now, "test"};
    const char *key = count > 1 ? words[1] : "";
    const char *document = count > 2 ? words[2] : "";
    bool measured = strcmp(words[0], "MEASURE") == 0 || strcmp(words[0], "BASELINE") == 0;
    bool dated = count > 3 && strcmp(words[0], "SILENCE") != 0 && !measured;
    day_t day = dated ? read_day(script, words[3]) : DAY_NONE;
    struct action_result result = {0};
    int err = ERR_INVALID;
    diag_clear(&world->diag);
    if (strcmp(words[0], "DONE") == 0) {
        err = action_done(engine, &action, key, document, day, NULL, &result, &world->diag);
    } else if (strcmp(words[0], "REOPEN") == 0) {
        err = action_reopen(engine, &action, key, NULL, &result, &world->diag);
    } else if (strcmp(words[0], "RETURNED") == 0) {
        err = action_returned(engine, &action, key, document, day, &result, &world->diag);
    } else if (strcmp(words[0], "EXTEND") == 0) {
        err = action_extend(engine, &action, key, day, document, &result, &world->diag);
    } else if (strcmp(words[0], "EXEMPT") == 0) {
        err = action_exempt(engine, &action, key, document, &result, &world->diag);
    } else if (strcmp(words[0], "TRIGGER") == 0) {
        day_t due = count > 4 ? read_day(script, words[4]) : DAY_NONE;
        err = action_trigger(engine, &action, key, day, document, due, &result, &world->diag);
    } else if (strcmp(words[0], "ASSIGN") == 0 && count > 3) {
        err = assign(script, words, count, day, &result);
    } else if (measured) {
        err = measure(script, words, count);
    } else if (strcmp(words[0], "ACK") == 0) {
        err = action_ack(engine, &action, key, document, &result, &world->diag);
    } else if (strcmp(words[0], "SILENCE") == 0) {
        err = silence(script, words, count);
    } else if (strcmp(words[0], "UNSILENCE") == 0) {
        err = end_silence(script, key);
    } else if (strcmp(words[0], "DATE") == 0) {
        err = action_date(engine, &action, key, day, document, &result, &world->diag);
    } else {
        fail(script, "no such command", words[0]);
    }
    action_result_clear(&result);
    return err;
}

static void do_state(struct script *script, char **words, int count)
{
    struct occurrence_row row;
    char due[CIVIL_TEXT_SIZE];
    store_occurrence_init(&row);
    struct world *world = &script->world;
    int err = store_occurrence_get(world->store, words[1], &row);
    if (err == ERR_NOT_FOUND && strcmp(words[2], "none") == 0) {
        return;
    }
    check(script, err);
    if (err == 0) {
        day_t today = offset_day(world->now, 420);
        const char *state = occurrence_state_name(engine_state(&world->engine, &row, today));
        if (strcmp(state, words[2]) != 0) {
            fail(script, buf_str(&script->last), state);
        }
        if (count > 3 && strcmp(civil_format_iso(row.dates.due, due), words[3]) != 0) {
            fail(script, buf_str(&script->last), due);
        }
    }
    store_occurrence_clear(&row);
}

struct looking {
    const char *kind, *text;
    int64_t found;
};

static int each_entry(const struct ledger_row *row, void *arg)
{
    struct looking *looking = arg;
    looking->found += strcmp(row->kind, looking->kind) == 0 &&
                      (!looking->text || (row->detail && strstr(row->detail, looking->text)));
    return 0;
}

/* LEDGER occurrence|- kind count=N [text] */
static void do_ledger(struct script *script, char **words, int count)
{
    struct looking looking = {.kind = words[2], .text = count > 4 ? words[4] : NULL};
    struct ledger_filter filter;
    ledger_filter_init(&filter);
    filter.occurrence = strcmp(words[1], "-") == 0 ? NULL : words[1];
    check(script, store_ledger_each(script->world.store, &filter, each_entry, &looking));
    compare(script, words, count, "count", looking.found);
}

static void do_outbox(struct script *script, char **words, int count)
{
    struct outbox_counts counts;
    check(script, store_outbox_count(script->world.store, &counts));
    compare(script, words, count, "queued", counts.queued);
    compare(script, words, count, "delivered", counts.delivered);
    compare(script, words, count, "superseded", counts.superseded);
    compare(script, words, count, "cancelled", counts.cancelled);
}

/* Every rung of every ladder up to now is a notice or a skipped entry with its reason. */
static void check_invariant(struct script *script)
{
    _cleanup_buf_ struct buf text = {0};
    buf_init(&text, (size_t)1 << 20);
    if (script->world.ticked == INSTANT_NONE) {
        return;
    }
    int found = invariant_check(&script->world, &text);
    if (found != 0) {
        fail(script, found < 0 ? err_text(found) : "not as promised", buf_str(&text));
    }
}

/* BYHAND: what waits to be sent is sent now, by an officer. */
static void do_by_hand(struct script *script)
{
    struct world *world = &script->world;
    struct message_rows rows = {0};
    struct message_filter filter;
    message_filter_init(&filter);
    filter.by_state = true;
    filter.state = MESSAGE_QUEUED;
    check(script, store_messages_list(world->store, &filter, 1000, &rows));
    check(script, store_txn_begin(world->store));
    for (size_t i = 0; i < rows.count; i++) {
        check(script, store_message_retry(world->store, rows.items[i].id, world->now));
    }
    check(script, store_txn_commit(world->store));
    store_message_rows_clear(&rows);
}

static void play(struct script *script);

/* INCLUDE name: another file's lines stand here. */
static void do_include(struct script *script, const char *name)
{
    _cleanup_buf_ struct buf text = {0};
    char path[512];
    snprintf(path, sizeof path, SCENARIOS "/%s", name);
    buf_init(&text, (size_t)1 << 20);
    check(script, file_read(path, (size_t)1 << 20, NULL, &text));
    const char *rest = script->rest;
    int line = script->line;
    script->rest = buf_str(&text);
    play(script);
    script->rest = rest;
    script->line = line;
}

static void run_command(struct script *script, char **words, int count)
{
    struct world *world = &script->world;
    const char *name = words[0];
    if (strcmp(name, "FILE") == 0) {
        do_file(script, words, count);
    } else if (strcmp(name, "INCLUDE") == 0) {
        do_include(script, words[1]);
    } else if (strcmp(name, "TIME") == 0) {
        world->now = read_instant(script, words[1], words[2]);
    } else if (strcmp(name, "RUN") == 0) {
        check(script, world_run(world, read_instant(script, words[1], words[2])));
    } else if (strcmp(name, "TICK") == 0) {
        check(script, world_tick(world));
    } else if (strcmp(name, "RESTART") == 0) {
        check(script, world_restart(world));
    } else if (strcmp(name, "LOAD") == 0 || strcmp(name, "DRY") == 0) {
        do_load(script, words, count);
    } else if (strcmp(name, "MAIL") == 0) {
        world->mail_is_down = strcmp(words[1], "down") == 0;
    } else if (strcmp(name, "BYHAND") == 0) {
        do_by_hand(script);
    } else if (strcmp(name, "EXPECT") == 0) {
        do_expect(script);
        check_invariant(script);
    } else if (strcmp(name, "STATE") == 0) {
        do_state(script, words, count);
    } else if (strcmp(name, "LEDGER") == 0) {
        do_ledger(script, words, count);
    } else if (strcmp(name, "OUTBOX") == 0) {
        do_outbox(script, words, count);
    } else if (strcmp(name, "REFUSED") == 0) {
        if (act(script, words + 1, count - 1) >= 0 || world->diag.errors == 0) {
            fail(script, buf_str(&script->last), "was not refused with a reason");
        }
    } else {
        check(script, act(script, words, count));
    }
}

/* Words of the line; a word in "" may hold spaces. */
static int split(char *line, char **words)
{
    int count = 0;
    char *p = line;
    while (count < WORDS_MAX) {
        p += strspn(p, " \t");
        if (*p == '\0') {
            break;
        }
        char stop = *p == '"' ? '"' : ' ';
        p += stop == '"';
        words[count++] = p;
        p += stop == '"' ? strcspn(p, "\"") : strcspn(p, " \t");
        if (*p == '\0') {
            break;
        }
        *p++ = '\0';
    }
    return count;
}

static void play(struct script *script)
{
    const char *line;
    size_t len;
    while (script->failures == 0 && next_line(script, &line, &len)) {
        char *words[WORDS_MAX] = {0};
        _cleanup_free_ char *copy = strndup(line, len);
        buf_reset(&script->last);
        (void)buf_append(&script->last, line, len);
        int count = copy && *copy != '#' ? split(copy, words) : 0;
        if (count > 0) {
            run_command(script, words, count);
        }
    }
}

static int run_file(const char *path, const char *name)
{
    _cleanup_buf_ struct buf text = {0};
    struct script script = {.file = name};
    buf_init(&text, (size_t)1 << 20);
    buf_init(&script.last, (size_t)1 << 20);
    int err = file_read(path, (size_t)1 << 20, NULL, &text);
    if (err == 0) {
        err = world_open(&script.world);
    }
    if (err < 0) {
        fail(&script, "cannot begin", err_text(err));
    } else {
        script.rest = buf_str(&text);
        play(&script);
        check_invariant(&script);
        if (script.failures == 0 && script.world.sent.len > 0) {
            fail(&script, "these left unexpected", buf_str(&script.world.sent));
        }
    }
    world_close(&script.world);
    buf_clear(&script.last);
    printf("%s %s\n", script.failures ? "FAILED" : "ok", name);
    return script.failures ? 1 : 0;
}

static int is_scenario(const struct dirent *entry)
{
    size_t len = strlen(entry->d_name);
    return len > 4 && strcmp(entry->d_name + len - 4, ".scn") == 0;
}

int main(int argc, char **argv)
{
    struct dirent **names = NULL;
    int count = scandir(SCENARIOS, &names, is_scenario, alphasort);
    int ran = 0;
    int failed = 0;
    for (int i = 0; i < count; i++) {
        char path[512];
        snprintf(path, sizeof path, SCENARIOS "/%s", names[i]->d_name);
        if (argc < 2 || strstr(names[i]->d_name, argv[1])) {
            ran++;
            failed += run_file(path, names[i]->d_name);
        }
        free(names[i]);
    }
    free(names);
    printf("%d passed, %d failed\n", ran - failed, failed);
    return ran == 0 || failed > 0;
}
