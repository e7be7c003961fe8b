#include "lib/engine/fingerprint.h"

#include <string.h>

#include "lib/engine/program.h"

/* Each value with its length or in a fixed width, so that no two settings look the same. */

static void put_int(struct sign_hash *hash, int64_t value)
{
    sign_hash_add(hash, &value, sizeof value);
}

static void put_text(struct sign_hash *hash, const char *text)
{
    size_t len = text ? strlen(text) : 0;
    put_int(hash, text ? (int64_t)len : -1);
    sign_hash_add(hash, text ? text : "", len);
}

/* left out: capacity */
static void put_strings(struct sign_hash *hash, const struct strings *strings)
{
    put_int(hash, (int64_t)strings->count);
    for (size_t i = 0; i < strings->count; i++) {
        put_text(hash, strings->items[i]);
    }
}

/* --- calendar, policies, regimes ---------------------------------------------------------------- */

static void put_holiday_entry(struct sign_hash *hash, const struct holiday_entry *entry)
{
    put_int(hash, entry->day);
    put_int(hash, (int64_t)entry->mark);
    put_int(hash, entry->provisional);
    put_text(hash, entry->reason);
}

/* left out: capacity */
static void put_holidays(struct sign_hash *hash, const struct holidays *holidays)
{
    put_int(hash, (int64_t)holidays->count);
    for (size_t i = 0; i < holidays->count; i++) {
        put_holiday_entry(hash, &holidays->entries[i]);
    }
    sign_hash_add(hash, holidays->years, sizeof holidays->years);
}

static void put_ladder_steps(struct sign_hash *hash, const struct ladder_steps *steps)
{
    put_int(hash, (int64_t)steps->count);
    for (size_t i = 0; i < steps->count; i++) {
        put_int(hash, steps->before[i]);
    }
}

/* left out: line */
static void put_policy(struct sign_hash *hash, const struct policy *policy)
{
    put_text(hash, policy->name);
    put_ladder_steps(hash, &policy->week);
    put_ladder_steps(hash, &policy->month);
    put_ladder_steps(hash, &policy->other);
    put_ladder_steps(hash, &policy->coordinating);
    put_int(hash, policy->overdue_days);
    put_int(hash, policy->overdue_weeks);
    put_int(hash, policy->half_way_over);
    put_int(hash, policy->due_soon);
    put_int(hash, policy->collect_before);
    put_int(hash, policy->collect_due);
    put_int(hash, policy->immediate_within);
    put_int(hash, policy->send_minute);
    put_int(hash, policy->send_until);
    put_int(hash, policy->escalate_head);
    put_int(hash, policy->escalate_office);
    put_int(hash, policy->escalate_deputy);
    put_int(hash, policy->escalate_director);
    put_int(hash, policy->digest_office);
    put_int(hash, policy->digest_director);
    put_int(hash, (int64_t)policy->roll);
    put_int(hash, (int64_t)policy->catch_up);
}

static void put_anchor(struct sign_hash *hash, const struct anchor *anchor)
{
    put_int(hash, (int64_t)anchor->kind);
    put_int(hash, anchor->only);
    put_int(hash, anchor->month);
    put_int(hash, anchor->day);
    put_int(hash, anchor->weekday);
    put_int(hash, anchor->nth);
    put_int(hash, anchor->shift);
}

static void put_cycle(struct sign_hash *hash, const struct cycle *cycle)
{
    put_int(hash, (int64_t)cycle->every);
    put_int(hash, cycle->has_start);
    put_int(hash, cycle->anchor_count);
    for (size_t i = 0; i < cycle->anchor_count && i < RULE_MAX_ANCHORS; i++) {
        put_anchor(hash, &cycle->anchors[i]);
    }
    put_anchor(hash, &cycle->start);
    put_int(hash, cycle->from);
    put_int(hash, cycle->until);
}

/* left out: line */
static void put_regime(struct sign_hash *hash, const struct regime *regime)
{
    put_text(hash, regime->name);
    put_cycle(hash, &regime->week);
    put_cycle(hash, &regime->month);
    put_cycle(hash, &regime->quarter);
    put_cycle(hash, &regime->half);
    put_cycle(hash, &regime->nine_months);
    put_cycle(hash, &regime->year);
    put_text(hash, regime->targets);
    put_int(hash, regime->cut_off);
}

