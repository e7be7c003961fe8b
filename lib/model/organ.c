#include "model/organ.h"

#include <stdlib.h>
#include <string.h>

#include "base/cleanup.h"
#include "base/text.h"
#include "base/utf8.h"

#define FOLD_MAX ((size_t)1 << 20)

static void route_clear(struct organ_route *route)
{
    free(route->name);
    free(route->unit);
    free(route->task);
    strings_clear(&route->from);
    strings_clear(&route->notation);
    strings_clear(&route->subject);
}

static void organ_clear(struct organ *organ)
{
    free(organ->id);
    free(organ->department);
    free(organ->unit);
    free(organ->config);
    for (size_t i = 0; i < organ->route_count; i++) {
        route_clear(&organ->routes[i]);
    }
    free(organ->routes);
}

void edxml_settings_clear(struct edxml_settings *settings)
{
    if (!settings) {
        return;
    }
    free(settings->folder);
    for (size_t i = 0; i < settings->organ_count; i++) {
        organ_clear(&settings->organs[i]);
    }
    free(settings->organs);
    *settings = (struct edxml_settings){0};
}

const struct organ *organ_find(const struct edxml_settings *settings, const char *id)
{
    for (size_t i = 0; id && i < settings->organ_count; i++) {
        if (text_equal_nocase(settings->organs[i].id, id)) {
            return &settings->organs[i];
        }
    }
    return NULL;
}

static bool names_sender(const struct strings *list, const char *from)
{
    for (size_t i = 0; i < list->count; i++) {
        if (text_equal_nocase(list->items[i], from)) {
            return true;
        }
    }
    return false;
}

static bool has_part(const char *notation, const char *wanted)
{
    const size_t len = strlen(wanted);
    for (const char *at = notation; len > 0 && (at = strstr(at, wanted)) != NULL; at++) {
        const bool begins = at == notation || at[-1] == '-' || at[-1] == '/';
        const bool ends = at[len] == '\0' || at[len] == '-' || at[len] == '/';
        if (begins && ends) {
            return true;
        }
    }
    return false;
}

/* Whether one of the list is in the text, as `fits` says; both folded. */
static bool one_fits(const struct strings *list, const char *text,
                     bool (*fits)(const char *text, const char *wanted))
{
    _cleanup_buf_ struct buf folded = {0};
    _cleanup_buf_ struct buf wanted = {0};
    bool found = false;
    buf_init(&folded, FOLD_MAX);
    buf_init(&wanted, FOLD_MAX);
    if (utf8_fold_name(text, strlen(text), &folded) != 0) {
        return false;
    }
    for (size_t i = 0; i < list->count && !found; i++) {
        buf_reset(&wanted);
        found = utf8_fold_name(list->items[i], strlen(list->items[i]), &wanted) == 0 &&
                fits(buf_str(&folded), buf_str(&wanted));
    }
    return found;
}

static bool holds(const char *text, const char *wanted)
{
    return wanted[0] != '\0' && strstr(text, wanted) != NULL;
}

const struct organ_route *organ_route(const struct organ *organ, const char *from,
                                      const char *notation, const char *subject)
{
    for (size_t i = 0; i < organ->route_count; i++) {
        const struct organ_route *route = &organ->routes[i];
        if ((route->from.count == 0 || names_sender(&route->from, from)) &&
            (route->notation.count == 0 || one_fits(&route->notation, notation, has_part)) &&
            (route->subject.count == 0 || one_fits(&route->subject, subject, holds))) {
            return route;
        }
    }
    return NULL;
}
