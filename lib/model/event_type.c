#include "model/event_type.h"

#include <string.h>

#include "base/err.h"

static const char *const names[EVENT_TYPES] = {
    [EVENT_OPENED] = "vn.dondoc.occurrence.opened",
    [EVENT_HALF_WAY] = "vn.dondoc.occurrence.half_way",
    [EVENT_DUE_SOON] = "vn.dondoc.occurrence.due_soon",
    [EVENT_DUE_TODAY] = "vn.dondoc.occurrence.due_today",
    [EVENT_OVERDUE] = "vn.dondoc.occurrence.overdue",
    [EVENT_ESCALATED] = "vn.dondoc.occurrence.escalated",
    [EVENT_COLLECTING] = "vn.dondoc.occurrence.collecting",
    [EVENT_LISTED] = "vn.dondoc.occurrence.listed",
    [EVENT_NEEDS_PERSON] = "vn.dondoc.occurrence.needs_person",
    [EVENT_DISCHARGED] = "vn.dondoc.occurrence.discharged",
    [EVENT_REOPENED] = "vn.dondoc.occurrence.reopened",
    [EVENT_RETURNED] = "vn.dondoc.occurrence.returned",
    [EVENT_EXTENDED] = "vn.dondoc.occurrence.extended",
    [EVENT_RESCHEDULED] = "vn.dondoc.occurrence.rescheduled",
    [EVENT_TRIGGERED] = "vn.dondoc.occurrence.triggered",
    [EVENT_WITHDRAWN] = "vn.dondoc.occurrence.withdrawn",
    [EVENT_EXEMPTED] = "vn.dondoc.occurrence.exempted",
    [EVENT_TARGET_CHANGED] = "vn.dondoc.target.state_changed",
    [EVENT_DELIVERY_FAILED] = "vn.dondoc.delivery.failed",
    [EVENT_TROUBLE] = "vn.dondoc.trouble",
    [EVENT_TEST] = "vn.dondoc.test",
};

const char *const event_type_words[EVENT_TYPES + 1] = {
    [EVENT_OPENED] = "opened",
    [EVENT_HALF_WAY] = "half_way",
    [EVENT_DUE_SOON] = "due_soon",
    [EVENT_DUE_TODAY] = "due_today",
    [EVENT_OVERDUE] = "overdue",
    [EVENT_ESCALATED] = "escalated",
    [EVENT_COLLECTING] = "collecting",
    [EVENT_LISTED] = "listed",
    [EVENT_NEEDS_PERSON] = "needs_person",
    [EVENT_DISCHARGED] = "discharged",
    [EVENT_REOPENED] = "reopened",
    [EVENT_RETURNED] = "returned",
    [EVENT_EXTENDED] = "extended",
    [EVENT_RESCHEDULED] = "rescheduled",
    [EVENT_TRIGGERED] = "triggered",
    [EVENT_WITHDRAWN] = "withdrawn",
    [EVENT_EXEMPTED] = "exempted",
    [EVENT_TARGET_CHANGED] = "target_state_changed",
    [EVENT_DELIVERY_FAILED] = "delivery_failed",
    [EVENT_TROUBLE] = "trouble",
    [EVENT_TEST] = "test",
};
_Static_assert(EVENT_TEST + 1 == EVENT_TYPES, "each type has its names");

const char *event_type_name(enum event_type type)
{
    return names[type];
}

const char *event_type_word(enum event_type type)
{
    return event_type_words[type];
}

int event_type_parse(const char *word, enum event_type *out)
{
    for (int i = 0; i < EVENT_TYPES; i++) {
        if (strcmp(event_type_words[i], word) == 0) {
            *out = (enum event_type)i;
            return 0;
        }
    }
    return ERR_FORMAT;
}

bool event_type_urges(enum event_type type)
{
    const uint32_t urging = EVENT_BIT(EVENT_HALF_WAY) | EVENT_BIT(EVENT_DUE_SOON) |
                            EVENT_BIT(EVENT_DUE_TODAY) | EVENT_BIT(EVENT_OVERDUE) |
                            EVENT_BIT(EVENT_ESCALATED) | EVENT_BIT(EVENT_COLLECTING) |
                            EVENT_BIT(EVENT_LISTED) | EVENT_BIT(EVENT_NEEDS_PERSON);
    return (urging & EVENT_BIT(type)) != 0;
}

enum event_type event_type_of(struct stage stage)
{
    switch (stage.kind) {
    case STAGE_OPENING:
        return EVENT_OPENED;
    case STAGE_HALF:
        return EVENT_HALF_WAY;
    case STAGE_BEFORE:
        return EVENT_DUE_SOON;
    case STAGE_DUE:
        return EVENT_DUE_TODAY;
    case STAGE_OVERDUE:
    case STAGE_OVERDUE_WEEK:
        return EVENT_OVERDUE;
    case STAGE_ESCALATION:
        return EVENT_ESCALATED;
    case STAGE_COLLECT:
        return EVENT_COLLECTING;
    case STAGE_MONTHLY:
    case STAGE_PAST_DUE:
    case STAGE_DIGEST:
        return EVENT_LISTED;
    case STAGE_TARGET:
        return EVENT_TARGET_CHANGED;
    case STAGE_NEEDS_PERSON:
    case STAGE_INCOMING:
        return EVENT_NEEDS_PERSON;
    }
    return EVENT_LISTED;
}