/* --- who ---------------------------------------------------------------------------------------- */

/* left out: file line */
static void put_party(struct sign_hash *hash, const struct party *party)
{
    put_int(hash, (int64_t)party->kind);
    put_text(hash, party->id);
    put_strings(hash, &party->names);
    put_strings(hash, &party->keys);
    put_strings(hash, &party->mail);
    put_strings(hash, &party->endpoints);
    put_text(hash, party->head_name);
    put_text(hash, party->head_mail);
    put_strings(hash, &party->deputy);
    put_strings(hash, &party->members);
    put_int(hash, party->heads);
    put_int(hash, party->from);
    put_int(hash, party->until);
    put_text(hash, party->successor);
}

/* left out: capacity file line */
static void put_department(struct sign_hash *hash, const struct department *department)
{
    put_text(hash, department->id);
    put_text(hash, department->name);
    put_text(hash, department->key);
    put_text(hash, department->office);
    put_strings(hash, &department->deputy);
    put_strings(hash, &department->director);
    put_text(hash, department->from_mail);
    put_text(hash, department->reply_to);
    put_text(hash, department->regime);
    put_text(hash, department->policy);
    put_text(hash, department->assigned_policy);
    put_int(hash, department->from);
    put_int(hash, department->until);
    put_text(hash, department->successor);
    put_int(hash, (int64_t)department->count);
    for (size_t i = 0; i < department->count; i++) {
        put_party(hash, &department->parties[i]);
    }
}

void fingerprint_department(const struct department *department, day_t today,
                            char out[static SIGN_HEX_SIZE])
{
    struct sign_hash hash;
    sign_hash_begin(&hash);
    put_department(&hash, department);
    for (size_t i = 0; i < department->count; i++) {
        const struct party *now = department_current(department, &department->parties[i], today);
        put_text(&hash, now ? now->id : NULL);
    }
    sign_hash_end_hex(&hash, out);
}

/* --- the plan, and what is common to all -------------------------------------------------------- */

/* left out: config line; the rows are in the file: tasks count capacity */
static void put_plan(struct sign_hash *hash, const struct plan *plan)
{
    put_text(hash, plan->id);
    put_text(hash, plan->file);
    put_text(hash, plan->targets);
    put_text(hash, plan->number);
    put_int(hash, plan->issued);
    put_text(hash, plan->department);
    put_text(hash, plan->title);
    put_int(hash, plan->from_year);
    put_int(hash, plan->to_year);
    put_text(hash, plan->amends);
    put_strings(hash, &plan->reports);
    put_strings(hash, &plan->joint);
    put_text(hash, plan->regime);
    put_text(hash, plan->policy);
    put_int(hash, plan->closed);
}

/* left out: where things are, how messages leave and come, which no row hangs on: file files folder
 * state control templates public_url admin_mail mail endpoints endpoint_count http_listen http_remote
 * http_connections http_seconds edxml incoming incoming_count link_secrets link_days;
 * left out: each plan has its own section and department: roster plans plan_count */
static void put_settings(struct sign_hash *hash, const struct settings *settings)
{
    put_text(hash, settings->language);
    put_int(hash, settings->utc_offset);
    put_int(hash, settings->inclusive_before);
    put_holidays(hash, &settings->holidays);
    put_int(hash, (int64_t)settings->policy_count);
    for (size_t i = 0; i < settings->policy_count; i++) {
        put_policy(hash, &settings->policies[i]);
    }
    put_int(hash, (int64_t)settings->regime_count);
    for (size_t i = 0; i < settings->regime_count; i++) {
        put_regime(hash, &settings->regimes[i]);
    }
}

void fingerprint_settings(const struct settings *settings, char out[static SIGN_HEX_SIZE])
{
    struct sign_hash hash;
    sign_hash_begin(&hash);
    put_text(&hash, program_sources);
    put_settings(&hash, settings);
    sign_hash_end_hex(&hash, out);
}

void fingerprint_plan(const char *settings, const char *department, const struct plan *section,
                      const char *file, char out[static SIGN_HEX_SIZE])
{
    struct sign_hash hash;
    sign_hash_begin(&hash);
    put_text(&hash, settings);
    put_text(&hash, department);
    put_plan(&hash, section);
    put_text(&hash, file);
    sign_hash_end_hex(&hash, out);
}
