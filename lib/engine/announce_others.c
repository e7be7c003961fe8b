/* What happens to targets and to messages, told to endpoints. */
#include <string.h>

#include "base/cleanup.h"
#include "base/err.h"
#include "base/id.h"
#include "lib/engine/events.h"

/* Tells one event to all endpoints among the recipients that want its type. except: not to that one. */
struct telling {
    struct engine *engine;
    struct event *event;
    const char *except;
    const char *name; /* what makes it one of its kind; NULL: chance */
    instant_t now;
    size_t made;
};

static int name_it(const struct telling *this, const char *recipient, char id[static EVENT_ID_SIZE])
{
    char random[ID_SIZE];
    _cleanup_buf_ struct buf text = {0};
    int err;
    if (!this->name) {
        err = id_make(random);
        snprintf(id, EVENT_ID_SIZE, "msg_%s", err == 0 ? random : "");
        return err;
    }
    buf_init(&text, 8192);
    err =
        buf_printf(&text, "%s\n%s\n%s", event_type_name(this->event->type), this->name, recipient);
    if (err == 0) {
        events_name_once(buf_str(&text), text.len, id);
    }
    return err;
}

static int tell_one(struct telling *this, const char *recipient)
{
    char id[EVENT_ID_SIZE];
    int64_t message;
    if (!events_is_endpoint(recipient) || strcmp(recipient, this->except) == 0 ||
        !events_wanted(this->engine, recipient, this->event->type)) {
        return 0;
    }
    int err = name_it(this, recipient, id);
    if (err == 0) {
        this->event->id = id;
        err = events_post(this->engine, recipient, this->event, this->now, &message);
        this->event->id = NULL;
    }
    this->made += err == 0;
    return err == ERR_EXISTS ? 0 : err;
}

static int tell_all(struct telling *this, const struct recipients *recipients)
{
    int err = 0;
    for (size_t i = 0; i < recipients->count && err == 0; i++) {
        err = tell_one(this, recipients->items[i].name);
    }
    return err == 0 && this->made > 0
               ? undelivered_watch(this->engine, this->event->department, this->now)
               : err;
}

static void fill_department(const struct engine *engine, const char *id, struct event *event)
{
    const struct department *department = roster_department(&engine->settings->roster, id);
    event->department = id;
    event->department_name = department ? department->name : NULL;
}

/* --- targets -------------------------------------------------------------------------------------- */

/* The numbers of a target's pace as JSON has them. */
struct figures {
    char value[AMOUNT_TEXT_SIZE], goal[AMOUNT_TEXT_SIZE], latest[AMOUNT_TEXT_SIZE];
    char required[AMOUNT_TEXT_SIZE], projected[AMOUNT_TEXT_SIZE], gap[AMOUNT_TEXT_SIZE];
    char weekly[AMOUNT_TEXT_SIZE], weeks[AMOUNT_TEXT_SIZE];
};

static void fill_target(const struct target_view *view, const enum pace_state *old,
                        struct figures *figures, struct event_target *out)
{
    const struct target *target = &view->target;
    const struct pace *pace = &view->pace;
    bool runs = pace->days_left > 0;
    *out = (struct event_target){
        .id = view->row.id,
        .indicator = target->indicator,
        .comparator = comparator_name(target->comparator),
        .value = amount_format(target->value, figures->value),
        .goal = amount_format(pace->step.goal, figures->goal),
        .measure = target->unit,
        .state = pace_state_name(pace->state),
        .old_state = old ? pace_state_name(*old) : NULL,
        .latest_day = pace->latest.day,
        .required = amount_format(pace->required, figures->required),
        .projected = amount_format(pace->projection, figures->projected),
        .gap = amount_format(pace->gap, figures->gap),
        .weekly = amount_format(pace->weekly, figures->weekly),
        .due = pace->step.due,
    };
    if (pace->latest.day != DAY_NONE) {
        out->latest = amount_format(pace->latest.value, figures->latest);
    }
    if (runs) {
        out->weeks_left = amount_format(pace->weeks_left * (AMOUNT_ONE / 10), figures->weeks);
    }
}

int events_target_changed(struct engine *engine, const struct target_view *view,
                          const enum pace_state *old, instant_t now)
{
    const struct settings *settings = engine->settings;
    const struct plan *section = settings_plan(settings, view->target.plan);
    const struct department *department = roster_department(&settings->roster, view->department);
    _cleanup_(recipients_clear) struct recipients recipients = {0};
    struct figures figures;
    struct event_target target;
    struct event event;
    if (settings->endpoint_count == 0) {
        return 0;
    }
    fill_target(view, old, &figures, &target);
    event_init(&event);
    event.type = EVENT_TARGET_CHANGED;
    fill_department(engine, view->department, &event);
    event.target = &target;
    event.plan = view->target.plan;
    event.stt = view->target.stt;
    if (section) {
        event.plan_number = section->number;
        event.plan_title = section->title;
        event.plan_issued = section->issued;
    }
    const struct party *unit = department && view->units.count > 0
                                   ? department_party(department, view->units.items[0])
                                   : NULL;
    if (unit) {
        event.unit = unit->id;
        event.unit_name = unit->names.count > 0 ? unit->names.items[0] : NULL;
    }
    struct telling telling = {.engine = engine, .event = &event, .except = "", .now = now};
    int err = recipients_endpoints(engine, view->department, &view->units, engine_day(engine, now),
                                   &recipients);
    return err == 0 ? tell_all(&telling, &recipients) : err;
}

/* --- messages ------------------------------------------------------------------------------------- */

int events_delivery_failed(struct engine *engine, const struct message_row *message,
                           const struct event_delivery *what, instant_t now, size_t *made)
{
    const struct department *department =
        roster_department(&engine->settings->roster, message->department);
    struct strings office = {0};
    _cleanup_(recipients_clear) struct recipients recipients = {0};
    _cleanup_buf_ struct buf name = {0};
    struct event event;
    if (engine->settings->endpoint_count == 0 || !department ||
        (message->subject &&
         strcmp(message->subject, event_type_name(EVENT_DELIVERY_FAILED)) == 0)) {
        return 0;
    }
    buf_init(&name, 4096);
    event_init(&event);
    event.type = EVENT_DELIVERY_FAILED;
    fill_department(engine, message->department, &event);
    event.delivery = what;
    int err = strings_add(&office, department->office);
    if (err == 0) {
        /* A receiver that is gone is gone once a day, however many messages found it so. */
        err =
            strcmp(what->outcome, "gone") == 0
                ? buf_printf(&name, "gone %s %d", message->recipient, (int)engine_day(engine, now))
                : buf_printf(&name, "%s %s %d", what->outcome, message->ident, what->attempts);
    }
    if (err == 0) {
        err = recipients_endpoints(engine, message->department, &office, engine_day(engine, now),
                                   &recipients);
    }
    struct telling telling = {.engine = engine,
                              .event = &event,
                              .except = message->recipient,
                              .name = buf_str(&name),
                              .now = now};
    err = err == 0 ? tell_all(&telling, &recipients) : err;
    if (made) {
        *made += telling.made;
    }
    strings_clear(&office);
    return err;
}
