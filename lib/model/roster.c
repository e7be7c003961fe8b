#include "model/roster.h"

#include "base/cleanup.h"
#include "base/err.h"
#include "base/utf8.h"
#include "base/vec.h"

#define SUCCESSORS_MAX 16
#define KEY_MAX ((size_t)64 << 10)

static void party_clear(struct party *party)
{
    free(party->id);
    strings_clear(&party->names);
    strings_clear(&party->keys);
    strings_clear(&party->mail);
    strings_clear(&party->endpoints);
    free(party->head_name);
    free(party->head_mail);
    strings_clear(&party->deputy);
    strings_clear(&party->members);
    free(party->successor);
    free(party->file);
}

static void department_clear(struct department *department)
{
    free(department->id);
    free(department->name);
    free(department->key);
    free(department->office);
    strings_clear(&department->deputy);
    strings_clear(&department->director);
    free(department->from_mail);
    free(department->reply_to);
    free(department->regime);
    free(department->policy);
    free(department->assigned_policy);
    for (size_t i = 0; i < department->count; i++) {
        party_clear(&department->parties[i]);
    }
    free(department->parties);
    free(department->successor);
    free(department->file);
}

void roster_init(struct roster *roster)
{
    *roster = (struct roster){0};
}

void roster_clear(struct roster *roster)
{
    if (!roster) {
        return;
    }
    for (size_t i = 0; i < roster->count; i++) {
        department_clear(&roster->departments[i]);
    }
    free(roster->departments);
    roster_init(roster);
}

bool roster_id_is_valid(const char *id)
{
    size_t len = strnlen(id, PARTY_MAX_ID + 1);
    if (len == 0 || len > PARTY_MAX_ID || id[0] == '-' || id[len - 1] == '-') {
        return false;
    }
    for (size_t i = 0; i < len; i++) {
        bool plain = (id[i] >= 'a' && id[i] <= 'z') || (id[i] >= '0' && id[i] <= '9');
        if (!plain && (id[i] != '-' || id[i + 1] == '-')) {
            return false;
        }
    }
    return true;
}

/* --- building ------------------------------------------------------------------------------------ */

static struct department *find_department(const struct roster *roster, const char *id)
{
    for (size_t i = 0; i < roster->count; i++) {
        if (strcmp(roster->departments[i].id, id) == 0) {
            return &roster->departments[i];
        }
    }
    return NULL;
}

static struct party *find_party(const struct department *department, const char *id)
{
    for (size_t i = 0; i < department->count; i++) {
        if (strcmp(department->parties[i].id, id) == 0) {
            return &department->parties[i];
        }
    }
    return NULL;
}

int roster_add_department(struct roster *roster, const char *id, struct department **out)
{
    if (!roster_id_is_valid(id)) {
        return ERR_INVALID;
    }
    if (find_department(roster, id)) {
        return ERR_EXISTS;
    }
    int err = vec_grow(&roster->departments, sizeof(*roster->departments), roster->count, 1,
                       ROSTER_MAX_DEPARTMENTS, &roster->capacity);
    if (err) {
        return err;
    }
    struct department *department = &roster->departments[roster->count];
    *department = (struct department){.id = strdup(id), .from = DAY_NONE, .until = DAY_NONE};
    if (!department->id) {
        return ERR_NOMEM;
    }
    roster->count++;
    *out = department;
    return 0;
}

int department_add_party(struct department *department, const char *id, enum party_kind kind,
                         struct party **out)
{
    if (!roster_id_is_valid(id)) {
        return ERR_INVALID;
    }
    if (find_party(department, id)) {
        return ERR_EXISTS;
    }
    int err = vec_grow(&department->parties, sizeof(*department->parties), department->count, 1,
                       ROSTER_MAX_PARTIES, &department->capacity);
    if (err) {
        return err;
    }
    struct party *party = &department->parties[department->count];
    *party = (struct party){.kind = kind, .id = strdup(id), .from = DAY_NONE, .until = DAY_NONE};
    if (!party->id) {
        return ERR_NOMEM;
    }
    department->count++;
    *out = party;
    return 0;
}

static bool is_tight(char c)
{
    return c != '\0' && strchr(",.;:-/&()\"'+", c) != NULL;
}

/* Takes the spaces around punctuation, and punctuation at the end, out of a folded name. */
static void squeeze(struct buf *key)
{
    char *text = key->data;
    size_t len = 0;
    for (size_t i = 0; i < key->len; i++) {
        bool beside =
            text[i] == ' ' && ((len > 0 && is_tight(text[len - 1])) || is_tight(text[i + 1]));
        if (!beside) {
            text[len++] = text[i];
        }
    }
    while (len > 1 && strchr(",.;:-", text[len - 1])) {
        len--;
    }
    key->len = len;
    text[len] = '\0';
}

int roster_name_key(const char *name, struct buf *out)
{
    int err = utf8_fold_name(name, strlen(name), out);
    if (!err && out->len > 0) {
        squeeze(out);
    }
    return err;
}

