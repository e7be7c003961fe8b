#include "daemon/reading_json.h"

#include "base/err.h"
#include "cal/civil.h"
#include "schedule/expand.h"

static json_t *day_json(day_t day)
{
    char iso[CIVIL_TEXT_SIZE];
    return json_string(civil_format_iso(day, iso));
}

static json_t *due_json(const struct rule *rule, int from_year, int to_year,
                        const struct holidays *holidays)
{
    struct instances list = {0};
    json_t *days = json_array();
    if (expand_rule(rule, from_year, to_year, NULL, holidays, &list) == 0) {
        for (size_t i = 0; i < list.count; i++) {
            if (list.items[i].due != DAY_NONE) {
                json_array_append_new(days, day_json(list.items[i].due));
            }
        }
    }
    instances_clear(&list);
    return days;
}

static void add_term(json_t *value, const struct term *term)
{
    if (term->unit != TERM_NONE) {
        json_object_set_new(value, "within",
                            json_pack("{s:i, s:s}", "n", term->n, "unit",
                                      term_unit_name(term->unit)));
    }
}

static void add_kind(json_t *value, const struct obligation *obligation)
{
    const struct rule *rule = &obligation->rule;
    switch (rule->kind) {
    case RULE_ONCE:
        if (rule->once.within.unit != TERM_NONE) {
            json_object_set_new(value, "since", day_json(rule->once.since));
            add_term(value, &rule->once.within);
        }
        break;
    case RULE_BY_REFERENCE:
        break;
    case RULE_WINDOW:
        json_object_set_new(value, "start", day_json(rule->window.start));
        json_object_set_new(value, "end", day_json(rule->window.end));
        break;
    case RULE_CYCLE:
        json_object_set_new(value, "every",
                            rule->cycle.every == PERIOD_NONE
                                ? json_null()
                                : json_string(period_kind_name(rule->cycle.every)));
        if (rule->cycle.from != DAY_NONE) {
            json_object_set_new(value, "from", day_json(rule->cycle.from));
        }
        if (rule->cycle.until != DAY_NONE) {
            json_object_set_new(value, "until", day_json(rule->cycle.until));
        }
        break;
    case RULE_CONTINUOUS:
        if (rule->continuous.start != DAY_NONE) {
            json_object_set_new(value, "start", day_json(rule->continuous.start));
        }
        break;
    case RULE_ON_EVENT:
        if (rule->event.start != DAY_NONE) {
            json_object_set_new(value, "start", day_json(rule->event.start));
        }
        add_term(value, &rule->event.within);
        break;
    }
    if (obligation->event != NULL) {
        json_object_set_new(value, "event", json_string(obligation->event));
    }
    if (obligation->reference != NULL) {
        json_object_set_new(value, "reference", json_string(obligation->reference));
    }
}

json_t *reading_obligations_json(const struct reading *reading, int from_year, int to_year,
                                 const struct holidays *holidays)
{
    json_t *list = json_array();
    for (size_t i = 0; i < reading->count; i++) {
        const struct obligation *obligation = &reading->obligations[i];
        json_t *value = json_pack("{s:s, s:s?}", "kind", rule_kind_name(obligation->rule.kind),
                                  "label", obligation->label);
        add_kind(value, obligation);
        json_object_set_new(value, "due",
                            due_json(&obligation->rule, from_year, to_year, holidays));
        json_array_append_new(list, value);
    }
    return list;
}

json_t *reading_unread_json(const struct reading *reading, const char *text)
{
    json_t *list = json_array();
    for (size_t i = 0; i < reading->unread_count; i++) {
        const struct span *span = &reading->unread[i];
        json_array_append_new(list, json_stringn(text + span->begin, span->end - span->begin));
    }
    return list;
}