static const struct party *party_of_key(const struct department *department, const char *key)
{
    for (size_t i = 0; i < department->count; i++) {
        if (strings_find(&department->parties[i].keys, key) >= 0) {
            return &department->parties[i];
        }
    }
    return NULL;
}

int department_add_name(struct department *department, struct party *party, const char *name,
                        const struct party **other)
{
    _cleanup_buf_ struct buf key = {0};
    buf_init(&key, KEY_MAX);
    int err = roster_name_key(name, &key);
    if (err) {
        return err;
    }
    if (key.len == 0) {
        return ERR_INVALID;
    }
    const struct party *owner = party_of_key(department, buf_str(&key));
    if (owner && owner != party) {
        if (other) {
            *other = owner;
        }
        return ERR_EXISTS;
    }
    if (owner) {
        return 0;
    }
    if (party->names.count >= PARTY_MAX_NAMES) {
        return ERR_LIMIT;
    }
    err = strings_add_tidy(&party->names, name, strlen(name));
    if (!err) {
        err = strings_add(&party->keys, buf_str(&key));
        if (err) {
            free(party->names.items[--party->names.count]);
        }
    }
    return err;
}

/* --- looking up ---------------------------------------------------------------------------------- */

const struct department *roster_department(const struct roster *roster, const char *id)
{
    return id ? find_department(roster, id) : NULL;
}

const struct party *department_party(const struct department *department, const char *id)
{
    return id ? find_party(department, id) : NULL;
}

const struct party *department_office(const struct department *department)
{
    return department_party(department, department->office);
}

const struct party *department_resolve(const struct department *department, const char *name)
{
    _cleanup_buf_ struct buf key = {0};
    buf_init(&key, KEY_MAX);
    if (roster_name_key(name, &key) || key.len == 0) {
        return NULL;
    }
    return party_of_key(department, buf_str(&key));
}

const struct party *department_current(const struct department *department,
                                       const struct party *party, day_t day)
{
    for (int i = 0; party && day != DAY_NONE && i <= SUCCESSORS_MAX; i++) {
        if (party->from != DAY_NONE && day < party->from) {
            return NULL;
        }
        if (party->until == DAY_NONE || day <= party->until) {
            return party;
        }
        party = department_party(department, party->successor);
    }
    return day == DAY_NONE ? party : NULL;
}

const struct department *roster_current(const struct roster *roster,
                                        const struct department *department, day_t day)
{
    for (int i = 0; department && day != DAY_NONE && i <= SUCCESSORS_MAX; i++) {
        if (department->from != DAY_NONE && day < department->from) {
            return NULL;
        }
        if (department->until == DAY_NONE || day <= department->until) {
            return department;
        }
        department = roster_department(roster, department->successor);
    }
    return day == DAY_NONE ? department : NULL;
}

/* Marks what stands behind a party; groups that were walked are marked too, so a ring ends. */
static void mark_behind(const struct department *department, const struct party *party, day_t day,
                        bool marks[ROSTER_MAX_PARTIES], int depth)
{
    party = department_current(department, party, day);
    if (!party || marks[party - department->parties] || depth > SUCCESSORS_MAX) {
        return;
    }
    marks[party - department->parties] = true;
    for (size_t i = 0; i < party->members.count; i++) {
        const struct party *member = department_party(department, party->members.items[i]);
        mark_behind(department, member, day, marks, depth + 1);
    }
}

size_t department_expand(const struct department *department, const struct party *party, day_t day,
                         const struct party **out, size_t max)
{
    bool marks[ROSTER_MAX_PARTIES] = {false};
    size_t count = 0;
    mark_behind(department, party, day, marks, 0);
    for (size_t i = 0; i < department->count; i++) {
        const struct party *behind = &department->parties[i];
        if (marks[i] && (behind->kind == PARTY_UNIT || behind->kind == PARTY_POST)) {
            if (count < max) {
                out[count] = behind;
            }
            count++;
        }
    }
    return count;
}

const struct strings *department_deputy(const struct department *department,
                                        const struct party *party)
{
    if (party->deputy.count > 0) {
        return &party->deputy;
    }
    for (size_t i = 0; i < department->count; i++) {
        const struct party *group = &department->parties[i];
        const struct party *behind[PARTY_MAX_MEMBERS];
        if (group->kind != PARTY_GROUP || group->deputy.count == 0) {
            continue;
        }
        size_t count = department_expand(department, group, DAY_NONE, behind, PARTY_MAX_MEMBERS);
        for (size_t j = 0; j < count && j < PARTY_MAX_MEMBERS; j++) {
            if (behind[j] == party) {
                return &group->deputy;
            }
        }
    }
    return &department->deputy;
}

const char *party_kind_name(enum party_kind kind)
{
    switch (kind) {
    case PARTY_UNIT:
        return "unit";
    case PARTY_GROUP:
        return "group";
    case PARTY_POST:
        return "post";
    case PARTY_EXTERNAL:
        return "external";
    }
    return "";
}
